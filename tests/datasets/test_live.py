"""The files of the live labels: what is written when, and what is noticed."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labelled import AUTHORS, DOCUMENTS, SCHEMA, make_schema, submissions, worked_example

from labeler.core.live import FaultKind
from labeler.datasets.layout import TABLES
from labeler.datasets.live import EMPTY, LiveLabels, bucket_file
from labeler.datasets.reading import read_labels

BUCKET = 7


@pytest.fixture
def live(tmp_path):
    """A writer over an empty folder that is marked as current."""
    writer = LiveLabels(tmp_path)
    writer.finish("news", SCHEMA)
    return writer


def contents(folder: Path) -> dict[str, bytes]:
    """Every Parquet file below a folder with its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*.parquet")}


def kinds(faults) -> list[tuple[FaultKind, str]]:
    """Kind and ``table/file`` of each fault."""
    return [(f.kind, "/".join(Path(f.place).parts[-2:])) for f in faults]


@st.composite
def histories(draw):
    """Draw batches: what is submitted, by document id, of some documents by then."""
    batches = []
    for _ in range(draw(st.integers(1, 4))):
        chosen = draw(st.lists(st.sampled_from(range(len(DOCUMENTS))), max_size=2, unique=True))
        batches.append(
            {
                DOCUMENTS[n].id: draw(
                    st.lists(
                        submissions((DOCUMENTS[n],)),
                        max_size=2,
                        unique_by=lambda s: s.labels.author,
                    )
                )
                for n in chosen
            }
        )
    return batches


@given(histories())
@settings(max_examples=40, deadline=None)
def test_updates_give_the_bytes_of_a_rebuild(history):
    """Whatever was submitted and reopened in whatever order, only the outcome shows."""
    with tempfile.TemporaryDirectory() as name:
        step_by_step, at_once = LiveLabels(Path(name) / "a"), LiveLabels(Path(name) / "b")
        state = {}
        for batch in history:
            rows = [row for documents in batch.values() for row in documents]
            assert step_by_step.update("news", SCHEMA, BUCKET, list(batch), rows)
            state |= batch
        final = [row for rows in state.values() for row in rows]
        at_once.write("news", SCHEMA, BUCKET, final)
        assert contents(Path(name) / "a") == contents(Path(name) / "b")
        assert not step_by_step.compare("news", SCHEMA, BUCKET, final[::-1])


def test_a_large_bucket_gives_the_same_bytes_too(live, tmp_path):
    """Also where rows fill many pages: 600 documents, an update in the middle and at both ends."""
    documents = [replace(DOCUMENTS[0], id=f"{n:04d}") for n in range(600)]
    rows = [worked_example(document) for document in documents]
    live.write("news", SCHEMA, BUCKET, [row for n, row in enumerate(rows) if n % 7])
    late = [row for n, row in enumerate(rows) if n % 7 == 0]
    assert live.update("news", SCHEMA, BUCKET, [row.document.id for row in late], late)
    before = contents(tmp_path)
    live.write("news", SCHEMA, BUCKET, [])
    live.write("news", SCHEMA, BUCKET, rows)
    assert contents(tmp_path) == before


def test_a_bucket_without_rows_has_no_files(live, tmp_path):
    """Reopening the last document of a bucket leaves no empty file behind."""
    row = worked_example()
    live.write("news", SCHEMA, BUCKET, [row])
    assert (tmp_path / "news" / "mentions" / bucket_file(BUCKET)).exists()
    assert live.update("news", SCHEMA, BUCKET, [row.document.id], [])
    assert {Path(name).name for name in contents(tmp_path)} == {EMPTY}
    assert len(pd.read_parquet(tmp_path / "news" / "mentions")) == 0


def test_a_resubmit_replaces_and_leaves_others_alone(live, tmp_path):
    """The new labels of a document stand in place of the old, once."""
    live.write("news", SCHEMA, BUCKET, [worked_example(d) for d in DOCUMENTS])
    changed = worked_example(DOCUMENTS[1], AUTHORS[1])
    assert live.update("news", SCHEMA, BUCKET, [DOCUMENTS[1].id], [changed])
    rows = pd.read_parquet(tmp_path / "news" / "mentions")
    assert rows.groupby("document_id").author.unique().map(list).to_dict() == {
        d.id: [AUTHORS[d is DOCUMENTS[1]]] for d in DOCUMENTS
    }
    assert len(rows) == 4 * len(DOCUMENTS)


def test_files_with_other_columns_are_not_current_and_still_read(live, tmp_path):
    """What an earlier version wrote asks for a rebuild; until then it lacks only what is new."""
    row = worked_example()
    live.write("news", SCHEMA, BUCKET, [row])
    assert live.is_current("news", SCHEMA)
    for path in (tmp_path / "news").rglob("*.parquet"):
        table = pq.read_table(path)
        earlier = [name for name in table.column_names if name not in {"flags", "changed"}]
        pq.write_table(table.select(earlier), path)
    assert not live.is_current("news", SCHEMA)
    (found,) = read_labels(tmp_path / "news")
    assert [m.id for m in found.mentions] == [m.id for m in row.labels.mentions]
    assert {m.flags for m in found.mentions} == {()}
    assert {d.changed for d in found.decisions} == {()}


def test_what_is_right_is_not_touched(live, tmp_path):
    """Writing the same labels again leaves the very same files in place."""
    rows = [worked_example()]
    live.write("news", SCHEMA, BUCKET, rows)
    before = {p: p.stat().st_ino for p in tmp_path.rglob("*.parquet")}
    live.write("news", SCHEMA, BUCKET, rows)
    live.finish("news", SCHEMA)
    assert {p: p.stat().st_ino for p in tmp_path.rglob("*.parquet")} == before


@pytest.mark.parametrize("table", ["mentions", "submissions", "documents"])
@pytest.mark.parametrize("harm", ["gone", "cut", "other"])
def test_broken_files_are_not_built_upon(live, tmp_path, table, harm):
    """A file that is gone, cut short or of another time makes the update ask for a rewrite."""
    one, two = worked_example(DOCUMENTS[0]), worked_example(DOCUMENTS[1])
    live.write("news", SCHEMA, BUCKET, [one])
    path = tmp_path / "news" / table / bucket_file(BUCKET)
    earlier = path.read_bytes()
    live.write("news", SCHEMA, BUCKET, [one, two])
    match harm:
        case "gone":
            path.unlink()
        case "cut":
            path.write_bytes(path.read_bytes()[:100])
        case "other":
            path.write_bytes(earlier)
    before = contents(tmp_path)
    assert not live.update("news", SCHEMA, BUCKET, [two.document.id], [two])
    assert contents(tmp_path) == before
    live.write("news", SCHEMA, BUCKET, [one, two])
    assert not live.compare("news", SCHEMA, BUCKET, [one, two])


def test_files_of_another_schema_are_not_built_upon(live):
    """A changed schema makes the files stale, all of them, until they are rewritten."""
    row, other = worked_example(), make_schema("2" * 64)
    live.write("news", SCHEMA, BUCKET, [row])
    assert live.is_current("news", SCHEMA)
    assert not live.is_current("news", other)
    assert not live.update("news", other, BUCKET, [row.document.id], [row])
    live.write("news", other, BUCKET, [row])
    live.finish("news", other)
    assert live.is_current("news", other)


def test_every_disagreement_is_named(live, tmp_path):
    """Missing, stale, leftover and foreign files are each told apart, and hidden ones ignored."""
    row, folder = worked_example(), tmp_path / "news"
    live.write("news", SCHEMA, BUCKET, [row])
    assert not live.compare("news", SCHEMA, BUCKET, [row])
    assert not live.strays("news", SCHEMA)
    (folder / "events" / bucket_file(BUCKET)).unlink()
    (folder / "mentions" / bucket_file(BUCKET)).write_bytes(b"PAR1")
    assert kinds(live.compare("news", SCHEMA, BUCKET, [row])) == [
        (FaultKind.STALE, f"mentions/{bucket_file(BUCKET)}"),
        (FaultKind.MISSING, f"events/{bucket_file(BUCKET)}"),
    ]
    left = live.compare("news", SCHEMA, BUCKET, [])
    assert {f.kind for f in left} == {FaultKind.LEFTOVER}
    (folder / "events" / EMPTY).unlink()
    (folder / "entities" / "copy of bucket-07.parquet").write_bytes(b"")
    (folder / "entities" / ".DS_Store").write_bytes(b"")
    (folder / ".incoming").mkdir(exist_ok=True)
    (folder / ".incoming" / "mentions-bucket-07.parquet").write_bytes(b"PAR1")
    assert kinds(live.strays("news", SCHEMA)) == [
        (FaultKind.MISSING, f"events/{EMPTY}"),
        (FaultKind.LEFTOVER, ".incoming/mentions-bucket-07.parquet"),
        (FaultKind.FOREIGN, "entities/copy of bucket-07.parquet"),
    ]


def test_finishing_removes_what_an_interrupted_write_left(live, tmp_path):
    """Half-written files go; readers never saw them."""
    half = tmp_path / "news" / ".incoming" / "mentions-bucket-07.parquet"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"PAR1")
    assert pd.read_parquet(tmp_path / "news" / "mentions").empty
    live.finish("news", SCHEMA)
    assert not live.strays("news", SCHEMA)


def test_only_tables_with_rows_have_files(live, tmp_path):
    """Every file of a bucket belongs to a table, and the submissions file is always one of them."""
    live.write("news", SCHEMA, BUCKET, [worked_example()])
    written = {p.parent.name for p in tmp_path.rglob(bucket_file(BUCKET))}
    assert written == set(TABLES)
