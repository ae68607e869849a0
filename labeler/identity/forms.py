"""What all pages of signing in share: forms only we can have made, and how a session begins."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from labeler.identity import pages
from labeler.identity.accounts import cookie, session_cookie
from labeler.identity.common import SESSION_COOKIE, same, sign
from labeler.identity.paths import SIGN_OUT
from labeler.identity.ports import Entrance, Threads

STALE = "This page was open for too long, or cookies are switched off. Please try once more."
TOO_LARGE = "This form is too large."
_FORM_COOKIE = "labeler_form"
_MOST_BYTES = 100_000
_DAY_S = 86_400


class TooLargeError(Exception):
    """A form that holds more than anybody types."""


@dataclass(frozen=True, slots=True)
class Forms:
    """Forms and sessions, over HTTP.

    Attributes:
        entrance: where sessions begin and end.
        secret: of the installation, for the tokens of the forms.
        public_url: where people find the server; with https in it, cookies go by https only.
        session_days: for how long a browser keeps the cookie.
    """

    entrance: Entrance
    secret: bytes
    public_url: str = ""
    session_days: int = 30
    # A password is checked slowly on purpose; nobody else has to wait for it.
    threads: Threads = field(default_factory=lambda: Threads(2, "labeler-sign-in"))

    async def sign_out(self, request: Request, signed_out: Callable[[], str]) -> Response:
        """Ask whether somebody wants to leave, and let them; ``signed_out`` is the page then."""
        person = request.state.person
        if person is None:
            return show(signed_out())
        if request.method != "POST":
            return show(pages.sign_out(request.state.csrf, person.name))
        try:
            typed = await read(request)
        except TooLargeError:
            return show(pages.refused(TOO_LARGE), 413)
        if not same(typed.get(pages.FORM_FIELD, ""), request.state.csrf):
            return show(pages.sign_out(request.state.csrf, person.name), 403)
        await self.threads.run(self.entrance.sign_out, session_cookie(request.headers))
        answer = go(SIGN_OUT)
        answer.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax")
        return answer

    async def begin(self, request: Request, secret: str, target: str) -> Response:
        """Return the way to ``target``, signed in; whoever was here before is out."""
        before = session_cookie(request.headers)
        if before:
            await self.threads.run(self.entrance.sign_out, before)
        answer = go(target)
        answer.set_cookie(
            SESSION_COOKIE,
            secret,
            max_age=self.session_days * _DAY_S,
            path="/",
            httponly=True,
            samesite="lax",
            secure=self._is_secure(request),
        )
        answer.delete_cookie(_FORM_COOKIE, path="/", httponly=True, samesite="strict")
        return answer

    def form(self, request: Request, made: Callable[[str], str], status: int = 200) -> Response:
        """Return a page with a form that only this browser can send."""
        mark = cookie(request.headers, _FORM_COOKIE) or secrets.token_urlsafe(18)
        answer = show(made(sign(self.secret, "form", mark)), status)
        answer.set_cookie(
            _FORM_COOKIE,
            mark,
            path="/",
            httponly=True,
            samesite="strict",
            secure=self._is_secure(request),
        )
        return answer

    def is_ours(self, request: Request, typed: Mapping[str, str]) -> bool:
        """Say whether a form was sent from a page that this browser was given."""
        mark = cookie(request.headers, _FORM_COOKIE)
        return bool(mark) and same(typed.get(pages.FORM_FIELD, ""), sign(self.secret, "form", mark))

    def _is_secure(self, request: Request) -> bool:
        return request.state.https or self.public_url.startswith("https:")


async def read(request: Request) -> dict[str, str]:
    """Return the fields of a form.

    Raises:
        TooLargeError: nobody types that much.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise TooLargeError
    # What is no character becomes the one for unreadable.
    text = body.decode("utf-8", "replace")
    try:
        found = parse_qs(text, keep_blank_values=True, max_num_fields=20, errors="replace")
    except ValueError:
        raise TooLargeError from None
    return {name: values[0].replace("\x00", "") for name, values in found.items()}


def client_of(request: Request) -> str:
    """Return what the browser calls itself."""
    return request.headers.get("user-agent", "")[:200]


def go(target: str) -> Response:
    """Return the way to another page."""
    return RedirectResponse(target, 303, dict(pages.HEADERS))


def show(html: str, status: int = 200) -> Response:
    """Return a page."""
    return HTMLResponse(html, status, dict(pages.HEADERS))


def sentence(words: str) -> str:
    """Return words as a sentence of their own."""
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith('.') else '.'}"
