"""``labeler suggest``: let the model read every article it has not read yet."""

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from labeler.cli.opening import ProjectOption, now, opened, plain_errors
from labeler.settings import DEFAULT_PROJECT
from labeler.suggest import load_suggester
from labeler.workflow.suggesting import suggest_pending


def suggest_command(
    project: ProjectOption = DEFAULT_PROJECT,
    pipeline: Annotated[
        str, typer.Option(help="spaCy pipeline, by name or path; the setting if not given.")
    ] = "",
) -> None:
    """Compute the suggestions that are missing, with the pipeline of the settings.

    Prints one line per article the model failed on, on standard error. Exit
    code 1 if there were any, or if the pipeline is not installed.
    """
    console = Console(stderr=True)
    with plain_errors(), opened(project=project) as (settings, store, schema):
        suggester = load_suggester(pipeline or settings.pipeline, schema)
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        ) as bar:
            shown = bar.add_task("Reading articles", total=None)

            def tell(done: int, total: int) -> None:
                bar.update(shown, completed=done, total=total or None)

            done, failed = suggest_pending(store, suggester, project, now, progress=tell)
    typer.echo(f"Articles with new suggestions: {done:,} (by {suggester.author})")
    for document_id, why in failed.items():
        typer.echo(f"{document_id}: {why}", err=True)
    if failed:
        raise typer.Exit(1)
