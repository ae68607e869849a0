"""Every error as an answer: status, code and one plain sentence, in one table."""

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from labeler.api.calls import Answer, RefusedError, encode_object
from labeler.codec import dump_actor, dump_annotation_set, dump_batch, dump_problem
from labeler.core.actor import ActorRefusedError, StaleActorError
from labeler.core.document import Document
from labeler.core.errors import (
    ConversionError,
    DuplicateError,
    LabelerError,
    NotFoundError,
    SpanError,
    UnknownNameError,
)
from labeler.core.live import TurnLostError
from labeler.core.people import (
    LinkRefusedError,
    NotAllowedError,
    PeopleRefusedError,
    SignInRefusedError,
)
from labeler.core.project import ProjectClosedError, ProjectRefusedError, StaleProjectError
from labeler.core.queue import PlaceTakenError, PlanRefusedError, StaleBatchError
from labeler.core.thread import MessageRefusedError
from labeler.core.trash import ReasonRefusedError, TrashedError
from labeler.core.work import (
    IncompleteError,
    LeaseLostError,
    NotStorableError,
    StaleRevisionError,
    WrongStateError,
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Words:
    """How an error is answered; an empty message takes the error's own."""

    status: int
    code: str
    message: str = ""


_INTERNAL = Words(500, "internal")

TABLE: Mapping[type[LabelerError], Words] = {
    NotFoundError: Words(404, "not-found"),
    StaleRevisionError: Words(
        412, "stale-revision", "These labels were changed in another place since you loaded them."
    ),
    LeaseLostError: Words(
        409, "lease-lost", "This article was opened in another place, which holds it now."
    ),
    WrongStateError: Words(409, "wrong-state"),
    PlaceTakenError: Words(409, "taken"),
    TrashedError: Words(409, "trashed"),
    ProjectClosedError: Words(409, "project-closed"),
    ProjectRefusedError: Words(422, "not-storable"),
    StaleProjectError: Words(412, "stale-revision"),
    ReasonRefusedError: Words(422, "not-storable"),
    PlanRefusedError: Words(422, "not-storable"),
    StaleBatchError: Words(
        412, "stale-revision", "Somebody else changed this batch since you loaded it."
    ),
    NotStorableError: Words(
        422, "not-storable", "These labels cannot be right, so nothing was stored."
    ),
    IncompleteError: Words(
        422, "incomplete", "Something is missing before this can be submitted; the draft is kept."
    ),
    ActorRefusedError: Words(
        422, "not-storable", "This actor cannot be right, so nothing was stored."
    ),
    StaleActorError: Words(
        412, "stale-revision", "This actor was changed in another place since you loaded it."
    ),
    DuplicateError: Words(409, "duplicate"),
    ConversionError: Words(400, "bad-request"),
    SpanError: Words(400, "bad-request"),
    UnknownNameError: Words(400, "bad-request"),
    NotAllowedError: Words(403, "not-allowed"),
    SignInRefusedError: Words(403, "sign-in-refused"),
    LinkRefusedError: Words(410, "link-refused"),
    PeopleRefusedError: Words(422, "not-storable"),
    MessageRefusedError: Words(422, "not-storable"),
    TurnLostError: _INTERNAL,
    LabelerError: _INTERNAL,
}
"""Looked up from the most special class to the most general."""


def words_of(error: LabelerError) -> Words:
    """Return how an error is answered."""
    return next(TABLE[kind] for kind in type(error).__mro__ if kind in TABLE)


def refusal(
    status: int, code: str, message: str, headers: Mapping[str, str] | None = None, **extra: object
) -> Answer:
    """Return an error as an answer; ``extra`` stands beside it in the body."""
    body = encode_object({"error": {"code": code, "message": _sentence(message)}, **extra})
    return Answer(status, body, headers or {})


def answer_error(error: Exception, document: Callable[[str], Document] | None) -> Answer:
    """Return the answer to anything a handler raised; ``document`` finds an article by id."""
    if isinstance(error, RefusedError):
        return refusal(error.status, error.code, error.message, error.headers)
    if not isinstance(error, LabelerError) or words_of(error) is _INTERNAL:
        return _internal(error)
    words = words_of(error)
    extra: dict[str, Any] = {}
    if isinstance(error, StaleRevisionError):
        if document is None:
            return _internal(error)
        extra["current"] = _current(error, document)
    if isinstance(error, StaleActorError):
        extra["current"] = dump_actor(error.current)
    if isinstance(error, StaleBatchError):
        extra["current"] = dump_batch(error.batch)
    if isinstance(error, NotStorableError | IncompleteError | ActorRefusedError):
        extra["problems"] = [dump_problem(p) for p in error.problems]
    return refusal(words.status, words.code, words.message or str(error), **extra)


def _sentence(message: str) -> str:
    return f"{message[:1].upper()}{message[1:]}{'' if message.endswith('.') else '.'}"


def _current(
    error: StaleRevisionError, document: Callable[[str], Document]
) -> dict[str, Any] | None:
    current = error.current
    if current is None:
        return None
    return {
        "revision": current.number,
        "saved_at": current.saved_at.isoformat(),
        "labels": dump_annotation_set(current.labels, document(error.task.document_id).text),
        "client": dict(current.client),
    }


def _internal(error: Exception) -> Answer:
    message = (
        "Something went wrong on the server. Your work is kept in the browser; "
        f"reference {log_failure(error)}."
    )
    return refusal(500, "internal", message)


def log_failure(error: Exception) -> str:
    """Log an unexpected error; return the reference that joins it to what people are told."""
    reference = secrets.token_hex(4)
    _log.error("request failed, reference %s", reference, exc_info=error)
    return reference
