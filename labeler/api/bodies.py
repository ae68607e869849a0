"""The JSON of the answers: what OpenAPI says of them, and how they are made.

The models document the shapes and the tests hold every answer against them;
the functions write the same shapes without going through the models, because
a task with a thousand mentions is answered in milliseconds. What is inside
(documents, schemas, labels, problems) is ``labeler.codec``'s.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from labeler.codec import AnnotationSetJson, dump_facts
from labeler.core.actor import ActorChange
from labeler.core.document import Fragment
from labeler.core.work import DocumentRow, RevisionLine, Task, TaskState
from labeler.workflow.labeling import author_of

State = Literal["new", "draft", "submitted", "skipped", "trashed"]
Span = tuple[int, int]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ErrorDetail(_Answer):
    """What went wrong: a stable code for programs, one sentence for people."""

    code: str
    message: str


class ErrorAnswer(_Answer):
    """Something was refused or failed."""

    error: ErrorDetail


class ProblemAnswer(_Answer):
    """One thing that is wrong with one item; ``start`` is -1 where it has no place."""

    level: Literal["structure", "schema", "warning"]
    code: str
    message: str
    item: str
    slot: str
    kind: str
    start: int


class ProblemsAnswer(ErrorAnswer):
    """Labels were refused, for all these reasons."""

    problems: list[ProblemAnswer]


class CurrentAnswer(_Answer):
    """The server's copy, which is newer than the client's."""

    revision: int
    saved_at: str
    labels: AnnotationSetJson
    client: dict[str, str]


class ConflictAnswer(ErrorAnswer):
    """Someone else, or another tab, saved first."""

    current: CurrentAnswer | None


class UserAnswer(_Answer):
    """A person who is signed in."""

    login: str
    name: str
    role: str


class SessionAnswer(_Answer):
    """Who is asking, and the token that state-changing calls carry as ``X-CSRF-Token``."""

    user: UserAnswer
    csrf: str
    mode: str


class RowAnswer(_Answer):
    """A line in the list of articles; ``length`` is in code points."""

    id: str
    title: str
    source: str
    published_at: str
    imported_at: str
    length: int
    state: State
    suggestions: int | None


class PageAnswer(_Answer):
    """Some rows of the list of articles and how many there are in all."""

    rows: list[RowAnswer]
    total: int


class DocumentAnswer(_Answer):
    """An article. Every offset counts Unicode code points into ``text``."""

    id: str
    title: str
    text: str
    source: str
    url: str
    published_at: str
    language: str
    meta: dict[str, str]
    sha256: str


class OpenDocumentAnswer(DocumentAnswer):
    """An article to be labelled, with where its parts lie, half-open in code points."""

    headline: Span | None
    dateline: Span | None
    tokens: list[Span]
    sentences: list[Span]


class SchemaAnswer(_Answer):
    """The types, roles, attributes and constraints in force."""

    id: str
    version: str
    title: str
    language: str
    digest: str
    attributes: list[dict[str, Any]]
    span_types: list[dict[str, Any]]
    frame_types: list[dict[str, Any]]
    relation_types: list[dict[str, Any]]
    entity_types: list[str]
    entity_attributes: list[str]
    document_labels: list[str]
    constraints: list[dict[str, Any]]


class TaskAnswer(_Answer):
    """One person's work on one article.

    ``lease_s`` is for how many seconds an article is kept after the last save;
    ``holds`` is false where it went to somebody else since.
    """

    id: str
    document_id: str
    state: State
    revision: int
    fence: int
    lease_expires_at: str
    lease_s: int
    holds: bool
    saved_at: str | None
    author: str


class ProgressAnswer(_Answer):
    """How many articles are in each state for the person."""

    new: int
    draft: int
    submitted: int
    skipped: int


class SuggestionStateAnswer(_Answer):
    """How far the suggestions are, with words where they are not ready."""

    state: Literal["ready", "pending", "unavailable"]
    message: str


class OpenTaskAnswer(_Answer):
    """A task with all that is needed to work on it."""

    task: TaskAnswer
    progress: ProgressAnswer
    next_document_id: str | None
    document: OpenDocumentAnswer
    schema_: SchemaAnswer = Field(alias="schema")
    labels: AnnotationSetJson
    suggestions: AnnotationSetJson | None
    suggestion_state: SuggestionStateAnswer
    problems: list[ProblemAnswer]


class SavedAnswer(_Answer):
    """The labels are on disk; the problems may stand until the submit."""

    revision: int
    saved_at: str
    problems: list[ProblemAnswer]


class SubmittedAnswer(_Answer):
    """The labels are handed in."""

    state: Literal["submitted"]
    revision: int
    submitted_at: str


class RenewedAnswer(_Answer):
    """The task is kept for longer."""

    lease_expires_at: str


class SkippedAnswer(_Answer):
    """The task is put aside."""

    state: Literal["skipped"]


class DifferenceAnswer(_Answer):
    """How many of each kind a save added, changed and removed.

    Kinds are mention, entity, event, attribution, relation, decision and
    document_label; frame for a type the schema no longer has, item where only
    the number was noted.
    """

    added: dict[str, int]
    changed: dict[str, int]
    removed: dict[str, int]


class RevisionAnswer(_Answer):
    """One save in the history of a task."""

    number: int
    saved_at: str
    login: str
    difference: DifferenceAnswer
    client: dict[str, str]


class RevisionsAnswer(_Answer):
    """Every save of a task, oldest first."""

    revisions: list[RevisionAnswer]


class SavedRevisionAnswer(_Answer):
    """One save of a task with its labels."""

    number: int
    saved_at: str
    labels: AnnotationSetJson


class ActorFactsAnswer(_Answer):
    """What is written down about an actor; what is not known is empty."""

    name: str
    kind: str
    country: str
    sectors: list[str]
    code: str
    aliases: list[str]
    wikidata: str
    notes: str


class ActorAnswer(ActorFactsAnswer):
    """An actor of the project; ``revision`` goes into ``If-Match`` of the next change."""

    id: str
    revision: int
    updated_at: str


class ActorsAnswer(_Answer):
    """Some actors, best first, and how many were found in all."""

    rows: list[ActorAnswer]
    total: int


class ActorConflictAnswer(ErrorAnswer):
    """Someone else, or another tab, changed the actor first."""

    current: ActorAnswer


class ActorChangeAnswer(_Answer):
    """One change of an actor; ``before`` is null where the actor was made."""

    at: str
    login: str
    revision: int
    before: ActorFactsAnswer | None
    after: ActorFactsAnswer


class ActorChangesAnswer(_Answer):
    """Every change of an actor, oldest first."""

    changes: list[ActorChangeAnswer]


class PlaceLabelAnswer(_Answer):
    """How submitted labels have one place: the type, by how many people, in whose chain."""

    type: str
    author_count: int
    entity_name: str


class PlaceAnswer(_Answer):
    """Where words stand in an article; offsets are code points."""

    document_id: str
    title: str
    start: int
    end: int
    left: str
    match: str
    right: str
    labels: list[PlaceLabelAnswer]


class TypeCountAnswer(_Answer):
    """How many submitted mentions have a type."""

    type: str
    count: int


class ConcordanceAnswer(_Answer):
    """Where words stand; with ``more``, there are articles that were not looked through."""

    words: str
    total: int
    more: bool
    documents: int
    rows: list[PlaceAnswer]
    types: list[TypeCountAnswer]


class HealthAnswer(_Answer):
    """What works: ``ok``, or words on what does not, by part."""

    status: Literal["ok", "not ready"]
    parts: dict[str, str]


class OpenApiAnswer(BaseModel):
    """An OpenAPI 3.1 document."""

    openapi: str
    info: dict[str, Any]
    paths: dict[str, Any]
    components: dict[str, Any]


def task_json(task: Task, lease_s: int) -> dict[str, Any]:
    """Return a :class:`TaskAnswer`."""
    return {
        "id": task.id,
        "document_id": task.document_id,
        "state": task.state.value,
        "revision": task.revision,
        "fence": task.lease.fence,
        "lease_expires_at": task.lease.expires_at.isoformat(),
        "lease_s": lease_s,
        "holds": task.holds,
        "saved_at": None if task.saved_at is None else task.saved_at.isoformat(),
        "author": author_of(task.login),
    }


def progress_json(progress: Mapping[TaskState, int]) -> dict[str, int]:
    """Return a :class:`ProgressAnswer`; a state nobody is in counts 0."""
    return {name: progress.get(TaskState(name), 0) for name in ProgressAnswer.model_fields}


def row_json(row: DocumentRow) -> dict[str, Any]:
    """Return a :class:`RowAnswer`."""
    return {
        "id": row.id,
        "title": row.title,
        "source": row.source,
        "published_at": row.published_at,
        "imported_at": row.imported_at.isoformat(),
        "length": row.length,
        "state": row.state.value,
        "suggestions": row.suggestions,
    }


def revision_json(revision: RevisionLine) -> dict[str, Any]:
    """Return a :class:`RevisionAnswer`."""
    return {
        "number": revision.number,
        "saved_at": revision.saved_at.isoformat(),
        "login": revision.login,
        "difference": dict(revision.counts),
        "client": dict(revision.client),
    }


def actor_change_json(change: ActorChange) -> dict[str, Any]:
    """Return an :class:`ActorChangeAnswer`."""
    return {
        "at": change.at.isoformat(),
        "login": change.login,
        "revision": change.revision,
        "before": None if change.before is None else dump_facts(change.before),
        "after": dump_facts(change.after),
    }


def span_json(fragment: Fragment | None) -> list[int] | None:
    """Return a half-open span, or null."""
    return None if fragment is None else [fragment.start, fragment.end]
