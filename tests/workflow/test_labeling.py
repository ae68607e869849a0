"""The workbench: what opening, saving and submitting promise."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import Databases
from desk import (
    FLOOD,
    MEETING,
    MODEL,
    PROJECT,
    STORM,
    Desk,
    a_save,
    fill,
    incomplete_labels,
    labels,
    meeting_labels,
    mention,
    open_desk,
    suggested,
)

from labeler.codec import dump_annotation_set
from labeler.core.document import Fragment
from labeler.core.errors import NotFoundError
from labeler.core.queue import FIRST_BATCH, BatchState, Plan
from labeler.core.work import (
    IncompleteError,
    LeaseLostError,
    NotStorableError,
    StaleRevisionError,
    TaskState,
    WrongStateError,
)


@pytest.fixture
def desk(databases: Databases, kind: str, tmp_path: Path) -> Iterator[Desk]:
    """Return a desk with three articles nobody has opened."""
    with databases.fresh(kind, fill) as url, open_desk(tmp_path, url=url) as opened:
        yield opened


def test_a_new_task_comes_with_everything_and_no_labels(desk: Desk):
    """Text, parts, tokens, an empty set of the person, counts and what comes next."""
    opened = desk.workbench.open("ana", MEETING.id)
    assert opened.document == MEETING
    assert opened.layout.headline == Fragment(0, len(MEETING.title))
    assert opened.layout.dateline is not None
    assert opened.tokens.tokens == ((0, 3), (4, 7))
    assert opened.labels.author == "annotator:ana"
    assert opened.labels.text_sha256 == MEETING.sha256
    assert not list(opened.labels.items())
    assert opened.problems == ()
    assert opened.progress[TaskState.NEW] == 3
    assert opened.next_document_id == FLOOD.id


def test_claims_go_through_the_articles_and_end(desk: Desk):
    """What is submitted or skipped is not claimed again, and the end is said."""
    bench = desk.workbench
    seen = []
    while (opened := bench.claim_next("ana")) is not None:
        seen.append(opened.document.id)
        bench.skip("ana", opened.task.id, opened.task.lease.fence, "too long")
    assert seen == [MEETING.id, FLOOD.id, STORM.id]
    assert bench.progress("ana")[TaskState.SKIPPED] == 3
    # Another person has all of them before them still.
    assert bench.claim_next("bo") is not None


def test_claiming_after_an_article_starts_behind_it(desk: Desk):
    """So that "next" moves on from an article that stays a draft."""
    opened = desk.workbench.claim_next("ana", FLOOD.id)
    assert opened is not None
    assert opened.document.id == STORM.id


def test_what_was_saved_is_there_when_looking_again(desk: Desk):
    """Mentions, entities, frames and attributes come back as they were sent."""
    bench = desk.workbench
    task = bench.open("ana", MEETING.id).task
    saved, problems = bench.save("ana", task.id, meeting_labels(), a_save(1, 0, task.lease.fence))
    assert saved.revision == 1
    assert problems == ()
    found = dump_annotation_set(bench.look("ana", task.id).labels, MEETING.text)
    assert [m["text"] for m in found["mentions"]] == ["Ana", "Bo", "met", "👩🏽‍🚀"]
    assert found["frames"][0]["arguments"] == meeting_labels()["frames"][0]["arguments"]
    assert found["mentions"][0]["entity"] == "e-1"


def test_looking_renews_no_lease(desk: Desk):
    """A second tab that only reads does not push the first one out."""
    first = desk.workbench.open("ana", MEETING.id).task
    desk.pass_time(30)
    assert desk.workbench.look("ana", first.id).task.lease == first.lease


def test_a_draft_may_be_incomplete_and_says_what_is_missing(desk: Desk):
    """The draft is stored, and looking at it names the same problems."""
    bench = desk.workbench
    task = bench.open("ana", MEETING.id).task
    _, problems = bench.save("ana", task.id, incomplete_labels(), a_save(1, 0, task.lease.fence))
    assert "role-missing" in {p.code for p in problems}
    assert bench.look("ana", task.id).problems == problems


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"author": "annotator:bo"}, "wrong-author"),
        ({"author": MODEL}, "wrong-author"),
        ({"document_id": FLOOD.id}, "wrong-document"),
        ({"text_sha256": FLOOD.sha256}, "wrong-text"),
        ({"schema": {"id": "other", "version": "1.0"}}, "wrong-schema"),
        ({"mentions": "none"}, "form"),
        ({"surprise": 1}, "form"),
        ({"mentions": [mention(MEETING, "m-1", "Actor", "Ana", text="Bob")]}, "quote-mismatch"),
        ({"mentions": [mention(MEETING, "m-1", "Ghost", "Ana")]}, "unknown-type"),
        ({"mentions": [mention(MEETING, "m-1", "Actor", "Ana", entity="e-9")]}, "dangling"),
    ],
)
def test_labels_that_can_never_be_right_are_refused_unstored(desk: Desk, changes, code):
    """The problem is named and there is no revision."""
    bench = desk.workbench
    task = bench.open("ana", MEETING.id).task
    with pytest.raises(NotStorableError) as refused:
        bench.save("ana", task.id, meeting_labels(**changes), a_save(1, 0, task.lease.fence))
    assert code in {p.code for p in refused.value.problems}
    assert bench.look("ana", task.id).task.revision == 0
    assert bench.revisions("ana", task.id) == ()


def test_labels_carry_the_schema_version_they_were_checked_under(desk: Desk):
    """A tab that was loaded before an upgrade of the schema can still save."""
    bench = desk.workbench
    task = bench.open("ana", MEETING.id).task
    old = meeting_labels(schema={"id": "small", "version": "0.9"})
    bench.save("ana", task.id, old, a_save(1, 0, task.lease.fence))
    assert bench.look("ana", task.id).labels.schema_version == "1.0"


def test_a_save_that_was_answered_into_the_void_can_be_sent_again(desk: Desk):
    """The same save id is acknowledged with the revision it made, once in the history."""
    bench = desk.workbench
    task = bench.open("ana", MEETING.id).task
    save = a_save(1, 0, task.lease.fence)
    bench.save("ana", task.id, meeting_labels(), save)
    again, _ = bench.save("ana", task.id, meeting_labels(), save)
    assert again.revision == 1
    assert len(bench.revisions("ana", task.id)) == 1


def test_the_second_of_two_tabs_hears_of_the_first(desk: Desk):
    """A save on an old revision is refused with what is stored."""
    bench = desk.workbench
    task = bench.open("ana", MEETING.id).task
    bench.save("ana", task.id, meeting_labels(), a_save(1, 0, task.lease.fence))
    with pytest.raises(StaleRevisionError) as refused:
        bench.save("ana", task.id, labels(MEETING), a_save(2, 0, task.lease.fence))
    assert refused.value.current is not None
    assert len(refused.value.current.labels.mentions) == 4


def test_an_older_opening_may_not_save_or_submit(desk: Desk):
    """Opening again ends the lease of the first place."""
    bench = desk.workbench
    old = bench.open("ana", MEETING.id).task.lease.fence
    task = bench.open("ana", MEETING.id).task
    bench.save("ana", task.id, incomplete_labels(), a_save(1, 0, task.lease.fence))
    with pytest.raises(LeaseLostError):
        bench.save("ana", task.id, meeting_labels(), a_save(2, 1, old))
    with pytest.raises(LeaseLostError):
        bench.submit("ana", task.id, 1, old)


def test_submitting_wakes_the_labels_writer(desk: Desk):
    """Once for each submit, and when a submitted task is taken back."""
    bench = desk.workbench
    task = bench.open("ana", MEETING.id).task
    bench.save("ana", task.id, meeting_labels(), a_save(1, 0, task.lease.fence))
    assert desk.wakes == 0
    submitted = bench.submit("ana", task.id, 1, task.lease.fence)
    assert submitted.state is TaskState.SUBMITTED
    assert desk.wakes == 1
    assert [entry.document_id for entry in desk.store.outbox(PROJECT)] == [MEETING.id]
    assert bench.reopen("ana", task.id).task.state is TaskState.DRAFT
    assert desk.wakes == 2


def test_an_incomplete_draft_is_kept_and_not_submitted(desk: Desk):
    """The problems are named; the draft is still there and the writer sleeps."""
    bench = desk.workbench
    task = bench.open("ana", MEETING.id).task
    bench.save("ana", task.id, incomplete_labels(), a_save(1, 0, task.lease.fence))
    with pytest.raises(IncompleteError) as refused:
        bench.submit("ana", task.id, 1, task.lease.fence)
    assert "role-missing" in {p.code for p in refused.value.problems}
    looked = bench.look("ana", task.id)
    assert (looked.task.state, looked.task.revision) == (TaskState.DRAFT, 1)
    assert desk.wakes == 0


@pytest.mark.parametrize(("revision", "fence"), [(2, 1), (0, 1)])
def test_only_the_last_revision_is_submitted(desk: Desk, revision, fence):
    """One that lies ahead could come true unvalidated; one behind is another tab's."""
    bench = desk.workbench
    task = bench.open("ana", MEETING.id).task
    bench.save("ana", task.id, incomplete_labels(), a_save(1, 0, task.lease.fence))
    with pytest.raises(StaleRevisionError) as refused:
        bench.submit("ana", task.id, revision, fence)
    assert refused.value.current is not None
    assert refused.value.current.number == 1


def test_a_fence_that_lies_ahead_is_refused(desk: Desk):
    """Nobody holds it yet."""
    task = desk.workbench.open("ana", MEETING.id).task
    with pytest.raises(LeaseLostError):
        desk.workbench.submit("ana", task.id, 0, task.lease.fence + 1)


def test_submitting_twice_changes_nothing(desk: Desk):
    """The answer to the first may have been lost."""
    bench = desk.workbench
    task = bench.open("ana", MEETING.id).task
    bench.save("ana", task.id, meeting_labels(), a_save(1, 0, task.lease.fence))
    first = bench.submit("ana", task.id, 1, task.lease.fence)
    desk.pass_time(5)
    assert bench.submit("ana", task.id, 1, task.lease.fence) == first


def test_an_article_with_nothing_to_mark_can_be_submitted_at_once(desk: Desk):
    """Revision 0 stands for the empty set."""
    bench = desk.workbench
    task = bench.open("ana", FLOOD.id).task
    assert bench.submit("ana", task.id, 0, task.lease.fence).state is TaskState.SUBMITTED
    assert bench.look("ana", task.id).labels.mentions == ()


def test_a_skipped_task_must_be_reopened_to_change(desk: Desk):
    """Saving and submitting are refused until then."""
    bench = desk.workbench
    task = bench.open("ana", MEETING.id).task
    bench.skip("ana", task.id, task.lease.fence, "not news")
    for attempt in (
        lambda: bench.submit("ana", task.id, 0, task.lease.fence),
        lambda: bench.save("ana", task.id, meeting_labels(), a_save(1, 0, task.lease.fence)),
    ):
        with pytest.raises(WrongStateError):
            attempt()
    lease = bench.reopen("ana", task.id).task.lease
    bench.save("ana", task.id, meeting_labels(), a_save(2, 0, lease.fence))


def test_another_persons_task_is_as_good_as_not_there(desk: Desk):
    """No method of the workbench reaches it, and the words are those of a missing one."""
    bench = desk.workbench
    task = bench.open("ana", MEETING.id).task
    fence = task.lease.fence
    for attempt in (
        lambda: bench.look("bo", task.id),
        lambda: bench.save("bo", task.id, meeting_labels("bo"), a_save(1, 0, fence)),
        lambda: bench.submit("bo", task.id, 0, fence),
        lambda: bench.skip("bo", task.id, fence, ""),
        lambda: bench.reopen("bo", task.id),
        lambda: bench.revisions("bo", task.id),
        lambda: bench.revision("bo", task.id, 1),
    ):
        with pytest.raises(NotFoundError) as refused:
            attempt()
        assert "ana" not in str(refused.value)
    assert bench.look("ana", task.id).task == task


def test_the_history_says_what_each_save_changed(desk: Desk):
    """Oldest first, by the number of items."""
    bench = desk.workbench
    task = bench.open("ana", MEETING.id).task
    first = labels(MEETING, mentions=[mention(MEETING, "m-1", "Actor", "Ana")])
    bench.save("ana", task.id, first, a_save(1, 0, task.lease.fence, client={"tab": "t1"}))
    second = labels(MEETING, mentions=[mention(MEETING, "m-2", "Actor", "Bo")])
    bench.save("ana", task.id, second, a_save(2, 1, task.lease.fence))
    one, two = bench.revisions("ana", task.id)
    assert (one.number, two.number) == (1, 2)
    assert one.counts == {"added": {"mention": 1}, "changed": {}, "removed": {}}
    assert dict(one.client) == {"tab": "t1"}
    assert two.counts == {"added": {"mention": 1}, "changed": {}, "removed": {"mention": 1}}
    found, document = bench.revision("ana", task.id, 1)
    assert [m.id for m in found.labels.mentions] == ["m-1"]
    assert document == MEETING


class TestSuggestions:
    """What the model suggests comes beside the labels, never among them."""

    def test_they_are_ready_once_stored(self, desk: Desk):
        """Whatever the worker says of its progress."""
        desk.store.put_suggestions(PROJECT, suggested(MEETING, "Ana", "Bo"), desk.now)
        opened = desk.workbench.open("ana", MEETING.id)
        assert opened.suggestions is not None
        assert [m.id for m in opened.suggestions.mentions] == ["s-m-0", "s-m-1"]
        assert opened.suggestion_state == ("ready", "")
        assert opened.labels.mentions == ()

    def test_an_article_opens_without_them(self, desk: Desk):
        """With the words on why there are none."""
        desk.suggestion_state = ("unavailable", "install the model")
        desk.author = None
        opened = desk.workbench.open("ana", MEETING.id)
        assert opened.suggestions is None
        assert opened.suggestion_state == ("unavailable", "install the model")

    def test_none_are_called_ready_that_are_not_there(self, desk: Desk):
        """The browser would show an empty model as one that found nothing."""
        desk.suggestion_state = ("ready", "")
        assert desk.workbench.open("ana", MEETING.id).suggestion_state[0] == "pending"


def test_a_text_is_tokenized_once(desk: Desk):
    """Opening again, or by another person, finds the tokens at hand."""
    desk.workbench.open("ana", MEETING.id)
    desk.workbench.open("bo", MEETING.id)
    desk.workbench.open("ana", FLOOD.id)
    assert desk.tokenized == [MEETING.text, FLOOD.text]


def test_the_list_of_articles_has_each_persons_own_states(desk: Desk):
    """What one has skipped is new to the other."""
    task = desk.workbench.open("ana", FLOOD.id).task
    desk.workbench.skip("ana", task.id, task.lease.fence, "no news")
    page = desk.workbench.list_documents("ana", state=TaskState.SKIPPED)
    assert [row.id for row in page.rows] == [FLOOD.id]
    assert desk.workbench.list_documents("bo", state=TaskState.SKIPPED).total == 0


def test_a_blind_task_shows_no_suggestions_and_says_why(desk: Desk):
    """The model has some; whoever labels beside them gets them as ever."""
    desk.suggestion_state = ("ready", "")
    desk.store.put_suggestions(PROJECT, suggested(MEETING), desk.now)
    with desk.store.queue.changing() as book:
        plan = Plan("All articles", blind_share=1.0)
        book.change(PROJECT, FIRST_BATCH, plan, BatchState.OPEN, 1, "ana", desk.now)
    opened = desk.workbench.open("ana", MEETING.id)
    assert opened.suggestions is None
    assert opened.suggestion_state[0] == "unavailable"
    assert "without suggestions" in opened.suggestion_state[1]
    with desk.store.queue.changing() as book:
        book.change(PROJECT, FIRST_BATCH, Plan("All articles"), BatchState.OPEN, 2, "ana", desk.now)
    assert desk.workbench.open("bo", MEETING.id).suggestions is not None


def test_a_sign_of_life_keeps_the_article_and_changes_nothing(desk: Desk):
    """Not even the history; who holds it no more is told."""
    task = desk.workbench.open("ana", MEETING.id).task
    desk.pass_time(50)
    renewed = desk.workbench.renew("ana", task.id, task.lease.fence)
    assert renewed.lease.expires_at > task.lease.expires_at
    assert (renewed.revision, renewed.lease.fence) == (0, task.lease.fence)
    with pytest.raises(NotFoundError):
        desk.workbench.renew("bo", task.id, task.lease.fence)
    desk.workbench.open("ana", MEETING.id)
    with pytest.raises(LeaseLostError):
        desk.workbench.renew("ana", task.id, task.lease.fence)
