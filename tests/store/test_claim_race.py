"""Processes that share a database claim at once, and nobody gets what is another's or done."""

import json
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

from sqlalchemy import select
from stored import NOON, PROJECT, article

from labeler.core.work import TaskState
from labeler.store import SqlStore
from labeler.store.engine import Database
from labeler.store.tables import history, tasks

TESTS = Path(__file__).parent.parent
PROCESSES = 2
LOGINS = [f"p-{n}" for n in range(5)]
ARTICLES = 12

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


def test_each_article_is_worked_on_once_by_everybody_however_many_processes_claim(
    store: SqlStore, url: str
):
    """One task for a person and an article, one lease at a time, one submit."""
    for login in LOGINS:
        store.ensure_person(login, login, NOON)
    store.add_documents(PROJECT, [article(n) for n in range(4, ARTICLES + 1)], NOON)
    claimers = [
        subprocess.Popen(
            [sys.executable, "-c", _CLAIMER, url, str(TESTS), *LOGINS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    for claimer in claimers:
        assert claimer.stdout is not None
        assert claimer.stdout.readline() == "ready\n"
    for claimer in claimers:
        assert claimer.stdin is not None
        claimer.stdin.write("go\n")
        claimer.stdin.flush()
    claims = [
        tuple(claim) for claimer in claimers for claim in json.loads(claimer.communicate()[0])
    ]
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
