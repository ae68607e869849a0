"""What signing in asks of the accounts; ``labeler.workflow.accounts`` satisfies it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, Protocol, TypeVar

from labeler.core.people import Link, Scope, Session, Visitor

_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")


class Sessions(Protocol):
    """Whom a secret stands for. Everything blocks."""

    def who(self, secret: str) -> tuple[Visitor, Session] | None:
        """Return whose session this is; ``None`` where it ended or never was."""

    def token(self, secret: str) -> tuple[Visitor, frozenset[Scope]] | None:
        """Return whose API token this is, and what it may be used for."""


class Entrance(Sessions, Protocol):
    """Sessions begin and end here. Everything blocks."""

    def sign_in(self, login: str, password: str, *, client: str, address: str) -> str:
        """Return the secret of a new session; SignInRefusedError."""

    def sign_out(self, secret: str) -> None:
        """End a session."""

    def look_at_link(self, secret: str) -> Link:
        """Return what a one-time link is for; LinkRefusedError."""

    def use_link(  # noqa: PLR0913 - what a person fills in, and from where
        self, secret: str, *, login: str, name: str, password: str, client: str, address: str
    ) -> str:
        """Return the secret of a new session; LinkRefusedError, PeopleRefusedError."""


class Vouched(Sessions, Protocol):
    """Sessions of people somebody else has asked who they are. Everything blocks."""

    def sign_in_external(self, login: str, name: str, *, client: str, address: str) -> str:
        """Return the secret of a new session; SignInRefusedError."""


class Threads:
    """A few threads of their own, so that the event loop never waits for the accounts."""

    def __init__(self, count: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(count, name)

    async def run(
        self, work: Callable[_Given, _Found], *args: _Given.args, **kwargs: _Given.kwargs
    ) -> _Found:
        """Return what ``work`` returns, done in a thread; calls take turns in their order."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, lambda: work(*args, **kwargs))
