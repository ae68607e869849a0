"""The JSON of an annotation set, as Pydantic models."""

from typing import Annotated, Final, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
)

FORMAT: Final = "labeler.annotation-set/1"

Id = Annotated[StrictStr, Field(min_length=1, max_length=128, pattern=r"^[\w.:@+-]+$")]
Name = Annotated[StrictStr, Field(min_length=1, max_length=128)]
Value = StrictStr | StrictBool | StrictInt | StrictFloat | list[StrictStr]
Note = Annotated[StrictStr, Field(max_length=10_000)]


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


class EntityJson(Json):
    """A chain of mentions of one actor."""

    id: Id
    type: Name
    name: StrictStr = ""
    attributes: dict[str, Value] = {}
    registry: Id | None = None
    origin: OriginJson = OriginJson()
    note: Note = ""


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


class RelationJson(Json):
    """A typed link between frames or entities."""

    id: Id
    type: Name
    source: Id
    target: Id
    attributes: dict[str, Value] = {}
    origin: OriginJson = OriginJson()
    note: Note = ""


class DecisionJson(Json):
    """What became of one suggestion."""

    suggestion: Id
    by: Name
    verdict: Literal["accepted", "rejected"]


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
