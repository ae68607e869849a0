"""Documents and the stretches of text in them."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from labeler.core.errors import SpanError

FRAGMENT_GLUE = " … "
"""What stands between the fragments when a discontinuous mention is quoted."""

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, order=True)
class Fragment:
    """A stretch of document text, ``text[start:end]``.

    Units: Unicode code points (Python ``str`` indices), never UTF-16 units
    or tokens. ``0 <= start < end``.

    Raises:
        SpanError: the fragment is empty, reversed, or starts before 0.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanError(f"need 0 <= start < end, got {self.start}:{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: "Fragment") -> bool:
        """Say whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Fragment") -> bool:
        """Say whether ``other`` lies inside, borders included."""
        return self.start <= other.start and other.end <= self.end


def text_digest(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes, in lower-case hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True)
class Document:
    """An article. Its text never changes after import.

    Attributes:
        id: stable within a project; letters, digits, ``.``, ``_``, ``:``, ``-``.
        title: the headline, shown in lists; usually also the text's first line.
        text: what is labelled; every offset counts code points into it.
        source: who published it, as given.
        url: where it was, as given.
        published_at: ISO 8601 date or date-time, empty where unknown.
        language: BCP 47 tag.
        meta: further columns of the import, as text.
    """

    id: str
    title: str
    text: str
    source: str = ""
    url: str = ""
    published_at: str = ""
    language: str = "en"
    meta: Mapping[str, str] = field(default_factory=lambda: _NOTHING)

    @cached_property
    def sha256(self) -> str:
        """The digest of the text: what an annotation set was made on."""
        return text_digest(self.text)

    def quote(self, fragments: Iterable[Fragment]) -> str:
        """Return what the fragments read, joined by ``" … "``.

        Raises:
            SpanError: a fragment ends behind the text.
        """
        return quote(self.text, fragments)


def quote(text: str, fragments: Iterable[Fragment]) -> str:
    """Return what the fragments of ``text`` read, joined by ``" … "``.

    Raises:
        SpanError: a fragment ends behind the text.
    """
    parts = []
    for fragment in fragments:
        if fragment.end > len(text):
            raise SpanError(f"{fragment.start}:{fragment.end} ends behind the text ({len(text)})")
        parts.append(text[fragment.start : fragment.end])
    return FRAGMENT_GLUE.join(parts)
