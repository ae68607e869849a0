"""What the workflow asks of the outside: a store, suggestions, a labels writer."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from labeler.core.actor import Actor, ActorChange, ActorFacts, ActorPage
from labeler.core.annotation import AnnotationSet
from labeler.core.concordance import PlaceKey, Readings, ShortArticle
from labeler.core.document import Document
from labeler.core.live import Fault
from labeler.core.queue import FIRST_BATCH
from labeler.core.schema import Schema
from labeler.core.work import (
    DocumentPage,
    OutboxEntry,
    Revision,
    RevisionLine,
    Save,
    Submission,
    Task,
    TaskState,
)
from labeler.workflow.trash_ports import TrashStore


class Store(Protocol):
    """The working store. Every call is one transaction; when it returns, it is on disk."""

    @property
    def trash(self) -> TrashStore:
        """What was put away, and can be restored."""

    def ensure_project(self, project: str, schema: Schema, now: datetime) -> None:
        """Create the project where it is missing and note the schema version in use."""

    def ensure_person(self, login: str, name: str, now: datetime) -> None:
        """Create the person where they are missing."""

    def document_digests(self, project: str, ids: Iterable[str]) -> Mapping[str, str]:
        """Return the text digest of those of ``ids`` that exist."""

    def documents_by_digest(self, project: str, digests: Iterable[str]) -> Mapping[str, str]:
        """Return, for those texts that exist, the id of the document."""

    def add_documents(
        self,
        project: str,
        documents: Sequence[Document],
        now: datetime,
        batch_id: str = FIRST_BATCH,
    ) -> None:
        """Store new documents at the end of a batch, all or none; ids and texts must be new."""

    def document(self, project: str, document_id: str) -> Document:
        """Return a document; NotFoundError where there is none."""

    def list_documents(  # noqa: PLR0913 - filters of one list
        self,
        project: str,
        login: str,
        *,
        search: str = "",
        state: TaskState | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> DocumentPage:
        """Return articles in import order with the state they have for ``login``."""

    def progress(self, project: str, login: str) -> Mapping[TaskState, int]:
        """Return how many documents are in each state for ``login``."""

    def open_task(
        self, project: str, document_id: str, login: str, now: datetime, lease_s: int
    ) -> Task:
        """Return the person's task on a document, created where missing, with a new lease.

        PlaceTakenError where they have no place at it and cannot get one.
        """

    def claim_next(
        self, project: str, login: str, now: datetime, lease_s: int, after: str | None = None
    ) -> Task | None:
        """Open the next document that ``login`` has begun or may begin, as the batches have it.

        ``after`` is a document id to start behind; from the end of its batch it
        goes on with the other batches and at the beginning. It never comes to
        ``after`` itself: that one may be in somebody's hands, and opening it anew
        would end their lease. ``None`` when nothing else is left.
        """

    def peek_next(
        self, project: str, login: str, now: datetime, after: str | None = None
    ) -> str | None:
        """Return the document ``claim_next`` would open, without opening it."""

    def task(self, project: str, task_id: str) -> Task:
        """Return a task; NotFoundError where there is none."""

    def labels(self, project: str, task_id: str) -> AnnotationSet | None:
        """Return the labels of the last revision, ``None`` before the first."""

    def save(  # noqa: PLR0913, PLR0917 - one save is all of these
        self,
        project: str,
        task_id: str,
        labels: AnnotationSet,
        save: Save,
        now: datetime,
        lease_s: int,
        before: Task | None = None,
    ) -> Task:
        """Append a revision and renew the lease; the same ``save_id`` again changes nothing.

        ``before`` is the task as it was read a moment ago, which spares reading it again.
        Raises StaleRevisionError, LeaseLostError, WrongStateError, NotFoundError.
        """

    def submit(
        self, project: str, task_id: str, expected_revision: int, fence: int, now: datetime
    ) -> Task:
        """Mark as submitted and put the document in the outbox, in one transaction.

        Submitting a submitted task of the same revision changes nothing.
        Raises StaleRevisionError, LeaseLostError, WrongStateError, NotFoundError.
        """

    def renew(self, project: str, task_id: str, fence: int, now: datetime, lease_s: int) -> Task:
        """Keep a draft for its person for longer; nothing is noted in the history.

        Raises LeaseLostError, WrongStateError, NotFoundError.
        """

    def skip(self, project: str, task_id: str, fence: int, reason: str, now: datetime) -> Task:
        """Mark as skipped, with the reason, and give up the place; labels stay."""

    def reopen(self, project: str, task_id: str, now: datetime, lease_s: int, by: str = "") -> Task:
        """Make a submitted or skipped task a draft again, with a new lease.

        The document goes to the outbox where it was submitted: its labels
        leave the live labels until the next submit.
        """

    def revisions(self, project: str, task_id: str) -> Sequence[Revision]:
        """Return all revisions with their labels, oldest first."""

    def revision(self, project: str, task_id: str, number: int) -> Revision:
        """Return one revision; NotFoundError where there is none."""

    def last_revision(self, project: str, task_id: str) -> Revision | None:
        """Return the last revision, ``None`` before the first."""

    def revision_lines(self, project: str, task_id: str) -> Sequence[RevisionLine]:
        """Return the history without its labels, oldest first; quick however long it is.

        Frames are counted by type, as ``core.difference.count_changes`` names them.
        """

    def put_suggestions(self, project: str, labels: AnnotationSet, now: datetime) -> None:
        """Store a model's set for a document, in place of an older one by the same author."""

    def suggestions(self, project: str, document_id: str, author: str) -> AnnotationSet | None:
        """Return what that author suggests for the document, ``None`` if it has not looked."""

    def without_suggestions(self, project: str, author: str, limit: int) -> Sequence[Document]:
        """Return documents that author has not looked at, in import order."""

    def count_without_suggestions(self, project: str, author: str) -> int:
        """Return how many documents that author has not looked at."""

    def outbox(self, project: str, limit: int = 1000) -> Sequence[OutboxEntry]:
        """Return documents whose live labels are behind, oldest first."""

    def clear_outbox(self, project: str, entries: Sequence[OutboxEntry]) -> None:
        """Forget those entries; a newer entry of the same document stays."""

    def labels_turn(self, project: str) -> AbstractContextManager[None]:
        """Hold the right to write the project's live labels, alone among all that share the store.

        Raises TurnLostError on leaving where others may have had it meanwhile.
        """

    def submissions(self, project: str, bucket: int) -> Sequence[Submission]:
        """Return all submitted sets of the bucket's documents, by document id, then author."""

    def submissions_of(self, project: str, document_ids: Sequence[str]) -> Sequence[Submission]:
        """Return the submitted sets of these documents; none for a reopened or unknown one."""


class ActorStore(Protocol):
    """The registry of actors. Every call is one transaction; nothing is ever destroyed."""

    def create_actor(self, project: str, actor: Actor) -> None:
        """Store a new actor and note who made it; NotFoundError where that person is unknown."""

    def actor(self, project: str, actor_id: str) -> Actor:
        """Return an actor; NotFoundError where there is none."""

    def change_actor(  # noqa: PLR0913, PLR0917 - one change is all of these
        self,
        project: str,
        actor_id: str,
        facts: ActorFacts,
        expected_revision: int,
        login: str,
        now: datetime,
    ) -> Actor:
        """Replace the facts of an actor and note who did; the same facts again change nothing.

        Raises StaleActorError, NotFoundError.
        """

    def actor_changes(self, project: str, actor_id: str) -> Sequence[ActorChange]:
        """Return every change of an actor, oldest first; NotFoundError where there is none."""

    def search_actors(self, project: str, words: str, *, kind: str, limit: int) -> ActorPage:
        """Return actors whose names, code or Wikidata item hold the words, best first."""


class TextSearch(Protocol):
    """Finds articles by the words in them. Articles are numbered in import order."""

    def numbers_of_articles(self, project: str, words: Collection[str]) -> Sequence[int]:
        """Return the numbers of the articles that may hold all these words, in order.

        Every article that does is among them. The words are folded, as
        ``core.concordance.words_in`` gives them.
        """

    def articles_numbered(self, project: str, numbers: Sequence[int]) -> Sequence[ShortArticle]:
        """Return the articles of these numbers, in order."""


class LabelledReadings(Protocol):
    """Knows how submitted mentions are labelled, by what they read."""

    def readings(self, project: str, words: str, places: Collection[PlaceKey]) -> Readings:
        """Return how mentions that read as the words are labelled, whatever case and blanks.

        ``places`` are those whose labels are wanted one by one.
        """


class Suggester(Protocol):
    """A pipeline that reads documents and suggests labels."""

    @property
    def author(self) -> str:
        """``model:<name>@<version>``; the version changes with pipeline, rules and schema."""

    def suggest(self, documents: Iterable[Document]) -> Iterable[AnnotationSet]:
        """Yield one set per document, in order."""


class Tokenizer(Protocol):
    """Finds tokens and sentences without a trained model."""

    def __call__(self, text: str, language: str) -> "Tokens":
        """Return where tokens and sentences lie."""


class Tokens(Protocol):
    """Half-open code-point offsets, in text order; no token is blank."""

    @property
    def tokens(self) -> Sequence[tuple[int, int]]:
        """Where the tokens lie."""

    @property
    def sentences(self) -> Sequence[tuple[int, int]]:
        """Where the sentences lie."""


class LabelsWriter(Protocol):
    """Keeps the live labels."""

    def exclusive(self, project: str) -> AbstractContextManager[None]:
        """Hold the project's labels for this writer alone, across the processes of a machine.

        Whoever reads the store and then writes holds it from before the read:
        an older read must not be written over a newer one.
        """

    def is_current(self, project: str, schema: Schema) -> bool:
        """Say whether the files have the columns this schema and this version want."""

    def write(self, project: str, schema: Schema, bucket: int, rows: Sequence[Submission]) -> None:
        """Replace the bucket's files, atomically each."""

    def update(
        self,
        project: str,
        schema: Schema,
        bucket: int,
        document_ids: Sequence[str],
        rows: Sequence[Submission],
    ) -> bool:
        """Replace what the bucket's files hold of these documents, atomically each.

        The bytes are those ``write`` gives for the whole bucket. ``False``, and
        nothing written, where the files cannot be built upon: ``write`` then.
        """

    def finish(self, project: str, schema: Schema) -> None:
        """Mark the files as current and remove what interrupted writes left behind."""

    def compare(
        self, project: str, schema: Schema, bucket: int, rows: Sequence[Submission]
    ) -> Sequence[Fault]:
        """Return where the bucket's files are not what ``write`` would make of ``rows``."""

    def strays(self, project: str, schema: Schema) -> Sequence[Fault]:
        """Return what is wrong outside the buckets' files, leftovers and foreign files included."""


Clock = Callable[[], datetime]
Progress = Callable[[int, int], None]
"""Called with (done, total); total is 0 while it is unknown."""
