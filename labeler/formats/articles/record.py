"""From a record, however it was stored, to a document or what is wrong with it."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isnan

from labeler.core.document import Document, text_digest
from labeler.core.layout import first_line, parse_dateline, read_layout
from labeler.core.work import IMPORTED_FROM, ImportProblem
from labeler.formats.articles.columns import Columns
from labeler.formats.articles.sources import Reading, Source

_BOM = "\ufeff"
_TITLE_MAX = 300
_ID_MAX = 128
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
# Bytes that are not UTF-8 are decoded to these, so that one bad byte costs one
# record and not the file (Python's "surrogateescape").
_ESCAPED_BYTE = range(0xDC80, 0xDD00)


@dataclass(slots=True)
class Record:
    """The fields of one article as text, before anything is checked."""

    text: str
    id: str = ""
    title: str = ""
    source: str = ""
    url: str = ""
    published_at: str = ""
    language: str = ""
    meta: dict[str, str] = field(default_factory=dict)


def record_of(row: Mapping[str, object], columns: Columns) -> Record | str:
    """Return the record a table's row holds, or what is wrong with it."""
    text = row.get(columns.by_field["text"])
    if text is not None and not isinstance(text, str):
        return f"the text is {_kind(text)}, not text"
    values = {
        name: as_text(row.get(column))
        for name, column in columns.by_field.items()
        if name != "text"
    }
    used = columns.used
    meta = {
        column: shown
        for column, value in row.items()
        if column not in used and (shown := as_text(value))
    }
    return Record(text or "", **values, meta=meta)


def as_text(value: object) -> str:
    """Return a value of a table as text; nothing and not-a-number are empty."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        # A column of whole numbers with gaps is stored as floats.
        return str(int(value))
    return json.dumps(value, ensure_ascii=False, default=str)


def build(record: Record, source: Source, where: str, reading: Reading) -> Document | ImportProblem:
    """Return the article, or the problem that keeps it out.

    The text loses a byte-order mark, CRLF and CR become LF, and nothing else
    changes. Title, date and id are derived where they are not given.
    """
    text = record.text.removeprefix(_BOM).replace("\r\n", "\n").replace("\r", "\n")
    fault = _text_fault(text, reading.limits.text) or _field_fault(record)
    if fault:
        return source.problem(fault, where)
    title = record.title.replace("\r", " ").replace("\n", " ").strip() or first_line(text)
    if len(title) > _TITLE_MAX:
        title = title[: _TITLE_MAX - 1] + "…"
    published_at, unread = _published(record.published_at, text, title)
    language = _language(record.language)
    meta = dict(record.meta)
    if unread:
        meta["published_at"] = unread
        reading.notes.add("dates that were not understood, kept as text", f"“{unread}”")
    if language is None:
        meta["language"] = record.language
        reading.notes.add(
            "languages that are no tags such as pt-BR, taken as English",
            f"“{record.language}”",
        )
    meta[IMPORTED_FROM] = source.provenance(where)
    return Document(
        id=_id(record.id, text, reading),
        title=title,
        text=text,
        source=record.source,
        url=record.url,
        published_at=published_at,
        language=language or "en",
        meta=meta,
    )


def _text_fault(text: str, limit: int) -> str:
    if len(text) > limit:
        return f"the text has {len(text):,} characters; an article has at most {limit:,}"
    if not text:
        return "there is no text"
    if text.isspace():
        return "the text is only white space"
    return unstorable(text)


def unstorable(text: str) -> str:
    """Return what in a text no file of labels could hold, and where; empty where nothing is."""
    found = _UNSTORABLE.search(text)
    if found is None:
        return ""
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
    place = f"at line {line:,}, character {column:,} of the text"
    code = ord(found[0])
    if code == 0:
        return f"a NUL character {place}; is it a text?"
    if code in _ESCAPED_BYTE:
        return f"the byte 0x{code - 0xDC00:02X} {place} is not UTF-8; save the file as UTF-8"
    return f"half a surrogate pair (U+{code:04X}) {place}; the text was cut or decoded wrongly"


def _field_fault(record: Record) -> str:
    fields = {
        "id": record.id,
        "title": record.title,
        "source": record.source,
        "url": record.url,
        "published_at": record.published_at,
        "language": record.language,
        **record.meta,
    }
    for name, value in fields.items():
        fault = unstorable(value) or unstorable(name)
        if fault:
            shown = name.encode("utf-8", "replace").decode("utf-8")
            return f"{fault.replace(' of the text', '')}, in “{shown}”"
    return ""


def _published(given: str, text: str, title: str) -> tuple[str, str]:
    """Return (ISO date, what was given but not understood); the text's own date comes second."""
    given = given.strip()
    found = parse_dateline(given)
    if found is not None:
        return found, ""
    dateline = read_layout(text, title).dateline
    if dateline is None:
        return "", given
    return parse_dateline(text[dateline.start : dateline.end]) or "", given


def _language(given: str) -> str | None:
    """Return a BCP 47 tag, empty where none is given, ``None`` where it is no tag."""
    tag = given.strip().replace("_", "-")
    return tag if not tag or _LANGUAGE.fullmatch(tag) else None


def _id(given: str, text: str, reading: Reading) -> str:
    given = given.strip()
    clean = clean_id(given)
    if given and clean != given:
        shown = clean or "one made from the text"
        reading.notes.add(
            "ids changed because of characters that ids cannot have", f"“{given}” to {shown}"
        )
    return clean or f"a-{text_digest(text)[:12]}"


def clean_id(given: str) -> str:
    """Return ``given`` with every run of characters that an id cannot have as one hyphen.

    Letters and digits of any script, ``.``, ``_``, ``:``, ``@``, ``+`` and
    ``-`` stay. Empty where nothing that tells ids apart is left.
    """
    if given.isascii() and given.isalnum() and len(given) <= _ID_MAX:
        return given
    kept = "".join(
        char if char in "._:@+-" or _is_id_letter(char) else " "
        for char in unicodedata.normalize("NFC", given)
    )
    clean = "-".join(kept.split())[:_ID_MAX]
    return clean if any(_is_id_letter(char) for char in clean) else ""


def _is_id_letter(char: str) -> bool:
    # What Python's \w and the JSON checks' \w agree on.
    category = unicodedata.category(char)
    return category[0] == "L" or category == "Nd"


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return "a list" if isinstance(value, list) else "an object"
