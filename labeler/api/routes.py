"""All routes, in one table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.routing import Route

from labeler.api.actors import ActorRoutes
from labeler.api.batches import BatchRoutes
from labeler.api.bodies import OpenApiAnswer
from labeler.api.calls import Answer, Call, Operation, encode
from labeler.api.concordance import ConcordanceRoutes
from labeler.api.documents import ReadingRoutes
from labeler.api.endpoint import Endpoint
from labeler.api.health import HealthRoutes
from labeler.api.history import HistoryRoutes
from labeler.api.limits import WriteLimiter, WriteRate
from labeler.api.openapi import openapi_document
from labeler.api.places import PlaceRoutes
from labeler.api.progress import ProgressRoutes
from labeler.api.tasks import TaskRoutes
from labeler.api.threads import ThreadRoutes
from labeler.api.trash import TrashRoutes
from labeler.api.workers import Workers
from labeler.workflow.actors import Actors
from labeler.workflow.concordance import Concordances
from labeler.workflow.histories import Histories
from labeler.workflow.labeling import Workbench
from labeler.workflow.progress import ProgressReports
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


def routes(  # noqa: PLR0913 - each a choice of an installation
    steps: Steps,
    *,
    mode: str = "local",
    max_body_bytes: int = MAX_BODY_BYTES,
    write_rate: WriteRate | None = _DEFAULT_RATE,
    checks: Mapping[str, Callable[[], str]] | None = None,
    threads: int = _THREADS,
) -> list[Route]:
    """Return the routes of the API and of the health checks.

    They read ``request.state.person`` and ``request.state.csrf``, which a
    middleware must set; without a person everything but health is 401.

    Args:
        steps: what the routes translate.
        mode: how people sign in, told to the surface.
        max_body_bytes: a larger body is refused with 413.
        write_rate: how fast one person may write; ``None`` for no bound, right
            where there is only one person.
        checks: parts ``/readyz`` asks besides the database, by name: each says
            what is wrong with the part, or nothing.
        threads: how many requests are worked on at a time.
    """
    operations = all_operations(steps, mode, checks or {})
    limiter = WriteLimiter(write_rate)
    workers = Workers(threads)
    by_path: dict[str, dict[str, Operation]] = {}
    for operation in operations:
        by_path.setdefault(operation.path, {})[operation.method] = operation
    # Last, so that an unknown path gets JSON and not Streamlit's start page.
    by_path |= {"/api/v1": {}, "/api/v1/{rest:path}": {}}
    return [
        Route(path, Endpoint(methods, steps.workbench, limiter, workers, max_body_bytes))
        for path, methods in by_path.items()
    ]


def all_operations(
    steps: Steps, mode: str, checks: Mapping[str, Callable[[], str]]
) -> tuple[Operation, ...]:
    """Return everything the API does, the order of the routes included."""
    described = (
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
        *HealthRoutes(steps.workbench, checks).operations(),
    )
    itself = OpenApiRoute()
    operations = (*described, itself.operation())
    itself.text = encode(openapi_document(operations))
    return operations


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
