"""Who gets through where a reverse proxy says who people are."""

import pytest
from entrance import SECRET, named_users, served_office
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from labeler.app import compose
from labeler.core.people import Role
from labeler.identity import Gate, ProxyIdentity, TrustedProxies
from labeler.settings import Settings, SettingsError

STREAM = "ws://127.0.0.1:8501/_stcore/stream"


async def _whoami(request: Request) -> JSONResponse:
    person = request.state.person
    users = named_users(request.headers)
    return JSONResponse({"login": person.login, "users": users, "csrf": request.state.csrf})


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_json(named_users(socket.headers))
    async for text in socket.iter_text():
        await socket.send_text(text)


@pytest.fixture
def office(tmp_path):
    """The accounts of a project: Ana is its admin, Bo an annotator."""
    with served_office(tmp_path) as opened:
        link = opened.accounts.invite("ana", "bo", "Bo", Role.ANNOTATOR)
        opened.come(link)
        yield opened


@pytest.fixture
def behind(office):
    """Make a client that reaches the app from an address."""

    def reach(peer: str = "10.0.0.1") -> TestClient:
        routes = [
            Route("/api/v1/x", _whoami, methods=["GET", "POST"]),
            Route("/articles", _whoami),
            WebSocketRoute("/_stcore/stream", _socket),
        ]
        app = ProxyIdentity(
            Starlette(routes=routes),
            sessions=office.accounts,
            secret=SECRET,
            gate=Gate(),
            proxies=TrustedProxies.read("10.0.0.0/24"),
            header="X-Remote-User",
            watch_s=0.05,
        )
        return TestClient(app, "http://127.0.0.1:8501", client=(peer, 4711))

    return reach


def test_the_proxy_names_the_person(behind, office):
    """Page, API and socket see the same one; one session serves all requests."""
    client = behind()
    bo = {"X-Remote-User": "Bo", "X-Labeler-User": "ana", "x_labeler_user": "ana"}
    before = len(office.accounts.sessions("ana", "bo"))
    for path in ("/articles", "/api/v1/x"):
        found = client.get(path, headers=bo).json()
        assert (found["login"], found["users"]) == ("bo", ["bo"])
    with client.websocket_connect(STREAM, headers=bo) as socket:
        assert socket.receive_json() == ["bo"]
    assert len(office.accounts.sessions("ana", "bo")) == before + 1
    assert {a.login: a.name for a in office.accounts.members("ana")}["bo"] == "Bo"


def test_the_proxy_names_somebody_of_another_project(behind, office):
    """They come in all the same: it is one installation."""
    sports = office.elsewhere()
    sports.use_link(
        sports.first_admin_link(),
        login="zoe",
        name="Zoe",
        password="correct horse",  # noqa: S106 - of people who do not exist
        client="",
        address="",
    )
    assert behind().get("/articles", headers={"X-Remote-User": "zoe"}).json()["login"] == "zoe"


@pytest.mark.parametrize("peer", ["192.0.2.7", "127.0.0.1", "10.0.1.1", "::1"])
def test_nobody_gets_around_the_proxy(behind, peer):
    """What others send says nothing, also where it names a proxy as the sender."""
    forged = {"X-Remote-User": "ana", "X-Forwarded-For": "10.0.0.1"}
    client = behind(peer)
    assert client.get("/articles", headers=forged).status_code == 403
    assert client.get("/api/v1/x", headers=forged).status_code == 403
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(STREAM, headers=forged):
        pass


def test_a_proxy_has_to_name_exactly_one(behind):
    """Nobody, or the browser's own header beside the proxy's, is nobody."""
    client = behind()
    assert client.get("/articles").status_code == 401
    assert client.get("/articles", headers={"X-Remote-User": " "}).status_code == 401
    two = [("X-Remote-User", "bo"), ("x_remote_user", "ana")]
    assert client.get("/articles", headers=two).status_code == 401


def test_whoever_has_no_account_is_told_so(behind, office):
    """With their name as it is written; and after being kept out, at once."""
    client = behind()
    answer = client.get("/articles", headers={"X-Remote-User": "<b>cy</b>"})
    assert answer.status_code == 403
    assert "No account here" in answer.text
    assert "&lt;b&gt;cy&lt;/b&gt;" in answer.text
    bo = {"X-Remote-User": "bo"}
    assert client.get("/articles", headers=bo).status_code == 200
    with client.websocket_connect(STREAM, headers=bo) as socket:
        assert socket.receive_json() == ["bo"]
        office.accounts.set_active("ana", "bo", False)
        with pytest.raises(WebSocketDisconnect):
            socket.receive_text()
    assert client.get("/api/v1/x", headers=bo).json()["error"]["code"] == "no-account"


def test_changes_need_the_token_of_the_session(behind):
    """As with every other way to sign in."""
    client = behind()
    bo = {"X-Remote-User": "bo"}
    token = client.get("/api/v1/x", headers=bo).json()["csrf"]
    assert client.post("/api/v1/x", headers=bo).json()["error"]["code"] == "csrf"
    assert client.post("/api/v1/x", headers=bo | {"X-CSRF-Token": token}).status_code == 200


@pytest.mark.parametrize("trusted", [None, "*", "127.0.0.1"])
def test_it_does_not_start_where_addresses_could_be_made_up(tmp_path, monkeypatch, trusted):
    """The server below believes proxies of its own choice, unless it is told not to."""
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    if trusted is not None:
        monkeypatch.setenv("FORWARDED_ALLOW_IPS", trusted)
    with pytest.raises(SettingsError, match="labeler serve"):
        compose(Settings(data=tmp_path / "data", mode="proxy"))
