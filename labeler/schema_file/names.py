"""Looks names up: types by pattern, groups of fillers, parents."""

from collections.abc import Iterable, Mapping

from labeler.core.schema import matching
from labeler.schema_file.declared import Declared, DeclaredType
from labeler.schema_file.problems import Report, wanted
from labeler.schema_file.tree import Leaf


class TypeNames:
    """The names a file declares, and which of them people can use."""

    def __init__(self, declared: Declared, report: Report) -> None:
        self._report = report
        self._groups = declared.groups
        self.spans = tuple(declared.spans)
        self.frames = tuple(declared.frames)
        types: Mapping[str, DeclaredType] = {**declared.spans, **declared.frames}
        self.abstract = frozenset(n for n, t in types.items() if t.abstract)
        self.retired = frozenset(n for n, t in types.items() if t.own.get("retired"))
        for name in declared.spans.keys() & declared.frames.keys():
            message = f"{name!r} is a span type and a frame; rename one"
            report.add(declared.frames[name].at, message)

    def expand(
        self, leaves: Iterable[Leaf], pool: tuple[str, ...], what: str, *, groups: bool = False
    ) -> tuple[str, ...] | None:
        """Return the usable types of ``pool`` that the patterns name, in file order.

        Returns:
            ``None`` when a name was reported, so that nobody complains about
            the same line again.
        """
        found: set[str] = set()
        sound = True
        for leaf in leaves:
            if groups and leaf.text in self._groups:
                inner = self._group(leaf.text, pool)
            else:
                inner = self._pattern(leaf, pool, what, groups=groups)
            sound = sound and inner is not None
            found.update(inner or ())
        return tuple(name for name in pool if name in found) if sound else None

    def _pattern(
        self, leaf: Leaf, pool: tuple[str, ...], what: str, *, groups: bool
    ) -> tuple[str, ...] | None:
        stem = leaf.text.removesuffix(".*")
        if stem not in pool:
            known = [*pool, *(self._groups if groups else ())]
            hint = wanted(stem, known)
            self._report.add(leaf.at, f"{what}: there is no type {stem!r} to use here{hint}")
            return None
        if leaf.text in self.abstract:
            message = f"{what}: {leaf.text!r} is abstract; write '{leaf.text}.*' for what is below"
            self._report.add(leaf.at, message)
            return None
        return tuple(n for n in matching(leaf.text, pool) if n not in self.abstract)

    def _group(self, name: str, pool: tuple[str, ...]) -> tuple[str, ...] | None:
        found: set[str] = set()
        for group in self._reach(name):
            for leaf in self._groups[group]:
                if leaf.text not in self._groups:
                    stem = leaf.text.removesuffix(".*")
                    if stem not in pool or leaf.text in self.abstract:
                        return None  # check_groups reports it where it stands
                    found.update(n for n in matching(leaf.text, pool) if n not in self.abstract)
        return tuple(found)

    def _reach(self, group: str) -> tuple[str, ...]:
        """Return the group and all groups it names, also through others."""
        seen: dict[str, None] = {group: None}
        front = [group]
        while front:
            for leaf in self._groups[front.pop()]:
                if leaf.text in self._groups and leaf.text not in seen:
                    seen[leaf.text] = None
                    front.append(leaf.text)
        return tuple(seen)

    def check_groups(self) -> None:
        """Report dangling names in groups, and groups that name each other in a circle."""
        pool = self.spans + self.frames
        for name, leaves in self._groups.items():
            what = f"group {name!r}"
            for leaf in leaves:
                if leaf.text not in self._groups:
                    self._pattern(leaf, pool, what, groups=True)
                elif name in self._reach(leaf.text):
                    message = f"{what} contains itself through {leaf.text!r}"
                    self._report.add(leaf.at, message)
            if name in pool and leaves:
                self._report.add(leaves[0].at, f"{what} is also the name of a type; rename it")


def find_parents(types: Mapping[str, DeclaredType], what: str, report: Report) -> dict[str, str]:
    """Return each type's parent, empty for a root; report dangling ones and cycles."""
    parents = {name: _parent(kind, types, what, report) for name, kind in types.items()}
    for name, kind in types.items():
        chain = [name]
        while (above := parents[chain[-1]]) and above not in chain:
            chain.append(above)
        if above == name:
            at = kind.parent.at if kind.parent else kind.at
            circle = " → ".join([*chain, name])
            report.add(at, f"{what} {name!r} inherits from itself: {circle}")
    return _cut_cycles(parents)


def _cut_cycles(parents: dict[str, str]) -> dict[str, str]:
    cut = dict(parents)
    for name in parents:
        seen = {name}
        step = name
        while cut[step]:
            if cut[step] in seen:
                cut[step] = ""
                break
            step = cut[step]
            seen.add(step)
    return cut


def _parent(
    kind: DeclaredType, types: Mapping[str, DeclaredType], what: str, report: Report
) -> str:
    dotted, _, _ = kind.name.rpartition(".")
    if kind.parent is not None:
        name, at = kind.parent.text, kind.parent.at
        if dotted and dotted != name:
            message = f"{what} {kind.name!r}: 'parent' is {name!r}, but its name says {dotted!r}"
            report.add(at, message)
            return ""
    else:
        name, at = dotted, kind.at
    if name and name not in types:
        message = f"{what} {kind.name!r}: there is no parent {name!r}{wanted(name, types)}"
        report.add(at, message)
        return ""
    return name
