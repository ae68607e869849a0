"""What the workflow of projects asks of the store."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from labeler.core.people import Role
from labeler.core.project import Project, ProjectNote
from labeler.core.schema import Schema


class ProjectBook(Protocol):
    """All that is kept about projects, within one transaction."""

    def get(self, project: str) -> Project | None:
        """Return a project, in whatever state; ``None`` where there is none."""

    def all(self) -> Sequence[Project]:
        """Return all projects, in whatever state, the first made first."""

    def roles(self, login: str) -> Mapping[str, Role]:
        """Return the roles somebody has, by project."""

    def counts(self, project: str) -> tuple[int, int, int]:
        """Return how many articles, people, and sets handed in a project has."""

    def create(self, project: Project, schema: Schema) -> None:
        """Store a new project with its first batch; DuplicateError where the id was ever used."""

    def put(self, project: Project) -> None:
        """Store what a project chose, and its state."""

    def use_schema(self, project: str, schema: Schema, now: datetime) -> None:
        """Note the schema in use."""

    def set_role(self, project: str, login: str, role: Role) -> None:
        """Give somebody who has an account a role in the project."""

    def copy_people(self, source: str, target: str) -> int:
        """Give everybody of a project the role in another that they have in it; return how many."""

    def document_ids(self, project: str) -> Sequence[str]:
        """Return the ids of all articles that are not in the trash, in import order."""

    def changes(self, project: str) -> Sequence[ProjectNote]:
        """Return all that was done to a project, first things first."""

    def note(self, project: str, noted: ProjectNote) -> None:
        """Append to what was done to the project."""


class ProjectStore(Protocol):
    """Opens the book of projects; safe to share between threads."""

    def reading(self) -> AbstractContextManager[ProjectBook]:
        """Open a transaction that only reads."""

    def changing(self) -> AbstractContextManager[ProjectBook]:
        """Open a transaction that changes; on leaving it is on disk, or undone on an error."""
