import { equal, ok } from './check.js';
import { at, makeStore, MODEL, must } from './example.js';
import * as commands from '../../labeler/surface/static/model/commands.js';
import { EMPTY } from '../../labeler/surface/static/model/labels.js';
import { rank } from '../../labeler/surface/static/panels/candidates.js';
import { antecedentOf, pronounsIn } from '../../labeler/surface/static/panels/pronouns.js';

const STATE = 'Actor.State';
const OFFICIAL = 'Actor.Official';
const ATTACK = 'Event.ATTACK';
const TEXT =
  'Syldavia waited. Borduria, which fears Syldavia, attacked Klow, and it bombed the port of Zileh.\n' +
  'The minister told Borduria that he would resign, said Mira Tolen. Klow burned.';

/** @typedef {import('../../labeler/surface/static/model/store.js').LabelStore} Store */
/** @typedef {import('../../labeler/surface/static/model/types.js').Range} Range */

/** @returns {Range[]} */
function sentences() {
  /** @type {Range[]} */
  const found = [];
  for (const part of TEXT.matchAll(/[^.\n]+\.?/gu)) found.push([part.index, part.index + part[0].length]);
  return found;
}

/** @param {string} words @param {number} [nth] */
const place = (words, nth = 0) => at(words, nth, TEXT);

/** @param {Store} store @param {string} type @param {string} words @param {number} [nth] */
function mark(store, type, words, nth = 0) {
  return must(store, commands.addMention({ type, fragments: [place(words, nth)] }));
}

/** @param {Store} store @param {string} words @param {string} [type] */
function event(store, words, type = ATTACK) {
  return must(store, commands.addFrame({ type, anchor: { fragments: [place(words)] } }));
}

/**
 * @param {Store} store
 * @param {string} frameId
 * @param {string} roleName
 */
function ranked(store, frameId, roleName) {
  const frame = store.labels.frames.get(frameId);
  const role = frame && store.schema.role(frame.type, roleName);
  if (!frame || !role) throw new Error(`no ${roleName}`);
  return rank({
    labels: store.labels,
    suggestions: store.openSuggestions(),
    model: store.suggestions,
    text: TEXT,
    sentences: sentences(),
    schema: store.schema,
    frame,
    role,
  });
}

/** @param {Store} store @param {string} frameId @param {string} roleName what they read, new ones with a star */
const words = (store, frameId, roleName) => ranked(store, frameId, roleName).map((c) => `${c.words}${c.fresh ? '*' : ''}`);

/** A fresh store on this text. @param {import('../../labeler/surface/static/model/types.js').Labels} [suggestions] */
const begin = (suggestions = EMPTY) => makeStore({ text: TEXT, suggestions });

export const tests = {
  'the nearest of its own sentence comes first, the doer before the event'() {
    const store = begin();
    mark(store, STATE, 'Syldavia');
    mark(store, STATE, 'Borduria');
    mark(store, OFFICIAL, 'The minister');
    const frame = event(store, 'attacked');
    const own = ranked(store, frame, 'actor').filter((c) => !c.fresh);
    equal(own.map((c) => c.words), ['Borduria', 'Syldavia', 'The minister']);
  },
  'only types the role takes are offered, and no filler twice'() {
    const store = begin();
    mark(store, 'Place', 'Zileh');
    const klow = mark(store, 'Place', 'Klow');
    const frame = event(store, 'attacked');
    equal(words(store, frame, 'actor'), []);
    must(store, commands.fillRole(frame, 'target', { id: klow }));
    equal(words(store, frame, 'target'), ['Zileh']);
  },
  'of the mentions of one actor the nearest stands for all'() {
    const store = begin();
    mark(store, STATE, 'Borduria');
    mark(store, STATE, 'Borduria', 1);
    const frame = event(store, 'attacked');
    const found = ranked(store, frame, 'actor').filter((c) => c.words === 'Borduria');
    equal(found.map((c) => store.labels.mentions.get(c.key)?.fragments), [[place('Borduria')]]);
  },
  'a name labelled elsewhere is offered where it stands unmarked, with its chain'() {
    const store = begin();
    const first = mark(store, STATE, 'Syldavia');
    const frame = event(store, 'attacked');
    const fresh = ranked(store, frame, 'target').find((c) => c.fresh && c.words === 'Syldavia');
    equal(fresh?.filler, { type: STATE, fragments: [place('Syldavia', 1)] });
    equal(fresh?.entity, store.labels.mentions.get(first)?.entity);
  },
  'a name is not offered inside a word, nor where it is marked'() {
    const store = begin();
    mark(store, STATE, 'or');
    mark(store, STATE, 'Syldavia');
    mark(store, 'Place', 'Syldavia', 1);
    const frame = event(store, 'bombed');
    const found = words(store, frame, 'actor');
    ok(!found.includes('or*') && !found.includes('Syldavia*'), String(found));
  },
  'the same sentence goes before what is nearer in the next'() {
    const store = begin();
    mark(store, STATE, 'Syldavia');
    mark(store, STATE, 'Borduria');
    equal(words(store, event(store, 'waited'), 'target').slice(0, 2), ['Syldavia', 'Borduria']);
  },
  'a pronoun is offered with the chain of whom it probably means'() {
    const store = begin();
    const borduria = mark(store, STATE, 'Borduria');
    const frame = event(store, 'attacked');
    const fresh = ranked(store, frame, 'actor').filter((c) => c.fresh && ['which', 'it'].includes(c.words));
    equal(fresh.map((c) => c.words).sort(), ['it', 'which']);
    equal(new Set(fresh.map((c) => c.entity)), new Set([store.labels.mentions.get(borduria)?.entity]));
  },
  'a pronoun that is not marked hides no mention'() {
    const store = begin();
    mark(store, STATE, 'Borduria');
    const frame = event(store, 'bombed');
    const found = words(store, frame, 'actor');
    ok(found.includes('Borduria') && found.includes('it*'), String(found));
  },
  'taking what is new marks it, joins the chain and fills in one undo step'() {
    const store = begin();
    const borduria = mark(store, STATE, 'Borduria');
    const frame = event(store, 'bombed');
    const found = ranked(store, frame, 'actor').find((c) => c.words === 'it');
    if (!found || !('type' in found.filler)) throw new Error('not offered');
    const { type = '', fragments } = found.filler;
    const before = store.labels;
    must(store, commands.batch('fill', [commands.addMention({ type, fragments, entity: found.entity }), commands.fillRole(frame, 'actor', found.filler)]));
    const [{ filler }] = store.labels.frames.get(frame)?.arguments ?? [{ filler: '' }];
    equal(store.labels.mentions.get(filler)?.entity, store.labels.mentions.get(borduria)?.entity);
    store.undo();
    ok(store.labels === before);
  },
  'what the model put in the role comes first and is marked so'() {
    const text = TEXT;
    const origin = MODEL;
    const row = (/** @type {string} */ id, /** @type {string} */ type, /** @type {Range} */ range) => ({ id, type, fragments: [range], attributes: {}, entity: null, origin, note: '', flags: [] });
    const suggestions = {
      ...EMPTY,
      mentions: new Map([row('s1', 'Trigger', at('attacked', 0, text)), row('s2', STATE, at('Syldavia', 0, text))].map((m) => [m.id, m])),
      frames: new Map([['s3', { id: 's3', type: ATTACK, anchor: 's1', arguments: [{ role: 'actor', filler: 's2' }], attributes: {}, nested_in: null, origin, note: '', flags: [] }]]),
    };
    const store = begin(suggestions);
    mark(store, STATE, 'Borduria');
    const frame = event(store, 'attacked');
    const [first, second] = ranked(store, frame, 'actor');
    equal([first?.words, first?.suggested, second?.words, second?.suggested], ['Syldavia', true, 'which', false]);
    must(store, commands.reject(['s2']));
    ok(!words(store, frame, 'actor').slice(0, 1).includes('Syldavia'));
  },
  'an event may be offered as topic, but not the one that holds it'() {
    const store = begin();
    const attack = event(store, 'attacked');
    const bombing = event(store, 'bombed');
    equal(words(store, attack, 'topic'), ['bombed']);
    must(store, commands.fillRole(attack, 'topic', { id: bombing }));
    equal(words(store, bombing, 'topic'), []);
  },
  'a source is offered as the nearest noun and name on both sides'() {
    const store = begin();
    mark(store, STATE, 'Borduria');
    mark(store, STATE, 'Borduria', 1);
    mark(store, OFFICIAL, 'The minister');
    mark(store, OFFICIAL, 'Mira Tolen');
    const frame = event(store, 'said', 'Attribution');
    equal(new Set(words(store, frame, 'source').slice(0, 4)), new Set(['Mira Tolen', 'Borduria', 'he*', 'The minister']));
  },
  'there are never more than nine, one for each digit'() {
    const store = begin();
    for (const found of TEXT.matchAll(/\p{L}{4,}/gu)) {
      store.do(commands.addMention({ type: 'Place', fragments: [[found.index, found.index + found[0].length]] }));
    }
    equal(words(store, event(store, 'attacked'), 'target').length, 9);
  },
  'pronouns are whole words'() {
    const text = 'It hit with its who-is-who, as he said to them';
    equal(pronounsIn(text, [0, text.length]).map(([s, e]) => text.slice(s, e)), ['It', 'its', 'he', 'them']);
  },
  'a relative pronoun takes the noun before it, “that” only right behind one'() {
    const store = begin();
    const borduria = mark(store, STATE, 'Borduria');
    const told = mark(store, STATE, 'Borduria', 1);
    const actors = [...store.labels.mentions.values()];
    equal(antecedentOf(store.labels, TEXT, place('which'), actors)?.id, borduria);
    equal(antecedentOf(store.labels, TEXT, [place('that he')[0], place('that he')[0] + 4], actors)?.id, told);
    equal(antecedentOf(store.labels, 'Borduria fears that', [15, 19], actors.slice(0, 1)), null);
  },
};
