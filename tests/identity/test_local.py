"""Who gets through the door of a private installation, and as whom."""

import pytest
from entrance import named_users
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from labeler.identity import (
    LOCAL_PERSON,
    LocalIdentity,
    NotLoopbackError,
    is_loopback,
    read_secret,
    require_loopback,
)


async def _whoami(request: Request) -> JSONResponse:
    users = named_users(request.headers)
    state = request.state
    role = state.visitor.role_in("any project")
    said = {"login": state.person.login, "role": role, "users": users, "csrf": state.csrf}
    return JSONResponse(said)


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_json(named_users(socket.headers))
    await socket.close()


@pytest.fixture
def client():
    """A client on loopback in front of an app that says who it sees."""
    routes = [
        Route("/api/v1/x", _whoami, methods=["GET", "POST"]),
        WebSocketRoute("/ws", _socket),
    ]
    app = LocalIdentity(Starlette(routes=routes), b"secret")
    return TestClient(app, base_url="http://127.0.0.1:8501")


def test_the_one_person_may_do_everything_in_every_project(client):
    """Also in one that is made later."""
    assert client.get("/api/v1/x").json()["role"] == "admin"


def test_everyone_on_loopback_is_the_one_person(client):
    """Pages and API see the same person."""
    found = client.get("/api/v1/x").json()
    assert found["login"] == LOCAL_PERSON.login == "local"
    assert found["users"] == ["local"]


@pytest.mark.parametrize("name", ["X-Labeler-User", "x_labeler_user", "X-LABELER_user"])
def test_nobody_can_name_themselves(client, name):
    """A forged user header is stripped, whatever its spelling."""
    assert client.get("/api/v1/x", headers={name: "admin"}).json()["users"] == ["local"]


def test_a_forged_header_on_the_websocket_is_stripped(client):
    """Streamlit reads the person from the websocket."""
    with client.websocket_connect(
        "ws://127.0.0.1:8501/ws", headers={"X-Labeler-User": "admin"}
    ) as socket:
        assert socket.receive_json() == ["local"]


def test_other_host_names_are_refused(client):
    """DNS rebinding reaches the port but not the app."""
    answer = client.get("/api/v1/x", headers={"Host": "evil.example:8501"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "host")


def test_other_origins_are_refused(client):
    """A web page elsewhere cannot read or write through the browser."""
    answer = client.get("/api/v1/x", headers={"Origin": "https://evil.example"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "origin")
    other_port = client.get("/api/v1/x", headers={"Origin": "http://127.0.0.1:9999"})
    assert other_port.status_code == 403
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect(
            "ws://127.0.0.1:8501/ws", headers={"Origin": "https://evil.example"}
        ),
    ):
        pass


def test_changes_need_the_token_of_the_session(client):
    """Reading gives the token, writing wants it."""
    token = client.get("/api/v1/x").json()["csrf"]
    assert client.post("/api/v1/x").json()["error"]["code"] == "csrf"
    assert client.post("/api/v1/x", headers={"X-CSRF-Token": "wrong"}).status_code == 403
    assert client.post("/api/v1/x", headers={"X-CSRF-Token": token}).status_code == 200


def test_the_token_survives_a_restart(client):
    """A page that stayed open can save after the server came back."""
    token = client.get("/api/v1/x").json()["csrf"]
    routes = [Route("/api/v1/x", _whoami, methods=["POST"])]
    again = TestClient(
        LocalIdentity(Starlette(routes=routes), b"secret"), base_url="http://localhost:8501"
    )
    assert again.post("/api/v1/x", headers={"X-CSRF-Token": token}).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "::1", "[::1]"])
def test_loopback_addresses_are_served(host):
    """Every name of this machine itself."""
    require_loopback(host)
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["192.168.1.5", "10.0.0.1", "::", "example.org", ""])
def test_reachable_addresses_are_refused(host):
    """Without a password nobody else may reach it."""
    with pytest.raises(NotLoopbackError, match="without a password"):
        require_loopback(host)


def test_the_secret_is_made_once_and_only_for_its_owner(tmp_path):
    """The file is private and stays."""
    path = tmp_path / "deep" / "secret"
    first = read_secret(path)
    assert len(first) == 64
    assert read_secret(path) == first
    assert path.stat().st_mode & 0o077 == 0
