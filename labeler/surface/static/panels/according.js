/**
 * Who says that something happened, and what stands inside what they say.
 */

import { fillers } from '../model/labels.js';

/** @import {Frame, Labels, Mention} from '../model/types.js' */
/** @import {SchemaIndex} from '../model/schema.js' */

/**
 * One who says so.
 *
 * @typedef {object} Saying
 * @property {Frame} frame
 * @property {Mention[]} sources  none where the source is implicit
 * @property {string} stance      where it is not plainly asserted: “denies”, “denial”
 */
/** @typedef {{start: number, end: number, size: number, frame: Frame}} Held */
/** @typedef {{innermost: Map<string, Frame>, events: Map<string, Frame[]>}} Inside */

/** @type {WeakMap<Labels, Inside>} */
const known = new WeakMap();

/** @param {Labels} labels @param {SchemaIndex} schema @returns {Held[]} contents, the smallest first */
function contentsOf(labels, schema) {
  /** @type {Held[]} */
  const found = [];
  for (const frame of labels.frames.values()) {
    const via = schema.frameType(frame.type)?.nesting?.via;
    if (!via) continue;
    for (const id of fillers(frame, via)) {
      const fragments = labels.mentions.get(id)?.fragments ?? [];
      const size = fragments.reduce((n, [s, e]) => n + e - s, 0);
      for (const [start, end] of fragments) found.push({ start, end, size, frame });
    }
  }
  return found.sort((a, b) => a.size - b.size);
}

/** Which content holds each event's trigger; computed once for the same labels. @param {Labels} labels @param {SchemaIndex} schema */
function insides(labels, schema) {
  let found = known.get(labels);
  if (found) return found;
  found = { innermost: new Map(), events: new Map() };
  const contents = contentsOf(labels, schema);
  for (const frame of contents.length ? labels.frames.values() : []) {
    if (schema.frameType(frame.type)?.kind !== 'event') continue;
    const place = labels.mentions.get(frame.anchor ?? '')?.fragments[0];
    const held = place && contents.find((c) => c.start <= place[0] && place[1] <= c.end);
    if (!held) continue;
    found.innermost.set(frame.id, held.frame);
    const list = found.events.get(held.frame.id);
    if (list) list.push(frame);
    else found.events.set(held.frame.id, [frame]);
  }
  known.set(labels, found);
  return found;
}

/**
 * Everyone who says that an event happened, the nearest first, each according to the next.
 *
 * @param {Labels} labels
 * @param {SchemaIndex} schema
 * @param {Frame} event
 * @returns {Saying[]} empty where the author says it
 */
export function sayingsOf(labels, schema, event) {
  /** @type {Saying[]} */
  const found = [];
  let frame = insides(labels, schema).innermost.get(event.id);
  while (frame && !found.some((s) => s.frame === frame)) {
    found.push(sayingOf(labels, schema, frame));
    frame = labels.frames.get(frame.nested_in ?? '');
  }
  return found;
}

/** @param {Labels} labels @param {SchemaIndex} schema @param {Frame} frame @returns {Saying} */
export function sayingOf(labels, schema, frame) {
  const sources = fillers(frame, sourceRole(schema, frame)).flatMap((id) => labels.mentions.get(id) ?? []);
  return { frame, sources, stance: stanceOf(schema, frame) };
}

/** @param {SchemaIndex} schema @param {Frame} frame @returns {string} the first role that takes actors */
function sourceRole(schema, frame) {
  const roles = schema.frameType(frame.type)?.roles ?? [];
  return roles.find((r) => r.fillers.some((f) => schema.spanType(f)?.entity))?.name ?? '';
}

/** @param {SchemaIndex} schema @param {Frame} frame @returns {string} */
function stanceOf(schema, frame) {
  const { source_stance: stance, verb_class: verb, polarity } = frame.attributes;
  const words = [];
  if (polarity === 'negative') words.push('negated');
  if (stance !== undefined && stance !== schema.attribute('source_stance')?.default) words.push(String(stance));
  else if (verb === 'denial') words.push('denial');
  return words.join(', ');
}

/**
 * @param {Labels} labels
 * @param {SchemaIndex} schema
 * @param {Frame} attribution
 * @returns {Frame[]} events told by just this one, in the order they were made
 */
export function eventsInside(labels, schema, attribution) {
  return insides(labels, schema).events.get(attribution.id) ?? [];
}
