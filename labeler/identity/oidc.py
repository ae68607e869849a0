"""The pages on which people come in by a provider of OpenID Connect.

The provider is asked once, when somebody signs in. What counts from then on is
a session of our own, the same as after a password.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from labeler.core.external import ExternalIdentity
from labeler.core.people import (
    Link,
    LinkKind,
    LinkRefusedError,
    PeopleRefusedError,
    SignInRefusedError,
    login_problem,
    name_problem,
)
from labeler.identity import oidc_pages, pages
from labeler.identity.common import sign
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
from labeler.identity.oidc_ports import (
    BoundEntrance,
    IdentityProvider,
    Known,
    NotVouchedError,
    ProviderAwayError,
)
from labeler.identity.paths import CALLBACK, HOME, LINK, SIGN_IN, SIGN_OUT, START, local_target
from labeler.identity.routes import style_route

_COOKIE = "labeler_oidc"
_ON_THE_WAY_S = 600
_MOST_TARGET = 1000
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,100}")
_LATE = "That took too long. Please sign in once more."
# Asked for by a page of ours, or typed; not by another site, which could sign somebody in.
_OWN = frozenset({"same-origin", "none"})


@dataclass(frozen=True, slots=True)
class OidcRoutes(Forms):
    """The pages of signing in through a provider, over HTTP.

    Attributes:
        provider: who asks people who they are.
        name: what people call it.
    """

    entrance: BoundEntrance
    provider: IdentityProvider = field(kw_only=True)
    name: str = field(kw_only=True)

    def routes(self) -> list[BaseRoute]:
        """Return the routes of all pages and of their style sheet."""
        on_the_way = Middleware(
            SessionMiddleware,
            secret_key=sign(self.secret, "oidc", "on the way"),
            session_cookie=_COOKIE,
            max_age=_ON_THE_WAY_S,
            https_only=self.public_url.startswith("https:"),
        )
        link = f"{LINK}{{secret}}"
        return [
            Route(SIGN_IN, self._sign_in, methods=["GET"]),
            Route(SIGN_OUT, self._sign_out, methods=["GET", "POST"]),
            Route(START, self._start, methods=["GET"], middleware=[on_the_way]),
            Route(CALLBACK, self._come_back, methods=["GET"], middleware=[on_the_way]),
            Route(link, self._link, methods=["GET", "POST"], middleware=[on_the_way]),
            style_route(),
        ]

    # ---- to the provider and back ---------------------------------------------

    async def _sign_in(self, request: Request) -> Response:
        target = local_target(request.query_params.get("next", HOME))
        if request.state.person is not None:
            return go(target)
        return show(oidc_pages.sign_in(self.name, target))

    async def _sign_out(self, request: Request) -> Response:
        return await self.sign_out(request, lambda: oidc_pages.signed_out(self.name))

    async def _start(self, request: Request) -> Response:
        asked = request.query_params
        link = asked.get("link", "")
        link = link if _SECRET.fullmatch(link) else ""
        if request.headers.get("sec-fetch-site", "none") not in _OWN:
            return go(f"{LINK}{link}" if link else SIGN_IN)
        request.session.clear()
        try:
            answer = await self.provider.leave_for(request, again="again" in asked)
        except ProviderAwayError:
            return self._away(f"{START}?{request.url.query}")
        target = local_target(asked.get("next", HOME))
        # A cookie holds no more than 4,096 bytes, and browsers drop a longer one.
        target = target if len(target) <= _MOST_TARGET else HOME
        request.session["going"] = {"link": link, "next": target}
        return answer

    async def _come_back(self, request: Request) -> Response:
        going = request.session.get("going")
        if going is None:
            # The provider is not asked about what was not begun here.
            return show(oidc_pages.not_signed_in(self.name, stopped=False), 403)
        link = going["link"]
        try:
            known = await self.provider.identify(request)
        except ProviderAwayError:
            return self._away(f"{LINK}{link}" if link else SIGN_IN)
        except NotVouchedError as error:
            return show(oidc_pages.not_signed_in(self.name, stopped=error.stopped), 403)
        finally:
            # Whatever came back has come back once.
            request.session.clear()
        if link:
            request.session["known"] = _written(known, link)
            return go(f"{LINK}{link}")
        try:
            secret = await self.threads.run(
                self.entrance.sign_in_identity,
                known.identity,
                client=client_of(request),
                address=request.state.address,
            )
        except SignInRefusedError:
            return show(oidc_pages.unknown(self.name, known.shown), 403)
        return await self.begin(request, secret, going["next"])

    def _away(self, retry: str) -> Response:
        answer = show(oidc_pages.away(self.name, retry), 503)
        answer.headers["retry-after"] = "60"
        return answer

    # ---- one-time links -----------------------------------------------------

    async def _link(self, request: Request) -> Response:
        secret = request.path_params["secret"]
        try:
            found = await self.threads.run(self.entrance.look_at_link, secret)
            known = _read_known(request.session, secret)
            if known is None:
                late = _LATE if request.method == "POST" else ""
                status = 403 if late else 200
                return show(oidc_pages.link(self.name, secret, found, late), status)
            if request.method != "POST":
                return self._confirm(request, found, known, {}, {})
            return await self._use_link(request, found, known)
        except LinkRefusedError as error:
            status = 404 if error.reason == "unknown" else 410
            return show(pages.link_refused(error), status)
        except TooLargeError:
            return show(pages.refused(TOO_LARGE), 413)

    async def _use_link(self, request: Request, found: Link, known: Known) -> Response:
        typed = await read(request)
        if not self.is_ours(request, typed):
            return self._confirm(request, found, known, typed, {"": STALE}, 403)
        if found.kind is LinkKind.ADMIN:
            typed["login"] = typed.get("login", "").strip().lower()
        problems = _problems(found, typed)
        if problems:
            return self._confirm(request, found, known, typed, problems, 422)
        try:
            session = await self.threads.run(
                self.entrance.use_link_as,
                request.path_params["secret"],
                known.identity,
                login=typed["login"] if found.kind is LinkKind.ADMIN else found.login,
                name=found.name if found.kind is LinkKind.RESET else typed["name"].strip(),
                client=client_of(request),
                address=request.state.address,
            )
        except PeopleRefusedError as error:
            return self._confirm(request, found, known, typed, {"": str(error)}, 422)
        request.session.clear()
        return await self.begin(request, session, HOME)

    def _confirm(  # noqa: PLR0913, PLR0917 - one page is all of these
        self,
        request: Request,
        found: Link,
        known: Known,
        typed: Mapping[str, str],
        problems: Mapping[str, str],
        status: int = 200,
    ) -> Response:
        secret = request.path_params["secret"]
        said = {place: sentence(problem) for place, problem in problems.items()}

        def made(token: str) -> str:
            return oidc_pages.confirm(self.name, secret, found, known.shown, token, typed, said)

        return self.form(request, made, status)


def _problems(found: Link, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with what was typed, by field."""
    problems = {}
    if found.kind is not LinkKind.RESET:
        problems["name"] = name_problem(typed.get("name", "").strip())
    if found.kind is LinkKind.ADMIN:
        problems["login"] = login_problem(typed.get("login", ""))
    return {place: problem for place, problem in problems.items() if problem}


def _written(known: Known, link: str) -> dict[str, object]:
    """Return somebody as the cookie holds them, for one link and a while."""
    return {
        "link": link,
        "until": time.time() + _ON_THE_WAY_S,
        "issuer": known.identity.issuer,
        "subject": known.identity.subject,
        "shown": known.shown,
    }


def _read_known(session: Mapping[str, Any], link: str) -> Known | None:
    """Return whom the provider vouched for when somebody came by this link."""
    kept = session.get("known")
    if kept is None or kept["link"] != link or kept["until"] < time.time():
        return None
    return Known(ExternalIdentity(kept["issuer"], kept["subject"]), kept["shown"])
