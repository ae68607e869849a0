"""People sign in at a provider that runs beside the app, work, and are out when they should be."""

import http.client
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from looks import VIEWS
from on_surface import OnSurface
from playwright.sync_api import Page, expect
from serving import START_LIMIT_S, free_port
from warm_serving import WarmApp

from labeler.core.people import Role
from labeler.settings import Settings
from labeler.store import SqlStore
from labeler.workflow.accounts import Accounts

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RUN = "() => axe.run({ resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })"
SECRET = "only-the-two-know-of-it"  # noqa: S105 - of nobody
TEXT = """The strike in Ostend

Dockers and clerks of Ostend stopped work on Monday. The mayor met the guild on Tuesday."""


class Provider:
    """A provider that can be switched off."""

    def __init__(self, log: Path) -> None:
        self.port = free_port()
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def issuer(self) -> str:
        """The address it calls itself."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Answer from now on."""
        command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(self.port)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        end = time.monotonic() + START_LIMIT_S
        while not self._answers():
            assert time.monotonic() < end, f"no provider:\n{self._log.read_text('utf-8')}"
            time.sleep(0.02)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        """Answer no more."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(timeout=20)


class Office(WarmApp):
    """A running Labeler whose people come by the provider."""

    @contextmanager
    def accounts(self) -> Iterator[Accounts]:
        """Open the accounts beside the server, as another process may."""
        store = SqlStore(Settings(data=self.data).database_url)
        try:
            yield Accounts(store.people, "news", lambda: datetime.now(UTC))
        finally:
            store.close()

    def invite(self, login: str, role: Role = Role.ANNOTATOR) -> str:
        """Return the address of an invitation."""
        with self.accounts() as accounts:
            return f"{self.url}/link/{accounts.invite('ana', login, login.title(), role)}"


@pytest.fixture(scope="module")
def provider(tmp_path_factory) -> Iterator[Provider]:
    """The provider, answering."""
    found = Provider(tmp_path_factory.mktemp("provider") / "provider.log")
    found.start()
    yield found
    found.stop()


@pytest.fixture(scope="module")
def office(tmp_path_factory, provider) -> Iterator[Office]:
    """A server nobody has signed in to yet, with one article."""
    port = free_port()
    served = Office(
        tmp_path_factory.mktemp("office") / "data",
        port=port,
        environment={
            "LABELER_MODE": "oidc",
            "LABELER_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "LABELER_OIDC_ISSUER": provider.issuer,
            "LABELER_OIDC_NAME": "Example account",
            "LABELER_OIDC_CLIENT_ID": "labeler",
            "LABELER_OIDC_CLIENT_SECRET": SECRET,
        },
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
    page.goto(re.findall(rf"{re.escape(office.url)}/link/\S+", office.log())[-1])
    expect(page.get_by_role("heading", name="Make the first account")).to_be_visible()
    leave(page)
    say_who(page, "subject-of-ana")
    expect(page.get_by_text("you are subject-of-ana")).to_be_visible()
    page.get_by_label("Login").fill("ana")
    page.get_by_label("Your name").fill("Ana Öğüt")
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("article")).to_be_visible(timeout=30_000)
    context.close()
    return "ana"


def leave(page: Page) -> None:
    """Go on to the provider."""
    page.get_by_role("link", name="Go on to Example account").click()


def say_who(page: Page, subject: str) -> None:
    """Sign in at the provider."""
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize").click()


def sign_in(page: Page, subject: str) -> None:
    """Sign in from the page that is on the screen."""
    leave(page)
    say_who(page, subject)


def join(office: Office, page: Page, login: str) -> None:
    """Come by an invitation."""
    page.goto(office.invite(login))
    sign_in(page, f"subject-of-{login}")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("article")).to_be_visible(timeout=30_000)


def end_sessions(office: Office, login: str) -> None:
    """Sign somebody out everywhere, from elsewhere."""
    with office.accounts() as accounts:
        for session in accounts.sessions("ana", login):
            accounts.end_session("ana", session.id)


def test_an_invitation_leads_through_the_provider_and_in(office, admin, page):
    """Signed out, every page leads to signing in, and one comes back to where one was."""
    assert admin == "ana"
    page.goto(office.invite("bo"))
    expect(page.get_by_text("You were invited to work here as an annotator.")).to_be_visible()
    sign_in(page, "subject-of-bo")
    expect(page.get_by_text("you are subject-of-bo")).to_be_visible()
    expect(page.get_by_label("Login")).to_have_value("bo")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("article")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="You", exact=True).click()
    expect(page.get_by_text("Signed in as bo, annotator.")).to_be_visible()
    expect(page.get_by_text("Password")).to_have_count(0)
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You may still be signed in at Example account")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_text("Signed in as bo, annotator.")).to_have_count(0)
    page.goto(f"{office.url}/articles")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(page, "subject-of-bo")
    expect(page.get_by_text("Every article of the project")).to_be_visible()


def test_who_is_known_there_and_not_here_is_told_so(office, admin, page):
    """And can come as somebody else at once."""
    assert admin
    page.goto(office.url)
    sign_in(page, "subject-of-nobody")
    expect(page.get_by_role("heading", name="No account here")).to_be_visible()
    expect(page.get_by_text("subject-of-nobody")).to_be_visible()
    page.get_by_role("link", name="Sign in as somebody else").click()
    say_who(page, "subject-of-ana")
    expect(page.get_by_role("article")).to_be_visible(timeout=30_000)


def test_who_changes_their_mind_is_led_back(office, admin, page):
    """The provider says no."""
    assert admin
    page.goto(office.url)
    leave(page)
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_role("heading", name="You are not signed in")).to_be_visible()
    page.get_by_role("link", name="Sign in").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_who_is_kept_out_is_out_with_the_next_request(office, admin, page):
    """And does not get in by the provider."""
    join(office, page, "cy")
    page.goto(f"{office.url}/articles")
    expect(page.get_by_text("Every article of the project")).to_be_visible()
    with office.accounts() as accounts:
        accounts.set_active(admin, "cy", False)
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(page, "subject-of-cy")
    expect(page.get_by_role("heading", name="No account here")).to_be_visible()


def test_a_session_that_ends_while_a_page_is_open_closes_it(office, admin, page):
    """The page loses its connection; the work is kept, and saved after signing in again."""
    assert admin
    join(office, page, "di")
    closed = []
    page.on("websocket", lambda socket: socket.on("close", lambda _: closed.append(1)))
    page.goto(office.article_url(office.document))
    surface = OnSurface(page, office)
    expect(surface.article).to_be_visible()
    end_sessions(office, "di")
    office.wait_until(lambda: page.evaluate("1") and closed, "the page is still connected", 15)
    surface.click("Monday")
    surface.press("t")
    banner = page.locator(".lb-banner")
    expect(banner).to_contain_text("You are signed out.")
    banner.get_by_role("link", name="Sign in").click()
    sign_in(page, "subject-of-di")
    expect(page.locator(".lb-article .lb-s")).to_have_text(["Monday"])
    surface.saved()


def test_a_provider_that_is_down_keeps_nobody_from_working(
    office, admin, provider, page, browser, request
):
    """Whoever is in goes on saving; whoever is not reads what to do, and gets in later."""
    assert admin
    join(office, page, "ed")
    page.goto(office.article_url(office.document))
    surface = OnSurface(page, office)
    expect(surface.article).to_be_visible()
    provider.stop()
    surface.click("Tuesday")
    surface.press("t")
    surface.saved()
    page.reload()
    expect(page.locator(".lb-article .lb-s")).to_have_text(["Tuesday"])
    other = browser.new_context(bypass_csp=True).new_page()
    other.goto(f"{office.url}/articles")
    leave(other)
    assert look(other, "away", request, "light-1440") == []
    expect(other.get_by_role("heading", name="Signing in does not work")).to_be_visible()
    expect(other.get_by_text("Nothing is lost.")).to_be_visible()
    provider.start()
    other.get_by_role("link", name="Try again").click()
    say_who(other, "subject-of-ed")
    expect(other.get_by_text("Every article of the project")).to_be_visible()
    other.context.close()


def test_an_address_somebody_sends_signs_nobody_in(office, admin, page, browser):
    """A coming back counts in the browser that left, once."""
    assert admin
    page.goto(office.url)
    leave(page)
    page.route("**/sign-in/callback?*", lambda route: route.abort())
    with page.expect_request("**/sign-in/callback?*") as caught:
        say_who(page, "subject-of-ana")
    page.unroute_all()
    other = browser.new_context().new_page()
    other.goto(caught.value.url)
    expect(other.get_by_role("heading", name="You are not signed in")).to_be_visible()
    other.goto(f"{office.url}/articles")
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    other.context.close()


@pytest.mark.parametrize("path", ["/_stcore/stream", "/articles", "/auth/login", "/oauth2callback"])
def test_forged_headers_and_cookies_open_nothing(office, admin, path):
    """Neither the WebSocket, nor pages, nor the way to sign in that Streamlit brings along."""
    forged = {
        "X-Labeler-User": admin,
        "X_Labeler_User": admin,
        "Cookie": f"labeler_session={'A' * 43}; labeler_oidc=e30=; _streamlit_user={admin}",
    }
    if path == "/_stcore/stream":
        key = {"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Version": "13"}
        forged |= {"Connection": "Upgrade", "Upgrade": "websocket"} | key
    connection = http.client.HTTPConnection("127.0.0.1", office.port, timeout=10)
    connection.request("GET", path, headers=forged)
    assert connection.getresponse().status in {401, 403}
    connection.close()


def test_the_secret_was_never_printed(office, admin):
    """After all of the above."""
    assert admin
    assert SECRET not in office.log()


@pytest.mark.parametrize(("scheme", "width"), VIEWS)
def test_the_pages_are_accessible(office, admin, browser, scheme, width, request):
    """axe-core finds nothing, in both themes, on a desk and on a telephone."""
    assert admin
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 844}, bypass_csp=True
    )
    page = context.new_page()
    where = f"{scheme}-{width}"
    page.goto(office.url)
    found = {"sign-in": look(page, "sign-in", request, where)}
    sign_in(page, "subject-of-nobody")
    found["unknown"] = look(page, "unknown", request, where)
    page.goto(f"{office.url}/sign-out")
    found["signed-out"] = look(page, "signed-out", request, where)
    page.goto(f"{office.url}/sign-in/callback")
    found["not-signed-in"] = look(page, "not-signed-in", request, where)
    page.goto(office.invite(f"p-{scheme}-{width}"))
    found["invited"] = look(page, "invited", request, where)
    sign_in(page, f"subject-of-p-{where}")
    found["confirm"] = look(page, "confirm", request, where)
    context.close()
    assert not {name: what for name, what in found.items() if what}


def look(page: Page, name: str, request: pytest.FixtureRequest, where: str) -> list[str]:
    """Return what axe-core finds, and whether anything is cut off; keep a picture if asked."""
    expect(page.get_by_role("heading")).to_be_visible()
    folder = request.config.getoption("--output")
    page.screenshot(path=f"{folder}/oidc/{name}-{where}.png", full_page=True)
    page.evaluate(AXE)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [v["id"] for v in page.evaluate(RUN)["violations"]] + (["too wide"] if wide else [])
