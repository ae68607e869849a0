import { equal, ok } from './check.js';
import { at, makeStore, must, SCHEMA } from './example.js';
import * as commands from '../../labeler/surface/static/model/commands.js';
import { find } from '../../labeler/surface/static/model/labels.js';

const STATE = 'Actor.State';

/** @param {string} name @param {Partial<import('../../labeler/surface/static/model/types.js').AttributeDef>} more */
const definition = (name, more) => ({ ...SCHEMA.attributes[1], name, pattern: '', ...more });

/** Three actors, each in a chain of its own. */
function actors() {
  const store = makeStore();
  const ids = ['Borduria', 'it', 'Syldavia'].map((words) =>
    must(store, commands.addMention({ type: STATE, fragments: [at(words)] })),
  );
  const chain = (/** @type {number} */ i) => store.labels.mentions.get(ids[i])?.entity ?? '';
  return { store, ids, chain };
}

export const tests = {
  'a mention moves to another chain, and the empty one goes'() {
    const { store, ids, chain } = actors();
    const old = chain(1);
    must(store, commands.joinEntity(ids[1], chain(0)));
    equal([chain(1) === chain(0), store.labels.entities.has(old), store.labels.entities.size], [true, false, 2]);
  },
  'mentions split off to a new chain named by the first'() {
    const { store, ids, chain } = actors();
    must(store, commands.joinEntity([ids[1], ids[2]], chain(0)));
    must(store, commands.joinEntity([ids[1], ids[2]], null));
    equal([chain(1) === chain(2), chain(1) === chain(0)], [true, false]);
    equal(store.labels.entities.get(chain(1))?.name, 'it');
    const before = store.labels;
    must(store, commands.joinEntity([ids[1], ids[2]], null));
    ok(store.labels === before, 'a chain split from itself is itself');
  },
  'two chains become one with all mentions, relations and missing attributes'() {
    const { store, chain } = actors();
    const [keep, other, third] = [chain(0), chain(1), chain(2)];
    must(store, commands.setAttribute(keep, 'number', 'group'));
    must(store, commands.setAttribute(other, 'country', 'BOR'));
    must(store, commands.addRelation({ type: 'member_of', source: other, target: third }));
    must(store, commands.addRelation({ type: 'member_of', source: keep, target: other }));
    must(store, commands.mergeEntities(keep, other));
    equal([chain(1), store.labels.entities.has(other)], [keep, false]);
    equal(store.labels.entities.get(keep)?.attributes, { number: 'group', country: 'BOR' });
    equal([...store.labels.relations.values()].map((r) => [r.source, r.target]), [[keep, third]]);
  },
  'a chain is renamed, retyped and linked'() {
    const { store, chain } = actors();
    must(store, commands.setEntity(chain(0), { name: 'the Bordurians', registry: 'bor' }));
    must(store, commands.setEntity(chain(0), { type: 'Actor.Official' }));
    const { name, type, registry } = store.labels.entities.get(chain(0)) ?? {};
    equal([name, type, registry], ['the Bordurians', 'Actor.Official', 'bor']);
    equal(store.do(commands.setEntity(chain(0), { type: 'Place' })).ok, false);
  },
  'mentions are split from a chain, but not all of them'() {
    const { store, ids, chain } = actors();
    const old = chain(0);
    must(store, commands.joinEntity([ids[1], ids[2]], old));
    must(store, commands.setAttribute(old, 'country', 'BOR'));
    const made = must(store, commands.splitEntity(old, [ids[1], ids[2]]));
    equal([chain(0), chain(1), chain(2)], [old, made, made]);
    equal([store.labels.entities.get(made)?.name, store.labels.entities.get(made)?.attributes], ['it', { number: 'individual' }]);
    equal(store.do(commands.splitEntity(made, [ids[1], ids[2]])), { ok: false, reason: 'leave at least one mention in the chain' });
    equal(store.do(commands.splitEntity(old, [ids[1]])), { ok: false, reason: 'choose mentions of the chain “Borduria”' });
    for (const [entity, members] of /** @type {[string, string[]][]} */ ([['gone', ids], [old, []], [old, ['gone']]])) {
      equal(store.do(commands.splitEntity(entity, members)).ok, false);
    }
  },
  'a chain linked to a registered actor takes over what it lacks, as far as the schema has it'() {
    const attributes = [...SCHEMA.attributes, definition('sector', { kind: 'multi_enum', values: ['GOV', 'MIL'] }), definition('wikidata', { kind: 'text', pattern: 'Q[0-9]+' })];
    const schema = { ...SCHEMA, attributes, entity_attributes: ['country', 'number', 'sector', 'wikidata'] };
    const store = makeStore({ schema });
    const mark = (/** @type {string} */ words) => {
      const id = must(store, commands.addMention({ type: STATE, fragments: [at(words)] }));
      return store.labels.mentions.get(id)?.entity ?? '';
    };
    const [one, two] = [mark('Borduria'), mark('Syldavia')];
    const actor = { id: 'a-1', name: 'Borduria', kind: STATE, country: 'BOR', sectors: ['GOV', 'XXX'], wikidata: 'Q1', code: 'BORGOV', revision: 3 };
    must(store, commands.linkActor(one, actor));
    equal(store.labels.entities.get(one)?.attributes, { country: 'BOR', number: 'individual', sector: ['GOV'], wikidata: 'Q1' });
    equal([store.labels.entities.get(one)?.registry, store.undoLabel], ['a-1', 'link the chain “Borduria” to Borduria']);
    const again = store.do(commands.linkActor(one, actor));
    equal(again.ok && again.existed, true);
    must(store, commands.setAttribute(two, 'country', 'SYL'));
    must(store, commands.linkActor(two, { ...actor, sectors: ['XXX'], wikidata: 'odd' }));
    equal(store.labels.entities.get(two)?.attributes, { country: 'SYL', number: 'individual' });
    must(store, commands.unlinkActor(two));
    equal([store.labels.entities.get(two)?.registry, store.labels.entities.get(two)?.attributes.country], [null, 'SYL']);
    const unlinked = store.do(commands.unlinkActor(two));
    equal([unlinked.ok && unlinked.existed, store.do(commands.unlinkActor('gone')).ok, store.do(commands.linkActor('gone', actor)).ok], [true, false, false]);
  },
  'any item is flagged, in one order, and unflagged'() {
    const { store, ids, chain } = actors();
    const frame = must(store, commands.addFrame({ type: 'Event.DEMAND', anchor: { fragments: [at('told')] } }));
    const link = must(store, commands.addRelation({ type: 'member_of', source: chain(0), target: chain(1) }));
    for (const id of [ids[0], chain(0), frame, link]) {
      const flags = () => find(store.labels, id)?.item.flags;
      must(store, commands.setFlag(id, 'discuss', true));
      must(store, commands.setFlag(id, 'unsure', true));
      equal(flags(), ['unsure', 'discuss']);
      const before = store.labels;
      must(store, commands.setFlag(id, 'unsure', true));
      ok(store.labels === before);
      must(store, commands.setFlag(id, 'discuss', false));
      equal(flags(), ['unsure']);
    }
    equal(store.do(commands.setFlag('gone', 'unsure', true)).ok, false);
    equal(store.do(commands.setFlag(frame, /** @type {any} */ ('odd'), true)), { ok: false, reason: 'there is no flag “odd”' });
  },
  'a removed chain lets its mentions go'() {
    const { store, ids, chain } = actors();
    must(store, commands.remove(chain(0)));
    equal(store.labels.mentions.get(ids[0])?.entity, null);
  },
  'only actors belong to chains'() {
    const { store, chain } = actors();
    const place = must(store, commands.addMention({ type: 'Place', fragments: [at('Klow')] }));
    equal(store.do(commands.joinEntity(place, chain(0))), { ok: false, reason: 'a Place belongs to no chain' });
  },
  'a relation links what its type says, once'() {
    const { store, chain } = actors();
    const made = must(store, commands.addRelation({ type: 'member_of', source: chain(0), target: chain(1) }));
    equal(must(store, commands.addRelation({ type: 'member_of', source: chain(0), target: chain(1) })), made);
    /** @type {[string, string, string][]} */
    const refused = [['nothing', chain(0), chain(1)], ['member_of', chain(0), chain(0)], ['before', chain(0), chain(1)]];
    for (const [type, source, target] of refused) {
      equal(store.do(commands.addRelation({ type, source, target })).ok, false);
    }
  },
  'a symmetric relation is the same from both ends'() {
    const store = makeStore();
    const [one, two] = ['attacked', 'told'].map((words) =>
      must(store, commands.addFrame({ type: 'Event.DEMAND', anchor: { fragments: [at(words)] } })),
    );
    const made = must(store, commands.addRelation({ type: 'same', source: one, target: two }));
    equal(must(store, commands.addRelation({ type: 'same', source: two, target: one })), made);
  },
  'an attribute is set, kept as it is, and cleared'() {
    const { store, chain } = actors();
    must(store, commands.setAttribute(chain(0), 'country', 'BOR'));
    const before = store.labels;
    must(store, commands.setAttribute(chain(0), 'country', 'BOR'));
    ok(store.labels === before);
    must(store, commands.setAttribute(chain(0), 'country', ''));
    equal('country' in (store.labels.entities.get(chain(0))?.attributes ?? {}), false);
  },
  'the article has labels of its own'() {
    const store = makeStore();
    must(store, commands.setDocumentLabel('relevance', 'in'));
    equal(store.labels.documentLabels, { relevance: 'in' });
    must(store, commands.setDocumentLabel('relevance', undefined));
    equal(store.labels.documentLabels, {});
    equal(store.do(commands.setDocumentLabel('mood', 'good')).ok, false);
  },
  'a note that is typed is one step'() {
    const { store, ids } = actors();
    const before = store.labels;
    for (const note of ['o', 'od', 'odd']) store.do(commands.setNote(ids[0], note), { merge: `note ${ids[0]}` });
    equal(store.labels.mentions.get(ids[0])?.note, 'odd');
    store.undo();
    ok(store.labels === before);
    store.redo();
    equal(store.labels.mentions.get(ids[0])?.note, 'odd');
    equal(store.do(commands.setNote(ids[0], 'x'.repeat(10_001))).ok, false);
  },
  'a batch is one step, or nothing'() {
    const store = makeStore();
    const mark = (/** @type {string} */ words, type = 'Place') => commands.addMention({ type, fragments: [at(words)] });
    must(store, commands.batch('mark all', [mark('Klow'), mark('Syldavia')]));
    equal([store.labels.mentions.size, store.undoLabel], [2, 'mark all']);
    const before = store.labels;
    equal(store.do(commands.batch('more', [mark('told'), mark('us', 'Nothing')])).ok, false);
    ok(store.labels === before);
    store.undo();
    equal(store.labels.mentions.size, 0);
  },
  'within a batch a chain is found by what its mentions read by then'() {
    const { store, ids, chain } = actors();
    const mark = (/** @type {string} */ words, nth = 0) => commands.addMention({ type: STATE, fragments: [at(words, nth)] });
    must(store, commands.batch('shift', [mark('Klow'), commands.setFragments(ids[0], [at('minister')]), mark('Borduria', 1)]));
    const second = [...store.labels.mentions.values()].at(-1);
    equal([second?.fragments, second?.entity === chain(0)], [[at('Borduria', 1)], false]);
  },
  'other labels take the place of these, and undo brings these back'() {
    const { store } = actors();
    const before = store.labels;
    must(store, commands.replaceAll(makeStore().labels));
    equal(store.labels.mentions.size, 0);
    store.undo();
    ok(store.labels === before);
  },
  'labels put in place lose what points nowhere, and are not changed themselves'() {
    const { store, ids, chain } = actors();
    const frame = must(store, commands.addFrame({ type: 'Event.DEMAND', anchor: { fragments: [at('told')] }, arguments: [{ role: 'actor', filler: { id: ids[0] } }] }));
    must(store, commands.addRelation({ type: 'member_of', source: chain(0), target: chain(1) }));
    const mentions = new Map(store.labels.mentions);
    mentions.delete(ids[0]);
    const entities = new Map(store.labels.entities);
    entities.delete(chain(1));
    const broken = { ...store.labels, mentions, entities };
    const frames = new Map(broken.frames);
    must(store, commands.replaceAll(broken));
    equal(store.labels.frames.get(frame)?.arguments, []);
    equal([store.labels.relations.size, store.labels.mentions.get(ids[1])?.entity], [0, null]);
    equal(broken.frames, frames);
  },
};
