"""Every key of the map behind `?` does what the map says, and no key is left out."""

import pytest
from key_scenes_around import AROUND_SCENES
from key_scenes_labels import LABEL_SCENES
from key_scenes_lists import LIST_SCENES
from key_scenes_text import TEXT_SCENES, Scenes
from key_stage import Stage
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SCENES: Scenes = {**TEXT_SCENES, **LABEL_SCENES, **AROUND_SCENES}
# What lists, bars and dialogs take is not in the map.
ALL: Scenes = SCENES | LIST_SCENES
EACH = [(words, key) for words, scenes in ALL.items() for key in scenes]
# Bound to nothing.
INERT = "F9"
CONTROLS = EACH[::12]

# Words and keys of every binding of the schema that is on the screen.
_BINDINGS = """
async (schema) => {
  const [{ keymap }, { SchemaIndex }, { Looks }] = await Promise.all(
    ['keys/keymap.js', 'model/schema.js', 'text/looks.js'].map((m) => import(`/surface/-/${m}`)));
  const index = new SchemaIndex(schema);
  return keymap(index, new Looks(index)).map(({ words, keys }) => [words, keys]);
}
"""


@pytest.fixture(scope="module")
def _stage(browser, browser_context_args, app):
    context = browser.new_context(**browser_context_args)
    yield Stage(context.new_page(), app)
    context.close()


@pytest.fixture
def stage(_stage):
    """The prepared article at its beginning; one page for the whole module."""
    _stage.begin()
    yield _stage
    assert _stage.errors == []


def pressed(key: str) -> str:
    """Return what Playwright calls a key of the map."""
    return "Space" if key == " " else key.replace("Ctrl+", "Control+")


def test_every_row_of_the_map_has_a_scene_for_each_of_its_keys(stage):
    """A new key without a scene fails, and so does a scene whose key is gone."""
    with stage.page.expect_response("**/tasks/open") as opened:
        stage.page.reload()
    bindings = stage.page.evaluate(_BINDINGS, opened.value.json()["schema"])
    expect(stage.article).to_be_visible()
    stage.press("?")
    rows = stage.dialog("Keys").locator("dl > div")
    expect(rows.first).to_be_visible()
    shown = [
        row.locator("dd").evaluate("d => [...d.childNodes].find((n) => n.nodeType === 3).data")
        for row in rows.all()
    ]
    assert sorted(shown) == sorted(SCENES)
    assert {words: set(keys) for words, keys in bindings} == {w: set(s) for w, s in SCENES.items()}
    stage.leave()


@pytest.mark.parametrize(("words", "key"), EACH, ids=[f"{k} {w[:30]}" for w, k in EACH])
def test_the_key_does_what_its_words_say(stage, words, key):
    """As a person sees it on the screen."""
    ALL[words][key](stage, pressed(key))
    stage.leave()


@pytest.mark.parametrize(("words", "key"), CONTROLS, ids=[f"{k} {w[:30]}" for w, k in CONTROLS])
def test_a_key_that_does_nothing_is_noticed(stage, words, key):
    """The same scene with a key that is bound to nothing fails."""
    expect.set_options(timeout=700)
    try:
        with pytest.raises(AssertionError):
            ALL[words][key](stage, INERT)
    finally:
        expect.set_options(timeout=20_000)
    stage.leave()
