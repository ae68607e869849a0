"""The routes of what can be read: the session, the schema, articles."""

from dataclasses import dataclass

from labeler.api.bodies import (
    DocumentAnswer,
    ErrorAnswer,
    PageAnswer,
    SchemaAnswer,
    SessionAnswer,
    row_json,
)
from labeler.api.calls import Answer, Call, Operation, Refusal, RefusedError, encode
from labeler.codec import dump_document, dump_schema
from labeler.core.work import TaskState
from labeler.workflow.labeling import Workbench

_MOST_ROWS = 500
_LAST_ROW = 10**9


@dataclass(frozen=True, slots=True)
class ReadingRoutes:
    """What can be read, over HTTP. ``mode`` names how people sign in."""

    workbench: Workbench
    mode: str

    def operations(self) -> tuple[Operation, ...]:
        """Return the routes with what OpenAPI says of them."""
        return (
            Operation(
                "GET",
                "/api/v1/session",
                self.session,
                "See who is asking",
                {200: SessionAnswer},
                instant=True,
            ),
            Operation(
                "GET", "/api/v1/schema", self.schema, "See the schema in force", {200: SchemaAnswer}
            ),
            Operation(
                "GET",
                "/api/v1/documents",
                self.documents,
                "List articles in import order",
                {200: PageAnswer},
                query={
                    "search": "letters in the title, the source or the id",
                    "state": "only articles in this state: new, draft, submitted, "
                    "skipped or trashed (one's own labels)",
                    "limit": f"rows to return, at most {_MOST_ROWS}; 50 by default",
                    "offset": "rows to pass over; 0 by default",
                },
            ),
            Operation(
                "GET",
                "/api/v1/documents/{id}",
                self.document,
                "See an article",
                {200: DocumentAnswer},
                refusals={409: Refusal("the article lies in the trash", ErrorAnswer)},
            ),
        )

    def session(self, call: Call) -> Answer:
        """See who is asking."""
        person = call.person
        user = {"login": person.login, "name": person.name, "role": str(person.role)}
        return Answer(200, encode({"user": user, "csrf": call.csrf, "mode": self.mode}))

    def schema(self, _call: Call) -> Answer:
        """See the schema in force."""
        return Answer(200, encode(dump_schema(self.workbench.schema)))

    def documents(self, call: Call) -> Answer:
        """List articles in import order."""
        page = self.workbench.list_documents(
            call.person.login,
            search=call.query.get("search", ""),
            state=_state(call.query.get("state", "")),
            limit=call.whole_number("limit", 50, _MOST_ROWS),
            offset=call.whole_number("offset", 0, _LAST_ROW),
        )
        return Answer(200, encode({"rows": [row_json(r) for r in page.rows], "total": page.total}))

    def document(self, call: Call) -> Answer:
        """See an article."""
        return Answer(200, encode(dump_document(self.workbench.read(call.path["id"]))))


def _state(name: str) -> TaskState | None:
    if not name:
        return None
    try:
        return TaskState(name)
    except ValueError:
        wanted = ", ".join(state.value for state in TaskState)
        message = f"state wants one of {wanted}, not {name[:40]!r}"
        raise RefusedError(400, "bad-request", message) from None
