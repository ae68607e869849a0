/**
 * What the tests work on: a small schema with every feature, a short text, a store.
 */

/** @import {FrameType, Mention, Range, Role, SchemaJson, SpanType} from '../../labeler/surface/static/model/types.js' */

import { LabelStore } from '../../labeler/surface/static/model/store.js';

const guideline = { definition: '', example: '', not: '', extent: '' };

/** @param {string} name @param {Partial<SpanType>} [more] @returns {SpanType} */
function span(name, more = {}) {
  return {
    name, parent: '', abstract: false, label: '', guideline, key: '', color: '', layer: '', attributes: [],
    entity: false, trim: true, token_aligned: true, max_fragments: 1, max_tokens: null, cross_paragraph: false,
    overlap_same: 'nested', overlap_other: 'any', retired: false, ...more,
  };
}

/** @param {string} name @param {string[]} fillers @param {Partial<Role>} [more] @returns {Role} */
function role(name, fillers, more = {}) {
  return { name, fillers, minimum: 0, maximum: 20, definition: '', warn_if_missing: false, overlap_with: {}, ...more };
}

/** @param {string} name @param {Partial<FrameType>} more @returns {FrameType} */
function event(name, more) {
  return {
    name, kind: 'event', parent: 'Event', abstract: false, label: '', guideline, key: '', color: '', layer: 'event',
    group: '', anchor: { type: 'Trigger', role: 'trigger', minimum: 1 }, roles: [],
    attributes: ['mode', 'polarity', 'modality', 'tense', 'genericity', 'realis'], modes: [], requires: [],
    nesting: null, retired: false, ...more,
  };
}

/** @param {string} name @param {Record<string, any>} [more] @returns {import('../../labeler/surface/static/model/types.js').AttributeDef} */
function attribute(name, more = {}) {
  return {
    name, kind: 'enum', values: [], labels: {}, default: null, required: false, pattern: '', minimum: null,
    maximum: null, derived: '', guess: '', export: true, hint: '', ...more,
  };
}

/** @param {string[]} lexicon */
const words = (...lexicon) => ({ label: '', definition: '', color: '', lexicon });

const ACTORS = ['Actor.State', 'Actor.Official'];
const EVENTS = ['Event.ATTACK', 'Event.DEMAND'];
const shared = [role('actor', ACTORS), role('topic', EVENTS)];

/** @type {SchemaJson} */
export const SCHEMA = {
  id: 'example', version: '1.0', title: 'Example', language: 'en', digest: 'example',
  attributes: [
    attribute('kind', { values: ['named', 'nominal', 'pronominal'], required: true, default: 'named', guess: 'referring_form' }),
    attribute('country', { kind: 'text', pattern: '([A-Z]{3})?', hint: 'three capitals' }),
    attribute('number', { values: ['individual', 'group'], default: 'individual' }),
    attribute('polarity', { values: ['positive', 'negative'], default: 'positive' }),
    attribute('modality', { values: ['asserted', 'planned'], default: 'asserted' }),
    attribute('tense', { values: ['past', 'future'] }),
    attribute('genericity', { values: ['specific', 'generic'] }),
    attribute('realis', { values: ['actual', 'generic', 'other'], derived: 'ere_realis' }),
    attribute('source_kind', { values: ['named_person', 'unnamed', 'collective', 'state', 'implicit'], guess: 'source_kind' }),
    attribute('quote', { values: ['direct', 'indirect', 'mixed'], default: 'indirect', guess: 'quotation' }),
    attribute('verb', {
      values: ['reporting', 'denial', 'request', 'none'], default: 'reporting', guess: 'lexicon',
      labels: { reporting: words('say', 'tell'), denial: words('deny', 'rule out'), request: words('ask', 'call for') },
    }),
    attribute('strength', { kind: 'int', minimum: 1, maximum: 5 }),
    attribute('relevance', { values: ['in', 'out'] }),
  ],
  span_types: [
    span('Actor', { abstract: true, entity: true }),
    span('Actor.State', { parent: 'Actor', entity: true, attributes: ['kind'] }),
    span('Actor.Official', { parent: 'Actor', entity: true, attributes: ['kind'] }),
    span('Place'),
    span('Old', { retired: true }),
    span('Trigger', { layer: 'event', max_tokens: 2, overlap_same: 'none' }),
    span('Cue', { layer: 'attribution' }),
    span('Content', { layer: 'attribution', max_fragments: 8, cross_paragraph: true, overlap_same: 'any' }),
  ],
  frame_types: [
    event('Event', { abstract: true, parent: '' }),
    event('Event.ATTACK', {
      roles: [...shared, role('target', [...ACTORS, 'Place'], { minimum: 1, maximum: 2 })],
      modes: ['air', 'ground'],
    }),
    event('Event.DEMAND', { roles: shared, modes: ['air', 'help'], requires: ['actor'] }),
    event('Attribution', {
      kind: 'attribution', parent: '', layer: 'attribution', anchor: { type: 'Cue', role: 'cue', minimum: 0 },
      roles: [
        role('source', ACTORS, { maximum: 3 }),
        role('content', ['Content'], { minimum: 1, maximum: 1, overlap_with: { cue: 'forbidden', source: 'warn' } }),
      ],
      attributes: ['source_kind', 'quote', 'verb', 'polarity'], nesting: { via: 'content', max_depth: 4 },
    }),
  ],
  relation_types: [
    { name: 'before', sources: EVENTS, targets: EVENTS, symmetric: false, transitive: false, acyclic: true, max_out: null, attributes: ['strength'], guideline },
    { name: 'same', sources: EVENTS, targets: EVENTS, symmetric: true, transitive: true, acyclic: false, max_out: null, attributes: [], guideline },
    { name: 'member_of', sources: ['entity'], targets: ['entity'], symmetric: false, transitive: false, acyclic: true, max_out: null, attributes: [], guideline },
  ],
  entity_types: ACTORS,
  entity_attributes: ['country', 'number'],
  document_labels: ['relevance'],
  constraints: [
    { id: 'cue_or_quotes', on: ['Attribution'], level: 'error', rule: 'anchor_or_quotation_marks', args: { role: 'content' }, message: '' },
    { id: 'source_or_kind', on: ['Attribution'], level: 'error', rule: 'role_or_value', args: { role: 'source', attribute: 'source_kind', value: 'implicit' }, message: '' },
  ],
};

export const TEXT =
  'Borduria said it attacked Klow.\n\nThe minister told us: "Borduria says Syldavia will attack Borduria again," and smiled.';

/** @param {string} words @param {number} [nth] which occurrence, from 0 @param {string} [text] @returns {Range} where they stand */
export function at(words, nth = 0, text = TEXT) {
  let start = text.indexOf(words);
  for (let i = 0; i < nth; i += 1) start = text.indexOf(words, start + 1);
  if (start < 0) throw new Error(`the text has no ${nth + 1}. “${words}”`);
  return [start, start + words.length];
}

/**
 * A store on the example text whose ids count up.
 * @param {Partial<ConstructorParameters<typeof LabelStore>[0]> & {text?: string}} [more]
 */
export function makeStore({ text = TEXT, ...more } = {}) {
  let count = 0;
  return new LabelStore({
    document: { id: 'd', title: '', text, sha256: '0'.repeat(64) },
    schema: SCHEMA,
    newId: (prefix) => `${prefix}-${(count += 1)}`,
    ...more,
  });
}

/**
 * Do it, or fail the test.
 * @param {LabelStore} store
 * @param {import('../../labeler/surface/static/model/types.js').Command} command
 * @returns {string} the id in the result
 */
export function must(store, command) {
  const result = store.do(command);
  if (!result.ok) throw new Error(`refused: ${result.reason}`);
  return result.id;
}

/** @param {Partial<Mention> & {id: string, type: string}} mention @returns {Mention} */
export function mention({ fragments = [at('Borduria')], ...more }) {
  return { fragments, attributes: {}, entity: null, origin: MODEL, note: '', flags: [], ...more };
}

export const MODEL = { by: 'model:test@1', edited: false, score: 0.5 };

/** @param {number} seed @returns {() => number} numbers in [0, 1), the same for the same seed (mulberry32) */
export function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
