"""The routes of the trash: what lies in it, what goes there and what comes back."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from labeler.api.bodies import ErrorAnswer, State
from labeler.api.calls import Answer, Call, Handler, Operation, Refusal, encode
from labeler.codec import RestoreBody, TrashBody, read_body
from labeler.core.trash import TrashLine
from labeler.core.work import Task
from labeler.workflow.trash import Trash

_DOCUMENT = "/api/v1/documents/{id}"
_TASK = "/api/v1/tasks/{id}"
_MOST_LINES = 500
_LAST_LINE = 10**9


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TrashLineAnswer(_Answer):
    """What lies in the trash: an article, or with ``task_id`` one person's labels of it."""

    document_id: str
    title: str
    source: str
    task_id: str | None
    whose: str | None
    sets: int
    at: str
    by: str
    reason: str


class TrashAnswer(_Answer):
    """Some of what lies in the trash, latest first."""

    lines: list[TrashLineAnswer]
    total: int


class TrashedArticleAnswer(_Answer):
    """Whether an article lies in the trash now."""

    document_id: str
    in_trash: bool


class TrashedSetAnswer(_Answer):
    """How somebody's labels of an article stand now."""

    task_id: str
    document_id: str
    login: str
    state: State
    holds: bool


@dataclass(frozen=True, slots=True)
class TrashRoutes:
    """The trash, over HTTP."""

    trash: Trash

    def operations(self) -> tuple[Operation, ...]:
        """Return the routes with what OpenAPI says of them."""
        return (
            Operation(
                "GET",
                "/api/v1/trash",
                self.contents,
                "See what lies in the trash, latest first",
                {200: TrashAnswer},
                query={
                    "search": "letters in title, source or id of the article, reason or logins",
                    "limit": f"lines to return, at most {_MOST_LINES}; 50 by default",
                    "offset": "lines to pass over; 0 by default",
                },
            ),
            _article("trash", self.put_article, "Put an article in the trash", TrashBody),
            _article("restore", self.restore_article, "Restore an article", RestoreBody),
            _set("trash", self.put_set, "Put one person's labels in the trash", TrashBody),
            _set("restore", self.restore_set, "Restore one person's labels", RestoreBody),
        )

    def contents(self, call: Call) -> Answer:
        """See what lies in the trash."""
        page = self.trash.page(
            call.person.login,
            call.query.get("search", ""),
            limit=call.whole_number("limit", 50, _MOST_LINES),
            offset=call.whole_number("offset", 0, _LAST_LINE),
        )
        lines = [_line_json(line) for line in page.lines]
        return Answer(200, encode({"lines": lines, "total": page.total}))

    def put_article(self, call: Call) -> Answer:
        """Put an article in the trash."""
        body = read_body(TrashBody, call.json())
        self.trash.put_article(call.person.login, call.path["id"], body.reason)
        return _article_json(call.path["id"], in_trash=True)

    def restore_article(self, call: Call) -> Answer:
        """Restore an article."""
        read_body(RestoreBody, call.json())
        self.trash.restore_article(call.person.login, call.path["id"])
        return _article_json(call.path["id"], in_trash=False)

    def put_set(self, call: Call) -> Answer:
        """Put one person's labels in the trash."""
        body = read_body(TrashBody, call.json())
        return _set_json(self.trash.put_set(call.person.login, call.path["id"], body.reason))

    def restore_set(self, call: Call) -> Answer:
        """Restore one person's labels."""
        read_body(RestoreBody, call.json())
        return _set_json(self.trash.restore_set(call.person.login, call.path["id"]))


def _article(step: str, handle: Handler, summary: str, body: type[BaseModel]) -> Operation:
    return Operation(
        "POST", f"{_DOCUMENT}/{step}", handle, summary, {200: TrashedArticleAnswer}, body
    )


def _set(step: str, handle: Handler, summary: str, body: type[BaseModel]) -> Operation:
    refusals = {409: Refusal("the article itself lies in the trash", ErrorAnswer)}
    return Operation(
        "POST",
        f"{_TASK}/{step}",
        handle,
        summary,
        {200: TrashedSetAnswer},
        body,
        refusals=refusals,
    )


def _article_json(document_id: str, *, in_trash: bool) -> Answer:
    return Answer(200, encode({"document_id": document_id, "in_trash": in_trash}))


def _set_json(task: Task) -> Answer:
    return Answer(
        200,
        encode(
            {
                "task_id": task.id,
                "document_id": task.document_id,
                "login": task.login,
                "state": task.state.value,
                "holds": task.holds,
            }
        ),
    )


def _line_json(line: TrashLine) -> dict[str, Any]:
    return {
        "document_id": line.document_id,
        "title": line.title,
        "source": line.source,
        "task_id": line.task_id or None,
        "whose": line.whose or None,
        "sets": line.sets,
        "at": line.at.isoformat(),
        "by": line.by,
        "reason": line.reason,
    }
