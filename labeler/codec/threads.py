"""The JSON bodies about threads and inboxes."""

from typing import Annotated

from pydantic import Field, StrictStr

from labeler.codec.models import Id, Json

_Made = Annotated[StrictStr, Field(pattern=r"^[\w.:-]{1,64}$")]
# Lengths are checked later, so that every problem comes at once.
_Words = Annotated[StrictStr, Field(max_length=100_000)]


class MessageBody(Json):
    """Say something in a thread; the client makes the id, the same when it is sent again."""

    id: _Made
    text: _Words


class ThreadBody(Json):
    """Open a thread: on an item of a task, or without one on the article."""

    id: _Made
    document_id: Id
    task_id: Id | None = None
    item: Id | None = None
    quote: _Words = ""
    message: MessageBody


class SettleBody(Json):
    """Resolve a thread or open it again; the id is that of the line it leaves there."""

    id: _Made


class TakeBackBody(Json):
    """Take back what one has said; there is nothing to say."""


class ReadBody(Json):
    """Mark messages as read."""

    messages: Annotated[tuple[Id, ...], Field(max_length=1_000)]
