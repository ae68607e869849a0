"""``labeler people``: the way back in, for whoever runs the server."""

from typing import Annotated

import typer

from labeler.cli.opening import now, opened, plain_errors
from labeler.settings import DEFAULT_PROJECT
from labeler.workflow.accounts import Accounts

app = typer.Typer(no_args_is_help=True)


@app.callback()
def people() -> None:
    """Let somebody back in who cannot sign in; all else is on the page Team."""


@app.command()
def reset(login: Annotated[str, typer.Argument(help="Whose account.")]) -> None:
    """Print a one-time link with which somebody chooses anew how they sign in."""
    with plain_errors(), opened() as (settings, store, _):
        secret = Accounts(store.people, DEFAULT_PROJECT, now).rescue(login.strip().lower())
    chosen = "with what to sign in" if settings.mode == "oidc" else "a new password"
    typer.echo(f"With this link {login} chooses {chosen}; it works once, for 7 days:")
    typer.echo(f"  {settings.address}/link/{secret}")
