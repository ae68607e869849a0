"""The pages on which people sign in and out, and on which one-time links are used."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
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
from labeler.identity.forms import (
    STALE,
    TOO_LARGE,
    Forms,
    TooLargeError,
    client_of,
    go,
    read,
    sentence,
    show,
)
from labeler.identity.paths import HOME, LINK, SIGN_IN, SIGN_OUT, STYLE, local_target

_CSS = Path(__file__).with_name("style.css")
_WRONG = "Login or password is wrong."


@dataclass(frozen=True, slots=True)
class SignInRoutes(Forms):
    """The pages of signing in with a password."""

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
                return go(target)
            return self.form(request, lambda token: pages.sign_in(token, target))
        try:
            return await self._try_to_sign_in(request, await read(request))
        except TooLargeError:
            return show(pages.refused(TOO_LARGE), 413)

    async def _try_to_sign_in(self, request: Request, typed: Mapping[str, str]) -> Response:
        target = local_target(typed.get("next", HOME))
        login = typed.get("login", "").strip().lower()

        def again(problem: str, status: int, wait_s: float = 0) -> Response:
            answer = self.form(
                request, lambda token: pages.sign_in(token, target, login, problem), status
            )
            if wait_s:
                answer.headers["retry-after"] = str(int(wait_s))
            return answer

        if not self.is_ours(request, typed):
            return again(STALE, 403)
        try:
            secret = await self.threads.run(
                self.entrance.sign_in,
                login,
                typed.get("password", ""),
                client=client_of(request),
                address=request.state.address,
            )
        except SignInRefusedError as error:
            if not error.wait_s:
                return again(_WRONG, 403)
            wait = f"Too many tries. Try again in {pages.wait_words(error.wait_s)}."
            return again(wait, 429, error.wait_s)
        return await self.begin(request, secret, target)

    # ---- sign out -----------------------------------------------------------

    async def _sign_out(self, request: Request) -> Response:
        return await self.sign_out(request, pages.signed_out)

    # ---- one-time links -----------------------------------------------------

    async def _link(self, request: Request) -> Response:
        secret = request.path_params["secret"]
        try:
            found = await self.threads.run(self.entrance.look_at_link, secret)
            if request.method != "POST":
                return self._link_form(request, found, {}, {})
            return await self._use_link(request, found)
        except LinkRefusedError as error:
            status = 404 if error.reason == "unknown" else 410
            return show(pages.link_refused(error), status)
        except TooLargeError:
            return show(pages.refused(TOO_LARGE), 413)

    async def _use_link(self, request: Request, found: Link) -> Response:
        typed = await read(request)
        if not self.is_ours(request, typed):
            return self._link_form(request, found, typed, {"": STALE}, 403)
        if found.kind is LinkKind.ADMIN:
            typed["login"] = typed.get("login", "").strip().lower()
        problems = _problems(found, typed)
        if problems:
            return self._link_form(request, found, typed, problems, 422)
        try:
            session = await self.threads.run(
                self.entrance.use_link,
                request.path_params["secret"],
                login=typed["login"] if found.kind is LinkKind.ADMIN else found.login,
                name=found.name if found.kind is LinkKind.RESET else typed["name"].strip(),
                password=typed["password"],
                client=client_of(request),
                address=request.state.address,
            )
        except PeopleRefusedError as error:
            return self._link_form(request, found, typed, {"": str(error)}, 422)
        return await self.begin(request, session, HOME)

    def _link_form(
        self,
        request: Request,
        found: Link,
        typed: Mapping[str, str],
        problems: Mapping[str, str],
        status: int = 200,
    ) -> Response:
        secret = request.path_params["secret"]
        said = {place: sentence(problem) for place, problem in problems.items()}
        return self.form(
            request, lambda token: pages.link(secret, found, token, typed, said), status
        )


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


def style_route() -> Route:
    """Return the route of the style sheet of all pages."""
    return Route(STYLE, _style, methods=["GET"])


async def _style(_: Request) -> Response:
    return FileResponse(_CSS, media_type="text/css", headers={"cache-control": "no-cache"})
