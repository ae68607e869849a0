"""From submitted labels in the store to the live labels on disk.

A submit puts its document into the outbox in its own transaction. Here the
outbox is drained: the documents' labels are written, synced, and only then are
their entries forgotten, so that a crash at any point is made good by doing it
again.
"""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from labeler.core.buckets import BUCKETS
from labeler.core.live import Fault, FaultKind, TurnLostError
from labeler.core.schema import Schema
from labeler.core.work import OutboxEntry
from labeler.workflow.ports import LabelsWriter, Progress, Store

_LOG = logging.getLogger(__name__)

_RETRY_FIRST_S = 0.2
_RETRY_MOST_S = 30.0
_STOP_S = 10.0
# What a process left that was killed after a submit, another one finds after so long.
_LOOK_S = 20.0


def publish_pending(store: Store, writer: LabelsWriter, project: str, schema: Schema) -> int:
    """Write the labels of every document in the outbox; return how many there were."""
    published: set[str] = set()
    while True:
        with _alone(store, writer, project):
            entries = store.outbox(project)
            if not entries:
                return len(published)
            for bucket, waiting in _by_bucket(entries).items():
                _publish(store, writer, project, schema, bucket, waiting)
        published.update(entry.document_id for entry in entries)


def rebuild(
    store: Store,
    writer: LabelsWriter,
    project: str,
    schema: Schema,
    progress: Progress | None = None,
) -> None:
    """Write all live labels anew from the store; files that are right stay untouched."""
    for bucket in range(BUCKETS):
        # The lock is let go between buckets, so that submits get through meanwhile.
        with _alone(store, writer, project):
            waiting = _waiting(store, project, bucket)
            writer.write(project, schema, bucket, store.submissions(project, bucket))
            store.clear_outbox(project, waiting)
        if progress is not None:
            progress(bucket + 1, BUCKETS)
    with _alone(store, writer, project):
        writer.finish(project, schema)


def verify(
    store: Store,
    writer: LabelsWriter,
    project: str,
    schema: Schema,
    progress: Progress | None = None,
) -> tuple[Fault, ...]:
    """Return every way in which the live labels are not what the store says, byte for byte."""
    faults: list[Fault] = []
    for bucket in range(BUCKETS):
        with _alone(store, writer, project):
            faults += [
                Fault(FaultKind.BEHIND, document, "submitted or reopened, not yet written")
                for document in dict.fromkeys(
                    entry.document_id for entry in _waiting(store, project, bucket)
                )
            ]
            faults += writer.compare(project, schema, bucket, store.submissions(project, bucket))
        if progress is not None:
            progress(bucket + 1, BUCKETS)
    with _alone(store, writer, project):
        faults += writer.strays(project, schema)
    return tuple(faults)


class LabelsPublisher:
    """A thread that keeps the live labels up with the store.

    It writes at once when woken, tries again with growing pauses after an
    error, and makes good what the end of a process left undone: its own at
    its start, another's after a while.
    """

    def __init__(self, store: Store, writer: LabelsWriter, project: str, schema: Schema) -> None:
        self._store = store
        self._writer = writer
        self._project = project
        self._schema = schema
        self._change = threading.Condition()
        self._wanted = 0
        self._done = 0
        self._stopping = False
        self._last_error = ""
        self._in_doubt = False
        self._thread: threading.Thread | None = None

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def last_error(self) -> str:
        """Why the last attempt failed, empty after one that did not."""
        return self._last_error

    def start(self) -> None:
        """Start the thread; what waits in the outbox is written first."""
        if self.alive:
            return
        self._stopping = False
        self.wake()
        self._thread = threading.Thread(target=self._run, name="labels-publisher", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Say that there is something to write; returns at once."""
        with self._change:
            self._wanted += 1
            self._change.notify_all()

    def stop(self) -> None:
        """End the thread after the write it is at; the rest waits in the outbox."""
        with self._change:
            self._stopping = True
            self._change.notify_all()
        if self._thread is not None:
            self._thread.join(_STOP_S)

    def wait_until_idle(self, timeout_s: float) -> bool:
        """Wait until everything wanted so far is written; say whether it was in time."""
        with self._change:
            wanted = self._wanted
            return self._change.wait_for(lambda: self._done >= wanted, timeout_s)

    def behind(self) -> int:
        """Return how many documents wait to be written."""
        return len({entry.document_id for entry in self._store.outbox(self._project)})

    def _run(self) -> None:
        step: Callable[[], object] = self._catch_up
        pause_s = _RETRY_FIRST_S
        while True:
            with self._change:
                self._change.wait_for(lambda: self._stopping or self._wanted > self._done, _LOOK_S)
                if self._stopping:
                    return
                wanted = self._wanted
            self._last_error = self._attempt(step)
            with self._change:
                if not self._last_error:
                    step, pause_s = self._publish, _RETRY_FIRST_S
                    self._done = wanted
                    self._change.notify_all()
                    continue
            self._pause(wanted, pause_s)
            pause_s = min(2 * pause_s, _RETRY_MOST_S)

    def _pause(self, wanted: int, pause_s: float) -> None:
        """Wait; a submit meanwhile is a reason to try again at once."""
        with self._change:
            self._change.wait_for(lambda: self._stopping or self._wanted > wanted, pause_s)

    def _attempt(self, step: Callable[[], object]) -> str:
        """Return what went wrong in a step, empty if nothing did."""
        try:
            step()
        # Disk full, database locked, a file taken away: whatever it is, the thread
        # has to live, say it, and try again. The submit itself is safe in the store.
        except Exception as error:  # noqa: BLE001 - kept, shown, logged and retried
            _LOG.exception("live labels of %s could not be written; will try again", self._project)
            return f"{type(error).__name__}: {error}"
        return ""

    def _catch_up(self) -> None:
        if not self._writer.is_current(self._project, self._schema):
            rebuild(self._store, self._writer, self._project, self._schema)
        with _alone(self._store, self._writer, self._project):
            self._writer.finish(self._project, self._schema)
        self._publish()

    def _publish(self) -> None:
        try:
            if self._in_doubt:
                rebuild(self._store, self._writer, self._project, self._schema)
                self._in_doubt = False
            publish_pending(self._store, self._writer, self._project, self._schema)
        except TurnLostError:
            # Another process may have written newer labels, and this one older ones over them.
            self._in_doubt = True
            raise


@contextmanager
def _alone(store: Store, writer: LabelsWriter, project: str) -> Iterator[None]:
    """Hold the labels among all machines of the store and all processes of this one.

    Who reads the store and then writes holds them from before the read: an
    older read must not be written over a newer one.
    """
    with store.labels_turn(project), writer.exclusive(project):
        yield


def _publish(  # noqa: PLR0913, PLR0917 - one bucket's worth of publish_pending
    store: Store,
    writer: LabelsWriter,
    project: str,
    schema: Schema,
    bucket: int,
    waiting: Sequence[OutboxEntry],
) -> None:
    documents = sorted({entry.document_id for entry in waiting})
    rows = store.submissions_of(project, documents)
    if not writer.update(project, schema, bucket, documents, rows):
        writer.write(project, schema, bucket, store.submissions(project, bucket))
    store.clear_outbox(project, waiting)


def _waiting(store: Store, project: str, bucket: int) -> list[OutboxEntry]:
    everything = 2**31 - 1
    return [e for e in store.outbox(project, limit=everything) if e.bucket == bucket]


def _by_bucket(entries: Sequence[OutboxEntry]) -> dict[int, list[OutboxEntry]]:
    buckets: dict[int, list[OutboxEntry]] = defaultdict(list)
    for entry in entries:
        buckets[entry.bucket].append(entry)
    return buckets
