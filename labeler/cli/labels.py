"""``labeler labels``: write the live labels anew, or check them against the store."""

import typer

from labeler.cli.opening import bar, opened, plain_errors
from labeler.datasets.live import LiveLabels
from labeler.settings import DEFAULT_PROJECT
from labeler.workflow import publishing

app = typer.Typer(help="The live labels: rebuild or verify them.", no_args_is_help=True)


@app.command()
def rebuild() -> None:
    """Write all live labels anew from the database; files that are right stay untouched."""
    with plain_errors(), opened() as (settings, store, schema):
        writer = LiveLabels(settings.labels_folder)
        with bar("Writing") as step:
            publishing.rebuild(store, writer, DEFAULT_PROJECT, schema, step)
        typer.echo(f"{settings.labels_folder / DEFAULT_PROJECT} holds what was submitted.")


@app.command()
def verify() -> None:
    """Compare every file with the database, byte for byte; exit code 1 if any differs."""
    with plain_errors(), opened() as (settings, store, schema):
        writer = LiveLabels(settings.labels_folder)
        with bar("Comparing") as step:
            faults = publishing.verify(store, writer, DEFAULT_PROJECT, schema, step)
        for fault in faults:
            typer.echo(str(fault))
        if faults:
            typer.echo("Run: labeler labels rebuild", err=True)
            raise typer.Exit(1)
        typer.echo(f"{settings.labels_folder / DEFAULT_PROJECT} holds what was submitted.")
