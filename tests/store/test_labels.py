"""Suggestions are kept per author; submitted labels go out by bucket."""

from dataclasses import replace
from datetime import timedelta

import pytest
from stored import ANA, BO, LEASE_S, MODEL, NOON, PROJECT, article, make_schema, marked, save_after

from labeler.core.buckets import bucket_of
from labeler.core.errors import NotFoundError
from labeler.core.work import Task
from labeler.store import SqlStore


def suggest(store: SqlStore, number: int, *starts: int, author: str = MODEL) -> None:
    """Store what a model suggests for the article of that number."""
    store.put_suggestions(PROJECT, marked(article(number), *starts, author=author), NOON)


def unseen(store: SqlStore, limit: int = 100, author: str = MODEL) -> list[str]:
    """Return the ids of the documents the author has not looked at."""
    return [d.id for d in store.without_suggestions(PROJECT, author, limit)]


def submitted(store: SqlStore, number: int, login: str, *starts: int) -> Task:
    """Save mentions in the article of that number and submit it."""
    document = article(number)
    task = store.open_task(PROJECT, document.id, login, NOON, LEASE_S)
    labels = marked(document, *starts, author=f"annotator:{login}")
    asked = save_after(task, f"s-{task.revision + 1}")
    task = store.save(PROJECT, task.id, labels, asked, NOON, LEASE_S)
    return store.submit(PROJECT, task.id, task.revision, task.lease.fence, NOON)


def test_suggestions_come_back_as_they_went_in(store: SqlStore, again: SqlStore):
    """For the author and document asked for."""
    suggest(store, 1, 0, 4)
    assert again.suggestions(PROJECT, "a-1", MODEL) == marked(article(1), 0, 4, author=MODEL)
    assert again.suggestions(PROJECT, "a-1", "model:other@1") is None
    assert again.suggestions(PROJECT, "a-2", MODEL) is None


def test_an_author_who_looks_again_replaces_only_their_own_set(store: SqlStore):
    """Other versions of the model keep theirs."""
    suggest(store, 1, 0)
    suggest(store, 1, 4, author="model:other@1")
    suggest(store, 1)
    assert store.suggestions(PROJECT, "a-1", MODEL) == marked(article(1), author=MODEL)
    other = marked(article(1), 4, author="model:other@1")
    assert store.suggestions(PROJECT, "a-1", "model:other@1") == other


def test_suggestions_need_their_document(store: SqlStore):
    """They could belong to nothing."""
    with pytest.raises(NotFoundError, match="a-9"):
        suggest(store, 9)


def test_what_is_left_to_look_at_comes_in_import_order_and_portions(store: SqlStore):
    """Each call gives what is left now, however large the portions were before."""
    store.add_documents(PROJECT, [article(n) for n in range(4, 9)], NOON)
    assert unseen(store, 2) == ["a-1", "a-2"]
    suggest(store, 2)
    assert unseen(store, 2) == ["a-1", "a-3"]
    suggest(store, 1)
    suggest(store, 5)
    assert store.count_without_suggestions(PROJECT, MODEL) == 5
    assert unseen(store) == ["a-3", "a-4", "a-6", "a-7", "a-8"]
    assert unseen(store, author="model:other@1")[0] == "a-1"


def test_documents_imported_after_all_was_done_are_left_to_look_at(store: SqlStore):
    """A background worker that was through goes on."""
    for number in (1, 2, 3):
        suggest(store, number)
    assert unseen(store) == []
    assert store.count_without_suggestions(PROJECT, MODEL) == 0
    store.add_documents(PROJECT, [article(4)], NOON)
    assert unseen(store) == ["a-4"]
    assert store.without_suggestions(PROJECT, MODEL, 1)[0] == article(4)


def test_the_outbox_counts_up_and_keeps_newer_entries(store: SqlStore):
    """A submit made while the labels were written is not forgotten with the older one."""
    task = submitted(store, 1, ANA, 0)
    first = store.outbox(PROJECT)
    store.reopen(PROJECT, task.id, NOON, LEASE_S)
    store.clear_outbox(PROJECT, first)
    (second,) = store.outbox(PROJECT)
    assert second.document_id == "a-1"
    assert second.bucket == bucket_of("a-1")
    assert second.seq > first[0].seq
    store.clear_outbox(PROJECT, [second])
    assert store.outbox(PROJECT) == ()
    submitted(store, 1, ANA, 4)
    assert store.outbox(PROJECT)[0].seq > second.seq


def test_the_outbox_is_read_oldest_first_and_in_portions(store: SqlStore):
    """Of this project only."""
    for number in (3, 1, 2):
        submitted(store, number, ANA, 0)
    assert [e.document_id for e in store.outbox(PROJECT)] == ["a-3", "a-1", "a-2"]
    assert [e.document_id for e in store.outbox(PROJECT, limit=2)] == ["a-3", "a-1"]
    assert store.outbox("other") == ()
    store.clear_outbox("other", store.outbox(PROJECT))
    assert len(store.outbox(PROJECT)) == 3


def test_submissions_are_what_was_submitted_last(store: SqlStore, again: SqlStore):
    """With document, revision and time; drafts and skipped tasks are not among them."""
    task = submitted(store, 1, ANA, 0, 4)
    draft = store.open_task(PROJECT, "a-1", BO, NOON, LEASE_S)
    labels = marked(article(1), 8, author="annotator:bo")
    store.save(PROJECT, draft.id, labels, save_after(draft, "s-1"), NOON, LEASE_S)
    (found,) = again.submissions(PROJECT, bucket_of("a-1"))
    assert found.document == article(1)
    assert found.labels == marked(article(1), 0, 4)
    assert (found.revision, found.submitted_at) == (task.revision, NOON)
    store.reopen(PROJECT, task.id, NOON, LEASE_S)
    assert again.submissions(PROJECT, bucket_of("a-1")) == ()
    submitted(store, 1, ANA, 12)
    (found,) = again.submissions(PROJECT, bucket_of("a-1"))
    assert (found.revision, found.labels) == (2, marked(article(1), 12))


def test_submissions_are_in_order_of_document_then_author(store: SqlStore):
    """Whatever order they were made in: the files must come out the same."""
    in_one_bucket = [n for n in range(10, 900) if bucket_of(f"a-{n}") == bucket_of("a-1")][:4]
    store.add_documents(PROJECT, [article(n) for n in reversed(in_one_bucket)], NOON)
    for number in in_one_bucket[::2] + in_one_bucket[1::2]:
        for login in (BO, ANA):
            submitted(store, number, login, 0)
    found = store.submissions(PROJECT, bucket_of("a-1"))
    keys = [(s.document.id, s.labels.author) for s in found]
    assert len(keys) == 8
    assert keys == sorted(keys)


def test_submissions_of_some_documents_are_theirs_alone(store: SqlStore):
    """None for a document that is not submitted or not there, however many are asked."""
    for number in (2, 1, 3):
        submitted(store, number, ANA, 0)
    asked = ["a-2", "a-1", "a-1", *(f"none-{n}" for n in range(2000))]
    assert [s.document.id for s in store.submissions_of(PROJECT, asked)] == ["a-1", "a-2"]
    task = store.open_task(PROJECT, "a-2", ANA, NOON, LEASE_S)
    store.reopen(PROJECT, task.id, NOON, LEASE_S)
    assert [s.document.id for s in store.submissions_of(PROJECT, asked)] == ["a-1"]


def test_a_document_submitted_without_a_save_has_no_labels(store: SqlStore):
    """Somebody read it and found nothing; that is a result too, under the schema in use."""
    store.ensure_project(PROJECT, make_schema("1.1"), NOON + timedelta(days=1))
    task = store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)
    store.submit(PROJECT, task.id, 0, task.lease.fence, NOON)
    (found,) = store.submissions(PROJECT, bucket_of("a-1"))
    assert found.revision == 0
    assert found.labels == replace(marked(article(1)), schema_version="1.1")
