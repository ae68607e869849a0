"""The composition root: settings, store, workflow, API and pages become one app."""

import contextlib
import gc
import os
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
)
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from labeler import api, surface
from labeler.composition import Door, Installation
from labeler.identity import (
    CALLBACK,
    LOCAL_PERSON,
    USER_HEADER,
    AccountsIdentity,
    Gate,
    IdentityProvider,
    LocalIdentity,
    OidcRoutes,
    Person,
    ProxyIdentity,
    SignInRoutes,
    TrustedProxies,
    is_loopback,
    read_secret,
    require_loopback,
    style_route,
)
from labeler.pages.context import StartFailure, provide
from labeler.schema_file import SchemaFileError, load_schema
from labeler.settings import DEFAULT_PROJECT, Settings, SettingsError, load_settings
from labeler.store import SqlStore, database_file, exclusive_server_lock
from labeler.suggest import tokenize
from labeler.workflow.accounts import Accounts

# A request makes thousands of objects and few cycles: looking for those after each 700
# new objects cost a twelfth of the saves per second (bench/load).
_RARELY = (20_000, 20, 50)
_UVICORN_TRUSTS = "FORWARDED_ALLOW_IPS"
SCRIPT = Path(__file__).parent / "pages" / "main.py"

STREAMLIT_CONFIG = {
    "server.trustedUserHeaders": {USER_HEADER: "login"},
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.maxUploadSize": 500,
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    # The accent of the annotation surface, legible on either ground.
    "theme.light.primaryColor": "#1f5fbf",
    "theme.dark.primaryColor": "#7fb0ff",
}
"""What Labeler needs of Streamlit; `.streamlit/config.toml` says the same to `streamlit run`."""


class AppArguments(TypedDict):
    """What `st.App` is made of."""

    script_path: Path
    routes: list[BaseRoute]
    middleware: list[Middleware]
    lifespan: Callable[[st.App], AbstractAsyncContextManager[None]]


def compose(settings: Settings | None = None) -> AppArguments:
    """Return all that `st.App` needs to be Labeler.

    A schema with errors still gives an app: one page that lists them.
    """
    settings = load_settings(serving=True) if settings is None else settings
    _require_safe(settings)
    try:
        schema = load_schema(settings.schema_path)
    except SchemaFileError as error:
        # The page shows where files lie: to whoever sits at this machine, and nobody else.
        if settings.mode != "local":
            raise
        failure = _schema_failure(settings, error)
        provide(failure)
        return AppArguments(
            script_path=SCRIPT,
            routes=[*api.failing_routes("schema", failure.headline)],
            middleware=[_local_door(settings).middleware],
            lifespan=_nothing,
        )
    held = contextlib.ExitStack()
    held.enter_context(_only_server(settings))
    store = SqlStore(settings.database_url)
    store.upgrade()
    now = _now()
    store.ensure_project(DEFAULT_PROJECT, schema, now)
    door = _door(settings, store, now)
    installation = Installation(settings, schema, store, door)
    services = installation.of(DEFAULT_PROJECT).services
    services.queueing.finish_changes()
    provide(installation.offer())
    door.announce()

    @asynccontextmanager
    async def lifespan(_: st.App) -> AsyncIterator[None]:
        # What is imported stays: looking through it again and again cost a
        # sixth of the saves per second (bench/load).
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_RARELY)
        installation.start()
        # The first article would wait seconds for spaCy to be imported.
        threading.Thread(target=tokenize, args=("Warm.", schema.language), daemon=True).start()
        try:
            yield
        finally:
            installation.stop()
            store.close()
            held.close()

    reached = api.routes(
        installation.steps,
        DEFAULT_PROJECT,
        installation.projects,
        mode=settings.mode,
        max_body_bytes=settings.max_body_bytes,
        # Where there is only one person a bound would protect nobody.
        write_rate=None if settings.mode == "local" else api.WriteRate(),
        checks={"labels writer": lambda: "" if installation.alive else "stopped"},
    )
    routes = [*reached, *door.routes, surface.static_mount()]
    return AppArguments(
        script_path=SCRIPT, routes=routes, middleware=[door.middleware], lifespan=lifespan
    )


def serve(settings: Settings) -> None:
    """Serve the app until it is stopped."""
    if settings.mode != "local":
        # Left to itself, uvicorn writes another address over the one that a request
        # comes from, on the word of whoever it trusts: not of those we do.
        os.environ[_UVICORN_TRUSTS] = ""
    app = st.App(**compose(settings))
    # Streamlit takes its script arguments from argv; ours are not for it.
    sys.argv = sys.argv[:1]
    app.run(
        config={
            **STREAMLIT_CONFIG,
            "server.address": settings.host,
            "server.port": settings.port,
        }
    )


def _require_safe(settings: Settings) -> None:
    """Refuse settings under which anybody could be anybody.

    Raises:
        NotLoopbackError: one person without a password, where others could reach it.
        SettingsError: it could not be known from where a request comes, or who sent it.
    """
    if settings.mode == "local":
        require_loopback(settings.host)
    if settings.mode == "proxy" and os.environ.get(_UVICORN_TRUSTS) != "":
        raise SettingsError("the mode proxy is served by `labeler serve`")
    if settings.mode == "oidc":
        _provider(settings)


def _door(settings: Settings, store: SqlStore, now: datetime) -> Door:
    if settings.mode == "local":
        store.ensure_person(LOCAL_PERSON.login, LOCAL_PERSON.name, now)
        return _local_door(settings)

    def of(project: str) -> Accounts:
        return Accounts(store.people, project, _now, session_days=settings.session_days)

    accounts = of(DEFAULT_PROJECT)
    secret = read_secret(settings.data / "secret")
    gate = Gate(settings.public_url, settings.host)
    proxies = TrustedProxies.read(settings.trusted_proxies)

    def find_person(project: str, login: str) -> Person | None:
        with store.people.reading() as book:
            found = book.account(project, login)
        if found is None or not found.active:
            return None
        return Person(found.login, found.name, found.role.value)

    if settings.mode == "proxy":
        proxy = Middleware(
            ProxyIdentity,
            sessions=accounts,
            secret=secret,
            gate=gate,
            proxies=proxies,
            header=settings.proxy_header,
        )
        return Door(proxy, [style_route()], find_person, lambda: None, of)
    shared = (accounts, secret, settings.public_url, settings.session_days)
    pages = (
        OidcRoutes(*shared, provider=_provider(settings), name=settings.provider_name)
        if settings.mode == "oidc"
        else SignInRoutes(*shared)
    )
    return Door(
        Middleware(AccountsIdentity, sessions=accounts, secret=secret, gate=gate, proxies=proxies),
        pages.routes(),
        find_person,
        lambda: _announce(settings, accounts.first_admin_link()),
        of,
    )


def _provider(settings: Settings) -> IdentityProvider:
    """Return the provider people sign in with.

    Raises:
        SettingsError: what speaks with it is not installed.
    """
    try:
        from labeler.identity.oidc_provider import OpenIdProvider  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"the mode oidc needs {error.name}: pip install 'labeler[oidc]'"
        ) from error
    return OpenIdProvider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        callback=settings.address + CALLBACK,
    )


def _local_door(settings: Settings) -> Door:
    return Door(
        Middleware(LocalIdentity, secret=read_secret(settings.data / "secret")),
        [],
        lambda _, login: LOCAL_PERSON if login == LOCAL_PERSON.login else None,
        lambda: None,
    )


def _announce(settings: Settings, link: str | None) -> None:
    """Say at the terminal how the first admin gets in, and what is not safe."""
    lines = []
    if link is not None:
        lines += [
            "Nobody can sign in yet. This link makes the first admin; it works once:",
            f"  {settings.address}/link/{link}",
        ]
    if not is_loopback(settings.host) and not settings.public_url.startswith("https:"):
        lines.append(
            "Passwords cross the network unencrypted: put a proxy with https in front, "
            "and its address in the setting public_url."
        )
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def _only_server(settings: Settings) -> AbstractContextManager[None]:
    """Hold the database file for this process; a database server needs no such lock."""
    settings.data.mkdir(parents=True, exist_ok=True)
    file = database_file(settings.database_url)
    return contextlib.nullcontext() if file is None else exclusive_server_lock(file)


def _schema_failure(settings: Settings, error: SchemaFileError) -> StartFailure:
    count = len(error.problems)
    return StartFailure(
        headline="The schema has errors",
        lines=tuple(str(problem) for problem in error.problems),
        remedy=(
            f"Labelling has not started, and nothing was changed. Mend the "
            f"{'problem' if count == 1 else f'{count} problems'} below in "
            f"`{settings.schema_path}`, check it with `labeler schema check`, then start "
            f"Labeler again."
        ),
    )


def _now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def _nothing(_: st.App) -> AsyncIterator[None]:
    yield
