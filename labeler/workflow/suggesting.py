"""Suggestions in the background: each document once per model, failures kept apart."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from labeler.core.document import Document
from labeler.core.errors import NotFoundError
from labeler.workflow.ports import Clock, Progress, Store, Suggester

_LOG = logging.getLogger(__name__)

_BATCH = 32
_WORKER_BATCH = 8
"""Small: an article that somebody opens waits for one batch at most."""
_POLL_S = 15.0
"""Articles also arrive from other processes, which cannot wake this one."""
_RETRY_S = 0.5
_STOP_S = 10.0


@dataclass(slots=True)
class Run:
    """One run over the documents without suggestions.

    Attributes:
        failures: document id → why the model failed on it; these are not tried again.
    """

    store: Store
    suggester: Suggester
    project: str
    clock: Clock
    failures: dict[str, str] = field(default_factory=dict)

    def step(self, batch: int) -> int:
        """Suggest for the next documents in import order; return how many were looked at."""
        # Failed ones stay without suggestions and would come back for ever.
        limit = batch + len(self.failures)
        found = self.store.without_suggestions(self.project, self.suggester.author, limit)
        documents = [d for d in found if d.id not in self.failures][:batch]
        self.do(documents)
        return len(documents)

    def do(self, documents: Sequence[Document]) -> None:
        """Suggest for these documents; one the model fails on is noted, the others are done."""
        sets = iter(self.suggester.suggest(documents))
        done: set[str] = set()
        while True:
            try:
                labels = next(sets, None)
            # Whatever a model trips over in one article, the others must not wait for it.
            except Exception as error:  # noqa: BLE001 - kept, shown, logged
                self._do_singly([d for d in documents if d.id not in done], len(documents), error)
                return
            if labels is None:
                return
            self.store.put_suggestions(self.project, labels, self.clock())
            done.add(labels.document_id)

    def _do_singly(self, rest: Sequence[Document], batch: int, error: Exception) -> None:
        if batch > 1:
            for document in rest:
                self.do([document])
        elif rest:
            self.failures[rest[0].id] = f"{type(error).__name__}: {error}"
            _LOG.error("no suggestions for document %s", rest[0].id, exc_info=error)

    def remaining(self) -> int:
        """Return how many documents still wait, failed ones left out."""
        waiting = self.store.count_without_suggestions(self.project, self.suggester.author)
        return max(0, waiting - len(self.failures))


def suggest_pending(  # noqa: PLR0913 - one run is all of these
    store: Store,
    suggester: Suggester,
    project: str,
    clock: Clock,
    *,
    progress: Progress | None = None,
    batch: int = _BATCH,
) -> tuple[int, Mapping[str, str]]:
    """Suggest labels for every document the suggester has not looked at.

    Returns:
        how many documents have suggestions now that had none, and for each
        document that failed, why.
    """
    run = Run(store, suggester, project, clock)
    total, looked_at = run.remaining(), 0
    while True:
        found = run.step(batch)
        looked_at += found
        if not found:
            return looked_at - len(run.failures), run.failures
        if progress is not None:
            # Articles imported meanwhile are done too.
            progress(looked_at, max(total, looked_at))


class SuggestionWorker:
    """A thread that keeps suggestions up with the imported articles.

    The model is loaded in the thread, so a server answers before it is there;
    without a model, labelling goes on and ``state`` says what to install.
    """

    def __init__(
        self, store: Store, load: Callable[[], Suggester], project: str, clock: Clock
    ) -> None:
        self._store = store
        self._load = load
        self._project = project
        self._clock = clock
        self._change = threading.Condition()
        self._run: Run | None = None
        self._missing = ""
        self._opened: list[str] = []
        self._wanted = 0
        self._seen = 0
        self._stopping = False
        self._done = 0
        self._total = 0
        self._thread: threading.Thread | None = None

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def author(self) -> str | None:
        """The author of the suggestions, ``None`` while no model is loaded."""
        run = self._run
        return None if run is None else run.suggester.author

    @property
    def problem(self) -> str:
        """Why there is no model, empty if there is one or it is still being loaded."""
        return self._missing

    @property
    def progress(self) -> tuple[int, int]:
        """Documents done and documents in all since the thread last had nothing to do."""
        return self._done, self._total

    def start(self) -> None:
        """Start the thread; documents without suggestions are done first to last."""
        if self.alive:
            return
        self._stopping = False
        self.wake()
        self._thread = threading.Thread(target=self._work, name="suggestions", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Say that there are new articles; returns at once."""
        with self._change:
            self._wanted += 1
            self._change.notify_all()

    def prioritise(self, document_id: str) -> None:
        """Do this document next: somebody has opened it."""
        with self._change:
            if document_id not in self._opened:
                self._opened.append(document_id)
                self._wanted += 1
                self._change.notify_all()

    def state(self, document_id: str) -> tuple[str, str]:
        """Return ``ready``, ``pending`` or ``unavailable`` for a document, and words for it.

        Asking for one that is pending moves it to the front: who asks has it open.
        """
        if self._missing:
            return "unavailable", self._missing
        run = self._run
        if run is None:
            return "pending", "the model is being loaded"
        if document_id in run.failures:
            return (
                "unavailable",
                f"the model failed on this article ({run.failures[document_id]})",
            )
        if self._seen >= self._wanted:
            return "ready", ""
        self.prioritise(document_id)
        return "pending", "the model is reading the articles; this one comes next"

    def wait_until_idle(self, timeout_s: float) -> bool:
        """Wait until all documents known so far are done; say whether it was in time."""
        with self._change:
            return self._change.wait_for(
                lambda: self._seen >= self._wanted or bool(self._missing), timeout_s
            )

    def stop(self) -> None:
        """End the thread after the batch it is at; the rest waits for the next start."""
        with self._change:
            self._stopping = True
            self._change.notify_all()
        if self._thread is not None:
            self._thread.join(_STOP_S)

    def _work(self) -> None:
        if not self._load_model():
            return
        while True:
            with self._change:
                self._change.wait_for(lambda: self._stopping or self._wanted > self._seen, _POLL_S)
                if self._stopping:
                    return
                wanted = self._wanted
            if not self._attempt():
                self._pause()
                continue
            with self._change:
                self._seen = wanted
                self._change.notify_all()

    def _load_model(self) -> bool:
        try:
            suggester = self._load()
        # A missing package, a broken one, too little memory: labelling goes on without.
        except Exception as error:  # noqa: BLE001 - kept, shown, logged
            _LOG.warning("no suggestions: %s", error)
            _LOG.debug("loading the model", exc_info=True)
            with self._change:
                self._missing = str(error) or type(error).__name__
                self._change.notify_all()
            return False
        self._run = Run(self._store, suggester, self._project, self._clock)
        return True

    def _attempt(self) -> bool:
        """Do all that waits; say whether it went through, errors of single articles aside."""
        run = self._run
        if run is None:
            return True
        try:
            self._done, self._total = 0, run.remaining()
            while not self._stopping:
                self._do_opened(run)
                found = run.step(_WORKER_BATCH)
                if not found:
                    return True
                self._done += found
                self._total = max(self._total, self._done)
        # The database may be busy or away; the thread has to live and try again.
        except Exception:  # noqa: BLE001 - logged and tried again
            _LOG.exception("suggestions of %s stopped; will try again", self._project)
            return False
        return True

    def _do_opened(self, run: Run) -> None:
        while True:
            with self._change:
                if not self._opened:
                    return
                document_id = self._opened.pop(0)
            try:
                document = self._store.document(self._project, document_id)
            except NotFoundError:
                continue
            if document_id not in run.failures and (
                self._store.suggestions(self._project, document_id, run.suggester.author) is None
            ):
                run.do([document])
                self._done += 1

    def _pause(self) -> None:
        """Wait before the next attempt, but not for a stop."""
        with self._change:
            self._change.wait_for(lambda: self._stopping, _RETRY_S)
