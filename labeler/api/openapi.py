"""The OpenAPI document, from the table of operations and the models of the bodies."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from labeler.api.bodies import ConflictAnswer, ErrorAnswer, ProblemsAnswer
from labeler.api.calls import Operation
from labeler.codec import AnnotationSetJson

_REF = "#/components/schemas/{model}"
_READ = {
    401: "nobody is signed in",
    403: "the role, or the scopes of the token, do not allow it",
    404: "there is no such thing",
    500: "the server failed",
}
_WRITE = {
    400: "the request cannot be read",
    403: "the X-CSRF-Token header is missing or out of date, "
    "or the role or the scopes of the token do not allow it",
    413: "the body is too large",
    429: "too many changes at once; see Retry-After",
}
_GUARDED = {
    409: "the task was opened elsewhere, is submitted or skipped, or lies in the trash",
    412: "someone else, or another tab, saved first",
    422: "the labels cannot be stored, or not be submitted yet",
}
_ERROR_BODIES: Mapping[int, type[BaseModel]] = {412: ConflictAnswer, 422: ProblemsAnswer}
_MEANINGS = {200: "done", 201: "added", 204: "there is nothing left", 503: "not ready"}


def openapi_document(operations: Sequence[Operation]) -> dict[str, Any]:
    """Return an OpenAPI 3.1 document of the operations."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Labeler",
            "version": "1",
            "description": "Label who did what to whom, and who says so, in news text. "
            "All offsets count Unicode code points; intervals are half-open. What is under "
            "/api/v1/ here belongs to the first project, but for the list of projects; of any "
            "project it is under /api/v1/projects/{project}/ as well.",
        },
        "paths": paths,
        "components": {"schemas": _schemas(operations)},
    }


def error_statuses(operation: Operation) -> Mapping[int, str]:
    """Return how an operation can be refused, with the meaning."""
    if operation.public:
        return {500: _READ[500]}
    found = dict(_READ)
    if operation.query:
        found[400] = _WRITE[400]
    if operation.writes:
        found |= _WRITE
    if operation.if_match:
        found[428] = "If-Match is missing"
    if operation.refusals:
        found |= {status: refusal.meaning for status, refusal in operation.refusals.items()}
    elif operation.if_match:
        found |= _GUARDED
    elif operation.writes:
        found[409] = _GUARDED[409]
    return dict(sorted(found.items()))


def _operation(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": operation.summary,
        "operationId": f"{operation.handle.__name__}",
        "parameters": list(_parameters(operation)),
        "responses": _responses(operation),
    }
    if operation.request is not None:
        described["requestBody"] = {
            "required": any(f.is_required() for f in operation.request.model_fields.values()),
            "content": _content(operation.request),
        }
    return described


def _parameters(operation: Operation) -> Iterable[dict[str, Any]]:
    for name in re.findall(r"{(\w+)}", operation.path):
        yield _parameter(name, "path", f"the {name}", required=True)
    for name, meaning in operation.query.items():
        yield _parameter(name, "query", meaning, required=False)
    if operation.if_match:
        meaning = 'the revision this follows, in double quotes: "3"'
        yield _parameter("If-Match", "header", meaning, required=True)
    if operation.writes:
        yield _parameter("X-CSRF-Token", "header", "csrf of GET /api/v1/session", required=True)


def _parameter(name: str, place: str, meaning: str, *, required: bool) -> dict[str, Any]:
    return {
        "name": name,
        "in": place,
        "required": required,
        "description": meaning,
        "schema": {"type": "string"},
    }


def _responses(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for status, model in operation.answers.items():
        found[str(status)] = {"description": _MEANINGS[status]}
        if model is not None:
            found[str(status)]["content"] = _content(model)
    for status, meaning in error_statuses(operation).items():
        own = operation.refusals.get(status)
        body = _ERROR_BODIES.get(status, ErrorAnswer) if own is None else own.body
        found[str(status)] = {"description": meaning, "content": _content(body)}
    return found


def _content(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(model=model.__name__)}}}


def _schemas(operations: Iterable[Operation]) -> dict[str, Any]:
    models: dict[type[BaseModel], None] = {AnnotationSetJson: None, ErrorAnswer: None}
    for operation in operations:
        found = (operation.request, *operation.answers.values())
        models |= {model: None for model in found if model is not None}
        models |= {refusal.body: None for refusal in operation.refusals.values()}
    models |= dict.fromkeys(_ERROR_BODIES.values())
    _, schemas = models_json_schema([(model, "validation") for model in models], ref_template=_REF)
    return dict(schemas["$defs"])
