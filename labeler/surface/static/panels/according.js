/**
 * Who says that something happened: the innermost attribution whose content
 * holds an event's trigger.
 */

import { fillers } from '../model/labels.js';

/** @import {Frame, Labels, Mention} from '../model/types.js' */
/** @import {SchemaIndex} from '../model/schema.js' */

/** @typedef {{frame: Frame, source: Mention | undefined}} Saying */
/** @typedef {{start: number, end: number, size: number, frame: Frame}} Held */

/** @type {WeakMap<Labels, Held[]>} */
const known = new WeakMap();

/** @param {Labels} labels @param {SchemaIndex} schema @returns {Held[]} contents, the smallest first */
function contentsOf(labels, schema) {
  let found = known.get(labels);
  if (found) return found;
  found = [];
  for (const frame of labels.frames.values()) {
    const via = schema.frameType(frame.type)?.nesting?.via;
    if (!via) continue;
    for (const id of fillers(frame, via)) {
      const fragments = labels.mentions.get(id)?.fragments ?? [];
      const size = fragments.reduce((n, [s, e]) => n + e - s, 0);
      for (const [start, end] of fragments) found.push({ start, end, size, frame });
    }
  }
  found.sort((a, b) => a.size - b.size);
  known.set(labels, found);
  return found;
}

/**
 * @param {Labels} labels
 * @param {SchemaIndex} schema
 * @param {Frame} frame
 * @returns {Saying | null} `null` where the author says it
 */
export function accordingTo(labels, schema, frame) {
  const place = labels.mentions.get(frame.anchor ?? '')?.fragments[0];
  if (!place) return null;
  const held = contentsOf(labels, schema).find((c) => c.start <= place[0] && place[1] <= c.end);
  if (!held) return null;
  const source = fillers(held.frame, 'source')[0];
  return { frame: held.frame, source: labels.mentions.get(source ?? '') };
}
