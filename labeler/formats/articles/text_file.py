"""One article per text file: the first line is the title, a date line is understood."""

import codecs
from collections.abc import Iterator

from labeler.formats.articles.record import Record, build
from labeler.formats.articles.sources import Found, Reading, Source

_BYTES_PER_CHARACTER = 4
"""The most that UTF-8 and UTF-16 need."""
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_text_file(source: Source, reading: Reading) -> Iterator[Found]:
    """Yield the article in a text file, or what is wrong with the file.

    UTF-8, with or without a byte-order mark, and UTF-16 with one. A file that
    must be over the limit is refused without reading it all.
    """
    limit = reading.limits.text
    most = (limit + 1) * _BYTES_PER_CHARACTER
    with source.open() as stream:
        raw = stream.read(most + 1)
    if len(raw) > most:
        yield source.problem(
            f"the file has {max(source.size, len(raw)):,} bytes; "
            f"an article has at most {limit:,} characters"
        )
        return
    if not raw:
        yield source.problem("the file is empty")
        return
    try:
        text = raw.decode("utf-16" if raw.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        yield source.problem(_undecodable(raw, error))
        return
    yield build(Record(text, id=source.stem), source, "", reading)


def _undecodable(raw: bytes, error: UnicodeDecodeError) -> str:
    # "utf-8-sig" counts from behind the mark it took off.
    mark = codecs.BOM_UTF8 if error.encoding != "utf-16" else b""
    skipped = len(mark) if mark and raw.startswith(mark) else 0
    wanted = "UTF-16" if raw.startswith(_UTF16) else "UTF-8"
    return (
        f"byte {error.start + skipped:,} (0x{raw[error.start + skipped]:02X}) is not {wanted}; "
        "save the file as UTF-8"
    )
