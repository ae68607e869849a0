"""``labeler db``: bring the database up to date, or say how far it is behind."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import typer

from labeler.cli.opening import plain_errors
from labeler.settings import load_settings
from labeler.store import SqlStore

app = typer.Typer(no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Bring the database up to date; a new one is created."""
    with _opened() as store:
        done = store.upgrade()
    for line in done:
        typer.echo(line)
    typer.echo("The database is up to date.")


@app.command()
def check() -> None:
    """Say what the database is behind in; exit code 1 if it is."""
    with _opened() as store:
        missing = store.check()
    if not missing:
        typer.echo("The database is up to date.")
        return
    for line in missing:
        typer.echo(line)
    typer.echo("Run: labeler db upgrade")
    raise typer.Exit(1)


@contextmanager
def _opened() -> Iterator[SqlStore]:
    with plain_errors(), closing(SqlStore(load_settings().database_url)) as store:
        yield store
