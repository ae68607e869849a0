"""From ASGI to a handler and back: sign-in, limits, errors, threads."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass

from anyio import move_on_after
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from labeler.api.access import ACCESS, NO_PROJECT, require
from labeler.api.calls import Answer, Call, Operation, Person, RefusedError
from labeler.api.errors import answer_error, refusal
from labeler.api.limits import WriteLimiter
from labeler.api.workers import Workers
from labeler.core.document import Document
from labeler.core.people import Role, Visitor

# Labels are private and change under a browser's cache.
_HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


_PATIENCE = 4
_PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who asks, with the role in the project asked about; all empty where nobody is signed in."""

    login: str = ""
    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """What is done in one project, by method and path, and how its articles are found."""

    operations: Mapping[tuple[str, str], Operation]
    document: Callable[[str], Document]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An ASGI app that answers the operations of one path.

    A path without operations answers 404. Handlers run in threads: the store
    blocks, the event loop must not. What is of a project is done by the
    operation of the same method and path that ``find`` gives for it.
    """

    operations: Mapping[str, Operation]
    find: Callable[[str], Served | None]
    first: str
    limiter: WriteLimiter
    workers: Workers
    max_body_bytes: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            answer = await self._answer(request)
        except ClientDisconnect:
            return
        response = Response(
            None if answer.body is None else answer.body.encode("utf-8", "replace"),
            answer.status,
            {**_HEADERS, **answer.headers},
            None if answer.body is None else "application/json",
        )
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Answer:
        if not self.operations:
            return refusal(404, "not-found", f"There is no {request.url.path} here.")
        method = "GET" if request.method == "HEAD" else request.method
        operation = self.operations.get(method)
        if operation is None:
            allowed = ", ".join(sorted(self.operations))
            message = f"{request.method} does nothing here; {allowed} does."
            return refusal(405, "wrong-method", message, {"allow": allowed})
        try:
            person = self._admit(request, operation)
            body = await self._read(request) if operation.writes else b""
        except RefusedError as error:
            return refusal(error.status, error.code, error.message, error.headers)
        call = Call(
            person=person,
            csrf=getattr(request.state, "csrf", ""),
            path=request.path_params,
            query=request.query_params,
            if_match=request.headers.get("if-match"),
            body=body,
        )
        if operation.instant:
            return self._handle(operation, call)
        return await self.workers.run(self._handle, operation, call)

    def _handle(self, operation: Operation, call: Call) -> Answer:
        document = None
        try:
            try:
                # What is instant asks nothing of the project but the role.
                if operation.of_project and not operation.instant:
                    found = self.find(call.path.get("project", self.first))
                    if found is None:
                        return refusal(404, "not-found", NO_PROJECT)
                    document = found.document
                    operation = found.operations[operation.method, operation.path]
                return operation.handle(call)
            except Exception as error:  # noqa: BLE001 - the last resort: no stack trace leaves
                return answer_error(error, document)
        except Exception as error:  # noqa: BLE001 - the store failed while a conflict was described
            return answer_error(error, None)

    def _admit(self, request: Request, operation: Operation) -> Person:
        visitor: Visitor | None = getattr(request.state, "visitor", None)
        if operation.public:
            return Somebody()
        if visitor is None:
            raise RefusedError(401, "signed-out", "You are signed out; sign in to go on.")
        role = visitor.role_in(request.path_params.get("project", self.first))
        if not operation.of_project:
            # What they may is looked at for each project they are in.
            role = role or Role.ANNOTATOR
        person = Somebody(visitor.login, visitor.name, "" if role is None else role.value)
        scopes = getattr(request.state, "scopes", None)
        require(ACCESS[operation.method, operation.path], person, scopes)
        wait_s = self.limiter.wait_s(person.login) if operation.writes else 0
        if wait_s:
            message = f"Too many changes at once; go on in {wait_s} s."
            raise RefusedError(429, "too-many", message, {"retry-after": str(wait_s)})
        return person

    async def _read(self, request: Request) -> bytes:
        # A client may announce less than it sends, or nothing: what arrives is counted too.
        announced = request.headers.get("content-length", "")
        arriving = request.stream()
        if announced.isdigit() and int(announced[:20]) > self.max_body_bytes:
            raise await self._too_large(arriving)
        chunks = []
        size = 0
        async for chunk in arriving:
            size += len(chunk)
            if size > self.max_body_bytes:
                raise await self._too_large(arriving)
            chunks.append(chunk)
        return b"".join(chunks)

    async def _too_large(self, arriving: AsyncIterator[bytes]) -> RefusedError:
        # Closing on a client that is still sending would reset the connection, and it would
        # never see the answer; so a bounded part of the rest is taken and thrown away.
        left = _PATIENCE * self.max_body_bytes
        with move_on_after(_PATIENCE_S):
            async for chunk in arriving:
                left -= len(chunk)
                if left < 0:
                    break
        message = f"The body is larger than {self.max_body_bytes} bytes."
        return RefusedError(413, "too-large", message, {"connection": "close"})
