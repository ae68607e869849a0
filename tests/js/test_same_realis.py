"""The derived attribute is the same, whoever computes it."""

from itertools import product

from shared import ROOT

from labeler.codec import dump_schema
from labeler.core.derive import ere_realis
from labeler.schema_file import load_schema

SCHEMA = load_schema(ROOT / "schemas" / "news_events.yaml")
GIVEN = ("polarity", "modality", "tense", "genericity")

DERIVE = """async ({schema, cases}) => {
  const { SchemaIndex } = await import('/labeler/surface/static/model/schema.js');
  const index = new SchemaIndex(schema);
  return cases.map((attributes) => index.derive(['realis'], attributes).realis);
}"""


def test_realis_is_the_same_in_the_browser_and_on_the_server(lab):
    """For every combination of the values it follows from, missing ones included."""
    choices = [(None, *SCHEMA.attribute(name).values) for name in GIVEN]
    cases = [
        {name: value for name, value in zip(GIVEN, values, strict=True) if value is not None}
        for values in product(*choices)
    ]
    assert len(cases) == 3 * 7 * 5 * 3
    found = lab.evaluate(DERIVE, {"schema": dump_schema(SCHEMA), "cases": cases})
    assert found == [ere_realis(case) for case in cases]
