"""A set of labels as rows that can be read without the text beside them."""

from dataclasses import dataclass

import pandas as pd

from labeler.core.annotation import (
    AnnotationSet,
    Attributes,
    Entity,
    Frame,
    Item,
    Mention,
    Relation,
)
from labeler.core.document import quote

_ORDER = ("frame", "mention", "chain", "relation")


@dataclass(frozen=True, slots=True)
class ItemWords:
    """An item in words: what it is, its type, what it reads, and what else is said of it."""

    kind: str
    type: str
    words: str
    more: str


def item_words(item: Item, labels: AnnotationSet, text: str) -> ItemWords:
    """Return an item of a set of labels in words."""
    match item:
        case Mention():
            of = "" if item.entity is None else f"of {_called(item.entity, labels, text)}"
            words = quote(text, item.fragments)
            return ItemWords("mention", item.type, words, _more(item, of))
        case Entity():
            count = sum(1 for mention in labels.mentions if mention.entity == item.id)
            mentions = f"{count} {'mention' if count == 1 else 'mentions'}"
            return ItemWords("chain", item.type, item.name, _more(item, mentions))
        case Frame():
            anchor = labels.by_id.get(item.anchor or "")
            words = quote(text, anchor.fragments) if isinstance(anchor, Mention) else ""
            arguments = "; ".join(
                f"{argument.role}: {_called(argument.filler, labels, text)}"
                for argument in item.arguments
            )
            inside = (
                "" if item.nested_in is None else f"inside {_called(item.nested_in, labels, text)}"
            )
            return ItemWords("frame", item.type, words, _more(item, arguments, inside))
        case Relation():
            ends = (_called(end, labels, text) for end in (item.source, item.target))
            return ItemWords("relation", item.type, " → ".join(ends), _more(item))


def all_rows(labels: AnnotationSet, text: str) -> pd.DataFrame:
    """Return every item, frames first; within a kind in the order of the text."""
    rows = [
        (_ORDER.index(words.kind), _start(item, labels), words)
        for item in labels.items()
        for words in [item_words(item, labels, text)]
    ]
    rows.sort(key=lambda row: row[:2])
    return pd.DataFrame(
        {
            "kind": [words.kind for *_, words in rows],
            "type": [words.type for *_, words in rows],
            "words": [words.words for *_, words in rows],
            "more": [words.more for *_, words in rows],
        }
    )


def changed_rows(before: AnnotationSet | None, after: AnnotationSet, text: str) -> pd.DataFrame:
    """Return what ``after`` added, changed and removed; what is changed also as it was before."""
    old = {} if before is None else before.by_id
    rows: list[tuple[str, ItemWords, str]] = []
    for item in after.by_id.values():
        former = old.get(item.id)
        now = item_words(item, after, text)
        if former is None:
            rows.append(("added", now, ""))
        elif former != item and before is not None:
            was = item_words(former, before, text)
            rows.append(("changed", now, f"{was.type} “{was.words}” {was.more}".strip()))
    if before is not None:
        rows += [
            ("removed", item_words(item, before, text), "")
            for id_, item in old.items()
            if id_ not in after.by_id
        ]
    return pd.DataFrame(
        {
            "change": [change for change, *_ in rows],
            "kind": [words.kind for _, words, _ in rows],
            "type": [words.type for _, words, _ in rows],
            "words": [words.words for _, words, _ in rows],
            "more": [words.more for _, words, _ in rows],
            "before": [before_words for *_, before_words in rows],
        }
    )


def _called(id_: str, labels: AnnotationSet, text: str) -> str:
    match labels.by_id.get(id_):
        case Mention(fragments=fragments):
            return f"“{quote(text, fragments)}”"
        case Entity(name=name):
            return f"“{name}”"
        case Frame(type=type_, anchor=anchor):
            return type_ if anchor is None else f"{type_} {_called(anchor, labels, text)}"
        case _:
            return id_


def _start(item: Item, labels: AnnotationSet) -> int:
    match item:
        case Mention():
            return item.start
        case Frame(anchor=str(anchor)):
            found = labels.by_id.get(anchor)
            return found.start if isinstance(found, Mention) else 0
        case Entity():
            return min((m.start for m in labels.mentions if m.entity == item.id), default=0)
        case _:
            return 0


def _more(item: Item, *words: str) -> str:
    said = [*words, _attributes(item.attributes), *item.flags, item.note]
    return "; ".join(part for part in said if part)


def _attributes(attributes: Attributes) -> str:
    return "; ".join(
        f"{name}: {', '.join(value) if isinstance(value, tuple) else value}"
        for name, value in attributes.items()
    )
