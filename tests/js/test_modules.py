"""The surface's unit tests: each is a function of a ``*.test.js``, run in a real browser."""

import re
from pathlib import Path

import pytest

FILES = sorted(Path(__file__).parent.glob("*.test.js"))
# Tests are the methods of the exported object: names in quotes, two blanks deep.
NAME = re.compile(r"^  (?:async )?'(.+)'\(\) \{", re.MULTILINE)
RUN = """async ([file, name]) => {
  const { tests } = await import(`./${file}`);
  await tests[name]();
}"""


def names_in(path: Path) -> list[str]:
    """Return the names of the tests in a file."""
    return NAME.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("file", "name"),
    [pytest.param(f.name, n, id=f"{f.name}: {n}") for f in FILES for n in names_in(f)],
)
def test_surface_module(lab, file, name):
    """The promise in the test's name is kept."""
    lab.evaluate(RUN, [file, name])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_test_of_a_file_is_collected(lab, path):
    """No test is left out because of how its name is written."""
    names = lab.evaluate(
        "async (file) => Object.keys((await import(`./${file}`)).tests)", path.name
    )
    assert names == names_in(path)
