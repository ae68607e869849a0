"""An installation with two projects and people of every kind, for tests of who may do what.

The server is the real one; beside it the same database is filled through the
workflow. Every thing that is asked for is a new one, so that no answer depends
on an earlier one.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import streamlit as st
from accounted import PASSWORD, WEB, hashing_quickly
from starlette.testclient import TestClient
from streamlit.runtime import Runtime

from labeler.app import compose
from labeler.core.actor import ActorFacts
from labeler.core.annotation import AnnotationSet
from labeler.core.document import Document
from labeler.core.people import Role, Scope
from labeler.core.queue import Plan
from labeler.core.thread import Member
from labeler.core.work import Save, Task
from labeler.identity import CSRF_HEADER, SESSION_COOKIE, read_secret
from labeler.identity.admitting import csrf_of
from labeler.schema_file import load_schema
from labeler.settings import DEFAULT_PROJECT, Settings
from labeler.store import SqlStore
from labeler.workflow.accounts import Accounts
from labeler.workflow.actors import Actors
from labeler.workflow.queueing import Queueing
from labeler.workflow.threads import Opening, Threads
from labeler.workflow.trash import Trash

HERE = DEFAULT_PROJECT
API = "/api/v1"
ELSEWHERE = "other"
"""A second project of the same installation, with people and things of its own."""
HOST = "http://127.0.0.1:8501"
STREAM = "ws://127.0.0.1:8501/_stcore/stream"
SCHEMA = load_schema(Settings().schema_path)

ANA, BO, LEA, ROOT = "ana", "bo", "lea", "root"
"""Two annotators, the lead and the admin of the project."""
CY, DI = "cy", "di"
"""Who was removed from the project, and who was a lead of it and is an annotator now."""
ZOE = "zoe"
"""The admin of the other project, who is not in this one."""
ROLES = {ANA: Role.ANNOTATOR, BO: Role.ANNOTATOR, LEA: Role.LEAD, CY: Role.LEAD, DI: Role.LEAD}
_ARTICLES = 2_000
_LEASE_S = 600


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody, or some script, that sends requests.

    Attributes:
        headers: what says who they are.
        login: whose things are their own.
    """

    headers: Mapping[str, str]
    login: str = ANA


@dataclass
class Side:
    """One project, as its people work on it."""

    store: SqlStore
    project: str
    people: Mapping[str, Role]
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    untouched: Iterator[int] = field(default_factory=lambda: iter(range(1, _ARTICLES + 1)))

    @property
    def accounts(self) -> Accounts:
        """The people of the project."""
        return Accounts(self.store.people, self.project, now)

    @property
    def threads(self) -> Threads:
        """What they say to each other."""
        members = [Member(login, login.title()) for login in self.people]
        return Threads(self.store.threads, self.project, now, self.people.get, lambda: members)

    @property
    def queueing(self) -> Queueing:
        """Who gets which article."""
        return Queueing(
            self.store.queue,
            self.store,
            self.project,
            now,
            self.people.get,
            lambda: tuple(self.people),
            _LEASE_S,
            lambda: None,
        )

    @property
    def trash(self) -> Trash:
        """What was put away."""
        return Trash(
            self.store.trash, self.project, now, self.people.get, lambda: None, lambda: None
        )

    def number(self) -> int:
        """Return a number that was not used before."""
        return next(self.numbers)

    def article(self) -> str:
        """Return an article that nobody has opened."""
        return f"{self.project}-{next(self.untouched)}"

    def task(self, login: str) -> Task:
        """Return somebody's task on an article of its own."""
        return self.store.open_task(self.project, self.article(), login, now(), _LEASE_S)

    def saved(self, login: str) -> Task:
        """Return somebody's task with one revision, which has no labels."""
        task = self.task(login)
        document = self.store.document(self.project, task.document_id)
        labels = AnnotationSet(
            document.id, document.sha256, SCHEMA.id, SCHEMA.version, f"annotator:{login}"
        )
        save = Save("save-1", 0, task.lease.fence, {}, 1.0)
        return self.store.save(self.project, task.id, labels, save, now(), _LEASE_S)

    def submitted(self, login: str) -> Task:
        """Return a task that somebody has submitted."""
        task = self.saved(login)
        return self.store.submit(self.project, task.id, 1, task.lease.fence, now())

    def thread(self, login: str) -> tuple[str, str]:
        """Return a thread on somebody's own labels, and the message it begins with."""
        task = self.saved(login)
        made = f"{self.project}-{login}-{self.number()}"
        self.threads.open(
            login, Opening(f"t-{made}", f"m-{made}", task.document_id, task.id, None, "", "Hm.")
        )
        return f"t-{made}", f"m-{made}"

    def actor(self) -> str:
        """Return an actor."""
        actors = Actors(self.store, self.project, SCHEMA, now)
        return actors.create(
            next(iter(self.people)), ActorFacts(f"Actor {self.number()}", "Actor.State")
        ).id

    @property
    def lead(self) -> str:
        """Who manages the queue."""
        return next(login for login, role in self.people.items() if role.covers(Role.LEAD))

    def batch(self) -> Mapping[str, str]:
        """Return a batch and the article in it, which nobody has opened."""
        plan = Plan(f"Batch {self.number()}", wanted=1, people=(self.lead,))
        made, article = self.queueing.create(self.lead, plan), self.article()
        with self.queueing.book.changing() as book:
            book.move(self.project, made.id, [article])
        return {"id": made.id, "article": article}

    def submitted_article(self, login: str) -> Mapping[str, str]:
        """Return an article that somebody has submitted, and their login."""
        return {"id": self.submitted(login).document_id, "login": login}

    def put_away(self, login: str) -> Task:
        """Return a task whose labels are in the trash."""
        return self.trash.put_set(self.lead, self.saved(login).id)

    def article_put_away(self) -> str:
        """Return an article in the trash."""
        found = self.article()
        self.trash.put_article(self.lead, found)
        return found

    def control(self, login: str) -> Mapping[str, str]:
        """Return an article that goes to everybody unseen, right as somebody submitted it."""
        found = self.submitted_article(login)
        self.queueing.make_control(self.lead, found["id"], login)
        return found


def now() -> datetime:
    """Return the time, which is the server's too."""
    return datetime.now(UTC)


def fill(url: str) -> None:
    """Put two projects with their people and articles into an empty database."""
    with closing(SqlStore(url)) as store, hashing_quickly():
        store.upgrade()
        for project in (HERE, ELSEWHERE):
            store.ensure_project(project, SCHEMA, now())
            texts = [f"Article {number} of {project}." for number in range(1, _ARTICLES + 1)]
            store.add_documents(
                project,
                [Document(f"{project}-{n}", text, text) for n, text in enumerate(texts, 1)],
                now(),
            )
        _found(Side(store, ELSEWHERE, {}), ZOE)
        here = Side(store, HERE, {})
        _found(here, ROOT)
        for login, role in ROLES.items():
            link = here.accounts.invite(ROOT, login, login.title(), role)
            here.accounts.use_link(link, login="", name="", password=PASSWORD, **WEB)


def _found(side: Side, login: str) -> None:
    link = side.accounts.first_admin_link()
    assert link is not None
    side.accounts.use_link(link, login=login, name=login.title(), password=PASSWORD, **WEB)


@dataclass
class Installation:
    """The running server and what lies beside it."""

    client: TestClient
    here: Side
    elsewhere: Side
    secret: bytes
    askers: Mapping[str, Asker] = field(default_factory=dict)
    base: str = API

    def sign_in(self, side: Side, login: str) -> Asker:
        """Return somebody's browser, with the token that its changes carry."""
        secret = side.accounts.sign_in_external(login, "", client="Firefox", address="192.0.2.7")
        _, session = side.accounts.who(secret)
        csrf = csrf_of(self.secret, session)
        return Asker({"Cookie": f"{SESSION_COOKIE}={secret}", CSRF_HEADER: csrf}, login)

    def token(self, side: Side, login: str, *scopes: Scope) -> tuple[Asker, str]:
        """Return a script of somebody's, and the id of its token."""
        secret, token = side.accounts.create_token(login, "script", scopes, 7)
        return Asker({"Authorization": f"Bearer {secret}"}, login), token.id


@dataclass(frozen=True, slots=True)
class _Spans:
    tokens: tuple[tuple[int, int], ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()


def _tokenize(_text: str, _language: str) -> _Spans:
    return _Spans()


@contextmanager
def serve(
    url: str, folder: Path, peer: str = "192.0.2.7", **settings: object
) -> Iterator[TestClient]:
    """Serve the real app on a database, in this process; yield a browser without cookies.

    It comes from the address ``peer``.
    """
    accounts = Settings(data=folder, database=url, mode="accounts", suggest=False)
    chosen = replace(accounts, **settings)
    try:
        # Nobody reads the articles here, and spaCy would take seconds to begin.
        with (
            patch("labeler.app.tokenize", _tokenize),
            TestClient(
                st.App(**compose(chosen)), HOST, follow_redirects=False, client=(peer, 4711)
            ) as client,
        ):
            yield client
    finally:
        # Streamlit forgets only with its process that it was running; the next app could not.
        Runtime._instance = None  # noqa: SLF001 - there is no other way


@contextmanager
def open_installation(url: str, folder: Path) -> Iterator[Installation]:
    """Serve two projects that ``fill`` has made, with everybody who could ask for something."""
    with ExitStack() as held:
        client = held.enter_context(serve(url, folder))
        store = held.enter_context(closing(SqlStore(url)))
        found = Installation(
            client,
            Side(store, HERE, {**ROLES, ROOT: Role.ADMIN}),
            Side(store, ELSEWHERE, {ZOE: Role.ADMIN}),
            read_secret(folder / "secret"),
        )
        found.askers = _askers(found)
        yield found


def _askers(found: Installation) -> Mapping[str, Asker]:
    here, accounts = found.here, found.here.accounts
    annotator = found.sign_in(here, ANA)
    revoked, token_id = found.token(here, ANA, Scope.READ, Scope.LABEL)
    accounts.revoke_token(ANA, token_id)
    ended = found.sign_in(here, ANA)
    accounts.sign_out(ended.headers["Cookie"].partition("=")[2])
    removed, of_removed = found.sign_in(here, CY), found.token(here, CY, *Scope)[0]
    accounts.set_active(ROOT, CY, False)
    demoted = found.token(here, DI, Scope.MANAGE)[0]
    accounts.set_role(ROOT, DI, Role.ANNOTATOR)
    return {
        "nobody": Asker({}),
        "annotator": annotator,
        "lead": found.sign_in(here, LEA),
        "admin": found.sign_in(here, ROOT),
        "removed": removed,
        "ended session": ended,
        "of another project": found.sign_in(found.elsewhere, ZOE),
        "annotator's token to read": found.token(here, ANA, Scope.READ)[0],
        "annotator's token to label": found.token(here, ANA, Scope.LABEL)[0],
        "lead's token to read": found.token(here, LEA, Scope.READ)[0],
        "lead's token to label": found.token(here, LEA, Scope.LABEL)[0],
        "lead's token to manage": found.token(here, LEA, Scope.MANAGE)[0],
        "demoted lead's token to manage": demoted,
        "removed lead's token": of_removed,
        "revoked token": revoked,
        "expired token": _expired(found),
        "token of another project": found.token(found.elsewhere, ZOE, *Scope)[0],
    }


def _expired(found: Installation) -> Asker:
    earlier = Accounts(found.here.store.people, HERE, lambda: datetime(2026, 1, 1, tzinfo=UTC))
    secret, _ = earlier.create_token(ANA, "old", [Scope.READ, Scope.LABEL], 1)
    return Asker({"Authorization": f"Bearer {secret}"})


Make = Callable[[Side, str], Mapping[str, str]]
"""Makes a thing of somebody's in a project, and says what requests say of it."""


def _of_task(task: Task) -> Mapping[str, str]:
    return {
        "id": task.id,
        "document": task.document_id,
        "fence": str(task.lease.fence),
        "revision": str(task.revision),
        "number": "1",
    }


PERSONAL: Mapping[str, Make] = {
    "task": lambda side, login: _of_task(side.task(login)),
    "saved task": lambda side, login: _of_task(side.saved(login)),
    "submitted task": lambda side, login: _of_task(side.submitted(login)),
    "task in the trash": lambda side, login: _of_task(side.put_away(login)),
    "thread": lambda side, login: {"id": side.thread(login)[0]},
    "message": lambda side, login: {"id": side.thread(login)[1]},
}
"""Things that are somebody's: one's own, another's, another project's."""

SHARED: Mapping[str, Make] = {
    "article": lambda side, _: {"id": side.article()},
    "actor": lambda side, _: {"id": side.actor()},
    "batch": lambda side, _: side.batch(),
    "submitted article": lambda side, login: side.submitted_article(login),
    "control article": lambda side, login: side.control(login),
    "article in the trash": lambda side, _: {"id": side.article_put_away()},
}
"""Things that belong to a project: this one's, another's."""
