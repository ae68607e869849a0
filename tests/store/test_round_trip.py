"""Whatever can be labelled comes back from the database as it went in."""

import itertools
from collections.abc import Iterator

import pytest
from databases import KINDS, Databases
from hypothesis import given, settings
from hypothesis import strategies as st
from stored import ANA, LEASE_S, MODEL, NOON, make_schema
from strategies import annotation_sets, documents

from labeler.core.annotation import AnnotationSet
from labeler.core.buckets import bucket_of
from labeler.core.document import Document
from labeler.core.work import Save
from labeler.store import SqlStore

labelled = documents().flatmap(
    lambda document: st.tuples(
        st.just(document), annotation_sets(document), annotation_sets(document, author=MODEL)
    )
)
_numbers = itertools.count()


@pytest.fixture(scope="module", params=KINDS)
def stores(
    request: pytest.FixtureRequest, databases: Databases
) -> Iterator[tuple[SqlStore, SqlStore]]:
    """Open one database twice: what one writes the other has not in memory."""
    with databases.fresh(request.param) as url:
        writer, reader = SqlStore(url), SqlStore(url)
        writer.upgrade()
        writer.ensure_person(ANA, "Ana", NOON)
        yield writer, reader
        writer.close()
        reader.close()


@settings(deadline=None, max_examples=50)
@given(example=labelled)
def test_documents_labels_and_suggestions_come_back_unchanged(
    stores: tuple[SqlStore, SqlStore], example: tuple[Document, AnnotationSet, AnnotationSet]
):
    """Saved and read as a draft, as a revision, as a submission and as a suggestion."""
    writer, reader = stores
    document, labels, suggested = example
    project = f"p-{next(_numbers)}"
    writer.ensure_project(project, make_schema(), NOON)
    writer.add_documents(project, [document], NOON)
    assert reader.document(project, document.id) == document

    task = writer.open_task(project, document.id, ANA, NOON, LEASE_S)
    writer.save(project, task.id, labels, Save("s-1", 0, task.lease.fence), NOON, LEASE_S)
    assert reader.labels(project, task.id) == labels
    assert [r.labels for r in reader.revisions(project, task.id)] == [labels]

    writer.submit(project, task.id, 1, task.lease.fence, NOON)
    (submission,) = reader.submissions(project, bucket_of(document.id))
    assert (submission.document, submission.labels) == (document, labels)

    writer.put_suggestions(project, suggested, NOON)
    assert reader.suggestions(project, document.id, MODEL) == suggested
