"""Making projects, changing what they choose, and putting them away."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from labeler.core.document import Document
from labeler.core.errors import NotFoundError
from labeler.core.people import NotAllowedError, Role
from labeler.core.project import (
    Project,
    ProjectChange,
    ProjectClosedError,
    ProjectLine,
    ProjectNote,
    ProjectRefusedError,
    ProjectState,
    StaleProjectError,
    project_id_problem,
    project_problems,
)
from labeler.core.schema import Schema
from labeler.workflow.importing import import_articles
from labeler.workflow.ports import Clock, Progress, Store
from labeler.workflow.project_ports import ProjectBook, ProjectStore

_ACTIVE, _ARCHIVED, _TRASHED = ProjectState.ACTIVE, ProjectState.ARCHIVED, ProjectState.TRASHED
_WAYS: Mapping[ProjectChange, tuple[frozenset[ProjectState], ProjectState]] = {
    ProjectChange.ARCHIVED: (frozenset({_ACTIVE}), _ARCHIVED),
    ProjectChange.REOPENED: (frozenset({_ARCHIVED}), _ACTIVE),
    ProjectChange.TRASHED: (frozenset({_ACTIVE, _ARCHIVED}), _TRASHED),
    # Archived, so that nobody finds work in it before an admin has looked.
    ProjectChange.RESTORED: (frozenset({_TRASHED}), _ARCHIVED),
}
"""From which states to which one a change leads."""


def _tell_nobody(_done: int, _total: int) -> None:
    return


@dataclass(frozen=True, slots=True)
class Projects:
    """The projects of an installation. ``by`` is the login of who does it.

    A project that is not open to somebody is as good as not there: NotFoundError.
    What their role there does not cover raises NotAllowedError.

    Attributes:
        first: the project that is always there; its admins may make others.
        read_schema: returns the schema of a YAML text, called by a name; SchemaFileError.
        shipped_schema: returns the text of the schema file of the settings.
        everywhere: what somebody is in projects they are not in; ``None`` for nothing.
        on_change: called with the id of a project that was changed.
    """

    book: ProjectStore
    store: Store
    first: str
    clock: Clock
    read_schema: Callable[[str, str], Schema]
    shipped_schema: Callable[[], str]
    everywhere: Callable[[str], Role | None]
    on_change: Callable[[str], None]

    def open_to(self, by: str) -> Sequence[Project]:
        """Return the projects somebody works in or may read, the first made first."""
        with self.book.reading() as book:
            roles = book.roles(by)
            return tuple(
                project
                for project in book.all()
                if project.state is not _TRASHED and self._role(roles, project.id, by)
            )

    def lines(self, by: str) -> Sequence[ProjectLine]:
        """Return the projects somebody is in, with how large they are; those in the trash too.

        Of those in the trash only what they are an admin of.
        """
        found = []
        with self.book.reading() as book:
            roles = book.roles(by)
            for project in book.all():
                role = self._role(roles, project.id, by)
                if role and (project.state is not _TRASHED or role is Role.ADMIN):
                    found.append(ProjectLine(project, role, *book.counts(project.id)))
        return tuple(found)

    def may_create(self, by: str) -> bool:
        """Say whether somebody may make a project out of nothing."""
        with self.book.reading() as book:
            return self._role(book.roles(by), self.first, by) is Role.ADMIN

    def administers(self, by: str) -> bool:
        """Say whether somebody is an admin of any project."""
        with self.book.reading() as book:
            return Role.ADMIN in {self.everywhere(by), *book.roles(by).values()}

    def project(self, by: str, project: str) -> Project:
        """Return a project that is open to somebody."""
        with self.book.reading() as book:
            return self._demand(book, by, project, Role.ANNOTATOR)

    def schema_text(self, by: str, project: str) -> str:
        """Return the schema file of a project."""
        text = self.project(by, project).schema_text
        return self.shipped_schema() if text is None else text

    def create(self, by: str, project: str, name: str, schema_text: str | None = None) -> Project:
        """Make a project without articles, of which ``by`` is the admin.

        Args:
            by: an admin of the first project.
            project: its id, which was never used.
            name: as people call it.
            schema_text: a schema file; that of the settings, as it is now, for ``None``.

        Raises:
            ProjectRefusedError: id or name cannot be; everything wrong is listed.
            SchemaFileError: the schema has problems; all of them are listed.
            DuplicateError: the id is, or was, another project's.
        """
        if not self.may_create(by):
            raise NotAllowedError("projects are made by admins of the first project")
        text = self.shipped_schema() if schema_text is None else schema_text
        with self.book.changing() as book:
            made = self._make(book, by, project, name, text)
            self._note(book, by, made.id, ProjectChange.CREATED)
        self.on_change(made.id)
        return made

    def copy(  # noqa: PLR0913 - what is copied of what
        self,
        by: str,
        source: str,
        project: str,
        name: str,
        *,
        people: bool = False,
        articles: bool = False,
        tell: Progress = _tell_nobody,
    ) -> Project:
        """Make a project with the schema, guidelines and settings of another, never its labels.

        Articles are stored step by step; what an interruption left out,
        ``copy_articles`` adds.

        Args:
            by: an admin of ``source``, and of the new project.
            source: what is copied.
            project: the id of the new one, which was never used.
            name: as people call it.
            people: whether everybody is in the new one with the role they have.
            articles: whether it has the same articles, those in the trash left out.
            tell: called with how many articles are stored and how many will be.

        Raises:
            ProjectRefusedError: id or name cannot be; everything wrong is listed.
            DuplicateError: the id is, or was, another project's.
        """
        with self.book.changing() as book:
            like = self._demand(book, by, source, Role.ADMIN)
            text = self.shipped_schema() if like.schema_text is None else like.schema_text
            made = replace(
                self._make(book, by, project, name, text),
                guidelines=like.guidelines,
                suggest=like.suggest,
                lease_s=like.lease_s,
            )
            book.put(made)
            if people:
                book.copy_people(source, project)
            self._note(book, by, made.id, ProjectChange.COPIED, of=source)
        self.on_change(made.id)
        if articles:
            self.copy_articles(by, source, project, tell)
        return made

    def copy_articles(
        self, by: str, source: str, project: str, tell: Progress = _tell_nobody
    ) -> int:
        """Store the articles of a project in another, those it has already left out.

        Returns:
            How many were added.
        """
        with self.book.reading() as book:
            self._demand(book, by, source, Role.LEAD)
            self._demand(book, by, project, Role.LEAD)
            ids = book.document_ids(source)

        def articles() -> Iterator[Document]:
            for document_id in ids:
                yield self.store.document(source, document_id)

        report = import_articles(
            self.store, project, articles(), self.clock, lambda done, _: tell(done, len(ids))
        )
        self.on_change(project)
        return len(report.added)

    def change(  # noqa: PLR0913 - what can be chosen
        self,
        by: str,
        project: str,
        expected_revision: int,
        *,
        name: str | None = None,
        guidelines: str | None = None,
        suggest: bool | None = None,
        lease_s: int | None = None,
        usual_lease: bool = False,
    ) -> Project:
        """Change what a project chooses; what is ``None`` stays. Guidelines are for leads too.

        Args:
            by: an admin of the project.
            project: which one.
            expected_revision: what the change follows.
            name: as people call it.
            guidelines: how to label in it, Markdown.
            suggest: whether labels are suggested.
            lease_s: for how long an article is kept for one person.
            usual_lease: for as long as the settings say.

        Raises:
            ProjectRefusedError: something cannot be so; everything wrong is listed.
            StaleProjectError: somebody else changed it first.
            ProjectClosedError: it is archived, or in the trash.
        """
        only_guidelines = (name, suggest, lease_s, usual_lease) == (None, None, None, False)
        least = Role.LEAD if only_guidelines else Role.ADMIN
        with self.book.changing() as book:
            before = self._demand_current(book, by, project, least, expected_revision)
            after = replace(
                before,
                name=before.name if name is None else name.strip(),
                guidelines=before.guidelines if guidelines is None else guidelines,
                suggest=before.suggest if suggest is None else suggest,
                lease_s=None if usual_lease else before.lease_s if lease_s is None else lease_s,
            )
            _refuse(project_problems(after))
            if after == before:
                return before
            after = replace(after, revision=before.revision + 1)
            book.put(after)
            if after.name != before.name:
                self._note(book, by, project, ProjectChange.RENAMED, name=after.name)
            if after.guidelines != before.guidelines:
                self._note(book, by, project, ProjectChange.GUIDELINES)
            if (after.suggest, after.lease_s) != (before.suggest, before.lease_s):
                chosen = {"suggest": after.suggest, "lease_s": after.lease_s}
                self._note(book, by, project, ProjectChange.SETTINGS, **chosen)
        self.on_change(project)
        return after

    def set_schema(self, by: str, project: str, text: str, expected_revision: int) -> Project:
        """Give a project another schema; labels made under the earlier one stay as they are.

        Raises:
            ProjectRefusedError: the first project follows the schema file of the settings.
            SchemaFileError: the schema has problems; all of them are listed.
            StaleProjectError: somebody else changed the project first.
            ProjectClosedError: it is archived, or in the trash.
        """
        if project == self.first:
            raise ProjectRefusedError(
                ["the first project follows the schema file of the settings; change that one"]
            )
        schema = self.read_schema(text, "schema")
        with self.book.changing() as book:
            before = self._demand_current(book, by, project, Role.ADMIN, expected_revision)
            after = replace(
                before,
                schema_text=text,
                schema_id=schema.id,
                schema_version=schema.version,
                revision=before.revision + 1,
            )
            book.put(after)
            book.use_schema(project, schema, self.clock())
            used = {"schema": schema.id, "version": schema.version}
            self._note(book, by, project, ProjectChange.SCHEMA, **used)
        self.on_change(project)
        return after

    def archive(self, by: str, project: str) -> Project:
        """Let nothing be changed in a project any more but its people; all can be read."""
        return self._lead_over(by, project, ProjectChange.ARCHIVED)

    def reopen(self, by: str, project: str) -> Project:
        """Let people work in an archived project again."""
        return self._lead_over(by, project, ProjectChange.REOPENED)

    def trash(self, by: str, project: str) -> Project:
        """Put a project away: as good as not there, until an admin of it restores it.

        Raises:
            ProjectRefusedError: the first project stays.
        """
        if project == self.first:
            raise ProjectRefusedError(["the first project stays; it can be archived"])
        return self._lead_over(by, project, ProjectChange.TRASHED)

    def restore(self, by: str, project: str) -> Project:
        """Take a project out of the trash; it is archived then, until an admin reopens it."""
        return self._lead_over(by, project, ProjectChange.RESTORED)

    def _lead_over(self, by: str, project: str, change: ProjectChange) -> Project:
        """Bring a project into another state; what is in it already stays."""
        ways, target = _WAYS[change]
        with self.book.changing() as book:
            before = self._demand(book, by, project, Role.ADMIN)
            if before.state is target:
                return before
            if before.state not in ways:
                raise ProjectRefusedError([f"the project is {before.state.value}"])
            after = replace(before, state=target, revision=before.revision + 1)
            book.put(after)
            self._note(book, by, project, change)
        self.on_change(project)
        return after

    def _make(self, book: ProjectBook, by: str, project: str, name: str, text: str) -> Project:
        schema = self.read_schema(text, "schema")
        made = Project(
            id=project,
            name=name.strip(),
            state=_ACTIVE,
            created_at=self.clock(),
            schema_id=schema.id,
            schema_version=schema.version,
            schema_text=text,
        )
        _refuse([project_id_problem(project), *project_problems(made)])
        book.create(made, schema)
        if self.everywhere(by) is None:
            book.set_role(project, by, Role.ADMIN)
        return made

    def _demand(self, book: ProjectBook, by: str, project: str, least: Role) -> Project:
        """Return a project in which somebody's role covers ``least``."""
        found = book.get(project)
        role = self._role(book.roles(by), project, by)
        trashed = found is not None and found.state is _TRASHED
        if found is None or role is None or (trashed and role is not Role.ADMIN):
            raise NotFoundError(f"there is no project {project!r}, or it is not open to you")
        if not role.covers(least):
            raise NotAllowedError(f"this takes the role {least} in the project {project}")
        return found

    def _demand_current(
        self, book: ProjectBook, by: str, project: str, least: Role, revision: int
    ) -> Project:
        """Return an open project that nobody changed since ``by`` looked."""
        found = self._demand(book, by, project, least)
        if found.state is not _ACTIVE:
            raise ProjectClosedError(project, found.state)
        if found.revision != revision:
            raise StaleProjectError(found)
        return found

    def _role(self, roles: Mapping[str, Role], project: str, by: str) -> Role | None:
        return roles.get(project, self.everywhere(by))

    def _note(
        self, book: ProjectBook, by: str, project: str, kind: ProjectChange, **detail: object
    ) -> None:
        book.note(project, ProjectNote(self.clock(), by, kind, detail))


def _refuse(problems: Iterable[str]) -> None:
    """Raise ProjectRefusedError where there are any problems; empty ones are none."""
    if found := [problem for problem in problems if problem]:
        raise ProjectRefusedError(found)
