"""YAML text to a tree in which every value knows its place.

Scalars stay as written: what a scalar means depends on the key it stands
under, so ``on``, ``no`` and ``1.0`` need no quotes where a text is wanted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from labeler.schema_file.problems import Place, Report

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_STANDARD_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "null", "bool", "int", "float", "timestamp", "value", "merge", "map", "seq")
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar, as written."""

    text: str
    at: Place
    quoted: bool = False

    @property
    def is_null(self) -> bool:
        """Whether nothing was written (or ``null``)."""
        return not self.quoted and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple["Tree", ...]
    at: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping: its values, and the places of its keys, in file order."""

    entries: Mapping[str, "Tree"]
    keys: Mapping[str, Place]
    at: Place


Tree: TypeAlias = Leaf | Items | Table


def describe(tree: Tree) -> str:
    """Return what was found, in a few words."""
    if isinstance(tree, Table):
        return "a mapping"
    if isinstance(tree, Items):
        return "a list"
    return "nothing" if tree.is_null else repr(tree.text)


def read_tree(text: str, report: Report) -> Table | None:
    """Return the mapping a YAML text holds; ``None`` when it cannot be read."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        report.add(at, f"not YAML: {error.problem or error.context}")
        return None
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        at = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
        report.add(at, f"not YAML: the character {chr(error.character)!r} is not allowed")
        return None
    except RecursionError:
        report.add(Place(1, 1), "not YAML that can be read: nested too deeply")
        return None
    if node is None:
        report.add(Place(1, 1), "the file is empty; wants a mapping with 'schema', 'span_types' …")
        return None
    tree = _Builder(report).build(node)
    if isinstance(tree, Table):
        return tree
    report.add(tree.at, f"found {describe(tree)}; wants a mapping with 'schema', 'span_types' …")
    return None


class _Builder:
    """Turns nodes into trees; an aliased node is built once."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._done: dict[int, Tree] = {}
        self._open: set[int] = set()

    def build(self, node: yaml.Node) -> Tree:
        done = self._done.get(id(node))
        if done is not None:
            return done
        at = _place(node)
        if id(node) in self._open:
            self._report.add(at, "this value contains itself through an alias")
            return Leaf("", at)
        self._open.add(id(node))
        if node.tag not in _STANDARD_TAGS:
            self._report.add(at, f"the tag {node.tag!r} is not used in schemas")
        if isinstance(node, yaml.MappingNode):
            tree: Tree = self._table(node, at)
        elif isinstance(node, yaml.SequenceNode):
            tree = Items(tuple(self.build(child) for child in node.value), at)
        else:
            quoted = isinstance(node, yaml.ScalarNode) and node.style is not None
            tree = Leaf(str(node.value), at, quoted=quoted)
        self._open.discard(id(node))
        self._done[id(node)] = tree
        return tree

    def _table(self, node: yaml.MappingNode, at: Place) -> Table:
        entries: dict[str, Tree] = {}
        keys: dict[str, Place] = {}
        for key_node, value_node in node.value:
            key_at = _place(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self._report.add(key_at, "a key must be one word, not a list or mapping")
                continue
            key = key_node.value
            if key in keys:
                first = keys[key].line
                self._report.add(key_at, f"duplicate key {key!r}; the first is on line {first}")
                continue
            keys[key] = key_at
            entries[key] = self.build(value_node)
        return Table(entries, keys, at)


def _place(node: yaml.Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)
