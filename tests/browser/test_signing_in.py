"""People sign in, label, are signed out in the middle of it, and go on with nothing lost."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from urllib.request import Request, urlopen

import pytest
from looks import VIEWS
from on_surface import OnSurface
from playwright.sync_api import Page, expect
from warm_serving import WarmApp

from labeler.core.people import LinkKind, Role, Scope
from labeler.settings import Settings
from labeler.store import SqlStore
from labeler.workflow.accounts import Accounts

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RUN = "() => axe.run({ resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })"
PASSWORD = "correct horse battery"  # noqa: S105 - of people who do not exist
TEXT = """The strike in Ostend

Dockers and clerks of Ostend stopped work on Monday. The mayor met the guild on Tuesday, and the
council promised lamps for the quay. Nobody went home before Friday."""


class Office(WarmApp):
    """A running Labeler whose people sign in."""

    @contextmanager
    def accounts(self) -> Iterator[Accounts]:
        """Open the accounts beside the server, as another process may."""
        store = SqlStore(Settings(data=self.data).database_url)
        try:
            yield Accounts(store.people, "news", lambda: datetime.now(UTC))
        finally:
            store.close()

    def link(self, secret: str) -> str:
        """Return the address of a one-time link."""
        return f"{self.url}/link/{secret}"

    def printed_link(self) -> str:
        """Return the one-time link that the server printed last."""
        return re.findall(rf"{re.escape(self.url)}/link/\S+", self.log())[-1]


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[Office]:
    """A server nobody has signed in to yet, with one article."""
    served = Office(
        tmp_path_factory.mktemp("office") / "data", environment={"LABELER_MODE": "accounts"}
    )
    served.document = served.import_text("The strike in Ostend", TEXT)
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="module")
def admin(office, browser) -> str:
    """The login of the first admin, who came by the link the server printed."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(office.printed_link())
    expect(page.get_by_role("heading", name="Make the first account")).to_be_visible()
    page.get_by_label("Login").fill("ana")
    page.get_by_label("Your name").fill("Ana Öğüt 🎉 <b>")
    choose_password(page)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("article")).to_be_visible(timeout=30_000)
    context.close()
    return "ana"


def choose_password(page: Page, password: str = PASSWORD) -> None:
    """Fill in a new password, twice."""
    page.get_by_label("New password").fill(password)
    page.get_by_label("The same once more").fill(password)


def sign_in(page: Page, login: str, password: str = PASSWORD) -> None:
    """Fill in the form that is on the screen."""
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def join(office: Office, admin: str, login: str, role: Role = Role.ANNOTATOR) -> None:
    """Let somebody in by a link, beside the browser."""
    with office.accounts() as accounts:
        secret = accounts.invite(admin, login, login.title(), role)
        accounts.use_link(secret, login="", name="", password=PASSWORD, client="", address="")


def end_sessions(office: Office, admin: str, login: str) -> None:
    """Sign somebody out everywhere, from elsewhere."""
    with office.accounts() as accounts:
        for session in accounts.sessions(admin, login):
            accounts.end_session(admin, session.id)


def test_an_invited_annotator_comes_in_and_sees_their_own(office, admin, page):
    """By the link, once; what is for leads is not there."""
    with office.accounts() as accounts:
        secret = accounts.invite(admin, "bo", "Bo", Role.ANNOTATOR)
    page.goto(office.link(secret))
    expect(page.get_by_text("You were invited to work here as an annotator.")).to_be_visible()
    expect(page.get_by_label("Login")).to_have_value("bo")
    expect(page.get_by_label("Your name")).to_have_value("Bo")
    choose_password(page)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("article")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("link", name="You", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Labels")).to_have_count(0)
    page.get_by_role("link", name="Articles").click()
    expect(page.get_by_text("Every article of the project")).to_be_visible()
    expect(page.get_by_text("Import articles")).to_have_count(0)
    page.context.clear_cookies()
    page.goto(office.link(secret))
    expect(page.get_by_role("heading", name="This link was used")).to_be_visible()
    page.get_by_role("link", name="Sign in").click()
    sign_in(page, "bo")
    expect(page.get_by_role("article")).to_be_visible()


def test_signed_out_in_the_middle_of_labelling_loses_nothing(office, admin, page):
    """Ended from elsewhere; one goes on, signs in on the way shown, and all of it is saved."""
    join(office, admin, "cy")
    page.goto(office.article_url(office.document))
    sign_in(page, "cy")
    surface = OnSurface(page, office)
    expect(surface.article).to_be_visible()
    surface.click("Monday")
    surface.press("t")
    surface.saved()
    end_sessions(office, admin, "cy")
    surface.click("Tuesday")
    surface.press("t")
    banner = page.locator(".lb-banner")
    expect(banner).to_contain_text("You are signed out.")
    surface.click("guild")
    surface.press("o")
    expect(banner).to_contain_text("Your 2 unsaved changes are kept in this browser.")
    expect(page.get_by_role("dialog")).to_have_count(0)
    banner.get_by_role("link", name="Sign in").click()
    sign_in(page, "cy")
    expect(page.locator(".lb-article .lb-s")).to_have_text(["Monday", "guild", "Tuesday"])
    assert [words for _, words in surface.mentions()] == ["Monday", "guild", "Tuesday"]
    surface.press("Control+z")
    assert [words for _, words in surface.mentions()] == ["Monday", "Tuesday"]


def test_signing_in_in_another_tab_is_enough(office, admin, page):
    """The tab with the work goes on without being loaded again."""
    join(office, admin, "di")
    page.goto(office.article_url(office.document))
    sign_in(page, "di")
    surface = OnSurface(page, office)
    expect(surface.article).to_be_visible()
    end_sessions(office, admin, "di")
    surface.click("Monday")
    surface.press("t")
    expect(page.locator(".lb-banner")).to_contain_text("You are signed out.")
    other = page.context.new_page()
    other.goto(f"{office.url}/sign-in")
    sign_in(other, "di")
    other.wait_for_url(re.compile(r":\d+/"))
    other.close()
    page.bring_to_front()
    page.get_by_role("button", name="I have signed in").click()
    assert surface.mentions() == [("Time", "Monday")]
    expect(page.locator(".lb-banner")).to_have_count(0)


def test_an_open_page_is_cut_off_when_its_person_is_kept_out(office, admin, page):
    """Within seconds, whatever it shows; and it leads to signing in when it is loaded again."""
    join(office, admin, "ed")
    page.goto(f"{office.url}/articles")
    sign_in(page, "ed")
    expect(page.get_by_text("Every article of the project")).to_be_visible()
    closed = []
    page.on("websocket", lambda socket: socket.on("close", lambda _: closed.append(1)))
    page.reload()
    expect(page.get_by_text("Every article of the project")).to_be_visible()
    with office.accounts() as accounts:
        accounts.set_active(admin, "ed", False)
    page.wait_for_timeout(6_000)
    assert closed
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(page, "ed")
    expect(page.get_by_role("alert")).to_have_text("Login or password is wrong.")


def test_wrong_passwords_wait_longer_and_longer(office, admin, page):
    """In words, with the time; the login stays where it was typed."""
    join(office, admin, "flo")
    page.goto(f"{office.url}/sign-in")
    for _ in range(5):
        sign_in(page, "flo", "wrong")
    expect(page.get_by_role("alert")).to_contain_text("Try again in")
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"Try again in \d+ s\."))
    expect(page.get_by_label("Login")).to_have_value("flo")


def test_a_token_works_from_a_script(office, admin):
    """Within its scopes; what lies outside is refused in words."""
    join(office, admin, "gia")
    with office.accounts() as accounts:
        secret, _ = accounts.create_token("gia", "nightly", {Scope.READ}, 1)
    bearer = {"Authorization": f"Bearer {secret}"}
    with urlopen(Request(f"{office.url}/api/v1/session", headers=bearer)) as answer:  # noqa: S310 - our own server
        found = json.load(answer)
    assert (found["user"]["login"], found["mode"]) == ("gia", "accounts")


def test_a_restart_signs_nobody_out_and_prints_no_link(office, admin, page):
    """Sessions are in the database; an admin is there already."""
    page.goto(f"{office.url}/articles")
    sign_in(page, "ana")
    expect(page.get_by_text("Every article of the project")).to_be_visible()
    before = office.log().count("/link/")
    office.stop()
    office.start()
    assert office.log().count("/link/") == before
    page.reload()
    expect(page.get_by_text("Every article of the project")).to_be_visible()
    assert admin == "ana"


@pytest.mark.parametrize(("scheme", "width"), VIEWS)
def test_the_pages_are_accessible(office, admin, browser, scheme, width, request):
    """axe-core finds nothing, in both themes, on a desk and on a telephone."""
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 844}, bypass_csp=True
    )
    page = context.new_page()
    with office.accounts() as accounts:
        login = f"p-{scheme}-{width}"
        invite = accounts.invite(admin, login, "Pat Doe", Role.ANNOTATOR)
    states = {
        "sign-in": f"{office.url}/sign-in",
        LinkKind.INVITE.value: office.link(invite),
        "unknown": office.link("unknown"),
        "signed-out": f"{office.url}/sign-out",
    }
    found = {}
    for name, address in states.items():
        page.goto(address)
        found[name] = look(page, name, request, f"{scheme}-{width}")
        if name == "sign-in":
            sign_in(page, "nobody", "wrong")
            found["wrong"] = look(page, "wrong", request, f"{scheme}-{width}")
        if name == LinkKind.INVITE.value:
            page.get_by_label("Your name").fill(" ")
            choose_password(page, "short")
            page.get_by_role("button", name="Begin").click()
            found["problems"] = look(page, "problems", request, f"{scheme}-{width}")
    context.close()
    assert not {name: what for name, what in found.items() if what}


def look(page: Page, name: str, request: pytest.FixtureRequest, where: str) -> list[str]:
    """Return what axe-core finds, and whether anything is cut off; keep a picture if asked."""
    folder = request.config.getoption("--output")
    page.screenshot(path=f"{folder}/sign-in/{name}-{where}.png", full_page=True)
    page.evaluate(AXE)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [v["id"] for v in page.evaluate(RUN)["violations"]] + (["too wide"] if wide else [])
