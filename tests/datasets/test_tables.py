"""What stands in the tables of the live labels."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labelled import AUTHORS, DOCUMENTS, HIDDEN, SCHEMA, make_schema, submissions, worked_example

from labeler.core.annotation import AnnotationSet, Mention
from labeler.core.buckets import bucket_of
from labeler.core.document import Fragment
from labeler.core.work import Submission
from labeler.datasets.layout import TABLES, layout_of
from labeler.datasets.live import LiveLabels
from labeler.datasets.reading import read_labels


@pytest.fixture
def labels(tmp_path):
    """The worked example, written; a function from a table's name to its pandas frame."""
    writer = LiveLabels(tmp_path)
    writer.finish("news", SCHEMA)
    writer.write("news", SCHEMA, bucket_of(DOCUMENTS[0].id), [worked_example()])
    return lambda table: pd.read_parquet(tmp_path / "news" / table)


def write_all(folder: Path, rows: list[Submission]) -> None:
    """Write submissions the way a rebuild does."""
    writer = LiveLabels(folder)
    for bucket in {bucket_of(row.document.id) for row in rows}:
        mine = [row for row in rows if bucket_of(row.document.id) == bucket]
        writer.write("news", SCHEMA, bucket, mine)
    writer.finish("news", SCHEMA)


@given(st.lists(submissions(), max_size=4, unique_by=lambda s: (s.document.id, s.labels.author)))
@settings(max_examples=40, deadline=None)
def test_labels_come_back_exactly(rows):
    """Order, notes, origins, empty lists, broken spans: a set that is read is the set written."""
    with tempfile.TemporaryDirectory() as folder:
        write_all(Path(folder), rows)
        found = read_labels(Path(folder) / "news")
    wanted = sorted((r.labels for r in rows), key=lambda s: (s.document_id, s.author))
    assert found == wanted


def test_some_documents_can_be_read_alone(tmp_path):
    """Reading by document id gives these documents and no others."""
    rows = [worked_example(document) for document in DOCUMENTS]
    write_all(tmp_path, rows)
    found = read_labels(tmp_path / "news", [DOCUMENTS[3].id, "unknown"])
    assert found == [rows[3].labels]


def test_a_mention_has_its_offsets_text_and_attributes(labels):
    """A row of mentions says what the annotator marked, discontinuous text included."""
    rows = labels("mentions").set_index("mention_id")
    whole = rows.loc["m1"]
    assert (whole.start, whole.end, whole.text, whole.entity_id) == (2, 5, "Zoë", "e1")
    assert whole["mention"] == "named"
    assert list(whole.sector) == []
    assert rows.loc["m2"].sector is None
    broken = rows.loc["m3"]
    assert list(broken.fragment_starts) == [14, 22]
    assert list(broken.fragment_ends) == [18, 27]
    assert broken.text == " … ".join(DOCUMENTS[0].text[a:b] for a, b in ((14, 18), (22, 27)))
    assert (broken.start, broken.end, broken.note) == (14, 27, "broken")
    assert [list(flags) for flags in rows["flags"]] == [[], [], ["discuss"], []]


def test_an_event_stands_with_its_trigger(labels):
    """An event needs no join to show its trigger, its modes and where it came from."""
    event = labels("events").set_index("event_id").loc["f2"]
    wanted = (DOCUMENTS[0].text[10:13], 10, 13)
    assert (event.trigger_text, event.trigger_start, event.trigger_end) == wanted
    assert list(event["mode"]) == ["drone"]
    assert (event.origin_by, event.origin_edited, event.origin_score) == (
        "model:news@0.1.0",
        True,
        0.75,
    )
    assert event.nested_in == "f1"


def test_an_attribution_stands_with_source_cue_and_content(labels):
    """Who said what reads off one row; an orphan quote has no cue."""
    rows = labels("attributions").set_index("attribution_id")
    orphan = rows.loc["f1"]
    assert pd.isna(orphan.cue_text)
    assert list(orphan.source_texts) == ["Zoë"]
    assert [t.count(" … ") for t in orphan.content_texts] == [1]
    assert list(rows.depth) == [0, 1]


def test_an_argument_stands_with_its_filler(labels):
    """Two fillers of one role are two rows; a frame as filler shows its trigger."""
    rows = labels("arguments")
    rows = rows[rows.frame_id == "f2"]
    assert list(rows.role) == ["actor", "actor", "topic"]
    assert list(rows.filler_kind) == ["mention", "mention", "event"]
    assert list(rows.filler_type) == ["Actor", "Actor", "Attack"]
    assert list(rows.filler_start) == [2, 14, 10]
    assert rows.filler_entity_id.tolist()[:2] == ["e1", "e1"]
    assert pd.isna(rows.filler_entity_id.iloc[2])


def test_entities_relations_and_decisions_have_their_tables(labels):
    """Chains, links and what became of suggestions are there to count."""
    entity = labels("entities").iloc[0]
    assert (entity["name"], entity.mention_count, entity.registry_id) == ("Zoë", 2, "actor:7")
    relation = labels("relations").iloc[0]
    assert (relation.source_kind, relation.source_id, relation.target_id) == ("event", "f2", "f3")
    assert relation.weight == 0.5
    decisions = labels("decisions")
    assert decisions.verdict.tolist() == ["rejected", "accepted"]
    assert [list(names) for names in decisions.changed] == [[], ["attribute:mention", "extent"]]


def test_a_document_is_one_row_however_many_labelled_it(tmp_path):
    """Documents hold no duplicates; who submitted when stands in submissions."""
    write_all(tmp_path, [worked_example(author=author) for author in AUTHORS])
    documents = pd.read_parquet(tmp_path / "news" / "documents")
    assert documents.document_id.tolist() == [DOCUMENTS[0].id]
    assert documents.text[0] == DOCUMENTS[0].text
    assert json.loads(documents.meta[0]) == {"a": "é", "desk": "war"}
    rows = pd.read_parquet(tmp_path / "news" / "submissions")
    assert rows.author.tolist() == list(AUTHORS)
    assert rows.relevance.tolist() == ["in", "in"]
    assert rows.submitted_at[0] == pd.Timestamp("2026-03-04T12:00:00.123456Z")


def test_every_attribute_has_a_column_of_its_type():
    """Numbers are numbers, lists are lists; a name that is taken gets a prefix."""
    columns = layout_of(SCHEMA)["mentions"].arrow
    assert columns.field("mention").type == pa.string()
    assert columns.field("sector").type == pa.list_(pa.string())
    assert columns.field("weight").type == pa.float64()
    assert columns.field("living").type == pa.bool_()
    assert columns.field("since").type == pa.string()
    assert columns.field("attr_Start").type == pa.int64()
    names = [name.casefold() for name in columns.names]
    assert len(set(names)) == len(names)
    assert {"attr_note", "attr_attr_note"} <= set(names)


def test_files_name_their_schema():
    """Whoever holds one file can tell which schema it was made under."""
    for name, table in layout_of(SCHEMA).items():
        metadata = table.arrow.metadata
        assert metadata[b"labeler.table"] == name.encode()
        assert metadata[b"labeler.schema.id"] == b"test-news"
        assert metadata[b"labeler.schema.version"] == b"1.2"
        assert metadata[b"labeler.schema.digest"] == SCHEMA.digest.encode()


def test_an_attribute_kept_out_of_the_labels_is_in_no_table(tmp_path):
    """``export: false`` is kept: neither a column nor the rest holds the value."""
    example = worked_example()
    private = Mention("m9", "Actor", (Fragment(0, 1),), {HIDDEN: "unsure"})
    write_all(tmp_path, [replace(example, labels=replace(example.labels, mentions=(private,)))])
    found = pd.read_parquet(tmp_path / "news" / "mentions")
    assert HIDDEN not in found.columns
    assert found.other_attributes.isna().all()


def test_empty_tables_can_be_read(tmp_path):
    """Before the first submit every table is there, with its columns and no rows."""
    LiveLabels(tmp_path).finish("news", SCHEMA)
    for name in TABLES:
        frame = pd.read_parquet(tmp_path / "news" / name)
        assert len(frame) == 0
        assert list(frame.columns) == layout_of(SCHEMA)[name].arrow.names
    assert read_labels(tmp_path / "news") == []


def test_a_set_without_any_item_is_still_submitted(tmp_path):
    """Nothing to mark is an answer too, and comes back as one."""
    document = DOCUMENTS[2]
    empty = AnnotationSet(document.id, document.sha256, "s", "1", AUTHORS[0])
    write_all(tmp_path, [replace(worked_example(document), labels=empty)])
    assert read_labels(tmp_path / "news") == [empty]


def test_another_schema_has_other_marks():
    """The digest is in every table's schema, so a changed schema shows in the bytes."""
    other = layout_of(make_schema("2" * 64))
    for name, table in layout_of(SCHEMA).items():
        assert not table.arrow.equals(other[name].arrow, check_metadata=True)
