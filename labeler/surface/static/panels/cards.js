/**
 * A card for every event, or for every attribution, in the order of the text.
 * Only cards whose contents changed are built again.
 */

import { eventsInside, sayingsOf } from './according.js';
import * as actions from '../keys/actions.js';
import { offersFor } from './offers.js';
import { frameStart } from '../desk.js';
import { el, keycap } from '../dom.js';
import { frameCard } from './frame_card.js';
import { uses } from '../model/labels.js';
import { otherEnd, relationsOf } from './relations.js';

/** @import {Desk} from '../desk.js' */
/** @import {Frame, Labels, Problem} from '../model/types.js' */
/** @import {CardHands} from './frame_card.js' */

export { chip } from './chips.js';

/** @typedef {{element: HTMLElement, reads: unknown[]}} Card */

/** @type {readonly Problem[]} */
const NO_PROBLEMS = [];

export class CardList {
  /** @type {ReadonlyMap<string, readonly Problem[]>} */
  #problems = new Map();
  /** @type {Map<string, string>} of frames with problems, what is said of them */
  #said = new Map();

  /**
   * @param {Desk} desk
   * @param {'event' | 'attribution'} kind
   * @param {CardHands} hands
   */
  constructor(desk, kind, hands) {
    this.desk = desk;
    this.kind = kind;
    this.hands = hands;
    this.element = el('div', { class: 'lb-cards' });
    /** @type {Map<string, Card>} */
    this.cards = new Map();
    /** @type {string | null} */
    this.order = null;
  }

  get problems() {
    return this.#problems;
  }

  /** @param {ReadonlyMap<string, readonly Problem[]>} problems by item */
  set problems(problems) {
    this.#problems = problems;
    // Compared as text: each search for problems makes new objects.
    this.#said = new Map([...problems].map(([id, list]) => [id, list.map((p) => `${p.level} ${p.slot} ${p.message}`).join('\n')]));
  }

  /** Show the present labels and focus. */
  update() {
    const { desk } = this;
    const rows = orderedFrames(desk.labels, desk.schema, this.kind);
    /** @type {HTMLElement[]} */
    const elements = [];
    for (const { frame, depth } of rows) {
      const reads = this.#reads(frame, depth);
      let card = this.cards.get(frame.id);
      if (!card || !same(card.reads, reads)) {
        const element = this.#build(frame, depth);
        card?.element.replaceWith(element);
        card = { element, reads };
        this.cards.set(frame.id, card);
      }
      elements.push(card.element);
    }
    const order = rows.map((r) => r.frame.id).join(' ');
    if (order !== this.order) this.#arrange(rows.map((r) => r.frame.id), elements);
    this.order = order;
  }

  /** @param {string[]} ids @param {HTMLElement[]} elements */
  #arrange(ids, elements) {
    const wanted = new Set(ids);
    for (const [id, card] of this.cards) {
      if (wanted.has(id)) continue;
      card.element.remove();
      this.cards.delete(id);
    }
    if (!elements.length) {
      this.element.replaceChildren(emptyWords(this.kind, this.desk));
      return;
    }
    // Cards already in place stay where they are, so that adding one moves one.
    let at = this.element.firstChild;
    for (const element of elements) {
      if (at === element) at = at.nextSibling;
      else this.element.insertBefore(element, at);
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  }

  /** All that a card shows; it is built again when one of these is another object. @param {Frame} frame @param {number} depth */
  #reads(frame, depth) {
    const { desk } = this;
    const { labels, schema } = desk;
    const focused = desk.frame === frame.id;
    const item = (/** @type {string | null} */ id) => labels.mentions.get(id ?? '') ?? labels.frames.get(id ?? '');
    const deep = (/** @type {string | null} */ id) => [item(id), labels.mentions.get(labels.frames.get(id ?? '')?.anchor ?? '')];
    const around =
      this.kind === 'event'
        ? sayingsOf(labels, schema, frame).flatMap((s) => [s.frame, ...s.sources])
        : [...eventsInside(labels, schema, frame), ...(uses(labels).nested.get(frame.id) ?? [])].flatMap((f) => [f, ...deep(f.id), ...f.arguments.map((a) => item(a.filler))]);
    const parent = labels.frames.get(frame.nested_in ?? '');
    return [
      frame,
      depth,
      item(frame.anchor),
      ...frame.arguments.flatMap((a) => deep(a.filler)),
      parent,
      ...(parent?.arguments.map((a) => item(a.filler)) ?? []),
      ...around,
      ...relationsOf(labels, frame.id).flatMap((r) => [r, ...deep(otherEnd(r, frame.id))]),
      this.#said.get(frame.id) ?? '',
      talkState(desk, frame.id),
      focused ? (desk.slot ?? '') : null,
      focused && desk.slot ? offersFor(desk).map((o) => `${o.role} ${o.key}`).join(' ') : '',
      focused && actions.growing(desk),
    ];
  }

  /** @param {Frame} frame @param {number} depth @returns {HTMLElement} the card, a nested one with lines that lead to it */
  #build(frame, depth) {
    const problems = this.#problems.get(frame.id) ?? NO_PROBLEMS;
    const card = frameCard(this.desk, frame, { depth, problems, hands: this.hands });
    return depth ? el('div', { class: 'lb-nested', vars: { '--lb-nest': String(Math.min(depth, 4)) } }, card) : card;
  }

  /** Bring the focused card into view. */
  reveal() {
    const card = this.desk.frame ? this.cards.get(this.desk.frame) : undefined;
    card?.element.scrollIntoView({ block: 'nearest' });
  }
}

/** @param {Desk} desk @param {string} id */
function talkState({ talk }, id) {
  return talk.on(id).map((t) => `${talk.signs(id)} ${t.messages.length}`).join();
}

/** @param {unknown[]} a @param {unknown[]} b */
function same(a, b) {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** @param {'event' | 'attribution'} kind @param {Desk} desk */
function emptyWords(kind, desk) {
  const event = kind === 'event';
  const key = desk.schema.spanTypes.find((t) => t.key && desk.looks.drawing(t.name) === (event ? 'trigger' : 'cue'))?.key;
  const box = el('div', { class: 'lb-empty' });
  box.append(event ? 'No events yet. Put the caret on the word that says what happens' : 'Nobody is quoted yet. Select the words that say so');
  if (key) box.append(' and press ', keycap(key));
  box.append('.');
  return box;
}

/**
 * Frames of one kind in reading order; nested ones right below the one that holds them.
 *
 * @param {Labels} labels
 * @param {import('../model/schema.js').SchemaIndex} schema
 * @param {'event' | 'attribution'} kind
 * @returns {{frame: Frame, depth: number}[]}
 */
export function orderedFrames(labels, schema, kind) {
  const frames = [...labels.frames.values()].filter((f) => schema.frameType(f.type)?.kind === kind);
  const starts = new Map(frames.map((f) => [f.id, frameStart(f, labels)]));
  frames.sort((a, b) => (starts.get(a.id) ?? 0) - (starts.get(b.id) ?? 0) || (a.id < b.id ? -1 : 1));
  if (kind === 'event') return frames.map((frame) => ({ frame, depth: 0 }));
  /** @type {Map<string | null, Frame[]>} */
  const children = new Map();
  for (const frame of frames) {
    const parent = frame.nested_in && starts.has(frame.nested_in) ? frame.nested_in : null;
    const list = children.get(parent);
    if (list) list.push(frame);
    else children.set(parent, [frame]);
  }
  /** @type {{frame: Frame, depth: number}[]} */
  const rows = [];
  const add = (/** @type {string | null} */ parent, /** @type {number} */ depth) => {
    for (const frame of children.get(parent) ?? []) {
      rows.push({ frame, depth });
      if (depth < 16) add(frame.id, depth + 1);
    }
  };
  add(null, 0);
  return rows;
}
