/**
 * What one can do to the labels, in the words of the keys: mark, make an event,
 * say who said it, fill a role, take a suggestion. Each is one undo step.
 */

import { candidatesFor } from '../panels/candidates.js';
import * as commands from '../model/commands.js';
import { fillers } from '../model/labels.js';
import { reject } from './suggesting.js';

/** @import {Desk} from '../desk.js' */
/** @import {Command, Filler, Frame, FrameType, Range, Role} from '../model/types.js' */

/** @param {Desk} desk @param {Range} range @param {string} type @returns {Range} without blanks at the ends */
function trimmed(desk, range, type) {
  if (desk.schema.spanType(type)?.trim === false) return range;
  let [start, end] = range;
  while (start < end && /\s/u.test(desk.text[start] ?? '')) start += 1;
  while (end > start && /\s/u.test(desk.text[end - 1] ?? '')) end -= 1;
  return [start, end];
}

/**
 * Mark what is selected, or give the picked mention another type. With a frame
 * focused the mention also fills a slot: the one that waits, or else the only
 * one that takes the type.
 *
 * @param {Desk} desk
 * @param {string} type
 */
export function mark(desk, type) {
  const picked = desk.picked;
  const role = slotFor(desk, type);
  if (!desk.selection && picked) {
    const retype = commands.setMentionType(picked, type);
    const steps = desk.isSuggested(picked) ? [commands.accept([picked]), retype] : [retype];
    if (role) steps.push(filling(desk, role, { id: picked }));
    const result = desk.do(steps.length === 1 ? retype : commands.batch('change the type', steps));
    if (result.ok) desk.pick(picked);
    return;
  }
  const reach = desk.reach;
  if (!reach) return;
  const fragments = [trimmed(desk, reach, type)];
  const around = desk.selection ? undefined : labelledAt(desk, type, reach);
  const suggested = around ?? twin(desk, type, fragments);
  if (role) {
    fillRole(desk, role, suggested ? { id: suggested } : { type, fragments });
    return;
  }
  if (around) {
    desk.pick(around);
    desk.say('This is marked already.');
    return;
  }
  const command = suggested ? commands.accept([suggested]) : commands.addMention({ type, fragments });
  const result = desk.do(command);
  if (!result.ok) return;
  desk.pick(suggested ?? result.id);
  if (desk.armed) desk.say(`Marked. ${desk.looks.label(type)} cannot be ${desk.armed.name} here.`);
  else if (result.existed) desk.say('This is marked already.');
}

/**
 * @param {Desk} desk
 * @param {string} type
 * @returns {Role | null} the slot of the focused frame a new mention of the type goes to
 */
function slotFor(desk, type) {
  const { armed, focused } = desk;
  if (!focused || !armed) return null;
  if (desk.schema.mayFill(armed, type)) return armed;
  const others = desk.schema.frameType(focused.type)?.roles.filter((r) => desk.schema.mayFill(r, type)) ?? [];
  return others.length === 1 ? (others[0] ?? null) : null;
}

/**
 * The own mention of just this type that a single word lies in. A key pressed
 * once more after a mention was made must not mark its last word again.
 *
 * @param {Desk} desk
 * @param {string} type
 * @param {Range} reach
 * @returns {string | undefined}
 */
function labelledAt(desk, type, [start, end]) {
  const inside = (/** @type {Range} */ [from, to]) => from <= start && end <= to;
  return desk.hits(start).find((m) => m.type === type && !desk.isSuggested(m.id) && m.fragments.some(inside))?.id;
}

/**
 * @param {Desk} desk
 * @param {string} type
 * @param {readonly Range[]} fragments
 * @returns {string | null} the open suggestion that says just this
 */
function twin(desk, type, fragments) {
  for (const m of desk.suggestions.mentions.values()) {
    if (m.type === type && String(m.fragments) === String(fragments)) return m.id;
  }
  return null;
}

/**
 * Make an event or an attribution on what is selected; it gets the focus and
 * its first empty slot waits for a filler.
 *
 * @param {Desk} desk
 * @param {FrameType} type
 */
export function makeFrame(desk, type) {
  const picked = desk.picked ? desk.labels.mentions.get(desk.picked) : undefined;
  const reach = desk.reach;
  const anchor =
    picked && !desk.selection && picked.type === type.anchor.type
      ? { id: picked.id }
      : reach && { type: type.anchor.type, fragments: [trimmed(desk, reach, type.anchor.type)] };
  if (!anchor) return;
  const focused = desk.focused;
  const result = desk.do(commands.addFrame({ type: type.name, anchor }));
  if (!result.ok) return;
  collapse(desk);
  const role = desk.armed;
  // An event made while a slot waits for one fills it, and the slot's frame keeps the focus.
  if (focused && role && desk.schema.mayFill(role, type.name)) {
    desk.do(filling(desk, role, { id: result.id }));
    return;
  }
  desk.focus(result.id, { slot: firstEmpty(desk, result.id) });
}

/** @param {Desk} desk @param {string} frameId @returns {string | null} */
function firstEmpty(desk, frameId) {
  const frame = desk.labels.frames.get(frameId);
  const roles = desk.schema.frameType(frame?.type ?? '')?.roles ?? [];
  return roles.find((r) => frame && !fillers(frame, r.name).length)?.name ?? null;
}

/** The text selected is done with: the caret stays at its end. @param {Desk} desk */
function collapse(desk) {
  desk.at = { token: desk.at.token, anchor: null, free: null };
  desk.picked = null;
}

/**
 * A cue: anchors the focused attribution if it has none, else a new attribution.
 *
 * @param {Desk} desk
 * @param {FrameType} type
 */
export function markCue(desk, type) {
  const focused = desk.focused;
  const reach = desk.reach;
  if (focused && focused.type === type.name && focused.anchor === null && reach) {
    const cue = { type: type.anchor.type, fragments: [trimmed(desk, reach, type.anchor.type)] };
    if (desk.do(commands.setAnchor(focused.id, cue)).ok) {
      collapse(desk);
      desk.focus(focused.id, { slot: firstEmpty(desk, focused.id) });
    }
    return;
  }
  makeFrame(desk, type);
}

/**
 * A content: fills the focused attribution's if that is empty, else begins a new attribution.
 *
 * @param {Desk} desk
 * @param {FrameType} type
 * @param {string} contentType
 */
export function markContent(desk, type, contentType) {
  const reach = desk.reach;
  const via = type.nesting?.via;
  if (!reach || !via) return;
  const filler = { type: contentType, fragments: [trimmed(desk, reach, contentType)] };
  const focused = desk.focused;
  if (focused && focused.type === type.name && !fillers(focused, via).length) {
    if (!desk.do(commands.fillRole(focused.id, via, filler)).ok) return;
    collapse(desk);
    desk.focus(focused.id, { slot: firstEmpty(desk, focused.id) });
    return;
  }
  const result = desk.do(
    commands.addFrame({ type: type.name, anchor: null, arguments: [{ role: via, filler }] }),
  );
  if (!result.ok) return;
  collapse(desk);
  desk.focus(result.id, { slot: firstEmpty(desk, result.id) });
}

/**
 * Add what is selected to a mention that may have several fragments: the
 * picked one, or the focused attribution's content.
 *
 * @param {Desk} desk
 */
export function addFragment(desk) {
  const target = growing(desk);
  const range = desk.selection ?? desk.cursor.under(desk.at);
  if (!target || !range) {
    desk.say('Focus an attribution, or pick a content, then select the text to add.');
    return;
  }
  const steps = desk.isSuggested(target) ? [commands.accept([target])] : [];
  const grow = commands.addFragment(target, trimmed(desk, range, ''));
  if (desk.do(steps.length ? commands.batch('add a fragment', [...steps, grow]) : grow).ok) {
    collapse(desk);
    desk.emit({ cursor: true });
  }
}

/** @param {Desk} desk @returns {string | null} the mention a further fragment would join */
export function growing(desk) {
  const picked = desk.picked ? desk.mention(desk.picked) : undefined;
  const several = (/** @type {string} */ type) => (desk.schema.spanType(type)?.max_fragments ?? 1) > 1;
  if (picked && several(picked.type)) return picked.id;
  const frame = desk.focused;
  for (const { filler } of frame?.arguments ?? []) {
    const mention = desk.labels.mentions.get(filler);
    if (mention && several(mention.type)) return mention.id;
  }
  return null;
}

/**
 * @param {Desk} desk
 * @param {Role} role
 * @param {Filler} filler
 * @returns {Command}
 */
function filling(desk, role, filler) {
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
function fillRole(desk, role, filler) {
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

/** @param {Desk} desk @param {'undo' | 'redo'} which */
export function undoRedo(desk, which) {
  const able = which === 'undo' ? desk.store.canUndo : desk.store.canRedo;
  if (!able) {
    desk.say(which === 'undo' ? 'Nothing to undo.' : 'Nothing to redo.');
    return;
  }
  const words = which === 'undo' ? desk.store.undoLabel : desk.store.redoLabel;
  desk.store[which]();
  desk.say(`${which === 'undo' ? 'Undid' : 'Redid'}: ${words}.`);
}

/**
 * Pick the next mention in reading order.
 *
 * @param {Desk} desk
 * @param {1 | -1} step
 */
export function nextMention(desk, step) {
  walk(desk, step, (id) => desk.mention(id) !== undefined, false);
}

/**
 * @param {Desk} desk
 * @param {1 | -1} step
 * @param {(id: string) => boolean} wanted
 * @param {boolean} stay  do not turn over at the end of the text
 */
export function walk(desk, step, wanted, stay) {
  const all = [...desk.labels.mentions.values(), ...desk.suggestions.mentions.values()]
    .filter((m) => wanted(m.id) && desk.looks.drawing(m.type) !== 'content')
    .sort((a, b) => (a.fragments[0]?.[0] ?? 0) - (b.fragments[0]?.[0] ?? 0) || (a.id < b.id ? -1 : 1));
  if (!all.length) return false;
  const picked = all.findIndex((m) => m.id === desk.picked);
  let index = picked + step;
  if (picked < 0) {
    const here = desk.reach?.[0] ?? 0;
    const after = all.findIndex((m) => (m.fragments[0]?.[0] ?? 0) >= here);
    index = step > 0 ? (after < 0 ? all.length : after) : (after < 0 ? all.length : after) - 1;
  }
  if (stay && (index < 0 || index >= all.length)) index = step > 0 ? 0 : all.length - 1;
  const found = all[(index + all.length) % all.length];
  desk.pick(found?.id ?? null, { reveal: true });
  return true;
}
