"""The routes of the history: what was done, and any version of labels, to see and to bring back."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from labeler.api.bodies import (
    ConflictAnswer,
    ErrorAnswer,
    ProblemsAnswer,
    RevisionsAnswer,
    revision_json,
)
from labeler.api.calls import Answer, Call, Operation, Refusal, RefusedError, encode
from labeler.codec import AnnotationSetJson, dump_annotation_set
from labeler.core.errors import NotFoundError
from labeler.core.event_line import EventKind, EventLine, EventPlace, read_place
from labeler.workflow.histories import AskedEvents, Histories

_MOST_ROWS = 500
_REVISIONS = "/api/v1/history/tasks/{id}/revisions"
_REVISION = f"{_REVISIONS}/{{number}}"


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class EventAnswer(_Body):
    """One thing that somebody did, or several saves in a row."""

    at: str
    source: str
    kind: str
    login: str
    document_id: str
    title: str
    task_id: str
    whose: str
    subject: str
    detail: dict[str, Any]
    saves: int
    since: str | None


class HistoryAnswer(_Body):
    """Lines of the history, newest first; ``next`` is what ``after`` takes to go on."""

    lines: list[EventAnswer]
    next: str | None


class ChangedItemsAnswer(_Body):
    """Ids of the items a version added, changed and removed."""

    added: list[str]
    changed: list[str]
    removed: list[str]


class VersionAnswer(_Body):
    """A version of somebody's labels, and what it changed."""

    number: int
    saved_at: str
    login: str
    whose: str
    document_id: str
    changed: ChangedItemsAnswer
    labels: AnnotationSetJson


class BroughtBackAnswer(_Body):
    """The task after a version was brought back."""

    revision: int
    state: str


@dataclass(frozen=True, slots=True)
class HistoryRoutes:
    """What was done in the project, over HTTP."""

    histories: Histories

    def operations(self) -> tuple[Operation, ...]:
        """Return the routes with what OpenAPI says of them."""
        kinds = ", ".join(kind.value for kind in EventKind)
        return (
            Operation(
                "GET",
                "/api/v1/history",
                self.lines,
                "See what was done, newest first: by everybody for leads, by oneself for others",
                {200: HistoryAnswer},
                query={
                    "person": "login of who did it",
                    "document": "id of the article it was done to",
                    "kind": f"one of {kinds}",
                    "since": "not before this moment, such as 2026-03-01T08:00:00Z",
                    "until": "before this moment",
                    "fold": "no for a line of its own for each save; "
                    "else saves of a task in a row are one",
                    "limit": f"lines to return, at most {_MOST_ROWS}; 50 by default",
                    "after": "where to go on: next of the answer before",
                },
            ),
            Operation(
                "GET",
                _REVISIONS,
                self.versions,
                "See every version of a task, without the labels; leads of anybody's",
                {200: RevisionsAnswer},
            ),
            Operation(
                "GET",
                _REVISION,
                self.version,
                "See one version with its labels and what it changed; leads of anybody's",
                {200: VersionAnswer},
            ),
            Operation(
                "POST",
                f"{_REVISION}/bring-back",
                self.bring_back,
                "Make a version the newest again; what was submitted is a draft then",
                {200: BroughtBackAnswer},
                if_match=True,
                refusals={
                    409: Refusal("the task is skipped, or went to others", ErrorAnswer),
                    412: Refusal("another version was saved meanwhile", ConflictAnswer),
                    422: Refusal("it does not fit the schema in use now", ProblemsAnswer),
                },
            ),
        )

    def lines(self, call: Call) -> Answer:
        """See what was done."""
        page = self.histories.lines(
            call.person.login,
            AskedEvents(
                call.query.get("person"),
                call.query.get("document"),
                _kind(call),
                _moment(call, "since"),
                _moment(call, "until"),
                folded=call.query.get("fold") != "no",
            ),
            after=_after(call),
            limit=max(1, call.whole_number("limit", 50, _MOST_ROWS)),
        )
        following = None if page.next is None else str(page.next)
        return Answer(
            200, encode({"lines": [_line(line) for line in page.lines], "next": following})
        )

    def versions(self, call: Call) -> Answer:
        """See every version of a task."""
        found = self.histories.versions(call.person.login, call.path["id"])
        return Answer(200, encode({"revisions": [revision_json(line) for line in found]}))

    def version(self, call: Call) -> Answer:
        """See one version."""
        found = self.histories.version(call.person.login, call.path["id"], _number(call))
        difference = found.difference
        return Answer(
            200,
            encode(
                {
                    "number": found.revision.number,
                    "saved_at": found.revision.saved_at.isoformat(),
                    "login": found.revision.login,
                    "whose": found.task.login,
                    "document_id": found.document.id,
                    "changed": {
                        "added": difference.added,
                        "changed": difference.changed,
                        "removed": difference.removed,
                    },
                    "labels": dump_annotation_set(found.revision.labels, found.document.text),
                }
            ),
        )

    def bring_back(self, call: Call) -> Answer:
        """Make a version the newest again."""
        task = self.histories.bring_back(
            call.person.login, call.path["id"], _number(call), call.revision()
        )
        return Answer(200, encode({"revision": task.revision, "state": task.state.value}))


def _line(line: EventLine) -> dict[str, Any]:
    return {
        "at": line.at.isoformat(),
        "source": line.place.source.value,
        "kind": line.kind,
        "login": line.login,
        "document_id": line.document_id,
        "title": line.title,
        "task_id": line.task_id,
        "whose": line.whose,
        "subject": line.subject,
        "detail": dict(line.detail),
        "saves": line.saves,
        "since": None if line.since is None else line.since.isoformat(),
    }


def _kind(call: Call) -> EventKind | None:
    raw = call.query.get("kind")
    if raw is None:
        return None
    try:
        return EventKind(raw)
    except ValueError:
        wanted = ", ".join(kind.value for kind in EventKind)
        message = f"kind wants one of {wanted}, not {raw[:40]!r}"
        raise RefusedError(400, "bad-request", message) from None


def _after(call: Call) -> EventPlace | None:
    raw = call.query.get("after")
    if raw is None:
        return None
    found = read_place(raw)
    if found is None:
        message = f"after wants what an answer before gave as next, not {raw[:40]!r}"
        raise RefusedError(400, "bad-request", message)
    return found


def _moment(call: Call, name: str) -> datetime | None:
    raw = call.query.get(name)
    if raw is None:
        return None
    try:
        found = datetime.fromisoformat(raw)
        # Early and late ones have no UTC of their own.
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"{name} wants a moment such as 2026-03-01T08:00:00Z, not {raw[:40]!r}"
        raise RefusedError(400, "bad-request", message) from None


def _number(call: Call) -> int:
    raw = call.path["number"]
    if not re.fullmatch(r"[0-9]{1,9}", raw):
        raise NotFoundError(f"there is no revision {raw[:40]!r}")
    return int(raw)
