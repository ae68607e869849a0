/**
 * What a key does to selected text: mark it, make an event of it, say who said
 * it, add it to a content. Each is one undo step.
 */

import * as commands from '../model/commands.js';
import { covers, fillers } from '../model/labels.js';
import { collapse, filling, fillRole, firstEmpty, trimmed } from './framing.js';
import { acceptFrameAs } from './suggesting.js';

/** @import {Desk} from '../desk.js' */
/** @import {FrameType, Range, Role} from '../model/types.js' */

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
  if (!desk.armed && acceptFrameAs(desk, type)) return;
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
 * picked one, or the focused attribution's content. What lies inside it already
 * is taken out: a fragment goes, or is cut in two around source and cue.
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
  const rest = cutting(desk);
  const change = rest ? commands.setFragments(target, rest) : commands.addFragment(target, trimmed(desk, range, ''));
  const steps = desk.isSuggested(target) ? [commands.accept([target])] : [];
  const words = rest ? 'take out of a fragment' : 'add a fragment';
  if (desk.do(steps.length ? commands.batch(words, [...steps, change]) : change).ok) {
    collapse(desk);
    desk.emit({ cursor: true });
  }
}

/**
 * What would be left of a mention of several fragments without the selected
 * text; `null` where that is not inside it or nothing would be left.
 *
 * @param {Desk} desk
 * @returns {Range[] | null}
 */
export function cutting(desk) {
  const mention = desk.mention(growing(desk) ?? '');
  const range = desk.selection;
  if (!mention || !range || !covers(mention.fragments, [range])) return null;
  const rest = mention.fragments.flatMap(([start, end]) => {
    if (end <= range[0] || range[1] <= start) return [/** @type {Range} */ ([start, end])];
    // The commas around what is cut out belong to it.
    const left = /[\s,;–—-]*$/u.exec(desk.text.slice(start, range[0]))?.[0].length ?? 0;
    const right = /^[\s,;–—-]*/u.exec(desk.text.slice(range[1], end))?.[0].length ?? 0;
    /** @type {Range[]} */
    const sides = [[start, range[0] - left], [range[1] + right, end]];
    return sides.filter(([s, e]) => s < e);
  });
  return rest.length ? rest : null;
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
