"""A project of 100,000 articles, with all that 20 people have done in it, by bulk inserts."""

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from articles import Size, labelled_article
from sqlalchemy import Table, case, func, insert, select, update

from labeler.codec import dumps_annotation_set
from labeler.core.document import Document
from labeler.core.queue import FIRST_BATCH, BatchState, Plan
from labeler.core.schema import Schema
from labeler.schema_file import load_schema
from labeler.settings import DEFAULT_PROJECT, Settings
from labeler.store import SqlStore
from labeler.store.engine import Database
from labeler.store.tables import (
    history,
    inbox,
    messages,
    queue,
    revisions,
    tasks,
    threads,
)
from labeler.workflow.labeling import author_of

ARTICLES = 100_000
DAYS = 120
_AT_ONCE = 5_000
_TEMPLATES = 40
_SOURCES = 300
_THREADS = 1_500
_SIZE = Size("short", 120, 10, 3)
_BEGUN = 0.8
# Of those who began an article.
_STATES = {"submitted": 80, "draft": 8, "opened": 7, "skipped": 5}
_WRITTEN = {"submitted", "draft"}
_LEASE = timedelta(minutes=30)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Batch:
    """A stretch of articles that go to so many people each."""

    id: str
    name: str
    share: float
    wanted: int


_BATCHES = (
    _Batch(FIRST_BATCH, "All articles", 0.6, 2),
    _Batch("harbour", "Harbour papers", 0.3, 1),
    _Batch("review", "Review", 0.1, 3),
)


def fill(store: SqlStore, url: str, logins: Sequence[str], count: int) -> None:
    """Fill a project whose people are there: the first is the lead, who labels nothing."""
    began = time.monotonic()
    now = datetime.now(UTC)
    for numbers in _some(range(count)):
        some = [_article(number) for number in numbers]
        store.add_documents(DEFAULT_PROJECT, some, now - timedelta(days=DAYS + 1))
    print(f"  {count} articles after {time.monotonic() - began:.0f} s", flush=True)
    _plan(store, logins[0], now)
    dice = random.Random(count)  # noqa: S311 - the same project each time, no secret
    work = list(_work(logins[1:], count, now, dice))
    with closing(Database(url)) as database:
        _insert(database, tasks, [task for task, _ in work])
        written = [task for task, state in work if state in _WRITTEN]
        for some in _some(written):
            _insert(database, revisions, [_revision(task) for task in some])
        lines = sorted(
            (line for task, state in work for line in _lines(task, state)),
            key=lambda line: line["at"],
        )
        _insert(database, history, lines)
        _place(database, count)
        _write_to(database, logins[0], [task for task in written if task["submitted_at"]])
        if database.engine.dialect.name == "postgresql":
            with database.write() as connection:
                connection.exec_driver_sql("ANALYZE")
    print(
        f"  {len(work)} tasks, {len(lines) + count} lines of history after "
        f"{time.monotonic() - began:.0f} s",
        flush=True,
    )


def _some(things: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for first in range(0, len(things), _AT_ONCE):
        yield things[first : first + _AT_ONCE]


def _insert(database: Database, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    for some in _some(rows):
        with database.write() as connection:
            connection.execute(insert(table), list(some))


@cache
def _schema() -> Schema:
    return load_schema(Settings().schema_path)


@cache
def _template(number: int) -> tuple[Document, str]:
    document, labels = labelled_article(_SIZE, seed=number)
    labels = replace(
        labels,
        document_id="@document",
        text_sha256="@digest",
        schema_id=_schema().id,
        schema_version=_schema().version,
        author="@author",
    )
    return document, dumps_annotation_set(labels, document.text)


@cache
def _article(number: int) -> Document:
    document, _ = _template(number % _TEMPLATES)
    # The end alone is its own, so that the labels of the rest fit.
    return Document(
        f"bench-{number}",
        f"Harbour notes {number}",
        f"{document.text}Note {number}.\n",
        source=f"The {number * 7919 % _SOURCES} Gazette",
        published_at="2026-01-01",
    )


def _plan(store: SqlStore, lead: str, now: datetime) -> None:
    with store.queue.changing() as book:
        for batch in _BATCHES:
            plan = Plan(batch.name, wanted=batch.wanted)
            if batch.id != FIRST_BATCH:
                book.create(DEFAULT_PROJECT, batch.id, plan, lead, now - timedelta(days=DAYS))
            book.change(DEFAULT_PROJECT, batch.id, plan, BatchState.OPEN, 1, lead, now)


def _batch_of(number: int, count: int) -> _Batch:
    behind = 0.0
    for batch in _BATCHES:
        behind += batch.share * count
        if number < behind:
            return batch
    return _BATCHES[-1]


def _work(
    people: Sequence[str], count: int, now: datetime, dice: random.Random
) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield tasks in the order in which they were begun, and what became of each."""
    begun = [n for n in range(count) if dice.random() < _BEGUN]
    dice.shuffle(begun)
    for place, number in enumerate(begun):
        opened = now - timedelta(days=DAYS * (1 - place / len(begun)), hours=3)
        batch = _batch_of(number, count)
        for login in dice.sample(people, batch.wanted):
            state = dice.choices(list(_STATES), list(_STATES.values()))[0]
            yield _task(number, login, batch, state, opened, dice), state


def _task(  # noqa: PLR0913, PLR0917 - a task is all of these
    number: int, login: str, batch: _Batch, state: str, opened: datetime, dice: random.Random
) -> dict[str, Any]:
    active_s = dice.lognormvariate(5.5, 0.6)
    saved = opened + timedelta(seconds=active_s)
    written = state in _WRITTEN
    return {
        "id": f"{dice.getrandbits(128):032x}",
        "project": DEFAULT_PROJECT,
        "document": f"bench-{number}",
        "login": login,
        "state": "draft" if state == "opened" else state,
        "revision": 2 if written else 0,
        "fence": 1,
        "lease_expires_at": saved + _LEASE,
        "opened_at": opened,
        "saved_at": saved if written else None,
        "save_id": f"{dice.getrandbits(128):032x}" if written else "",
        "submitted_at": saved + timedelta(seconds=5) if state == "submitted" else None,
        "skip_reason": f"Not about the harbour {number % 9}" if state == "skipped" else "",
        "active_s": active_s if written else 0.0,
        "batch": batch.id,
        "kind": "ordinary",
        "blind": False,
        "holds": state != "skipped",
        "assigned": False,
    }


def _revision(task: dict[str, Any]) -> dict[str, Any]:
    number = int(task["document"].removeprefix("bench-"))
    document, (_, labels) = _article(number), _template(number % _TEMPLATES)
    for mark, value in (
        ("@document", document.id),
        ("@digest", document.sha256),
        ("@author", author_of(task["login"])),
    ):
        labels = labels.replace(mark, value)
    return {
        "project": DEFAULT_PROJECT,
        "task": task["id"],
        "number": task["revision"],
        "login": task["login"],
        "saved_at": task["saved_at"],
        "save_id": task["save_id"],
        "schema_id": _schema().id,
        "schema_version": _schema().version,
        "client": {},
        "difference": {"added": 10, "changed": 0, "removed": 0, "other": 0},
        "labels": labels,
    }


def _lines(task: dict[str, Any], state: str) -> Iterator[dict[str, Any]]:
    def line(kind: str, at: datetime, detail: dict[str, Any]) -> dict[str, Any]:
        return {
            "project": DEFAULT_PROJECT,
            "at": at,
            "login": task["login"],
            "kind": kind,
            "document": task["document"],
            "task": task["id"],
            "detail": detail,
        }

    yield line("opened", task["opened_at"], {"fence": 1})
    if state in _WRITTEN:
        yield line("saved", task["saved_at"] - timedelta(seconds=2), {"revision": 1})
        yield line("saved", task["saved_at"], {"revision": 2})
    if state == "submitted":
        yield line("submitted", task["submitted_at"], {"revision": 2})
    if state == "skipped":
        yield line("skipped", task["opened_at"], {"reason": task["skip_reason"]})


def _place(database: Database, count: int) -> None:
    """Put each article into its batch, and count the places that are taken."""
    bounds, behind = [], 0.0
    for batch in _BATCHES:
        behind += batch.share * count
        bounds.append((batch, behind))
    holding = (
        select(func.count())
        .where(
            tasks.c.project == queue.c.project, tasks.c.document == queue.c.document, tasks.c.holds
        )
        .scalar_subquery()
    )
    last = _BATCHES[-1]
    whens = [(queue.c.position < bound, batch) for batch, bound in bounds[:-1]]
    with database.write() as connection:
        connection.execute(
            update(queue).values(
                batch=case(*((where, b.id) for where, b in whens), else_=last.id),
                wanted=case(*((where, b.wanted) for where, b in whens), else_=last.wanted),
                taken=holding,
            )
        )
        connection.execute(update(queue).values(is_full=queue.c.taken >= queue.c.wanted))


def _write_to(database: Database, lead: str, done: Sequence[dict[str, Any]]) -> None:
    """Let people ask the lead about their work."""
    asked = [(f"{n:032x}", task) for n, task in enumerate(done[-_THREADS:])]
    common = [
        {
            "project": DEFAULT_PROJECT,
            "id": name,
            "document": task["document"],
            "task": task["id"],
            "quote": "the tariff",
            "opened_by": task["login"],
            "opened_at": task["saved_at"],
        }
        for name, task in asked
    ]
    said = [
        {
            "seq": number,
            "project": DEFAULT_PROJECT,
            "id": name,
            "thread": name,
            "kind": "said",
            "login": task["login"],
            "at": task["saved_at"],
            "text": "Is this an actor, or the place?",
        }
        for number, (name, task) in enumerate(asked, 1)
    ]
    told = [
        {"project": DEFAULT_PROJECT, "login": lead, "message": number}
        for number in range(1, len(asked) + 1)
    ]
    _insert(database, threads, common)
    _insert(database, messages, said)
    _insert(database, inbox, told)
