"""The route of the concordance: where words stand, and how submitted labels have them."""

from urllib.parse import quote

import pytest
from api_client import Client
from desk import FLOOD, MEETING, NOON, PROJECT, STORM, Desk, labels, mention

from labeler.core.document import Document
from labeler.workflow import concordance

VISIT = Document("a-4", "Ana in Quito", "ANA came to\nQuito. Anabel did not. “Ana!”")
NAME = {"entities": [{"id": "e-1", "type": "Actor", "name": "Ana Diaz"}]}


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Add an article that names Ana too."""
    desk.store.add_documents(PROJECT, [VISIT], NOON)
    return desk


def ask(client: Client, words: str, **query) -> dict:
    """Return the concordance of some words."""
    more = "".join(f"&{name}={value}" for name, value in query.items())
    answer = client.call("GET", f"/api/v1/concordance?words={quote(words)}{more}")
    assert answer.status_code == 200
    return answer.json()


def hand_in(client: Client, login: str, *items: dict, **parts) -> None:
    """Save and submit labels of the fourth article."""
    task = client.open(VISIT.id, login)
    whole = labels(VISIT, login, mentions=list(items), **parts)
    assert client.save(task, whole, login=login).status_code == 200
    path = f"/api/v1/tasks/{task['id']}/submit"
    body = {"fence": task["fence"]}
    submitted = client.call("POST", path, body, if_match='"1"', x_test_login=login)
    assert submitted.status_code == 200


def ana(nth: int = 0, **changes) -> dict:
    """Return a mention of Ana."""
    word = ("ANA", "Ana!")[nth]
    return mention(VISIT, f"m-{nth}", "Actor", word, **changes)


def test_every_place_is_shown_on_one_line(client: Client):
    """In import order, whole words in any case, with title and code points."""
    found = ask(client, "ana")
    assert (found["words"], found["total"], found["documents"], found["more"]) == (
        "ana",
        5,
        2,
        False,
    )
    ids = [row["document_id"] for row in found["rows"]]
    assert ids == [MEETING.id] * 3 + [VISIT.id] * 2
    texts = {MEETING.id: MEETING.text, VISIT.id: VISIT.text}
    for row in found["rows"]:
        assert texts[row["document_id"]][row["start"] : row["end"]] == row["match"]
    last = found["rows"][2]
    # Behind an emoji of four code points.
    assert last["left"].endswith("Quito 👩🏽‍🚀, ")
    assert found["rows"][3]["right"] == " came to Quito. Anabel did not. “Ana!”"
    assert found["rows"][3]["title"] == VISIT.title


def test_blanks_do_not_count(client: Client):
    """Neither how many nor whether they break the line."""
    (row,) = ask(client, "  to   quito ")["rows"]
    assert (row["document_id"], row["match"]) == (VISIT.id, "to Quito")


def test_submitted_labels_are_told_at_their_place(client: Client, desk: Desk):
    """The type, how many people say so, and whom it stands for; all in all, by type."""
    hand_in(client, "ana", ana(entity="e-1"), **NAME)
    hand_in(client, "bo", ana(entity="e-1"), **NAME)
    desk.publish()
    found = ask(client, "Ana", document=MEETING.id)
    label = {"type": "Actor", "author_count": 2, "entity_name": "Ana Diaz"}
    assert [row["labels"] for row in found["rows"]] == [[label], []]
    assert found["types"] == [{"type": "Actor", "count": 2}]


def test_only_the_exact_place_counts(client: Client, desk: Desk):
    """A longer mention that holds the words is another one."""
    hand_in(client, "ana", ana(1))
    desk.publish()
    found = ask(client, "Ana")
    assert [row["labels"] for row in found["rows"]] == [[]] * 5
    assert found["types"] == []
    assert [row["labels"] for row in ask(client, "Ana!")["rows"]] == [
        [{"type": "Actor", "author_count": 1, "entity_name": ""}]
    ]


def test_nobodys_draft_shows(client: Client, desk: Desk):
    """Neither one's own nor another's; a reopened task is a draft again."""
    hand_in(client, "bo", ana())
    task = client.open(VISIT.id, "ana")
    trigger = mention(VISIT, "m-9", "Trigger", "ANA")
    assert client.save(task, labels(VISIT, mentions=[trigger])).status_code == 200
    desk.publish()
    assert ask(client, "ana")["types"] == [{"type": "Actor", "count": 1}]
    bos = client.open(FLOOD.id, "bo")
    assert bos["document_id"] == FLOOD.id
    again = desk.workbench.open("bo", VISIT.id).task
    desk.workbench.reopen("bo", again.id)
    desk.publish()
    found = ask(client, "ana")
    assert found["types"] == []
    assert not any(row["labels"] for row in found["rows"])


def test_an_article_can_be_left_out(client: Client):
    """The one at hand is searched in the browser."""
    found = ask(client, "ana", document=VISIT.id)
    assert {row["document_id"] for row in found["rows"]} == {MEETING.id}
    assert (found["total"], found["documents"]) == (3, 1)


def test_rows_are_cut_and_places_counted_on(client: Client):
    """The numbers stay those of all."""
    found = ask(client, "ana", limit=1)
    assert (len(found["rows"]), found["total"], found["documents"]) == (1, 5, 2)


def test_where_not_everything_can_be_read_it_says_so(client: Client, monkeypatch):
    """A request reads so many characters and no more."""
    monkeypatch.setattr(concordance, "_MOST_CHARACTERS", len(MEETING.text))
    found = ask(client, "ana")
    assert (found["total"], found["documents"], found["more"]) == (3, 1, True)
    assert ask(client, "storm")["more"] is False


def test_nothing_is_found_where_nothing_stands(client: Client):
    """An empty answer, not an error."""
    found = ask(client, "zebra")
    assert found == {
        "words": "zebra",
        "total": 0,
        "more": False,
        "documents": 0,
        "rows": [],
        "types": [],
    }
    assert STORM.id not in str(ask(client, "hill"))


@pytest.mark.parametrize("words", ["", "a", " a ", "x" * 201, "…!", "%20"])
def test_words_that_make_no_search_are_refused(client: Client, words):
    """400 with what is wanted."""
    answer = client.call("GET", f"/api/v1/concordance?words={quote(words, safe='%')}")
    assert answer.status_code == 400
    assert "words wants" in answer.json()["error"]["message"].lower()


def test_the_longest_words_are_fine(client: Client):
    """200 characters, and signs that mean something to databases and expressions."""
    ask(client, "x" * 200)
    ask(client, "a.*[(%_'\"\\")


def test_it_is_for_people_who_are_signed_in(client: Client):
    """401."""
    answer = client.call("GET", "/api/v1/concordance?words=ana", x_test_login="")
    assert answer.status_code == 401
