"""The pages on which people sign in and out, and on which one-time links are used."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from labeler.core.people import (
    Link,
    LinkKind,
    LinkRefusedError,
    PeopleRefusedError,
    SignInRefusedError,
    login_problem,
    name_problem,
    password_problem,
)
from labeler.identity import pages
from labeler.identity.accounts import cookie, session_cookie
from labeler.identity.common import SESSION_COOKIE, same, sign
from labeler.identity.paths import HOME, LINK, SIGN_IN, SIGN_OUT, STYLE, local_target
from labeler.identity.ports import Entrance, Threads

_CSS = Path(__file__).with_name("style.css")
_FORM_COOKIE = "labeler_form"
_MOST_BYTES = 100_000
_STALE = "This page was open for too long, or cookies are switched off. Please try once more."
_WRONG = "Login or password is wrong."
_DAY_S = 86_400


class _TooLargeError(Exception):
    """A form that holds more than anybody types."""


@dataclass(frozen=True, slots=True)
class SignInRoutes:
    """The pages of signing in, over HTTP.

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
    _threads: Threads = field(default_factory=lambda: Threads(2, "labeler-sign-in"))

    def routes(self) -> list[BaseRoute]:
        """Return the routes of all pages and of their style sheet."""
        return [
            Route(SIGN_IN, self._sign_in, methods=["GET", "POST"]),
            Route(SIGN_OUT, self._sign_out, methods=["GET", "POST"]),
            Route(f"{LINK}{{secret}}", self._link, methods=["GET", "POST"]),
            style_route(),
        ]

    # ---- sign in ------------------------------------------------------------

    async def _sign_in(self, request: Request) -> Response:
        if request.method != "POST":
            target = local_target(request.query_params.get("next", HOME))
            if request.state.person is not None:
                return _go(target)
            return self._form(request, lambda token: pages.sign_in(token, target))
        try:
            return await self._try_to_sign_in(request, await _read(request))
        except _TooLargeError:
            return _page(pages.refused("This form is too large."), 413)

    async def _try_to_sign_in(self, request: Request, typed: Mapping[str, str]) -> Response:
        target = local_target(typed.get("next", HOME))
        login = typed.get("login", "").strip().lower()

        def again(problem: str, status: int, wait_s: float = 0) -> Response:
            answer = self._form(
                request, lambda token: pages.sign_in(token, target, login, problem), status
            )
            if wait_s:
                answer.headers["retry-after"] = str(int(wait_s))
            return answer

        if not self._is_ours(request, typed):
            return again(_STALE, 403)
        try:
            secret = await self._threads.run(
                self.entrance.sign_in,
                login,
                typed.get("password", ""),
                client=_client(request),
                address=request.state.address,
            )
        except SignInRefusedError as error:
            if not error.wait_s:
                return again(_WRONG, 403)
            wait = f"Too many tries. Try again in {pages.wait_words(error.wait_s)}."
            return again(wait, 429, error.wait_s)
        return await self._begin(request, secret, target)

    # ---- sign out -----------------------------------------------------------

    async def _sign_out(self, request: Request) -> Response:
        person = request.state.person
        if person is None:
            return _page(pages.signed_out())
        if request.method != "POST":
            return _page(pages.sign_out(request.state.csrf, person.name))
        try:
            typed = await _read(request)
        except _TooLargeError:
            return _page(pages.refused("This form is too large."), 413)
        if not same(typed.get(pages.FORM_FIELD, ""), request.state.csrf):
            return _page(pages.sign_out(request.state.csrf, person.name), 403)
        await self._threads.run(self.entrance.sign_out, session_cookie(request.headers))
        answer = _go(SIGN_OUT)
        answer.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax")
        return answer

    # ---- one-time links -----------------------------------------------------

    async def _link(self, request: Request) -> Response:
        secret = request.path_params["secret"]
        try:
            found = await self._threads.run(self.entrance.look_at_link, secret)
            if request.method != "POST":
                return self._link_form(request, found, {}, {})
            return await self._use_link(request, found)
        except LinkRefusedError as error:
            status = 404 if error.reason == "unknown" else 410
            return _page(pages.link_refused(error), status)
        except _TooLargeError:
            return _page(pages.refused("This form is too large."), 413)

    async def _use_link(self, request: Request, found: Link) -> Response:
        typed = await _read(request)
        if not self._is_ours(request, typed):
            return self._link_form(request, found, typed, {"": _STALE}, 403)
        if found.kind is LinkKind.ADMIN:
            typed["login"] = typed.get("login", "").strip().lower()
        problems = _problems(found, typed)
        if problems:
            return self._link_form(request, found, typed, problems, 422)
        try:
            session = await self._threads.run(
                self.entrance.use_link,
                request.path_params["secret"],
                login=typed["login"] if found.kind is LinkKind.ADMIN else found.login,
                name=found.name if found.kind is LinkKind.RESET else typed["name"].strip(),
                password=typed["password"],
                client=_client(request),
                address=request.state.address,
            )
        except PeopleRefusedError as error:
            return self._link_form(request, found, typed, {"": str(error)}, 422)
        return await self._begin(request, session, HOME)

    def _link_form(
        self,
        request: Request,
        found: Link,
        typed: Mapping[str, str],
        problems: Mapping[str, str],
        status: int = 200,
    ) -> Response:
        secret = request.path_params["secret"]
        said = {place: _sentence(problem) for place, problem in problems.items()}
        return self._form(
            request, lambda token: pages.link(secret, found, token, typed, said), status
        )

    # ---- what they share ----------------------------------------------------

    async def _begin(self, request: Request, secret: str, target: str) -> Response:
        """Go where somebody wanted to go, signed in; whoever was here before is out."""
        before = session_cookie(request.headers)
        if before:
            await self._threads.run(self.entrance.sign_out, before)
        answer = _go(target)
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

    def _form(self, request: Request, made: Callable[[str], str], status: int = 200) -> Response:
        """Return a page with a form that only this browser can send."""
        mark = cookie(request.headers, _FORM_COOKIE) or secrets.token_urlsafe(18)
        answer = _page(made(sign(self.secret, "form", mark)), status)
        answer.set_cookie(
            _FORM_COOKIE,
            mark,
            path="/",
            httponly=True,
            samesite="strict",
            secure=self._is_secure(request),
        )
        return answer

    def _is_ours(self, request: Request, typed: Mapping[str, str]) -> bool:
        mark = cookie(request.headers, _FORM_COOKIE)
        return bool(mark) and same(typed.get(pages.FORM_FIELD, ""), sign(self.secret, "form", mark))

    def _is_secure(self, request: Request) -> bool:
        return request.state.https or self.public_url.startswith("https:")


def _problems(found: Link, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with what was typed, by field."""
    password = typed.get("password", "")
    problems = {"password": password_problem(password)}
    if not problems["password"] and typed.get("again", "") != password:
        problems["again"] = "the two passwords are not the same"
    if found.kind is not LinkKind.RESET:
        problems["name"] = name_problem(typed.get("name", "").strip())
    if found.kind is LinkKind.ADMIN:
        problems["login"] = login_problem(typed.get("login", ""))
    return {place: problem for place, problem in problems.items() if problem}


async def _read(request: Request) -> dict[str, str]:
    """Return the fields of a form.

    Raises:
        _TooLargeError: nobody types that much.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise _TooLargeError
    # What is no character becomes the one for unreadable.
    text = body.decode("utf-8", "replace")
    try:
        found = parse_qs(text, keep_blank_values=True, max_num_fields=20, errors="replace")
    except ValueError:
        raise _TooLargeError from None
    return {name: values[0].replace("\x00", "") for name, values in found.items()}


def _client(request: Request) -> str:
    return request.headers.get("user-agent", "")[:200]


def _go(target: str) -> Response:
    return RedirectResponse(target, 303, dict(pages.HEADERS))


def _page(html: str, status: int = 200) -> Response:
    return HTMLResponse(html, status, dict(pages.HEADERS))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith('.') else '.'}"


def style_route() -> Route:
    """Return the route of the style sheet of all pages."""
    return Route(STYLE, _style, methods=["GET"])


async def _style(_: Request) -> Response:
    return FileResponse(_CSS, media_type="text/css", headers={"cache-control": "no-cache"})
