"""The least number of actions other tools need for the same labels, by their manuals.

A key press, a click, a drag and a choice from a list count as one action each.
The letters of free text (notes, names, codes) are the same in every tool and
are left out everywhere; opening and leaving the field is not.
"""

from collections import Counter
from dataclasses import dataclass

from labeler.core.annotation import AnnotationSet, Attributes, Entity
from labeler.core.schema import AttributeKind, Schema


@dataclass(frozen=True, slots=True)
class Tool:
    """What a tool asks for, in actions.

    Attributes:
        span: mark a stretch and give it its type.
        fragment: add one more stretch to it.
        link: tie two spans with a named arc.
        value: choose one value of an attribute while its item is selected.
        text: enter and leave a free text while its item is selected.
        reopen: select an item again after others were worked on.
    """

    name: str
    span: int
    fragment: int
    link: int
    value: int
    text: int
    reopen: int


# Label Studio 1.23: the hot key of a label and a drag; a relation is select, Alt+R, click the
# other region, open the relation's list of labels, choose. It has no discontinuous span: two
# regions and a relation. A region is still selected right after it was made, and a choice has
# a hot key.
LABEL_STUDIO = Tool("Label Studio", span=2, fragment=2 + 5, link=5, value=1, text=2, reopen=1)
# brat 1.3: a drag, the short cut of the type, Enter; an arc is a drag, the short cut of the
# role, Enter; a fragment is a double click, "Add frag.", a drag; an attribute's list is opened
# and its value chosen in the dialog that is open for the span anyway.
BRAT = Tool("brat", span=3, fragment=3, link=3, value=2, text=1, reopen=2)


def actions_of(tool: Tool, labels: AnnotationSet, schema: Schema) -> Counter[str]:
    """Return the actions by kind of item; values that are defaults cost nothing."""
    found: Counter[str] = Counter()
    for mention in labels.mentions:
        further = len(mention.fragments) - 1
        found["mentions"] += tool.span + further * tool.fragment
        found["attributes"] += _values(tool, mention.attributes, schema)
    members = Counter(m.entity for m in labels.mentions if m.entity is not None)
    for entity in labels.entities:
        found["chains"] += (members[entity.id] - 1) * tool.link
        found["actors"] += _entity(tool, entity)
    anchors = Counter(f.anchor for f in labels.frames if f.anchor is not None)
    for frame in labels.frames:
        found["arguments"] += len(frame.arguments) * tool.link
        found["attributes"] += _values(tool, frame.attributes, schema)
        found["notes"] += tool.text if frame.note else 0
        found["nesting"] += tool.link if frame.nested_in else 0
        if frame.type == "Attribution" and frame.anchor is not None:
            found["arguments"] += tool.link
    # A second event on a word is a second span there.
    found["mentions"] += sum(count - 1 for count in anchors.values()) * tool.span
    for relation in labels.relations:
        found["relations"] += tool.link + (tool.text + tool.reopen if relation.note else 0)
    return found


def _values(tool: Tool, attributes: Attributes, schema: Schema) -> int:
    total = 0
    for name, value in attributes.items():
        definition = schema.attributes.get(name)
        if isinstance(value, tuple):
            total += len(value) * tool.value
        elif definition is not None and definition.kind is AttributeKind.TEXT:
            total += tool.text if value else 0
        elif definition is None or (value != definition.default and not definition.derived):
            total += tool.value
    return total


def _entity(tool: Tool, entity: Entity) -> int:
    # The canonical name, and each attribute, on one span of the chain.
    texts = 1 + sum(1 for value in entity.attributes.values() if value)
    return tool.reopen + texts * tool.text
