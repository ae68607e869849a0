"""``labeler schema``: check a schema file, write its guidelines."""

from pathlib import Path
from typing import Annotated

import typer

from labeler.core.schema import FrameKind, Schema
from labeler.schema_file import SchemaFileError, load_schema, write_guidelines

app = typer.Typer(no_args_is_help=True, help="Check schema files and write their guidelines.")
_File = Annotated[Path, typer.Argument(help="The schema, a YAML file.")]


@app.command()
def check(file: _File) -> None:
    """List everything that is wrong with a schema file; exit 1 if anything is."""
    schema = _load(file)
    counts = ", ".join(f"{n} {noun}{'' if n == 1 else 's'}" for n, noun in _counts(schema))
    typer.echo(f"{file}: {schema.id} {schema.version} is sound: {counts}")


@app.command()
def docs(
    file: _File,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write here instead of the terminal.")
    ] = None,
) -> None:
    """Write the guidelines of a schema as Markdown, a table per layer."""
    text = write_guidelines(_load(file))
    if output is None:
        typer.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        typer.echo(f"{output}: cannot be written: {error.strerror or error}", err=True)
        raise typer.Exit(1) from error


def _load(file: Path) -> Schema:
    try:
        return load_schema(file)
    except SchemaFileError as error:
        typer.echo(str(error), err=True)
        count = len(error.problems)
        typer.echo(f"{count} problem{'' if count == 1 else 's'}", err=True)
        raise typer.Exit(1) from error


def _counts(schema: Schema) -> tuple[tuple[int, str], ...]:
    spans = [span for span in schema.span_types.values() if not span.abstract]
    return (
        (len(spans), "span type"),
        (len(schema.concrete(FrameKind.EVENT)), "event type"),
        (len(schema.concrete(FrameKind.ATTRIBUTION)), "attribution type"),
        (len(schema.relation_types), "relation"),
        (len(schema.attributes), "attribute"),
        (len(schema.constraints), "constraint"),
    )
