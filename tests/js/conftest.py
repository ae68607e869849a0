"""A page of a real browser that imports the surface's modules."""

import pytest
from ensure_browser import find
from module_server import BLANK, serve_modules


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Use the Chromium of the machine; a missing one fails, it does not skip."""
    path = find()
    assert path is not None, "no Chromium: run `make test`, or name one in LABELER_CHROMIUM"
    return {**browser_type_launch_args, "executable_path": path, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def modules():
    """The address of the surface's modules and their tests."""
    with serve_modules() as address:
        yield address


@pytest.fixture(scope="session")
def lab(browser, modules):
    """A page beside the modules; the tests leave nothing in it."""
    page = browser.new_page()
    page.goto(modules + BLANK)
    yield page
    page.close()
