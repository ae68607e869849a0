"""What stands behind one project, made when it is first needed, and anew when it was changed."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from labeler.api import Steps
from labeler.core.people import Role
from labeler.core.project import Project, ProjectState
from labeler.core.schema import Schema
from labeler.core.thread import Member
from labeler.datasets.live import LiveLabels
from labeler.datasets.readings import LiveReadings
from labeler.datasets.trends import LiveTrends
from labeler.identity import LOCAL_PERSON, LOCAL_VISITOR, Person
from labeler.pages.context import Offer, Services
from labeler.schema_file import SchemaFileError, schema_of
from labeler.settings import DEFAULT_PROJECT, Settings
from labeler.store import SqlStore
from labeler.suggest import load_suggester, tokenize
from labeler.workflow.accounts import Accounts
from labeler.workflow.actors import Actors
from labeler.workflow.concordance import Concordances
from labeler.workflow.histories import Histories
from labeler.workflow.labeling import Workbench
from labeler.workflow.progress import ProgressReports
from labeler.workflow.projects import Projects
from labeler.workflow.publishing import LabelsPublisher
from labeler.workflow.queueing import Queueing
from labeler.workflow.suggesting import SuggestionWorker
from labeler.workflow.threads import Threads
from labeler.workflow.trash import Trash

# What another process changed is seen after so long.
_LOOK_AGAIN_S = 1.0


@dataclass(frozen=True, slots=True)
class Door:
    """How people come in: what stands before the app, its pages, and who is behind a login.

    Attributes:
        find_person: returns who has a login and may work in a project now.
        accounts: returns the people of a project; ``None`` where they do not sign in here.
    """

    middleware: Middleware
    routes: list[BaseRoute]
    find_person: Callable[[str, str], Person | None]
    announce: Callable[[], None]
    accounts: Callable[[str], Accounts] | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """A project as it was, and all that works on it."""

    project: Project
    services: Services
    steps: Steps


@dataclass(slots=True)
class Installation:
    """All projects of an installation; safe to share between threads.

    A project that is changed is composed anew; in the process that changed it
    at once, in others after a second.
    """

    settings: Settings
    schema: Schema
    store: SqlStore
    door: Door
    _known: dict[str, Composed] = field(default_factory=dict)
    _looked: dict[str, float] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _running: bool = False

    @property
    def projects(self) -> Projects:
        """The steps of making and changing projects."""
        everywhere = LOCAL_VISITOR.everywhere if self.door.accounts is None else None
        return Projects(
            self.store.projects,
            self.store,
            DEFAULT_PROJECT,
            _now,
            schema_of,
            lambda: self.settings.schema_path.read_text("utf-8-sig"),
            lambda login: everywhere if login == LOCAL_PERSON.login else None,
            self.forget,
        )

    @property
    def alive(self) -> bool:
        """Whether the labels of every project that was asked for are kept up."""
        with self._lock:
            return all(one.services.publisher.alive for one in self._known.values())

    def offer(self) -> Offer:
        """Return what the pages work with."""
        return Offer(DEFAULT_PROJECT, self.projects, self.services)

    def services(self, project: str) -> Services | None:
        """Return what the pages of a project work with; ``None`` where it is not there."""
        found = self.find(project)
        return None if found is None else found.services

    def steps(self, project: str) -> Steps | None:
        """Return what the routes of a project translate; ``None`` where it is not there."""
        found = self.find(project)
        return None if found is None else found.steps

    def of(self, project: str) -> Composed:
        """Return a project that is there."""
        found = self.find(project)
        if found is None:
            raise KeyError(project)
        return found

    def find(self, project: str) -> Composed | None:
        """Return a project as it is now; ``None`` where there is none, or it is in the trash."""
        now = time.monotonic()
        known = self._known.get(project)
        if known is not None and now - self._looked.get(project, 0.0) < _LOOK_AGAIN_S:
            return known
        with self.store.projects.reading() as book:
            row = book.get(project)
        with self._lock:
            return self._renew(project, row, now)

    def forget(self, project: str) -> None:
        """Look at a project anew when it is next asked for: it was changed."""
        self._looked.pop(project, None)
        if self._running:
            self.find(project)

    def start(self) -> None:
        """Keep up the labels and suggestions of every project, also of those made later."""
        self._running = True
        with self.store.projects.reading() as book:
            found = [row.id for row in book.all()]
        for project in found:
            # One project whose schema cannot be read any more must not keep out the others.
            with suppress(SchemaFileError):
                known = self.find(project)
                if known is not None:
                    self._start(known)

    def stop(self) -> None:
        """End what runs for the projects."""
        self._running = False
        with self._lock:
            for known in self._known.values():
                known.services.suggestions.stop()
                known.services.publisher.stop()

    def _renew(self, project: str, row: Project | None, now: float) -> Composed | None:
        known = self._known.get(project)
        self._looked[project] = now
        if row is None or row.state is ProjectState.TRASHED:
            if known is not None:
                del self._known[project]
                _end(known)
            return None
        if known is not None and known.project == row:
            return known
        if known is not None and _runs_alike(known.project, row):
            services = replace(known.services, project=row)
            self._known[project] = replace(known, project=row, services=services)
            return self._known[project]
        made = self._compose(row)
        self._known[project] = made
        if known is not None:
            _end(known)
        if self._running:
            self._start(made)
        return made

    def _start(self, composed: Composed) -> None:
        composed.services.publisher.start()
        if composed.services.settings.suggest and composed.project.state is ProjectState.ACTIVE:
            composed.services.suggestions.start()

    def _compose(self, row: Project) -> Composed:
        text = row.schema_text
        schema = self.schema if text is None else schema_of(text, f"the schema of {row.id}")
        settings = replace(
            self.settings,
            lease_s=row.lease_s or self.settings.lease_s,
            suggest=self.settings.suggest and row.suggest,
        )
        services = _services(settings, row, schema, self.store, self.door, self.projects)
        return Composed(row, services, _steps(services, self.store, schema))


def _services(  # noqa: PLR0913, PLR0917 - what stands behind a project
    settings: Settings,
    row: Project,
    schema: Schema,
    store: SqlStore,
    door: Door,
    projects: Projects,
) -> Services:
    project = row.id

    def find_person(login: str) -> Person | None:
        return door.find_person(project, login)

    def role_of(login: str) -> Role | None:
        found = find_person(login)
        return None if found is None else Role(found.role)

    def members() -> tuple[Member, ...]:
        if door.accounts is None:
            return (Member(LOCAL_PERSON.login, LOCAL_PERSON.name),)
        with store.people.reading() as book:
            found = book.members(project)
        return tuple(Member(one.login, one.name) for one in found if one.active)

    publisher = LabelsPublisher(store, LiveLabels(settings.labels_folder), project, schema)
    suggestions = SuggestionWorker(
        store, lambda: load_suggester(settings.pipeline, schema), project, _now
    )
    wake, lease_s = publisher.wake, settings.lease_s
    return Services(
        settings=settings,
        project=row,
        projects=projects,
        workbench=Workbench(
            store=store,
            project=project,
            schema=schema,
            tokenizer=tokenize,
            suggestion_author=lambda: suggestions.author,
            suggestion_state=suggestions.state if settings.suggest else _switched_off,
            clock=_now,
            lease_s=lease_s,
            on_submit=wake,
        ),
        publisher=publisher,
        suggestions=suggestions,
        queueing=Queueing(
            book=store.queue,
            store=store,
            project=project,
            clock=_now,
            role_of=role_of,
            members=lambda: tuple(member.login for member in members()),
            lease_s=lease_s,
            on_reopen=wake,
        ),
        find_person=find_person,
        threads=Threads(store.threads, project, _now, role_of, members),
        progress=ProgressReports(
            store.progress_book, LiveTrends(settings.labels_folder), project, _now
        ),
        histories=Histories(store.histories, store, project, schema, _now, role_of, lease_s, wake),
        trash=Trash(store.trash, project, _now, role_of, wake, suggestions.wake),
        accounts=None if door.accounts is None else door.accounts(project),
    )


def _steps(services: Services, store: SqlStore, schema: Schema) -> Steps:
    project = services.project.id
    return Steps(
        services.workbench,
        Actors(store, project, schema, _now),
        Concordances(store, LiveReadings(services.settings.labels_folder), project),
        services.progress,
        services.threads,
        services.histories,
        services.trash,
        services.queueing,
    )


def _runs_alike(before: Project, after: Project) -> bool:
    """Say whether nothing changed that what works on the project depends on."""
    return (
        replace(before, name=after.name, guidelines=after.guidelines, revision=after.revision)
        == after
    )


def _end(composed: Composed) -> None:
    """End what ran for a project as it was; nobody waits for it."""

    def end() -> None:
        composed.services.suggestions.stop()
        composed.services.publisher.stop()

    threading.Thread(target=end, daemon=True).start()


def _switched_off(_: str) -> tuple[str, str]:
    return "unavailable", "suggestions are switched off in the settings"


def _now() -> datetime:
    return datetime.now(UTC)
