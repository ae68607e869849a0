"""The ``labeler`` command: the steps people take, without a browser."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from labeler.cli import (
    batches,
    db,
    importing,
    labels,
    people,
    progress,
    projects,
    schema,
    suggest,
)
from labeler.cli.opening import plain_errors
from labeler.identity import require_loopback
from labeler.settings import load_settings, shipped

app = typer.Typer(
    name="labeler",
    help="Label who did what to whom, and who says so, in news text.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(schema.app, name="schema", help="Check a schema, or print its guidelines.")
app.add_typer(db.app, name="db", help="Bring the database up to date, or see whether it is.")
app.add_typer(labels.app, name="labels", help="Rebuild or verify the live labels.")
app.add_typer(batches.app, name="batches", help="Which articles go to whom.")
app.add_typer(projects.app, name="projects", help="Several projects in one installation.")
app.add_typer(people.app, name="people", help="Let somebody back in who cannot sign in.")
app.command("import")(importing.import_command)
app.command("progress")(progress.progress_command)
app.command("suggest")(suggest.suggest_command)


@app.command()
def serve(
    port: Annotated[int | None, typer.Option(help="Port to listen on; 8501 if not set.")] = None,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; loopback only in the mode local.")
    ] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of the database and labels.")] = None,
    schema_file: Annotated[
        Path | None, typer.Option("--schema", help="Schema file; the shipped one if not set.")
    ] = None,
    samples: Annotated[
        bool, typer.Option("--samples", help="Fill an empty database with the sample articles.")
    ] = False,
) -> None:
    """Serve the app; on this machine, for one person, unless the settings say otherwise."""
    with plain_errors():
        settings = load_settings(serving=True)
        given: dict[str, Any] = {
            "port": port,
            "host": host,
            "data": data,
            "schema": None if schema_file is None else str(schema_file),
        }
        settings = replace(settings, **{k: v for k, v in given.items() if v is not None})
        if settings.mode == "local":
            require_loopback(settings.host)
        if samples:
            importing.import_into_empty(settings, shipped("samples"))
        typer.echo(f"Labeler: http://{settings.host}:{settings.port}  (Ctrl+C stops it)")
        # Streamlit takes a second to import; the other commands do without it.
        from labeler.app import serve as serve_app  # noqa: PLC0415

        serve_app(settings)


def main() -> None:
    """Run the command line."""
    app()
