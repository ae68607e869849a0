"""One connection of an annotator's browser, kept open, with as little work of its own as can be."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_NO_CONTENT = 204
_LIMIT_S = 30.0


class NoAnswerError(OSError):
    """The server went away, or did not answer."""


@dataclass
class Wire:
    """Asks one server, one call at a time; opens the connection anew after it was lost."""

    port: int
    cookie: str
    csrf: str = ""
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = field(
        default=None, init=False
    )

    async def call(
        self, method: str, path: str, body: str = "", headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any]:
        """Return status and decoded body of one request.

        Raises:
            NoAnswerError: there was none.
        """
        try:
            async with asyncio.timeout(_LIMIT_S):
                return await self._ask(method, path, body.encode(), headers or {})
        except (OSError, EOFError, TimeoutError, ValueError) as error:
            self.close()
            raise NoAnswerError(f"{type(error).__name__} {error}") from error

    async def sign_in(self) -> None:
        """Fetch the token that changes carry; the cookie is there."""
        _, answer = await self.call("GET", "/session")
        self.csrf = answer["csrf"]

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def _ask(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, Any]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._streams
        lines = {
            "Host": f"127.0.0.1:{self.port}",
            "Cookie": f"labeler_session={self.cookie}",
            "X-CSRF-Token": self.csrf,
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            **headers,
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write(f"{method} /api/v1{path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        await writer.drain()
        answered = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status = int(answered.split(" ", 2)[1])
        if status == _NO_CONTENT:
            return status, None
        length = int(answered.split("content-length:")[1].split("\r\n", 1)[0])
        return status, json.loads(await reader.readexactly(length))
