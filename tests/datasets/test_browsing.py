"""Looking at the live labels: counts, pages, downloads."""

import csv
import io
import json

import pandas as pd
import pytest
from labelled import DOCUMENTS, SCHEMA, worked_example

from labeler.core.buckets import bucket_of
from labeler.datasets.browsing import LabelsView
from labeler.datasets.layout import TABLES
from labeler.datasets.live import LiveLabels


@pytest.fixture
def view(tmp_path):
    """A view on the worked example, made on each of five documents."""
    writer = LiveLabels(tmp_path)
    writer.finish("news", SCHEMA)
    for document in DOCUMENTS:
        bucket = bucket_of(document.id)
        mine = [worked_example(d) for d in DOCUMENTS if bucket_of(d.id) == bucket]
        writer.write("news", SCHEMA, bucket, mine)
    return LabelsView(tmp_path / "news")


def test_an_installation_that_never_started_has_no_labels_yet(tmp_path):
    """Before the first start there is nothing to read, and that can be asked."""
    view = LabelsView(tmp_path / "news")
    assert not view.exists()
    LiveLabels(tmp_path).finish("news", SCHEMA)
    assert view.exists()
    assert view.counts() == dict.fromkeys(TABLES, 0)
    assert view.groups("mentions") == {}
    assert view.page("mentions", search="x").total == 0


def test_counts_and_groups_are_those_of_the_rows(view):
    """Every row of every file is counted once."""
    counts = view.counts()
    assert (counts["documents"], counts["mentions"], counts["attributions"]) == (5, 20, 10)
    assert view.groups("mentions") == {"Actor": 10, "Content": 5, "Trigger": 5}
    assert view.groups("decisions") == {"accepted": 5, "rejected": 5}


def test_pages_hold_every_row_once(view):
    """Going through page by page meets each row, and the total says how many there are."""
    seen = []
    for offset in range(0, 20, 6):
        page = view.page("mentions", offset=offset, limit=6)
        assert page.total == 20
        seen += zip(
            page.rows["document_id"].to_pylist(), page.rows["mention_id"].to_pylist(), strict=True
        )
    assert len(seen) == len(set(seen)) == 20
    assert view.page("mentions", offset=40).rows.num_rows == 0


def test_search_looks_into_all_text_whatever_the_case(view):
    """Names, notes and texts in lists are found; types narrow it down."""
    assert view.page("mentions", search="zOË").total == 5
    assert view.page("mentions", only=["Content"]).total == 5
    assert view.page("mentions", search="BROKEN", only=["Actor"]).total == 0
    assert view.page("attributions", search=" … ").total == 10
    assert view.page("mentions", search="mil").total == 5
    assert view.page("documents", search="doc-3").rows["title"].to_pylist() == ["Title 3"]


@pytest.mark.parametrize("table", TABLES)
def test_the_download_is_the_whole_table(view, table):
    """The Parquet download reads as the folder does."""
    found = pd.read_parquet(io.BytesIO(view.parquet(table)))
    pd.testing.assert_frame_equal(found, pd.read_parquet(view.folder / table))


@pytest.mark.parametrize("table", TABLES)
def test_the_csv_has_every_row_and_column(view, table):
    """Texts with quotes, commas and line breaks stay whole; lists are JSON."""
    wanted = view.page(table, limit=1000).rows
    rows = list(csv.DictReader(io.StringIO(view.csv(table).decode("utf-8"), newline="")))
    assert len(rows) == wanted.num_rows
    assert list(rows[0]) == wanted.schema.names
    if table == "documents":
        assert [row["text"] for row in rows] == wanted["text"].to_pylist()
    if table == "mentions":
        starts = [json.loads(row["fragment_starts"]) for row in rows]
        assert starts == wanted["fragment_starts"].to_pylist()
