"""Offsets: JavaScript and Python mean the same characters, in a real browser."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from module_server import BLANK, serve_modules
from strategies import annotation_sets, documents, texts

from labeler.codec import dump_annotation_set, read_annotation_set
from labeler.core.annotation import AnnotationSet
from labeler.core.document import Document

# Texts of every script and many characters of two units, joined, combined and right to left.
BATCH = st.lists(texts(min_size=1), min_size=40, max_size=40)
# Without shrinking: a smaller batch costs a call to the browser each.
FEW = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)

PREPARE = """async () => {
  const [{ Offsets, setIn, setOut }, { readLabels, writeLabels }] = await Promise.all(
    ['offsets', 'labels'].map((m) => import(`/labeler/surface/static/model/${m}.js`)),
  );
  window.convert = (texts) => texts.map((text) => {
    const offsets = new Offsets(text);
    const range = (n) => Array.from({ length: n + 1 }, (_, i) => i);
    return {
      utf16: range(offsets.codePoints).map((i) => offsets.toUtf16(i)),
      codePoints: range(text.length).map((i) => offsets.toCodePoints(i)),
    };
  });
  // As a task travels: in, read, quoted by the browser's own text, out.
  window.roundTrip = (pairs) => pairs.map(({ text, set }) => {
    const offsets = new Offsets(text);
    const { document_id, text_sha256, schema, author } = set;
    const labels = readLabels(setIn(set, offsets));
    return setOut(writeLabels(labels, text, { document_id, text_sha256, schema, author }), offsets);
  });
}"""


@pytest.fixture(scope="module")
def converter(browser):
    """A page with the surface's own conversion."""
    with serve_modules() as address:
        page = browser.new_page()
        page.goto(address + BLANK)
        page.evaluate(PREPARE)
        yield page
        page.close()


def utf16(text: str, index: int) -> int:
    """Return where code point ``index`` begins, in UTF-16 units, as Python reckons."""
    return len(text[:index].encode("utf-16-le")) // 2


def test_both_sides_count_alike(converter):
    """Every place of a text, both ways; inside a surrogate pair the pair's start is meant."""

    @FEW
    @given(BATCH)
    def compare(batch: list[str]) -> None:
        for text, found in zip(batch, converter.evaluate("convert", batch), strict=True):
            places = [utf16(text, i) for i in range(len(text) + 1)]
            assert found["utf16"] == places
            units = places[-1]
            wanted = [max(i for i, at in enumerate(places) if at <= u) for u in range(units + 1)]
            assert found["codePoints"] == wanted

    compare()


def plain(value: Any) -> Any:
    """Return JSON with all numbers as floats: JavaScript has one kind of number."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return float(value) if type(value) is int else value


@st.composite
def labelled(draw: st.DrawFn) -> tuple[Document, AnnotationSet]:
    """Return a document with labels on it."""
    document = draw(documents())
    return document, draw(annotation_sets(document))


def test_a_set_comes_back_from_the_browser_as_it_was(converter):
    """In and out through the surface's conversion; the browser quotes the mentions itself."""

    @FEW
    @given(st.lists(labelled(), min_size=10, max_size=10))
    def compare(batch: list[tuple[Document, AnnotationSet]]) -> None:
        pairs: list[dict[str, Any]] = [
            {"text": document.text, "set": dump_annotation_set(labels, document.text)}
            for document, labels in batch
        ]
        found = converter.evaluate("roundTrip", pairs)
        for (document, labels), raw in zip(batch, found, strict=True):
            # Reading refuses a quote that is not what the text says there.
            back = read_annotation_set(raw, document.text)
            assert isinstance(back, AnnotationSet), back
            assert plain(dump_annotation_set(back, document.text)) == plain(
                dump_annotation_set(labels, document.text)
            )

    compare()
