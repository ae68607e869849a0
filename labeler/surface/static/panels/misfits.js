/**
 * What a frame keeps that its type has no place for: after a change of type,
 * or where the schema changed. Each waits, like a slot, to be moved or taken out.
 */

import * as commands from '../model/commands.js';
import { fillers } from '../model/labels.js';

/** @import {Command, Frame, Labels} from '../model/types.js' */
/** @import {Desk} from '../desk.js' */
/** @import {SchemaIndex} from '../model/schema.js' */

/**
 * @typedef {object} Misfit
 * @property {string} slot     what a desk's slot is called while this waits
 * @property {'argument' | 'attribute'} kind
 * @property {string} name     of the role or the attribute
 * @property {string} filler   of the argument
 * @property {string[]} values of the attribute that do not fit
 * @property {string[]} to     roles that take the filler
 */

/** No role is called so. */
const SIGN = '!';

/** @param {string | null} slot */
export function isMisfitSlot(slot) {
  return slot !== null && slot.startsWith(SIGN);
}

/**
 * @param {SchemaIndex} schema
 * @param {Labels} labels
 * @param {Frame} frame
 * @returns {Misfit[]} in the frame's order, arguments first
 */
export function misfitsOf(schema, labels, frame) {
  const kind = schema.frameType(frame.type);
  if (!kind) return [];
  /** @type {Misfit[]} */
  const found = [];
  for (const { role: name, filler } of frame.arguments) {
    const type = (labels.mentions.get(filler) ?? labels.frames.get(filler))?.type;
    const role = schema.role(frame.type, name);
    if (!type || (role && schema.mayFill(role, type))) continue;
    const to = kind.roles
      .filter((r) => schema.mayFill(r, type) && !fillers(frame, r.name).includes(filler) && fillers(frame, r.name).length < r.maximum)
      .map((r) => r.name);
    found.push({ slot: `${SIGN}${name} ${filler}`, kind: 'argument', name, filler, values: [], to });
  }
  for (const [name, value] of Object.entries(frame.attributes)) {
    const allowed = kind.attributes.includes(name) ? schema.attribute(name, frame.type) : undefined;
    const listed = Array.isArray(value) ? value : [String(value)];
    const values = allowed?.values.length ? listed.filter((v) => !allowed.values.includes(v)) : allowed ? [] : listed;
    // An empty list says nothing that could be out of place.
    if (values.length) found.push({ slot: `${SIGN}${name}`, kind: 'attribute', name, filler: '', values, to: [] });
  }
  return found;
}

/** @param {Desk} desk @returns {Misfit | undefined} the one that waits to be moved or taken out */
export function misfitWaiting(desk) {
  const frame = desk.focused;
  if (!frame || !isMisfitSlot(desk.slot)) return undefined;
  return misfitsOf(desk.schema, desk.labels, frame).find((m) => m.slot === desk.slot);
}

/** @param {Frame} frame @param {Misfit} misfit @returns {Command} */
export function takingOut(frame, { kind, name, filler, values }) {
  if (kind === 'argument') return commands.unfillRole(frame.id, name, filler);
  const now = frame.attributes[name];
  const rest = Array.isArray(now) ? now.filter((v) => !values.includes(v)) : [];
  return commands.setAttribute(frame.id, name, rest.length ? rest : undefined);
}
