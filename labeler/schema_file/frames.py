"""Frame types with everything they inherit, their names looked up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from labeler.core.schema import (
    MODE,
    Anchor,
    FrameKind,
    FrameType,
    Nesting,
    Role,
)
from labeler.schema_file.declared import Declared, DeclaredAnchor, DeclaredFrame, DeclaredRole
from labeler.schema_file.names import TypeNames, find_parents
from labeler.schema_file.problems import Place, Report, wanted
from labeler.schema_file.spans import check_attributes, merged
from labeler.schema_file.tree import Leaf

_DEFAULT_ROLE = {FrameKind.EVENT: "trigger", FrameKind.ATTRIBUTION: "cue"}


@dataclass(frozen=True, slots=True)
class _Resolved:
    """A frame type, and what its children need besides.

    Attributes:
        listed: its attributes with ``mode``, whether or not it has modes.
        slots: where each of its roles is declared.
        requires, via: the names it asks for, with their places.
        orphan: what it inherits is unknown, as a parent is not there.
    """

    kind: FrameType
    listed: tuple[str, ...]
    slots: Mapping[str, DeclaredRole]
    requires: tuple[Leaf, ...] = ()
    via: Leaf | None = None
    orphan: bool = False


class FrameResolver:
    """Resolves the frames of one file."""

    def __init__(self, declared: Declared, names: TypeNames, report: Report) -> None:
        self._declared = declared
        self._names = names
        self._report = report
        self._parents = find_parents(declared.frames, "frame", report)
        self._done: dict[str, _Resolved] = {}
        self._fillers: dict[Place, tuple[str, ...]] = {}

    def resolve(self) -> Mapping[str, FrameType]:
        """Return the frame types by name, in the file's order."""
        for name in self._declared.frames:
            self._check(self._resolve(name))
        self._check_modes()
        return {name: self._done[name].kind for name in self._declared.frames}

    def _resolve(self, name: str) -> _Resolved:
        if name not in self._done:
            frame = self._declared.frames[name]
            parent = self._parents[name]
            above = self._resolve(parent) if parent else self._root(frame)
            self._done[name] = self._child(frame, parent, above)
        return self._done[name]

    def _root(self, frame: DeclaredFrame) -> _Resolved:
        what = f"frame {frame.name!r}"
        orphan = frame.parent is not None or "." in frame.name
        if "kind" not in frame.own and not orphan:
            self._report.add(frame.at, f"{what} lacks 'kind': event or attribution")
        if frame.anchor is None and not orphan:
            self._report.add(frame.at, f"{what} lacks 'trigger'")
        kind = frame.own.get("kind", FrameKind.EVENT)
        return _Resolved(FrameType("", kind, Anchor("")), (), {}, orphan=orphan)

    def _child(self, frame: DeclaredFrame, parent: str, above: _Resolved) -> _Resolved:
        base, what = above.kind, f"frame {frame.name!r}"
        own = dict(frame.own)
        if parent and own.get("kind", base.kind) is not base.kind:
            message = f"{what}: 'kind' is {own['kind']}, but {parent} is of kind {base.kind}"
            self._report.add(frame.at, message)
        own["guideline"] = merged(own["guideline"], base.guideline)
        own.setdefault("label", frame.name.rpartition(".")[2])
        listed = above.listed
        if frame.named is not None:
            listed = check_attributes(frame.named, self._declared, what, self._report)
        modes = own.get("modes", base.modes)
        if modes and MODE not in listed and not above.orphan:
            message = f"{what} has 'modes', but {MODE!r} is not among its attributes"
            self._report.add(frame.at, message)
        slots = self._slots(frame, above, what)
        requires = above.requires if frame.requires is None else frame.requires
        via, nesting = above.via, base.nesting
        if frame.nesting is not None:
            via = frame.nesting.via
            nesting = Nesting(
                via.text if via else "", frame.nesting.max_depth or Nesting("").max_depth
            )
        kind = replace(
            base,
            **{
                "abstract": False,
                "key": frame.key.text if frame.key else "",
                "lexicon": (),
                **own,
                "name": frame.name,
                "parent": parent,
                "anchor": self._anchor(frame.anchor, own.get("kind", base.kind), what)
                if frame.anchor
                else base.anchor,
                "attributes": tuple(n for n in listed if n != MODE or modes),
                "roles": tuple(self._role(s, what) for s in slots.values()),
                "requires": tuple(leaf.text for leaf in requires),
                "nesting": nesting,
            },
        )
        return _Resolved(kind, listed, slots, requires, via, above.orphan)

    def _anchor(self, anchor: DeclaredAnchor, kind: FrameKind, what: str) -> Anchor:
        found = anchor.type.text if anchor.type else ""
        spans = self._names.spans
        if anchor.type is not None and found not in spans:
            hint = wanted(found, spans)
            self._report.add(anchor.type.at, f"{what}: there is no span type {found!r}{hint}")
        elif anchor.type is not None and found in self._names.abstract:
            message = f"{what}: the anchor's type {found!r} is abstract; nobody can mark one"
            self._report.add(anchor.type.at, message)
        return Anchor(found, anchor.role or _DEFAULT_ROLE[kind], anchor.minimum)

    def _slots(
        self, frame: DeclaredFrame, above: _Resolved, what: str
    ) -> Mapping[str, DeclaredRole]:
        slots = dict(above.slots if frame.roles is None else frame.roles)
        for leaf in frame.drop_roles:
            if leaf.text in slots:
                del slots[leaf.text]
            elif not above.orphan:
                message = f"{what}: there is no role {leaf.text!r} to drop"
                self._report.add(leaf.at, message + wanted(leaf.text, slots))
        return {**slots, **frame.add_roles}

    def _role(self, slot: DeclaredRole, what: str) -> Role:
        fillers = self._fillers.get(slot.at)
        if fillers is None:
            where = f"{what}: role {slot.name!r}"
            pool = self._names.spans + self._names.frames
            found = self._names.expand(slot.fill, pool, where, groups=True)
            if slot.fill and found is not None and not set(found) - self._names.retired:
                message = f"{where}: nobody can fill it, as no type that can be used is named"
                self._report.add(slot.at, message)
            fillers = self._fillers[slot.at] = found or ()
        own = dict(slot.own)
        own["overlap_with"] = MappingProxyType(own.get("overlap_with", {}))
        return Role(slot.name, fillers, **own)

    def _check(self, resolved: _Resolved) -> None:
        """Check names that only make sense once all roles are known."""
        if resolved.orphan:
            return
        kind, what = resolved.kind, f"frame {resolved.kind.name!r}"
        names = [role.name for role in kind.roles]
        for leaf in (*resolved.requires, *([resolved.via] if resolved.via else [])):
            if leaf.text not in names:
                message = f"{what}: there is no role {leaf.text!r}{wanted(leaf.text, names)}"
                self._report.add(leaf.at, message)
        for slot in resolved.slots.values():
            for other, at in slot.overlap_with.items():
                if other not in names and other != kind.anchor.role:
                    hint = wanted(other, [*names, kind.anchor.role])
                    message = f"{what}: role {slot.name!r}: there is no role {other!r}{hint}"
                    self._report.add(at, message)
        if kind.anchor.role in names:
            message = (
                f"{what}: {kind.anchor.role!r} is its anchor, so no other role can be called so"
            )
            self._report.add(resolved.slots[kind.anchor.role].at, message)

    def _check_modes(self) -> None:
        for name, frame in self._declared.frames.items():
            leaves = [leaf for leaf in frame.named or () if leaf.text == MODE]
            if leaves and not any(self._done[below].kind.modes for below in self._below(name)):
                message = f"frame {name!r} lists {MODE!r}, but neither it nor a child has 'modes'"
                self._report.add(leaves[0].at, message)

    def _below(self, top: str) -> Iterator[str]:
        for name in self._declared.frames:
            step = name
            while step and step != top:
                step = self._parents[step]
            if step:
                yield name
