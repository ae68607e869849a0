"""How long after a submit the live labels hold it, by the size of its bucket.

Run: ``python bench/live_labels.py``; prints the table of ``bench/live_labels.md``.
A project spreads its documents over 64 buckets, so a bucket of 1,500 is a
project of 96,000 submitted articles.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path

import pandas as pd

from labeler.core.annotation import AnnotationSet, Argument, Entity, Frame, Mention
from labeler.core.buckets import bucket_of
from labeler.core.document import Document, Fragment
from labeler.core.schema import Schema
from labeler.core.work import Save
from labeler.datasets.live import LiveLabels
from labeler.schema_file import load_schema
from labeler.settings import shipped
from labeler.store import SqlStore
from labeler.workflow.publishing import LabelsPublisher, rebuild

SIZES = (15, 150, 1500)
SUBMITS = 15
WORDS, MENTIONS, EVENTS, ENTITIES = 600, 60, 15, 12
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def documents(draw: random.Random) -> Iterator[Document]:
    """Yield articles of bucket 0, of random words."""
    words = ["".join(draw.choices("aeioubdgklmnprst", k=draw.randint(2, 9))) for _ in range(8000)]
    for number in count():
        if bucket_of(f"doc-{number}") == 0:
            yield Document(f"doc-{number}", words[0], " ".join(draw.choices(words, k=WORDS)))


def labels_of(document: Document, schema: Schema, draw: random.Random) -> AnnotationSet:
    """Return labels as dense as those of a news article."""

    def name(letter: str) -> str:
        return f"{letter}-{draw.randrange(36**8):08x}"

    entities = [Entity(name("e"), "Actor.State", f"Actor {n}") for n in range(ENTITIES)]
    step = len(document.text) // (MENTIONS + 1)
    mentions = [
        Mention(
            name("m"),
            "Trigger" if n % 4 == 0 else "Actor.State",
            (Fragment(n * step, n * step + 9),),
            {} if n % 4 == 0 else {"mention": "named"},
            None if n % 4 == 0 else entities[n % ENTITIES].id,
        )
        for n in range(MENTIONS)
    ]
    frames = [
        Frame(
            name("f"),
            "Event.CONSULT",
            mentions[4 * n].id,
            tuple(Argument("actor", mentions[4 * n + k].id) for k in (1, 2, 3)),
            {"polarity": "positive", "modality": "asserted", "tense": "past"},
        )
        for n in range(EVENTS)
    ]
    return AnnotationSet(
        document.id,
        document.sha256,
        schema.id,
        schema.version,
        "annotator:local",
        tuple(mentions),
        tuple(entities),
        tuple(frames),
    )


def submit(store: SqlStore, document: Document, labels: AnnotationSet) -> None:
    """Put labels through save and submit; again after a reopen where they were submitted."""
    task = store.open_task("news", document.id, "local", NOW, 600)
    if task.submitted_at is not None:
        task = store.reopen("news", task.id, NOW, 600)
    save = Save(f"{document.id}-{task.revision}", task.revision, task.lease.fence)
    task = store.save("news", task.id, labels, save, NOW, 600)
    store.submit("news", task.id, task.revision, task.lease.fence, NOW)


def measure(size: int, schema: Schema) -> str:
    """Return the line of the table for a bucket of that many articles."""
    draw = random.Random(size)  # noqa: S311 - words, not secrets
    with tempfile.TemporaryDirectory() as folder:
        store = SqlStore(f"sqlite:///{folder}/labeler.db")
        store.upgrade()
        store.ensure_project("news", schema, NOW)
        store.ensure_person("local", "You", NOW)
        articles = list(islice(documents(draw), size))
        store.add_documents("news", articles, NOW)
        for article in articles:
            submit(store, article, labels_of(article, schema, draw))
        writer = LiveLabels(Path(folder) / "labels")
        began = time.perf_counter()
        rebuild(store, writer, "news", schema)
        rebuilt_s = time.perf_counter() - began
        publisher = LabelsPublisher(store, writer, "news", schema)
        publisher.start()
        publisher.wait_until_idle(60)
        taken = []
        for article in draw.choices(articles, k=SUBMITS):
            submit(store, article, labels_of(article, schema, draw))
            began = time.perf_counter()
            publisher.wake()
            publisher.wait_until_idle(60)
            taken.append(time.perf_counter() - began)
        publisher.stop()
        store.close()
        mentions = pd.read_parquet(Path(folder) / "labels" / "news" / "mentions")
        assert len(mentions) == size * MENTIONS  # noqa: S101 - the table would lie otherwise
    return (
        f"| {size:,} | {size * 64:,} | {1000 * statistics.median(taken):.0f} ms "
        f"| {1000 * max(taken):.0f} ms | {rebuilt_s:.2f} s |"
    )


def main() -> None:
    """Print the table."""
    schema = load_schema(shipped("schemas") / "news_events.yaml")
    print("| articles in the bucket | in the project | submit → files, median | worst | rebuild |")
    print("|---|---|---|---|---|")
    for size in SIZES:
        print(measure(size, schema), flush=True)


if __name__ == "__main__":
    main()
