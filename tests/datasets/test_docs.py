"""The page about the tables says what the tables are."""

import re
from pathlib import Path

import pytest
from labelled import DOCUMENTS, SCHEMA, worked_example

from labeler.core.buckets import BUCKETS, bucket_of
from labeler.datasets.layout import TABLES, attribute_names, layout_of
from labeler.datasets.live import LiveLabels

PAGE = (Path(__file__).parents[2] / "docs" / "labels.md").read_text("utf-8")
TYPES = {
    "text": "string",
    "integer": "int64",
    "double": "double",
    "boolean": "bool",
    "timestamp, UTC": "timestamp[us, tz=UTC]",
    "list of texts": "list<element: string>",
    "list of integers": "list<element: int64>",
}


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_described_in_order(table):
    """Names, order and types of all columns but the attributes are those of the files."""
    section = PAGE.split(f"## `{table}`\n", 1)[1].split("\n## ", 1)[0]
    described = re.findall(r"^\| `(\w+)` \| ([^|]+) \| .+ \|$", section, re.MULTILINE)
    arrow = layout_of(SCHEMA)[table].arrow
    fixed = [field for field in arrow if field.name not in attribute_names(arrow)]
    wanted = [(field.name, str(field.type).replace("item:", "element:")) for field in fixed]
    assert [(name, TYPES[kind]) for name, kind in described] == wanted


def test_the_number_of_files_is_the_real_one():
    """The page names the number of buckets."""
    assert f"at most {BUCKETS} files" in PAGE


def test_the_examples_run(tmp_path, monkeypatch, capsys):
    """Each Python example works as it stands, from the folder that holds ``data``."""
    writer = LiveLabels(tmp_path / "data" / "labels")
    writer.finish("news", SCHEMA)
    writer.write("news", SCHEMA, bucket_of(DOCUMENTS[0].id), [worked_example()])
    monkeypatch.chdir(tmp_path)
    names = {}
    examples = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        exec(example, names)  # noqa: S102 - our own page
    assert names["sets"] == [worked_example().labels]
    assert "topic" in capsys.readouterr().out
