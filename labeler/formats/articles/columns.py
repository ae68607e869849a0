"""Which column of a table is which field of an article."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from labeler.core.errors import ConversionError

ALIASES: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "full_text", "article_text", "maintext"),
    "id": ("id", "doc_id", "document_id", "article_id", "uid", "uuid", "guid"),
    "title": ("title", "headline"),
    "source": ("source", "publisher", "outlet", "newspaper", "publication"),
    "url": ("url", "link", "uri", "permalink"),
    "published_at": (
        "published_at",
        "date",
        "published",
        "pub_date",
        "pubdate",
        "publication_date",
        "date_published",
        "date_publish",
        "datetime",
    ),
    "language": ("language", "lang"),
}
"""The fields of an article and the column names that mean them, the surest first."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column fills which field; columns not named here go to ``meta``."""

    by_field: Mapping[str, str]

    @property
    def used(self) -> frozenset[str]:
        """The columns that fill a field."""
        return frozenset(self.by_field.values())


def check_mapping(mapping: Mapping[str, str]) -> None:
    """Refuse a mapping of fields that no article has.

    Raises:
        ConversionError: names each such field and those there are.
    """
    unknown = [name for name in mapping if name not in ALIASES]
    if unknown:
        raise ConversionError(
            f"an article has no field {_listed(unknown)}; the fields are {_listed(ALIASES)}"
        )


def match_columns(found: Sequence[str], mapping: Mapping[str, str]) -> Columns | str:
    """Return which of the ``found`` columns fill which fields, or what is wrong.

    ``mapping`` (field to column) goes before the known names, which are
    compared without regard to case, spaces and hyphens.
    """
    missing = [column for column in mapping.values() if column not in found]
    if missing:
        return f"there is no column {_listed(missing)}; found {_listed(found)}"
    plain: dict[str, str] = {}
    for column in found:
        if column not in mapping.values():
            plain.setdefault(_plain(column), column)
    by_field = dict(mapping)
    for field, names in ALIASES.items():
        if field not in by_field:
            known = next((plain[name] for name in names if name in plain), None)
            if known is not None:
                by_field[field] = known
    if "text" not in by_field:
        wanted = " or ".join(ALIASES["text"][:4])
        example = found[-1] if found else "story"
        return (
            f"no column holds the text ({wanted}); found {_listed(found)}. "
            f"Say which one does, as in text={example}"
        )
    return Columns(by_field)


def _plain(column: str) -> str:
    return "_".join(column.strip().lower().replace("-", " ").replace("_", " ").split())


def _listed(names: Iterable[str]) -> str:
    listed = [f"“{name}”" for name in names]
    most = 30
    if len(listed) > most:
        listed[most:] = [f"{len(listed) - most} more"]
    return ", ".join(listed) or "no columns"
