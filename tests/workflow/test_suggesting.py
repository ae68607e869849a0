"""Suggestions in the background."""

import threading
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import pytest

from labeler.core.annotation import AnnotationSet
from labeler.core.document import Document
from labeler.core.errors import LabelerError, NotFoundError
from labeler.workflow.suggesting import SuggestionWorker, suggest_pending

AUTHOR = "model:fake@1"
WAIT_S = 30.0


def noon() -> datetime:
    """Return a fixed time."""
    return datetime(2031, 5, 3, 12, tzinfo=UTC)


class Shelf:
    """The part of a store that suggestions need, in memory."""

    def __init__(self, *ids: str) -> None:
        self.documents = {i: Document(i, i, f"Text {i}.") for i in ids}
        self.sets: dict[str, AnnotationSet] = {}
        self.order: list[str] = []
        self.refuse = False

    def document(self, project: str, document_id: str) -> Document:
        """Return a document."""
        if document_id not in self.documents:
            raise NotFoundError(f"{project} has no {document_id}")
        return self.documents[document_id]

    def put_suggestions(self, project: str, labels: AnnotationSet, now: datetime) -> None:
        """Keep a set."""
        assert (project, now) == ("news", noon())
        if self.refuse:
            self.refuse = False
            raise OSError("the disk is away")
        self.sets[labels.document_id] = labels
        self.order.append(labels.document_id)

    def suggestions(self, _project: str, document_id: str, author: str) -> AnnotationSet | None:
        """Return a set."""
        assert author == AUTHOR
        return self.sets.get(document_id)

    def without_suggestions(self, _project: str, _author: str, limit: int) -> list[Document]:
        """Return documents in import order."""
        return [d for i, d in self.documents.items() if i not in self.sets][:limit]

    def count_without_suggestions(self, _project: str, _author: str) -> int:
        """Return how many there are."""
        return len(self.documents.keys() - self.sets.keys())


class Model:
    """A model that fails on chosen documents and can be held up."""

    author = AUTHOR

    def __init__(self, fails_on: Iterable[str] = ()) -> None:
        self.fails_on = set(fails_on)
        self.may_go = threading.Event()
        self.may_go.set()
        self.reached = threading.Event()

    def suggest(self, documents: Iterable[Document]) -> Iterator[AnnotationSet]:
        """Yield empty sets."""
        for document in documents:
            self.reached.set()
            assert self.may_go.wait(WAIT_S)
            if document.id in self.fails_on:
                raise ValueError("this text is too much")
            yield AnnotationSet(document.id, document.sha256, "s", "1", AUTHOR)


@pytest.fixture
def started():
    """Return a function that starts a worker; it is stopped behind the test."""
    workers = []

    def start(shelf, load) -> SuggestionWorker:
        worker = SuggestionWorker(shelf, load, "news", noon)
        workers.append(worker)
        worker.start()
        return worker

    yield start
    for worker in workers:
        worker.stop()
        assert not worker.alive


def test_all_documents_are_done_in_import_order_with_progress():
    """One set each; the progress goes up to the total."""
    shelf = Shelf("a", "b", "c")
    seen = []
    done, failed = suggest_pending(
        shelf, Model(), "news", noon, progress=lambda n, total: seen.append((n, total)), batch=2
    )
    assert (done, dict(failed)) == (3, {})
    assert shelf.order == ["a", "b", "c"]
    assert seen == [(2, 3), (3, 3)]


def test_a_second_run_has_nothing_to_do():
    """What has suggestions is not looked at again."""
    shelf = Shelf("a")
    suggest_pending(shelf, Model(), "news", noon)
    assert suggest_pending(shelf, Model(), "news", noon) == (0, {})


def test_a_document_the_model_fails_on_does_not_stop_the_others():
    """The others are done, and the failure is told with its document."""
    shelf = Shelf("a", "b", "c", "d")
    done, failed = suggest_pending(shelf, Model({"b"}), "news", noon, batch=3)
    assert done == 3
    assert shelf.order == ["a", "c", "d"]
    assert dict(failed) == {"b": "ValueError: this text is too much"}


def test_the_worker_does_what_is_imported_later(started):
    """A wake is enough."""
    shelf = Shelf("a")
    worker = started(shelf, Model)
    assert worker.wait_until_idle(WAIT_S)
    assert worker.author == AUTHOR
    assert worker.state("a") == ("ready", "")
    shelf.documents["b"] = Document("b", "b", "Text b.")
    worker.wake()
    assert worker.wait_until_idle(WAIT_S)
    assert shelf.order == ["a", "b"]


def test_an_opened_document_jumps_the_queue(started):
    """Asking for the state of a pending one moves it to the front."""
    shelf = Shelf(*(f"d{n:02}" for n in range(30)))
    model = Model()
    model.may_go.clear()
    worker = started(shelf, lambda: model)
    assert model.reached.wait(WAIT_S)
    state, words = worker.state("d29")
    assert state == "pending"
    assert words
    model.may_go.set()
    assert worker.wait_until_idle(WAIT_S)
    assert shelf.order.index("d29") < shelf.order.index("d15")
    assert len(shelf.order) == 30


def test_without_a_model_the_state_says_what_to_install(started):
    """Labelling goes on; nothing waits."""

    def load() -> Model:
        raise LabelerError("no suggestions: pip install the-pipeline")

    worker = started(Shelf("a"), load)
    assert worker.wait_until_idle(WAIT_S)
    assert worker.state("a") == ("unavailable", "no suggestions: pip install the-pipeline")
    assert worker.author is None


def test_while_the_model_loads_the_state_is_pending(started):
    """The server answers before the model is there."""
    model_may_load = threading.Event()

    def load() -> Model:
        assert model_may_load.wait(WAIT_S)
        return Model()

    worker = started(Shelf("a"), load)
    assert worker.state("a")[0] == "pending"
    assert worker.author is None
    model_may_load.set()
    assert worker.wait_until_idle(WAIT_S)
    assert worker.state("a")[0] == "ready"


def test_a_failed_document_is_unavailable_with_words_and_the_rest_ready(started):
    """The reason is the model's own."""
    shelf = Shelf("a", "b", "c")
    worker = started(shelf, lambda: Model({"b"}))
    assert worker.wait_until_idle(WAIT_S)
    state, words = worker.state("b")
    assert state == "unavailable"
    assert "this text is too much" in words
    assert shelf.order == ["a", "c"]
    assert worker.progress == (3, 3)


def test_an_opened_document_that_is_gone_is_passed_over(started):
    """A document can be deleted while it waits."""
    shelf = Shelf("a")
    worker = started(shelf, Model)
    worker.prioritise("gone")
    assert worker.wait_until_idle(WAIT_S)
    assert shelf.order == ["a"]


def test_a_store_that_fails_is_tried_again(started):
    """The model is not blamed, and no suggestion is lost."""
    shelf = Shelf("a", "b")
    shelf.refuse = True
    worker = started(shelf, Model)
    assert worker.wait_until_idle(WAIT_S)
    assert sorted(shelf.order) == ["a", "b"]
    assert worker.state("a") == ("ready", "")


def test_a_worker_can_be_started_again(started):
    """A stop keeps what is done; a start goes on with the rest."""
    shelf = Shelf("a")
    worker = started(shelf, Model)
    assert worker.wait_until_idle(WAIT_S)
    worker.stop()
    shelf.documents["b"] = Document("b", "b", "Text b.")
    worker.start()
    assert worker.wait_until_idle(WAIT_S)
    assert shelf.order == ["a", "b"]
