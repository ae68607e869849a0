"""``labeler batches``: the queue at the command line, as whoever runs the installation."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from labeler.cli.opening import ProjectOption, bar, now, opened, plain_errors, printable
from labeler.core.errors import NotFoundError
from labeler.core.people import Role
from labeler.core.queue import Batch, BatchLine, BatchState, Dealing, Order, Plan
from labeler.settings import DEFAULT_PROJECT, LOCAL_LOGIN, Settings
from labeler.store import SqlStore
from labeler.workflow.queueing import Queueing

app = typer.Typer(no_args_is_help=True)
# Said once, before the command: labeler batches --project sports list.
_chosen: ContextVar[str] = ContextVar("project", default=DEFAULT_PROJECT)
_Named = Annotated[str, typer.Argument(help="Name of the batch, or its id.", metavar="BATCH")]
_COLUMNS = ("Articles", "Each", "Submitted", "Begun")


@app.callback()
def batches(project: ProjectOption = DEFAULT_PROJECT) -> None:
    """See, make, fill, deal out, open and close batches; all else is on the page Queue."""
    _chosen.set(project)


@app.command("list")
def list_command() -> None:
    """Print all batches with how far they are, in the order in which they are handed out."""
    with _queue() as queueing:
        lines = queueing.batches(LOCAL_LOGIN)
    table = Table("Batch", box=None, padding=(0, 2, 0, 0))
    for column in ("Id", "State"):
        table.add_column(column, no_wrap=True)
    for column in _COLUMNS:
        table.add_column(column, justify="right")
    for line in lines:
        table.add_row(*_row(line))
    Console().print(table)


@app.command()
def create(  # noqa: PLR0913, PLR0917 - a batch is all of these
    name: Annotated[str, typer.Argument(help="What it is called.")],
    each: Annotated[int, typer.Option(help="People per article; 0 for everybody.")] = 1,
    person: Annotated[
        list[str] | None,
        typer.Option(help="Login of who labels it; may be repeated. Everybody if not set."),
    ] = None,
    dealt: Annotated[
        bool, typer.Option("--dealt", help="Everybody gets those dealt to them, and no others.")
    ] = False,
    priority: Annotated[int, typer.Option(help="Batches with a higher one come first.")] = 0,
    calibration: Annotated[int, typer.Option(help="So many first articles go to all.")] = 0,
) -> None:
    """Make a batch; it is empty and paused."""
    plan = Plan(
        name.strip(),
        wanted=each or None,
        dealing=Dealing.ASSIGNED if dealt else Dealing.FREE,
        people=tuple(dict.fromkeys(person or ())),
        priority=priority,
        calibration=calibration,
    )
    with _queue() as queueing:
        made = queueing.create(LOCAL_LOGIN, plan)
    typer.echo(f"{printable(made.plan.name)} ({made.id}) is made. It is empty and paused.")
    typer.echo("Next: labeler batches fill, then labeler batches open.")


@app.command()
def fill(
    batch: _Named,
    of: Annotated[str, typer.Option("--from", help="Batch the articles are in.")] = "all",
    search: Annotated[
        str, typer.Option(help="Only those with these letters in title, source or id.")
    ] = "",
    most: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    order: Annotated[Order, typer.Option(help="In which they come.")] = Order.IMPORTED,
) -> None:
    """Move articles nobody has opened from one batch to another."""
    with _queue() as queueing:
        target, source = find_batch(queueing, batch), find_batch(queueing, of)
        with bar("Moving") as tell:
            moved = queueing.fill(
                LOCAL_LOGIN,
                target.id,
                of=source.id,
                search=search,
                most=most,
                order=order,
                tell=tell,
            )
    names = [printable(found.plan.name) for found in (source, target)]
    typer.echo(f"{moved:,} moved from {names[0]} to {names[1]}.")


@app.command()
def deal(batch: _Named) -> None:
    """Deal the articles of a batch to its people; done again, only what is missing."""
    with _queue() as queueing:
        found = find_batch(queueing, batch)
        with bar("Dealing") as tell:
            dealt = queueing.deal_out(LOCAL_LOGIN, found.id, tell)
    typer.echo(f"{dealt:,} places were dealt." if dealt else "Everything is dealt already.")


@app.command("open")
def open_command(batch: _Named) -> None:
    """Let the articles of a batch be handed out."""
    _set_state(batch, BatchState.OPEN)


@app.command()
def pause(batch: _Named) -> None:
    """Hand out nothing new of a batch; what people have begun they can finish."""
    _set_state(batch, BatchState.PAUSED)


@app.command()
def close(batch: _Named) -> None:
    """Be done with a batch; its labels stay, and it can be opened again."""
    _set_state(batch, BatchState.CLOSED)


def find_batch(queueing: Queueing, named: str) -> Batch:
    """Return the batch of that id, or else of that name.

    Raises:
        NotFoundError: there is none, or several; those there are are named.
    """
    found = [line.batch for line in queueing.batches(LOCAL_LOGIN)]
    by_id = [batch for batch in found if batch.id == named]
    fits = by_id or [b for b in found if b.plan.name.casefold() == named.strip().casefold()]
    if len(fits) == 1:
        return fits[0]
    several = ", ".join(f"“{printable(b.plan.name)}” ({b.id})" for b in fits or found)
    if fits:
        raise NotFoundError(f"several batches are called {named!r}, use the id: {several}")
    raise NotFoundError(f"there is no batch {named!r}; there are {several}")


def make_queueing(settings: Settings, store: SqlStore, project: str) -> Queueing:
    """Return the queue of a project; whoever may run commands is an admin of it."""
    return Queueing(
        book=store.queue,
        store=store,
        project=project,
        clock=now,
        role_of=lambda login: Role.ADMIN if login == LOCAL_LOGIN else None,
        members=_members(settings, store, project),
        lease_s=settings.lease_s,
        on_reopen=lambda: None,
    )


def _members(settings: Settings, store: SqlStore, project: str) -> Callable[[], tuple[str, ...]]:
    def members() -> tuple[str, ...]:
        if settings.mode == "local":
            return (LOCAL_LOGIN,)
        with store.people.reading() as book:
            return tuple(m.login for m in book.members(project) if m.active)

    return members


@contextmanager
def _queue() -> Iterator[Queueing]:
    project = _chosen.get()
    with plain_errors(), opened(project=project) as (settings, store, _):
        yield make_queueing(settings, store, project)


def _set_state(named: str, state: BatchState) -> None:
    with _queue() as queueing:
        batch = find_batch(queueing, named)
        queueing.change(LOCAL_LOGIN, batch.id, batch.plan, state, batch.revision)
    typer.echo(f"{printable(batch.plan.name)} is {state.value}.")


def _row(line: BatchLine) -> tuple[Text | str, ...]:
    plan = line.batch.plan
    counts = (line.states.get(state, 0) for state in ("submitted", "draft"))
    return (
        Text(printable(plan.name)),
        line.batch.id,
        line.batch.state.value,
        f"{line.articles:,}",
        "all" if plan.wanted is None else str(plan.wanted),
        *(f"{count:,}" for count in counts),
    )
