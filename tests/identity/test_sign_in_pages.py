"""The pages on which people sign in and out, and on which one-time links are used."""

from html.parser import HTMLParser

import pytest
from entrance import door, form_of, served_office, sign_in

from labeler.core.people import Role
from labeler.identity.pages import wait_words
from labeler.identity.paths import local_target

NEW = {"password": "battery staple", "again": "battery staple"}


@pytest.fixture
def office(tmp_path):
    """The accounts of a project with Ana as its admin."""
    with served_office(tmp_path) as opened:
        yield opened


@pytest.fixture
def client(office):
    """A browser that nobody is signed in with."""
    return door(office)


def fill(client, path: str, **typed: str):
    """Open a page with a form and send it."""
    return client.post(path, data=form_of(client.get(path).text) | typed)


# ---- signing in and out ----------------------------------------------------------


def test_a_wrong_password_says_not_what_was_wrong(client):
    """The login stays, the password does not; unknown logins read the same."""
    known = sign_in(client, "ana", "wrong password")
    unknown = sign_in(client, "nobody", "wrong password")
    for answer, login in ((known, "ana"), (unknown, "nobody")):
        assert answer.status_code == 403
        assert "Login or password is wrong." in answer.text
        assert f'value="{login}"' in answer.text
        assert "wrong password" not in answer.text
        assert "labeler_session" not in answer.headers.get("set-cookie", "")


def test_too_many_tries_say_how_long_to_wait(client, office):
    """And after that time the right password lets in."""
    for _ in range(6):
        answer = sign_in(client, "ana", "wrong")
    assert answer.status_code == 429
    assert "Too many tries. Try again in 2 s." in answer.text
    assert int(answer.headers["retry-after"]) == 2
    assert sign_in(client, "ana").status_code == 429
    office.pass_time(seconds=3)
    assert sign_in(client, "ana").status_code == 303


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 s"), (32, "32 s"), (60, "1 min"), (125, "2 min 5 s")]
)
def test_waits_are_said_as_people_say_them(seconds, words):
    """Never in hundreds of seconds."""
    assert wait_words(seconds) == words


def test_a_form_counts_only_from_the_browser_that_was_given_it(client, office):
    """Nobody is signed in by a page elsewhere, as somebody they are not."""
    typed = {"login": "ana", "password": "correct horse", "next": "/"}
    assert client.post("/sign-in", data=typed).status_code == 403
    stolen = form_of(door(office).get("/sign-in").text)
    answer = client.post("/sign-in", data=typed | stolen)
    assert answer.status_code == 403
    assert "Please try once more." in answer.text
    assert form_of(answer.text)["form"]
    evil = {"Origin": "https://evil.example"}
    assert client.post("/sign-in", data=typed, headers=evil).status_code == 403


def test_signing_in_ends_who_was_there_before(client, office):
    """One browser, one person."""
    sign_in(client)
    before = client.cookies["labeler_session"]
    typed = form_of(client.get("/sign-in").text)
    assert typed == {}, "whoever is signed in is not asked again"
    client.cookies.delete("labeler_session")
    client.get("/sign-in")
    form = form_of(client.get("/sign-in").text)
    client.cookies.set("labeler_session", before, domain="127.0.0.1", path="/")
    client.post("/sign-in", data=form | {"login": "ana", "password": "correct horse"})
    assert office.accounts.who(before) is None


def test_signing_out_takes_a_form_of_ours(client, office):
    """A picture on another site signs nobody out."""
    sign_in(client)
    secret = client.cookies["labeler_session"]
    assert "Sign out" in client.get("/sign-out").text
    assert client.post("/sign-out", data={"form": "x"}).status_code == 403
    assert office.accounts.who(secret) is not None
    answer = fill(client, "/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-out")
    assert office.accounts.who(secret) is None
    assert "You are signed out" in client.get("/sign-out").text


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/\t/evil.example",
        "/a\r\nSet-Cookie: x=1",
        "",
        "/" + "a" * 3000,
        "/sign-in?next=/sign-in",
        "/sign-out",
        "/link/x",
        "//[",
    ],
)
def test_only_paths_of_ours_are_followed(client, wanted):
    """Nobody is sent elsewhere by a link to the sign-in page."""
    assert local_target(wanted) == "/"
    typed = form_of(client.get("/sign-in", params={"next": wanted}).text)
    assert typed["next"] == "/"
    answer = client.post(
        "/sign-in", data=typed | {"login": "ana", "password": "correct horse", "next": wanted}
    )
    assert answer.headers["location"] == "/"


def test_paths_of_ours_are_kept_as_they_are():
    """With query, and with characters of any language."""
    assert local_target("/annotate?document=a%20b&x=1") == "/annotate?document=a%20b&x=1"
    assert local_target("/?document=Ōsaka") == "/?document=%C5%8Csaka"


# ---- links -----------------------------------------------------------------------


def test_an_invitation_is_used_once(client, office):
    """Login fixed, name and password chosen; then it is over."""
    secret = office.accounts.invite("ana", "bo", "Bo", Role.ANNOTATOR)
    page = client.get(f"/link/{secret}").text
    assert "annotator" in page
    assert 'value="bo"' in page
    assert "readonly" in page
    # Looking at it, as mail programs do, uses nothing up.
    assert client.get(f"/link/{secret}").status_code == 200
    answer = fill(client, f"/link/{secret}", login="ana", name="Bo 🎉 <b>", **NEW)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get("/api/v1/x").json()["login"] == "bo"
    used = door(office).get(f"/link/{secret}")
    assert used.status_code == 410
    assert "This link was used" in used.text
    names = {a.login: a.name for a in office.accounts.members("ana")}
    assert names["bo"] == "Bo 🎉 <b>"


def test_what_is_wrong_stands_beside_its_field(client, office):
    """All of it at once, with what was typed, in words; nothing is used up."""
    secret = office.accounts.invite("ana", "bo", "Bo", Role.ANNOTATOR)
    answer = fill(client, f"/link/{secret}", name="x" * 501, password="short", again="other")  # noqa: S106 - as above
    assert answer.status_code == 422
    assert 'id="password-problem">A password has at least 8 characters.<' in answer.text
    assert 'aria-describedby="password-problem password-hint"' in answer.text
    assert "A name has at most 500 characters; this one has 501." in answer.text
    differs = fill(client, f"/link/{secret}", name="Bo", password="battery staple", again="other")  # noqa: S106 - as above
    assert "The two passwords are not the same." in differs.text
    assert "battery staple" not in differs.text
    assert fill(client, f"/link/{secret}", name="Bo", **NEW).status_code == 303


def test_a_new_password_signs_out_everywhere_else(client, office):
    """The link keeps login and name."""
    sign_in(client)
    other = door(office)
    secret = office.accounts.reset("ana", "ana")
    assert fill(other, f"/link/{secret}", **NEW).status_code == 303
    assert client.get("/articles").status_code == 401
    assert sign_in(door(office), "ana").status_code == 403
    assert sign_in(door(office), "ana", "battery staple").status_code == 303


def test_links_that_are_too_old_or_made_up_say_so(client, office):
    """And lead to the sign-in page."""
    secret = office.accounts.invite("ana", "bo", "Bo", Role.ANNOTATOR)
    office.pass_time(days=8)
    old = client.get(f"/link/{secret}")
    assert (old.status_code, "This link is too old" in old.text) == (410, True)
    unknown = client.get("/link/<script>")
    assert (unknown.status_code, "There is no such link" in unknown.text) == (404, True)
    assert 'href="/sign-in"' in old.text


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '" onfocus="x', "🎉" * 500, "&amp;"])
def test_names_are_shown_as_they_are_written(client, office, name):
    """Markup stays text."""
    secret = office.accounts.invite("ana", "bo", name, Role.ANNOTATOR)

    class Names(HTMLParser):
        found = ""

        def handle_starttag(self, tag, attrs):
            assert tag != "script"
            given = dict(attrs)
            if tag == "input" and given.get("name") == "name":
                assert "onfocus" not in given
                self.found = given["value"]

    parser = Names()
    parser.feed(client.get(f"/link/{secret}").text)
    assert parser.found == name


def test_a_form_nobody_could_type_is_refused(client, office):
    """Too large, too many fields; the server goes on."""
    secret = office.accounts.invite("ana", "bo", "Bo", Role.ANNOTATOR)
    for path in ("/sign-in", f"/link/{secret}"):
        assert client.post(path, content=b"a" * 200_000).status_code == 413
        many = "&".join(f"f{n}=1" for n in range(200))
        assert client.post(path, content=many.encode()).status_code == 413
        assert client.post(path, content=b"login=%ff%fe&password=\xff").status_code == 403


def test_pages_allow_no_script_and_are_kept_nowhere(client):
    """A strict policy on each; errors included."""
    for path in ("/sign-in", "/sign-out", "/link/x"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "same-origin"
    assert client.get("/sign-in/style.css").headers["content-type"].startswith("text/css")
