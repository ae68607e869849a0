"""The route of the concordance."""

from dataclasses import dataclass
from typing import Any

from labeler.api.bodies import ConcordanceAnswer
from labeler.api.calls import Answer, Call, Operation, encode
from labeler.core.concordance import Place
from labeler.workflow.concordance import FEWEST, MOST, Concordances

_MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class ConcordanceRoutes:
    """Where words stand, over HTTP."""

    concordances: Concordances

    def operations(self) -> tuple[Operation, ...]:
        """Return the routes with what OpenAPI says of them."""
        return (
            Operation(
                "GET",
                "/api/v1/concordance",
                self.concordance,
                "See where words stand in all articles, and how submitted labels have them there",
                {200: ConcordanceAnswer},
                query={
                    "words": f"{FEWEST} to {MOST} characters; neither case nor blanks count",
                    "document": "id of an article to leave out, such as the one at hand",
                    "limit": f"rows to return, at most {_MOST_ROWS}; 50 by default",
                },
            ),
        )

    def concordance(self, call: Call) -> Answer:
        """See where words stand."""
        found = self.concordances.find(
            call.query.get("words", ""),
            leave_out=call.query.get("document", ""),
            limit=call.whole_number("limit", 50, _MOST_ROWS),
        )
        return Answer(
            200,
            encode(
                {
                    "words": found.words,
                    "total": found.total,
                    "more": found.more,
                    "documents": found.documents,
                    "rows": [_row_json(place) for place in found.rows],
                    "types": [{"type": name, "count": count} for name, count in found.types],
                }
            ),
        )


def _row_json(place: Place) -> dict[str, Any]:
    return {
        "document_id": place.document_id,
        "title": place.title,
        "start": place.start,
        "end": place.end,
        "left": place.left,
        "match": place.match,
        "right": place.right,
        "labels": [
            {
                "type": label.type,
                "author_count": label.author_count,
                "entity_name": label.entity_name,
            }
            for label in place.labels
        ],
    }
