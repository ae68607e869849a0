"""Killed at any single statement of a save or a submit, nothing acknowledged is lost."""

import os
import signal
from contextlib import closing
from pathlib import Path

from databases import Databases
from stored import ANA, LEASE_S, NOON, PROJECT, article, fill, marked, save_after

from labeler.core.work import TaskState
from labeler.store import SqlStore

ENOUGH_POINTS = 20


def work(url: str, log: Path, point: int) -> int:
    """Save twice and submit; kill this process at the point-th database call, return their number.

    Even points strike before the call, odd ones after it; what was
    acknowledged is in the log by then.
    """
    store = SqlStore(url)
    calls = 0

    def counted(real):
        def call(*args: object, **kwargs: object) -> object:
            nonlocal calls
            calls += 1
            mine = calls
            if mine == point and point % 2 == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            result = real(*args, **kwargs)
            if mine == point:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return call

    for name in ("do_execute", "do_execute_no_params", "do_commit"):
        for owner in type(store._database.engine.dialect).__mro__:  # noqa: SLF001 - from outside
            if name in vars(owner):
                setattr(owner, name, counted(vars(owner)[name]))
                break
    with log.open("a", buffering=1) as acknowledged:
        task = store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)
        for number in (1, 2):
            task = store.save(
                PROJECT,
                task.id,
                marked(article(1), number),
                save_after(task, f"s-{number}"),
                NOON,
                LEASE_S,
            )
            acknowledged.write(f"saved {task.revision}\n")
        store.submit(PROJECT, task.id, task.revision, task.lease.fence, NOON)
        acknowledged.write("submitted\n")
    return calls


def ended(url: str, log: Path, point: int) -> int:
    """Return how a child that works towards the point ended; its exit code is the calls it made."""
    child = os.fork()
    if child == 0:
        os._exit(work(url, log, point))
    return os.waitpid(child, 0)[1]


def test_a_kill_at_any_statement_loses_nothing_acknowledged(
    databases: Databases, kind: str, tmp_path: Path
):
    """Every point there is, one by one: after a restart all acknowledged is there, whole."""
    with databases.fresh(kind, fill) as url:
        points = os.waitstatus_to_exitcode(ended(url, tmp_path / "log", 0))
    assert points >= ENOUGH_POINTS
    for point in range(1, points + 1):
        log = tmp_path / f"log-{point}"
        with databases.fresh(kind, fill) as url:
            assert os.waitstatus_to_exitcode(ended(url, log, point)) == -signal.SIGKILL
            steps = log.read_text().split("\n")[:-1] if log.exists() else []
            check(url, steps, point)


def check(url: str, steps: list[str], point: int) -> None:
    """Open the database as after a restart and hold it against what was acknowledged."""
    with closing(SqlStore(url)) as store:
        task = store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)
        saved = min(len(steps), 2)
        assert task.revision in {saved, min(saved + 1, 2)}, point
        revisions = store.revisions(PROJECT, task.id)
        assert [r.labels for r in revisions] == [
            marked(article(1), number + 1) for number in range(task.revision)
        ], point
        # A submit and its place in the outbox stand or fall together.
        submitted = task.state is TaskState.SUBMITTED
        assert submitted or "submitted" not in steps, point
        assert len(store.outbox(PROJECT)) == int(submitted), point
