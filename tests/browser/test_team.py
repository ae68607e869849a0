"""A lead and an admin look after the team in the browser, as they would."""

import re
from collections.abc import Iterator

import pytest
from looks import VIEWS, Looks
from playwright.sync_api import Browser, Page, expect
from team_office import PASSWORD, Office, pick_part, pick_row, sign_in, use

from labeler.core.people import Role, Scope

pytestmark = pytest.mark.browser

# Words that only this part has.
PARTS = {
    "People": "Click somebody to see what you can do.",
    "Invitations": "Links that still work",
    "Log": "Nothing here is ever deleted",
}
ODD = "<b>Bo</b> *Chen* :tada: 🎉"


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[Office]:
    """A server with an admin, Ana, and a lead, Lea."""
    folder = tmp_path_factory.mktemp("team")
    served = Office(folder / "data", environment={"LABELER_MODE": "accounts"})
    served.import_text("The strike", "Dockers stopped work on Monday.")
    served.start()
    with served.accounts() as accounts:
        link = accounts.first_admin_link()
        assert link is not None
        use(accounts, link, "ana", "Ana Öğüt")
        use(accounts, accounts.invite("ana", "lea", "Lea Novak", Role.LEAD))
    yield served
    served.stop()


def open_team(page: Page, office: Office, login: str) -> Page:
    """Sign in and go to the team."""
    sign_in(page, office, login, "/team")
    expect(page.get_by_role("heading", name="Team")).to_be_visible(timeout=30_000)
    return page


def part(page: Page, name: str) -> None:
    """Go to a part of the page."""
    pick_part(page, name, page.get_by_text(PARTS[name]))


def choose(page: Page, search: str) -> None:
    """Find somebody and click them."""
    # The part one came from is gone.
    expect(page.get_by_test_id("stDataFrame")).to_have_count(1)
    field = page.get_by_placeholder("Name, login, role or state")
    field.fill(search)
    field.press("Enter")
    expect(page.get_by_text(re.compile(r"^1 of \d+$"))).to_be_visible()
    # Until the page is made anew the former list stands there as well.
    pick_row(page, 0, page.get_by_role("dialog"))


def test_from_the_invitation_to_being_kept_out(office, browser: Browser, page):
    """Invited, joined, made a lead, signed out, kept out; the name is shown as text."""
    open_team(page, office, "ana")
    part(page, "Invitations")
    page.get_by_role("textbox", name="Login").fill("bo")
    page.get_by_label("Name", exact=True).fill(ODD)
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_text(f"Send this link to {ODD}", exact=False)).to_have_count(0)
    said = page.get_by_text("Send this link to")
    expect(said).to_be_visible()
    assert said.inner_text().replace("\u2060", "") == f"Send this link to {ODD}."
    address = page.get_by_test_id("stCode").inner_text().strip()
    assert address.startswith(f"{office.url}/link/")

    theirs = browser.new_context()
    invited = theirs.new_page()
    invited.goto(address)
    invited.get_by_label("New password").fill(PASSWORD)
    invited.get_by_label("The same once more").fill(PASSWORD)
    invited.get_by_role("button", name="Begin").click()
    expect(invited.get_by_role("article")).to_be_visible(timeout=30_000)
    expect(invited.get_by_role("link", name="Team")).to_have_count(0)

    page.get_by_role("button", name="Done").click()
    expect(page.get_by_test_id("stCode")).to_have_count(0)
    part(page, "People")
    choose(page, "bo")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="Lead").click()
    dialog.get_by_role("button", name="Make them a lead").click()
    expect(dialog.get_by_text("is a lead now.")).to_be_visible()
    invited.goto(f"{office.url}/team")
    expect(invited.get_by_role("heading", name="Team")).to_be_visible(timeout=30_000)

    dialog.get_by_role("button", name="End", exact=True).click()
    expect(dialog.get_by_text("has to sign in again in that browser")).to_be_visible()
    dialog.get_by_role("button", name="Yes, end").click()
    expect(dialog.get_by_text("The session has ended.")).to_be_visible()
    invited.reload()
    expect(invited.get_by_role("heading", name="Sign in")).to_be_visible()

    dialog.get_by_role("button", name="Keep out", exact=True).click()
    expect(dialog.get_by_text("They are signed out everywhere")).to_be_visible()
    dialog.get_by_role("button", name="Yes, keep out").click()
    expect(dialog.get_by_text("is kept out now.")).to_be_visible()
    invited.get_by_label("Login").fill("bo")
    invited.get_by_label("Password").fill(PASSWORD)
    invited.get_by_role("button", name="Sign in").click()
    expect(invited.get_by_role("alert")).to_have_text("Login or password is wrong.")
    theirs.close()

    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    choose(page, "bo")
    expect(dialog.get_by_role("button", name="Let in again")).to_be_visible()


def test_a_lead_sees_no_change_of_roles(office, page):
    """Nor passwords and sessions of others, nor the log."""
    open_team(page, office, "lea")
    expect(page.get_by_role("radio", name="Log")).to_have_count(0)
    choose(page, "ana")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("are for admins")).to_be_visible()
    expect(dialog.get_by_role("radio")).to_have_count(0)


def test_one_looks_after_ones_own_password_and_tokens(office, browser: Browser, page):
    """Another password ends the other browsers and not this one; a token works until revoked."""
    with office.accounts() as accounts:
        use(accounts, accounts.invite("ana", "gil", "Gil_*Roy* 🎉", Role.ANNOTATOR))
    elsewhere = browser.new_context()
    other = elsewhere.new_page()
    for window in (other, page):
        window.goto(f"{office.url}/sign-in?next=/you")
        window.get_by_label("Login").fill("gil")
        window.get_by_label("Password").fill(PASSWORD)
        window.get_by_role("button", name="Sign in").click()
        expect(window.get_by_role("heading", name="Gil_*Roy* 🎉")).to_be_visible(timeout=30_000)

    page.get_by_label("Present password").fill("not this one")
    page.get_by_label("New password", exact=True).fill("another horse")
    page.get_by_label("The new one once more").fill("another horse")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("The present password is wrong; nothing was changed.")).to_be_visible()
    page.get_by_label("Present password").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill("another horse")
    page.get_by_label("The new one once more").fill("another horse")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("The password was changed.")).to_be_visible()
    other.reload()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    elsewhere.close()
    page.reload()
    expect(page.get_by_role("heading", name="Sessions · 1")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("this one")).to_be_visible()

    page.get_by_label("A new token for").fill("nightly export")
    page.get_by_role("button", name="Make the token").click()
    secret = page.get_by_test_id("stCode").inner_text().strip()
    asked = {"headers": {"Authorization": f"Bearer {secret}"}}
    script = browser.new_context().request
    assert script.get(f"{office.url}/api/v1/documents", **asked).status == 200
    page.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="Revoke", exact=True).click()
    expect(page.get_by_text("are refused from now on")).to_be_visible()
    page.get_by_role("button", name="Yes, revoke").click()
    expect(page.get_by_text("The token “nightly export” works no more.")).to_be_visible()
    assert script.get(f"{office.url}/api/v1/documents", **asked).status == 401


@pytest.mark.parametrize(("scheme", "width"), VIEWS)
def test_the_page_is_accessible_and_nothing_is_cut_off(office, browser: Browser, scheme, width):
    """axe-core finds nothing in any part, in both themes, on a desk and on a telephone."""
    with office.accounts() as accounts:
        if not any(member.login == "dana" for member in accounts.members("ana")):
            use(accounts, accounts.invite("ana", "dana", "Dana Petit", Role.ANNOTATOR))
            accounts.create_token("dana", "nightly export", {Scope.READ, Scope.LABEL}, 90)
            accounts.invite("ana", "eli", "Eli Brandt", Role.ANNOTATOR)
        came_before = f"kim-{scheme}-{width}"
        use(accounts, accounts.invite("ana", came_before, "Kim Sorel", Role.ANNOTATOR))
        accounts.remove("ana", came_before)
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    )
    page = open_team(context.new_page(), office, "ana")
    looks = Looks(page, f"team-{width}-{scheme}")

    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    looks.at("people")
    choose(page, "dana")
    looks.at("person", within="[role=dialog]")
    page.get_by_role("button", name="Take out of the project").click()
    expect(page.get_by_text("They are in this project no longer")).to_be_visible()
    looks.at("take-out", within="[role=dialog]")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    part(page, "Invitations")
    page.get_by_role("textbox", name="Login").fill("Bad Login")
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_text("A name is missing")).to_be_visible()
    looks.at("invitations")
    page.get_by_role("textbox", name="Login").fill(f"fay-{scheme}-{width}")
    page.get_by_label("Name", exact=True).fill("Fay Lindqvist")
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_test_id("stCode")).to_be_visible()
    looks.at("link")
    page.get_by_role("textbox", name="Login").fill(came_before)
    page.get_by_label("Name", exact=True).fill("Kim")
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_text("has an account here already")).to_be_visible()
    looks.at("added")
    part(page, "Log")
    expect(page.get_by_text("Nothing here is ever deleted")).to_be_visible()
    looks.at("log")
    page.goto(f"{office.url}/you")
    expect(page.get_by_label("A new token for")).to_be_visible(timeout=30_000)
    looks.at("you")
    context.close()
    looks.check()
