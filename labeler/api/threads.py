"""The routes of threads and inboxes."""

from collections.abc import Mapping
from dataclasses import dataclass

from labeler.api.bodies import ErrorAnswer
from labeler.api.calls import Answer, Call, Operation, Refusal, encode
from labeler.api.thread_bodies import (
    InboxAnswer,
    PeopleAnswer,
    SaidAnswer,
    ThreadAnswer,
    ThreadsAnswer,
    UnreadAnswer,
    discussion_json,
    inbox_json,
    member_json,
)
from labeler.codec import (
    MessageBody,
    ReadBody,
    SettleBody,
    TakeBackBody,
    ThreadBody,
    read_body,
)
from labeler.workflow.threads import Answered, Opening, Threads

_THREAD = "/api/v1/threads/{id}"
_MOST_ROWS = 100
_MOST_OFFSET = 1_000_000
_WRONG: Mapping[int, Refusal] = {
    422: Refusal("the message cannot be kept; every reason is named", ErrorAnswer)
}
_TAKEN: Mapping[int, Refusal] = {409: Refusal("the id is another's", ErrorAnswer)}


@dataclass(frozen=True, slots=True)
class ThreadRoutes:
    """What can be done with threads and the own inbox, over HTTP."""

    threads: Threads

    def operations(self) -> tuple[Operation, ...]:
        """Return the routes with what OpenAPI says of them."""
        return (*self._about_threads(), *self._about_people())

    def _about_threads(self) -> tuple[Operation, ...]:
        refusals = {**_WRONG, **_TAKEN}
        return (
            Operation(
                "GET",
                "/api/v1/documents/{id}/threads",
                self.threads_of_document,
                "See the threads of an article that are open to you",
                {200: ThreadsAnswer},
            ),
            Operation(
                "POST",
                "/api/v1/threads",
                self.open_thread,
                "Open a thread with a first message; the same again changes nothing",
                {200: SaidAnswer},
                ThreadBody,
                refusals=refusals,
            ),
            Operation("GET", _THREAD, self.thread, "See a thread", {200: ThreadAnswer}),
            Operation(
                "POST",
                f"{_THREAD}/messages",
                self.say,
                "Say something in a thread; the same again changes nothing",
                {200: SaidAnswer},
                MessageBody,
                refusals=refusals,
            ),
            Operation(
                "POST",
                f"{_THREAD}/resolve",
                self.resolve_thread,
                "Settle a thread",
                {200: ThreadAnswer},
                SettleBody,
                refusals=_TAKEN,
            ),
            Operation(
                "POST",
                f"{_THREAD}/reopen",
                self.reopen_thread,
                "Open a settled thread again",
                {200: ThreadAnswer},
                SettleBody,
                refusals=_TAKEN,
            ),
            Operation(
                "POST",
                "/api/v1/messages/{id}/take-back",
                self.take_back,
                "Take back what you said; it is kept and no longer shown",
                {200: ThreadAnswer},
                TakeBackBody,
            ),
        )

    def _about_people(self) -> tuple[Operation, ...]:
        return (
            Operation(
                "GET",
                "/api/v1/inbox",
                self.inbox,
                "See what mentions you or answers in your threads, unread first",
                {200: InboxAnswer},
                query={
                    "limit": f"rows to return, at most {_MOST_ROWS}; 50 by default",
                    "offset": "rows to leave out at the beginning",
                },
            ),
            Operation(
                "POST",
                "/api/v1/inbox/read",
                self.mark_read,
                "Mark messages as read",
                {200: UnreadAnswer},
                ReadBody,
            ),
            Operation(
                "GET",
                "/api/v1/people",
                self.people,
                "See who works in the project and can be mentioned",
                {200: PeopleAnswer},
            ),
        )

    def threads_of_document(self, call: Call) -> Answer:
        """See the threads of an article that are open to the person."""
        login = call.person.login
        found = self.threads.of_article(login, call.path["id"])
        unread = self.threads.count_unread(login)
        rows = [discussion_json(one) for one in found]
        return Answer(200, encode({"threads": rows, "unread": unread}))

    def open_thread(self, call: Call) -> Answer:
        """Open a thread with a first message."""
        body = read_body(ThreadBody, call.json())
        opening = Opening(
            body.id,
            body.message.id,
            body.document_id,
            body.task_id,
            body.item,
            body.quote,
            body.message.text,
        )
        return _said(self.threads.open(call.person.login, opening))

    def thread(self, call: Call) -> Answer:
        """See a thread."""
        found = self.threads.get(call.person.login, call.path["id"])
        return Answer(200, encode(discussion_json(found)))

    def say(self, call: Call) -> Answer:
        """Say something in a thread."""
        body = read_body(MessageBody, call.json())
        login = call.person.login
        return _said(self.threads.answer(login, call.path["id"], body.id, body.text))

    def resolve_thread(self, call: Call) -> Answer:
        """Settle a thread."""
        return self._settle(call, resolved=True)

    def reopen_thread(self, call: Call) -> Answer:
        """Open a settled thread again."""
        return self._settle(call, resolved=False)

    def take_back(self, call: Call) -> Answer:
        """Take back what the person said."""
        read_body(TakeBackBody, call.json())
        found = self.threads.take_back(call.person.login, call.path["id"])
        return Answer(200, encode(discussion_json(found)))

    def inbox(self, call: Call) -> Answer:
        """See the own inbox."""
        found = self.threads.inbox(
            call.person.login,
            limit=call.whole_number("limit", 50, _MOST_ROWS),
            offset=call.whole_number("offset", 0, _MOST_OFFSET),
        )
        return Answer(200, encode(inbox_json(found)))

    def mark_read(self, call: Call) -> Answer:
        """Mark messages as read."""
        body = read_body(ReadBody, call.json())
        unread = self.threads.mark_read(call.person.login, body.messages)
        return Answer(200, encode({"unread": unread}))

    def people(self, call: Call) -> Answer:
        """See who can be mentioned."""
        found = [member_json(member) for member in self.threads.people(call.person.login)]
        return Answer(200, encode({"people": found}))

    def _settle(self, call: Call, *, resolved: bool) -> Answer:
        body = read_body(SettleBody, call.json())
        login = call.person.login
        found = self.threads.settle(login, call.path["id"], body.id, resolved=resolved)
        return Answer(200, encode(discussion_json(found)))


def _said(found: Answered) -> Answer:
    thread = discussion_json(found.discussion)
    return Answer(200, encode({"thread": thread, "unknown": list(found.unknown)}))
