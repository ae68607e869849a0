"""Processes that share a database write the same live labels, and none undoes another's work."""

import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from databases import upgrade
from labelled import DOCUMENTS, SCHEMA
from publishing_steps import open_store, prepare, take_step

from labeler.datasets.live import LiveLabels
from labeler.datasets.reading import read_labels
from labeler.workflow import publishing
from labeler.workflow.publishing import LabelsPublisher, verify

TESTS = Path(__file__).parent.parent
IN_TIME_S = 30
ROUNDS = 12

# On storage that two machines share a lock file may lock nothing: only the database can.
_WRITER = """
import sys
from contextlib import nullcontext
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from labelled import DOCUMENTS, SCHEMA
from publishing_steps import open_store, take_step
from labeler.datasets.live import LiveLabels
from labeler.workflow.publishing import LabelsPublisher
folder, login, rounds = Path(sys.argv[2]), sys.argv[4], int(sys.argv[5])
LiveLabels.exclusive = lambda self, project: nullcontext()
store = open_store(folder, sys.argv[1])
publisher = LabelsPublisher(store, LiveLabels(folder / "labels"), "news", SCHEMA)
publisher.start()
print("ready", flush=True)
sys.stdin.readline()
for number in range(rounds):
    for document in range(len(DOCUMENTS)):
        if number:
            take_step(store, f"reopen {document} {login}")
            publisher.wake()
        take_step(store, f"submit {document} {login} {number}")
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


def test_two_processes_submit_into_the_same_files_at_once_and_none_is_lost(
    store, live, url, tmp_path
):
    """By the database's lock alone, as on two machines: whatever lock files do there."""
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, url, tmp_path, TESTS, login, str(ROUNDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for login in ("ann", "bea")
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
    assert submitted(tmp_path) == 2 * len(DOCUMENTS)


def test_what_a_killed_process_left_is_written_by_another(store, live, monkeypatch, tmp_path):
    """Nobody wakes it: the submit was another's."""
    monkeypatch.setattr(publishing, "_LOOK_S", 0.05)
    publisher = LabelsPublisher(store, live, "news", SCHEMA)
    publisher.start()
    assert publisher.wait_until_idle(IN_TIME_S)
    take_step(store, "submit 0 ann")
    end = time.monotonic() + IN_TIME_S
    while store.outbox("news"):
        assert time.monotonic() < end, "it was left lying"
        time.sleep(0.01)
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
