"""``labeler import``: bring articles into a project."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from labeler.cli.batches import find_batch, make_queueing
from labeler.cli.opening import ProjectOption, now, opened, plain_errors, printable
from labeler.core.queue import FIRST_BATCH
from labeler.core.work import ImportReport
from labeler.formats.articles import read_articles, total_bytes
from labeler.settings import DEFAULT_PROJECT, LOCAL_LOGIN, Settings
from labeler.store import SqlStore
from labeler.workflow.importing import import_articles


def import_command(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Files (.txt .jsonl .csv .tsv .parquet .zip) and folders of them.",
            show_default=False,
        ),
    ],
    column: Annotated[
        list[str] | None,
        typer.Option(
            help="Which column of a table holds a field, such as text=body; may be repeated. "
            "Fields: text, id, title, source, url, published_at, language.",
            metavar="FIELD=COLUMN",
        ),
    ] = None,
    project: ProjectOption = DEFAULT_PROJECT,
    batch: Annotated[
        str, typer.Option(help="Name or id of the batch new articles go to.", metavar="BATCH")
    ] = FIRST_BATCH,
) -> None:
    """Import articles; the same text twice is recognised.

    Prints one line per problem on standard error. Exit code 1 if there were
    any; all other articles are imported nonetheless.
    """
    mapping = _mapping(column or [])
    with plain_errors(), opened(project=project) as (settings, store, _):
        batch_id = find_batch(make_queueing(settings, store, project), batch).id
        report = _import(store, project, batch_id, paths, mapping)
    _show(report)
    if report.problems:
        raise typer.Exit(1)


def import_into_empty(settings: Settings, folder: Path) -> None:
    """Import a folder into the default project, unless that has articles already."""
    with opened(settings) as (_, store, _schema):
        if store.list_documents(DEFAULT_PROJECT, LOCAL_LOGIN, limit=1).total:
            return
        report = import_articles(store, DEFAULT_PROJECT, read_articles([folder]), now)
    for problem in report.problems:
        typer.echo(printable(str(problem)), err=True)
    typer.echo(f"Imported {len(report.added)} sample articles.")


def _mapping(columns: list[str]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for given in columns:
        field, equals, column = given.partition("=")
        if not (field and equals and column):
            raise typer.BadParameter(
                f"want FIELD=COLUMN, such as text=body, not {given!r}", param_hint="--column"
            )
        mapping[field.strip()] = column
    return mapping


def _import(
    store: SqlStore, project: str, batch_id: str, paths: list[Path], mapping: dict[str, str]
) -> ImportReport:
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        # In a file the bar would be an empty line among the problems.
        disable=not console.is_terminal,
    ) as bar:
        shown = bar.add_task("Importing", total=total_bytes(paths))
        articles = read_articles(paths, mapping, advance=lambda n: bar.advance(shown, n))

        def tell(done: int, _total: int) -> None:
            bar.update(shown, description=f"Importing, {done:,} articles")

        return import_articles(store, project, articles, now, tell, batch_id=batch_id)


def _show(report: ImportReport) -> None:
    for note in report.notes:
        typer.echo(f"Note: {printable(str(note))}", err=True)
    for problem in report.problems:
        typer.echo(printable(str(problem)), err=True)
    table = Table("", "articles", show_edge=False)
    table.columns[1].justify = "right"
    table.add_row("added", f"{len(report.added):,}")
    table.add_row("already there", f"{len(report.duplicates):,}")
    if report.in_trash:
        table.add_row("in the trash", f"{len(report.in_trash):,}")
    table.add_row("problems", f"{len(report.problems):,}")
    Console().print(table)
    if report.problems:
        typer.echo("Each problem has its line above; everything else was imported.")
    if report.added:
        typer.echo("Next: labeler serve, then choose an article on the page Articles.")
    elif report.duplicates:
        typer.echo("These texts are in the project already; nothing was changed.")
    if report.in_trash:
        typer.echo("What lies in the trash stays there; a lead restores it on the page Trash.")
