"""``labeler projects``: projects at the command line, as whoever runs the installation."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from labeler.cli.opening import bar, now, opened, plain_errors, printable
from labeler.core.errors import NotFoundError
from labeler.core.people import Role
from labeler.core.project import Project
from labeler.schema_file import load_schema, schema_of
from labeler.settings import DEFAULT_PROJECT, LOCAL_LOGIN
from labeler.store import SqlStore
from labeler.workflow.projects import Projects

app = typer.Typer(no_args_is_help=True)
_Id = Annotated[str, typer.Argument(help="Id of the project.", metavar="ID")]
_Name = Annotated[str, typer.Option(help="What people call it; the id if not set.")]
_Admin = Annotated[
    str, typer.Option(help="Login of who becomes its admin, where people sign in.", metavar="LOGIN")
]


@app.callback()
def projects() -> None:
    """See, make, copy, archive and put away projects; all else is on the page Projects."""


@app.command("list")
def list_command() -> None:
    """Print all projects with how large they are."""
    with _opened() as (found, _):
        lines = found.lines(LOCAL_LOGIN)
    table = Table("Project", "Id", "State", "Schema", box=None, padding=(0, 2, 0, 0))
    for column in ("Articles", "People", "Submitted"):
        table.add_column(column, justify="right")
    for line in lines:
        project = line.project
        table.add_row(
            Text(printable(project.name)),
            project.id,
            project.state.value,
            f"{project.schema_id} {project.schema_version}",
            *(f"{count:,}" for count in (line.articles, line.people, line.submitted)),
        )
    Console().print(table)


@app.command()
def create(
    project: _Id,
    name: _Name = "",
    schema: Annotated[
        Path | None, typer.Option(help="Schema file; that of the settings if not set.")
    ] = None,
    admin: _Admin = "",
) -> None:
    """Make a project without articles."""
    with _opened() as (found, store):
        text = None
        if schema is not None:
            # Its problems are said with the file's own name.
            load_schema(schema)
            text = schema.read_text("utf-8-sig")
        _demand_account(store, admin)
        made = found.create(LOCAL_LOGIN, project, name or project, text)
        _make_admin(store, made, admin)
    typer.echo(f"{printable(made.name)} ({made.id}) is made, with the schema {made.schema_id}.")
    typer.echo(f"Next: labeler import --project {made.id} FILES")


@app.command()
def copy(  # noqa: PLR0913, PLR0917 - what is copied of what
    source: Annotated[str, typer.Argument(help="Id of the project that is copied.")],
    project: _Id,
    name: _Name = "",
    people: Annotated[bool, typer.Option("--people", help="With its people.")] = False,
    articles: Annotated[bool, typer.Option("--articles", help="With its articles.")] = False,
    admin: _Admin = "",
) -> None:
    """Make a project with the schema, guidelines and settings of another, never its labels."""
    with _opened() as (found, store):
        _demand_account(store, admin)
        made = found.copy(LOCAL_LOGIN, source, project, name or project, people=people)
        _make_admin(store, made, admin)
        if articles:
            with bar("Copying") as tell:
                found.copy_articles(LOCAL_LOGIN, source, project, tell)
    typer.echo(f"{printable(made.name)} ({made.id}) is made, a copy of {source}.")


@app.command()
def archive(project: _Id) -> None:
    """Let nothing be changed in a project any more but its people; all can be read."""
    _lead_over(lambda found: found.archive(LOCAL_LOGIN, project))


@app.command("open")
def open_command(project: _Id) -> None:
    """Let people work in an archived project again."""
    _lead_over(lambda found: found.reopen(LOCAL_LOGIN, project))


@app.command()
def trash(project: _Id) -> None:
    """Put a project away, as good as not there; nothing of it is destroyed."""
    _lead_over(lambda found: found.trash(LOCAL_LOGIN, project))


@app.command()
def restore(project: _Id) -> None:
    """Take a project out of the trash; it is archived then."""
    _lead_over(lambda found: found.restore(LOCAL_LOGIN, project))


def _lead_over(step: Callable[[Projects], Project]) -> None:
    with _opened() as (found, _):
        changed = step(found)
    typer.echo(f"{printable(changed.name)} ({changed.id}) is {changed.state.value}.")


@contextmanager
def _opened() -> Iterator[tuple[Projects, SqlStore]]:
    with plain_errors(), opened() as (settings, store, _):
        yield (
            Projects(
                store.projects,
                store,
                DEFAULT_PROJECT,
                now,
                schema_of,
                lambda: settings.schema_path.read_text("utf-8-sig"),
                # Whoever may run the command may do all that an admin may.
                lambda login: Role.ADMIN if login == LOCAL_LOGIN else None,
                lambda _: None,
            ),
            store,
        )


def _demand_account(store: SqlStore, login: str) -> None:
    with store.people.reading() as book:
        if login and not book.has_account(login):
            raise NotFoundError(f"there is no account {printable(login)!r}; nothing was made")


def _make_admin(store: SqlStore, project: Project, login: str) -> None:
    if login:
        with store.people.changing() as book:
            book.set_role(project.id, login, Role.ADMIN)
