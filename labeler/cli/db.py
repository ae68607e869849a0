"""``labeler db``: bring the database up to date, or say how far it is behind."""

import typer

from labeler.settings import load_settings
from labeler.store import SqlStore

app = typer.Typer(help="The database: bring it up to date, or check it.", no_args_is_help=True)


def _open() -> SqlStore:
    return SqlStore(load_settings().database_url)


@app.command()
def upgrade() -> None:
    """Bring the database up to date; a new one is created."""
    store = _open()
    try:
        missing = store.check()
        store.upgrade()
    finally:
        store.close()
    for line in missing:
        typer.echo(line.replace("missing:", "done:", 1))
    typer.echo("The database is up to date.")


@app.command()
def check() -> None:
    """Say what the database is behind in; exit code 1 if it is."""
    store = _open()
    try:
        missing = store.check()
    finally:
        store.close()
    for line in missing:
        typer.echo(line)
    if missing:
        typer.echo("Run: labeler db upgrade")
        raise typer.Exit(1)
    typer.echo("The database is up to date.")
