"""The surface's commands build the whole seed gold, rules included."""

import pytest
from module_server import BLANK, serve_modules
from shared import ROOT, gold_document, gold_labels, needs_shared, read_gold

from labeler.codec import dump_annotation_set, dump_document, dump_schema
from labeler.schema_file import load_schema

pytestmark = [needs_shared, pytest.mark.corpora]

# Everything is made by hand but what the surface finds itself: the nesting and the realis.
BUILD = """async ({schema, document, set}) => {
  const [{ LabelStore }, commands, { readLabels }] = await Promise.all(
    ['store', 'commands', 'labels'].map((m) => import(`/labeler/surface/static/model/${m}.js`)),
  );
  const gold = readLabels(set);
  const store = new LabelStore({ document, schema });
  const refused = [];
  const made = new Map();
  const run = (command) => {
    const result = store.do(command);
    if (!result.ok) refused.push(result.reason);
    return result.id;
  };
  for (const { id, type, fragments } of gold.mentions.values()) {
    made.set(id, run(commands.addMention({ type, fragments, entity: null })));
  }
  for (const { id } of gold.entities.values()) {
    const members = [...gold.mentions.values()].filter((m) => m.entity === id);
    made.set(id, run(commands.joinEntity(members.map((m) => made.get(m.id)), null)));
  }
  for (const { id, type, anchor } of gold.frames.values()) {
    made.set(id, run(commands.addFrame({ type, anchor: anchor && { id: made.get(anchor) } })));
  }
  for (const frame of gold.frames.values()) {
    for (const { role, filler } of frame.arguments) {
      run(commands.fillRole(made.get(frame.id), role, { id: made.get(filler) }));
    }
    for (const [name, value] of Object.entries(frame.attributes)) {
      if (name !== 'realis') run(commands.setAttribute(made.get(frame.id), name, value));
    }
  }
  for (const { type, source, target } of gold.relations.values()) {
    run(commands.addRelation({ type, source: made.get(source), target: made.get(target) }));
  }
  const ids = new Map([...made].map(([theirs, ours]) => [ours, theirs]));
  const of = (labels) => [...labels.frames.values()].map((f) => [
    ids.get(f.id) ?? f.id, ids.get(f.nested_in) ?? f.nested_in, f.attributes.realis ?? null,
  ]);
  const { mentions, frames, entities, relations } = store.labels;
  return {
    refused,
    found: of(store.labels),
    wanted: of(gold),
    sizes: [mentions, frames, entities, relations].map((table) => table.size),
    blocking: store.problems().filter((p) => p.level !== 'warning'),
  };
}"""


def test_commands_build_the_gold_and_find_its_nesting_and_realis(browser):
    """No command is refused, and nothing is left that would block a submit."""
    gold = read_gold()
    document = gold_document(gold)
    schema = load_schema(ROOT / "schemas" / "news_events.yaml")
    labels = gold_labels(gold, schema.id, schema.version)
    with serve_modules() as address:
        page = browser.new_page()
        page.goto(address + BLANK)
        built = page.evaluate(
            BUILD,
            {
                "schema": dump_schema(schema),
                "document": dump_document(document),
                "set": dump_annotation_set(labels, document.text),
            },
        )
        page.close()
    assert built["refused"] == []
    assert built["found"] == built["wanted"]
    assert built["blocking"] == []
    assert built["sizes"] == [
        len(labels.mentions),
        len(labels.frames),
        len(labels.entities),
        len(labels.relations),
    ]
