"""What was done in the project, and any version of anybody's labels, to look at and to bring back.

Leads see what everybody did, admins also what was done to accounts. Annotators
see what they did themselves, and nobody else's versions.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from labeler.core.annotation import AnnotationSet
from labeler.core.difference import Difference, find_difference
from labeler.core.document import Document
from labeler.core.errors import NotFoundError
from labeler.core.event_line import (
    ChosenEvents,
    EventKind,
    EventPage,
    EventPlace,
    EventSource,
)
from labeler.core.people import NotAllowedError, Role
from labeler.core.schema import Schema
from labeler.core.validation import blocks_saving, validate
from labeler.core.work import (
    NotStorableError,
    Revision,
    RevisionLine,
    StaleRevisionError,
    Task,
)
from labeler.workflow.history_ports import HistoryStore
from labeler.workflow.labeling import name_kinds
from labeler.workflow.ports import Clock, Store


@dataclass(frozen=True, slots=True)
class AskedEvents:
    """Which lines somebody asks for; what is ``None`` does not matter.

    Attributes:
        login: who did it; annotators get their own, whether they say so or not.
        since: not before this moment.
        until: before this moment.
        folded: saves of one task with nothing else between them are one line.
    """

    login: str | None = None
    document_id: str | None = None
    kind: EventKind | None = None
    since: datetime | None = None
    until: datetime | None = None
    folded: bool = True


@dataclass(frozen=True, slots=True)
class Version:
    """What somebody had saved at one time.

    Attributes:
        task: as it is now.
        before: the labels of the version before; ``None`` for the first.
    """

    task: Task
    document: Document
    revision: Revision
    before: AnnotationSet | None

    @property
    def difference(self) -> Difference:
        """What changed since the version before."""
        return find_difference(self.before, self.revision.labels)


@dataclass(frozen=True, slots=True)
class Histories:
    """The history of one project. ``by`` is the login of who asks.

    Attributes:
        role_of: says what somebody is in the project; ``None`` for who is not in it.
        on_reopen: called after a submitted task became a draft, as its labels leave the tables.
    """

    book: HistoryStore
    store: Store
    project: str
    schema: Schema
    clock: Clock
    role_of: Callable[[str], Role | None]
    lease_s: int
    on_reopen: Callable[[], None]

    def lines(
        self, by: str, asked: AskedEvents, *, after: EventPlace | None = None, limit: int = 50
    ) -> EventPage:
        """Return the first lines behind ``after`` that fit, newest first.

        Raises:
            NotAllowedError: an annotator asks for somebody else's, or somebody who
                is no admin for what was done to accounts.
        """
        chosen = self._chosen(by, asked)
        with self.book.reading() as book:
            found = book.lines(self.project, chosen, after, limit + 1)
        more = len(found) > limit
        shown = found[:limit]
        return EventPage(shown, shown[-1].place if more and shown else None)

    def names(self, by: str) -> Mapping[str, str]:
        """Return the names of those whose doings somebody may see, by login."""
        role = self._role(by)
        with self.book.reading() as book:
            names = book.names(self.project)
        if role.covers(Role.LEAD):
            return names
        return {login: name for login, name in names.items() if login == by}

    def kinds(self, by: str) -> tuple[EventKind, ...]:
        """Return what somebody may look for."""
        sources = _sources(self._role(by))
        return tuple(kind for kind in EventKind if kind.source in sources)

    def versions(self, by: str, task_id: str) -> Sequence[RevisionLine]:
        """Return every version of a task without its labels, oldest first.

        Raises:
            NotFoundError: there is no such task, or it is somebody else's and ``by`` no lead.
        """
        self._reachable(by, task_id)
        return tuple(
            name_kinds(line, self.schema)
            for line in self.store.revision_lines(self.project, task_id)
        )

    def version(self, by: str, task_id: str, number: int) -> Version:
        """Return one version with its labels, and those of the one before.

        Raises:
            NotFoundError: there is no such task or version, or it is somebody else's.
        """
        task = self._reachable(by, task_id)
        found = self.store.revision(self.project, task_id, number)
        before = self.store.revision(self.project, task_id, number - 1) if number > 1 else None
        document = self.store.document(self.project, task.document_id)
        return Version(task, document, found, None if before is None else before.labels)

    def bring_back(self, by: str, task_id: str, number: int, expected_revision: int) -> Task:
        """Make a version the newest one again, as a version of its own.

        What was submitted is a draft then, for its person to submit again. A page
        they have open finds its lease lost and keeps what it had not saved.

        Args:
            by: a lead, or whose labels they are.
            task_id: whose labels on which article.
            number: the version to bring back.
            expected_revision: the last version that ``by`` has seen.

        Raises:
            StaleRevisionError: another version was saved meanwhile.
            WrongStateError: the task is skipped.
            TrashedError: it is in the trash, alone or with its article.
            LeaseLostError: it is one's own, and the article went to others meanwhile.
            NotStorableError: the version does not fit the schema that is in use now.
            NotFoundError: there is no such task or version, or it is somebody else's.
        """
        task = self._reachable(by, task_id)
        if task.revision != expected_revision:
            raise StaleRevisionError(self.store.last_revision(self.project, task_id), task)
        found = self.store.revision(self.project, task_id, number)
        document = self.store.document(self.project, task.document_id)
        # The version in force is the one they are checked against, as with every save.
        labels = replace(found.labels, schema_version=self.schema.version)
        problems = validate(labels, document, self.schema)
        if blocks_saving(problems):
            raise NotStorableError(problems)
        saved = self.book.bring_back(
            self.project,
            task_id,
            labels,
            number=number,
            expected_revision=expected_revision,
            by=by,
            now=self.clock(),
            lease_s=self.lease_s,
        )
        self.on_reopen()
        return saved

    def _chosen(self, by: str, asked: AskedEvents) -> ChosenEvents:
        role = self._role(by)
        login, sources = asked.login, _sources(role)
        if not role.covers(Role.LEAD):
            if login not in {None, by}:
                raise NotAllowedError("what others did is for leads of the project")
            login = by
        if asked.kind is not None and asked.kind.source not in sources:
            raise NotAllowedError("what was done to accounts is for admins")
        return ChosenEvents(
            sources,
            login,
            asked.document_id,
            asked.kind,
            asked.since,
            asked.until,
            folded=asked.folded,
        )

    def _reachable(self, by: str, task_id: str) -> Task:
        role = self._role(by)
        task = self.store.task(self.project, task_id)
        if task.login != by and not role.covers(Role.LEAD):
            raise NotFoundError(f"there is no task {task_id}")
        return task

    def _role(self, by: str) -> Role:
        role = self.role_of(by)
        if role is None:
            raise NotAllowedError("the history is for people of the project")
        return role


def _sources(role: Role) -> Collection[EventSource]:
    return [
        source
        for source in EventSource
        if source is not EventSource.ACCOUNTS or role.covers(Role.ADMIN)
    ]
