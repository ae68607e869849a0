"""An admin makes a second project, and people work in the one in view and see no other."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from looks import VIEWS, Looks, keep_picture
from on_surface import OnSurface
from playwright.sync_api import Browser, Page, expect
from team_office import Office, pick_part, press_until, sign_in, use

from labeler.core.document import Document
from labeler.core.event_line import ChosenEvents, EventSource
from labeler.core.people import Role
from labeler.workflow.accounts import Accounts

pytestmark = pytest.mark.browser

SPORTS = """\
schema:
  id: sports
  version: "1.0"
  title: Sports
  language: en
  meta_schema: "1.0"
span_types:
  team: {key: t, def: "A team.", color: "#1f77b4"}
"""
SOON = 30_000


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[Office]:
    """A server with an admin, Ana, two annotators, Bo and Cy, and one article."""
    folder = tmp_path_factory.mktemp("projects")
    served = Office(folder / "data", environment={"LABELER_MODE": "accounts"})
    served.import_text("The strike", "The strike begins on Monday, the mayor said in Ostend.")
    served.start()
    with served.accounts() as accounts:
        link = accounts.first_admin_link()
        assert link is not None
        use(accounts, link, "ana", "Ana Öğüt")
        for login, name in {"bo": "Bo Chen", "cy": "Cy Adeyemi"}.items():
            use(accounts, accounts.invite("ana", login, name, Role.ANNOTATOR))
    yield served
    served.stop()


def open_page(page: Page, office: Office, login: str, name: str, path: str) -> Page:
    """Sign in and go to a page."""
    sign_in(page, office, login, path)
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible(timeout=SOON)
    return page


def choose_in(page: Page, name: str, option: str) -> None:
    """Choose one of a list."""
    chosen = page.get_by_role("option", name=option, exact=True)
    press_until(page.get_by_role("combobox", name=name).click, chosen)
    chosen.click()


def add_to_sports(office: Office) -> None:
    """Take Bo into the second project, and give it an article of its own."""
    with office.store() as store:
        accounts = Accounts(store.people, "sports", lambda: datetime.now(UTC))
        assert not accounts.invite("ana", "bo", "Bo Chen", Role.ANNOTATOR)
        match = Document("m-1", "The match", "The Harriers beat the Rovers on Sunday.")
        store.add_documents("sports", [match], datetime.now(UTC))


def test_a_second_project_is_made_and_worked_in(office: Office, page: Page, browser: Browser):
    """With a schema of its own; whoever is in both goes from one to the other."""
    open_page(page, office, "ana", "Projects", "/projects")
    made = page.get_by_label("Name", exact=True).last
    press_until(page.get_by_text("New project").click, made)
    made.fill("Sports")
    choose_in(page, "Schema", "A file of my own")
    broken = SPORTS.replace("key: t", "key: t, colour: red").encode()
    page.locator("input[type=file]").last.set_input_files(
        {"name": "sports.yaml", "mimeType": "text/yaml", "buffer": broken}
    )
    expect(page.get_by_text("sports.yaml")).to_be_visible()
    refused = page.get_by_text("The schema has errors, so nothing was changed.")
    press_until(page.get_by_role("button", name="Make the project").click, refused)
    expect(page.get_by_text("colour")).to_be_visible()
    page.locator("input[type=file]").last.set_input_files(
        {"name": "mended.yaml", "mimeType": "text/yaml", "buffer": SPORTS.encode()}
    )
    expect(page.get_by_text("mended.yaml")).to_be_visible()
    there = page.get_by_text("The project Sports is there.")
    press_until(page.get_by_role("button", name="Make the project").click, there)
    add_to_sports(office)

    bo = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    sign_in(bo, office, "bo", "/?project=sports")
    surface = OnSurface(bo, office)
    expect(bo.get_by_role("article", name=re.compile("The match"))).to_be_visible(timeout=SOON)
    surface.click("Harriers")
    surface.press("t")
    expect(surface.root.get_by_text("Saved").first).to_be_visible()
    with office.store() as store:
        (task,) = [store.task("sports", one) for one in tasks_of(office, "sports")]
        labels = store.labels("sports", task.id)
        assert [mention.type for mention in labels.mentions] == ["team"]
        assert not tasks_of(office, "news")
    other = bo.get_by_role("menuitem", name="news")
    press_until(bo.get_by_role("button", name="Sports").click, other)
    other.click()
    expect(bo.get_by_role("article", name=re.compile("The strike"))).to_be_visible(timeout=SOON)
    expect(bo).to_have_url(re.compile("project=news"))
    bo.context.close()


def tasks_of(office: Office, project: str) -> list[str]:
    """Return the tasks people have opened in a project."""
    with office.store() as store, store.histories.reading() as book:
        lines = book.lines(project, ChosenEvents([EventSource.WORK]), None, 100)
    return sorted({line.task_id for line in lines if line.kind == "saved"})


def test_a_project_one_is_not_in_is_not_there(office: Office, page: Page):
    """By its address, or over HTTP; words say where one can go."""
    sign_in(page, office, "cy", "/?project=sports")
    refused = page.get_by_role("heading", name="This project is not open to you")
    expect(refused).to_be_visible(timeout=SOON)
    answer = page.request.get(f"{office.url}/api/v1/projects/sports/documents")
    assert answer.status == 404
    assert page.request.get(f"{office.url}/api/v1/projects/news/documents").status == 200
    looks = Looks(page, "no-project")
    looks.at("refused")
    looks.check()
    page.get_by_role("button", name="news").click()
    expect(page.get_by_role("article", name=re.compile("The strike"))).to_be_visible(timeout=SOON)


def test_guidelines_are_written_by_leads_and_read_by_all(
    office: Office, page: Page, browser: Browser
):
    """As Markdown, on a page of their own."""
    open_page(page, office, "ana", "Guidelines", "/guidelines?project=news")
    field = page.get_by_label("Guidelines, in Markdown")
    press_until(page.get_by_text("Edit", exact=True).click, field)
    field.fill("## Whom we label\n\nPeople who are *named* in the text.")
    kept = page.get_by_text("The guidelines are kept.")
    press_until(page.get_by_role("button", name="Keep").click, kept)
    other = browser.new_context().new_page()
    open_page(other, office, "cy", "Guidelines", "/guidelines")
    expect(other.get_by_role("heading", name="Whom we label")).to_be_visible()
    expect(other.get_by_text("Edit", exact=True)).to_have_count(0)
    other.context.close()


def test_an_archived_project_says_so_and_is_opened_again(office: Office, page: Page):
    """From the page Projects; in the trash it is gone for everybody else."""
    open_page(page, office, "ana", "Projects", "/projects?project=news")
    choose_in(page, "Look after", "Sports (sports)")
    archive = page.get_by_role("button", name="Archive", exact=True)
    pick_part(page, "Put away", archive)
    yes = page.get_by_role("button", name="Yes, archive")
    press_until(archive.click, yes)
    press_until(yes.click, page.get_by_text("The project is archived."))
    page.goto(f"{office.url}/articles?project=sports")
    expect(page.get_by_text("This project is archived")).to_be_visible(timeout=SOON)
    page.goto(f"{office.url}/projects?project=news")
    choose_in(page, "Look after", "Sports (sports)")
    again = page.get_by_role("button", name="Open again")
    pick_part(page, "Put away", again)
    press_until(again.click, page.get_by_text("The project is open again."))


@pytest.mark.parametrize(("theme", "width"), VIEWS)
def test_the_page_looks_right(
    office: Office, browser: Browser, theme: str, width: int, tmp_path: Path
):
    """Nothing is cut off or too pale, in both themes, at a desk and on a phone."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, timezone_id="Europe/Brussels"
    )
    page = open_page(context.new_page(), office, "ana", "Projects", "/projects?project=news")
    looks = Looks(page, f"projects-{theme}-{width}")
    looks.at("list")
    if theme == "light" and width == 1440:
        keep_picture(page, "projects", tmp_path)
    press_until(page.get_by_text("New project").click, page.get_by_text("It begins without"))
    looks.at("new")
    for part, word in (
        ("Schema", "Download the schema"),
        ("Copy", "Name of the copy"),
        ("Put away", "In an archived project"),
    ):
        pick_part(page, part, page.get_by_text(word).first)
        looks.at(part.lower().replace(" ", "-"))
    page.goto(f"{office.url}/guidelines?project=news")
    expect(page.get_by_role("heading", name="Whom we label")).to_be_visible(timeout=SOON)
    looks.at("guidelines")
    looks.check()
    context.close()
