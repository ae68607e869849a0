"""The routes of batches: which articles go to whom, for leads and their scripts."""

from collections.abc import Mapping
from dataclasses import dataclass

from labeler.api.batch_bodies import (
    BatchAnswer,
    BatchChangesAnswer,
    BatchesAnswer,
    BatchLineAnswer,
    DealtAnswer,
    FilledAnswer,
    MovableAnswer,
    QueuedArticlesAnswer,
    StaleBatchAnswer,
    batch_change_json,
    batch_line_json,
    queued_json,
)
from labeler.api.bodies import ErrorAnswer
from labeler.api.calls import Answer, Call, Operation, Refusal, encode
from labeler.codec import (
    ChangeBatchBody,
    DealBody,
    FillBody,
    ForwardBody,
    NewBatchBody,
    dump_batch,
    read_body,
)
from labeler.workflow.queueing import Queueing

_BATCH = "/api/v1/batches/{id}"
_ARTICLES = f"{_BATCH}/articles"
MOST_ROWS = 200
MOST_OFFSET = 10_000_000
"""The furthest a list in pages goes at once, and in all."""
_SEARCH = {"search": "only articles with these letters in title, source or id"}
PAGED = {
    "limit": f"rows to return, at most {MOST_ROWS}; 50 by default",
    "offset": "rows to leave out at the beginning",
}
"""The query parameters of a list in pages."""
_WRONG: Mapping[int, Refusal] = {
    422: Refusal("the batch cannot be like this; every reason is named", ErrorAnswer)
}


@dataclass(frozen=True, slots=True)
class BatchRoutes:
    """What leads can do with batches, over HTTP."""

    queueing: Queueing

    def operations(self) -> tuple[Operation, ...]:
        """Return the routes with what OpenAPI says of them."""
        return (*self._of_batches(), *self._of_their_articles())

    def _of_batches(self) -> tuple[Operation, ...]:
        return (
            Operation(
                "GET",
                "/api/v1/batches",
                self.batches,
                "See all batches with how far they are, in the order in which they are handed out",
                {200: BatchesAnswer},
            ),
            Operation(
                "POST",
                "/api/v1/batches",
                self.create_batch,
                "Make a batch; it is empty and paused",
                {201: BatchAnswer},
                NewBatchBody,
                refusals=_WRONG,
            ),
            Operation(
                "GET",
                _BATCH,
                self.batch,
                "See a batch with how far it is",
                {200: BatchLineAnswer},
            ),
            Operation(
                "PATCH",
                _BATCH,
                self.change_batch,
                "Change settings of a batch, or open, pause or close it; what is left out stays",
                {200: BatchAnswer},
                ChangeBatchBody,
                if_match=True,
                refusals={
                    **_WRONG,
                    412: Refusal("somebody else changed it first", StaleBatchAnswer),
                },
            ),
            Operation(
                "GET",
                f"{_BATCH}/changes",
                self.batch_changes,
                "See what was done to a batch, latest first",
                {200: BatchChangesAnswer},
            ),
            Operation(
                "POST",
                f"{_BATCH}/deal",
                self.deal_out,
                "Deal places at articles to the people of a batch; again until none is left",
                {200: DealtAnswer},
                DealBody,
                refusals=_WRONG,
            ),
        )

    def _of_their_articles(self) -> tuple[Operation, ...]:
        return (
            Operation(
                "GET",
                _ARTICLES,
                self.articles_of_batch,
                "See the articles of a batch in order, with who has been at them",
                {200: QueuedArticlesAnswer},
                query={**_SEARCH, **PAGED},
            ),
            Operation(
                "POST",
                _ARTICLES,
                self.fill_batch,
                "Move articles nobody has opened here from another batch",
                {200: FilledAnswer},
                FillBody,
            ),
            Operation(
                "GET",
                f"{_BATCH}/movable",
                self.count_movable,
                "See how many articles of a batch can be moved to another",
                {200: MovableAnswer},
                query=_SEARCH,
            ),
            Operation(
                "POST",
                f"{_BATCH}/bring-forward",
                self.bring_forward,
                "Put articles of a batch before all others in it",
                {204: None},
                ForwardBody,
            ),
        )

    def batches(self, call: Call) -> Answer:
        """See all batches."""
        lines = self.queueing.batches(call.person.login)
        return Answer(200, encode({"batches": [batch_line_json(line) for line in lines]}))

    def create_batch(self, call: Call) -> Answer:
        """Make a batch."""
        plan = read_body(NewBatchBody, call.json()).plan()
        return Answer(201, encode(dump_batch(self.queueing.create(call.person.login, plan))))

    def batch(self, call: Call) -> Answer:
        """See a batch."""
        line = self.queueing.batch(call.person.login, call.path["id"])
        return Answer(200, encode(batch_line_json(line)))

    def change_batch(self, call: Call) -> Answer:
        """Change a batch."""
        login, revision = call.person.login, call.revision()
        body = read_body(ChangeBatchBody, call.json())
        before = self.queueing.batch(login, call.path["id"]).batch
        changed = self.queueing.change(
            login, before.id, body.plan(before.plan), body.state or before.state, revision
        )
        return Answer(200, encode(dump_batch(changed)))

    def batch_changes(self, call: Call) -> Answer:
        """See what was done to a batch."""
        found = self.queueing.changes(call.person.login, call.path["id"])
        return Answer(200, encode({"changes": [batch_change_json(change) for change in found]}))

    def deal_out(self, call: Call) -> Answer:
        """Deal places at articles to the people of a batch."""
        body = read_body(DealBody, call.json())
        dealt, left = self.queueing.deal_some(call.person.login, call.path["id"], body.most)
        return Answer(200, encode({"dealt": dealt, "left": left}))

    def articles_of_batch(self, call: Call) -> Answer:
        """See the articles of a batch."""
        rows, total = self.queueing.articles(
            call.person.login,
            call.path["id"],
            call.query.get("search", ""),
            limit=call.whole_number("limit", 50, MOST_ROWS),
            offset=call.whole_number("offset", 0, MOST_OFFSET),
        )
        return Answer(200, encode({"rows": [queued_json(row) for row in rows], "total": total}))

    def fill_batch(self, call: Call) -> Answer:
        """Move articles here from another batch."""
        body = read_body(FillBody, call.json())
        moved = self.queueing.fill(
            call.person.login,
            call.path["id"],
            of=body.of,
            search=body.search,
            most=body.most,
            order=body.order,
        )
        return Answer(200, encode({"moved": moved}))

    def count_movable(self, call: Call) -> Answer:
        """See how many articles can be moved."""
        search = call.query.get("search", "")
        count = self.queueing.count_untouched(call.person.login, call.path["id"], search)
        return Answer(200, encode({"articles": count}))

    def bring_forward(self, call: Call) -> Answer:
        """Put articles of a batch before all others in it."""
        body = read_body(ForwardBody, call.json())
        self.queueing.bring_forward(call.person.login, call.path["id"], body.articles)
        return Answer(204, None)
