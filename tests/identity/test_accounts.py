"""Who gets through the door of an installation with accounts, and as whom."""

import threading

import pytest
from entrance import HOST, door, form_of, served_office, sign_in, wait_for_the_end
from starlette.websockets import WebSocketDisconnect

from labeler.core.people import Role, Scope, Session, Visitor
from labeler.workflow.accounts import Accounts

STREAM = "ws://127.0.0.1:8501/_stcore/stream"
SPELLINGS = ["X-Labeler-User", "x_labeler_user", "X-LABELER_user"]
ZOE = {
    "login": "zoe",
    "name": "Zoe",
    "password": "correct horse",
    "client": "",
    "address": "",
}


@pytest.fixture
def office(tmp_path):
    """The accounts of a project: Ana is its admin, Bo an annotator."""
    with served_office(tmp_path) as opened:
        opened.accounts.use_link(
            opened.accounts.invite("ana", "bo", "Bo", Role.ANNOTATOR),
            login="",
            name="",
            password="correct horse",  # noqa: S106 - of people who do not exist
            client="",
            address="",
        )
        yield opened


@pytest.fixture
def client(office):
    """A browser that nobody is signed in with."""
    return door(office)


# ---- nobody --------------------------------------------------------------------


def test_nobody_is_led_to_sign_in_and_back(client):
    """Whoever opens a page signs in first and gets to that page then."""
    answer = client.get("/articles?search=x%20y", headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Farticles%3Fsearch%3Dx%2520y"
    form = form_of(client.get(answer.headers["location"]).text)
    typed = form | {"login": "ana", "password": "correct horse"}
    signed_in = client.post("/sign-in", data=typed)
    assert (signed_in.status_code, signed_in.headers["location"]) == (
        303,
        "/articles?search=x%20y",
    )
    assert client.get("/articles").text == "a page"


def test_nobody_reaches_anything_else(client):
    """What pages fetch is refused plainly; the API decides itself; health is for all."""
    assert client.get("/_stcore/health").status_code == 401
    assert client.put("/_stcore/upload_file/1", content=b"x").status_code == 401
    assert client.get("/api/v1/x").json()["login"] is None
    assert client.post("/api/v1/x").json()["login"] is None
    assert client.get("/healthz").text == "a page"
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(STREAM):
        pass


@pytest.mark.parametrize("name", SPELLINGS)
def test_nobody_can_name_themselves(client, name):
    """A forged user header is stripped, whatever its spelling, signed in or not."""
    forged = {name: "ana"}
    assert client.get("/api/v1/x", headers=forged).json()["users"] == []
    assert client.get("/articles", headers=forged).status_code == 401
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(STREAM, headers=forged):
        pass
    sign_in(client, "bo")
    found = client.get("/api/v1/x", headers=forged).json()
    assert (found["login"], found["role"], found["users"]) == ("bo", "annotator", ["bo"])
    with client.websocket_connect(STREAM, headers=forged) as socket:
        assert socket.receive_json() == ["bo"]


# ---- cookies ---------------------------------------------------------------------


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client):
    """And over https it travels by https only."""
    given = sign_in(client).headers["set-cookie"]
    assert "labeler_session=" in given
    assert all(part in given for part in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=2592000"))
    assert "Secure" not in given


def test_over_https_the_cookie_is_secure(office):
    """Whether the server itself speaks it, a trusted proxy says so, or the settings do."""
    assert "Secure" in sign_in(door(office, "https://127.0.0.1")).headers["set-cookie"]
    said = {"X-Forwarded-Proto": "https"}
    trusted = sign_in(door(office, peer="10.0.0.1"), **said)
    assert "Secure" in trusted.headers["set-cookie"]
    assert "Secure" not in sign_in(door(office), **said).headers["set-cookie"]
    public = door(office, "http://labels.example", public_url="https://labels.example")
    assert "Secure" in sign_in(public).headers["set-cookie"]


@pytest.mark.parametrize("forged", ["", "x", "A" * 43, "a" * 9000, "ana", "é", "%00"])
def test_forged_cookies_are_nobodys(client, forged):
    """Whatever they hold."""
    headers = {"Cookie": f"labeler_session={forged}".encode()}
    assert client.get("/api/v1/x", headers=headers).json()["login"] is None
    assert client.get("/_stcore/health", headers=headers).status_code == 401
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(STREAM, headers=headers):
        pass


def test_an_ended_session_is_out_with_the_next_request(client, office):
    """Ended from wherever, and whoever may not come in any more."""
    sign_in(client, "bo")
    assert client.get("/articles").status_code == 200
    (session,) = [s for s in office.accounts.sessions("ana", "bo") if s.client]
    office.accounts.end_session("ana", session.id)
    assert client.get("/articles").status_code == 401
    sign_in(client, "bo")
    assert client.get("/articles").status_code == 200
    office.accounts.set_active("ana", "bo", False)
    assert client.get("/articles").status_code == 401


def test_an_expired_session_is_over(client, office):
    """Also in a browser that kept the cookie, and when the clock jumps back."""
    sign_in(client)
    office.pass_time(days=31)
    assert client.get("/articles").status_code == 401
    office.pass_time(days=-31)
    assert client.get("/articles").status_code == 401


def test_a_role_counts_from_the_next_request(client, office):
    """Nobody has to sign in again."""
    sign_in(client, "bo")
    office.accounts.set_role("ana", "bo", Role.LEAD)
    assert client.get("/api/v1/x").json()["role"] == "lead"


def test_the_app_is_told_the_role_in_every_project(office):
    """In the first one by itself: none for who is in others only."""
    sports = office.elsewhere()
    sports.use_link(sports.first_admin_link(), **ZOE)
    for login, role, roles in (
        ("bo", "annotator", {"news": "annotator"}),
        ("zoe", "", {"sports": "admin"}),
    ):
        client = door(office)
        sign_in(client, login)
        found = client.get("/api/v1/x").json()
        assert (found["login"], found["role"], found["roles"]) == (login, role, roles)
    assert door(office).get("/api/v1/x").json()["roles"] is None


# ---- the websocket ---------------------------------------------------------------


def test_an_open_page_is_closed_when_its_session_ends(client, office):
    """Streamlit asks who somebody is only once: the door goes on asking."""
    sign_in(client, "bo")
    with client.websocket_connect(STREAM) as socket:
        assert socket.receive_json() == ["bo"]
        socket.send_text("hello")
        assert socket.receive_text() == "hello"
        (session,) = [s for s in office.accounts.sessions("ana", "bo") if s.client]
        office.accounts.end_session("ana", session.id)
        assert wait_for_the_end(socket).code == 1008


def test_an_open_page_is_closed_when_the_role_changes(client, office):
    """What it shows may not be for the new role; it connects anew by itself."""
    sign_in(client, "bo")
    with client.websocket_connect(STREAM) as socket:
        assert socket.receive_json() == ["bo"]
        office.accounts.set_role("ana", "bo", Role.LEAD)
        assert wait_for_the_end(socket).code == 1008


def test_an_open_page_is_closed_when_a_role_elsewhere_changes(client, office):
    """It may be a page of that project."""
    sports = office.elsewhere()
    sports.use_link(sports.first_admin_link(), **ZOE)
    sports.invite("zoe", "bo", "Bo", Role.ANNOTATOR)
    sign_in(client, "bo")
    with client.websocket_connect(STREAM) as socket:
        assert socket.receive_json() == ["bo"]
        sports.set_role("zoe", "bo", Role.LEAD)
        assert wait_for_the_end(socket).code == 1008


def test_an_open_page_stays_when_somebody_comes_into_a_further_project(
    client, office, monkeypatch: pytest.MonkeyPatch
):
    """Nothing that it shows has changed: whoever makes a project sees what came of it."""
    sports = office.elsewhere()
    sports.use_link(sports.first_admin_link(), **ZOE)
    sign_in(client, "bo")
    looked = threading.Semaphore(0)
    who = Accounts.who

    def noted(accounts: Accounts, secret: str) -> tuple[Visitor, Session] | None:
        found = who(accounts, secret)
        if found is not None and len(found[0].roles) == len(("news", "sports")):
            looked.release()
        return found

    monkeypatch.setattr(Accounts, "who", noted)
    with client.websocket_connect(STREAM) as socket:
        assert socket.receive_json() == ["bo"]
        sports.invite("zoe", "bo", "Bo", Role.ANNOTATOR)
        # By the third look it was decided what comes of the first.
        for _ in range(3):
            assert looked.acquire(timeout=30)
        socket.send_text("hello")
        assert socket.receive_text() == "hello"


def test_an_open_page_nobody_writes_to_is_closed_too(client, office):
    """It need not say anything for that."""
    sign_in(client, "bo")
    with client.websocket_connect(STREAM) as socket:
        assert socket.receive_json() == ["bo"]
        office.accounts.set_active("ana", "bo", False)
        with pytest.raises(WebSocketDisconnect):
            socket.receive_text()


# ---- other sites -----------------------------------------------------------------


def test_other_host_names_are_refused(office):
    """DNS rebinding reaches the port but not the app; addresses and the public name do."""
    for host, status in (("evil.example", 403), ("192.0.2.1:8501", 200), ("localhost", 200)):
        assert door(office).get("/healthz", headers={"Host": host}).status_code == status
    public = door(office, public_url="https://labels.example")
    for host, status in (("labels.example", 200), ("192.0.2.1", 403), ("evil.example", 403)):
        assert public.get("/healthz", headers={"Host": host}).status_code == status


def test_other_origins_are_refused(client):
    """A page elsewhere can neither write nor listen through somebody's browser."""
    sign_in(client)
    for origin in ("https://evil.example", "null", "http://127.0.0.1:9999"):
        headers = {"Origin": origin}
        assert client.get("/api/v1/x", headers=headers).status_code == 403
        with pytest.raises(WebSocketDisconnect), client.websocket_connect(STREAM, headers=headers):
            pass
    assert client.get("/api/v1/x", headers={"Origin": HOST}).status_code == 200


def test_the_public_address_is_an_origin_of_ours(office):
    """Behind a proxy that asks under another name."""
    client = door(office, public_url="https://labels.example")
    own = {"Origin": "https://labels.example"}
    assert client.get("/healthz", headers=own).status_code == 200
    assert client.get("/healthz", headers={"Origin": "http://labels.example"}).status_code == 403


def test_changes_need_the_token_of_the_session(client, office):
    """Another session's will not do; after a restart the same one does."""
    sign_in(client, "bo")
    token = client.get("/api/v1/x").json()["csrf"]
    other = door(office)
    sign_in(other, "bo")
    assert other.get("/api/v1/x").json()["csrf"] != token
    assert client.post("/api/v1/x").json()["error"]["code"] == "csrf"
    assert other.post("/api/v1/x", headers={"X-CSRF-Token": token}).status_code == 403
    assert client.post("/api/v1/x", headers={"X-CSRF-Token": token}).status_code == 200
    again = door(office)
    again.cookies = client.cookies
    assert again.post("/api/v1/x", headers={"X-CSRF-Token": token}).status_code == 200


# ---- tokens ----------------------------------------------------------------------


def test_a_token_is_its_person_for_the_api_only(client, office):
    """Without CSRF, with its scopes; no page, no socket."""
    secret, token = office.accounts.create_token("bo", "nightly", {Scope.READ, Scope.LABEL}, 30)
    bearer = {"Authorization": f"Bearer {secret}"}
    found = client.post("/api/v1/x", headers=bearer).json()
    assert (found["login"], found["scopes"]) == ("bo", ["label", "read"])
    assert client.get("/articles", headers=bearer).status_code == 401
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(STREAM, headers=bearer):
        pass
    office.accounts.revoke_token("bo", token.id)
    refused = client.get("/api/v1/x", headers=bearer)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "signed-out")


def test_a_token_has_the_role_of_its_project_only(client, office):
    """Whatever its person is elsewhere."""
    sports = office.elsewhere()
    sports.use_link(sports.first_admin_link(), **ZOE)
    sports.invite("zoe", "ana", "Ana", Role.ANNOTATOR)
    secret, _ = sports.create_token("ana", "nightly", {Scope.READ}, 30)
    found = client.get("/api/v1/x", headers={"Authorization": f"Bearer {secret}"}).json()
    assert (found["login"], found["role"], found["roles"]) == ("ana", "", {"sports": "annotator"})


def test_a_wrong_token_is_not_made_good_by_a_cookie(client):
    """A script that says who it is, is that or nobody."""
    sign_in(client)
    for forged in ("x", "A" * 43, "ana"):
        headers = {"Authorization": f"Bearer {forged}"}
        assert client.get("/api/v1/x", headers=headers).status_code == 401


# ---- addresses -------------------------------------------------------------------


def test_only_trusted_proxies_are_believed(office):
    """The address is the last one that no trusted proxy has."""
    said = {"X-Forwarded-For": "203.0.113.9, 198.51.100.4, 10.0.0.1"}
    assert door(office).get("/api/v1/x", headers=said).json()["address"] == "192.0.2.7"
    behind = door(office, peer="10.0.0.1")
    assert behind.get("/api/v1/x", headers=said).json()["address"] == "198.51.100.4"
