"""The expert's annotation of the seed article comes back from Parquet unchanged."""

from datetime import UTC, datetime

import pandas as pd
import pytest
from shared import gold_document, gold_from, gold_labels, needs_shared, read_gold

from labeler.core.buckets import bucket_of
from labeler.core.work import Submission
from labeler.datasets.live import LiveLabels
from labeler.datasets.reading import read_labels
from labeler.schema_file import load_schema
from labeler.settings import shipped

pytestmark = [needs_shared, pytest.mark.corpora]


@pytest.fixture(scope="module")
def gold():
    """The gold's file."""
    return read_gold()


@pytest.fixture(scope="module")
def folder(gold, tmp_path_factory):
    """The gold, published under the schema that ships."""
    schema = load_schema(shipped("schemas") / "news_events.yaml")
    root = tmp_path_factory.mktemp("labels")
    document = gold_document(gold)
    labels = gold_labels(gold, schema.id, schema.version)
    writer = LiveLabels(root)
    writer.finish("news", schema)
    row = Submission(document, labels, 1, datetime.now(UTC))
    writer.write("news", schema, bucket_of(document.id), [row])
    return root / "news"


def test_the_gold_comes_back_item_by_item(gold, folder):
    """Every span, frame, argument, entity and relation is what the expert said."""
    [labels] = read_labels(folder)
    assert gold_from(labels, gold) == gold


def test_pandas_reads_the_gold(gold, folder):
    """Plain pandas shows the same offsets, texts and fillers."""
    mentions = pd.read_parquet(folder / "mentions").set_index("mention_id")
    for span in gold["spans"]:
        row = mentions.loc[span["id"]]
        starts, ends = row.fragment_starts.tolist(), row.fragment_ends.tolist()
        assert [list(pair) for pair in zip(starts, ends, strict=True)] == span["fragments"]
        assert (row["type"], row.text) == (span["type"], span["text"])
    counts = {t: len(pd.read_parquet(folder / t)) for t in ("events", "attributions", "entities")}
    assert counts == {"events": 30, "attributions": 17, "entities": 19}
    arguments = pd.read_parquet(folder / "arguments")
    found = arguments[["frame_id", "role", "filler_id"]].to_records(index=False).tolist()
    assert found == [
        (frame["id"], role["role"], role["filler"])
        for frame in gold["frames"]
        for role in frame["roles"]
        if role["role"] != "cue"
    ]


def test_every_attribute_of_the_gold_has_a_column(folder):
    """Nothing the expert said is without a column under the schema that ships."""
    for table in ("submissions", "mentions", "entities", "events", "attributions", "relations"):
        assert pd.read_parquet(folder / table).other_attributes.isna().all(), table
