"""The table of keys in the documentation is the map the page shows behind `?`.

With ``LABELER_PICTURES=1`` the table is written anew; without, it is compared.
"""

import os

import pytest
from on_surface import OnSurface
from shared import ROOT

pytestmark = pytest.mark.browser

PAGE = ROOT / "docs" / "labeling.md"
BEGIN = "<!-- keys: made by tests/browser/test_key_docs.py from the map behind `?` -->\n"
END = "<!-- /keys -->"

# Groups with their rows: the key as people read it, and what it does.
_MAP = """
() => [...document.querySelectorAll('.lb-keymap section')].map((section) => [
  section.querySelector('h3').textContent,
  [...section.querySelectorAll('dl > div')].map((row) => [
    row.querySelector('dt').textContent,
    [...row.querySelector('dd').childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.textContent).join('').trim(),
  ]),
])
"""


def table(groups: list[tuple[str, list[tuple[str, str]]]]) -> str:
    """Return the map as a Markdown table."""
    lines = ["| | key | what it does |", "|---|---|---|"]
    for name, rows in groups:
        for index, (cap, words) in enumerate(rows):
            keys = " ".join(f"<kbd>{key}</kbd>" for key in cap.split())
            lines.append(f"| {'' if index else f'**{name}**'} | {keys} | {words} |")
    return "\n".join(lines) + "\n"


@pytest.fixture
def groups(page, app, request):
    """The map, as a person with the shipped schema sees it."""
    title = request.node.originalname
    on = OnSurface(page, app).open(app.import_text(title, f"Nobody said so.\n\n{title}"))
    on.press("?")
    page.get_by_role("region", name="All keys").wait_for()
    return page.evaluate(_MAP)


def test_the_documentation_names_every_key(groups):
    """Row by row, in the order and the words of the map."""
    before, begin, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    documented, end, after = rest.partition(END)
    assert begin, f"{PAGE.name} has no place for the keys"
    assert end, f"{PAGE.name} does not say where the keys end"
    if os.environ.get("LABELER_PICTURES") == "1":
        PAGE.write_text(before + begin + table(groups) + end + after, encoding="utf-8")
    else:
        assert documented == table(groups), "LABELER_PICTURES=1 writes the table anew"


def test_the_map_has_words_for_every_key(groups):
    """No row without a key or without words, and no key twice with the same words."""
    rows = [tuple(row) for _, rows in groups for row in rows]
    assert all(cap and words for cap, words in rows)
    assert len(set(rows)) == len(rows) > 60
