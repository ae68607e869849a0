"""A Labeler whose people sign in, on a database of its own, with one or several servers."""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
from crowd import Seat
from databases import KINDS, Databases
from serving import ServedApp
from writing import article

from labeler.core.people import Role
from labeler.core.queue import FIRST_BATCH, BatchState, Plan
from labeler.schema_file import load_schema
from labeler.settings import DEFAULT_PROJECT, Settings
from labeler.store import SqlStore
from labeler.workflow.accounts import Accounts

HERE = Path(__file__).parent
LEAD = "lead"
WANTED = 3
SERVERS = dict(zip(KINDS, (1, 2), strict=True))
_AT_ONCE = 500
Fill = Callable[[SqlStore, str, Sequence[str], int], None]
"""Fills the project of a store with so many articles; told the address and who is there."""


class CountedApp(ServedApp):
    """A server that notes for whom it runs the page script."""

    def launch(
        self, arguments: list[str], environment: dict[str, str], log: Path
    ) -> "subprocess.Popen[bytes]":
        """Start it."""
        with log.open("ab") as written:
            return subprocess.Popen(
                [sys.executable, str(HERE / "counted.py"), *arguments],
                env=os.environ | environment,
                stdout=written,
                stderr=subprocess.STDOUT,
                cwd=self.data.parent,
            )


@dataclass
class Installation:
    """Servers, their database, and the sessions of people."""

    data: Path
    url: str
    servers: list[ServedApp]
    cookies: dict[str, str]

    def seats(self) -> list[Seat]:
        """Return where the annotators sit, spread over the servers."""
        logins = [login for login in self.cookies if login != LEAD]
        ports = [server.port for server in self.servers]
        return [
            Seat(login, self.cookies[login], ports[n % len(ports)])
            for n, login in enumerate(logins)
        ]

    def start(self) -> None:
        """Start all servers."""
        for server in self.servers:
            server.start()

    def stop(self) -> None:
        """Stop all servers."""
        for server in self.servers:
            server.stop()

    def cpu_s(self) -> float:
        """Return how long the servers have kept processors busy since they were started."""
        times = [psutil.Process(s.process.pid).cpu_times() for s in self.servers if s.process]
        return sum(found.user + found.system for found in times)

    def runs(self) -> Counter[str]:
        """Return how often the page script ran, by login."""
        file = self.data / "runs"
        return Counter(file.read_text("utf-8").split("\n")[:-1] if file.exists() else ())


@contextmanager
def postgresql(folder: Path) -> Iterator[Databases]:
    """Give databases; the PostgreSQL among them waits for the disk, as one that matters does."""
    found = Databases(folder)
    try:
        yield found
    finally:
        found.stop()


@contextmanager
def installed(
    kind: str,
    annotators: int,
    articles: int,
    server: type[ServedApp] = CountedApp,
    fill: Fill | None = None,
) -> Iterator[Installation]:
    """Make an installation with a lead, annotators with sessions, and articles; not started."""
    with tempfile.TemporaryDirectory() as name, postgresql(Path(name)) as databases:
        if kind == "postgresql":
            for setting in ("fsync", "full_page_writes"):
                databases.server.run(f"ALTER SYSTEM SET {setting} = on")
            databases.server.run("SELECT pg_reload_conf()")
        with databases.fresh(kind) as url:
            data = Path(name) / "data"
            data.mkdir()
            logins = [LEAD, *(f"annotator-{n:03}" for n in range(annotators))]
            with closing(SqlStore(url)) as store:
                make_project(store)
                cookies = {login: join(store, login) for login in logins}
                (fill or stock)(store, url, logins, articles)
            environment = {
                "LABELER_MODE": "accounts",
                "LABELER_DATABASE": url,
                "BENCH_RUNS": str(data / "runs"),
            }
            servers = [server(data, environment=environment) for _ in range(SERVERS[kind])]
            made = Installation(data, url, servers, cookies)
            try:
                yield made
            finally:
                made.stop()


def make_project(store: SqlStore) -> None:
    """Make the tables and the project."""
    store.upgrade()
    schema = load_schema(Settings().schema_path)
    store.ensure_project(DEFAULT_PROJECT, schema, datetime.now(UTC))


def join(store: SqlStore, login: str) -> str:
    """Make an account, and return the secret of a session of theirs."""
    now = datetime.now(UTC)
    role = Role.ADMIN if login == LEAD else Role.ANNOTATOR
    with store.people.changing() as book:
        book.put_account(login, login.replace("-", " ").title(), now)
        book.set_role(DEFAULT_PROJECT, login, role)
    accounts = Accounts(store.people, DEFAULT_PROJECT, lambda: datetime.now(UTC))
    name = login.replace("-", " ").title()
    return accounts.sign_in_external(login, name, client="Firefox", address="192.0.2.7")


def stock(store: SqlStore, _url: str, _logins: Sequence[str], articles: int) -> None:
    """Store articles, each for three people."""
    now = datetime.now(UTC)
    began = time.monotonic()
    for first in range(0, articles, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, articles))
        store.add_documents(DEFAULT_PROJECT, [article(n) for n in numbers], now)
    with store.queue.changing() as book:
        plan = Plan("All articles", wanted=WANTED)
        book.change(DEFAULT_PROJECT, FIRST_BATCH, plan, BatchState.OPEN, 1, LEAD, now)
    print(f"  {articles} articles stored in {time.monotonic() - began:.0f} s", flush=True)


def kinds_of(given: str) -> Sequence[str]:
    """Return the databases that were asked for: one, or all."""
    return (given,) if given else KINDS
