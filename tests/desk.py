"""A workbench on a database of its own, with a small schema and a clock that is told the time."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from labeler.api import Steps
from labeler.core.annotation import AnnotationSet, Mention, Origin
from labeler.core.document import Document, Fragment
from labeler.core.people import Role as PersonRole
from labeler.core.schema import (
    Anchor,
    AttributeDef,
    AttributeKind,
    FrameKind,
    FrameType,
    RelationType,
    Role,
    Schema,
    SpanType,
)
from labeler.core.thread import Member
from labeler.core.work import Save
from labeler.datasets.live import LiveLabels
from labeler.datasets.readings import LiveReadings
from labeler.datasets.trends import LiveTrends
from labeler.schema_file import schema_of
from labeler.settings import Settings
from labeler.store import SqlStore
from labeler.workflow.actors import Actors
from labeler.workflow.concordance import Concordances
from labeler.workflow.histories import Histories
from labeler.workflow.labeling import Workbench
from labeler.workflow.progress import ProgressReports
from labeler.workflow.projects import Projects
from labeler.workflow.publishing import publish_pending
from labeler.workflow.queueing import Queueing
from labeler.workflow.threads import Threads
from labeler.workflow.trash import Trash

PROJECT = "news"
SCHEMA_PATH = Settings().schema_path
PEOPLE = ("ana", "bo", "cy", "lea")
MODEL = "model:test@1"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

MEETING = Document(
    "a-1",
    "Ana met Bo 🎉",
    "Ana met Bo 🎉\n\nMarch 1, 2026\n\n"
    "Ana met Bo in <script>alert(1)</script> Quito 👩🏽‍🚀, Ana said.",
    source="Daily",
    published_at="2026-03-01",
)
FLOOD = Document("a-2", "Flood", "The flood\n\nThe river rose. Nobody was hurt.")
STORM = Document("a-3", "Storm", "A storm came over the hills.")

SCHEMA = Schema(
    id="small",
    version="1.0",
    title="Small",
    language="en",
    digest="0" * 64,
    attributes={
        "polarity": AttributeDef(
            "polarity", AttributeKind.ENUM, values=("positive", "negative"), default="positive"
        )
    },
    span_types={
        "Actor": SpanType("Actor", entity=True, token_aligned=False),
        "Trigger": SpanType("Trigger"),
        "Content": SpanType("Content", max_fragments=5),
    },
    frame_types={
        "Meet": FrameType(
            "Meet",
            FrameKind.EVENT,
            Anchor("Trigger"),
            roles=(Role("who", ("Actor",), minimum=1, maximum=5), Role("what", ("Content",))),
            attributes=("polarity",),
        )
    },
    relation_types={"before": RelationType("before", ("Meet",), ("Meet",))},
    entity_types=("Actor",),
)


@dataclass(frozen=True, slots=True)
class Spans:
    """Tokens and sentences."""

    tokens: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int], ...]


@dataclass
class Desk:
    """A workbench with what tests steer and what they look at."""

    workbench: Workbench
    actors: Actors
    concordances: Concordances
    reports: ProgressReports
    threads: Threads
    histories: Histories
    trash: Trash
    queueing: Queueing
    live: LiveLabels
    store: SqlStore
    now: datetime = NOON
    leads: set[str] = field(default_factory=set)
    author: str | None = MODEL
    suggestion_state: tuple[str, str] = ("pending", "")
    tokenized: list[str] = field(default_factory=list)
    wakes: int = 0

    @property
    def projects(self) -> Projects:
        """The projects of the installation: people are in the desk's only."""
        return Projects(
            self.store.projects,
            self.store,
            PROJECT,
            lambda: self.now,
            schema_of,
            lambda: SCHEMA_PATH.read_text(encoding="utf-8"),
            lambda login: PersonRole.ADMIN if login == "root" else None,
            lambda _: None,
        )

    @property
    def steps(self) -> Steps:
        """What the API translates."""
        return Steps(
            self.workbench,
            self.actors,
            self.concordances,
            self.reports,
            self.threads,
            self.histories,
            self.trash,
            self.queueing,
        )

    def pass_time(self, seconds: float) -> None:
        """Let the clock run on."""
        self.now += timedelta(seconds=seconds)

    def publish(self) -> None:
        """Write what was submitted to the live labels, as happens a moment after each submit."""
        publish_pending(self.store, self.live, PROJECT, self.workbench.schema)


@contextmanager
def open_desk(
    folder: Path, schema: Schema = SCHEMA, lease_s: int = 60, url: str = ""
) -> Iterator[Desk]:
    """Open a desk with three articles for the people ``ana``, ``bo``, ``cy`` and ``lea``.

    It is on the database of ``url``, which ``fill`` has filled, or on a new file
    in the folder; the live labels are in the folder.
    """
    if not url:
        url = f"sqlite:///{folder / 'labeler.db'}"
        fill(url, schema)
    with closing(SqlStore(url)) as store:
        yield _desk(store, schema, lease_s, folder / "labels")


def fill(url: str, schema: Schema = SCHEMA) -> None:
    """Put into an empty database what is on a desk that nobody has worked at."""
    with closing(SqlStore(url)) as store:
        store.upgrade()
        store.ensure_project(PROJECT, schema, NOON)
        for login in PEOPLE:
            store.ensure_person(login, login.title(), NOON)
        store.add_documents(PROJECT, [MEETING, FLOOD, STORM], NOON)


def _desk(store: SqlStore, schema: Schema, lease_s: int, labels_folder: Path) -> Desk:
    def tokenize(text: str, _language: str) -> Spans:
        desk.tokenized.append(text)
        return Spans(((0, 3), (4, 7)), ((0, len(text)),))

    def wake() -> None:
        desk.wakes += 1

    workbench = Workbench(
        store=store,
        project=PROJECT,
        schema=schema,
        tokenizer=tokenize,
        suggestion_author=lambda: desk.author,
        suggestion_state=lambda _: desk.suggestion_state,
        clock=lambda: desk.now,
        lease_s=lease_s,
        on_submit=wake,
    )
    actors = Actors(store, PROJECT, schema, lambda: desk.now)
    concordances = Concordances(store, LiveReadings(labels_folder), PROJECT)
    reports = ProgressReports(
        store.progress_book, LiveTrends(labels_folder), PROJECT, lambda: desk.now
    )
    people = [Member(login, login.title()) for login in PEOPLE]

    def role_of(login: str) -> PersonRole | None:
        if login not in PEOPLE:
            return None
        return PersonRole.LEAD if login in desk.leads else PersonRole.ANNOTATOR

    threads = Threads(store.threads, PROJECT, lambda: desk.now, role_of, lambda: people)
    histories = Histories(
        store.histories, store, PROJECT, schema, lambda: desk.now, role_of, lease_s, wake
    )
    queueing = Queueing(
        store.queue, store, PROJECT, lambda: desk.now, role_of, lambda: PEOPLE, lease_s, wake
    )
    live = LiveLabels(labels_folder)
    trash = Trash(store.trash, PROJECT, lambda: desk.now, role_of, wake, lambda: None)
    desk = Desk(
        workbench, actors, concordances, reports, threads, histories, trash, queueing, live, store
    )
    return desk


def suggested(document: Document, *words: str) -> AnnotationSet:
    """Return a model's set that marks the first place of each word as an actor."""
    starts = [(word, document.text.index(word)) for word in words]
    return AnnotationSet(
        document.id,
        document.sha256,
        SCHEMA.id,
        SCHEMA.version,
        MODEL,
        mentions=tuple(
            Mention(f"s-m-{n}", "Actor", (Fragment(at, at + len(word)),), origin=Origin(MODEL))
            for n, (word, at) in enumerate(starts)
        ),
    )


def mention(
    document: Document, id_: str, kind: str, word: str, nth: int = 0, **changes: Any
) -> dict[str, Any]:
    """Return a mention of the ``nth`` place of a word, as JSON has it."""
    start = -1
    for _ in range(nth + 1):
        start = document.text.index(word, start + 1)
    found = {"id": id_, "type": kind, "fragments": [[start, start + len(word)]], "text": word}
    return {**found, **changes}


def labels(document: Document, login: str = "ana", **parts: Any) -> dict[str, Any]:
    """Return a set of labels as JSON has it."""
    return {
        "format": "labeler.annotation-set/1",
        "document_id": document.id,
        "text_sha256": document.sha256,
        "schema": {"id": SCHEMA.id, "version": SCHEMA.version},
        "author": f"annotator:{login}",
        **parts,
    }


def meeting_labels(login: str = "ana", **changes: Any) -> dict[str, Any]:
    """Return labels of the first article that are complete."""
    parts: dict[str, Any] = {
        "mentions": [
            mention(MEETING, "m-1", "Actor", "Ana", entity="e-1"),
            mention(MEETING, "m-2", "Actor", "Bo"),
            mention(MEETING, "m-3", "Trigger", "met"),
            mention(MEETING, "m-4", "Actor", "👩🏽‍🚀"),
        ],
        "entities": [{"id": "e-1", "type": "Actor", "name": "Ana"}],
        "frames": [
            {
                "id": "f-1",
                "type": "Meet",
                "anchor": "m-3",
                "arguments": [{"role": "who", "filler": "m-1"}, {"role": "who", "filler": "m-2"}],
                "attributes": {"polarity": "positive"},
            }
        ],
    }
    return labels(MEETING, login, **(parts | changes))


def incomplete_labels(login: str = "ana") -> dict[str, Any]:
    """Return labels of the first article whose event misses a role that is required."""
    whole = meeting_labels(login)
    whole["frames"][0]["arguments"] = []
    return whole


def a_save(number: int, revision: int, fence: int, **changes: Any) -> Save:
    """Return the save of that number; its id is made of the number."""
    return Save(f"save-{number}", revision, fence, **changes)
