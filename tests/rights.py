"""Who may do what, as a table: every route of the API, by role and by whose thing it is.

A row says what the server answers. A personal thing has three answers: for
one's own, another person's, another project's. A thing of the project has two:
this project's, another one's. What is about no thing has one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from two_projects import SCHEMA

from labeler.core.document import text_digest
from labeler.core.people import Scope

READ, LABEL, MANAGE = Scope.READ, Scope.LABEL, Scope.MANAGE
PUBLIC = None
Thing = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """What a route answers.

    Attributes:
        scope: what a token needs for it; none where it is for anybody.
        thing: what it is about, of ``PERSONAL`` or ``SHARED``; empty for nothing.
        annotator: the answers to an annotator, for each whose the thing may be.
        lead: those to a lead; as to an annotator where there are none.
        admin: those to an admin; as to a lead where there are none.
        body: makes the body of the thing and of a number that was not used before.
        if_match: the revision it follows.
        query: what follows the path.
    """

    scope: Scope | None
    thing: str
    annotator: str
    lead: str = ""
    admin: str = ""
    body: Callable[[Thing, int], object] | None = None
    if_match: str = ""
    query: str = ""

    def answers(self, role: str) -> tuple[int, ...]:
        """Return the statuses for a role, for each whose the thing may be."""
        lead = self.lead or self.annotator
        said = {"annotator": self.annotator, "lead": lead, "admin": self.admin or lead}[role]
        return tuple(int(status) for status in said.split())


def _labels(thing: Thing, number: int) -> object:
    text = (
        f"Article {thing['document'].rpartition('-')[2]} of {thing['document'].partition('-')[0]}."
    )
    return {
        "fence": int(thing["fence"]),
        "save_id": f"save-{number}",
        "labels": {
            "format": "labeler.annotation-set/1",
            "document_id": thing["document"],
            "text_sha256": text_digest(text),
            "schema": {"id": SCHEMA.id, "version": SCHEMA.version},
            "author": f"annotator:{thing['asker']}",
        },
    }


def _fence(thing: Thing, _: int) -> object:
    return {"fence": int(thing["fence"])}


def _nothing(_: Thing, __: int) -> object:
    return {}


def _settle(_: Thing, number: int) -> object:
    return {"id": f"line-{number}"}


def _say(_: Thing, number: int) -> object:
    return {"id": f"said-{number}", "text": "So it is."}


def _open_thread(thing: Thing, number: int) -> object:
    return {
        "id": f"thread-{number}",
        "document_id": thing["document"],
        "task_id": thing["id"],
        "message": {"id": f"first-{number}", "text": "Why?"},
    }


def _actor(_: Thing, number: int) -> object:
    return {"name": f"Somebody {number}", "kind": "Actor.State"}


NO, LEADS = "403", "403 403"
"""What annotators are told where something is for leads, about nothing and about a thing."""
MINE, EVERYBODYS, OURS = "200 404 404", "200 200 404", "200 404"
"""Only one's own; anybody's of the project; whatever belongs to the project."""

RIGHTS: Mapping[str, Row] = {
    "GET /healthz": Row(PUBLIC, "", "200"),
    "GET /readyz": Row(PUBLIC, "", "200"),
    "GET /api/v1/openapi.json": Row(PUBLIC, "", "200"),
    "GET /api/v1/session": Row(READ, "", "200"),
    "GET /api/v1/projects": Row(READ, "", "200"),
    "GET /api/v1/schema": Row(READ, "", "200"),
    "GET /api/v1/documents": Row(READ, "", "200"),
    "GET /api/v1/documents/{id}": Row(READ, "article", OURS),
    "POST /api/v1/tasks/next": Row(LABEL, "", "200", body=_nothing),
    "POST /api/v1/tasks/open": Row(
        LABEL, "article", OURS, body=lambda thing, _: {"document_id": thing["id"]}
    ),
    "GET /api/v1/tasks/{id}": Row(READ, "task", MINE),
    "PUT /api/v1/tasks/{id}/annotations": Row(LABEL, "task", MINE, body=_labels, if_match="0"),
    "POST /api/v1/tasks/{id}/submit": Row(LABEL, "saved task", MINE, body=_fence, if_match="1"),
    "POST /api/v1/tasks/{id}/lease": Row(LABEL, "task", MINE, body=_fence),
    "POST /api/v1/tasks/{id}/skip": Row(LABEL, "task", MINE, body=_fence),
    "POST /api/v1/tasks/{id}/reopen": Row(LABEL, "submitted task", MINE, body=_nothing),
    "GET /api/v1/tasks/{id}/revisions": Row(READ, "saved task", MINE),
    "GET /api/v1/tasks/{id}/revisions/{number}": Row(READ, "saved task", MINE),
    "GET /api/v1/actors": Row(READ, "", "200"),
    "POST /api/v1/actors": Row(LABEL, "", "201", body=_actor),
    "GET /api/v1/actors/{id}": Row(READ, "actor", OURS),
    "PUT /api/v1/actors/{id}": Row(LABEL, "actor", OURS, body=_actor, if_match="1"),
    "GET /api/v1/actors/{id}/changes": Row(READ, "actor", OURS),
    "GET /api/v1/concordance": Row(READ, "", "200", query="?words=article"),
    "GET /api/v1/progress": Row(READ, "", "200"),
    "GET /api/v1/history": Row(READ, "", "200"),
    "GET /api/v1/history/tasks/{id}/revisions": Row(READ, "saved task", MINE, EVERYBODYS),
    "GET /api/v1/history/tasks/{id}/revisions/{number}": Row(READ, "saved task", MINE, EVERYBODYS),
    "POST /api/v1/history/tasks/{id}/revisions/{number}/bring-back": Row(
        LABEL, "saved task", MINE, EVERYBODYS, if_match="1"
    ),
    "GET /api/v1/documents/{id}/threads": Row(READ, "article", OURS),
    "POST /api/v1/threads": Row(LABEL, "task", MINE, EVERYBODYS, body=_open_thread),
    "GET /api/v1/threads/{id}": Row(READ, "thread", MINE, EVERYBODYS),
    "POST /api/v1/threads/{id}/messages": Row(LABEL, "thread", MINE, EVERYBODYS, body=_say),
    "POST /api/v1/threads/{id}/resolve": Row(LABEL, "thread", MINE, EVERYBODYS, body=_settle),
    "POST /api/v1/threads/{id}/reopen": Row(LABEL, "thread", MINE, EVERYBODYS, body=_settle),
    "POST /api/v1/messages/{id}/take-back": Row(
        LABEL, "message", MINE, "200 403 404", body=_nothing
    ),
    "GET /api/v1/inbox": Row(READ, "", "200"),
    # What is not in one's own inbox is passed over, whosever it is.
    "POST /api/v1/inbox/read": Row(
        LABEL, "message", "200 200 200", body=lambda thing, _: {"messages": [thing["id"]]}
    ),
    "GET /api/v1/people": Row(READ, "", "200"),
    "GET /api/v1/batches": Row(READ, "", NO, "200"),
    "POST /api/v1/batches": Row(MANAGE, "", NO, "201", body=lambda _, n: {"name": f"Round {n}"}),
    "GET /api/v1/batches/{id}": Row(READ, "batch", LEADS, OURS),
    "PATCH /api/v1/batches/{id}": Row(
        MANAGE, "batch", LEADS, OURS, body=lambda *_: {"state": "closed"}, if_match="1"
    ),
    "GET /api/v1/batches/{id}/changes": Row(READ, "batch", LEADS, OURS),
    "POST /api/v1/batches/{id}/deal": Row(MANAGE, "batch", LEADS, OURS, body=_nothing),
    "GET /api/v1/batches/{id}/articles": Row(READ, "batch", LEADS, OURS),
    "POST /api/v1/batches/{id}/articles": Row(
        MANAGE, "batch", LEADS, OURS, body=lambda *_: {"of": "all", "most": 1}
    ),
    "GET /api/v1/batches/{id}/movable": Row(READ, "batch", LEADS, OURS),
    "POST /api/v1/batches/{id}/bring-forward": Row(
        MANAGE,
        "batch",
        LEADS,
        "204 404",
        body=lambda thing, _: {"articles": [thing["article"]]},
    ),
    "GET /api/v1/places": Row(READ, "", NO, "200"),
    "POST /api/v1/places": Row(
        MANAGE,
        "article",
        LEADS,
        OURS,
        body=lambda thing, _: {"document_id": thing["id"], "login": "bo"},
    ),
    "POST /api/v1/places/{id}/take-back": Row(
        MANAGE, "task", "403 403 403", EVERYBODYS, body=_nothing
    ),
    "POST /api/v1/places/{id}/reopen": Row(
        MANAGE, "submitted task", "403 403 403", EVERYBODYS, body=_nothing
    ),
    "PUT /api/v1/documents/{id}/control": Row(
        MANAGE,
        "submitted article",
        LEADS,
        OURS,
        body=lambda thing, _: {"login": thing["login"]},
    ),
    "GET /api/v1/trash": Row(READ, "", NO, "200"),
    "POST /api/v1/documents/{id}/trash": Row(MANAGE, "article", LEADS, OURS, body=_nothing),
    "POST /api/v1/documents/{id}/restore": Row(
        MANAGE, "article in the trash", LEADS, OURS, body=_nothing
    ),
    "POST /api/v1/tasks/{id}/trash": Row(MANAGE, "task", "403 403 403", EVERYBODYS, body=_nothing),
    "POST /api/v1/tasks/{id}/restore": Row(
        MANAGE, "task in the trash", "403 403 403", EVERYBODYS, body=_nothing
    ),
    "DELETE /api/v1/documents/{id}/control": Row(MANAGE, "control article", LEADS, OURS),
}
"""By method and path, as the server has them."""
