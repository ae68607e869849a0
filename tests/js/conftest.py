"""A page of a real browser that imports the surface's modules."""

import pytest
from module_server import BLANK, serve_modules


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
