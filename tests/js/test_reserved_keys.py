"""No type of a schema can take a key the surface needs, and none is kept from them in vain."""

from labeler.core.schema import RESERVED_KEYS

# The example's types have no keys, so that every key of its map is the surface's own.
OWN_KEYS = """async () => {
  const at = '../../labeler/surface/static';
  const [{ keymap }, { SchemaIndex }, { Looks }, { SCHEMA }] = await Promise.all([
    import(`${at}/keys/keymap.js`), import(`${at}/model/schema.js`), import(`${at}/text/looks.js`),
    import('./example.js'),
  ]);
  const schema = new SchemaIndex(SCHEMA);
  const keys = keymap(schema, new Looks(schema)).flatMap((b) => b.keys);
  return keys.filter((key) => [...key].length === 1);
}"""


def test_the_reserved_keys_are_those_of_the_surface(lab):
    """Every single character the key map binds is reserved, and only these."""
    assert set(lab.evaluate(OWN_KEYS)) == set(RESERVED_KEYS)
