"""Submit and publish in child processes, each killed at another point; see test_publishing.

Run as ``crash_driver.py FOLDER URL…``, with a fresh database for each child. The
first child lives, and tells how many calls (writes, syncs, swaps, removals,
transactions) the journey takes; the points of the others are spread over them.
Each works in ``FOLDER/POINT``, says there in ``url`` on which database, and kills
itself when it reaches that call: even points strike before it, odd ones after.
"""

import os
import signal
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from labelled import SCHEMA
from publishing_steps import JOURNEY, open_store, prepare, take_step

from labeler.datasets.live import LiveLabels
from labeler.store import SqlStore
from labeler.workflow.publishing import publish_pending, rebuild

calls: list[str] = []


def strike_at(point: int, owner: object, name: str) -> None:
    """Let every call of ``owner.name`` count, and the ``point``-th call of all be the last."""
    real = getattr(owner, name)

    def counted(*args: object, **kwargs: object) -> object:
        if name == "unlink" and not Path(str(args[0])).exists():
            # Most buckets are empty; killing where nothing happens proves nothing.
            return real(*args, **kwargs)
        calls.append(name)
        number = len(calls)
        if number == point and point % 2 == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        if number == point:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, counted)


def work(folder: Path, url: str, point: int) -> None:
    """Take the journey, noting each acknowledged step, until the point is reached."""
    folder.mkdir()
    (folder / "url").write_text(url)
    store, writer = open_store(folder, url), LiveLabels(folder / "labels")
    prepare(store)
    for owner, name in (
        (os, "replace"),
        (os, "fsync"),
        (os, "unlink"),
        (pq.ParquetWriter, "close"),
        (SqlStore, "submit"),
        (SqlStore, "reopen"),
        (SqlStore, "submissions_of"),
        (SqlStore, "clear_outbox"),
    ):
        strike_at(point, owner, name)
    rebuild(store, writer, "news", SCHEMA)
    with (folder / "acknowledged").open("a", buffering=1) as acknowledged:
        for step in JOURNEY:
            take_step(store, step)
            acknowledged.write(f"{step}\n")
            publish_pending(store, writer, "news", SCHEMA)
    if point == 0:
        (folder.parent / "calls").write_text(str(len(calls)))


def spawn(folder: Path, url: str, point: int) -> int:
    """Return how a child that works towards the point ended, as ``os.waitpid`` has it."""
    # A fork each: starting Python anew would take a second per point.
    child = os.fork()
    if child == 0:
        work(folder / str(point), url, point)
        os._exit(0)
    return os.waitpid(child, 0)[1]


def main(folder: Path, first: str, *others: str) -> None:
    """Let the child of the first database live and all others die, each elsewhere."""
    # Arrow imports pandas at the first need; here once, not once in each child.
    assert pd.__version__
    assert spawn(folder, first, 0) == 0
    last = int((folder / "calls").read_text())
    for number, url in enumerate(others):
        point = 1 + number * (last - 1) // (len(others) - 1)
        assert spawn(folder, url, point) == signal.SIGKILL


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
