"""Small documents, labels and saves for tests of the store."""

from datetime import UTC, datetime

from labeler.core.annotation import AnnotationSet, Mention
from labeler.core.document import Document, Fragment
from labeler.core.schema import Schema
from labeler.core.work import Save, Task
from labeler.store import SqlStore

PROJECT = "news"
ANA = "ana"
BO = "bo"
MODEL = "model:test@1"
LEASE_S = 60
ARTICLES = 3
NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


def make_schema(version: str = "1.0", digest: str = "0" * 64) -> Schema:
    """Return a schema without types; the store looks at its name only."""
    return Schema("small", version, "Small", "en", digest, {}, {}, {}, {})


def article(number: int, text: str = "", source: str = "Daily") -> Document:
    """Return the article of that number; its text is its own."""
    text = text or f"Article {number}\n\nAna met Bo 🎉 on day {number}."
    return Document(f"a-{number}", f"Article {number}", text, source=source)


def marked(document: Document, *starts: int, author: str = f"annotator:{ANA}") -> AnnotationSet:
    """Return labels with a mention of two code points at each of ``starts``."""
    return AnnotationSet(
        document.id,
        document.sha256,
        "small",
        "1.0",
        author,
        mentions=tuple(Mention(f"m-{at}", "Actor", (Fragment(at, at + 2),)) for at in starts),
    )


def save_after(task: Task, save_id: str, active_s: float = 0.0) -> Save:
    """Return a save by somebody who has seen all of the task."""
    return Save(save_id, task.revision, task.lease.fence, {"tab": "t-1"}, active_s)


def fill_people(url: str) -> None:
    """Put a project and two people into an empty database."""
    store = SqlStore(url)
    store.upgrade()
    store.ensure_project(PROJECT, make_schema(), NOON)
    for login in (ANA, BO):
        store.ensure_person(login, login.title(), NOON)
    store.close()


def fill(url: str) -> None:
    """Put a project, two people and three articles into an empty database."""
    fill_people(url)
    store = SqlStore(url)
    store.add_documents(PROJECT, [article(n) for n in range(1, ARTICLES + 1)], NOON)
    store.close()
