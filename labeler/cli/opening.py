"""Open the store, the schema and the rest from the settings, for commands."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import typer
from rich.console import Console
from rich.progress import Progress as Bar

from labeler.core.errors import LabelerError
from labeler.core.schema import Schema
from labeler.schema_file import load_schema
from labeler.settings import DEFAULT_PROJECT, LOCAL_LOGIN, Settings, load_settings
from labeler.store import SqlStore


def now() -> datetime:
    """Return the current time, in UTC."""
    return datetime.now(UTC)


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[tuple[Settings, SqlStore, Schema]]:
    """Give settings, an up-to-date store and the schema; close the store behind."""
    settings = load_settings() if settings is None else settings
    schema = load_schema(settings.schema_path)
    settings.data.mkdir(parents=True, exist_ok=True)
    store = SqlStore(settings.database_url)
    try:
        store.upgrade()
        store.ensure_project(DEFAULT_PROJECT, schema, now())
        store.ensure_person(LOCAL_LOGIN, "You", now())
        yield settings, store, schema
    finally:
        store.close()


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
