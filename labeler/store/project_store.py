"""The projects of an installation, on SQLite or PostgreSQL."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from labeler.core.errors import DuplicateError
from labeler.core.people import Role
from labeler.core.project import Project, ProjectChange, ProjectNote, ProjectState
from labeler.core.schema import Schema
from labeler.core.work import TaskState
from labeler.store import document_queries
from labeler.store.engine import Database, wait_for_turn
from labeler.store.people_queries import AccountRows
from labeler.store.tables import documents, memberships, project_changes, projects, tasks
from labeler.store.trash_rows import HERE


class ProjectRows:
    """Queries on projects, inside one transaction; satisfies ``ProjectBook``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, project: str) -> Project | None:
        """Return a project, in whatever state; ``None`` where there is none."""
        row = self._connection.execute(select(projects).where(projects.c.id == project)).first()
        return None if row is None else _read(row)

    def all(self) -> tuple[Project, ...]:
        """Return all projects, in whatever state, the first made first."""
        query = select(projects).order_by(projects.c.created_at, projects.c.id)
        return tuple(_read(row) for row in self._connection.execute(query))

    def roles(self, login: str) -> Mapping[str, Role]:
        """Return the roles somebody has, by project."""
        return AccountRows(self._connection).roles(login)

    def counts(self, project: str) -> tuple[int, int, int]:
        """Return how many articles, people, and sets handed in a project has."""
        articles = select(func.count()).select_from(documents)
        people = select(func.count()).select_from(memberships)
        submitted = select(func.count()).select_from(tasks)
        return (
            self._count(articles.where(documents.c.project == project, HERE)),
            self._count(people.where(memberships.c.project == project)),
            self._count(
                submitted.where(
                    tasks.c.project == project, tasks.c.state == TaskState.SUBMITTED.value
                )
            ),
        )

    def create(self, project: Project, schema: Schema) -> None:
        """Store a new project with its first batch; DuplicateError where the id was ever used."""
        if self.get(project.id) is not None:
            raise DuplicateError(f"there is a project {project.id!r} already, or was one")
        document_queries.ensure_project(self._connection, project.id, schema, project.created_at)
        self.put(project)

    def put(self, project: Project) -> None:
        """Store what a project chose, and its state."""
        self._connection.execute(
            update(projects)
            .where(projects.c.id == project.id)
            .values(
                name=project.name,
                guidelines=project.guidelines,
                schema_text=project.schema_text,
                state=project.state.value,
                suggest=project.suggest,
                lease_s=project.lease_s,
                revision=project.revision,
            )
        )

    def use_schema(self, project: str, schema: Schema, now: datetime) -> None:
        """Note the schema in use."""
        document_queries.ensure_project(self._connection, project, schema, now)

    def set_role(self, project: str, login: str, role: Role) -> None:
        """Give somebody who has an account a role in the project."""
        AccountRows(self._connection).set_role(project, login, role)

    def copy_people(self, source: str, target: str) -> int:
        """Give everybody of a project the role in another that they have in it; return how many."""
        there = select(memberships.c.login).where(memberships.c.project == target)
        query = select(memberships.c.login, memberships.c.role).where(
            memberships.c.project == source, memberships.c.login.not_in(there)
        )
        found = [
            {"project": target, "login": row.login, "role": row.role}
            for row in self._connection.execute(query)
        ]
        if found:
            self._connection.execute(insert(memberships), found)
        return len(found)

    def document_ids(self, project: str) -> tuple[str, ...]:
        """Return the ids of all articles that are not in the trash, in import order."""
        query = (
            select(documents.c.id)
            .where(documents.c.project == project, HERE)
            .order_by(documents.c.seq)
        )
        return tuple(self._connection.execute(query).scalars())

    def changes(self, project: str) -> tuple[ProjectNote, ...]:
        """Return all that was done to a project, first things first."""
        query = (
            select(project_changes)
            .where(project_changes.c.project == project)
            .order_by(project_changes.c.seq)
        )
        return tuple(
            ProjectNote(row.at, row.login, ProjectChange(row.kind), row.detail)
            for row in self._connection.execute(query)
        )

    def note(self, project: str, noted: ProjectNote) -> None:
        """Append to what was done to the project."""
        self._connection.execute(
            insert(project_changes).values(
                project=project,
                at=noted.at,
                login=noted.login,
                kind=noted.kind.value,
                detail=dict(noted.detail),
            )
        )

    def _count(self, query: Any) -> int:  # noqa: ANN401 - an SQL query
        found: int = self._connection.execute(query).scalar_one()
        return found


class SqlProjects:
    """The projects of an installation in an SQL database.

    Satisfies ``ProjectStore`` of ``workflow.project_ports``; safe to share between threads.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def reading(self) -> Iterator[ProjectRows]:
        """Open a transaction that only reads."""
        with self._database.read() as connection:
            yield ProjectRows(connection)

    @contextmanager
    def changing(self) -> Iterator[ProjectRows]:
        """Open a transaction that changes; on leaving it is on disk, or undone on an error."""
        with self._database.write() as connection:
            # Whether an id is free, and what a change follows, is read first and then acted upon.
            wait_for_turn(connection, "projects")
            yield ProjectRows(connection)


def _read(row: Row[Any]) -> Project:
    return Project(
        id=row.id,
        name=row.name or row.id,
        state=ProjectState(row.state),
        created_at=row.created_at,
        schema_id=row.schema_id,
        schema_version=row.schema_version,
        guidelines=row.guidelines or "",
        schema_text=row.schema_text,
        suggest=row.suggest,
        lease_s=row.lease_s,
        revision=row.revision,
    )
