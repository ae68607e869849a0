"""The routes of labelling: next, open, look, save, submit, skip, reopen, history."""

import re
from dataclasses import dataclass, field

from labeler.api.bodies import (
    ErrorAnswer,
    OpenTaskAnswer,
    RenewedAnswer,
    RevisionsAnswer,
    SavedAnswer,
    SavedRevisionAnswer,
    SkippedAnswer,
    SubmittedAnswer,
    progress_json,
    revision_json,
    span_json,
    task_json,
)
from labeler.api.calls import Answer, Call, Operation, Ready, Refusal, encode, encode_object
from labeler.codec import (
    NextBody,
    OpenBody,
    RenewBody,
    ReopenBody,
    SaveBody,
    SkipBody,
    SubmitBody,
    dump_annotation_set,
    dump_document,
    dump_problem,
    dump_schema,
    read_body,
)
from labeler.core.errors import NotFoundError
from labeler.core.recent import Recent
from labeler.core.work import Save
from labeler.workflow.labeling import OpenTask, Workbench

_TASK = "/api/v1/tasks/{id}"


@dataclass(frozen=True)
class TaskRoutes:
    """What can be done with tasks, over HTTP."""

    workbench: Workbench
    # Where the tokens of a text lie never changes, and is a third of a long task's JSON.
    _spans: Recent[tuple[str, str], tuple[Ready, Ready]] = field(
        default_factory=lambda: Recent(256), init=False, repr=False
    )
    # Suggestions are the same for ever too, for one author and text.
    _suggested: Recent[tuple[str, str, str], Ready] = field(
        default_factory=lambda: Recent(256), init=False, repr=False
    )
    _schemas: Recent[str, Ready] = field(default_factory=lambda: Recent(4), init=False, repr=False)

    def operations(self) -> tuple[Operation, ...]:
        """Return the routes with what OpenAPI says of them."""
        opened = {200: OpenTaskAnswer}
        return (
            Operation(
                "POST",
                "/api/v1/tasks/next",
                self.claim_next,
                "Open the next article; 204 when all is done",
                {**opened, 204: None},
                NextBody,
            ),
            Operation("POST", "/api/v1/tasks/open", self.open, "Open an article", opened, OpenBody),
            Operation(
                "GET",
                _TASK,
                self.look,
                "See a task as it is; renews no lease",
                opened,
                refusals={409: Refusal("the task lies in the trash", ErrorAnswer)},
            ),
            Operation(
                "PUT",
                f"{_TASK}/annotations",
                self.save,
                "Save all labels of a task",
                {200: SavedAnswer},
                SaveBody,
                if_match=True,
            ),
            Operation(
                "POST",
                f"{_TASK}/submit",
                self.submit,
                "Hand in what was saved last",
                {200: SubmittedAnswer},
                SubmitBody,
                if_match=True,
            ),
            Operation(
                "POST",
                f"{_TASK}/lease",
                self.renew,
                "Keep a task for longer, as one works on it",
                {200: RenewedAnswer},
                RenewBody,
            ),
            Operation(
                "POST",
                f"{_TASK}/skip",
                self.skip,
                "Put a task aside",
                {200: SkippedAnswer},
                SkipBody,
            ),
            Operation(
                "POST",
                f"{_TASK}/reopen",
                self.reopen,
                "Go on with a task that was handed in or put aside",
                opened,
                ReopenBody,
            ),
            Operation(
                "GET",
                f"{_TASK}/revisions",
                self.revisions,
                "See every save of a task, without the labels",
                {200: RevisionsAnswer},
            ),
            Operation(
                "GET",
                f"{_TASK}/revisions/{{number}}",
                self.revision,
                "See one save of a task, with its labels",
                {200: SavedRevisionAnswer},
            ),
        )

    def claim_next(self, call: Call) -> Answer:
        """Open the next article."""
        body = read_body(NextBody, call.json())
        opened = self.workbench.claim_next(call.person.login, body.after)
        return Answer(204, None) if opened is None else Answer(200, self._json(opened))

    def open(self, call: Call) -> Answer:
        """Open an article."""
        body = read_body(OpenBody, call.json())
        return Answer(200, self._json(self.workbench.open(call.person.login, body.document_id)))

    def look(self, call: Call) -> Answer:
        """See a task."""
        return Answer(200, self._json(self.workbench.look(call.person.login, call.path["id"])))

    def save(self, call: Call) -> Answer:
        """Save all labels of a task."""
        revision = call.revision()
        body = read_body(SaveBody, call.json())
        save = Save(body.save_id, revision, body.fence, body.client, body.active_s)
        task, problems = self.workbench.save(call.person.login, call.path["id"], body.labels, save)
        saved = {
            "revision": task.revision,
            "saved_at": None if task.saved_at is None else task.saved_at.isoformat(),
            "problems": [dump_problem(p) for p in problems],
        }
        return Answer(200, encode(saved))

    def submit(self, call: Call) -> Answer:
        """Hand in what was saved last."""
        revision = call.revision()
        body = read_body(SubmitBody, call.json())
        task = self.workbench.submit(call.person.login, call.path["id"], revision, body.fence)
        submitted = {
            "state": task.state.value,
            "revision": task.revision,
            "submitted_at": None if task.submitted_at is None else task.submitted_at.isoformat(),
        }
        return Answer(200, encode(submitted))

    def renew(self, call: Call) -> Answer:
        """Keep a task for longer."""
        body = read_body(RenewBody, call.json())
        task = self.workbench.renew(call.person.login, call.path["id"], body.fence)
        return Answer(200, encode({"lease_expires_at": task.lease.expires_at.isoformat()}))

    def skip(self, call: Call) -> Answer:
        """Put a task aside."""
        body = read_body(SkipBody, call.json())
        task = self.workbench.skip(call.person.login, call.path["id"], body.fence, body.reason)
        return Answer(200, encode({"state": task.state.value}))

    def reopen(self, call: Call) -> Answer:
        """Go on with a task that was handed in or put aside."""
        read_body(ReopenBody, call.json())
        return Answer(200, self._json(self.workbench.reopen(call.person.login, call.path["id"])))

    def revisions(self, call: Call) -> Answer:
        """See every save of a task."""
        found = self.workbench.revisions(call.person.login, call.path["id"])
        return Answer(200, encode({"revisions": [revision_json(r) for r in found]}))

    def revision(self, call: Call) -> Answer:
        """See one save of a task, with its labels."""
        number = call.path["number"]
        if not re.fullmatch(r"[0-9]{1,9}", number):
            raise NotFoundError(f"there is no revision {number[:40]!r}")
        found, document = self.workbench.revision(call.person.login, call.path["id"], int(number))
        saved = {
            "number": found.number,
            "saved_at": found.saved_at.isoformat(),
            "labels": dump_annotation_set(found.labels, document.text),
        }
        return Answer(200, encode(saved))

    def _json(self, opened: OpenTask) -> Ready:
        text = opened.document.text
        state, message = opened.suggestion_state
        return encode_object(
            {
                "task": task_json(opened.task, self.workbench.lease_s),
                "progress": progress_json(opened.progress),
                "next_document_id": opened.next_document_id,
                "document": self._document_json(opened),
                "schema": self._schema_json(),
                "labels": dump_annotation_set(opened.labels, text),
                "suggestions": self._suggestions_json(opened),
                "suggestion_state": {"state": state, "message": message},
                "problems": [dump_problem(p) for p in opened.problems],
            }
        )

    def _suggestions_json(self, opened: OpenTask) -> Ready:
        found = opened.suggestions
        if found is None:
            return encode(None)
        return self._suggested.get(
            (found.document_id, found.text_sha256, found.author),
            lambda: encode(dump_annotation_set(found, opened.document.text)),
        )

    def _document_json(self, opened: OpenTask) -> Ready:
        document = opened.document
        tokens, sentences = self._spans.get(
            (document.sha256, document.language),
            lambda: (encode(opened.tokens.tokens), encode(opened.tokens.sentences)),
        )
        return encode_object(
            {
                **dump_document(document),
                "headline": span_json(opened.layout.headline),
                "dateline": span_json(opened.layout.dateline),
                "tokens": tokens,
                "sentences": sentences,
            }
        )

    def _schema_json(self) -> Ready:
        schema = self.workbench.schema
        return self._schemas.get(schema.digest, lambda: encode(dump_schema(schema)))
