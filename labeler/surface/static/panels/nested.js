/**
 * Both directions of “who says so” on the cards: an event names its sources, an
 * attribution what stands inside its content and how deep it lies itself.
 */

import { button, el, shorten } from '../dom.js';
import { byPosition, uses } from '../model/labels.js';
import { eventsInside, sayingOf, sayingsOf } from './according.js';
import { frameChip } from './chips.js';
import { isPronoun } from './pronouns.js';

/** @import {Desk} from '../desk.js' */
/** @import {Frame, Mention} from '../model/types.js' */
/** @import {Saying} from './according.js' */

/**
 * @param {Desk} desk
 * @param {Frame} event
 * @returns {HTMLElement | null} “according to an official, according to Reuters”
 */
export function accordingLine(desk, event) {
  const sayings = sayingsOf(desk.labels, desk.schema, event);
  if (!sayings.length) return null;
  const line = el('div', { class: 'lb-card-according' });
  for (const [i, saying] of sayings.entries()) {
    line.append(i ? ', according to ' : 'according to ', sayingChip(desk, saying));
    if (saying.stance) line.append(' ', el('span', { class: 'lb-stance', text: `(${saying.stance})` }));
  }
  return line;
}

/** @param {Desk} desk @param {Mention} source @returns {string} its words; of a pronoun the name of its actor */
function spokenOf(desk, source) {
  const words = desk.quoteOf(source);
  return (isPronoun(words) && desk.labels.entities.get(source.entity ?? '')?.name) || words;
}

/** @param {Desk} desk @param {Saying} saying */
function sayingChip(desk, { frame, sources }) {
  const who = sources.map((m) => shorten(spokenOf(desk, m), 44)).join(' and ') || 'an implicit source';
  const chip = button(el('span', { text: who }), () => desk.focus(frame.id, { reveal: true }), { attrs: { tabindex: '-1' } });
  chip.className = 'lb-chip';
  chip.style.setProperty('--lb-c', desk.looks.hue(frame.type));
  return chip;
}

/**
 * @param {Desk} desk
 * @param {Frame} frame
 * @param {number} depth 0 for one that lies in no other
 * @returns {HTMLElement | null} how deep it lies, and in whose words
 */
export function levelLine(desk, frame, depth) {
  const parent = desk.labels.frames.get(frame.nested_in ?? '');
  if (!parent) return null;
  const saying = sayingOf(desk.labels, desk.schema, parent);
  return el('div', { class: 'lb-card-according' }, el('b', { text: `level ${depth + 1}` }), ', inside what is said by ', sayingChip(desk, saying));
}

/** @param {Desk} desk @param {Frame} frame @returns {Frame[]} events and attributions right inside its content, in text order */
export function framesInside(desk, frame) {
  const nested = uses(desk.labels).nested.get(frame.id) ?? [];
  const start = (/** @type {Frame} */ f) => desk.startOf(f.id);
  return [...eventsInside(desk.labels, desk.schema, frame), ...nested].sort((a, b) => start(a) - start(b) || (a.id < b.id ? -1 : 1));
}

/** @param {Desk} desk @param {Frame} frame @returns {HTMLElement | null} chips of what stands inside its content */
export function insideRow(desk, frame) {
  const inside = framesInside(desk, frame);
  if (!inside.length) return null;
  const chips = inside.map((f) => frameChip(desk, f, frameWords(desk, f)));
  return el(
    'div',
    { class: 'lb-row' },
    el('span', { class: 'lb-row-name', text: 'inside', attrs: { title: 'events and attributions in its content' } }),
    el('div', { class: 'lb-row-values' }, ...chips),
  );
}

/** @param {Desk} desk @param {Frame} frame @returns {string} type and trigger of an event; who says so and the cue of an attribution */
export function frameWords(desk, frame) {
  const anchor = desk.labels.mentions.get(frame.anchor ?? '');
  const words = anchor ? shorten(desk.quoteOf(anchor), 30) : '';
  if (desk.schema.frameType(frame.type)?.kind === 'event') return `${desk.looks.label(frame.type)} ${words}`.trim();
  const { sources } = sayingOf(desk.labels, desk.schema, frame);
  const who = [...sources].sort(byPosition).map((m) => shorten(desk.quoteOf(m), 24)).join(' and ');
  return [who, words].filter(Boolean).join(' ') || desk.looks.label(frame.type);
}
