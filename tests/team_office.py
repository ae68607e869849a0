"""A running Labeler whose people sign in, and their browsers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from playwright.sync_api import Locator, Page, expect
from warm_serving import WarmApp

from labeler.settings import Settings
from labeler.store import SqlStore
from labeler.workflow.accounts import Accounts

_CLICKS = 4
_SOON_MS = 5_000
_TICK, _CELL = 15, 60
_FIRST_ROW = 52
_ROW = 35
PASSWORD = "correct horse battery"  # noqa: S105 - of people who do not exist


class Office(WarmApp):
    """A running Labeler whose people sign in."""

    @contextmanager
    def accounts(self) -> Iterator[Accounts]:
        """Open the accounts beside the server, as another process may."""
        with self.store() as store:
            yield Accounts(store.people, "news", lambda: datetime.now(UTC))

    @contextmanager
    def store(self) -> Iterator[SqlStore]:
        """Open the store beside the server."""
        store = SqlStore(Settings(data=self.data).database_url)
        try:
            yield store
        finally:
            store.close()


def use(accounts: Accounts, link: str, login: str = "", name: str = "") -> None:
    """Come in by a link, beside the browser."""
    accounts.use_link(
        link, login=login, name=name, password=PASSWORD, client="Firefox", address="192.0.2.7"
    )


def sign_in(page: Page, office: Office, login: str, path: str = "/") -> Page:
    """Sign in and go to a page."""
    page.goto(f"{office.url}/sign-in?next={path}")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)
    return page


def pick_row(page: Page, number: int, shown: Locator) -> None:
    """Click a row of the only table, the first is 0, until what it opens is there.

    A table is a picture: until it is drawn a click finds nothing, and nothing says so.
    """
    _press_row(page, number, _CELL, shown)


def tick_row(page: Page, number: int, shown: Locator) -> None:
    """Tick a row of the only table where several can be, until what it brings is there."""
    _press_row(page, number, _TICK, shown)


def _press_row(page: Page, number: int, x: int, shown: Locator) -> None:
    table = page.get_by_test_id("stDataFrame")
    expect(table).to_have_count(1)
    place = {"x": x, "y": _FIRST_ROW + _ROW * number}
    press_until(lambda: table.click(position=place), shown)


def pick_part(page: Page, name: str, shown: Locator) -> None:
    """Go to a part of a page, and press again where the page was still being made."""
    radio = page.get_by_role("radio", name=name, exact=True)
    press_until(radio.click, shown)


def press_until(press: Callable[[], object], shown: Locator) -> None:
    """Press until what it opens is there: on a page still being made a press can be lost."""
    for _ in range(_CLICKS):
        press()
        try:
            expect(shown).to_be_visible(timeout=_SOON_MS)
        except AssertionError:
            continue
        return
    expect(shown).to_be_visible()
