/**
 * What a key does to the frame that has the focus: fill its slots, go from one
 * to the next, take it away. Each is one undo step.
 */

import { candidatesFor } from '../panels/candidates.js';
import * as commands from '../model/commands.js';
import { fillers } from '../model/labels.js';
import { reject } from './suggesting.js';

/** @import {Desk} from '../desk.js' */
/** @import {Command, Filler, Frame, Range, Role} from '../model/types.js' */

/** @param {Desk} desk @param {Range} range @param {string} type @returns {Range} without blanks at the ends */
export function trimmed(desk, range, type) {
  if (desk.schema.spanType(type)?.trim === false) return range;
  let [start, end] = range;
  while (start < end && /\s/u.test(desk.text[start] ?? '')) start += 1;
  while (end > start && /\s/u.test(desk.text[end - 1] ?? '')) end -= 1;
  return [start, end];
}

/** The text selected is done with: the caret stays at its end. @param {Desk} desk */
export function collapse(desk) {
  desk.at = { token: desk.at.token, anchor: null, free: null };
  desk.picked = null;
}

/** @param {Desk} desk @param {string} frameId @returns {string | null} */
export function firstEmpty(desk, frameId) {
  const frame = desk.labels.frames.get(frameId);
  const roles = desk.schema.frameType(frame?.type ?? '')?.roles ?? [];
  return roles.find((r) => frame && !fillers(frame, r.name).length)?.name ?? null;
}

/**
 * @param {Desk} desk
 * @param {Role} role
 * @param {Filler} filler
 * @returns {Command}
 */
export function filling(desk, role, filler) {
  const frame = /** @type {Frame} */ (desk.focused);
  const put = commands.fillRole(frame.id, role.name, filler);
  const there = fillers(frame, role.name);
  const steps = [];
  if ('id' in filler && desk.isSuggested(filler.id)) steps.push(commands.accept([filler.id]));
  // Where only one filler fits, a second one takes the place of the first.
  if (role.maximum === 1 && there[0]) steps.push(commands.unfillRole(frame.id, role.name, there[0]));
  return steps.length ? commands.batch(`fill ${role.name}`, [...steps, put]) : put;
}

/**
 * Fill the slot that waits.
 *
 * @param {Desk} desk
 * @param {Filler} filler
 * @returns {boolean} whether it was filled
 */
export function fill(desk, filler) {
  return desk.armed !== undefined && fillRole(desk, desk.armed, filler);
}

/**
 * @param {Desk} desk
 * @param {Role} role
 * @param {Filler} filler
 * @returns {boolean} whether it was filled
 */
export function fillRole(desk, role, filler) {
  const result = desk.do(filling(desk, role, filler));
  if (!result.ok) return false;
  collapse(desk);
  desk.emit({ cursor: true, focus: true });
  return true;
}

/**
 * Whether a mention or frame may fill the slot that waits.
 *
 * @param {Desk} desk
 * @param {string} id
 */
export function fits(desk, id) {
  const role = desk.armed;
  const item = desk.mention(id) ?? desk.labels.frames.get(id);
  return Boolean(role && item && id !== desk.frame && desk.schema.mayFill(role, item.type));
}

/** @param {Desk} desk @param {number} index from 0 */
export function takeCandidate(desk, index) {
  const found = candidatesFor(desk)[index];
  if (found) fill(desk, { id: found });
}

/**
 * @param {Desk} desk
 * @param {1 | -1} step
 */
export function nextSlot(desk, step) {
  const frame = desk.focused;
  const roles = desk.schema.frameType(frame?.type ?? '')?.roles.map((r) => r.name) ?? [];
  if (!roles.length) return;
  const index = desk.slot ? roles.indexOf(desk.slot) : step > 0 ? -1 : 0;
  desk.arm(roles[(index + step + roles.length) % roles.length] ?? null);
}

/**
 * Remove what is picked, or else the focused frame, and say what went with it.
 *
 * @param {Desk} desk
 */
export function removePicked(desk) {
  const id = desk.picked ?? desk.frame;
  if (!id) {
    desk.say('Pick a mention or a card first.');
    return;
  }
  if (desk.isSuggested(id)) {
    reject(desk, [id]);
    return;
  }
  const name = nameOf(desk, id);
  const framesBefore = new Set(desk.labels.frames.keys());
  const result = desk.do(commands.remove([id]));
  if (!result.ok) return;
  const lost = [...framesBefore].filter((f) => f !== id && !desk.labels.frames.has(f)).length;
  const more = lost ? `, and with it ${lost === 1 ? 'a frame' : `${lost} frames`}` : '';
  desk.say(`Removed ${name}${more}. Ctrl+Z brings it back.`);
}

/** @param {Desk} desk @param {string} id @returns {string} */
export function nameOf(desk, id) {
  const mention = desk.mention(id);
  if (mention) return `“${desk.quoteOf(mention)}”`;
  const frame = desk.labels.frames.get(id) ?? desk.suggestions.frames.get(id);
  if (!frame) return 'it';
  const anchor = frame.anchor ? desk.mention(frame.anchor) : undefined;
  return `${desk.looks.label(frame.type)}${anchor ? ` “${desk.quoteOf(anchor)}”` : ''}`;
}
