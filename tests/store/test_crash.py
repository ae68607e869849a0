"""What was acknowledged is there after the process was killed."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from stored import ANA, LEASE_S, NOON, PROJECT, article, marked

from labeler.core.work import TaskState
from labeler.store import SqlStore

TESTS = Path(__file__).parent.parent

_WRITER = """
import sys
sys.path.insert(0, sys.argv[2])
from stored import *
from labeler.store import SqlStore
store = SqlStore(sys.argv[1])
task = store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)
while True:
    labels, asked = marked(article(1), task.revision), save_after(task, f"s-{task.revision}")
    task = store.save(PROJECT, task.id, labels, asked, NOON, LEASE_S)
    print(task.revision, flush=True)
    if task.revision == 20:
        store.submit(PROJECT, task.id, 20, task.lease.fence, NOON)
        print("submitted", flush=True)
        sys.stdin.read()
"""


def killed_after(url: str, line: str) -> str:
    """Run the writer until it has printed ``line``, kill it, return the last line it printed."""
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, url, str(TESTS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        printed = iter(writer.stdout.readline, "")
        assert line in (found.strip() for found in printed)
        writer.send_signal(signal.SIGKILL)
        # It may have gone on until the signal came.
        rest = writer.stdout.read().split()
    return rest[-1] if rest else line


@pytest.mark.parametrize("line", ["1", "7"])
def test_a_save_acknowledged_before_the_kill_is_kept(url: str, line: str):
    """Killed in the middle of writing: every acknowledged revision is there, whole."""
    last = killed_after(url, line)
    store = SqlStore(url)
    task = store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)
    acknowledged = 20 if last == "submitted" else int(last)
    assert task.revision in {acknowledged, acknowledged + 1}
    revisions = store.revisions(PROJECT, task.id)
    assert [r.number for r in revisions] == list(range(1, task.revision + 1))
    assert revisions[-1].labels == store.labels(PROJECT, task.id)
    assert revisions[-1].labels == marked(article(1), task.revision - 1)
    store.close()


def test_a_submit_acknowledged_before_the_kill_is_kept_and_will_be_published(url: str):
    """State, labels and outbox entry are one transaction."""
    assert killed_after(url, "submitted") == "submitted"
    store = SqlStore(url)
    task = store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)
    assert (task.state, task.revision) == (TaskState.SUBMITTED, 20)
    (entry,) = store.outbox(PROJECT)
    (submission,) = store.submissions(PROJECT, entry.bucket)
    assert submission.labels == marked(article(1), 19)
    store.close()
