import { equal, ok, show } from './check.js';
import { makeStore, mention, seeded, TEXT } from './example.js';
import * as commands from '../../labeler/surface/static/model/commands.js';
import { guess } from '../../labeler/surface/static/model/guesses.js';
import { occurrences, sameElsewhere } from '../../labeler/surface/static/model/everywhere.js';
import { applyPatch, chains, EMPTY, find, sameFragments, sameLabels, sameValue } from '../../labeler/surface/static/model/labels.js';

/** @import {Command, Filler, Labels, Range} from '../../labeler/surface/static/model/types.js' */

const SPANS = ['Actor.State', 'Actor.Official', 'Place', 'Trigger', 'Cue', 'Content', 'Old', 'Nothing'];
const FRAMES = ['Event.ATTACK', 'Event.DEMAND', 'Attribution', 'Event'];
const ROLES = ['actor', 'topic', 'target', 'source', 'content', 'nothing'];
const VALUES = ['direct', 'denial', 'pronominal', 'negative', 'positive', 'future', 'generic', 'BOR', '', undefined, ['air'], 3];
const NAMES = ['polarity', 'tense', 'genericity', 'mode', 'kind', 'country', 'source_kind', 'quote', 'verb', 'nothing'];

const TOKENS = [...TEXT.matchAll(/\w+|[^\w\s]/gu)].map((m) => /** @type {Range} */ ([m.index, m.index + m[0].length]));
const WORDS = ['Borduria', 'attack', 'it', ','].map((words) => occurrences(TEXT, words));

/** @param {ReturnType<typeof makeStore>} store what a guess may look at */
const worldOf = ({ labels, document: { text, language }, schema }) => ({ labels, text, schema, language: language ?? '', members: () => chains(labels) });

/** Commands at random on whatever is there; many of them are refused. */
class Hand {
  /** @param {number} seed @param {ReturnType<typeof makeStore>} store */
  constructor(seed, store) {
    this.random = seeded(seed);
    this.store = store;
  }

  /** @template T @param {readonly T[]} from @returns {T} */
  pick(from) {
    return from[Math.floor(this.random() * from.length)];
  }

  /** @returns {Range} */
  range() {
    const start = Math.floor(this.random() * (TEXT.length - 1));
    return [start, Math.min(TEXT.length, start + 1 + Math.floor(this.random() * 30))];
  }

  /** @param {keyof Labels} [table] @returns {string} */
  id(table) {
    const { mentions, frames, entities, relations } = this.store.labels;
    const all = { mentions, frames, entities, relations };
    const from = table ? [.../** @type {Map<string, unknown>} */ (this.store.labels[table]).keys()] : Object.values(all).flatMap((t) => [...t.keys()]);
    return this.pick([...from, ...from, 'gone']);
  }

  /** @returns {Filler} */
  filler() {
    return this.random() < 0.6 ? { id: this.id(this.random() < 0.7 ? 'mentions' : 'frames') } : { type: this.pick(SPANS), fragments: [this.range()] };
  }

  /** @returns {Command} an argument of some frame to another role, or nonsense */
  moving() {
    const frame = this.store.labels.frames.get(this.id('frames'));
    const slot = frame && frame.arguments.length ? this.pick(frame.arguments) : { role: 'actor', filler: 'gone' };
    return commands.moveArgument(frame?.id ?? 'gone', slot.role, slot.filler, this.pick(ROLES));
  }

  /** @returns {Command} some mentions of a chain go */
  splitting() {
    const { mentions } = this.store.labels;
    const entity = mentions.get(this.id('mentions'))?.entity ?? 'gone';
    return commands.splitEntity(entity, [...mentions.values()].filter((m) => m.entity === entity && this.random() < 0.5).map((m) => m.id));
  }

  /** @returns {string[]} a mention and those that read the same, or other names of it */
  same() {
    const id = this.id('mentions');
    const places = sameElsewhere(this.store.labels, TEXT, TOKENS, id, { aliases: this.random() < 0.5 });
    return [id, ...places.flatMap((place) => place.mention ?? [])];
  }

  agreeing() {
    const kind = this.pick(/** @type {const} */ ([undefined, undefined, 'mention', 'frame', 'entity', 'relation']));
    return { kind, type: this.pick([undefined, ...SPANS]), words: this.pick([undefined, 'Borduria', 'it']), minScore: this.pick([undefined, 0.4, 0.9]) };
  }

  /** @returns {Command} */
  command() {
    const offered = [...this.store.suggestions.mentions.keys(), ...this.store.suggestions.frames.keys(), 's-e'];
    /** @type {Array<() => Command>} */
    const all = [
      () => commands.addMention({ type: this.pick(SPANS), fragments: [this.range()] }),
      () => commands.addMention({ type: 'Actor.State', fragments: [this.range()] }),
      () => commands.setMentionType(this.id('mentions'), this.pick(SPANS)),
      () => commands.setFragments(this.id('mentions'), [this.range(), this.range()]),
      () => commands.addFragment(this.id('mentions'), this.range()),
      () => commands.removeFragment(this.id('mentions'), this.pick([0, 1])),
      () => commands.addFrame({ type: this.pick(FRAMES), anchor: this.random() < 0.8 ? { fragments: [this.range()] } : null, arguments: [{ role: this.pick(ROLES), filler: this.filler() }] }),
      () => commands.addFrame({ type: 'Attribution', anchor: null, arguments: [{ role: 'content', filler: { fragments: [this.range()] } }] }),
      () => commands.addFrame({ type: this.pick(FRAMES), anchor: { id: this.id('mentions') } }),
      () => commands.setFrameType(this.id('frames'), this.pick(FRAMES)),
      () => commands.duplicateFrame(this.id('frames')),
      () => commands.splitFrame(this.id('frames'), this.pick(ROLES)),
      () => this.moving(),
      () => commands.setAnchor(this.id('frames'), this.random() < 0.5 ? { fragments: [this.range()] } : { id: this.id('mentions') }),
      () => commands.fillRole(this.id('frames'), this.pick(ROLES), this.filler()),
      () => commands.fillRole(this.id('frames'), 'topic', { id: this.id('frames') }),
      () => commands.unfillRole(this.id('frames'), this.pick(ROLES), this.id('mentions')),
      () => commands.setNested(this.id('frames'), this.random() < 0.7 ? this.id('frames') : null),
      () => commands.setAttribute(this.id(), this.pick(NAMES), this.pick(VALUES)),
      () => commands.setNote(this.id(), this.pick(['', 'odd'])),
      () => commands.setFlag(this.id(), this.pick(['unsure', 'discuss']), this.random() < 0.6),
      () => commands.addRelation({ type: this.pick(['before', 'same', 'member_of']), source: this.id(this.pick(['frames', 'entities'])), target: this.id(this.pick(['frames', 'entities'])) }),
      () => commands.joinEntity(this.id('mentions'), this.random() < 0.7 ? this.id('entities') : null),
      () => commands.mergeEntities(this.id('entities'), this.id('entities')),
      () => commands.splitEntity(this.id('entities'), [this.id('mentions')]),
      () => this.splitting(),
      () => commands.linkActor(this.id('entities'), { id: this.pick(['a-1', 'a-2']), name: 'Klow', country: this.pick(['KLO', 'nowhere', '']) }),
      () => commands.unlinkActor(this.id('entities')),
      () => commands.markAll({ type: this.pick(SPANS), ranges: this.pick(WORDS), entity: this.pick([undefined, null, this.id('entities')]) }),
      () => commands.removeAll(this.same()),
      () => commands.retypeAll([...this.same(), this.id()], this.pick([...SPANS, ...FRAMES])),
      () => commands.acceptWhere(this.agreeing()),
      () => commands.rejectWhere(this.agreeing()),
      () => commands.batch('several', [commands.accept(this.pick(offered)), commands.setAttribute(this.id(), this.pick(NAMES), this.pick(VALUES))]),
      () => commands.setEntity(this.id('entities'), { name: this.pick(['a', 'b']) }),
      () => commands.remove([this.id(), this.id()]),
      () => commands.remove(this.id('mentions')),
      () => commands.accept(this.pick(offered)),
      () => commands.reject(this.pick(offered)),
      () => commands.acceptWhere({ type: this.pick(SPANS) }),
      () => commands.setDocumentLabel('relevance', this.pick(['in', 'out', undefined])),
    ];
    return this.pick(all)();
  }
}

/** @returns {Labels} */
function offered() {
  const mentions = [...TEXT.matchAll(/\w+/gu)].map((word, i) =>
    mention({
      id: `s-${i}`,
      type: ['Actor.State', 'Cue', 'Content', 'Trigger'][i % 4],
      fragments: [[word.index, word.index + word[0].length]],
      entity: i % 4 === 0 ? 's-e' : null,
    }),
  );
  const origin = { by: 'model', edited: false, score: null };
  const shared = { attributes: {}, origin, note: '', flags: [] };
  return {
    ...EMPTY,
    mentions: new Map(mentions.map((m) => [m.id, m])),
    entities: new Map([['s-e', { id: 's-e', type: 'Actor.State', name: 'all', registry: null, ...shared }]]),
    frames: new Map([
      ['s-f', { id: 's-f', type: 'Attribution', anchor: 's-1', arguments: [{ role: 'content', filler: 's-2' }, { role: 'source', filler: 's-4' }], nested_in: null, ...shared }],
      ['s-g', { id: 's-g', type: 'Event.DEMAND', anchor: 's-3', arguments: [{ role: 'topic', filler: 's-h' }], nested_in: null, ...shared }],
      ['s-h', { id: 's-h', type: 'Event.ATTACK', anchor: 's-7', arguments: [{ role: 'actor', filler: 's-0' }], nested_in: null, ...shared }],
    ]),
  };
}

/** What the server would never store. @param {Labels} labels @returns {string[]} */
function broken({ mentions, entities, frames, relations, decisions }) {
  const found = [];
  const ids = [mentions, entities, frames, relations].flatMap((table) => [...table.keys()]);
  if (new Set(ids).size !== ids.length) found.push('an id is used twice');
  for (const m of mentions.values()) {
    if (m.entity !== null && !entities.has(m.entity)) found.push(`${m.id} points to a missing chain`);
    if (String(m.flags) !== String(['unsure', 'discuss'].filter((f) => m.flags.some((g) => g === f)))) found.push(`${m.id} has odd flags`);
    if (!m.fragments.length) found.push(`${m.id} has no fragment`);
    m.fragments.forEach(([s, e], i) => {
      if (s >= e || (i && s <= m.fragments[i - 1][1])) found.push(`${m.id} has odd fragments`);
    });
  }
  for (const f of frames.values()) {
    if (f.anchor !== null && !mentions.has(f.anchor)) found.push(`${f.id} points to a missing anchor`);
    if (f.anchor === null && f.type !== 'Attribution') found.push(`${f.id} lost its trigger`);
    if (f.nested_in !== null && !frames.has(f.nested_in)) found.push(`${f.id} points to a missing parent`);
    for (const a of f.arguments) if (!mentions.has(a.filler) && !frames.has(a.filler)) found.push(`${f.id} points to a missing filler`);
    for (let step = f.nested_in, n = 0; step !== null; step = frames.get(step)?.nested_in ?? null) {
      if ((n += 1) > frames.size) { found.push(`${f.id} is nested in itself`); break; }
    }
    /** @param {string} id @param {number} depth @returns {boolean} */
    const deep = (id, depth) => depth > frames.size || (frames.get(id)?.arguments ?? []).some((a) => deep(a.filler, depth + 1));
    if (deep(f.id, 0)) found.push(`${f.id} contains itself`);
  }
  for (const r of relations.values()) {
    for (const end of [r.source, r.target]) if (!frames.has(end) && !entities.has(end)) found.push(`${r.id} has a loose end`);
  }
  for (const d of decisions) {
    const stands = ids.includes(d.suggestion);
    if (d.verdict === 'rejected' && d.changed.length) found.push(`${d.suggestion} is rejected and changed`);
    if (String(d.changed) !== String([...new Set(d.changed)].sort())) found.push(`${d.suggestion} names changes out of order`);
    if (stands !== (d.verdict === 'accepted')) found.push(`${d.suggestion} is ${d.verdict} and ${stands ? 'stands' : 'is gone'}`);
  }
  return found;
}

export const tests = {
  'whatever is done, the labels can be stored, and undo and redo lead back and forth'() {
    let done = 0;
    for (let seed = 1; seed <= 25; seed += 1) {
      const store = makeStore({ suggestions: offered() });
      const hand = new Hand(seed, store);
      const start = show(store.labels);
      for (let i = 0; i < 120; i += 1) {
        const before = store.labels;
        const result = store.do(hand.command());
        if (!result.ok) ok(store.labels === before && result.reason.length > 0, 'a refusal changed something');
        if (store.labels !== before) done += 1;
        equal(broken(store.labels), [], `seed ${seed}, step ${i}, ${store.undoLabel}`);
        if (hand.random() < 0.1) store.undo();
        if (hand.random() < 0.05) store.redo();
      }
      while (store.canUndo) store.undo();
      equal(show(store.labels), start, `seed ${seed}: undo all`);
    }
    ok(done > 1000, `only ${done} commands did something`);
  },
  'each command is undone and done again exactly'() {
    for (let seed = 1; seed <= 20; seed += 1) {
      const store = makeStore({ suggestions: offered() });
      const hand = new Hand(seed + 400, store);
      for (let i = 0; i < 100; i += 1) {
        const before = show(store.labels);
        const result = store.do(hand.command());
        if (!result.ok || show(store.labels) === before) continue;
        const after = store.labels;
        const done = show(after);
        store.undo();
        equal(show(store.labels), before, `seed ${seed}, step ${i}, ${store.redoLabel}: undone`);
        store.redo();
        ok(store.labels === after && show(after) === done, `seed ${seed}, step ${i}, ${store.undoLabel}: done again`);
      }
    }
  },
  'a history that was kept undoes to the same labels as the one that was not'() {
    for (let seed = 1; seed <= 10; seed += 1) {
      const store = makeStore({ suggestions: offered() });
      const hand = new Hand(seed + 500, store);
      for (let i = 0; i < 120; i += 1) {
        store.do(hand.command());
        if (hand.random() < 0.1) store.history();
        if (hand.random() < 0.1) store.undo();
      }
      const next = makeStore({ suggestions: offered(), labels: structuredClone(store.labels) });
      ok(next.restoreHistory(JSON.parse(JSON.stringify(store.history()))), `seed ${seed}: taken up`);
      for (let i = 0; i < 40; i += 1) {
        const way = hand.random() < 0.7 ? 'undo' : 'redo';
        equal(next[way](), store[way]());
        ok(sameLabels(next.labels, store.labels), `seed ${seed}: ${way}`);
      }
      while (store.canUndo) equal(next.undo(), store.undo());
      ok(sameLabels(next.labels, store.labels) && !next.canUndo, `seed ${seed}: all undone`);
    }
  },
  'an accepted suggestion says that it was changed where it differs in itself'() {
    for (let seed = 1; seed <= 10; seed += 1) {
      const store = makeStore({ suggestions: offered() });
      const hand = new Hand(seed + 600, store);
      for (let i = 0; i < 120; i += 1) {
        store.do(hand.command());
        for (const { suggestion, verdict, changed } of store.labels.decisions) {
          if (verdict !== 'accepted') continue;
          const [mine, theirs] = [find(store.labels, suggestion)?.item, find(store.suggestions, suggestion)?.item];
          equal([suggestion, changed.includes('type')], [suggestion, mine?.type !== theirs?.type], `seed ${seed}, step ${i}, ${store.undoLabel}`);
          const extent = mine && theirs && 'fragments' in mine && 'fragments' in theirs && !sameFragments(mine.fragments, theirs.fragments);
          equal(changed.includes('extent'), Boolean(extent));
          for (const name of NAMES) {
            const [own, said] = [mine?.attributes[name], theirs?.attributes[name]];
            const told = changed.includes(`attribute:${name}`);
            // What the model left open may be guessed, which is nobody's change.
            const definition = store.schema.attribute(name, mine?.type ?? '');
            const isGuess = said === undefined && own !== undefined && mine && definition?.guess && sameValue(own, guess(worldOf(store), mine, definition));
            equal(told, !sameValue(own, said) && !isGuess, `seed ${seed}, step ${i}, ${name}`);
          }
          if (changed.length) ok(mine?.origin.edited, `${suggestion} was changed and is not edited`);
        }
      }
    }
  },
  'redoing all gives what there was before undoing all'() {
    for (let seed = 1; seed <= 10; seed += 1) {
      const store = makeStore({ suggestions: offered() });
      const hand = new Hand(seed + 100, store);
      for (let i = 0; i < 80; i += 1) store.do(hand.command());
      const end = store.labels;
      while (store.canUndo) store.undo();
      while (store.canRedo) store.redo();
      ok(store.labels === end);
    }
  },
  'the patches of all changes lead from the first labels to the last'() {
    for (let seed = 1; seed <= 10; seed += 1) {
      const store = makeStore({ suggestions: offered() });
      const hand = new Hand(seed + 200, store);
      let copy = store.labels;
      store.subscribe(({ patch }) => {
        copy = applyPatch(copy, structuredClone(patch));
      });
      for (let i = 0; i < 80; i += 1) {
        store.do(hand.command());
        if (hand.random() < 0.2) store.undo();
      }
      equal(copy, store.labels);
      ok(sameLabels(copy, store.labels));
    }
  },
  'problems are found in any labels without an error'() {
    for (let seed = 1; seed <= 10; seed += 1) {
      const store = makeStore({ suggestions: offered() });
      const hand = new Hand(seed + 300, store);
      for (let i = 0; i < 60; i += 1) {
        store.do(hand.command());
        for (const problem of store.problems()) ok(problem.level !== 'structure' && problem.message && !problem.message.includes('undefined'), problem.message);
      }
    }
  },
};
