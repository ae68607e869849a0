"""Processes that share a database claim at once, and nobody gets what is another's or done.

Nor does an article get more people than are wanted.
"""

import json
import subprocess
import sys
import threading
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from stored import LEASE_S, NOON, PROJECT, article

from labeler.core.queue import FIRST_BATCH, BatchState, Plan
from labeler.core.work import TaskState
from labeler.store import SqlStore
from labeler.store.engine import Database
from labeler.store.tables import history, queue, tasks

pytestmark = pytest.mark.long

TESTS = Path(__file__).parent.parent
PROCESSES = 2
LOGINS = [f"p-{n}" for n in range(5)]
ARTICLES = 12
CLAIMERS = 50
TASKS = 6000
WANTED = 3

# Each process works for all people at once, a thread each: everybody has two browsers open.
_CLAIMER = """
import json, sys, threading
sys.path.insert(0, sys.argv[2])
from stored import *
from labeler.core.work import LeaseLostError, WrongStateError
from labeler.store import SqlStore
store = SqlStore(sys.argv[1])
claimed = []
def work(login):
    while True:
        task = store.claim_next(PROJECT, login, NOON, LEASE_S)
        if task is None:
            return
        claimed.append((task.id, task.lease.fence, task.login, task.state.value))
        try:
            store.submit(PROJECT, task.id, 0, task.lease.fence, NOON)
        except (LeaseLostError, WrongStateError):
            pass
threads = [threading.Thread(target=work, args=(login,)) for login in sys.argv[3:]]
print("ready", flush=True)
sys.stdin.readline()
for thread in threads: thread.start()
for thread in threads: thread.join()
print(json.dumps(claimed))
"""


def race(url: str, crews: list[list[str]]) -> list[tuple[str, int, str, str]]:
    """Let a process work for each crew, all at once; return what they claimed."""
    claimers = [
        subprocess.Popen(
            [sys.executable, "-c", _CLAIMER, url, str(TESTS), *crew],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for crew in crews
    ]
    for claimer in claimers:
        assert claimer.stdout is not None
        assert claimer.stdout.readline() == "ready\n"
    for claimer in claimers:
        assert claimer.stdin is not None
        claimer.stdin.write("go\n")
        claimer.stdin.flush()
    return [tuple(claim) for claimer in claimers for claim in json.loads(claimer.communicate()[0])]


def test_each_article_is_worked_on_once_by_everybody_however_many_processes_claim(
    store: SqlStore, url: str
):
    """One task for a person and an article, one lease at a time, one submit."""
    for login in LOGINS:
        store.ensure_person(login, login, NOON)
    store.add_documents(PROJECT, [article(n) for n in range(4, ARTICLES + 1)], NOON)
    claims = race(url, [LOGINS] * PROCESSES)
    assert {claim[3] for claim in claims} == {TaskState.DRAFT.value}
    leases = Counter(claim[:2] for claim in claims)
    assert set(leases.values()) == {1}
    for login in LOGINS:
        assert store.progress(PROJECT, login)[TaskState.SUBMITTED] == ARTICLES
    with closing(Database(url)) as database, database.read() as connection:
        worked = connection.execute(select(tasks.c.login, tasks.c.document)).all()
        done = connection.execute(
            select(history.c.login, history.c.document).where(history.c.kind == "submitted")
        ).all()
    assert len(worked) == len(set(worked)) == len(LOGINS) * ARTICLES
    assert sorted(done) == sorted(worked)


def test_fifty_people_share_six_thousand_tasks_and_no_article_goes_beyond_its_cap(
    store: SqlStore, url: str
):
    """Every place is filled, by different people, none twice."""
    many = [f"p-{n:02}" for n in range(CLAIMERS)]
    for login in many:
        store.ensure_person(login, login, NOON)
    store.add_documents(PROJECT, [article(n) for n in range(4, TASKS // WANTED + 1)], NOON)
    with store.queue.changing() as book:
        book.change(
            PROJECT, FIRST_BATCH, Plan("All", wanted=WANTED), BatchState.OPEN, 1, many[0], NOON
        )
    # A process has fewer people than connections, as a server has.
    claims = race(url, [many[first::3] for first in range(3)])
    assert len(claims) == len({claim[0] for claim in claims}) == TASKS
    with closing(Database(url)) as database, database.read() as connection:
        worked = connection.execute(select(tasks.c.document, tasks.c.login, tasks.c.state)).all()
    assert {row.state for row in worked} == {TaskState.SUBMITTED.value}
    assert set(Counter(row.document for row in worked).values()) == {WANTED}
    assert len(worked) == len({(row.document, row.login) for row in worked}) == TASKS


def test_an_article_that_somebody_else_is_at_in_this_moment_is_waited_for(
    store: SqlStore, url: str
):
    """Where nothing else is left: they may leave room."""
    store.ensure_person(LOGINS[0], LOGINS[0], NOON)
    with store.queue.changing() as book:
        plan = Plan("All", wanted=WANTED)
        book.change(PROJECT, FIRST_BATCH, plan, BatchState.OPEN, 1, LOGINS[0], NOON)
    found = []

    def claim() -> None:
        found.append(store.claim_next(PROJECT, LOGINS[0], NOON, LEASE_S))

    claimer = threading.Thread(target=claim)
    with closing(Database(url)) as other, other.write() as connection:
        connection.execute(select(queue).with_for_update()).all()
        claimer.start()
        # Whoever passes over what is taken is back before that.
        claimer.join(timeout=0.5)
    claimer.join()
    assert [task is not None for task in found] == [True]
