/**
 * What the keys a schema gives its types stand for: one mark, a choice among
 * the kinds of an abstract type, an event, a cue, a content.
 */

import * as actions from './actions.js';

/** @import {Desk} from '../desk.js' */
/** @import {FrameType, SpanType} from '../model/types.js' */
/** @import {SchemaIndex} from '../model/schema.js' */

/**
 * @typedef {object} TypeKey
 * @property {string} key
 * @property {string} words
 * @property {string} hue
 * @property {{name: string, run: (desk: Desk) => void}[]} choices
 *   one is done at once; of several a palette asks which
 * @property {string} title of that palette
 * @property {(desk: Desk) => boolean} useful now
 */

/** @param {SchemaIndex} schema @param {string} name @returns {SpanType[]} the types one can mark, this or below it */
export function usable(schema, name) {
  const stem = `${name}.`;
  return schema.spanTypes.filter(
    (t) => (t.name === name || t.name.startsWith(stem) || t.parent === name) && !t.abstract && !t.retired,
  );
}

/**
 * How a person makes one of a span type: a plain mark, or a frame on it.
 *
 * @param {SchemaIndex} schema
 * @param {SpanType} type
 * @returns {{name: string, run: (desk: Desk) => void}[]}
 */
export function choicesOf(schema, type) {
  const frames = schema.anchoredBy(type.name);
  const events = frames.filter((f) => f.kind === 'event');
  if (events.length) return events.map((f) => ({ name: f.name, run: (desk) => actions.makeFrame(desk, f) }));
  const [attribution] = frames;
  if (attribution) return [{ name: type.name, run: (desk) => actions.markCue(desk, attribution) }];
  const holder = contentHolder(schema, type.name);
  if (holder) {
    return [{ name: type.name, run: (desk) => actions.markContent(desk, holder, type.name) }];
  }
  return usable(schema, type.name).map((t) => ({
    name: t.name,
    run: (desk) => actions.mark(desk, t.name),
  }));
}

/** @param {SchemaIndex} schema @param {string} name @returns {FrameType | undefined} whose content it is */
function contentHolder(schema, name) {
  return schema.frameTypes.find((f) => {
    const via = f.nesting && schema.role(f.name, f.nesting.via);
    return !f.abstract && via && schema.mayFill(via, name);
  });
}

/**
 * @param {SchemaIndex} schema
 * @param {import('../text/looks.js').Looks} looks
 * @returns {TypeKey[]}
 */
export function typeKeys(schema, looks) {
  /** @type {TypeKey[]} */
  const keys = [];
  for (const type of schema.spanTypes) {
    if (!type.key || type.retired) continue;
    // A child inherits its parent's key; the parent speaks for both.
    if (keys.some((k) => k.key === type.key)) continue;
    const choices = choicesOf(schema, type);
    if (!choices.length) continue;
    const drawing = looks.drawing(type.name);
    keys.push({ key: type.key, words: wordsFor(drawing, looks.label(type.name)), hue: looks.hue(type.name), choices, title: titleFor(drawing, looks.label(type.name)), useful: (desk) => isUseful(desk, choices) });
  }
  for (const frame of schema.frameTypes) {
    if (!frame.key || frame.abstract || frame.retired || keys.some((k) => k.key === frame.key)) continue;
    const choices = [{ name: frame.name, run: (/** @type {Desk} */ desk) => actions.makeFrame(desk, frame) }];
    keys.push({ key: frame.key, words: `make ${looks.label(frame.name)}`, hue: looks.hue(frame.name), choices, title: looks.label(frame.name), useful: (desk) => !desk.armed });
  }
  return keys;
}

/** @param {import('../text/looks.js').Drawing} drawing @param {string} label */
function wordsFor(drawing, label) {
  if (drawing === 'trigger') return 'event';
  if (drawing === 'cue') return 'cue: somebody says so';
  if (drawing === 'content') return 'content: what is said';
  return label;
}

/** @param {import('../text/looks.js').Drawing} drawing @param {string} label */
function titleFor(drawing, label) {
  return drawing === 'trigger' ? 'Event' : label;
}

/** @param {Desk} desk @param {{name: string}[]} choices */
function isUseful(desk, choices) {
  const role = desk.armed;
  return !role || choices.some((c) => desk.schema.mayFill(role, c.name));
}
