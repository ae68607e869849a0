"""Typed reading of one mapping: wrong types, missing and unknown keys are reported."""

import re
from collections.abc import Callable, Iterable, Mapping
from math import isfinite
from typing import TypeVar

from labeler.schema_file.problems import Place, Report, wanted
from labeler.schema_file.tree import Items, Leaf, Table, Tree, describe

_T = TypeVar("_T")
TOP = "the file"
"""What the outermost mapping is called in messages."""

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?")
_INT = re.compile(r"[+-]?[0-9]{1,15}")
_BOOLS = {"true": True, "false": False}


class Reader:
    """Reads the keys of one mapping; those never asked for are unknown.

    Every getter returns ``None`` (or the empty tuple or mapping) for a key
    that is absent, and also for one whose value it had to report.
    """

    def __init__(self, table: Table, what: str, report: Report) -> None:
        self.what = what
        self.at = table.at
        self.report = report
        self._table = table
        self._asked: set[str] = set()

    @classmethod
    def of(cls, tree: Tree, what: str, report: Report) -> "Reader":
        """Return a reader of ``tree``; of an empty mapping where it is not one."""
        if isinstance(tree, Table):
            return cls(tree, what, report)
        if not (isinstance(tree, Leaf) and tree.is_null):
            report.add(tree.at, f"{what}: found {describe(tree)}; wants a mapping")
        return cls(Table({}, {}, tree.at), what, report)

    def __contains__(self, key: str) -> bool:
        return key in self._table.entries

    @property
    def names(self) -> tuple[str, ...]:
        """The keys, where they are names somebody chose."""
        return tuple(self._table.entries)

    def place(self, key: str) -> Place:
        """Return where the key stands, or the mapping's own place without it."""
        return self._table.keys.get(key, self.at)

    def wrong(self, tree: Tree, key: str, wish: str) -> None:
        """Report a value that is not what the key wants."""
        self.report.add(tree.at, f"{self.what}: {key!r} is {describe(tree)}; wants {wish}")

    def tree(self, key: str, *, required: bool = False) -> Tree | None:
        """Return the value as it is."""
        self._asked.add(key)
        found = self._table.entries.get(key)
        if found is None and required:
            self.report.add(self.at, f"{self.what} lacks {key!r}")
        return found

    def leaf(
        self, key: str, wish: str = "a text", *, required: bool = False, pattern: str = ""
    ) -> Leaf | None:
        """Return a text with its place; it matches ``pattern`` in full."""
        found = self.tree(key, required=required)
        if found is None:
            return None
        if not isinstance(found, Leaf) or found.is_null:
            self.wrong(found, key, wish)
            return None
        if not pattern or re.fullmatch(pattern, found.text):
            return found
        self.wrong(found, key, wish)
        return None

    def text(
        self, key: str, wish: str = "a text", *, required: bool = False, pattern: str = ""
    ) -> str | None:
        """Return a text that matches ``pattern`` in full."""
        found = self.leaf(key, wish, required=required, pattern=pattern)
        return None if found is None else found.text

    def choice(self, key: str, names: Iterable[str], *, required: bool = False) -> str | None:
        """Return one of ``names``."""
        choices = tuple(names)
        found = self.leaf(key, f"one of {', '.join(choices)}", required=required)
        if found is None or found.text in choices:
            return None if found is None else found.text
        self.wrong(found, key, f"one of {', '.join(choices)}{_hint(found.text, choices)}")
        return None

    def flag(self, key: str) -> bool | None:
        """Return true or false."""
        found = self.tree(key)
        if found is None:
            return None
        if isinstance(found, Leaf) and not found.quoted and found.text.lower() in _BOOLS:
            return _BOOLS[found.text.lower()]
        self.wrong(found, key, "true or false")
        return None

    def integer(self, key: str, *, at_least: int) -> int | None:
        """Return a whole number."""
        found = self.tree(key)
        if found is None:
            return None
        if isinstance(found, Leaf) and not found.quoted and _INT.fullmatch(found.text):
            number = int(found.text)
            if number >= at_least:
                return number
        self.wrong(found, key, f"a whole number, {at_least} or more")
        return None

    def number(self, key: str) -> float | None:
        """Return a number."""
        found = self.tree(key)
        if found is None:
            return None
        value = number_of(found) if isinstance(found, Leaf) else None
        if value is None:
            self.wrong(found, key, "a number")
        return value

    def words(self, key: str, wish: str = "a list of names") -> tuple[Leaf, ...] | None:
        """Return a list of texts, each once, with their places."""
        found = self.tree(key)
        if found is None:
            return None
        if not isinstance(found, Items):
            self.wrong(found, key, wish)
            return None
        words: dict[str, Leaf] = {}
        for item in found.items:
            if not isinstance(item, Leaf) or item.is_null:
                message = f"{self.what}: {key!r} holds {describe(item)}; wants {wish}"
                self.report.add(item.at, message)
            elif item.text in words:
                self.report.add(item.at, f"{self.what}: {item.text!r} stands twice in {key!r}")
            else:
                words[item.text] = item
        return tuple(words.values())

    def word_or_words(self, key: str, *, required: bool = False) -> tuple[Leaf, ...]:
        """Return one text or a list of texts, with their places."""
        found = self.tree(key, required=required)
        if found is None:
            return ()
        if isinstance(found, Leaf) and not found.is_null:
            return (found,)
        return self.words(key, "a name or a list of names") or ()

    def table(self, key: str, read: Callable[[str, Place, Tree], _T]) -> Mapping[str, _T]:
        """Return a mapping of names, each value read by ``read(name, place, tree)``."""
        found = self.tree(key)
        if found is None:
            return {}
        if not isinstance(found, Table):
            self.wrong(found, key, "a mapping")
            return {}
        return {name: read(name, found.keys[name], v) for name, v in found.entries.items()}

    def inner(self, key: str, *, required: bool = False) -> "Reader":
        """Return a reader of the mapping under ``key``; of an empty one where absent."""
        found = self.tree(key, required=required)
        what = f"{key!r}" if self.what == TOP else f"{self.what}: {key!r}"
        if found is None:
            return Reader(Table({}, {}, self.at), what, self.report)
        return Reader.of(found, what, self.report)

    def each(self, key: str) -> tuple["Reader", ...]:
        """Return a reader for each mapping of the list under ``key``."""
        found = self.tree(key)
        if found is None:
            return ()
        if not isinstance(found, Items):
            self.wrong(found, key, "a list of mappings")
            return ()
        return tuple(Reader.of(item, f"an entry of {key!r}", self.report) for item in found.items)

    def close(self) -> None:
        """Report the keys nobody asked for."""
        for key, at in self._table.keys.items():
            if key not in self._asked:
                message = f"{self.what}: unknown key {key!r}{wanted(key, self._asked)}"
                self.report.add(at, message)


def number_of(leaf: Leaf) -> float | None:
    """Return the finite number written there, or ``None``."""
    if leaf.quoted or not _NUMBER.fullmatch(leaf.text):
        return None
    value = float(leaf.text)
    return value if isfinite(value) else None


def _hint(found: str, choices: tuple[str, ...]) -> str:
    hint = wanted(found, choices)
    return hint if "did you mean" in hint else ""
