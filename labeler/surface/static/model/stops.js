/**
 * The model's open suggestions as one decides on them: a frame with all its
 * parts is one, and so is a mention that belongs to no frame.
 */

/** @import {Frame, Labels, Mention, Range} from './types.js' */
/** @import {SchemaIndex} from './schema.js' */

import { uses } from './labels.js';

/**
 * @typedef {object} Stop
 * @property {string} id       of the suggested frame or mention
 * @property {boolean} isFrame
 * @property {string} type
 * @property {Mention} head    where one stands: the anchor, else the content, else the first filler
 * @property {readonly string[]} parts ids of its mentions, the head first
 * @property {number} start
 * @property {number | null} score
 */

/**
 * @typedef {object} Stops
 * @property {readonly Stop[]} list in reading order
 * @property {ReadonlyMap<string, number>} index  place in the list, by id
 * @property {ReadonlyMap<string, string>} owners the frame that an anchor or a content stands for
 */

/** @type {WeakMap<Labels, Stops>} */
const known = new WeakMap();

/**
 * @param {Labels} open what is not decided on
 * @param {Labels} all  all that the model suggests: a part of an open frame may be decided already
 * @param {SchemaIndex} schema
 * @returns {Stops} computed once for the same open suggestions
 */
export function stopsOf(open, all, schema) {
  const before = known.get(open);
  if (before) return before;
  const { fillers, anchors } = uses(open);
  /** @type {Map<string, string>} */
  const owners = new Map();
  /** @type {Stop[]} */
  const list = [];
  for (const frame of open.frames.values()) {
    const stop = stopOfFrame(frame, all, schema);
    if (!stop) continue;
    list.push(stop);
    for (const id of ownParts(frame, schema)) if (!owners.has(id)) owners.set(id, frame.id);
  }
  for (const m of open.mentions.values()) {
    if (!fillers.has(m.id) && !anchors.has(m.id)) list.push(stopOfMention(m));
  }
  list.sort(inReadingOrder);
  const found = { list, index: new Map(list.map((s, i) => [s.id, i])), owners };
  known.set(open, found);
  return found;
}

/** @param {Mention} mention @returns {Stop} */
export function stopOfMention(mention) {
  const { id, type, origin } = mention;
  return { id, isFrame: false, type, head: mention, parts: [id], start: startOf(mention), score: origin.score };
}

/** @param {Stop} a @param {Stop} b @returns {number} what begins first, of two the wider one */
export function inReadingOrder(a, b) {
  const wide = endOf(b.head) - endOf(a.head);
  return a.start - b.start || wide || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** @param {Mention} mention */
function startOf(mention) {
  return mention.fragments[0]?.[0] ?? 0;
}

/** @param {Mention} mention */
function endOf(mention) {
  return mention.fragments.at(-1)?.[1] ?? 0;
}

/** @param {Frame} frame @param {SchemaIndex} schema @returns {string[]} anchor and content: what is nothing without the frame */
function ownParts(frame, schema) {
  const via = schema.frameType(frame.type)?.nesting?.via;
  const contents = frame.arguments.filter((a) => a.role === via).map((a) => a.filler);
  return frame.anchor === null ? contents : [frame.anchor, ...contents];
}

/** @param {Frame} frame @param {Labels} all @param {SchemaIndex} schema @returns {Stop | null} `null` for one without any text */
function stopOfFrame(frame, all, schema) {
  const ids = new Set([...ownParts(frame, schema), ...frame.arguments.map((a) => a.filler)]);
  const parts = [...ids].filter((id) => all.mentions.has(id));
  const head = all.mentions.get(parts[0] ?? '');
  if (!head) return null;
  return { id: frame.id, isFrame: true, type: frame.type, head, parts, start: startOf(head), score: frame.origin.score };
}

/**
 * The stop that comes next when one has been decided on: what a rejected frame
 * left behind, else the first after it, else the first of all.
 *
 * @param {Stops} before
 * @param {Stops} now
 * @param {Stop} decided
 * @returns {Stop | undefined}
 */
export function following(before, now, decided) {
  const left = decided.parts.find((id) => now.index.has(id) && !before.index.has(id));
  if (left !== undefined) return now.list[/** @type {number} */ (now.index.get(left))];
  return now.list.find((s) => inReadingOrder(s, decided) > 0) ?? now.list[0];
}

/**
 * The stops that agree with one.
 *
 * @param {Stops} stops
 * @param {Stop} stop
 * @param {'type' | 'words' | 'score' | 'all'} how
 * @param {string} text
 * @returns {Stop[]}
 */
export function agreeing(stops, stop, how, text) {
  const words = wordsOf(stop, text);
  const least = stop.score ?? 0;
  return stops.list.filter((s) => {
    if (how === 'all') return true;
    if (how === 'score') return s.score !== null && s.score >= least;
    return s.type === stop.type && (how === 'type' || wordsOf(s, text) === words);
  });
}

/** @param {Stop} stop @param {string} text */
function wordsOf(stop, text) {
  const words = stop.head.fragments.map(([start, end]) => text.slice(start, end)).join(' ');
  return words.replace(/\s+/gu, ' ').toLowerCase();
}

/**
 * Those of the open suggestions that the model is sure enough of. What has no
 * score stays; so do the parts of a frame that stays, and a part of one that
 * goes does not become a suggestion of its own.
 *
 * @param {Labels} open
 * @param {number} least 0 to 1
 * @param {SchemaIndex} schema
 * @returns {Labels}
 */
export function sureOf(open, least, schema) {
  if (least <= 0) return open;
  /** @param {{origin: {score: number | null}}} item */
  const sure = ({ origin }) => origin.score === null || origin.score >= least;
  const frames = new Map([...open.frames].filter(([, frame]) => sure(frame)));
  /** @type {Set<string>} */
  const kept = new Set();
  /** @type {Set<string>} */
  const gone = new Set();
  for (const frame of open.frames.values()) {
    if (!frames.has(frame.id)) for (const id of ownParts(frame, schema)) gone.add(id);
    else for (const id of [frame.anchor, ...frame.arguments.map((a) => a.filler)]) if (id !== null) kept.add(id);
  }
  const mentions = new Map([...open.mentions].filter(([id, m]) => kept.has(id) || (sure(m) && !gone.has(id))));
  const chains = new Set([...mentions.values()].map((m) => m.entity));
  const entities = new Map([...open.entities].filter(([id]) => chains.has(id)));
  // An end that is labelled already is in neither table and hides nothing.
  /** @param {string} id */
  const hidden = (id) => (open.frames.has(id) && !frames.has(id)) || (open.entities.has(id) && !entities.has(id));
  const relations = new Map([...open.relations].filter(([, r]) => sure(r) && !hidden(r.source) && !hidden(r.target)));
  return { ...open, mentions, entities, frames, relations };
}

/** @param {Labels} suggestions @returns {boolean} whether the model says how sure it is of anything */
export function hasScores({ mentions, frames }) {
  for (const table of [frames, mentions]) for (const { origin } of table.values()) if (origin.score !== null) return true;
  return false;
}

/** @param {Mention} mention @param {Range} range @returns {boolean} whether it lies in it */
export function liesIn(mention, [start, end]) {
  return start <= startOf(mention) && endOf(mention) <= end;
}
