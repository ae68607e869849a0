/**
 * Which attribution stands inside which: found from the text, unless a person says otherwise.
 */

/** @import {Labels, Frame, Range} from './types.js' */
/** @import {SchemaIndex} from './schema.js' */
/** @import {Draft} from './draft.js' */

import { byPosition, covers, extent, fillers } from './labels.js';

/**
 * @typedef {object} Reach
 * @property {Frame} frame
 * @property {Range[]} content what the nesting role covers
 * @property {Range[]} inside what must lie in a parent's content: content and cue
 * @property {number} size
 * @property {number} start
 */

/**
 * @param {Labels} labels
 * @param {SchemaIndex} schema
 * @returns {Map<string, Reach>} of frames that nest, by id
 */
function reaches(labels, schema) {
  /** @type {Map<string, Reach>} */
  const found = new Map();
  for (const frame of labels.frames.values()) {
    const via = schema.frameType(frame.type)?.nesting?.via;
    if (via === undefined) continue;
    const contents = fillers(frame, via).flatMap((id) => labels.mentions.get(id) ?? []);
    const content = contents.flatMap((m) => m.fragments);
    const cue = labels.mentions.get(frame.anchor ?? '');
    const inside = cue ? [...content, ...cue.fragments] : content;
    const first = [...contents, ...(cue ? [cue] : [])].sort(byPosition)[0];
    const start = first ? first.fragments[0][0] : -1;
    found.set(frame.id, { frame, content, inside, size: extent(content), start });
  }
  return found;
}

/**
 * The smallest frame whose content holds this one's content and cue.
 * @param {Reach} reach
 * @param {Iterable<Reach>} all
 * @returns {string|null}
 */
function parentOf(reach, all) {
  if (!reach.content.length) return null;
  /** @type {Reach|null} */
  let best = null;
  for (const other of all) {
    // Strictly larger, so that two equal contents cannot hold each other.
    if (other.size <= reach.size || !covers(other.content, reach.inside)) continue;
    if (!best || closer(other, best, reach.frame.nested_in)) best = other;
  }
  return best && best.frame.id;
}

/**
 * @param {Reach} a
 * @param {Reach} b
 * @param {string|null} current where the frame stands: of equal contents it stays in its own
 * @returns {boolean}
 */
function closer(a, b, current) {
  if (a.size !== b.size) return a.size < b.size;
  if (a.frame.id === current || b.frame.id === current) return a.frame.id === current;
  return a.start !== b.start ? a.start < b.start : a.frame.id < b.frame.id;
}

/**
 * Put every frame where the text puts it, except where a person chose:
 * whoever stood elsewhere than the rule says was placed by hand.
 * @param {Draft} draft
 */
export function renest(draft) {
  const { base, schema } = draft;
  const before = reaches(base, schema);
  const now = reaches(draft.labels, schema);
  for (const [id, reach] of now) {
    const { frame } = reach;
    const old = before.get(id);
    const byHand =
      draft.placed.has(id) ||
      (old &&
        (old.frame.nested_in === null || now.has(old.frame.nested_in)) &&
        old.frame.nested_in !== parentOf(old, before.values()));
    if (byHand) continue;
    const parent = parentOf(reach, now.values());
    if (parent !== frame.nested_in && !leadsTo(draft.labels, parent, id)) {
      draft.put('frames', { ...frame, nested_in: parent });
    }
  }
}

/**
 * @param {Labels} labels
 * @param {string|null} from
 * @param {string} goal
 * @returns {boolean} whether `goal` is `from` or above it
 */
export function leadsTo(labels, from, goal) {
  const seen = new Set();
  for (let step = from; step !== null && !seen.has(step); ) {
    if (step === goal) return true;
    seen.add(step);
    step = labels.frames.get(step)?.nested_in ?? null;
  }
  return false;
}

/**
 * @param {Labels} labels
 * @param {SchemaIndex} schema
 * @param {string} id
 * @returns {string|null} the frame the text puts a frame in, whoever chose another
 */
export function foundParent(labels, schema, id) {
  const all = reaches(labels, schema);
  const reach = all.get(id);
  const parent = reach ? parentOf(reach, all.values()) : null;
  return leadsTo(labels, parent, id) ? null : parent;
}
