"""Processes that share a database write the same live labels, and none undoes another's work."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import psycopg
import pytest
from databases import upgrade
from labelled import SCHEMA
from publishing_steps import NOW, open_store, prepare, take_step

from labeler.core.buckets import bucket_of
from labeler.core.document import Document
from labeler.datasets.live import LiveLabels
from labeler.datasets.reading import read_labels
from labeler.store import SqlStore
from labeler.workflow import publishing
from labeler.workflow.publishing import LabelsPublisher, verify

TESTS = Path(__file__).parent.parent
IN_TIME_S = 30
EACH = 60

# On storage that two machines share a lock file may lock nothing, and writing takes
# its time: only the database can keep them apart.
_WRITER = """
import sys, time
from contextlib import nullcontext
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from labelled import SCHEMA
from publishing_steps import LEASE_S, NOW, open_store
from labeler.datasets import live
from labeler.datasets.live import LiveLabels
from labeler.workflow.publishing import LabelsPublisher
folder, documents = Path(sys.argv[2]), sys.argv[4:]
LiveLabels.exclusive = lambda self, project: nullcontext()
quick = live.place
def place(*given):
    time.sleep(0.002)
    quick(*given)
live.place = place
store = open_store(folder, sys.argv[1])
publisher = LabelsPublisher(store, LiveLabels(folder / "labels"), "news", SCHEMA)
publisher.start()
print("ready", flush=True)
sys.stdin.readline()
for document in documents:
    task = store.open_task("news", document, "ann", NOW, LEASE_S)
    store.submit("news", task.id, 0, task.lease.fence, NOW)
    publisher.wake()
assert publisher.wait_until_idle(60), publisher.last_error
publisher.stop()
"""


@pytest.fixture
def kind():
    """Only PostgreSQL: SQLite is for one server process, on one machine."""
    return "postgresql"


@pytest.fixture
def url(databases, kind):
    """The address of a database with tables and nothing in them."""
    with databases.fresh(kind, upgrade) as address:
        yield address


@pytest.fixture
def store(url, tmp_path):
    """A store with documents and people, nothing submitted."""
    store = open_store(tmp_path, url)
    prepare(store)
    yield store
    store.close()


@pytest.fixture
def live(tmp_path):
    """The live labels of all processes."""
    return LiveLabels(tmp_path / "labels")


def submitted(tmp_path: Path) -> int:
    """Return how many sets the live labels hold."""
    return len(read_labels(tmp_path / "labels" / "news"))


def until(is_so: Callable[[], bool], message: str) -> None:
    """Return when it is so."""
    end = time.monotonic() + IN_TIME_S
    while not is_so():
        assert time.monotonic() < end, message
        time.sleep(0.01)


def test_two_processes_submit_into_the_same_files_at_once_and_none_is_lost(
    store, live, url, tmp_path
):
    """By the database's lock alone, as on two machines: whatever lock files do there."""
    numbers = [n for n in range(50_000) if bucket_of(f"d-{n}") == 0][: 2 * EACH]
    found = [Document(f"d-{n}", f"Day {n}", f"Ana met Bo on day {n}.") for n in numbers]
    store.add_documents("news", found, NOW)
    ids = [document.id for document in found]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, url, tmp_path, TESTS, *part],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for part in (ids[::2], ids[1::2])
    ]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=120)
        assert writer.returncode == 0
    assert verify(store, live, "news", SCHEMA) == ()
    assert submitted(tmp_path) == 2 * EACH


class Unlocked(LiveLabels):
    """Writes where a lock file locks nothing."""

    def exclusive(self, project):
        """Keep nobody out."""
        del project
        return nullcontext()


def test_whoever_reads_while_another_writes_has_to_wait(store, live, url, tmp_path):
    """Two stores are two machines to the database; the second reads when the first has written."""
    reached, go_on = threading.Event(), threading.Event()

    class Slow(Unlocked):
        def update(self, *given):
            reached.set()
            assert go_on.wait(IN_TIME_S)
            return super().update(*given)

    other = SqlStore(url)
    first = LabelsPublisher(store, Slow(live.folder), "news", SCHEMA)
    second = LabelsPublisher(other, Unlocked(live.folder), "news", SCHEMA)
    for publisher in (first, second):
        publisher.start()
        assert publisher.wait_until_idle(IN_TIME_S)
    take_step(store, "submit 0 ann")
    first.wake()
    assert reached.wait(IN_TIME_S)
    take_step(other, "submit 0 bea")
    second.wake()
    with psycopg.connect(url, autocommit=True) as admin:
        waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
        until(lambda: admin.execute(waiting).fetchone() == (1,), "nobody waits")
    go_on.set()
    for publisher in (first, second):
        assert publisher.wait_until_idle(IN_TIME_S)
        publisher.stop()
    assert verify(store, live, "news", SCHEMA) == ()
    assert submitted(tmp_path) == 2
    other.close()


def test_what_a_killed_process_left_is_written_by_another(store, live, monkeypatch, tmp_path):
    """Nobody wakes it: the submit was another's."""
    monkeypatch.setattr(publishing, "_LOOK_S", 0.05)
    publisher = LabelsPublisher(store, live, "news", SCHEMA)
    publisher.start()
    assert publisher.wait_until_idle(IN_TIME_S)
    take_step(store, "submit 0 ann")
    until(lambda: not store.outbox("news"), "it was left lying")
    publisher.stop()
    assert submitted(tmp_path) == 1


def test_who_lost_the_turn_writes_all_anew(store, live, url, monkeypatch, tmp_path):
    """The connection broke while older labels were put over newer ones of another process."""
    publisher = LabelsPublisher(store, live, "news", SCHEMA)
    publisher.start()
    assert publisher.wait_until_idle(IN_TIME_S)
    real = LiveLabels.update
    losses = []

    def update(self, project, schema, bucket, document_ids, rows):
        if losses:
            return real(self, project, schema, bucket, document_ids, rows)
        losses.append(bucket)
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(
                "select pg_terminate_backend(pid, 30000) from pg_locks where locktype = 'advisory'"
            )
        # Another process publishes and clears; then what this one had read goes on top.
        store.clear_outbox(project, store.outbox(project))
        return real(self, project, schema, bucket, document_ids, ())

    monkeypatch.setattr(LiveLabels, "update", update)
    take_step(store, "submit 0 ann")
    publisher.wake()
    assert publisher.wait_until_idle(IN_TIME_S)
    publisher.stop()
    assert losses
    assert publisher.last_error == ""
    assert verify(store, live, "news", SCHEMA) == ()
    assert submitted(tmp_path) == 1
