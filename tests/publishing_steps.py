"""A journey of submits and reopens on a real store, and what stands in the labels after it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from labelled import DOCUMENTS, SCHEMA, worked_example

from labeler.core.annotation import AnnotationSet
from labeler.core.work import Save
from labeler.store import SqlStore

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
LEASE_S = 600

JOURNEY = (
    "submit 0 ann",
    "submit 1 ann",
    "submit 0 bea",
    "reopen 0 ann",
    "submit 0 ann again",
    "reopen 1 ann",
    "submit 2 ann",
)


def open_store(folder: Path, url: str = "") -> SqlStore:
    """Return the store of a database, or of a folder, up to date."""
    folder.mkdir(parents=True, exist_ok=True)
    store = SqlStore(url or f"sqlite:///{folder / 'labeler.db'}")
    store.upgrade()
    return store


def prepare(store: SqlStore) -> None:
    """Put the documents and two people in."""
    store.ensure_project("news", SCHEMA, NOW)
    for login in ("ann", "bea"):
        store.ensure_person(login, login.title(), NOW)
    store.add_documents("news", DOCUMENTS, NOW)


def labels_of(step: str) -> AnnotationSet:
    """Return what a submit step submits; a second one differs in a note."""
    _, number, login, *again = step.split()
    labels = worked_example(DOCUMENTS[int(number)], f"annotator:{login}").labels
    mentions = tuple(replace(mention, note=" ".join(again)) for mention in labels.mentions)
    return replace(labels, mentions=mentions)


def take_step(store: SqlStore, step: str) -> None:
    """Submit or reopen; on disk in the store when it returns."""
    verb, number, login, *_ = step.split()
    document = DOCUMENTS[int(number)].id
    task = store.open_task("news", document, login, NOW, LEASE_S)
    if verb == "reopen":
        store.reopen("news", task.id, NOW, LEASE_S)
        return
    save = Save(step, task.revision, task.lease.fence)
    task = store.save("news", task.id, labels_of(step), save, NOW, LEASE_S)
    store.submit("news", task.id, task.revision, task.lease.fence, NOW)


def labels_after(steps: Sequence[str]) -> list[AnnotationSet]:
    """Return the sets that are submitted after these steps."""
    standing: dict[tuple[str, str], AnnotationSet] = {}
    for step in steps:
        verb, number, login, *_ = step.split()
        key = (DOCUMENTS[int(number)].id, login)
        if verb == "submit":
            standing[key] = labels_of(step)
        else:
            del standing[key]
    return [standing[key] for key in sorted(standing)]
