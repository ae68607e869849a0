/**
 * The types an item could have instead, those that keep most of what it holds first.
 */

import { uses } from '../model/labels.js';

/** @import {Desk} from '../desk.js' */
/** @import {Frame, Mention} from '../model/types.js' */

/**
 * @typedef {object} Retype
 * @property {string} type
 * @property {number} kept  of what it holds, or of the slots it fills
 * @property {number} of
 */

/**
 * @param {Desk} desk
 * @param {Frame} frame
 * @returns {Retype[]} the other types of its kind; those with a place for more of its fillers first
 */
export function frameTypesFor({ schema, labels }, frame) {
  const kind = schema.frameType(frame.type)?.kind;
  if (!kind) return [];
  const held = frame.arguments.map(({ role, filler }) => ({
    role,
    type: labels.mentions.get(filler)?.type ?? labels.frames.get(filler)?.type ?? '',
  }));
  const found = schema
    .concrete(kind)
    .filter(({ name }) => name !== frame.type)
    .map(({ name }) => {
      const kept = held.filter(({ role, type }) => {
        const place = schema.role(name, role);
        return place && schema.mayFill(place, type);
      }).length;
      return { type: name, kept, of: held.length };
    });
  return found.sort((a, b) => b.kept - a.kept);
}

/**
 * @param {Desk} desk
 * @param {Mention} mention
 * @returns {Retype[]} the other types one marks; those the slots it fills take first
 */
export function mentionTypesFor({ schema, labels, looks }, mention) {
  const slots = (uses(labels).fillers.get(mention.id) ?? []).flatMap(({ frame, role }) => schema.role(frame.type, role) ?? []);
  const family = schema.spanType(mention.type)?.parent;
  const found = schema.spanTypes
    .filter((t) => !t.abstract && !t.retired && t.name !== mention.type && looks.drawing(t.name) === 'mark')
    .map((t) => ({
      type: t.name,
      kept: slots.filter((role) => schema.mayFill(role, t.name)).length,
      of: slots.length,
      near: Number(Boolean(family) && t.parent === family),
    }));
  return found.sort((a, b) => b.kept - a.kept || b.near - a.near);
}
