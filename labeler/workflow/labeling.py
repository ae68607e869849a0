"""The steps of labelling an article: open, save, submit, skip, reopen.

:class:`Workbench` is what pages and API talk to. A person only ever reaches
their own tasks; another person's task is as good as not there.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from labeler.codec import read_annotation_set
from labeler.core.annotation import AnnotationSet
from labeler.core.difference import FRAME
from labeler.core.document import Document
from labeler.core.errors import NotFoundError
from labeler.core.layout import Layout, read_layout
from labeler.core.problems import Level, Problem
from labeler.core.recent import Recent
from labeler.core.schema import Schema
from labeler.core.trash import TrashedError
from labeler.core.validation import blocks_saving, blocks_submitting, validate
from labeler.core.work import (
    DocumentPage,
    IncompleteError,
    LeaseLostError,
    NotStorableError,
    Revision,
    RevisionLine,
    Save,
    StaleRevisionError,
    Task,
    TaskState,
)
from labeler.workflow.ports import Clock, Store, Tokenizer, Tokens


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task with all that is needed to work on it.

    Attributes:
        labels: what was saved last; an empty set before the first save.
        suggestions: the model's set, ``None`` while there is none.
        suggestion_state: ``(state, message)``; the state is ``ready``,
            ``pending`` or ``unavailable``.
        problems: what is wrong with ``labels``; empty before the first save.
        progress: how many documents are in each state for this person.
        next_document_id: the document that comes next, ``None`` when all is done.
    """

    task: Task
    document: Document
    layout: Layout
    tokens: Tokens
    labels: AnnotationSet
    suggestions: AnnotationSet | None
    suggestion_state: tuple[str, str]
    problems: tuple[Problem, ...]
    progress: Mapping[TaskState, int]
    next_document_id: str | None


@dataclass(frozen=True)
class Workbench:
    """What people do with articles in one project.

    Attributes:
        suggestion_author: the author of the suggestions to show, ``None``
            while no pipeline is known.
        suggestion_state: says for a document how far its suggestions are:
            ``(state, message)``, see :class:`OpenTask`.
        lease_s: seconds for which a task is kept for the one who opened it.
        on_submit: called after labels that people can read have changed:
            after every submit, and when a submitted task is reopened.
    """

    store: Store
    project: str
    schema: Schema
    tokenizer: Tokenizer
    suggestion_author: Callable[[], str | None]
    suggestion_state: Callable[[str], tuple[str, str]]
    clock: Clock
    lease_s: int
    on_submit: Callable[[], None]
    # A text has one digest for ever, so what is found in it never changes.
    _tokens: Recent[tuple[str, str], Tokens] = field(
        default_factory=lambda: Recent(256), init=False, repr=False, compare=False
    )
    # An author suggests the same for the same text for ever: its version says so.
    _suggested: Recent[tuple[str, str, str], AnnotationSet] = field(
        default_factory=lambda: Recent(256), init=False, repr=False, compare=False
    )

    def claim_next(self, login: str, after: str | None = None) -> OpenTask | None:
        """Open the next document the person has begun or may begin, as the batches have it.

        The search starts behind document ``after``, goes round at the end and
        never comes to ``after`` itself; ``None`` when nothing else is left.
        """
        task = self.store.claim_next(self.project, login, self.clock(), self.lease_s, after)
        return None if task is None else self._opened(task)

    def open(self, login: str, document_id: str) -> OpenTask:
        """Open a document with a new lease; an older lease of the person ends.

        Raises:
            PlaceTakenError: it is for others, or others have it now.
            TrashedError: it, or what the person did with it, is in the trash.
            NotFoundError: there is no such document.
        """
        return self._opened(
            self.store.open_task(self.project, document_id, login, self.clock(), self.lease_s)
        )

    def look(self, login: str, task_id: str) -> OpenTask:
        """Return a task as it is; no lease is renewed.

        Raises:
            TrashedError: it is in the trash, alone or with its article.
            NotFoundError: the person has no such task.
        """
        task = self._own(login, task_id)
        if task.state is TaskState.TRASHED:
            with self.store.trash.reading() as book:
                raise book.refusal(task)
        return self._opened(task)

    def save(
        self, login: str, task_id: str, raw_labels: object, save: Save
    ) -> tuple[Task, tuple[Problem, ...]]:
        """Store decoded JSON as the labels of a task; return what is not yet right with them.

        When it returns, the labels are on disk. The same ``save_id`` again
        changes nothing.

        Raises:
            NotStorableError: the labels can never be right; nothing is stored.
            TrashedError: the task is in the trash, alone or with its article.
            StaleRevisionError: someone else, or another tab, saved first.
            LeaseLostError: the task was opened elsewhere.
            WrongStateError: the task is submitted or skipped.
            NotFoundError: the person has no such task.
        """
        task = self._own(login, task_id)
        document = self.document(task.document_id)
        found = read_annotation_set(raw_labels, document.text)
        if not isinstance(found, AnnotationSet):
            raise NotStorableError(found)
        # They are checked against the schema in force, so that is the version they are made under.
        labels = replace(found, schema_version=self.schema.version)
        problems = _author_problems(labels, login) + validate(labels, document, self.schema)
        if blocks_saving(problems):
            raise NotStorableError(problems)
        saved = self.store.save(
            self.project, task_id, labels, save, self.clock(), self.lease_s, before=task
        )
        return saved, problems

    def submit(self, login: str, task_id: str, expected_revision: int, fence: int) -> Task:
        """Hand in what was saved last, at revision 0 that nothing is to be marked.

        Submitting what is submitted already changes nothing.

        Raises:
            IncompleteError: something is missing; the draft is kept.
            TrashedError: the task is in the trash, alone or with its article.
            StaleRevisionError: the last revision is not ``expected_revision``.
            LeaseLostError: the task was opened elsewhere.
            WrongStateError: the task is skipped, or submitted at another revision.
            NotFoundError: the person has no such task.
        """
        task = self._own(login, task_id)
        # Revisions and fences only grow. One that lies in the future must not come true between
        # this look and the store's, or labels nobody has validated would be submitted.
        if fence > task.lease.fence:
            raise LeaseLostError(task)
        if expected_revision > task.revision:
            raise StaleRevisionError(self.store.last_revision(self.project, task_id), task)
        held = (task.state, task.revision, task.lease.fence)
        if held == (TaskState.DRAFT, expected_revision, fence):
            document = self.document(task.document_id)
            problems = validate(self._labels(task, document), document, self.schema)
            if blocks_submitting(problems):
                raise IncompleteError(problems)
        # Anything else the store refuses, a save that came between included.
        submitted = self.store.submit(self.project, task_id, expected_revision, fence, self.clock())
        self.on_submit()
        return submitted

    def renew(self, login: str, task_id: str, fence: int) -> Task:
        """Keep a draft for the person for longer, as they work on it without saving.

        Raises:
            LeaseLostError: the task was opened elsewhere, or went to somebody else.
            WrongStateError: the task is submitted or skipped.
            NotFoundError: the person has no such task.
        """
        self._own(login, task_id)
        return self.store.renew(self.project, task_id, fence, self.clock(), self.lease_s)

    def skip(self, login: str, task_id: str, fence: int, reason: str) -> Task:
        """Put a task aside, with the reason; its labels stay.

        Raises:
            LeaseLostError: the task was opened elsewhere.
            WrongStateError: the task is submitted.
            NotFoundError: the person has no such task.
        """
        self._own(login, task_id)
        return self.store.skip(self.project, task_id, fence, reason, self.clock())

    def reopen(self, login: str, task_id: str) -> OpenTask:
        """Make a submitted or skipped task a draft again, with a new lease.

        Raises:
            PlaceTakenError: it was skipped, and others have the article now.
            NotFoundError: the person has no such task.
        """
        self._own(login, task_id)
        task = self.store.reopen(self.project, task_id, self.clock(), self.lease_s)
        self.on_submit()
        return self._opened(task)

    def revisions(self, login: str, task_id: str) -> Sequence[RevisionLine]:
        """Return every save of a task, oldest first, with what it changed and no labels.

        Raises:
            NotFoundError: the person has no such task.
        """
        self._own(login, task_id)
        return tuple(
            name_kinds(line, self.schema)
            for line in self.store.revision_lines(self.project, task_id)
        )

    def revision(self, login: str, task_id: str, number: int) -> tuple[Revision, Document]:
        """Return one save of a task with its labels, and the article they belong to.

        Raises:
            NotFoundError: the person has no such task, or it has no such revision.
        """
        task = self._own(login, task_id)
        found = self.store.revision(self.project, task_id, number)
        return found, self.document(task.document_id)

    def list_documents(
        self,
        login: str,
        *,
        search: str = "",
        state: TaskState | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> DocumentPage:
        """Return articles in import order, each with the state it has for the person."""
        return self.store.list_documents(
            self.project, login, search=search, state=state, limit=limit, offset=offset
        )

    def document(self, document_id: str) -> Document:
        """Return an article; NotFoundError where there is none."""
        return self.store.document(self.project, document_id)

    def read(self, document_id: str) -> Document:
        """Return an article to whoever wants to read it.

        Raises:
            TrashedError: it is in the trash.
            NotFoundError: there is no such article.
        """
        with self.store.trash.reading() as book:
            if book.in_trash(self.project, [document_id]):
                raise TrashedError(document_id, whole=True)
        return self.document(document_id)

    def progress(self, login: str) -> Mapping[TaskState, int]:
        """Return how many articles are in each state for the person."""
        return self.store.progress(self.project, login)

    def ask_store(self) -> None:
        """Read something small from the store; it raises where the store does not answer."""
        self.store.document_digests(self.project, ("-",))

    def _own(self, login: str, task_id: str) -> Task:
        task = self.store.task(self.project, task_id)
        if task.login != login:
            raise NotFoundError(f"there is no task {task_id}")
        return task

    def _opened(self, task: Task) -> OpenTask:
        document = self.document(task.document_id)
        labels = self._labels(task, document)
        suggestions, suggestion_state = self._suggestions(task, document)
        return OpenTask(
            task=task,
            document=document,
            layout=read_layout(document.text, document.title),
            tokens=self._tokens.get(
                (document.sha256, document.language),
                lambda: self.tokenizer(document.text, document.language),
            ),
            labels=labels,
            suggestions=suggestions,
            suggestion_state=suggestion_state,
            problems=() if task.revision == 0 else validate(labels, document, self.schema),
            progress=self.progress(task.login),
            next_document_id=self.store.peek_next(
                self.project, task.login, self.clock(), task.document_id
            ),
        )

    def _labels(self, task: Task, document: Document) -> AnnotationSet:
        found = self.store.labels(self.project, task.id) if task.revision else None
        if found is not None:
            return found
        return AnnotationSet(
            document_id=document.id,
            text_sha256=document.sha256,
            schema_id=self.schema.id,
            schema_version=self.schema.version,
            author=author_of(task.login),
        )

    def _suggestions(
        self, task: Task, document: Document
    ) -> tuple[AnnotationSet | None, tuple[str, str]]:
        if task.blind:
            return None, _BLIND
        # Asked first: what is ready by then is in the store when it is read.
        state, message = self.suggestion_state(document.id)
        author = self.suggestion_author()
        found = None if author is None else self._suggested_by(author, document)
        if found is not None:
            return found, ("ready", "")
        return None, ("pending" if state == "ready" else state, message)

    def _suggested_by(self, author: str, document: Document) -> AnnotationSet | None:
        key = (document.id, document.sha256, author)
        found = self._suggested.find(key)
        if found is None:
            found = self.store.suggestions(self.project, document.id, author)
            if found is not None:
                self._suggested.put(key, found)
        return found


_BLIND = (
    "unavailable",
    "This article is labelled without suggestions: some are, to see what suggestions do.",
)


def author_of(login: str) -> str:
    """Return the author of the labels a person makes."""
    return f"annotator:{login}"


def name_kinds(line: RevisionLine, schema: Schema) -> RevisionLine:
    """Return the line with its changes told by kind: frames as event or attribution."""

    def named(kinds: Mapping[str, int]) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        for kind, count in kinds.items():
            frame = schema.frame_types.get(kind.removeprefix(FRAME))
            if not kind.startswith(FRAME):
                found[kind] += count
            else:
                found["frame" if frame is None else frame.kind.value] += count
        return dict(found)

    return replace(line, counts={how: named(kinds) for how, kinds in line.counts.items()})


def _author_problems(labels: AnnotationSet, login: str) -> tuple[Problem, ...]:
    if labels.author == author_of(login):
        return ()
    message = f"these labels are by {labels.author}, not {author_of(login)}"
    return (Problem(Level.STRUCTURE, "wrong-author", message, slot="author"),)
