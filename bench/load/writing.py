"""The articles annotators label here, and the labels they send, made before the clock runs."""

import hashlib
from dataclasses import dataclass, replace
from functools import cache

from articles import Size, labelled_article

from labeler.codec import dumps_annotation_set
from labeler.core.annotation import AnnotationSet
from labeler.core.document import Document
from labeler.core.schema import Schema
from labeler.schema_file import load_schema
from labeler.settings import Settings
from labeler.workflow.labeling import author_of

SIZE = Size("usual", 600, 60, 15)
VERSIONS = 3
_SOMEBODY = author_of("@")


@dataclass(frozen=True, slots=True)
class Labels:
    """What is sent with a save: JSON, and the digest of what the store keeps of it."""

    json: str
    digest: str


def article(number: int) -> Document:
    """Return an article of its own for each number."""
    return replace(_made(number)[0], id=f"bench-{number}", title=f"Harbour notes {number}")


def digest_of(text: str) -> str:
    """Return by what labels are compared."""
    return hashlib.sha256(text.encode()).hexdigest()


def labels_of(document_id: str, login: str, save: int) -> Labels:
    """Return the labels of somebody's n-th save: each differs from the one before."""
    json = _versions(int(document_id.removeprefix("bench-")))[save % VERSIONS]
    json = json.replace(_SOMEBODY, author_of(login))
    return Labels(json, digest_of(json))


def make_ready(count: int) -> None:
    """Make the labels of the first articles now, and not while times are taken."""
    for number in range(count):
        _versions(number)


@cache
def _schema() -> Schema:
    return load_schema(Settings().schema_path)


@cache
def _made(number: int) -> tuple[Document, AnnotationSet]:
    return labelled_article(SIZE, seed=number)


@cache
def _versions(number: int) -> tuple[str, ...]:
    """Return the labels with none, the last and the last two of the free mentions left out."""
    document, labels = _made(number)
    labels = replace(
        labels,
        document_id=f"bench-{number}",
        schema_id=_schema().id,
        schema_version=_schema().version,
        author=_SOMEBODY,
    )
    used = {frame.anchor for frame in labels.frames} | {
        argument.filler for frame in labels.frames for argument in frame.arguments
    }
    free = [m.id for m in labels.mentions if m.id not in used and m.entity is None]
    found = []
    for left_out in range(VERSIONS):
        gone = set(free[len(free) - left_out :])
        kept = tuple(m for m in labels.mentions if m.id not in gone)
        found.append(dumps_annotation_set(replace(labels, mentions=kept), document.text))
    return tuple(found)
