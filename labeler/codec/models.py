"""The JSON of an annotation set, as Pydantic models."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Final, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    model_validator,
)

from labeler.core.annotation import ATTRIBUTE_CHANGE, CHANGES, FLAGS, ROLE_CHANGE, Flag

FORMAT: Final = "labeler.annotation-set/1"

Id = Annotated[StrictStr, Field(min_length=1, max_length=128, pattern=r"^[\w.:@+-]+$")]
Name = Annotated[StrictStr, Field(min_length=1, max_length=128)]
Value = StrictStr | StrictBool | StrictInt | StrictFloat | list[StrictStr]
Note = Annotated[StrictStr, Field(max_length=10_000)]
_T = TypeVar("_T", bound=Sequence[str])
_CHANGE = re.compile(f"{'|'.join(CHANGES)}|({ROLE_CHANGE}|{ATTRIBUTE_CHANGE}).+", re.DOTALL)


def _in_order(flags: _T) -> _T:
    if len(flags) > 1 and tuple(flags) != FLAGS:
        raise ValueError(f"each flag once, in the order {', '.join(FLAGS)}")
    return flags


def _names_of_changes(changed: _T) -> _T:
    unknown = [name for name in changed if not _CHANGE.fullmatch(name)]
    if unknown:
        raise ValueError(f"a person cannot change {', '.join(map(repr, unknown))}")
    if any(a >= b for a, b in pairwise(changed)):
        raise ValueError("each change once, sorted")
    return changed


Flags = Annotated[list[Flag], AfterValidator(_in_order)]
Changed = Annotated[list[StrictStr], Field(max_length=1000), AfterValidator(_names_of_changes)]


class Json(BaseModel):
    """What all share: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class OriginJson(Json):
    """Where an item came from."""

    by: Name = "human"
    edited: StrictBool = False
    score: Annotated[float, Field(ge=0, le=1)] | None = None


class MentionJson(Json):
    """A mention with its quoted text."""

    id: Id
    type: Name
    fragments: Annotated[list[tuple[StrictInt, StrictInt]], Field(min_length=1, max_length=64)]
    text: StrictStr
    attributes: dict[str, Value] = {}
    entity: Id | None = None
    origin: OriginJson = OriginJson()
    note: Note = ""
    flags: Flags = []


class EntityJson(Json):
    """A chain of mentions of one actor."""

    id: Id
    type: Name
    name: StrictStr = ""
    attributes: dict[str, Value] = {}
    registry: Id | None = None
    origin: OriginJson = OriginJson()
    note: Note = ""
    flags: Flags = []


class ArgumentJson(Json):
    """One filler of one role."""

    role: Name
    filler: Id


class FrameJson(Json):
    """An event or an attribution."""

    id: Id
    type: Name
    anchor: Id | None = None
    arguments: Annotated[list[ArgumentJson], Field(max_length=1000)] = []
    attributes: dict[str, Value] = {}
    nested_in: Id | None = None
    origin: OriginJson = OriginJson()
    note: Note = ""
    flags: Flags = []


class RelationJson(Json):
    """A typed link between frames or entities."""

    id: Id
    type: Name
    source: Id
    target: Id
    attributes: dict[str, Value] = {}
    origin: OriginJson = OriginJson()
    note: Note = ""
    flags: Flags = []


class DecisionJson(Json):
    """What became of one suggestion."""

    suggestion: Id
    by: Name
    verdict: Literal["accepted", "rejected"]
    changed: Changed = []

    @model_validator(mode="after")
    def _only_what_is_kept_is_changed(self) -> Self:
        if self.changed and self.verdict != "accepted":
            raise ValueError("only an accepted suggestion can be changed")
        return self


class SchemaRefJson(Json):
    """Which schema a set was made under."""

    id: Name
    version: Name


class AnnotationSetJson(Json):
    """Everything one author says about one document."""

    format: Literal["labeler.annotation-set/1"] = FORMAT
    document_id: Id
    text_sha256: Annotated[StrictStr, Field(pattern=r"^[0-9a-f]{64}$")]
    schema_: Annotated[SchemaRefJson, Field(alias="schema")]
    author: Name
    mentions: list[MentionJson] = []
    entities: list[EntityJson] = []
    frames: list[FrameJson] = []
    relations: list[RelationJson] = []
    document_labels: dict[str, Value] = {}
    decisions: list[DecisionJson] = []
