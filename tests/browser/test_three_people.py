"""Three people label at once, are interrupted, and finish; nobody gets what is another's."""

from collections import Counter
from collections.abc import Iterator

import pytest
from on_surface import OnSurface
from playwright.sync_api import Browser, BrowserContext, Page, expect
from team_office import Office, pick_row, press_until, sign_in, use

from labeler.core.buckets import BUCKETS
from labeler.core.people import Role

pytestmark = [pytest.mark.browser, pytest.mark.long]

PEOPLE = {"bo": "Bo Chen", "cy": "Cy Adeyemi", "dana": "Dana Petit"}
TITLES = ["The strike", "The harbour", "The talks", "The vote", "The budget"]
SHARED = 2


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[Office]:
    """A server with an admin, three annotators and five articles."""
    folder = tmp_path_factory.mktemp("three")
    served = Office(folder / "data", environment={"LABELER_MODE": "accounts"})
    for title in TITLES:
        served.import_text(title, f"{title} begins on Monday, the mayor said in Ostend.")
    served.start()
    with served.accounts() as accounts:
        link = accounts.first_admin_link()
        assert link is not None
        use(accounts, link, "ana", "Ana Öğüt")
        for login, name in PEOPLE.items():
            use(accounts, accounts.invite("ana", login, name, Role.ANNOTATOR))
    yield served
    served.stop()


def come(browser: Browser, office: Office, login: str) -> tuple[BrowserContext, OnSurface]:
    """Sign in, and wait for the first article."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    sign_in(page, office, login)
    surface = OnSurface(page, office)
    expect(surface.article).to_be_visible(timeout=30_000)
    return context, surface


def title_of(surface: OnSurface) -> str:
    """Return which article is on the screen."""
    return surface.article.get_attribute("aria-label") or ""


def label(surface: OnSurface) -> None:
    """Mark a place and a time, and wait until both are saved."""
    surface.click("Ostend")
    surface.press("p")
    surface.click("Monday")
    surface.press("t")
    expect(
        surface.page.get_by_role("banner").or_(surface.root).get_by_text("Saved").first
    ).to_be_visible()


def hand_in(surface: OnSurface) -> None:
    """Submit, and wait for what comes next."""
    before = title_of(surface)
    surface.press("Control+Enter")
    another = surface.page.locator(f'article:not([aria-label="{before}"])')
    nothing = surface.page.get_by_role("heading", name="Nothing for you")
    expect(another.or_(nothing)).to_be_visible()


def set_plan(page: Page, office: Office) -> None:
    """Let the lead say: two articles for everybody, then one person each."""
    sign_in(page, office, "ana", "/queue")
    pick_row(page, 0, page.get_by_role("heading", name="All articles"))
    page.get_by_text("Change the batch").click()
    page.get_by_role("spinbutton", name="People per article").fill("1")
    page.get_by_role("spinbutton", name="First articles for everybody").fill(str(SHARED))
    press_until(
        page.get_by_role("button", name="Change it").click,
        page.get_by_text("The batch is changed."),
    )


def test_three_people_share_articles_get_different_ones_and_finish(
    office: Office, browser: Browser, page: Page
):
    """With a session that ends and a server that is killed in the middle."""
    set_plan(page, office)
    at_work = {login: come(browser, office, login) for login in PEOPLE}
    surfaces = {login: surface for login, (_, surface) in at_work.items()}
    for number in range(SHARED):
        # All three have the same article on the screen at once.
        assert {title_of(surface) for surface in surfaces.values()} == {TITLES[number]}
        for surface in surfaces.values():
            label(surface)
        for surface in surfaces.values():
            hand_in(surface)
    own = {login: title_of(surface) for login, surface in surfaces.items()}
    assert sorted(own.values()) == sorted(TITLES[SHARED:])

    # Bo's session ends while he labels: the work is kept, and goes on after signing in.
    label(surfaces["bo"])
    with office.accounts() as accounts:
        for session in accounts.sessions("ana", "bo"):
            accounts.end_session("ana", session.id)
    bo = surfaces["bo"]
    bo.click("mayor")
    bo.press("o")
    expect(bo.page.get_by_text("You are signed out").first).to_be_visible()
    door = at_work["bo"][0].new_page()
    sign_in(door, office, "bo", "/articles")
    door.close()
    bo.page.get_by_role("button", name="I have signed in").click()
    expect(bo.page.get_by_text("You are signed out")).to_have_count(0)

    # The server is killed while Cy and Dana label.
    label(surfaces["cy"])
    office.kill()
    surfaces["dana"].click("Ostend")
    surfaces["dana"].press("p")
    expect(surfaces["dana"].page.get_by_text("The server cannot be reached").first).to_be_visible()
    office.start()
    for surface in surfaces.values():
        expect(surface.page.get_by_text("The server cannot be reached")).to_have_count(0)
        hand_in(surface)
        expect(surface.page.get_by_role("heading", name="Nothing for you")).to_be_visible()
    for context, _ in at_work.values():
        context.close()

    with office.store() as store:
        done = [
            (row.document.id, row.labels.author, len(row.labels.mentions))
            for bucket in range(BUCKETS)
            for row in store.submissions("news", bucket)
        ]
    people = Counter(document for document, *_ in done)
    assert sorted(people.values()) == [1, 1, 1, 3, 3]
    marks = {(document, author): count for document, author, count in done}
    ids = {title: title.replace(" ", "-") for title in TITLES}
    assert marks[ids[own["bo"]], "annotator:bo"] == 3
    assert marks[ids[own["cy"]], "annotator:cy"] == 2
    assert marks[ids[own["dana"]], "annotator:dana"] == 1
