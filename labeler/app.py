"""The composition root: settings, store, workflow, API and pages become one app."""

import contextlib
import gc
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
from labeler.core.schema import Schema
from labeler.datasets.live import LiveLabels
from labeler.datasets.readings import LiveReadings
from labeler.identity import LOCAL_PERSON, USER_HEADER, LocalIdentity, read_secret, require_loopback
from labeler.pages.context import Services, StartFailure, provide
from labeler.schema_file import SchemaFileError, load_schema
from labeler.settings import DEFAULT_PROJECT, Settings, load_settings
from labeler.store import SqlStore, database_file, exclusive_server_lock
from labeler.suggest import load_suggester, tokenize
from labeler.workflow.actors import Actors
from labeler.workflow.concordance import Concordances
from labeler.workflow.labeling import Workbench
from labeler.workflow.publishing import LabelsPublisher
from labeler.workflow.suggesting import SuggestionWorker

SCRIPT = Path(__file__).parent / "pages" / "main.py"

STREAMLIT_CONFIG = {
    "server.trustedUserHeaders": {USER_HEADER: "login"},
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.maxUploadSize": 500,
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
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
    settings = load_settings() if settings is None else settings
    require_loopback(settings.host)
    identity = Middleware(LocalIdentity, secret=read_secret(settings.data / "secret"))
    try:
        schema = load_schema(settings.schema_path)
    except SchemaFileError as error:
        failure = _schema_failure(settings, error)
        provide(failure)
        return AppArguments(
            script_path=SCRIPT,
            routes=[*api.failing_routes("schema", failure.headline)],
            middleware=[identity],
            lifespan=_nothing,
        )
    held = contextlib.ExitStack()
    held.enter_context(_only_server(settings))
    services, store = build_services(settings, schema)
    provide(services)

    @asynccontextmanager
    async def lifespan(_: st.App) -> AsyncIterator[None]:
        # What is imported stays: looking through it again and again cost a
        # sixth of the saves per second (bench/saves.py).
        gc.collect()
        gc.freeze()
        services.publisher.start()
        # The first article would wait seconds for spaCy to be imported.
        threading.Thread(target=tokenize, args=("Warm.", schema.language), daemon=True).start()
        if settings.suggest:
            services.suggestions.start()
        try:
            yield
        finally:
            services.suggestions.stop()
            services.publisher.stop()
            store.close()
            held.close()

    reached = api.routes(
        services.workbench,
        Actors(store, DEFAULT_PROJECT, schema, _now),
        Concordances(store, LiveReadings(settings.labels_folder), DEFAULT_PROJECT),
        max_body_bytes=settings.max_body_bytes,
        # There is only one person: a bound would protect nobody.
        write_rate=None,
        checks={"labels writer": lambda: "" if services.publisher.alive else "stopped"},
    )
    routes = [*reached, surface.static_mount()]
    return AppArguments(script_path=SCRIPT, routes=routes, middleware=[identity], lifespan=lifespan)


def build_services(settings: Settings, schema: Schema) -> tuple[Services, SqlStore]:
    """Return everything behind the pages, the database brought up to date, nothing started."""
    store = SqlStore(settings.database_url)
    store.upgrade()
    now = _now()
    store.ensure_project(DEFAULT_PROJECT, schema, now)
    store.ensure_person(LOCAL_PERSON.login, LOCAL_PERSON.name, now)
    publisher = LabelsPublisher(store, LiveLabels(settings.labels_folder), DEFAULT_PROJECT, schema)
    suggestions = SuggestionWorker(
        store, lambda: load_suggester(settings.pipeline, schema), DEFAULT_PROJECT, _now
    )
    workbench = Workbench(
        store=store,
        project=DEFAULT_PROJECT,
        schema=schema,
        tokenizer=tokenize,
        suggestion_author=lambda: suggestions.author,
        suggestion_state=suggestions.state if settings.suggest else _switched_off,
        clock=_now,
        lease_s=settings.lease_s,
        on_submit=publisher.wake,
    )
    return Services(settings, workbench, publisher, suggestions), store


def serve(settings: Settings) -> None:
    """Serve the app until it is stopped."""
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


def _switched_off(_: str) -> tuple[str, str]:
    return "unavailable", "suggestions are switched off in the settings"


def _now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def _nothing(_: st.App) -> AsyncIterator[None]:
    yield
