"""Open the store, the schema and the rest from the settings, for commands."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress as Bar

from labeler.core.errors import LabelerError, NotFoundError
from labeler.core.project import Project, ProjectState
from labeler.core.schema import Schema
from labeler.schema_file import load_schema, schema_of
from labeler.settings import DEFAULT_PROJECT, LOCAL_LOGIN, Settings, load_settings
from labeler.store import SqlStore

ProjectOption = Annotated[str, typer.Option("--project", help="Id of the project.")]


def now() -> datetime:
    """Return the current time, in UTC."""
    return datetime.now(UTC)


@contextmanager
def opened(
    settings: Settings | None = None, project: str = DEFAULT_PROJECT
) -> Iterator[tuple[Settings, SqlStore, Schema]]:
    """Give settings, an up-to-date store and the schema of a project; close the store behind.

    Raises:
        NotFoundError: there is no such project, or it is in the trash; those there are are named.
    """
    settings = load_settings() if settings is None else settings
    schema = load_schema(settings.schema_path)
    settings.data.mkdir(parents=True, exist_ok=True)
    store = SqlStore(settings.database_url)
    try:
        store.upgrade()
        store.ensure_project(DEFAULT_PROJECT, schema, now())
        store.ensure_person(LOCAL_LOGIN, "You", now())
        text = _find(store, project).schema_text
        yield settings, store, schema if text is None else schema_of(text, f"schema of {project}")
    finally:
        store.close()


def _find(store: SqlStore, project: str) -> Project:
    with store.projects.reading() as book:
        found = [one for one in book.all() if one.state is not ProjectState.TRASHED]
    for one in found:
        if one.id == project:
            return one
    there = ", ".join(one.id for one in found)
    raise NotFoundError(f"there is no project {printable(project)!r}; there are: {there}")


def printable(line: str) -> str:
    """Return a line without what could steer a terminal: names may hold anything."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in line
    )


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn Labeler's own errors into one plain message and exit code 1."""
    try:
        yield
    except LabelerError as error:
        typer.secho(str(error), err=True, fg=typer.colors.RED)
        raise typer.Exit(1) from error


@contextmanager
def bar(word: str) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar where somebody watches; standard output stays for the findings."""
    with Bar(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(word, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)
