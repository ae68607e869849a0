"""Whoever tries to get around signing in: forged headers, cookies, tokens, hosts, origins."""

import re
from collections.abc import Iterator, Mapping
from contextlib import closing

import pytest
from databases import Databases
from opened_pages import visit
from starlette.routing import BaseRoute, Mount
from starlette.websockets import WebSocketDisconnect
from two_projects import (
    ANA,
    ELSEWHERE,
    HERE,
    ROOT,
    STREAM,
    Asker,
    Installation,
    Side,
    fill,
    now,
)

from labeler.core.people import Scope
from labeler.identity import CSRF_HEADER, SESSION_COOKIE
from labeler.identity.common import sign
from labeler.store import SqlStore
from labeler.surface import ASSETS
from labeler.workflow.accounts import Accounts

COOKIE = f"{SESSION_COOKIE}="
USER_HEADERS = ["X-Labeler-User", "x_labeler_user", "X-LABELER_user"]
ROUTES = {
    "GET /sign-in": (200, 303),
    "POST /sign-in": (403, 403),
    "GET /sign-out": (200, 200),
    "POST /sign-out": (200, 403),
    "GET /link/{secret}": (404, 404),
    "POST /link/{secret}": (404, 404),
    "GET /sign-in/style.css": (200, 200),
    "GET /surface/{version}": (401, 200),
}
"""Routes that are not the API's: what nobody is told, and an annotator, without a form of ours."""


@pytest.fixture(scope="module")
def strange(databases: Databases) -> Iterator[Side]:
    """Another installation, with people of the same names."""
    with databases.fresh("sqlite", fill) as url, closing(SqlStore(url)) as store:
        yield Side(store, HERE, {})


def ways_in(installation: Installation, headers: Mapping[str, str]) -> dict[str, int]:
    """Return what somebody is told: by the API, by what pages fetch, and by the WebSocket."""
    found = {
        path: installation.client.get(path, headers=dict(headers)).status_code
        for path in ("/api/v1/session", "/_stcore/health", f"{ASSETS}/main.js")
    }
    try:
        with installation.client.websocket_connect(STREAM, headers=dict(headers)):
            found["socket"] = 101
    except WebSocketDisconnect as closed:
        found["socket"] = closed.code
    return found


OUT = {"/api/v1/session": 401, "/_stcore/health": 401, f"{ASSETS}/main.js": 401, "socket": 1008}
OTHER_SITE = dict.fromkeys(OUT, 403) | {"socket": 1008}
IN = dict.fromkeys(OUT, 200) | {"socket": 101}


def own_routes(installation: Installation) -> Iterator[tuple[str, BaseRoute]]:
    """Yield method and path of all routes of the server but the API's, which say no methods."""
    for route in installation.client.app._starlette_app.routes:  # noqa: SLF001 - Streamlit says it nowhere
        if isinstance(route, Mount):
            yield f"GET {route.path}", route
            continue
        for method in sorted(getattr(route, "methods", None) or ()):
            if method != "HEAD":
                yield f"{method} {route.path}", route


def test_every_route_of_signing_in_has_a_row(installation: Installation):
    """What is not listed here, Streamlit's own included, is for those who are signed in."""
    listed = {name for name, _ in own_routes(installation)}
    assert set(ROUTES) <= listed
    for name in listed - set(ROUTES):
        method, path = name.split(" ")
        filled = re.sub(r"{[^}]+}", "x", path) or "/"
        answer = installation.client.request(method, filled)
        assert answer.status_code == 401, name


@pytest.mark.parametrize("name", ROUTES)
def test_the_routes_of_signing_in_do_nothing_without_a_form_of_ours(
    installation: Installation, name: str
):
    """Somebody who is signed in stays so, and nobody becomes somebody."""
    method, path = name.split()
    path = f"{ASSETS}/main.js" if "version" in path else path.replace("{secret}", "x" * 43)
    asker = installation.sign_in(installation.here, ANA)
    answers = tuple(
        installation.client.request(method, path, headers=dict(headers), data=sent)
        for headers, sent in (({}, None), (asker.headers, None))
    )
    assert tuple(answer.status_code for answer in answers) == ROUTES[name]
    assert all(COOKIE not in answer.headers.get("set-cookie", "") for answer in answers)
    assert ways_in(installation, asker.headers) == IN


@pytest.mark.parametrize("name", USER_HEADERS)
def test_nobody_names_themselves(installation: Installation, name: str):
    """The header that names people inside is worth nothing from outside, signed in or not."""
    assert ways_in(installation, {name: ROOT}) == OUT
    ana = {**installation.askers["annotator"].headers, name: ROOT}
    assert installation.client.get("/api/v1/session", headers=ana).json()["user"]["login"] == ANA
    assert "team" not in visit(installation.client, ana, "annotate").pages


def forged_cookies(installation: Installation, strange: Side) -> Iterator[tuple[str, str]]:
    """Yield what a session cookie may hold that is no session of ours."""
    good = installation.askers["admin"].headers["Cookie"].removeprefix(COOKIE)
    yield "empty", ""
    yield "a login", ROOT
    yield "changed", f"{'A' if good[0] != 'A' else 'B'}{good[1:]}"
    yield "cut short", good[:-1]
    yield "too long", f"{good}A"
    yield "in other letters", good.swapcase()
    yield "of another installation", strange.accounts.sign_in_external(ROOT, "", **FROM)
    yield (
        "a token",
        installation.token(installation.here, ROOT, *Scope)[0]
        .headers["Authorization"]
        .partition(" ")[2],
    )
    yield "very long", "A" * 9_000


FROM = {"client": "Firefox", "address": "192.0.2.7"}


def test_forged_cookies_open_nothing(installation: Installation, strange: Side):
    """Over HTTP or over the WebSocket."""
    for what, value in forged_cookies(installation, strange):
        assert ways_in(installation, {"Cookie": f"{COOKIE}{value}"}) == OUT, what
    assert ways_in(installation, installation.askers["admin"].headers) == IN


def test_an_ended_session_opens_nothing(installation: Installation):
    """Ended by its person, or by an admin."""
    for who in ("ended session", "removed"):
        assert ways_in(installation, installation.askers[who].headers) == OUT, who


def test_an_old_session_opens_nothing(installation: Installation):
    """Also in a browser that kept its cookie."""
    earlier = Accounts(
        installation.here.store.people, HERE, lambda: now().replace(year=now().year - 1)
    )
    old = earlier.sign_in_external(ANA, "", **FROM)
    assert ways_in(installation, {"Cookie": f"{COOKIE}{old}"}) == OUT


def test_forged_tokens_open_nothing(installation: Installation, strange: Side):
    """Those of another installation, changed ones, and what is no token at all."""
    session = installation.askers["admin"].headers["Cookie"].removeprefix(COOKIE)
    good = installation.askers["lead's token to read"].headers["Authorization"]
    theirs, _ = strange.accounts.create_token(ROOT, "script", list(Scope), 7)
    for given in (
        f"Bearer {theirs}",
        f"{good}A",
        good[:-1],
        f"Bearer {session}",
        f"Bearer {ROOT}",
    ):
        headers = {"Authorization": given}
        assert ways_in(installation, headers) == OUT, given
        # It is not made good by a cookie either: a script is who it says it is, or nobody.
        both = {**headers, **installation.askers["admin"].headers}
        assert installation.client.get("/api/v1/session", headers=both).status_code == 401
    as_basic = {"Authorization": good.replace("Bearer", "Basic")}
    assert ways_in(installation, as_basic) == OUT
    # A good one is for the API alone.
    assert ways_in(installation, {"Authorization": good}) == OUT | {"/api/v1/session": 200}


def test_a_change_needs_the_token_of_its_own_session(installation: Installation):
    """None, another session's, another person's, one that another secret has signed."""
    asker = installation.askers["annotator"]
    cookie = asker.headers["Cookie"]
    found = installation.here.accounts.who(cookie.removeprefix(COOKIE))
    assert found is not None
    again = installation.sign_in(installation.here, ANA)
    forged = (
        None,
        "",
        "none",
        again.headers[CSRF_HEADER],
        installation.askers["admin"].headers[CSRF_HEADER],
        sign(b"of another installation", "csrf", found[1].id),
    )
    before = count_actors(installation, asker)
    for token in forged:
        headers = {"Cookie": cookie} | ({} if token is None else {CSRF_HEADER: token})
        answer = make_actor(installation, headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "csrf"), token
    assert count_actors(installation, asker) == before
    assert make_actor(installation, asker.headers).status_code == 201
    assert count_actors(installation, asker) == before + 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
    ],
    ids=str,
)
def test_other_sites_reach_nothing_through_somebodys_browser(
    installation: Installation, headers: dict[str, str]
):
    """With the cookie of an admin, and also where they know the token for changes."""
    admin = installation.askers["admin"].headers
    assert ways_in(installation, {**admin, **headers}) == OTHER_SITE
    assert make_actor(installation, {**admin, **headers}).status_code == 403


def test_an_open_page_does_not_outlive_what_it_was_opened_under(installation: Installation):
    """A role that changes or a session that ends closes the WebSocket of a page that is open."""
    here = installation.here
    asker = installation.sign_in(here, ANA)
    with installation.client.websocket_connect(STREAM, headers=dict(asker.headers)) as socket:
        here.accounts.sign_out(asker.headers["Cookie"].removeprefix(COOKIE))
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_bytes()
    assert closed.value.code == 1008


def test_the_other_project_is_reached_by_its_people_alone(installation: Installation):
    """Whoever is an admin here is nobody there."""
    elsewhere = installation.elsewhere.accounts
    assert {member.login for member in elsewhere.members("zoe")} == {"zoe"}
    for asker in ("annotator", "lead", "admin"):
        secret = installation.askers[asker].headers["Cookie"].removeprefix(COOKIE)
        visitor, _ = elsewhere.who(secret)
        assert visitor.role_in(ELSEWHERE) is None
    assert installation.elsewhere.project == ELSEWHERE


def make_actor(installation: Installation, headers: Mapping[str, str]):
    """Return the answer to a change."""
    body = {"name": f"Somebody {installation.here.number()}", "kind": "Actor.State"}
    return installation.client.post("/api/v1/actors", json=body, headers=dict(headers))


def count_actors(installation: Installation, asker: Asker) -> int:
    """Return how many actors the project has."""
    answer = installation.client.get("/api/v1/actors", headers=dict(asker.headers))
    return answer.json()["total"]
