"""All routes, in one table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from starlette.routing import Route

from labeler.api.actors import ActorRoutes
from labeler.api.batches import BatchRoutes
from labeler.api.bodies import OpenApiAnswer
from labeler.api.calls import Answer, Call, Operation, encode
from labeler.api.concordance import ConcordanceRoutes
from labeler.api.documents import ReadingRoutes
from labeler.api.endpoint import Endpoint, Served
from labeler.api.health import HealthRoutes
from labeler.api.history import HistoryRoutes
from labeler.api.limits import WriteLimiter, WriteRate
from labeler.api.openapi import openapi_document
from labeler.api.places import PlaceRoutes
from labeler.api.progress import ProgressRoutes
from labeler.api.projects import ProjectRoutes
from labeler.api.tasks import TaskRoutes
from labeler.api.threads import ThreadRoutes
from labeler.api.trash import TrashRoutes
from labeler.api.workers import Workers
from labeler.core.errors import NotFoundError
from labeler.workflow.actors import Actors
from labeler.workflow.concordance import Concordances
from labeler.workflow.histories import Histories
from labeler.workflow.labeling import Workbench
from labeler.workflow.progress import ProgressReports
from labeler.workflow.projects import Projects
from labeler.workflow.queueing import Queueing
from labeler.workflow.threads import Threads
from labeler.workflow.trash import Trash

MAX_BODY_BYTES = 8_000_000
_DEFAULT_RATE = WriteRate()
_THREADS = 4


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps people take, which the routes only translate.

    Attributes:
        workbench: what keeps the promises of labelling.
        actors: what keeps those of the registry.
        concordances: what finds words in all articles.
        reports: what says how far the project is.
        threads: what people say to each other.
        histories: what was done in the project.
        trash: what was put away, and can be restored.
        queueing: which articles go to whom.
    """

    workbench: Workbench
    actors: Actors
    concordances: Concordances
    reports: ProgressReports
    threads: Threads
    histories: Histories
    trash: Trash
    queueing: Queueing


StepsOf = Callable[[str], Steps | None]


def routes(  # noqa: PLR0913 - each a choice of an installation
    steps_of: StepsOf,
    first: str,
    projects: Projects,
    *,
    mode: str = "local",
    max_body_bytes: int = MAX_BODY_BYTES,
    write_rate: WriteRate | None = _DEFAULT_RATE,
    checks: Mapping[str, Callable[[], str]] | None = None,
    threads: int = _THREADS,
) -> list[Route]:
    """Return the routes of the API and of the health checks.

    They read ``request.state.visitor`` and ``request.state.csrf``, which a
    middleware must set; without a visitor everything but health is 401. What
    belongs to a project is there under ``/api/v1/projects/{project}``, and of the
    first one also under ``/api/v1``.

    Args:
        steps_of: returns what the routes of a project translate; ``None`` where it
            is not there.
        first: the project that is always there.
        projects: which others there are.
        mode: how people sign in, told to the surface.
        max_body_bytes: a larger body is refused with 413.
        write_rate: how fast one person may write; ``None`` for no bound, right
            where there is only one person.
        checks: parts ``/readyz`` asks besides the database, by name: each says
            what is wrong with the part, or nothing.
        threads: how many requests are worked on at a time.
    """
    offered = Offered(steps_of, mode)
    operations = all_operations(offered.demand(first), projects, mode, checks or {})
    limiter = WriteLimiter(write_rate)
    workers = Workers(threads)
    by_path: dict[str, dict[str, Operation]] = {}
    for operation in operations:
        by_path.setdefault(operation.path, {})[operation.method] = operation
    # Last, so that an unknown path gets JSON and not Streamlit's start page.
    by_path |= {"/api/v1": {}, "/api/v1/{rest:path}": {}}
    found = []
    for path, methods in by_path.items():
        endpoint = Endpoint(methods, offered.find, first, limiter, workers, max_body_bytes)
        if any(operation.of_project for operation in methods.values()):
            below = path.removeprefix("/api/v1")
            found.append(Route(f"/api/v1/projects/{{project}}{below}", endpoint))
        found.append(Route(path, endpoint))
    return found


@dataclass(slots=True)
class Offered:
    """What is done with the steps of each project, made once for all requests."""

    steps_of: StepsOf
    mode: str
    _known: dict[str, tuple[Steps, Served]] = field(default_factory=dict)

    def find(self, project: str) -> Served | None:
        """Return what is done in a project as it is now; ``None`` where it is not there."""
        steps = self.steps_of(project)
        if steps is None:
            self._known.pop(project, None)
            return None
        known = self._known.get(project)
        if known is None or known[0] is not steps:
            table = {(o.method, o.path): o for o in project_operations(steps, self.mode)}
            known = self._known[project] = (steps, Served(table, steps.workbench.document))
        return known[1]

    def demand(self, project: str) -> Steps:
        """Return the steps of a project that is always there."""
        steps = self.steps_of(project)
        if steps is None:
            raise NotFoundError(f"there is no project {project!r}")
        return steps


def all_operations(
    steps: Steps, projects: Projects, mode: str, checks: Mapping[str, Callable[[], str]]
) -> tuple[Operation, ...]:
    """Return everything the API does, the order of the routes included."""
    described = (
        *project_operations(steps, mode),
        *ProjectRoutes(projects).operations(),
        *HealthRoutes(steps.workbench, checks).operations(),
    )
    itself = OpenApiRoute()
    operations = (*described, itself.operation())
    itself.text = encode(openapi_document(operations))
    return operations


def project_operations(steps: Steps, mode: str) -> tuple[Operation, ...]:
    """Return what is done in one project."""
    found = (
        *ReadingRoutes(steps.workbench, mode).operations(),
        *TaskRoutes(steps.workbench).operations(),
        *ActorRoutes(steps.actors).operations(),
        *ConcordanceRoutes(steps.concordances).operations(),
        *ProgressRoutes(steps.reports).operations(),
        *ThreadRoutes(steps.threads).operations(),
        *HistoryRoutes(steps.histories).operations(),
        *TrashRoutes(steps.trash).operations(),
        *BatchRoutes(steps.queueing).operations(),
        *PlaceRoutes(steps.queueing).operations(),
    )
    return tuple(replace(operation, of_project=True) for operation in found)


@dataclass
class OpenApiRoute:
    """Serves the description of all routes, its own included."""

    text: str = ""

    def operation(self) -> Operation:
        """Return the route with what OpenAPI says of it."""
        return Operation(
            "GET",
            "/api/v1/openapi.json",
            self.openapi,
            "See this document",
            {200: OpenApiAnswer},
            public=True,
            instant=True,
        )

    def openapi(self, _call: Call) -> Answer:
        """See the description of all routes."""
        return Answer(200, self.text)
