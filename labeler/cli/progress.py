"""``labeler progress``: how far the project is, in the terminal or as JSON."""

import json
from datetime import timedelta
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from labeler.api.progress import progress_figures
from labeler.cli.opening import ProjectOption, now, opened, plain_errors
from labeler.core.people import Role
from labeler.datasets.trends import LiveTrends
from labeler.settings import DEFAULT_PROJECT, LOCAL_LOGIN
from labeler.workflow.progress import Asked, ProgressReports, Reader

_COLUMNS = (
    "Person",
    "Submitted",
    "Active hours",
    "Per active hour",
    "Median minutes",
    "In hand",
    "Skipped",
)


def progress_command(
    as_json: Annotated[
        bool, typer.Option("--json", help="All figures, as the API has them.")
    ] = False,
    person: Annotated[str | None, typer.Option(help="Login of whose work counts.")] = None,
    days: Annotated[
        int | None, typer.Option(min=1, help="How many days of submissions count; all if not set.")
    ] = None,
    zone: Annotated[str, typer.Option(help="Time zone in which days are counted.")] = "UTC",
    project: ProjectOption = DEFAULT_PROJECT,
) -> None:
    """Print what is done, by whom, how fast, what is stuck, and when it will be through."""
    with plain_errors(), opened(project=project) as (settings, store, _):
        trends = LiveTrends(settings.labels_folder)
        reports = ProgressReports(store.progress_book, trends, project, now)
        # Whoever may run the command may read the database.
        reader = Reader(LOCAL_LOGIN, Role.ADMIN, zone)
        first = None if days is None else reports.today(reader) - timedelta(days=days - 1)
        figures = progress_figures(reports, reader, Asked(person, first=first))
    if as_json:
        typer.echo(json.dumps(figures, ensure_ascii=False, indent=2))
        return
    typer.echo(_headline(figures))
    if figures["people"]:
        Console().print(_table(figures["people"]))
    stuck = figures["stuck"]
    typer.echo(
        f"Stuck: {stuck['stale']} drafts not saved for long, {stuck['skipped']} skipped, "
        f"{stuck['lapsed']} opened and left, {stuck['flagged']} with flags."
    )


def _headline(figures: dict[str, Any]) -> str:
    forecast = figures["forecast"]
    if forecast["reason"]:
        through = f"No forecast: {forecast['reason']}."
    else:
        late = forecast["late"] or "more than ten years from now"
        through = f"Likely through between {forecast['early']} and {late}."
    return (
        f"{figures['done']} of {figures['wanted']} articles done, {figures['drafts']} in hand, "
        f"{figures['left']} left. {through}"
    )


def _table(people: list[dict[str, Any]]) -> Table:
    table = Table(*_COLUMNS[:1])
    for column in _COLUMNS[1:]:
        table.add_column(column, justify="right")
    for line in people:
        table.add_row(
            Text(line["name"]),
            str(line["submitted"]),
            f"{line['active_s'] / 3600:.1f}",
            _number(line["per_active_hour"]),
            _number(line["median_minutes"]),
            str(line["drafts"]),
            str(line["skipped"]),
        )
    return table


def _number(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.1f}"
