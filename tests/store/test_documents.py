"""Documents come in all or none, and are found again."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from stored import ANA, BO, LEASE_S, MODEL, NOON, PROJECT, article, make_schema, marked, save_after

from labeler.core.document import Document
from labeler.core.errors import DuplicateError, NotFoundError
from labeler.core.work import TaskState
from labeler.store import SqlStore


def ids(store: SqlStore, login: str = ANA, **filters: object) -> list[str]:
    """Return the ids of the rows of a list."""
    return [row.id for row in store.list_documents(PROJECT, login, **filters).rows]


def test_a_document_comes_back_as_it_went_in(store: SqlStore, again: SqlStore):
    """Every field, and every character of the text."""
    document = Document(
        "wire:2026.1-ß",
        "\u200fשלום",
        "\ufeffe\u0301 👩🏽‍🚀\u00a0\u00ad\r\n'); DROP TABLE documents; --",
        "Wire",
        "https://example.org/?a=%20",
        "2026-03-01T12:00:00+02:00",
        "es-EC",
        {"page": "3", "Абв": "🎉"},
    )
    store.add_documents(PROJECT, [document], NOON)
    found = again.document(PROJECT, document.id)
    assert found == document
    assert found.sha256 == document.sha256


@pytest.mark.parametrize(
    "last",
    [
        article(1, "another text"),
        replace(article(1), id="another-id"),
        replace(article(10), id="another-id"),
        article(10, "a text of its own"),
    ],
    ids=["known id", "known text", "text twice in the call", "id twice in the call"],
)
def test_one_document_that_is_not_new_keeps_all_out(store: SqlStore, last: Document):
    """Nothing of an import is half stored."""
    with pytest.raises(DuplicateError, match=last.id):
        store.add_documents(PROJECT, [article(10), article(11), last], NOON)
    assert ids(store) == ["a-1", "a-2", "a-3"]


def test_documents_need_their_project(store: SqlStore):
    """A project is made on purpose, never by a typing error."""
    with pytest.raises(NotFoundError, match="nwes"):
        store.add_documents("nwes", [article(9)], NOON)


def test_projects_do_not_see_each_other(store: SqlStore):
    """The same id and text may be in two projects; each lists its own."""
    store.ensure_project("other", make_schema(), NOON)
    store.add_documents("other", [article(1)], NOON)
    assert store.list_documents("other", ANA).total == 1
    assert store.list_documents(PROJECT, ANA).total == 3
    store.open_task("other", "a-1", ANA, NOON, LEASE_S)
    assert store.progress(PROJECT, ANA)[TaskState.NEW] == 3
    with pytest.raises(NotFoundError):
        store.document("other", "a-2")


def test_known_ids_and_texts_are_told_however_many_are_asked(store: SqlStore):
    """More questions than a database takes in one statement."""
    asked = [f"a-{n}" for n in range(3000)]
    digests = {n: article(n).sha256 for n in range(3000)}
    assert store.document_digests(PROJECT, asked) == {f"a-{n}": digests[n] for n in (1, 2, 3)}
    assert store.documents_by_digest(PROJECT, digests.values()) == {
        digests[n]: f"a-{n}" for n in (1, 2, 3)
    }


def test_a_document_that_is_not_there_is_not_found(store: SqlStore):
    """The message names it."""
    with pytest.raises(NotFoundError, match="a-99"):
        store.document(PROJECT, "a-99")


def test_the_list_is_in_import_order_and_paged(store: SqlStore):
    """Later imports come later, whatever their ids."""
    store.add_documents(PROJECT, [article(20), article(10)], NOON)
    assert ids(store) == ["a-1", "a-2", "a-3", "a-20", "a-10"]
    page = store.list_documents(PROJECT, ANA, limit=2, offset=3)
    assert [row.id for row in page.rows] == ["a-20", "a-10"]
    assert page.total == 5


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("КИЇВ", ["uk"]),
        ("київ", ["uk"]),
        ("STRASSE", ["de"]),
        ("wire", ["uk", "de"]),
        ("  de  ", ["de"]),
        ("100%", ["uk"]),
        ("%", ["uk"]),
        ("_", []),
        ("\\", []),
        ("/", ["de"]),
        ("", ["uk", "de"]),
    ],
)
def test_search_finds_title_source_and_id_whatever_the_case(
    store: SqlStore, search: str, found: list[str]
):
    """In every script; wildcards of SQL are plain characters."""
    store.ensure_project("search", make_schema(), NOON)
    uk = Document("uk", "Київ: 100% sure", "one", "Wire")
    de = Document("de", "Große Straße", "two київ", "Wire/2")
    store.add_documents("search", [uk, de], NOON)
    page = store.list_documents("search", ANA, search=search)
    assert [row.id for row in page.rows] == found
    assert page.total == len(found)


def test_the_list_shows_and_filters_by_the_state_it_has_for_this_person(store: SqlStore):
    """What one person did leaves an article new for the other."""
    submitted = store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)
    store.submit(PROJECT, submitted.id, 0, submitted.lease.fence, NOON)
    skipped = store.open_task(PROJECT, "a-2", ANA, NOON, LEASE_S)
    store.skip(PROJECT, skipped.id, skipped.lease.fence, "no news", NOON)
    states = [row.state for row in store.list_documents(PROJECT, ANA).rows]
    assert states == [TaskState.SUBMITTED, TaskState.SKIPPED, TaskState.NEW]
    assert ids(store, state=TaskState.SUBMITTED) == ["a-1"]
    assert ids(store, state=TaskState.SKIPPED) == ["a-2"]
    assert ids(store, state=TaskState.DRAFT) == []
    assert ids(store, state=TaskState.NEW) == ["a-3"]
    assert ids(store, login=BO, state=TaskState.NEW) == ["a-1", "a-2", "a-3"]
    assert store.list_documents(PROJECT, ANA, state=TaskState.NEW, search="article 2").total == 0


def test_progress_counts_every_document_once(store: SqlStore):
    """All states are there, those without documents too; looking is no work yet."""
    store.open_task(PROJECT, "a-2", ANA, NOON, LEASE_S)
    task = store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)
    assert store.progress(PROJECT, ANA)[TaskState.NEW] == 3
    assert ids(store, state=TaskState.NEW) == ["a-1", "a-2", "a-3"]
    store.save(PROJECT, task.id, marked(article(1), 0), save_after(task, "s-1"), NOON, LEASE_S)
    assert ids(store, state=TaskState.DRAFT) == ["a-1"]
    assert store.progress(PROJECT, ANA) == {
        TaskState.NEW: 2,
        TaskState.DRAFT: 1,
        TaskState.SUBMITTED: 0,
        TaskState.SKIPPED: 0,
    }


def test_a_row_tells_what_the_latest_model_suggests(store: SqlStore):
    """None where no model has looked, 0 where it found nothing."""
    store.put_suggestions(PROJECT, marked(article(1), 0, 4, author="model:old@9"), NOON)
    later = NOON + timedelta(days=1)
    store.put_suggestions(PROJECT, marked(article(1), 0, author=MODEL), later)
    store.put_suggestions(PROJECT, marked(article(2), author=MODEL), later)
    rows = store.list_documents(PROJECT, ANA).rows
    assert [row.suggestions for row in rows] == [1, 0, None]


def test_a_row_tells_length_in_code_points_and_import_time_in_utc(store: SqlStore):
    """An emoji counts as one; the time may have come in any zone."""
    quito = timezone(timedelta(hours=-5))
    store.add_documents(PROJECT, [article(9, "👩🏽‍🚀")], NOON.astimezone(quito))
    row = store.list_documents(PROJECT, ANA).rows[-1]
    assert row.length == 4
    assert row.imported_at == NOON
    assert row.imported_at.utcoffset() == timedelta(0)


def test_lists_and_queues_do_not_read_the_texts(store: SqlStore):
    """A list of 100,000 articles would read through all of them."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        store.list_documents(PROJECT, ANA, search="a", state=TaskState.NEW)
        store.progress(PROJECT, ANA)
        store.peek_next(PROJECT, ANA, NOON)
        store.count_without_suggestions(PROJECT, MODEL)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert asked
    assert [statement for statement in asked if "texts" in statement] == []


def test_a_save_leaves_the_document_as_it_was(store: SqlStore, again: SqlStore):
    """The text never changes after the import."""
    task = store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)
    store.save(PROJECT, task.id, marked(article(1), 0), save_after(task, "s-1"), NOON, LEASE_S)
    assert again.document(PROJECT, "a-1") == article(1)
