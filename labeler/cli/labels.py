"""``labeler labels``: write the live labels anew, or check them against the store."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import Progress as Bar

from labeler.cli.opening import opened, plain_errors
from labeler.datasets.live import LiveLabels
from labeler.settings import DEFAULT_PROJECT
from labeler.workflow import publishing

app = typer.Typer(help="The live labels: rebuild or verify them.", no_args_is_help=True)


@app.command()
def rebuild() -> None:
    """Write all live labels anew from the database; files that are right stay untouched."""
    with plain_errors(), opened() as (settings, store, schema):
        writer = LiveLabels(settings.labels_folder)
        with _bar("Writing") as step:
            publishing.rebuild(store, writer, DEFAULT_PROJECT, schema, step)
        typer.echo(f"{settings.labels_folder / DEFAULT_PROJECT} holds what was submitted.")


@app.command()
def verify() -> None:
    """Compare every file with the database, byte for byte; exit code 1 if any differs."""
    with plain_errors(), opened() as (settings, store, schema):
        writer = LiveLabels(settings.labels_folder)
        with _bar("Comparing") as step:
            faults = publishing.verify(store, writer, DEFAULT_PROJECT, schema, step)
        for fault in faults:
            typer.echo(str(fault))
        if faults:
            typer.echo("Run: labeler labels rebuild", err=True)
            raise typer.Exit(1)
        typer.echo(f"{settings.labels_folder / DEFAULT_PROJECT} holds what was submitted.")


@contextmanager
def _bar(word: str) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar where somebody watches; standard output stays for the findings."""
    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(word, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
