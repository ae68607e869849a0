"""Articles in JSON Lines, CSV and Parquet: columns, rows, and what is wrong with them."""

import csv
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from labeler.core.document import Document
from labeler.core.errors import ConversionError
from labeler.core.work import IMPORTED_FROM, ImportNote, ImportProblem
from labeler.formats.articles import Limits, read_articles, read_upload, unmatched_columns

Row = dict[str, Any]


def _jsonl(rows: list[Row]) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()


def _csv(rows: list[Row], delimiter: str = ",") -> bytes:
    stream = StringIO()
    writer = csv.DictWriter(stream, rows[0], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def _parquet(rows: list[Row]) -> bytes:
    stream = BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), stream)
    return stream.getvalue()


FORMATS = {"jsonl": _jsonl, "csv": _csv, "parquet": _parquet}
each_format = pytest.mark.parametrize("suffix", FORMATS)


def _documents(name: str, raw: bytes, mapping: Mapping[str, str] | None = None) -> list[Document]:
    return [d for d in read_upload(name, raw, mapping) if isinstance(d, Document)]


def _said(name: str, raw: bytes, mapping: Mapping[str, str] | None = None) -> list[str]:
    return [str(p) for p in read_upload(name, raw, mapping) if not isinstance(p, Document)]


@each_format
def test_known_columns_fill_the_fields_and_others_go_to_meta(suffix: str):
    """Names are known in any case, with spaces or hyphens."""
    row = {
        "Doc-ID": "w-1",
        "Headline": "Crews strike",
        "Body": "Crews walked out.\r\nTalks failed.",
        "Publisher": "Tern Wire",
        "link": "https://example.org/1",
        "Pub Date": "17 November 2015",
        "lang": "en_GB",
        "section": "world",
    }
    (found,) = _documents(f"wire.{suffix}", FORMATS[suffix]([row]))
    where = {"csv": "row at line 2", "jsonl": "line 1", "parquet": "row 1"}[suffix]
    assert found == Document(
        "w-1",
        "Crews strike",
        "Crews walked out.\nTalks failed.",
        "Tern Wire",
        "https://example.org/1",
        "2015-11-17",
        "en-GB",
        {"section": "world", IMPORTED_FROM: f"wire.{suffix}, {where}"},
    )


@each_format
def test_a_mapping_goes_before_the_known_names(suffix: str):
    """The column that was named fills the field; the one known by name goes to meta."""
    raw = FORMATS[suffix]([{"text": "teaser", "story": "Whole story"}])
    (found,) = _documents(f"a.{suffix}", raw, {"text": "story"})
    assert found.text == "Whole story"
    assert found.meta["text"] == "teaser"


@each_format
def test_a_missing_text_column_is_said_with_the_columns_found(suffix: str):
    """The line names what is there and how to say which one holds the text."""
    raw = FORMATS[suffix]([{"id": "1", "story": "x"}, {"id": "2", "story": "y"}])
    said = _said(f"a.{suffix}", raw)
    assert "no column holds the text" in said[0]
    assert "found “id”, “story”" in said[0]
    assert "text=story" in said[0]
    assert len(said) == (2 if suffix == "jsonl" else 1)
    assert unmatched_columns(f"a.{suffix}", raw) == ("id", "story")
    assert unmatched_columns(f"a.{suffix}", raw, {"text": "story"}) == ()


@each_format
def test_a_mapped_column_that_is_missing_is_said(suffix: str):
    """A typing error in a mapping imports nothing under a wrong name."""
    raw = FORMATS[suffix]([{"id": "1", "text": "x"}])
    assert (
        "there is no column “hed”; found “id”, “text”"
        in _said(f"a.{suffix}", raw, {"title": "hed"})[0]
    )


def test_a_mapping_of_an_unknown_field_is_refused_at_once():
    """Before anything is read."""
    with pytest.raises(ConversionError, match="no field “body”; the fields are “text”, “id”"):
        read_articles([], {"body": "text"})


@each_format
def test_rows_with_a_fault_are_said_and_the_others_read(suffix: str):
    """An empty, blank or NUL text keeps out one article only."""
    rows = [{"id": str(n), "text": text} for n, text in enumerate(["a", "", " ", "b\x00", "c"])]
    raw = FORMATS[suffix](rows)
    assert [d.text for d in _documents(f"a.{suffix}", raw)] == ["a", "c"]
    assert [line.split(": ", 1)[1] for line in _said(f"a.{suffix}", raw)] == [
        "there is no text",
        "the text is only white space",
        "a NUL character at line 1, character 2 of the text; is it a text?",
    ]


@each_format
def test_a_nul_in_another_column_is_said_with_the_column(suffix: str):
    """Not every store can hold it."""
    raw = FORMATS[suffix]([{"text": "a", "desk": "x\x00"}])
    assert "in “desk”" in _said(f"a.{suffix}", raw)[0]


@each_format
def test_a_text_over_the_limit_is_one_problem(suffix: str):
    """Whatever the format, the articles around it are read."""
    rows = [{"id": str(n), "text": "x" * n} for n in (5, 6, 90, 4)]
    found = list(read_upload(f"a.{suffix}", FORMATS[suffix](rows), limits=Limits(text=5)))
    assert [f.id for f in found if isinstance(f, Document)] == ["5", "4"]
    assert len([f for f in found if isinstance(f, ImportProblem)]) == 2


@each_format
def test_dates_that_are_not_understood_are_kept_and_noted_once(suffix: str):
    """The field stays empty, the words go to meta, one note per file counts them."""
    rows = [{"text": f"Text {n}", "date": f"day {n}"} for n in range(3)]
    found = list(read_upload(f"a.{suffix}", FORMATS[suffix](rows)))
    documents = [f for f in found if isinstance(f, Document)]
    assert [d.published_at for d in documents] == ["", "", ""]
    assert documents[1].meta["published_at"] == "day 1"
    (note,) = [f for f in found if isinstance(f, ImportNote)]
    assert note.message == "dates that were not understood, kept as text: 3, such as “day 0”"


@each_format
def test_ids_and_languages_that_cannot_be_are_changed_and_noted(suffix: str):
    """The article is imported; the note shows what became of the first."""
    raw = FORMATS[suffix]([{"text": "x", "id": "a b/c", "lang": "English"}])
    (found,) = _documents(f"a.{suffix}", raw)
    assert (found.id, found.language, found.meta["language"]) == ("a-b-c", "en", "English")
    said = " ".join(_said(f"a.{suffix}", raw))
    assert "“a b/c” to a-b-c" in said
    assert "“English”" in said


@each_format
def test_without_id_title_and_date_they_come_from_the_text(suffix: str):
    """Only the text is needed."""
    raw = FORMATS[suffix]([{"content": "Crews strike\n2015-11-17\nThey walked out."}])
    (found,) = _documents(f"a.{suffix}", raw)
    assert found.id == f"a-{found.sha256[:12]}"
    assert found.title == "Crews strike"
    assert found.published_at == "2015-11-17"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_from_the_header(delimiter: str):
    """Even where another delimiter is more frequent in the rows."""
    rows = [{"id": "1", "title, or head": "a,b;c|d\te", "body": "x,y;z|" * 20 + "\n\t,,"}]
    (found,) = _documents("a.csv", _csv(rows, delimiter))
    assert found.text == rows[0]["body"]
    assert found.meta["title, or head"] == "a,b;c|d\te"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_tables_with_a_byte_order_mark_are_read(encoding: str):
    """Spreadsheets write them."""
    assert _documents("a.csv", "text\nété 🎉\n".encode(encoding))[0].text == "été 🎉"
    assert _documents("a.jsonl", '{"text": "été 🎉"}'.encode(encoding))[0].text == "été 🎉"


def test_a_row_with_a_bad_byte_costs_only_itself():
    """The line and the byte are said."""
    raw = b"id,text\n1,caf\xe9\n2,fine\n"
    assert [d.id for d in _documents("a.csv", raw)] == ["2"]
    place = "the byte 0xE9 at line 1, character 4 of the text"
    assert _said("a.csv", raw) == [
        f"a.csv, row at line 2: {place} is not UTF-8; save the file as UTF-8"
    ]
    raw = b'{"text": "caf\xe9"}\n{"text": "fine"}\n'
    assert [d.text for d in _documents("a.jsonl", raw)] == ["fine"]
    assert "line 1: the byte 0xE9 at character 14 is not UTF-8" in _said("a.jsonl", raw)[0]


def test_a_csv_field_of_megabytes_is_read_and_one_far_too_long_passed_over():
    """The csv module's own limit does not hold, and the rows behind are found."""
    long = "word, “quote” \n" * 30_000
    assert _documents("a.csv", _csv([{"text": long}]))[0].text == long
    huge = 'a, ""q""\n' * 1_000_000
    raw = f'id,text\n1,"{huge}"\n2,fine\n'.encode()
    assert [d.id for d in _documents("a.csv", raw)] == ["2"]
    assert _said("a.csv", raw) == [
        "a.csv, row at line 2: the row has more than 4,000,000 characters"
    ]


@pytest.mark.parametrize(
    ("rows", "read", "said"),
    [
        ("1,a\n2,b,c\n3,d\n", ["1", "3"], "row at line 3: 3 values, and the header has 2 columns"),
        ("1,a\n2\n3,d\n", ["1", "3"], "row at line 3: 1 values, and the header has 2 columns"),
        ('1,a\n2,"open\n3,d\n', ["1"], "row at line 3: a quotation mark opened here is never"),
        ("\n1,a\n\n\n2,b", ["1", "2"], None),
    ],
)  # fmt: skip
def test_broken_rows_of_a_csv_are_said_with_their_line(
    rows: str, read: list[str], said: str | None
):
    """A text is never silently cut or run together with the next row."""
    raw = f"id,text\n{rows}".encode()
    assert [d.id for d in _documents("a.csv", raw)] == read
    lines = _said("a.csv", raw)
    assert (said is None and not lines) or (said is not None and said in lines[0])


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.ndjson", "a.tsv"])
@pytest.mark.parametrize("raw", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_table_is_said(name: str, raw: bytes):
    """Nothing imported is never the silent outcome."""
    assert _said(name, raw) == [f"{name}: the file is empty"]


def test_columns_of_one_name_do_not_hide_each_other():
    """The first fills the field; the second is kept under another name."""
    (found,) = _documents("a.csv", b"text,text,\nfirst,second,third\n")
    assert found.text == "first"
    assert found.meta["text 2"] == "second"
    assert found.meta["column 3"] == "third"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{bad}", "line 2: broken JSON: Expecting property name"),
        (b"[1]", "line 2: the line is no JSON object"),
        (b"[" * 100_000, "line 2: broken JSON: "),
        (b'{"text": 5}', "line 2: the text is a number, not text"),
        (b'{"text": ["a"]}', "line 2: the text is a list, not text"),
        (b'{"text": null}', "line 2: there is no text"),
        (b'{"text": "\\ud83d"}', "line 2: half a surrogate pair (U+D83D)"),
        (b'{"text": "a", "id": 1' + b"9" * 5000 + b"}", "line 2: broken JSON: "),
    ],
)
def test_a_broken_line_of_json_costs_only_itself(line: bytes, said: str):
    """The line number and what is wrong with it are said."""
    raw = b'{"text": "before"}\n' + line + b'\n\n{"text": "behind"}'
    assert [d.text for d in _documents("a.jsonl", raw)] == ["before", "behind"]
    assert said in _said("a.jsonl", raw)[0]


def test_a_line_of_fifty_megabytes_is_passed_over():
    """The line behind it is read."""
    raw = b'{"text": "' + b"a" * 50_000_000 + b'"}\n{"text": "fine"}\n'
    assert [d.text for d in _documents("a.jsonl", raw)] == ["fine"]
    assert "line 1: the line has more than 13,000,000 characters" in _said("a.jsonl", raw)[0]


def test_values_of_other_kinds_become_text():
    """Numbers, dates, lists and gaps of a typed table have a plain form in meta."""
    row = {
        "text": "x",
        "id": 7,
        "words": 12.0,
        "score": 0.5,
        "desk": None,
        "gap": float("nan"),
        "tags": ["a", "é"],
        "seen": date(2015, 11, 17),
        "published": datetime(2015, 11, 17, 8, 33, tzinfo=UTC),
        "front": True,
    }
    (found,) = _documents("a.parquet", _parquet([row]))
    assert found.id == "7"
    assert found.published_at == "2015-11-17T08:33:00+00:00"
    assert found.meta == {
        "words": "12",
        "score": "0.5",
        "tags": '["a", "é"]',
        "seen": "2015-11-17",
        "front": "true",
        IMPORTED_FROM: "a.parquet, row 1",
    }


@pytest.mark.parametrize(
    "kind", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())]
)
def test_every_text_type_of_parquet_is_read(kind: pa.DataType):
    """Other writers choose other types for the same texts."""
    stream = BytesIO()
    pq.write_table(pa.table({"text": pa.array(["a", "b"]).cast(kind)}), stream)
    assert [d.text for d in _documents("a.parquet", stream.getvalue())] == ["a", "b"]


def test_parquet_without_texts_is_said():
    """A column of another type, no rows, a file that is none and one cut short."""
    whole = _parquet([{"text": "a" * 1000}])
    empty = BytesIO()
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), empty)
    assert _said("a.parquet", _parquet([{"text": 5}])) == [
        "a.parquet: the column “text” holds int64, and text is wanted"
    ]
    assert _said("a.parquet", empty.getvalue()) == ["a.parquet: the table has no rows"]
    assert _said("a.parquet", b"junk")[0].startswith("a.parquet: a broken Parquet file: ")
    assert _said("a.parquet", whole[:-50])[0].startswith("a.parquet: a broken Parquet file: ")
    assert unmatched_columns("a.parquet", b"junk") == ()


def test_parquet_damaged_inside_is_said():
    """The footer is whole and the texts are not."""
    whole = bytearray(_parquet([{"text": "a" * 1000}]))
    whole[4:60] = b"\xff" * 56
    assert _said("a.parquet", bytes(whole))[0].startswith("a.parquet: a broken Parquet file: ")


def test_parquet_with_bytes_that_are_not_utf8_costs_only_the_row():
    """Writers do not always check."""
    texts = pa.array([b"fine", b"caf\xe9"], pa.binary()).view(pa.string())
    stream = BytesIO()
    pq.write_table(pa.table({"text": texts}), stream)
    assert [d.text for d in _documents("a.parquet", stream.getvalue())] == ["fine"]
    assert _said("a.parquet", stream.getvalue()) == [
        "a.parquet, row 2: the byte 0xE9 in it is not UTF-8"
    ]
