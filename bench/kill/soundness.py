"""Whether a database is whole after its servers were killed again and again."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from installation import WANTED
from sqlalchemy import Connection, func, select, text

from labeler.core.work import TaskState
from labeler.datasets.live import LiveLabels
from labeler.schema_file import load_schema
from labeler.settings import DEFAULT_PROJECT, Settings
from labeler.store import SqlStore
from labeler.store.engine import Database
from labeler.store.tables import history, metadata, queue, revisions, tasks
from labeler.workflow.publishing import verify

SWEEPERS = tuple(f"sweeper-{n}" for n in range(WANTED))


def find_half_rows(url: str) -> list[str]:
    """Return every row that contradicts another, in words; empty where the database is whole."""
    with closing(Database(url)) as database, database.read() as connection:
        return [
            *_said_by_sqlite(connection),
            *_dangling(connection),
            *_wrong_revisions(connection),
            *_wrong_places(connection),
            *_wrong_history(connection),
        ]


def find_wrong_labels(url: str, folder: Path) -> list[str]:
    """Return how the live labels differ from what a rebuild would write, byte for byte."""
    schema = load_schema(Settings().schema_path)
    with closing(SqlStore(url)) as store:
        faults = verify(store, LiveLabels(folder), DEFAULT_PROJECT, schema)
    return [str(fault) for fault in faults]


def find_stuck(url: str, lease_s: int) -> tuple[int, list[str]]:
    """Hand out all that is left once every lease has run out; return how much, and what was not.

    As many new people as each article is for claim and submit until nothing is
    left for them: every place that is not submitted has to come to one of them.
    """
    later = datetime.now(UTC) + timedelta(seconds=lease_s + 1)
    claimed = 0
    with closing(SqlStore(url)) as store:
        for login in SWEEPERS:
            store.ensure_person(login, login, later)
            while (task := store.claim_next(DEFAULT_PROJECT, login, later, lease_s)) is not None:
                claimed += 1
                store.submit(DEFAULT_PROJECT, task.id, task.revision, task.lease.fence, later)
    with closing(Database(url)) as database, database.read() as connection:
        submitted = Counter(
            connection.execute(
                select(tasks.c.document).where(
                    tasks.c.holds, tasks.c.state == TaskState.SUBMITTED.value
                )
            ).scalars()
        )
        everything = connection.execute(select(queue.c.document)).scalars().all()
    return claimed, [
        f"article {document} was submitted by {submitted[document]} of {WANTED}"
        for document in everything
        if submitted[document] != WANTED
    ]


def _said_by_sqlite(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        for said in connection.execute(text("PRAGMA integrity_check")).scalars():
            if said != "ok":
                yield f"integrity_check: {said}"


def _dangling(connection: Connection) -> Iterator[str]:
    """Yield the tables with rows that point nowhere: on either database, looked up anew."""
    for table in metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            there = key.referred_table.alias("there")
            same = [element.parent == there.c[element.column.name] for element in key.elements]
            query = (
                select(func.count())
                .select_from(table)
                .where(
                    *[element.parent.is_not(None) for element in key.elements],
                    ~select(there.c[key.elements[0].column.name]).where(*same).exists(),
                )
            )
            count = connection.execute(query).scalar_one()
            if count:
                yield f"{count} rows of {table.name} point to no {there.name}"


def _wrong_revisions(connection: Connection) -> Iterator[str]:
    stored = {
        row.task: (row.number, row.last)
        for row in connection.execute(
            select(
                revisions.c.task,
                func.count().label("number"),
                func.max(revisions.c.number).label("last"),
            ).group_by(revisions.c.task)
        )
    }
    for row in connection.execute(select(tasks.c.id, tasks.c.revision)):
        if stored.get(row.id, (0, 0)) != (row.revision, row.revision):
            yield f"task {row.id} is at {row.revision}, its revisions are {stored.get(row.id)}"


def _wrong_places(connection: Connection) -> Iterator[str]:
    holding = Counter(connection.execute(select(tasks.c.document).where(tasks.c.holds)).scalars())
    for row in connection.execute(select(queue)):
        taken = holding[row.document]
        if row.taken != taken or row.is_full != (taken >= WANTED) or taken > WANTED:
            yield f"article {row.document}: {taken} hold a place, {row.taken} are counted"


def _wrong_history(connection: Connection) -> Iterator[str]:
    """Yield what was done and is not in the history, or the other way round."""
    lines = Counter(
        (row.task, row.kind) for row in connection.execute(select(history.c.task, history.c.kind))
    )
    for row in connection.execute(
        select(tasks.c.id, tasks.c.state, tasks.c.revision, tasks.c.fence)
    ):
        submitted = int(row.state == TaskState.SUBMITTED.value)
        # Each time it is opened, or goes to somebody else, its fence grows.
        fence = lines[row.id, "opened"] + lines[row.id, "handed-on"]
        told = [lines[row.id, "saved"], lines[row.id, "submitted"], fence]
        if told != [row.revision, submitted, row.fence]:
            yield f"task {row.id}: the history tells of {told} saves, submits and turns"
