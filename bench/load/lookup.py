"""Whether what servers said they have is in the database, and what is there that nobody sent."""

from contextlib import closing
from dataclasses import dataclass

from annotator import Record
from sqlalchemy import select
from writing import digest_of

from labeler.settings import DEFAULT_PROJECT
from labeler.store.engine import Database
from labeler.store.tables import revisions, tasks


@dataclass(frozen=True, slots=True)
class Found:
    """How many acknowledged revisions and submits there are, and what is wrong, in words."""

    revisions: int
    submits: int
    faults: tuple[str, ...]


def look_up(url: str, record: Record, but: str = "") -> Found:
    """Look every acknowledged revision and submit up, and compare it with what was sent.

    What the person ``but`` saved is left out: they are not in the record.
    """
    with closing(Database(url)) as database, database.read() as connection:
        stored = {
            (row.task, row.number): (row.save_id, digest_of(row.labels))
            for row in connection.execute(
                select(
                    revisions.c.task, revisions.c.number, revisions.c.save_id, revisions.c.labels
                ).where(revisions.c.project == DEFAULT_PROJECT, revisions.c.login != but)
            )
        }
        states = {
            row.id: (row.state, row.revision)
            for row in connection.execute(select(tasks.c.id, tasks.c.state, tasks.c.revision))
        }
    sent = set(record.sent.items())
    faults = [
        f"revision {saved.revision} of {saved.task} is not as it was sent"
        for saved in record.acknowledged
        if stored.get((saved.task, saved.revision)) != (saved.save_id, saved.digest)
    ]
    faults += [
        f"task {task} was submitted at {revision}, and is {states.get(task)}"
        for task, revision in record.submitted.items()
        if states.get(task) != ("submitted", revision)
    ]
    faults += [
        f"revision {number} of {task} was sent by nobody"
        for (task, number), kept in stored.items()
        if kept not in sent
    ]
    return Found(len(record.acknowledged), len(record.submitted), tuple(faults))
