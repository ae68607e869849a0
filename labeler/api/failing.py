"""What the API answers where labelling could not start."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


def failing_routes(part: str, words: str) -> list[Route]:
    """Return routes that say the process is up, and why nobody can work.

    Args:
        part: what failed, such as ``schema``.
        words: what is wrong with it, one sentence.
    """
    down = {"error": {"code": "not-started", "message": words}}
    return [
        Route("/healthz", _always(200, {"status": "ok", "parts": {}})),
        Route("/readyz", _always(503, {"status": "not ready", "parts": {part: words}})),
        Route("/api/v1/{rest:path}", _always(503, down), methods=["GET", "POST", "PUT"]),
    ]


def _always(status: int, content: object) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_: Request) -> Response:
        return JSONResponse(content, status, {"cache-control": "no-store"})

    return answer
