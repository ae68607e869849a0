"""Text streams whose lines may be broken or far too long."""

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import BinaryIO

_MARK = 3
_CHUNK = 1 << 20


@contextmanager
def opened_as_text(binary: BinaryIO, newline: str) -> Iterator[TextIOWrapper]:
    """Give the text of a stream; the stream itself stays open.

    UTF-8 unless a byte-order mark says UTF-16. What cannot be decoded becomes
    a lone surrogate, which ``record.unstorable`` names, so that the records
    around it can be read.
    """
    mark = binary.read(_MARK)
    binary.seek(0)
    wide = mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = TextIOWrapper(
        binary,
        encoding="utf-16" if wide else "utf-8-sig",
        errors="surrogatepass" if wide else "surrogateescape",
        newline=newline,
    )
    try:
        yield text
    finally:
        text.detach()


def skip_line(text: TextIOWrapper) -> None:
    """Read to the end of the line without keeping it."""
    while (chunk := text.readline(_CHUNK)) and not chunk.endswith(("\n", "\r")):
        pass
