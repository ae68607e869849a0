"""Who comes in where a provider of OpenID Connect asks people who they are."""

import logging

import pytest
from accounted import Office, found_project, open_office
from entrance import SECRET, door, form_of, wait_for_the_end
from issuing import CLIENT, CLIENT_SECRET, ISSUER, Issuer
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from labeler.core.people import Role, Scope
from labeler.identity import CALLBACK, OidcRoutes
from labeler.identity.oidc_provider import OpenIdProvider

PUBLIC = "https://labels.example.org"
STREAM = "wss://labels.example.org/_stcore/stream"
ANA, BO, CY = "subject-of-ana", "subject-of-bo", "subject-of-cy"
HTML = {"Accept": "text/html"}


@pytest.fixture
def office(databases, kind):
    """A project nobody has an account in."""
    with databases.fresh(kind, found_project) as url, open_office(url) as opened:
        yield opened


@pytest.fixture
def issuer():
    """The provider."""
    return Issuer()


@pytest.fixture
def browse(office, issuer):
    """Open another browser."""

    def opened(**options) -> TestClient:
        provider = OpenIdProvider(
            issuer=ISSUER,
            client_id=CLIENT,
            client_secret=CLIENT_SECRET,
            callback=PUBLIC + CALLBACK,
            transport=issuer.transport,
        )
        pages = OidcRoutes(office.accounts, SECRET, PUBLIC, provider=provider, name="Example login")
        return door(office, PUBLIC, public_url=PUBLIC, pages=pages, **options)

    return opened


@pytest.fixture
def client(browse, office, issuer):
    """A browser that nobody is signed in with; Ana is the admin."""
    found(browse(), office, issuer)
    return browse()


def go_there(client: TestClient, start: str = "/sign-in/start") -> str:
    """Leave for the provider, and return the address one is sent to."""
    answer = client.get(start)
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


def come_in(client: TestClient, issuer: Issuer, subject: str, start: str = "/sign-in/start"):
    """Sign in at the provider, and return the answer to coming back."""
    return client.get(issuer.visit(go_there(client, start), subject))


def use_link(client: TestClient, issuer: Issuer, link: str, subject: str, **typed: str):
    """Open a one-time link, sign in at the provider, and send the form."""
    assert client.get(f"/link/{link}").status_code == 200
    back = come_in(client, issuer, subject, f"/sign-in/start?link={link}")
    assert back.headers["location"] == f"/link/{link}"
    form = form_of(client.get(f"/link/{link}").text)
    return client.post(f"/link/{link}", data=form | {"name": "Somebody"} | typed)


def found(client: TestClient, office: Office, issuer: Issuer) -> None:
    """Make Ana the first admin."""
    link = office.accounts.first_admin_link()
    answer = use_link(client, issuer, link, ANA, login="ana", name="Ana")
    assert answer.status_code == 303, answer.text


def join(client: TestClient, office: Office, issuer: Issuer, login: str, subject: str) -> None:
    """Invite somebody, who comes."""
    link = office.accounts.invite("ana", login, login.title(), Role.ANNOTATOR)
    assert use_link(client, issuer, link, subject).status_code == 303


def who(client: TestClient) -> str | None:
    """Return whom the API sees."""
    login: str | None = client.get("/api/v1/x").json()["login"]
    return login


# ---- coming in -------------------------------------------------------------------


def test_an_invitation_leads_through_the_provider_and_in(client, office, issuer):
    """It says what it is for, then as whom one comes in; from then on no link is needed."""
    link = office.accounts.invite("ana", "bo", "Bo", Role.ANNOTATOR)
    first = client.get(f"/link/{link}").text
    assert "invited to work here as an annotator" in first
    assert "password" not in first
    address = go_there(client, f"/sign-in/start?link={link}")
    back = client.get(issuer.visit(address, BO, email="bo@example.org"))
    assert (back.status_code, back.headers["location"]) == (303, f"/link/{link}")
    assert who(client) is None
    page = client.get(f"/link/{link}").text
    assert "<b>bo@example.org</b>" in page
    answer = client.post(f"/link/{link}", data=form_of(page) | {"name": "Bo Chen"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert who(client) == "bo"
    assert {a.login: a.name for a in office.accounts.members("ana")}["bo"] == "Bo Chen"
    client.cookies.clear()
    assert come_in(client, issuer, BO).headers["location"] == "/"
    assert who(client) == "bo"


def test_the_first_admin_chooses_a_login(browse, office, issuer):
    """Both problems of the form are shown at once, and the provider need not be asked again."""
    client = browse()
    link = office.accounts.first_admin_link()
    refused = use_link(client, issuer, link, ANA, login="Ana Öğüt", name=" ")
    assert refused.status_code == 422
    assert "A login has 1 to 64 small letters" in refused.text
    assert "A name is missing." in refused.text
    typed = form_of(refused.text) | {"login": "ana", "name": "Ana"}
    assert client.post(f"/link/{link}", data=typed).status_code == 303
    assert client.get("/api/v1/x").json()["role"] == "admin"


def test_a_link_to_another_sign_in_takes_the_place_of_the_former_one(client, office, issuer):
    """The name stays; the former identity opens nothing, and its sessions are over."""
    join(client, office, issuer, "bo", BO)
    link = office.accounts.reset("ana", "bo")
    assert "the account you want to use here from now on" in client.get(f"/link/{link}").text
    before = client.cookies["labeler_session"]
    assert use_link(client, issuer, link, CY, name="Mallory").status_code == 303
    assert (who(client), client.cookies["labeler_session"] != before) == ("bo", True)
    assert {a.login: a.name for a in office.accounts.members("ana")}["bo"] == "Somebody"
    assert come_in(client, issuer, BO).status_code == 403
    client.cookies.clear()
    assert come_in(client, issuer, CY).status_code == 303


def test_nobody_is_led_to_sign_in_and_back(client, issuer):
    """Also over the provider; nothing is asked of it before."""
    asked = issuer.requests
    answer = client.get("/articles?search=x", headers=HTML)
    assert answer.headers["location"] == "/sign-in?next=%2Farticles%3Fsearch%3Dx"
    page = client.get(answer.headers["location"]).text
    assert 'href="/sign-in/start?next=%2Farticles%3Fsearch%3Dx"' in page
    assert issuer.requests == asked
    back = come_in(client, issuer, ANA, "/sign-in/start?next=%2Farticles%3Fsearch%3Dx")
    assert back.headers["location"] == "/articles?search=x"
    assert who(client) == "ana"


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "/sign-out", "/%5cx"]
)
def test_nobody_is_sent_elsewhere_afterwards(client, issuer, target):
    """Only to pages of ours."""
    answer = client.get("/sign-in/start", params={"next": target})
    back = client.get(issuer.visit(answer.headers["location"], ANA))
    assert back.headers["location"] in {"/", "/%5cx"}


def test_the_session_is_our_own(client, issuer):
    """Its cookie says nothing of the provider, and is out of reach of scripts and other sites."""
    back = come_in(client, issuer, ANA)
    (given,) = [c for c in back.headers.get_list("set-cookie") if c.startswith("labeler_session=")]
    assert all(part in given for part in ("HttpOnly", "SameSite=lax", "Secure", "Path=/"))
    asked = issuer.requests
    for _ in range(3):
        assert client.get("/articles").status_code == 200
    assert issuer.requests == asked


def test_who_is_known_there_and_not_here_is_told_so(client, office, issuer):
    """As it is written there; to be called what an account is called proves nothing."""
    office.accounts.invite("ana", "cy", "Cy", Role.LEAD)
    address = go_there(client)
    back = client.get(issuer.visit(address, CY, preferred_username="cy", email="<b>cy</b>"))
    assert back.status_code == 403
    assert "&lt;b&gt;cy&lt;/b&gt;" in back.text
    assert "invitation link" in back.text
    assert who(client) is None


# ---- going out -------------------------------------------------------------------


def test_signing_out_ends_the_session_and_does_not_sign_in_again(client, issuer):
    """The cookie opens nothing any more; the way in again lets the provider ask anew."""
    come_in(client, issuer, ANA)
    kept = client.cookies["labeler_session"]
    form = form_of(client.get("/sign-out").text)
    client.post("/sign-out", data=form)
    page = client.get("/sign-out").text
    assert "still be signed in at <b>Example login</b>" in page
    assert who(client) is None
    client.cookies.set("labeler_session", kept)
    assert who(client) is None
    assert client.get("/articles", headers=HTML).status_code == 303
    assert 'href="/sign-in/start?again=1"' in page
    assert "prompt=login" in go_there(client, "/sign-in/start?again=1")


def test_who_is_kept_out_is_out_with_the_next_request(client, office, issuer):
    """And does not come in by the provider, nor by another invitation."""
    join(client, office, issuer, "bo", BO)
    assert client.get("/articles").status_code == 200
    office.accounts.set_active("ana", "bo", False)
    assert client.get("/articles").status_code == 401
    assert come_in(client, issuer, BO).status_code == 403
    link = office.accounts.invite("ana", "bea", "Bea", Role.ANNOTATOR)
    refused = use_link(client, issuer, link, BO)
    assert refused.status_code == 422
    assert "account bo here already" in refused.text


def test_a_socket_ends_with_the_session(browse, client, office, issuer):
    """An open page does not outlive it."""
    client = browse(watch_s=0.05)
    join(client, office, issuer, "bo", BO)
    with client.websocket_connect(STREAM) as socket:
        assert socket.receive_json() == ["bo"]
        (session,) = office.accounts.sessions("ana", "bo")
        office.accounts.end_session("ana", session.id)
        assert wait_for_the_end(socket).code == 1008


def test_tokens_of_scripts_work_without_the_provider(client, office, issuer):
    """As in the other modes."""
    issuer.away = "all"
    secret, _ = office.accounts.create_token("ana", "nightly", {Scope.READ}, 1)
    seen = client.get("/api/v1/x", headers={"Authorization": f"Bearer {secret}"}).json()
    assert (seen["login"], seen["scopes"]) == ("ana", ["read"])


# ---- what is forged --------------------------------------------------------------


@pytest.mark.parametrize("name", ["X-Labeler-User", "x_labeler_user"])
def test_nobody_can_name_themselves(client, name):
    """Neither to pages, nor to the API, nor on the WebSocket."""
    forged = {name: "ana"}
    assert client.get("/api/v1/x", headers=forged).json()["users"] == []
    assert client.get("/articles", headers=forged).status_code == 401
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(STREAM, headers=forged):
        pass


def test_state_nonce_and_pkce_are_sent_and_new_each_time(client, issuer):
    """So that neither can be known beforehand."""
    come_in(client, issuer, ANA)
    come_in(client, issuer, ANA)
    first, second = issuer.asked[-2:]
    assert first["code_challenge_method"] == "S256"
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 20
        assert first[name] != second[name]


def test_a_long_address_still_lets_somebody_in(client, issuer):
    """Browsers drop a cookie that is too large; where one wanted to go is given up then."""
    answer = client.get("/sign-in/start", params={"next": "/articles?search=" + "ö" * 1900})
    (given,) = answer.headers.get_list("set-cookie")
    assert len(given) < 4096
    back = client.get(issuer.visit(answer.headers["location"], ANA))
    assert (back.headers["location"], who(client)) == ("/", "ana")


def test_another_state_is_refused(client, issuer):
    """A coming back that this browser did not begin, or none at all."""
    back = issuer.visit(go_there(client), ANA)
    assert client.get(back[:-1] + "x").status_code == 403
    assert client.get(CALLBACK).status_code == 403
    asked = issuer.requests
    assert client.get(f"{CALLBACK}?code=1&state=2").status_code == 403
    assert issuer.requests == asked
    assert client.get(f"{CALLBACK}?code=1&state=").status_code == 403
    assert who(client) is None


def test_a_coming_back_counts_in_the_browser_that_left(browse, client, issuer):
    """Nobody is signed in by an address somebody sends them."""
    back = issuer.visit(go_there(client), ANA)
    other = browse()
    answer = other.get(back)
    assert (answer.status_code, who(other)) == (403, None)
    assert "begun in another browser" in answer.text


def test_a_coming_back_counts_once(client, issuer):
    """Also where the cookie that went with it was kept."""
    back = issuer.visit(go_there(client), ANA)
    kept = client.cookies["labeler_oidc"]
    assert client.get(back).status_code == 303
    client.cookies.clear()
    assert client.get(back).status_code == 403
    client.cookies.set("labeler_oidc", kept)
    assert client.get(back).status_code == 403
    assert who(client) is None


@pytest.mark.parametrize("change", [lambda c: c[:-2] + "xx", lambda c: "e30=." + c, lambda _: "é"])
def test_a_forged_cookie_of_the_way_is_nobodys(client, issuer, change):
    """It is signed; what is in it cannot be made up."""
    back = issuer.visit(go_there(client), ANA)
    forged = change(client.cookies["labeler_oidc"])
    client.cookies.clear()
    answer = client.get(back, headers={"Cookie": f"labeler_oidc={forged}".encode()})
    assert (answer.status_code, who(client)) == (403, None)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-client"},
        {"aud": ["another-client", "one-more"]},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"iat": 4102444800},
        {"sub": ""},
        {"sub": "a\x00b"},
        {"azp": "another-client"},
        {"aud": "another-client", "azp": CLIENT},
    ],
)
def test_a_token_for_something_else_is_refused(client, issuer, claims):
    """Of another sign-in, another client, another provider, another time, or of nobody."""
    back = issuer.visit(go_there(client), ANA)
    issuer.claims |= claims
    answer = client.get(back)
    assert (answer.status_code, "You are not signed in" in answer.text) == (403, True)
    assert who(client) is None


@pytest.mark.parametrize("signed", ["forged", "none", "ours"])
def test_a_token_the_provider_did_not_sign_is_refused(client, issuer, signed):
    """Even where it says that it signs so."""
    back = issuer.visit(go_there(client), ANA)
    issuer.signed = signed
    assert client.get(back).status_code == 403
    assert who(client) is None


def test_another_site_cannot_begin_a_sign_in(client, office):
    """It leads to our page, on which a person decides."""
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert client.get("/sign-in/start", headers=elsewhere).headers["location"] == "/sign-in"
    link = office.accounts.invite("ana", "bo", "Bo", Role.ANNOTATOR)
    answer = client.get(f"/sign-in/start?link={link}", headers=elsewhere)
    assert answer.headers["location"] == f"/link/{link}"


def test_an_identity_counts_for_the_link_it_was_shown_for(client, office, issuer):
    """And for the form of this browser."""
    link = office.accounts.invite("ana", "bo", "Bo", Role.ANNOTATOR)
    other = office.accounts.invite("ana", "cy", "Cy", Role.ANNOTATOR)
    come_in(client, issuer, BO, f"/sign-in/start?link={link}")
    form = form_of(client.get(f"/link/{link}").text)
    assert client.post(f"/link/{other}", data=form | {"name": "Cy"}).status_code == 403
    assert client.post(f"/link/{link}", data={"name": "Bo", "form": "x"}).status_code == 403
    assert client.post(f"/link/{link}", data=form | {"name": "Bo"}).status_code == 303
    assert who(client) == "bo"


def test_a_link_that_does_not_work_says_so(client, office):
    """Before anybody is sent to the provider."""
    link = office.accounts.invite("ana", "bo", "Bo", Role.ANNOTATOR)
    office.accounts.invite("ana", "bo", "Bo", Role.ANNOTATOR)
    assert client.get(f"/link/{link}").status_code == 410
    assert client.get("/link/unknown").status_code == 404


def test_there_are_no_passwords(client):
    """Nobody gets around the provider."""
    assert client.post("/sign-in", data={"login": "ana", "password": "x"}).status_code == 405


# ---- a provider that is away -----------------------------------------------------


def test_a_provider_that_is_away_gives_a_page_in_words(client, issuer):
    """On leaving and on coming back; no word of what failed."""
    come_in(client, issuer, ANA)
    issuer.away = "all"
    assert who(client) == "ana"
    assert client.get("/articles").status_code == 200
    client.cookies.clear()
    answer = client.get("/sign-in/start?next=%2Farticles")
    assert answer.status_code == 503
    assert "Nothing is lost." in answer.text
    assert 'href="/sign-in/start?next=%2Farticles"' in answer.text
    assert "ConnectError" not in answer.text
    issuer.away = ""
    back = issuer.visit(go_there(client), ANA)
    for part in ("/token", "/jwks"):
        issuer.away = part
        assert client.get(back).status_code == 503
        back = issuer.visit(go_there(client), ANA)
    issuer.away = ""
    assert client.get(back).status_code == 303


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": None},
        {"token_endpoint": 7},
        {"jwks_uri": ""},
        {"token_endpoint": "http://login.example.org/token"},
    ],
)
def test_a_provider_that_says_nonsense_is_not_used(client, issuer, said):
    """The page is the same; the log says what is wrong."""
    issuer.metadata = said
    assert client.get("/sign-in/start").status_code == 503


def test_a_provider_that_says_no_leads_back_here(client, issuer):
    """Somebody changed their mind, or may not use it; this way in is at its end."""
    back = issuer.visit(go_there(client), ANA)
    answer = client.get(f"{CALLBACK}?error=access_denied&error_description=<b>no</b>")
    assert answer.status_code == 403
    assert "stopped it" in answer.text
    assert "<b>no</b>" not in answer.text
    assert client.get(back).status_code == 403


def test_the_secret_is_in_no_log(client, issuer, caplog):
    """Whatever goes wrong."""
    caplog.set_level(logging.INFO, "labeler")
    back = issuer.visit(go_there(client), ANA)
    issuer.codes.clear()
    client.get(back)
    issuer.away = "all"
    client.get("/sign-in/start")
    assert len(caplog.records) >= 2
    assert CLIENT_SECRET not in caplog.text


def test_a_provider_that_takes_the_secret_in_the_form_only_gets_it_there(client, issuer):
    """Both ways are in use."""
    issuer.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert come_in(client, issuer, ANA).status_code == 303
