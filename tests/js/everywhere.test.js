import { equal, ok } from './check.js';
import { makeStore, must } from './example.js';
import * as commands from '../../labeler/surface/static/model/commands.js';
import { occurrences, sameElsewhere } from '../../labeler/surface/static/model/everywhere.js';

const STATE = 'Actor.State';
const TEXT = 'Klow met Klowish men. The rebels of North Klow saw the rebels; "Klow," it said, and KLOW too. Upper Klow is a part of Klow.';

/** @param {string} text @returns {[number, number][]} */
const tokens = (text) => [...text.matchAll(/\p{L}+|[^\s\p{L}]/gu)].map((m) => [m.index, m.index + m[0].length]);

/** A store on that text with a first “Klow”. */
function klow() {
  const store = makeStore({ text: TEXT });
  const first = must(store, commands.addMention({ type: STATE, fragments: [[0, 4]] }));
  const places = (id = first, how = {}) => sameElsewhere(store.labels, TEXT, tokens(TEXT), id, how);
  return { store, first, places, at: (/** @type {string} */ words, from = 0) => /** @type {[number, number]} */ ([TEXT.indexOf(words, from), TEXT.indexOf(words, from) + words.length]) };
}

export const tests = {
  'words are found as whole tokens, or anywhere, in their case or in any'() {
    const read = (/** @type {string} */ words, how = {}) => occurrences(TEXT, words, how).length;
    const cursorTokens = tokens(TEXT);
    equal([read('Klow'), read('Klow', { cursorTokens }), read('klow', { cursorTokens, caseSensitive: false })], [6, 5, 6]);
    equal([read(''), read('  '), read('a.b*c('), read('Nowhere')], [0, 0, 0, 0]);
    equal(occurrences('north\n Klow, north Klow', 'north  Klow'), [[0, 11], [13, 23]]);
    equal(occurrences('aXaa aa', 'aa', { cursorTokens: [[0, 4], [5, 7]] }), [[5, 7]]);
    equal(occurrences('🎉🎉a 🎉a', '🎉a', { cursorTokens: [[0, 5], [6, 9]] }), [[6, 9]]);
  },
  'the places that read the same are told in text order, with what is marked there'() {
    const { store, places, at } = klow();
    const quoted = must(store, commands.addMention({ type: STATE, fragments: [at('Klow', 60)] }));
    equal(places().map((p) => [p.range, p.words, p.mention]), [
      [at('Klow', 35), 'Klow', null],
      [at('Klow', 60), 'Klow', quoted],
      [at('Klow', 97), 'Klow', null],
      [at('Klow', 110), 'Klow', null],
    ]);
  },
  'a place inside a longer mention of that type is none'() {
    const { store, places, at } = klow();
    must(store, commands.addMention({ type: STATE, fragments: [at('North Klow')] }));
    must(store, commands.addMention({ type: 'Place', fragments: [at('Upper Klow')] }));
    equal(places().map((p) => p.range), [at('Klow', 60), at('Klow', 97), at('Klow', 110)]);
  },
  'the other names of the chain count where they are wanted, its pronouns and nouns do not'() {
    const { store, first, places, at } = klow();
    const entity = store.labels.mentions.get(first)?.entity;
    for (const words of ['it', 'The rebels', 'Upper Klow']) {
      must(store, commands.addMention({ type: STATE, fragments: [at(words)], entity }));
    }
    const again = must(store, commands.addMention({ type: STATE, fragments: [at('KLOW')], entity }));
    equal(places().length, 3);
    equal(places(first, { aliases: true }).map((p) => p.words), ['Klow', 'Klow', 'KLOW', 'Upper Klow', 'Klow']);
    equal(places(again, { aliases: true }).map((p) => p.words), ['Klow', 'Klow', 'Klow', 'Upper Klow', 'Klow']);
  },
  'of names that lie in each other the longer one is the place'() {
    const text = 'Ann Ek met Ek. Ann Ek left, Ek stayed, and so did Ann.';
    const store = makeStore({ text });
    const full = must(store, commands.addMention({ type: STATE, fragments: [[0, 6]] }));
    const entity = store.labels.mentions.get(full)?.entity;
    const short = must(store, commands.addMention({ type: STATE, fragments: [[11, 13]], entity }));
    must(store, commands.addMention({ type: STATE, fragments: [[50, 53]], entity }));
    for (const id of [full, short]) {
      const places = sameElsewhere(store.labels, text, tokens(text), id, { aliases: true });
      equal(places.filter((p) => p.range[0] > 13).map((p) => p.words), ['Ann Ek', 'Ek', 'Ann']);
    }
  },
  'an article may be capital or not, a name may not'() {
    const { store, places, at } = klow();
    const rebels = must(store, commands.addMention({ type: STATE, fragments: [at('The rebels')] }));
    equal(places(rebels).map((p) => p.words), ['the rebels']);
    equal(places('gone'), []);
  },
  'all are marked in one chain and one step, and those that were stay'() {
    const { store, first, places } = klow();
    const entity = store.labels.mentions.get(first)?.entity ?? '';
    const before = store.labels;
    const result = store.do(commands.markAll({ type: STATE, ranges: places().map((p) => p.range), entity }));
    equal([result.ok && result.ids.length, store.labels.mentions.size, store.undoLabel], [4, 5, 'mark all “Klow” as State']);
    ok([...store.labels.mentions.values()].every((m) => m.entity === entity));
    const again = store.do(commands.markAll({ type: STATE, ranges: [...places(), { range: /** @type {[number, number]} */ ([0, 4]) }].map((p) => p.range) }));
    equal(again.ok && [again.existed, again.ids], [true, []]);
    store.undo();
    ok(store.labels === before);
    equal(store.do(commands.markAll({ type: STATE, ranges: [] })).ok, false);
    equal(store.do(commands.markAll({ type: 'Nothing', ranges: [[0, 4]] })).ok, false);
  },
  'all are removed in one step'() {
    const { store, first, places } = klow();
    must(store, commands.markAll({ type: STATE, ranges: places().map((p) => p.range) }));
    const here = [first, ...places().flatMap((p) => p.mention ?? [])];
    equal(must(store, commands.removeAll(here)), first);
    equal([store.labels.mentions.size, store.labels.entities.size, store.undoLabel], [0, 0, 'delete 5 items']);
  },
  'a whole chain that is retyped goes along, part of one leaves it together'() {
    const { store, first, at } = klow();
    const entity = store.labels.mentions.get(first)?.entity;
    const add = (/** @type {string} */ words) => must(store, commands.addMention({ type: STATE, fragments: [at(words)], entity }));
    const ids = [first, add('it'), add('The rebels')];
    must(store, commands.retypeAll(ids, 'Actor.Official'));
    equal([...store.labels.entities.values()].map((e) => [e.id, e.type]), [[entity, 'Actor.Official']]);
    equal(ids.map((id) => store.labels.mentions.get(id)?.entity), [entity, entity, entity]);
    must(store, commands.retypeAll(ids.slice(1), STATE));
    const chains = ids.map((id) => store.labels.mentions.get(id)?.entity);
    equal([chains[0] === entity, chains[1] === entity, chains[1] === chains[2]], [true, false, true]);
    must(store, commands.retypeAll(ids, 'Place'));
    equal([store.labels.entities.size, ids.map((id) => store.labels.mentions.get(id)?.entity)], [0, [null, null, null]]);
    equal(store.do(commands.retypeAll(ids, 'Old')), { ok: false, reason: 'the type Old is no longer used' });
    const nothing = store.do(commands.retypeAll(['gone'], STATE));
    equal(nothing.ok && nothing.existed, true);
  },
};
