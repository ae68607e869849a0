/**
 * One card: an event or an attribution with its slots, attributes, links and tools.
 */

import * as actions from '../keys/actions.js';
import { button, el, shorten } from '../dom.js';
import { attributeChips, attributeEditor } from './attributes.js';
import { accordingLine, insideRow, levelLine } from './nested.js';
import { flagSigns } from './flags.js';
import { talkSigns } from './talk_lines.js';
import { relationRows } from './relations.js';
import { misfitRows, problemLine, slotRow } from './slots.js';

/** @import {Desk} from '../desk.js' */
/** @import {Frame, FrameType, Problem} from '../model/types.js' */

/**
 * What the cards ask of the rest of the page.
 *
 * @typedef {object} CardHands
 * @property {(frameId: string) => void} retype
 * @property {(id: string) => void} note
 * @property {() => void} split
 * @property {() => void} relate
 * @property {() => void} nest
 * @property {() => void} implicit
 */

/** Told on the row of what does not fit. */
const MISFIT_CODES = new Set(['unknown-role', 'unknown-attribute', 'filler-type']);

/**
 * @param {Desk} desk
 * @param {Frame} frame
 * @param {object} more
 * @param {number} more.depth
 * @param {readonly Problem[]} more.problems
 * @param {CardHands} more.hands
 * @returns {HTMLElement}
 */
export function frameCard(desk, frame, { depth, problems, hands }) {
  const kind = desk.schema.frameType(frame.type);
  const focused = desk.frame === frame.id;
  const event = kind?.kind === 'event';
  const anchor = desk.labels.mentions.get(frame.anchor ?? '');
  const anchorText = anchor ? desk.quoteOf(anchor) : '';
  const label = desk.looks.label(frame.type);
  const card = el('section', {
    class: `lb-card${focused ? ' lb-card-on' : ''}`,
    data: { frame: frame.id },
    vars: { '--lb-c': desk.looks.hue(frame.type), '--lb-nest': String(Math.min(depth, 4)) },
    attrs: { role: 'group', 'aria-label': `${label} ${anchorText}`.trim(), 'aria-current': focused ? 'true' : false },
    on: { mousedown: (e) => pressed(desk, e, frame) },
  });
  card.append(head(desk, frame, label, anchorText, kind));
  const who = event ? accordingLine(desk, frame) : levelLine(desk, frame, depth);
  if (who) card.append(who);
  const named = problems.filter((p) => !MISFIT_CODES.has(p.code));
  card.append(...misfitRows(desk, frame, focused));
  for (const [index, role] of (kind?.roles ?? []).entries()) {
    const row = slotRow(desk, frame, role, index, focused, named);
    if (row) card.append(row);
  }
  const inside = event ? null : insideRow(desk, frame);
  if (inside) card.append(inside);
  card.append(...relationRows(desk, frame.id, focused));
  card.append(...attributes(desk, frame, kind?.attributes ?? [], focused));
  if (frame.note) card.append(el('div', { class: 'lb-row' }, el('span', { class: 'lb-row-name', text: 'note' }), el('span', { text: frame.note })));
  card.append(...otherProblems(named, focused, kind));
  if (focused) card.append(tools(desk, frame, kind, hands));
  return card;
}

/** @param {Desk} desk @param {Frame} frame @param {string} label @param {string} anchorText @param {FrameType | undefined} kind */
function head(desk, frame, label, anchorText, kind) {
  const node = el(
    'div',
    { class: 'lb-card-head' },
    el('span', { class: 'lb-card-type', text: label }),
    el('span', { class: 'lb-card-anchor', text: anchorText ? shorten(anchorText, 60) : `no ${kind?.anchor.role ?? 'anchor'}` }),
  );
  node.append(...flagSigns(frame), ...talkSigns(desk, frame.id));
  return node;
}

/** @param {Desk} desk @param {Frame} frame @param {readonly string[]} names @param {boolean} focused @returns {HTMLElement[]} */
function attributes(desk, frame, names, focused) {
  if (focused) return [attributeEditor(desk, frame.id, names, frame.attributes, frame.type)];
  const chips = attributeChips(desk, names, frame.attributes, frame.type);
  if (!chips.length) return [];
  return [el('div', { class: 'lb-row' }, el('span', { class: 'lb-row-name', text: 'attributes' }), el('div', { class: 'lb-row-values' }, ...chips))];
}

/**
 * What is wrong with the frame apart from its slots, which say so themselves.
 *
 * @param {readonly Problem[]} problems
 * @param {boolean} focused
 * @param {FrameType | undefined} kind
 */
function otherProblems(problems, focused, kind) {
  const known = new Set(kind?.roles.map((r) => r.name));
  return problems
    .filter((p) => !known.has(p.slot) && (focused || (p.level !== 'warning' && p.slot === '')))
    .map((p) => problemLine(p));
}

/** @param {Desk} desk @param {MouseEvent} event @param {Frame} frame */
function pressed(desk, event, frame) {
  if (event.target instanceof Element && event.target.closest('input, select, textarea')) return;
  event.preventDefault();
  if (event.target instanceof Element && event.target.closest('button')) return;
  // While a slot waits, another card is its filler if it may be.
  if (desk.armed && desk.frame !== frame.id && actions.fits(desk, frame.id)) {
    actions.fill(desk, { id: frame.id });
    return;
  }
  if (desk.frame === frame.id) return;
  desk.focus(frame.id, { reveal: true });
}

/** @param {Desk} desk @param {Frame} frame @param {FrameType | undefined} kind @param {CardHands} hands */
function tools(desk, frame, kind, hands) {
  const box = el('div', { class: 'lb-card-tools', attrs: { role: 'toolbar', 'aria-label': 'This card' } });
  const quiet = (/** @type {string} */ words, /** @type {() => void} */ run, more = '') =>
    box.append(button(words, run, { class: `lb-quiet ${more}` }));
  if (kind && desk.schema.concrete(kind.kind).length > 1) quiet('Change type…', () => hands.retype(frame.id));
  quiet('Duplicate', () => actions.duplicate(desk));
  if (actions.splitting(desk).length) quiet('Split', () => hands.split());
  if (desk.schema.relations.size) quiet('Link…', () => hands.relate());
  if (kind?.nesting) quiet('Inside…', () => hands.nest());
  if (kind?.attributes.includes('source_kind')) quiet('Implicit source', () => hands.implicit());
  if (actions.growing(desk)) quiet('Add fragment', () => actions.addFragment(desk));
  quiet(frame.note ? 'Edit note…' : 'Note…', () => hands.note(frame.id));
  quiet('Thread…', () => desk.talk.show({ item: frame.id }));
  quiet('Delete', () => {
    desk.pick(null);
    if (desk.frame === frame.id) desk.slot = null;
    actions.removePicked(desk);
  }, 'lb-danger');
  return box;
}
