"""The door of an installation with accounts, in front of an app that says whom it sees."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from accounted import Office, found_project, hashing_quickly, open_office
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from labeler.identity import AccountsIdentity, Gate, SignInRoutes, TrustedProxies

SECRET = b"of the installation"
HOST = "http://127.0.0.1:8501"


def named_users(headers: Headers) -> list[str]:
    """Return whom the user header names, in both spellings: servers differ in which they read."""
    return [value for name, value in headers.items() if name.replace("_", "-") == "x-labeler-user"]


async def _whoami(request: Request) -> JSONResponse:
    state = request.state
    return JSONResponse(
        {
            "login": state.person.login if state.person else None,
            "role": state.person.role if state.person else None,
            "roles": dict(state.visitor.roles) if state.visitor else None,
            "users": named_users(request.headers),
            "csrf": state.csrf,
            "scopes": None if state.scopes is None else sorted(state.scopes),
            "address": state.address,
        }
    )


async def _page(_: Request) -> PlainTextResponse:
    return PlainTextResponse("a page")


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_json(named_users(socket.headers))
    async for text in socket.iter_text():
        await socket.send_text(text)


@contextmanager
def served_office(folder) -> Iterator[Office]:
    """Open the accounts of a project with Ana as its admin; passwords are hashed quickly."""
    url = f"sqlite:///{folder / 'labeler.db'}"
    found_project(url)
    with hashing_quickly(), open_office(url) as office:
        office.found("ana")
        yield office


def door(office: Office, base_url: str = HOST, peer: str = "192.0.2.7", **options) -> TestClient:
    """Return a browser that nobody is signed in with, in front of the accounts."""
    public_url = options.pop("public_url", "")
    pages = options.pop("pages", None) or SignInRoutes(office.accounts, SECRET, public_url)
    routes = [
        *pages.routes(),
        Route("/api/v1/x", _whoami, methods=["GET", "POST", "PUT"]),
        Route("/healthz", _page),
        Route("/articles", _page),
        Route("/_stcore/health", _page),
        WebSocketRoute("/_stcore/stream", _socket),
    ]
    proxies = TrustedProxies.read(options.pop("proxies", "10.0.0.1"))
    app = AccountsIdentity(
        Starlette(routes=routes),
        sessions=office.accounts,
        secret=SECRET,
        gate=Gate(public_url, "0.0.0.0"),  # noqa: S104 - nothing listens
        proxies=proxies,
        watch_s=options.pop("watch_s", 0.05),
    )
    return TestClient(app, base_url, follow_redirects=False, client=(peer, 4711), **options)


def form_of(html: str) -> dict[str, str]:
    """Return the hidden fields of a page's form."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))


def sign_in(client: TestClient, login: str = "ana", password: str = "correct horse", **headers):  # noqa: S107 - of people who do not exist
    """Fill in the form as a browser does."""
    typed = form_of(client.get("/sign-in").text) | {"login": login, "password": password}
    return client.post("/sign-in", data=typed, headers=headers)


def wait_for_the_end(socket) -> WebSocketDisconnect:
    """Return how a socket that somebody goes on writing to was closed, within seconds."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        socket.send_text("still there?")
        try:
            socket.receive_text()
        except WebSocketDisconnect as closed:
            return closed
    raise AssertionError("the page is still open")
