"""A client of the API, signed in as the person it names."""

import json
from typing import Any

import jsonschema
from desk import PROJECT, Desk
from httpx import Response
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from labeler.api import routes
from labeler.core.people import Role, Visitor


def visitor(login: str, role: str = "annotator") -> Visitor | None:
    """Return somebody who came in, with a role in the desk's project; ``None`` for no login."""
    return Visitor(login, login.title(), {PROJECT: Role(role)}) if login else None


def routes_of(desk: Desk, **options: Any) -> list[Route]:
    """Return the routes of an installation whose only project is the desk's."""
    steps = desk.steps
    return routes(
        lambda project: steps if project == PROJECT else None, PROJECT, desk.projects, **options
    )


class SignedIn:
    """ASGI middleware: every request comes from the person in the header ``x-test-login``.

    What they are is in ``x-test-role``; an annotator without it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set the person, or none where the header is empty."""
        if scope["type"] == "http":
            headers = dict(scope["headers"])
            login = headers.get(b"x-test-login", b"ana").decode()
            role = headers.get(b"x-test-role", b"annotator").decode()
            scope = {**scope, "state": {"visitor": visitor(login, role), "csrf": "token"}}
        await self._app(scope, receive, send)


class Client:
    """Calls the API and holds every answer against the OpenAPI document."""

    def __init__(self, desk: Desk, **options: Any) -> None:
        self.desk = desk
        app = Starlette(routes=routes_of(desk, **options))
        # An exception that got out of a route would show here as itself.
        self.http = TestClient(SignedIn(app), raise_server_exceptions=True)
        self.openapi = self.http.get("/api/v1/openapi.json").json()

    def call(self, method: str, path: str, body: object = None, **headers: str) -> Response:
        """Return the answer to one request with a JSON body."""
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        return self.send(method, path, content, **headers)

    def send(self, method: str, path: str, content: Any = None, **headers: str) -> Response:
        """Return the answer to one request with these bytes."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.http.request(method, path, content=content, headers=sent)
        self._check(method, path.partition("?")[0], answer)
        return answer

    def save(
        self, task: dict[str, Any], labels: object, revision: int = 0, **changes: Any
    ) -> Response:
        """Return the answer to a save."""
        body = {"labels": labels, "fence": task["fence"], "save_id": f"save-{revision}"}
        path = f"/api/v1/tasks/{task['id']}/annotations"
        login = changes.pop("login", "ana")
        return self.call("PUT", path, body | changes, if_match=f'"{revision}"', x_test_login=login)

    def submit(self, task: dict[str, Any], revision: int, **changes: Any) -> Response:
        """Return the answer to a submit."""
        body = {"fence": task["fence"]} | changes
        path = f"/api/v1/tasks/{task['id']}/submit"
        return self.call("POST", path, body, if_match=f'"{revision}"')

    def open(self, document_id: str, login: str = "ana") -> dict[str, Any]:
        """Open an article; return the task."""
        body = {"document_id": document_id}
        answer = self.call("POST", "/api/v1/tasks/open", body, x_test_login=login)
        return answer.json()["task"]

    def _check(self, method: str, path: str, answer: Response) -> None:
        operation = self._operation(method, path)
        if operation is None or method == "HEAD":
            return
        described = operation["responses"][str(answer.status_code)]
        if "content" not in described:
            assert answer.content == b""
            return
        schema = described["content"]["application/json"]["schema"]
        whole = {**schema, "components": self.openapi["components"]}
        jsonschema.validate(answer.json(), whole, cls=jsonschema.Draft202012Validator)

    def _operation(self, method: str, path: str) -> dict[str, Any] | None:
        parts = path.split("/")
        # "next" and "open" stand where an id could: the exact path comes first.
        for template in sorted(self.openapi["paths"], key=lambda t: "{" in t):
            wanted = template.split("/")
            if len(wanted) == len(parts) and all(
                w in {p, "{id}", "{number}"} for w, p in zip(wanted, parts, strict=True)
            ):
                return self.openapi["paths"][template].get(method.lower())
        return None
