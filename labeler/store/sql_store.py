"""The working store on SQLite or PostgreSQL."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection

from labeler.codec import dumps_annotation_set, load_annotation_set
from labeler.core.actor import Actor, ActorChange, ActorFacts, ActorPage
from labeler.core.annotation import AnnotationSet
from labeler.core.concordance import ShortArticle
from labeler.core.difference import count_changes, find_difference
from labeler.core.document import Document
from labeler.core.errors import NotFoundError
from labeler.core.queue import FIRST_BATCH
from labeler.core.recent import Recent
from labeler.core.schema import Schema
from labeler.core.work import (
    DocumentPage,
    OutboxEntry,
    Revision,
    RevisionLine,
    Save,
    StaleRevisionError,
    Submission,
    Task,
    TaskState,
)
from labeler.store import (
    actor_queries,
    document_queries,
    label_queries,
    migrate,
    project_rows,
    queue_queries,
    revision_queries,
    task_queries,
    task_rows,
    word_queries,
)
from labeler.store.engine import Database
from labeler.store.history_store import SqlHistories
from labeler.store.people_store import SqlPeople
from labeler.store.progress_store import SqlProgress
from labeler.store.project_store import SqlProjects
from labeler.store.queue_store import SqlQueue
from labeler.store.thread_store import SqlThreads
from labeler.store.trash_store import SqlTrash

_RECENT_DOCUMENTS = 256
_SECOND_LOOK = 20
_RECENT_LABELS = 128


class SqlStore:
    """Documents, people, tasks, revisions and suggestions in an SQL database.

    Satisfies ``Store``, ``ActorStore`` and ``TextSearch`` of ``workflow.ports``;
    safe to share between threads. Every call is one transaction and returns
    when it is on disk. Nothing is ever deleted but cleared outbox
    entries, and from the trash what is restored.
    """

    def __init__(self, url: str) -> None:
        """Open the database of an SQLAlchemy URL; ``upgrade`` makes its tables."""
        self._database = Database(url)
        self._documents: Recent[tuple[str, str], Document] = Recent(_RECENT_DOCUMENTS)
        # By task and revision: the next save is compared with it.
        self._labels: Recent[tuple[str, int], AnnotationSet] = Recent(_RECENT_LABELS)
        # Up to which number an author has suggestions for every document, since anything was
        # last restored. Numbers and suggestions only ever grow, so it never has to go back.
        self._seen: dict[tuple[str, str, int], int] = {}

    @property
    def queue(self) -> SqlQueue:
        """Batches and places at articles."""
        return SqlQueue(self._database)

    @property
    def people(self) -> SqlPeople:
        """Who may sign in."""
        return SqlPeople(self._database)

    @property
    def progress_book(self) -> SqlProgress:
        """How far projects are."""
        return SqlProgress(self._database)

    @property
    def projects(self) -> SqlProjects:
        """The projects of the installation."""
        return SqlProjects(self._database)

    @property
    def threads(self) -> SqlThreads:
        """What people say to each other."""
        return SqlThreads(self._database)

    @property
    def trash(self) -> SqlTrash:
        """What was put away, and can be restored."""
        return SqlTrash(self._database)

    @property
    def histories(self) -> SqlHistories:
        """What was done in projects."""
        return SqlHistories(self._database)

    def upgrade(self) -> tuple[str, ...]:
        """Run the migrations that are missing, all or none, and index what they left to it.

        Returns:
            One line for each migration that was run.

        Raises:
            DatabaseError: the database is newer than this version of Labeler,
                or refuses; nothing was changed.
        """
        done: tuple[str, ...] = ()
        # Usually nothing is missing: no need to queue behind writers at every start.
        if self.check():
            with self._database.plain_errors(), self._database.write() as connection:
                done = migrate.upgrade(connection)
        self._index_words()
        return done

    def check(self) -> tuple[str, ...]:
        """Return what the database is behind in, one line each; empty when up to date.

        Raises:
            DatabaseError: the database cannot be reached or read, or is newer
                than this version of Labeler.
        """
        with self._database.plain_errors(), self._database.read() as connection:
            return migrate.find_missing(connection)

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    def ensure_project(self, project: str, schema: Schema, now: datetime) -> None:
        """Create the project where it is missing and note the schema version in use."""
        with self._database.write() as connection:
            document_queries.ensure_project(connection, project, schema, now)

    def ensure_person(self, login: str, name: str, now: datetime) -> None:
        """Create the person where they are missing."""
        with self._database.write() as connection:
            document_queries.ensure_person(connection, login, name, now)

    def document_digests(self, project: str, ids: Iterable[str]) -> Mapping[str, str]:
        """Return the text digest of those of ``ids`` that exist."""
        with self._database.read() as connection:
            return document_queries.digests_of(connection, project, ids)

    def documents_by_digest(self, project: str, digests: Iterable[str]) -> Mapping[str, str]:
        """Return, for those texts that exist, the id of the document."""
        with self._database.read() as connection:
            return document_queries.ids_of(connection, project, digests)

    def add_documents(
        self,
        project: str,
        documents: Sequence[Document],
        now: datetime,
        batch_id: str = FIRST_BATCH,
    ) -> None:
        """Store new documents at the end of a batch, all or none.

        Raises:
            NotFoundError: there is no such project, or no such batch in it.
            DuplicateError: an id or a text is there already, or twice among ``documents``.
        """
        # Before the write lock, as it takes time.
        indexes = word_queries.index_in_segments([document.text for document in documents])
        with self._database.write() as connection:
            project_rows.demand_open(connection, project)
            first = document_queries.add(connection, project, documents, now, batch_id)
            for index in indexes:
                word_queries.append(connection, project, first, index)
                first += index.size

    def document(self, project: str, document_id: str) -> Document:
        """Return a document; NotFoundError where there is none."""

        def read() -> Document:
            with self._database.read() as connection:
                return document_queries.read(connection, project, document_id)

        return self._documents.get((project, document_id), read)

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
        """Return articles in import order with the state they have for ``login``.

        ``search`` looks for its words' letters in title, source and id,
        whatever their case.
        """
        with self._database.read() as connection:
            return document_queries.page(
                connection, project, login, search=search, state=state, limit=limit, offset=offset
            )

    def progress(self, project: str, login: str) -> Mapping[TaskState, int]:
        """Return how many documents are in each state for ``login``."""
        with self._database.read() as connection:
            return document_queries.progress(connection, project, login)

    def open_task(
        self, project: str, document_id: str, login: str, now: datetime, lease_s: int
    ) -> Task:
        """Return the person's task on a document, created where missing, with a new lease."""
        with self._database.write() as connection:
            project_rows.demand_open(connection, project)
            return task_queries.open_task(connection, project, document_id, login, now, lease_s)

    def claim_next(
        self, project: str, login: str, now: datetime, lease_s: int, after: str | None = None
    ) -> Task | None:
        """Open the next document that ``login`` has begun or may begin, as the batches have it.

        Starts behind ``after`` and from the end goes on at the beginning, but
        never comes to ``after`` itself; ``None`` when nothing else is left.
        """
        with self._database.write() as connection:
            project_rows.demand_open(connection, project)
            for found in queue_queries.find(connection, project, login, after, now, lock=True):
                task = task_queries.claim(connection, project, found, login, now, lease_s)
                if task is not None:
                    return task
        # What others were taking at that moment was passed over, and may have room still.
        with self._database.read() as connection:
            again = queue_queries.find(connection, project, login, after, now)
            passed_over = list(islice(again, _SECOND_LOOK))
        for found in passed_over:
            with self._database.write() as connection:
                task = task_queries.claim(connection, project, found, login, now, lease_s)
            if task is not None:
                return task
        return None

    def peek_next(
        self, project: str, login: str, now: datetime, after: str | None = None
    ) -> str | None:
        """Return the document ``claim_next`` would open, without opening it."""
        with self._database.read() as connection:
            return next(queue_queries.find(connection, project, login, after, now), None)

    def task(self, project: str, task_id: str) -> Task:
        """Return a task; NotFoundError where there is none."""
        with self._database.read() as connection:
            return task_rows.read(connection, project, task_id)

    def labels(self, project: str, task_id: str) -> AnnotationSet | None:
        """Return the labels of the last revision, ``None`` before the first."""
        with self._database.read() as connection:
            return self._last_labels(connection, task_rows.read(connection, project, task_id))

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

        A lease that ran out still counts while nobody has opened the task since.
        ``before`` is the task as it was read a moment ago, which spares reading it again.
        Raises StaleRevisionError, LeaseLostError, WrongStateError, NotFoundError.
        """
        if before is None:
            before = self.task(project, task_id)
        text = self.document(project, before.document_id).text
        previous = self._labels_before(before)
        # All that takes time, before the write lock.
        difference = find_difference(previous, labels)
        encoded = revision_queries.EncodedSave(
            save,
            dumps_annotation_set(labels, text),
            labels.schema_id,
            labels.schema_version,
            difference,
            count_changes(previous, labels, difference),
        )
        with self._database.write() as connection:
            task = revision_queries.append(connection, before, encoded, now, lease_s)
            if task is None:
                found, is_saved = revision_queries.settle(connection, project, task_id, save)
                if is_saved:
                    return found
                task = revision_queries.append(connection, found, encoded, now, lease_s)
                if task is None:
                    raise StaleRevisionError(None, found)
        self._labels.put((task.id, task.revision), labels)
        return task

    def submit(
        self, project: str, task_id: str, expected_revision: int, fence: int, now: datetime
    ) -> Task:
        """Mark as submitted and put the document in the outbox, in one transaction.

        Submitting a submitted task of the same revision changes nothing.
        Raises StaleRevisionError, LeaseLostError, WrongStateError, NotFoundError.
        """
        with self._database.write() as connection:
            project_rows.demand_open(connection, project)
            return task_queries.submit(connection, project, task_id, expected_revision, fence, now)

    def renew(self, project: str, task_id: str, fence: int, now: datetime, lease_s: int) -> Task:
        """Keep a draft for its person for longer.

        Raises LeaseLostError, WrongStateError, NotFoundError.
        """
        with self._database.write() as connection:
            project_rows.demand_open(connection, project)
            return task_queries.renew(connection, project, task_id, fence, now, lease_s)

    def skip(self, project: str, task_id: str, fence: int, reason: str, now: datetime) -> Task:
        """Mark as skipped, with the reason; labels stay."""
        with self._database.write() as connection:
            project_rows.demand_open(connection, project)
            return task_queries.skip(connection, project, task_id, fence, reason, now)

    def reopen(self, project: str, task_id: str, now: datetime, lease_s: int, by: str = "") -> Task:
        """Make a submitted or skipped task a draft again, with a new lease.

        A submitted one goes to the outbox, so that its labels leave the live labels.
        """
        with self._database.write() as connection:
            project_rows.demand_open(connection, project)
            return task_queries.reopen(connection, project, task_id, now, lease_s, by)

    def revisions(self, project: str, task_id: str) -> Sequence[Revision]:
        """Return all revisions, oldest first."""
        with self._database.read() as connection:
            return revision_queries.all_revisions(
                connection, task_rows.read(connection, project, task_id)
            )

    def revision(self, project: str, task_id: str, number: int) -> Revision:
        """Return one revision; NotFoundError where there is none."""
        with self._database.read() as connection:
            return revision_queries.one_revision(
                connection, task_rows.read(connection, project, task_id), number
            )

    def last_revision(self, project: str, task_id: str) -> Revision | None:
        """Return the last revision, ``None`` before the first."""
        with self._database.read() as connection:
            return revision_queries.last_revision(
                connection, task_rows.read(connection, project, task_id)
            )

    def revision_lines(self, project: str, task_id: str) -> Sequence[RevisionLine]:
        """Return the history without its labels, oldest first."""
        with self._database.read() as connection:
            return revision_queries.revision_lines(
                connection, task_rows.read(connection, project, task_id).id
            )

    def put_suggestions(self, project: str, labels: AnnotationSet, now: datetime) -> None:
        """Store a model's set for a document, in place of an older one by the same author."""
        text = self.document(project, labels.document_id).text
        payload = dumps_annotation_set(labels, text)
        with self._database.write() as connection:
            label_queries.put_suggestions(connection, project, labels, payload, now)

    def suggestions(self, project: str, document_id: str, author: str) -> AnnotationSet | None:
        """Return what that author suggests for the document, ``None`` if it has not looked."""
        with self._database.read() as connection:
            payload = label_queries.suggested_by(connection, project, document_id, author)
            if payload is None:
                return None
            return load_annotation_set(
                payload, self._document(connection, project, document_id).text
            )

    def without_suggestions(self, project: str, author: str, limit: int) -> Sequence[Document]:
        """Return documents that author has not looked at, in import order."""
        with self._database.read() as connection:
            key = (project, author, label_queries.last_restored(connection, project))
            found = label_queries.unseen(connection, project, author, self._seen.get(key, 0), limit)
        if found:
            self._seen[key] = found[0][0] - 1
        return tuple(document for _, document in found)

    def count_without_suggestions(self, project: str, author: str) -> int:
        """Return how many documents that author has not looked at."""
        with self._database.read() as connection:
            return label_queries.count_unseen(connection, project, author)

    def outbox(self, project: str, limit: int = 1000) -> Sequence[OutboxEntry]:
        """Return documents whose live labels are behind, oldest first."""
        with self._database.read() as connection:
            return label_queries.waiting(connection, project, limit)

    def clear_outbox(self, project: str, entries: Sequence[OutboxEntry]) -> None:
        """Forget those entries; a newer entry of the same document stays."""
        if entries:
            with self._database.write() as connection:
                label_queries.clear(connection, project, entries)

    def labels_turn(self, project: str) -> AbstractContextManager[None]:
        """Hold the right to write the project's live labels, alone among all that share a database.

        With SQLite nothing is held: all that can write are on one machine, where
        the labels writer's own lock counts. Raises TurnLostError on leaving.
        """
        return self._database.turn(f"live labels of {project}")

    def submissions(self, project: str, bucket: int) -> Sequence[Submission]:
        """Return all submitted sets of the bucket's documents, by document id, then author."""
        with self._database.read() as connection:
            return label_queries.submitted_in(connection, project, bucket)

    def submissions_of(self, project: str, document_ids: Sequence[str]) -> Sequence[Submission]:
        """Return the submitted sets of these documents; none for a reopened or unknown one."""
        with self._database.read() as connection:
            return label_queries.submitted_of(connection, project, document_ids)

    def create_actor(self, project: str, actor: Actor) -> None:
        """Store a new actor; NotFoundError where its maker is unknown."""
        with self._database.write() as connection:
            project_rows.demand_open(connection, project)
            actor_queries.create(connection, project, actor)

    def actor(self, project: str, actor_id: str) -> Actor:
        """Return an actor; NotFoundError where there is none."""
        with self._database.read() as connection:
            return actor_queries.read(connection, project, actor_id)

    def change_actor(  # noqa: PLR0913, PLR0917 - one change is all of these
        self,
        project: str,
        actor_id: str,
        facts: ActorFacts,
        expected_revision: int,
        login: str,
        now: datetime,
    ) -> Actor:
        """Replace the facts of an actor; the same facts again change nothing.

        Raises StaleActorError, NotFoundError.
        """
        with self._database.write() as connection:
            project_rows.demand_open(connection, project)
            return actor_queries.change(
                connection, project, actor_id, facts, expected_revision, login, now
            )

    def actor_changes(self, project: str, actor_id: str) -> Sequence[ActorChange]:
        """Return every change of an actor, oldest first; NotFoundError where there is none."""
        with self._database.read() as connection:
            return actor_queries.changes(connection, project, actor_id)

    def search_actors(self, project: str, words: str, *, kind: str, limit: int) -> ActorPage:
        """Return actors whose names, code or Wikidata item hold the words, best first."""
        with self._database.read() as connection:
            return actor_queries.search(connection, project, words, kind, limit)

    def numbers_of_articles(self, project: str, words: Collection[str]) -> Sequence[int]:
        """Return the numbers of the articles that may hold all these words, in import order."""
        with self._database.read() as connection:
            return word_queries.numbers_of(connection, project, words)

    def articles_numbered(self, project: str, numbers: Sequence[int]) -> Sequence[ShortArticle]:
        """Return the articles of these numbers, in import order."""
        with self._database.read() as connection:
            return word_queries.read(connection, project, numbers)

    def _index_words(self) -> None:
        """Index the words of articles from before there was an index, a segment at a time."""
        with self._database.read() as connection:
            behind = word_queries.projects_behind(connection)
        for project in behind:
            while True:
                with self._database.write() as connection:
                    first, found = word_queries.unindexed(connection, project)
                    if not found:
                        break
                    word_queries.append(connection, project, first, word_queries.index_words(found))

    def _document(self, connection: Connection, project: str, document_id: str) -> Document:
        return self._documents.get(
            (project, document_id), lambda: document_queries.read(connection, project, document_id)
        )

    def _labels_before(self, task: Task) -> AnnotationSet | None:
        known = self._labels.find((task.id, task.revision))
        if known is not None or not task.revision:
            return known
        with self._database.read() as connection:
            return self._last_labels(connection, task)

    def _last_labels(self, connection: Connection, task: Task) -> AnnotationSet | None:
        def read() -> AnnotationSet:
            revision = revision_queries.last_revision(connection, task)
            if revision is None:
                raise NotFoundError(f"revision {task.revision} of task {task.id} is missing")
            return revision.labels

        return self._labels.get((task.id, task.revision), read) if task.revision else None
