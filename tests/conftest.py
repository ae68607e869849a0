"""What all tests share: the modules beside them, the browser, the running app."""

import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).parent))

from databases import KINDS, Databases
from ensure_browser import find
from rewriting import forget_changes
from warm_serving import WarmApp

# A person waits longer than Playwright does by default, and machines can be busy.
expect.set_options(timeout=20_000)

WINDOW = {"width": 1440, "height": 900}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items):
    """Begin with what takes long; the order is else that of the files."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Use the Chromium of the machine; a missing one fails, it does not skip."""
    path = find()
    assert path is not None, "no Chromium: run `make test`, or name one in LABELER_CHROMIUM"
    return {**browser_type_launch_args, "executable_path": path, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A desktop window."""
    return {**browser_context_args, "viewport": WINDOW}


@pytest.fixture(scope="module")
def _warm_context(browser, browser_context_args):
    """One profile for a module: what the page is made of is fetched once, not per test."""
    context = browser.new_context(**browser_context_args)
    yield context
    context.close()


@pytest.fixture
def context(_warm_context):
    """The module's profile, of which every test leaves nothing behind but the cache of files."""
    yield _warm_context
    origins = {page.evaluate("location.origin") for page in _warm_context.pages}
    for page in _warm_context.pages[1:]:
        page.close()
    for page in _warm_context.pages:
        _forget(page, origins)
    _warm_context.clear_cookies()
    _warm_context.clear_permissions()
    _warm_context.set_offline(False)
    _warm_context.unroute_all()


@pytest.fixture
def page(context):
    """The module's page, as if it were new: what it has compiled need not be compiled again.

    A test that changes it for good closes it, and the next one has another.
    """
    page = context.pages[0] if context.pages else context.new_page()
    listening = []
    listen = page.on

    def on(event, handler):
        listening.append((event, handler))
        listen(event, handler)

    page.on = on
    yield page
    if page.is_closed():
        return
    page.on = listen
    for event, handler in listening:
        page.remove_listener(event, handler)
    forget_changes(page)
    page.unroute_all()
    page.set_viewport_size(WINDOW)
    page.emulate_media(media=None, color_scheme=None, reduced_motion=None, forced_colors=None)


def _forget(page, origins):
    page.goto("about:blank")
    session = page.context.new_cdp_session(page)
    for origin in origins - {"null"}:
        kept = {"origin": origin, "storageTypes": "local_storage,indexeddb,cookies"}
        session.send("Storage.clearDataForOrigin", kept)
    session.detach()


@pytest.fixture(scope="session")
def databases(tmp_path_factory):
    """Where tests get a database of their own from; each test process has one PostgreSQL."""
    given = Databases(tmp_path_factory.mktemp("databases"))
    yield given
    given.stop()


@pytest.fixture(params=KINDS)
def kind(request):
    """Which database the test runs on: on each, one after the other."""
    return request.param


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """The app with an empty database, one per module; suggestions are off."""
    served = WarmApp(tmp_path_factory.mktemp("app") / "data")
    served.start()
    yield served
    served.stop()
