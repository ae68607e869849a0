"""Who sees which thread, what is told to whom, and that nothing is said twice or lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest
from databases import Databases
from desk import PROJECT, Desk, fill, open_desk

from labeler.core.errors import DuplicateError, NotFoundError
from labeler.core.people import NotAllowedError
from labeler.core.thread import MessageKind, MessageRefusedError
from labeler.store import SqlStore
from labeler.workflow.threads import Opening


@pytest.fixture
def desk(databases: Databases, kind: str, tmp_path) -> Iterator[Desk]:
    """Return a desk at which Lea leads; Ana and Bo have opened the first article."""
    with databases.fresh(kind, fill) as url, open_desk(tmp_path, url=url) as opened:
        opened.leads.add("lea")
        for login in ("ana", "bo"):
            opened.workbench.open(login, "a-1")
        yield opened


def task_of(desk: Desk, login: str) -> str:
    """Return the id of somebody's task on the first article."""
    return desk.workbench.open(login, "a-1").task.id


def on_item(desk: Desk, login: str = "ana", text: str = "Is this right?", number: int = 1):
    """Open a thread on an item of one's own."""
    opening = Opening(
        f"t-{number}", f"m-{number}", "a-1", task_of(desk, login), "m-7", "Ana met", text
    )
    return desk.threads.open(login, opening).discussion


def on_article(desk: Desk, login: str = "ana", text: str = "Wire copy?", number: int = 2):
    """Open a thread about the article."""
    opening = Opening(f"t-{number}", f"m-{number}", "a-1", None, None, "", text)
    return desk.threads.open(login, opening).discussion


def seen(desk: Desk, login: str) -> list[str]:
    """Return the ids of the threads of the first article that somebody sees."""
    return [one.thread.id for one in desk.threads.of_article(login, "a-1")]


# What somebody does with a thread that is known by its id.
STEPS: dict[str, Callable[[Desk, str], object]] = {
    "see": lambda d, by: d.threads.get(by, "t-1"),
    "answer": lambda d, by: d.threads.answer(by, "t-1", f"m-{by}", "Yes."),
    "resolve": lambda d, by: d.threads.settle(by, "t-1", f"r-{by}", resolved=True),
    "reopen": lambda d, by: d.threads.settle(by, "t-1", f"o-{by}", resolved=False),
    "take back": lambda d, by: d.threads.take_back(by, "m-1"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_thread_on_anothers_item_is_as_good_as_not_there(desk: Desk, step: str):
    """Whatever an annotator tries with it, on the same article or not."""
    on_item(desk)
    for login in ("bo", "cy"):
        with pytest.raises(NotFoundError):
            STEPS[step](desk, login)
    assert seen(desk, "bo") == seen(desk, "cy") == []
    assert seen(desk, "ana") == ["t-1"]


@pytest.mark.parametrize("step", [name for name in STEPS if name != "take back"])
@pytest.mark.parametrize("login", ["ana", "lea"])
def test_who_labels_it_and_who_leads_take_part(desk: Desk, login: str, step: str):
    """They see, answer and settle it."""
    on_item(desk)
    STEPS[step](desk, login)
    assert seen(desk, login) == ["t-1"]


@pytest.mark.parametrize("step", STEPS)
def test_who_may_not_work_here_is_refused(desk: Desk, step: str):
    """Also who could once, and in everything that asks for no thread."""
    on_item(desk)
    with pytest.raises(NotAllowedError):
        STEPS[step](desk, "gone")
    for ask in (desk.threads.inbox, desk.threads.count_unread, desk.threads.people):
        with pytest.raises(NotAllowedError):
            ask("gone")


def test_about_an_article_talk_those_who_work_on_it(desk: Desk):
    """Who has no task on it sees nothing and opens nothing; leads need none."""
    on_article(desk)
    assert seen(desk, "bo") == seen(desk, "lea") == ["t-2"]
    assert seen(desk, "cy") == []
    with pytest.raises(NotFoundError):
        on_article(desk, "cy", number=3)
    on_article(desk, "lea", number=4)
    desk.workbench.open("cy", "a-1")
    assert seen(desk, "cy") == ["t-2", "t-4"]
    with pytest.raises(NotFoundError):
        desk.threads.of_article("lea", "a-none")
    for login in ("ana", "lea"):
        with pytest.raises(NotFoundError):
            desk.threads.open(login, Opening("t-5", "m-5", "a-none", None, None, "", "Hm."))


def test_one_opens_threads_on_ones_own_labels(desk: Desk):
    """Not on another's, unless one leads, and not on a task of another article."""
    anas = task_of(desk, "ana")
    opening = Opening("t-9", "m-9", "a-1", anas, "m-7", "Ana", "Hm.")
    with pytest.raises(NotFoundError):
        desk.threads.open("bo", opening)
    with pytest.raises(NotFoundError):
        desk.threads.open("ana", replace(opening, document_id="a-2"))
    with pytest.raises(NotFoundError):
        desk.threads.open("lea", replace(opening, document_id="a-2"))
    desk.threads.open("lea", opening)
    assert seen(desk, "ana") == ["t-9"]
    assert desk.threads.count_unread("ana") == 1


def test_a_mention_lets_in_with_the_words_and_nothing_of_the_labels(desk: Desk):
    """Into that thread alone, though there is no task; task and item stay unsaid."""
    on_item(desk, text="What do you think, @Cy and @nobody?")
    on_item(desk, text="And this?", number=3)
    (found,) = desk.threads.of_article("cy", "a-1")
    assert found.thread.quote == "Ana met"
    assert (found.thread.task_id, found.thread.item_id) == (None, None)
    assert not found.about_article
    # Whom nobody named is not let in, on the same article or not.
    assert seen(desk, "bo") == []
    assert found.unread == {"m-1"}
    (row,) = desk.threads.inbox("cy").rows
    assert (row.message.text, row.thread.quote) == (found.messages[0].text, "Ana met")
    desk.threads.answer("cy", "t-1", "m-cy", "Fine.")
    assert desk.threads.count_unread("ana") == 1
    assert desk.threads.get("ana", "t-1").thread.item_id == "m-7"


def test_names_that_nobody_has_are_told_to_the_writer(desk: Desk):
    """And are kept as text."""
    opening = Opening("t-1", "m-1", "a-1", task_of(desk, "ana"), "m-7", "", "@bo @nobody")
    said = desk.threads.open("ana", opening)
    assert said.unknown == ("nobody",)
    assert said.discussion.messages[0].mentions == ("bo",)


def test_what_is_taken_back_is_shown_to_nobody_and_lets_nobody_in(desk: Desk, kind: str):
    """Its text stays in the database; the inbox of who was named is empty again."""
    del kind
    on_item(desk, text="@bo look")
    assert seen(desk, "bo") == ["t-1"]
    with pytest.raises(NotAllowedError):
        desk.threads.take_back("bo", "m-1")
    (message,) = desk.threads.take_back("ana", "m-1").messages
    assert (message.text, message.mentions) == ("", ())
    assert message.taken_back_at == desk.now
    assert seen(desk, "bo") == []
    assert desk.threads.inbox("bo").total == desk.threads.count_unread("bo") == 0
    with desk.store.threads.reading() as book:
        kept = book.message(PROJECT, "m-1")
    assert kept is not None
    assert kept.text == "@bo look"


def test_what_is_taken_back_leaves_the_inbox(desk: Desk):
    """Also where the thread stays in sight."""
    on_article(desk, text="@bo look")
    assert desk.threads.count_unread("bo") == 1
    desk.threads.take_back("ana", "m-2")
    assert desk.threads.inbox("bo").total == desk.threads.count_unread("bo") == 0
    assert seen(desk, "bo") == ["t-2"]


def test_who_was_let_in_cannot_keep_themselves_in(desk: Desk):
    """By naming themselves."""
    on_item(desk, text="@bo look")
    desk.threads.answer("bo", "t-1", "m-bo", "@bo was here")
    desk.threads.take_back("ana", "m-1")
    assert seen(desk, "bo") == []


def test_a_role_that_is_taken_away_takes_the_threads_along(desk: Desk):
    """And what of them waits in the inbox."""
    on_item(desk)
    desk.threads.answer("lea", "t-1", "m-lea", "No.")
    desk.threads.answer("ana", "t-1", "m-ana", "Why?")
    assert desk.threads.count_unread("lea") == 1
    desk.leads.clear()
    assert desk.threads.count_unread("lea") == 0
    assert seen(desk, "lea") == []


def test_the_same_again_changes_nothing(desk: Desk):
    """An answer lost on the way does not say a thing twice, nor tell of it twice."""
    for _ in range(2):
        on_item(desk, text="@bo look")
        desk.threads.answer("ana", "t-1", "m-x", "So?")
        desk.threads.settle("ana", "t-1", "m-y", resolved=True)
        desk.pass_time(5)
    found = desk.threads.get("ana", "t-1")
    assert [m.id for m in found.messages] == ["m-1", "m-x", "m-y"]
    # Bo did not write, so only what names him is told.
    assert desk.threads.inbox("bo").total == 1
    assert found.thread.resolved_at == found.messages[2].at


def test_an_id_of_another_is_refused(desk: Desk):
    """What is there stays as it is."""
    on_item(desk)
    with pytest.raises(DuplicateError):
        on_item(desk, "bo")
    on_article(desk)
    with pytest.raises(DuplicateError):
        desk.threads.answer("bo", "t-2", "m-2", "mine")
    with pytest.raises(DuplicateError):
        desk.threads.answer("ana", "t-2", "m-1", "elsewhere")


def test_the_same_message_sent_twice_at_once_is_one(desk: Desk):
    """From two connections."""
    on_item(desk)
    with ThreadPoolExecutor(4) as several:
        sent = [several.submit(desk.threads.answer, "ana", "t-1", "m-x", "So?") for _ in range(12)]
        for one in sent:
            one.result()
    assert [m.id for m in desk.threads.get("ana", "t-1").messages] == ["m-1", "m-x"]


def test_a_thread_is_settled_and_opened_again_in_sight_of_all(desk: Desk):
    """Who did, and when, stays in it; what is so already leaves no line."""
    on_article(desk)
    desk.threads.answer("bo", "t-2", "m-bo", "Yes.")
    desk.pass_time(60)
    desk.threads.settle("ana", "t-2", "r-1", resolved=True)
    again = desk.threads.settle("bo", "t-2", "r-2", resolved=True)
    assert (again.thread.resolved_by, again.thread.resolved_at) == ("ana", desk.now)
    found = desk.threads.settle("lea", "t-2", "o-1", resolved=False)
    assert found.thread.resolved_at is None
    kinds = [(m.kind, m.login) for m in found.messages]
    assert kinds[2:] == [(MessageKind.RESOLVED, "ana"), (MessageKind.REOPENED, "lea")]
    assert desk.threads.count_unread("bo") == 2


def test_an_inbox_keeps_what_is_about_an_article_in_the_trash(desk: Desk):
    """And says where the article is; nothing new is opened on it until it is restored."""
    on_article(desk)
    desk.threads.answer("ana", "t-2", "m-x", "@bo look")
    desk.trash.put_article("lea", "a-1")
    (row,) = desk.threads.inbox("bo").rows
    assert (row.message.text, row.in_trash) == ("@bo look", True)
    with pytest.raises(NotFoundError):
        desk.threads.open("ana", Opening("t-5", "m-5", "a-1", None, None, "", "Hm."))
    desk.trash.restore_article("lea", "a-1")
    assert not desk.threads.inbox("bo").rows[0].in_trash
    assert seen(desk, "ana") == ["t-2"]


def test_the_inbox_begins_with_what_is_unread(desk: Desk):
    """Then the newest; reading counts down, and one's own words are not told to oneself."""
    on_article(desk)
    for number in range(3):
        desk.threads.answer("bo", "t-2", f"b-{number}", "Hm")
    assert desk.threads.count_unread("bo") == 0
    assert desk.threads.mark_read("ana", ["b-2"]) == 2
    assert desk.threads.mark_read("ana", ["b-2", "none"]) == 2
    page = desk.threads.inbox("ana")
    assert [row.message.id for row in page.rows] == ["b-1", "b-0", "b-2"]
    assert (page.total, page.unread) == (3, 2)
    assert page.rows[2].read_at == desk.now
    (row,) = desk.threads.inbox("ana", limit=1, offset=1).rows
    assert (row.message.id, row.title, row.message.name) == ("b-0", "Ana met Bo 🎉", "Bo")
    assert desk.threads.mark_read("bo", ["b-0"]) == 0
    assert desk.threads.count_unread("ana") == 2


def test_everything_is_there_after_a_restart(desk: Desk):
    """With words of every script."""
    on_item(desk, text="👩🏽‍🚀 <b>Ünïcode</b> 中文 @bo")
    address = desk.store._database.engine.url.render_as_string(hide_password=False)  # noqa: SLF001 - opened anew
    with closing(SqlStore(address)) as again:
        found = replace(desk.threads, store=again.threads).get("ana", "t-1")
    assert found.messages[0].text == "👩🏽‍🚀 <b>Ünïcode</b> 中文 @bo"
    assert found.messages[0].mentions == ("bo",)


def test_what_cannot_be_kept_is_refused_whole(desk: Desk):
    """No empty thread is left behind."""
    with pytest.raises(MessageRefusedError, match="a message is missing"):
        on_item(desk, text=" ")
    assert seen(desk, "ana") == []


def test_who_can_be_mentioned_is_told_to_members(desk: Desk):
    """By name."""
    assert [one.login for one in desk.threads.people("bo")] == ["ana", "bo", "cy", "lea"]
