"""Any text that can be stored is read back as it was written, whatever the format."""

import csv
import json
from io import BytesIO, StringIO

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from labeler.codec import MentionJson
from labeler.core.document import Document
from labeler.formats.articles import read_upload
from labeler.formats.articles.record import clean_id

_ID = TypeAdapter(MentionJson.model_fields["id"].rebuild_annotation())
_SPECIAL = "\n\r\t\"',;|\\\u00a0\u00ad\u2028\u200f\u0301\x85\x1c🎉שa "
_characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = st.text(st.sampled_from(_SPECIAL) | _characters, min_size=1).filter(
    lambda text: _expected(text) and not _expected(text).isspace()
)
tables = st.lists(texts, min_size=1, max_size=5)


def _expected(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _texts(name: str, raw: bytes) -> list[str]:
    found = list(read_upload(name, raw))
    assert all(isinstance(f, Document) for f in found), found
    return [f.text for f in found if isinstance(f, Document)]


@given(texts)
def test_a_text_file_reads_back(text: str):
    """With and without a byte-order mark, in UTF-8 and UTF-16."""
    assert _texts("a.txt", text.encode()) == [_expected(text)]
    # Of two marks one is the file's and one the text's; both go.
    assert _texts("a.txt", text.encode("utf-8-sig")) == [_expected(text)]
    assert _texts("a.txt", text.encode("utf-16")) == [_expected(text)]


@given(tables, st.booleans())
def test_json_lines_read_back(rows: list[str], ascii_only: bool):  # noqa: FBT001 - Hypothesis
    """With characters escaped or as they are."""
    lines = "\n".join(json.dumps({"text": t}, ensure_ascii=ascii_only) for t in rows)
    assert _texts("a.jsonl", lines.encode()) == [_expected(t) for t in rows]


@given(tables, st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]))
def test_csv_reads_back(rows: list[str], delimiter: str, line_end: str):
    """Whatever delimiter and line end the writer chose."""
    stream = StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows([("id", "text"), *((str(n), text) for n, text in enumerate(rows))])
    assert _texts("a.csv", stream.getvalue().encode()) == [_expected(t) for t in rows]


@given(tables)
def test_parquet_reads_back(rows: list[str]):
    """Through pyarrow's own writer."""
    stream = BytesIO()
    pq.write_table(pa.table({"text": rows}), stream)
    assert _texts("a.parquet", stream.getvalue()) == [_expected(t) for t in rows]


@given(st.binary(max_size=200), st.sampled_from(["txt", "jsonl", "csv", "parquet", "zip"]))
def test_any_bytes_give_articles_or_problems_and_never_an_error(raw: bytes, suffix: str):
    """No file can stop an import."""
    for found in read_upload(f"a.{suffix}", raw):
        assert isinstance(found, Document) or str(found).startswith("a.")


@given(st.text())
def test_a_cleaned_id_is_an_id_and_stays_as_it_is(given_id: str):
    """Cleaning twice changes nothing; what is left is what the JSON checks take."""
    clean = clean_id(given_id)
    assert clean_id(clean) == clean
    assert len(clean) <= 128
    if clean:
        # The codec refuses a document id that does not fit its pattern.
        assert _ID.validate_python(clean) == clean
