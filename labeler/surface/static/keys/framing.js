/**
 * What a key does to the frame that has the focus: fill its slots, go from one
 * to the next, take it away. Each change is one undo step.
 */

import { offersFor } from '../panels/offers.js';
import { misfitsOf, misfitWaiting, takingOut } from '../panels/misfits.js';
import { spoken } from '../panels/attributes.js';
import * as commands from '../model/commands.js';
import { fillers, find, sameFragments } from '../model/labels.js';
import { reject } from './suggesting.js';

/** @import {Desk} from '../desk.js' */
/** @import {Offer} from '../panels/offers.js' */
/** @import {Misfit} from '../panels/misfits.js' */
/** @import {Command, Filler, Frame, Mention, Range, Role} from '../model/types.js' */

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
  desk.came = false;
  desk.at = { token: desk.at.token, anchor: null, free: null };
  desk.picked = null;
}

// ---- slots -------------------------------------------------------------------

/**
 * The slots of the focused frame in their order: what does not fit, then the roles.
 *
 * @param {Desk} desk
 * @returns {{slot: string, open: boolean}[]} `open`: something is to be done there
 */
function slotsOf(desk) {
  const frame = desk.focused;
  if (!frame) return [];
  const misfits = misfitsOf(desk.schema, desk.labels, frame).map((m) => ({ slot: m.slot, open: true }));
  const roles = desk.schema.frameType(frame.type)?.roles ?? [];
  return [...misfits, ...roles.map((r) => ({ slot: r.name, open: !fillers(frame, r.name).length }))];
}

/** @param {Desk} desk @param {string} frameId @returns {string | null} its first slot without a filler */
export function firstEmpty(desk, frameId) {
  const frame = desk.labels.frames.get(frameId);
  const roles = desk.schema.frameType(frame?.type ?? '')?.roles ?? [];
  return roles.find((r) => frame && !fillers(frame, r.name).length)?.name ?? null;
}

/**
 * Forwards to the next empty slot, after the last one to none; backwards to
 * every slot, so that a filled one can be reached.
 *
 * @param {Desk} desk
 * @param {1 | -1} step
 */
export function nextSlot(desk, step) {
  const slots = slotsOf(desk);
  const now = slots.findIndex((s) => s.slot === desk.slot);
  if (step > 0) desk.arm(slots.slice(now + 1).find((s) => s.open)?.slot ?? null);
  else desk.arm((now < 0 ? slots.at(-1) : slots[now - 1])?.slot ?? null);
}

/** @param {Desk} desk @param {number} index from 0, as the digits on the card count */
export function armSlot(desk, index) {
  const role = desk.schema.frameType(desk.focused?.type ?? '')?.roles[index];
  if (role) desk.arm(role.name);
}

// ---- filling -----------------------------------------------------------------

/**
 * @param {Desk} desk
 * @param {Role} role
 * @param {Filler} filler
 * @param {string | null} [entity] the chain a new mention joins
 * @returns {Command}
 */
export function filling(desk, role, filler, entity = null) {
  const frame = /** @type {Frame} */ (desk.focused);
  const put = commands.fillRole(frame.id, role.name, filler);
  const there = fillers(frame, role.name);
  const steps = [];
  if ('id' in filler) {
    if (!find(desk.labels, filler.id)) steps.push(commands.accept([filler.id]));
  } else if (entity !== null && filler.type) {
    // Marked with its chain first: filling finds it there.
    steps.push(commands.addMention({ type: filler.type, fragments: filler.fragments, entity }));
  }
  // Where only one filler fits, a second one takes the place of the first.
  if (role.maximum === 1 && there[0]) steps.push(commands.unfillRole(frame.id, role.name, there[0]));
  return steps.length ? commands.batch(`fill ${spoken(role.name)}`, [...steps, put]) : put;
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
 * @param {string | null} [entity]
 * @returns {boolean} whether it was filled
 */
export function fillRole(desk, role, filler, entity = null) {
  const result = desk.do(filling(desk, role, filler, entity));
  if (!result.ok) return false;
  collapse(desk);
  // A slot that can hold several goes on waiting; a full one hands over to the next.
  const full = fillers(/** @type {Frame} */ (desk.focused), role.name).length >= role.maximum;
  if (full && desk.slot === role.name) nextSlot(desk, 1);
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

/**
 * Fill the slot that waits with the mention that is just what is selected, or
 * with the innermost one under the caret.
 *
 * @param {Desk} desk
 * @returns {boolean} whether there was one that fits
 */
export function fillWithSelected(desk) {
  // Where a command left the caret, it means nothing.
  const reach = desk.selection ?? (desk.came ? desk.cursor.under(desk.at) : null);
  if (!reach || !desk.armed) return false;
  const range = trimmed(desk, reach, '');
  const meant = (/** @type {Mention} */ m) => !desk.selection || sameFragments(m.fragments, [range]);
  const there = new Set(fillers(/** @type {Frame} */ (desk.focused), desk.armed.name));
  const able = desk.hits(range[0]).filter((m) => meant(m) && fits(desk, m.id));
  const found = able.find((m) => !there.has(m.id));
  // What is selected fills the slot already: there is nothing to do.
  if (!found && desk.selection && able.length) return true;
  return found !== undefined && fill(desk, { id: found.id });
}

/** @param {Desk} desk @param {number} index from 0 */
export function takeCandidate(desk, index) {
  const found = offersFor(desk)[index];
  if (found) take(desk, found);
}

/** Fill a slot of the focused frame with what it offers. @param {Desk} desk @param {Offer} offer */
export function take(desk, { role: name, filler, entity, fresh }) {
  const role = desk.schema.role(desk.focused?.type ?? '', name);
  if (role) fillRole(desk, role, filler, fresh ? entity : null);
}

// ---- the frame as a whole ------------------------------------------------------

/** Make another frame alike; the copy has the focus. @param {Desk} desk */
export function duplicate(desk) {
  const frame = desk.focused;
  if (!frame) {
    desk.say('Focus a card first.');
    return;
  }
  const result = desk.do(commands.duplicateFrame(frame.id));
  if (!result.ok) return;
  desk.focus(result.id);
  desk.say(`This is the copy of ${nameOf(desk, frame.id)}.`);
}

/** @param {Desk} desk @returns {string[]} roles of the focused frame with several fillers */
export function splitting(desk) {
  const frame = desk.focused;
  const roles = desk.schema.frameType(frame?.type ?? '')?.roles ?? [];
  return roles.map((r) => r.name).filter((name) => frame && fillers(frame, name).length > 1);
}

/** One frame for each filler of a role. @param {Desk} desk @param {string} role */
export function split(desk, role) {
  const frame = desk.focused;
  if (!frame) return;
  const count = fillers(frame, role).length;
  if (desk.do(commands.splitFrame(frame.id, role)).ok) desk.say(`Split in ${count}: one for each ${spoken(role)}.`);
}

/**
 * Give a frame another type. What the new type has no place for stays on the
 * card, and the first of it waits to be moved or taken out.
 *
 * @param {Desk} desk
 * @param {string} id
 * @param {string} type
 */
export function retypeFrame(desk, id, type) {
  if (!desk.do(commands.setFrameType(id, type)).ok) return;
  const frame = desk.labels.frames.get(id);
  const misfits = frame ? misfitsOf(desk.schema, desk.labels, frame) : [];
  desk.focus(id, { slot: misfits[0]?.slot ?? null });
  if (misfits.length) desk.say(`${misfits.length === 1 ? 'One thing does' : `${misfits.length} things do`} not fit ${desk.looks.label(type)}; see its card.`);
}

/** @param {Desk} desk @param {Misfit} misfit @param {string} role that takes its filler */
export function moveMisfit(desk, misfit, role) {
  const frame = desk.focused;
  if (!frame || !desk.do(commands.moveArgument(frame.id, misfit.name, misfit.filler, role)).ok) return;
  afterMisfit(desk);
}

/** @param {Desk} desk @param {Misfit} misfit */
export function takeOutMisfit(desk, misfit) {
  const frame = desk.focused;
  if (!frame || !desk.do(takingOut(frame, misfit)).ok) return;
  afterMisfit(desk);
}

/** The next misfit waits, if there is one. @param {Desk} desk */
function afterMisfit(desk) {
  const frame = desk.focused;
  const [next] = frame ? misfitsOf(desk.schema, desk.labels, frame) : [];
  desk.arm(next?.slot ?? null);
}

/**
 * Remove what is picked, or else the misfit that waits, or else the focused
 * frame, and say what went with it.
 *
 * @param {Desk} desk
 */
export function removePicked(desk) {
  const misfit = desk.picked ? undefined : misfitWaiting(desk);
  if (misfit) {
    takeOutMisfit(desk, misfit);
    return;
  }
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

/** @param {Desk} desk @param {string} id @returns {string} type and words of a mention or frame */
export function nameOf(desk, id) {
  const mention = desk.mention(id);
  if (mention) return `“${desk.quoteOf(mention)}”`;
  const frame = desk.labels.frames.get(id) ?? desk.suggestions.frames.get(id);
  if (!frame) return 'it';
  const anchor = frame.anchor ? desk.mention(frame.anchor) : undefined;
  return `${desk.looks.label(frame.type)}${anchor ? ` “${desk.quoteOf(anchor)}”` : ''}`;
}
