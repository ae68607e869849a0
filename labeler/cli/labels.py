"""``labeler labels``: write the live labels anew, or check them against the store."""

import typer

from labeler.cli.opening import ProjectOption, bar, opened, plain_errors
from labeler.datasets.live import LiveLabels
from labeler.settings import DEFAULT_PROJECT
from labeler.workflow import publishing

app = typer.Typer(help="The live labels: rebuild or verify them.", no_args_is_help=True)


@app.command()
def rebuild(project: ProjectOption = DEFAULT_PROJECT) -> None:
    """Write all live labels anew from the database; files that are right stay untouched."""
    with plain_errors(), opened(project=project) as (settings, store, schema):
        writer = LiveLabels(settings.labels_folder)
        with bar("Writing") as step:
            publishing.rebuild(store, writer, project, schema, step)
        typer.echo(f"{settings.labels_folder / project} holds what was submitted.")


@app.command()
def verify(project: ProjectOption = DEFAULT_PROJECT) -> None:
    """Compare every file with the database, byte for byte; exit code 1 if any differs."""
    with plain_errors(), opened(project=project) as (settings, store, schema):
        writer = LiveLabels(settings.labels_folder)
        with bar("Comparing") as step:
            faults = publishing.verify(store, writer, project, schema, step)
        for fault in faults:
            typer.echo(str(fault))
        if faults:
            typer.echo(f"Run: labeler labels rebuild --project {project}", err=True)
            raise typer.Exit(1)
        typer.echo(f"{settings.labels_folder / project} holds what was submitted.")
