"""The other modes of signing in: alone on a machine, behind a proxy, through a provider."""

from collections.abc import Iterator

import pytest
from issuing import CLIENT, CLIENT_SECRET, ISSUER, Issuer
from opened_pages import visit
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from two_projects import ANA, ELSEWHERE, HERE, LEA, ROOT, STREAM, ZOE, serve

from labeler import app
from labeler.identity import CALLBACK, CSRF_HEADER, OidcRoutes
from labeler.identity.oidc_provider import OpenIdProvider
from labeler.settings import LOCAL_LOGIN

PROXY = "10.0.0.1"
NAMED = "X-Remote-User"
PUBLIC = "http://127.0.0.1:8501"
LOCALLY = [
    *("annotate", "articles", "progress", "labels", "trash"),
    *("guidelines", f"to-{ELSEWHERE}", "projects"),
]
OF_ANNOTATORS = ["annotate", "articles", "progress", "inbox", "history", "you"]
OF_LEADS = [
    "annotate",
    "articles",
    "progress",
    "labels",
    "inbox",
    "queue",
    "history",
    "trash",
    "team",
    "you",
    "guidelines",
]
OF_ADMINS = [*OF_LEADS, "projects"]


@pytest.fixture
def open_mode(url: str, tmp_path, monkeypatch: pytest.MonkeyPatch):
    """Serve the installation in a mode, to a browser at an address."""
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "")
    return lambda peer="192.0.2.7", **settings: serve(url, tmp_path, peer, **settings)


def statuses(client: TestClient, headers: dict[str, str]) -> tuple[int, int, int]:
    """Return what the API, a page and the WebSocket say."""
    found = [client.get(path, headers=headers).status_code for path in ("/api/v1/session", "/")]
    try:
        with client.websocket_connect(STREAM, headers=headers):
            return (*found, 101)
    except WebSocketDisconnect as closed:
        return (*found, closed.code)


def test_alone_on_a_machine_nobody_else_gets_in(open_mode):
    """No other site, whatever it sends; the one person is the admin, and no other by any header."""
    with open_mode(mode="local") as client:
        assert statuses(client, {"X-Labeler-User": ROOT}) == (200, 200, 101)
        told = client.get("/api/v1/session", headers={"X-Labeler-User": ROOT}).json()
        assert (told["user"]["login"], told["user"]["role"]) == (LOCAL_LOGIN, "admin")
        for name, value in (
            ("Host", "evil.example"),
            ("Host", "192.0.2.1:8501"),
            ("Origin", "https://evil.example"),
            ("Origin", "null"),
        ):
            assert statuses(client, {name: value}) == (403, 403, 1008)
        body = {"name": "Somebody", "kind": "Actor.State"}
        for token, status in ((None, 403), ("", 403), ("forged", 403), (told["csrf"], 201)):
            headers = {} if token is None else {CSRF_HEADER: token}
            assert client.post("/api/v1/actors", json=body, headers=headers).status_code == status
        assert visit(client, {}, "annotate").pages == LOCALLY
        assert not visit(client, {}, "team").is_found


def test_behind_a_proxy_people_are_who_it_says(open_mode):
    """With their role, on pages, API and WebSocket; whoever is not of the project stays out."""
    with open_mode(PROXY, mode="proxy", proxy_header=NAMED, trusted_proxies=PROXY) as client:
        for login, pages in ((ANA, OF_ANNOTATORS), (LEA, OF_LEADS), (ROOT, OF_ADMINS)):
            # What the browser itself names is stripped.
            headers = {NAMED: login, "X-Labeler-User": ROOT}
            told = client.get("/api/v1/session", headers=headers).json()
            assert told["user"]["login"] == login
            assert visit(client, headers, "annotate").pages == pages
            assert visit(client, headers, "team").is_found == ("team" in pages)
            refused = client.post("/api/v1/actors", json={}, headers={**headers, CSRF_HEADER: "x"})
            assert refused.json()["error"]["code"] == "csrf"
        # In another project of the installation: let in, and told of none of this one.
        elsewhere = client.get("/api/v1/session", headers={NAMED: ZOE})
        assert (elsewhere.status_code, elsewhere.json()["error"]["code"]) == (404, "not-found")
        assert not visit(client, {NAMED: ZOE}, "articles", HERE).pages
        unknown = [{NAMED: login} for login in ("nobody", "' or 1=1")]
        for headers in unknown:
            assert statuses(client, headers) == (403, 403, 1008), headers
        for headers in ({}, {NAMED: " "}, {NAMED: ROOT, "x_remote_user": ANA}):
            assert statuses(client, headers) == (401, 401, 1008), headers
        assert statuses(client, {NAMED: ROOT, "Origin": "https://evil.example"}) == (403, 403, 1008)


def test_around_the_proxy_nobody_gets_in(open_mode):
    """Neither by the header, nor by pretending that the request came through it."""
    with open_mode(mode="proxy", proxy_header=NAMED, trusted_proxies=PROXY) as client:
        for more in ({}, {"X-Forwarded-For": PROXY}, {"Forwarded": f"for={PROXY}"}):
            assert statuses(client, {NAMED: ROOT, **more}) == (403, 403, 1008)
        assert client.get("/healthz").status_code == 200


@pytest.fixture
def provided(open_mode, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A browser in front of an installation whose people come through a provider."""
    provider = OpenIdProvider(
        issuer=ISSUER,
        client_id=CLIENT,
        client_secret=CLIENT_SECRET,
        callback=PUBLIC + CALLBACK,
        transport=Issuer().transport,
    )
    monkeypatch.setattr(app, "_provider", lambda _: provider)
    with open_mode(mode="oidc", public_url=PUBLIC, oidc_issuer=ISSUER) as client:
        yield client


PROVIDED = {
    "GET /sign-in": 200,
    "GET /sign-out": 200,
    "POST /sign-out": 200,
    "GET /sign-in/start": 302,
    "GET /sign-in/callback": 403,
    "GET /link/{secret}": 404,
    "POST /link/{secret}": 404,
    "GET /sign-in/style.css": 200,
}
"""The routes of signing in through a provider: what nobody is told."""


def test_through_a_provider_nobody_comes_in_on_their_own_word(provided: TestClient):
    """Not by coming back without having gone, nor by a link that is none; every route is tried."""
    pages = OidcRoutes(None, b"", PUBLIC, provider=None, name="")
    routes = {
        f"{method} {route.path}"
        for route in pages.routes()
        for method in route.methods
        if method != "HEAD"
    }
    assert routes == set(PROVIDED)
    found = {}
    for name in PROVIDED:
        method, path = name.split()
        query = "?code=forged&state=forged" if path == CALLBACK else ""
        answer = provided.request(method, path.replace("{secret}", "x" * 43) + query)
        found[name] = answer.status_code
        assert "labeler_session=" not in answer.headers.get("set-cookie", "")
    assert found == PROVIDED
    for headers in ({}, {"X-Labeler-User": ROOT}, {"Cookie": "labeler_oidc=forged"}):
        assert statuses(provided, headers) == (401, 401, 1008)
