/**
 * A card for every event, or for every attribution, in the order of the text.
 * Only cards whose contents changed are built again.
 */

import { accordingTo } from './according.js';
import * as actions from '../keys/actions.js';
import { attributeChips, attributeEditor, spoken, spokenMessage } from './attributes.js';
import { candidatesFor } from './candidates.js';
import * as commands from '../model/commands.js';
import { frameStart } from '../desk.js';
import { button, el, keycap, shorten } from '../dom.js';
import { fillers } from '../model/labels.js';

/** @import {Desk} from '../desk.js' */
/** @import {Frame, Labels, Mention, Problem, Role} from '../model/types.js' */

/** On its own card a problem need not name the item. */
const NAMED = /^[^:“]*“.*?”: /su;

/** What the cards ask of the rest of the page. */
/** @typedef {{retype: (frameId: string) => void, note: (id: string) => void}} CardHands */
/** @typedef {{element: HTMLElement, reads: unknown[]}} Card */

export class CardList {
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
    /** @type {ReadonlyMap<string, readonly Problem[]>} */
    this.problems = new Map();
    /** @type {string | null} */
    this.order = null;
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
    const focused = desk.frame === frame.id;
    const found = this.kind === 'event' ? accordingTo(desk.labels, desk.schema, frame) : null;
    return [
      frame,
      depth,
      desk.labels.mentions.get(frame.anchor ?? ''),
      ...frame.arguments.map((a) => desk.labels.mentions.get(a.filler) ?? desk.labels.frames.get(a.filler)),
      found?.frame.id,
      found?.source,
      JSON.stringify(this.problems.get(frame.id) ?? []),
      focused ? (desk.slot ?? '') : null,
      focused && desk.slot ? candidatesFor(desk).join(' ') : '',
      focused && actions.growing(desk),
    ];
  }

  /** @param {Frame} frame @param {number} depth */
  #build(frame, depth) {
    const { desk } = this;
    const kind = desk.schema.frameType(frame.type);
    const focused = desk.frame === frame.id;
    const anchor = desk.labels.mentions.get(frame.anchor ?? '');
    const anchorText = anchor ? desk.quoteOf(anchor) : '';
    const label = desk.looks.label(frame.type);
    const card = el('section', {
      class: `lb-card${focused ? ' lb-card-on' : ''}`,
      data: { frame: frame.id },
      vars: { '--lb-c': desk.looks.hue(frame.type), '--lb-nest': String(Math.min(depth, 4)) },
      attrs: { 'aria-label': `${label} ${anchorText}`.trim(), 'aria-current': focused ? 'true' : false },
      on: { mousedown: (event) => this.#pressed(event, frame) },
    });
    card.append(
      el(
        'div',
        { class: 'lb-card-head' },
        el('span', { class: 'lb-card-type', text: label }),
        el('span', {
          class: 'lb-card-anchor',
          text: anchorText ? shorten(anchorText, 60) : `no ${kind?.anchor.role ?? 'anchor'}`,
        }),
      ),
    );
    const who = this.kind === 'event' && this.#according(frame);
    if (who) card.append(who);
    const problems = this.problems.get(frame.id) ?? [];
    for (const [index, role] of (kind?.roles ?? []).entries()) {
      const row = this.#row(frame, role, index, focused, problems);
      if (row) card.append(row);
    }
    const names = kind?.attributes ?? [];
    if (focused) card.append(attributeEditor(desk, frame.id, names, frame.attributes, frame.type));
    else {
      const chips = attributeChips(desk, names, frame.attributes, frame.type);
      if (chips.length) card.append(el('div', { class: 'lb-row' }, el('span', { class: 'lb-row-name', text: 'attributes' }), el('div', { class: 'lb-row-values' }, ...chips)));
    }
    if (frame.note) card.append(el('div', { class: 'lb-row' }, el('span', { class: 'lb-row-name', text: 'note' }), el('span', { text: frame.note })));
    card.append(...problemLines(problems, focused, kind?.roles ?? []));
    if (focused) card.append(this.#tools(frame));
    return card;
  }

  /** @param {MouseEvent} event @param {Frame} frame */
  #pressed(event, frame) {
    if (event.target instanceof Element && event.target.closest('input, select, textarea')) return;
    event.preventDefault();
    if (event.target instanceof Element && event.target.closest('button')) return;
    const { desk } = this;
    // While a slot waits, another card is its filler if it may be.
    if (desk.armed && desk.frame !== frame.id && actions.fits(desk, frame.id)) {
      actions.fill(desk, { id: frame.id });
      return;
    }
    if (desk.frame === frame.id) return;
    desk.focus(frame.id, { reveal: true });
  }

  /** @param {Frame} frame */
  #according(frame) {
    const { desk } = this;
    const found = accordingTo(desk.labels, desk.schema, frame);
    if (!found) return null;
    const who = found.source ? shorten(desk.quoteOf(found.source), 44) : 'an implicit source';
    const line = el('div', { class: 'lb-card-according' }, 'according to ');
    const chip = button(who, () => desk.focus(found.frame.id, { reveal: true }), { class: 'lb-chip' });
    chip.className = 'lb-chip';
    chip.style.setProperty('--lb-c', desk.looks.hue(found.frame.type));
    line.append(chip);
    return line;
  }

  /**
   * @param {Frame} frame
   * @param {Role} role
   * @param {number} index
   * @param {boolean} focused
   * @param {readonly Problem[]} problems
   */
  #row(frame, role, index, focused, problems) {
    const { desk } = this;
    const ids = fillers(frame, role.name);
    const wrong = problems.some((p) => p.slot === role.name && p.level !== 'warning');
    if (!ids.length && !focused && !wrong) return null;
    const armed = focused && desk.slot === role.name;
    const name = el('span', { class: 'lb-row-name', attrs: { title: role.definition || false } });
    if (focused && index < 10) name.append(armed ? '' : keycap(String((index + 1) % 10)), armed ? '' : ' ');
    name.append(spoken(role.name));
    const values = el('div', { class: 'lb-row-values' });
    for (const id of ids) values.append(...this.#fillerChips(frame, role, id, focused));
    if (focused) values.append(...this.#slot(role, ids, armed));
    const row = el(
      'div',
      {
        class: `lb-row${focused ? ' lb-row-slot' : ''}${armed ? ' lb-row-armed' : ''}${wrong ? ' lb-row-wrong' : ''}`,
        data: { role: role.name },
      },
      name,
      values,
    );
    if (focused) {
      row.addEventListener('click', (event) => {
        if (event.target instanceof Element && event.target.closest('button')) return;
        desk.arm(armed ? null : role.name);
      });
    }
    return row;
  }

  /** @param {Role} role @param {string[]} ids @param {boolean} armed @returns {Node[]} */
  #slot(role, ids, armed) {
    const { desk } = this;
    if (!armed) {
      if (ids.length) return [];
      return [el('span', { class: 'lb-slot-hint lb-slot-empty', text: allowedWords(desk, role) })];
    }
    const candidates = candidatesFor(desk);
    const words = `select or click ${ids.length ? 'another' : article(allowedWords(desk, role))}${candidates.length ? ', or' : ''}`;
    const nodes = [el('span', { class: 'lb-slot-hint', text: words })];
    for (const [i, id] of candidates.entries()) {
      const chip = button('', () => actions.takeCandidate(desk, i));
      chip.className = 'lb-chip lb-chip-candidate';
      chip.append(keycap(String(i + 1)), el('span', { text: shorten(plainName(desk, id), 32) }));
      chip.title = desk.isSuggested(id) ? 'suggested' : '';
      nodes.push(chip);
    }
    return nodes;
  }

  /**
   * @param {Frame} frame
   * @param {Role} role
   * @param {string} id
   * @param {boolean} focused
   * @returns {HTMLElement[]}
   */
  #fillerChips(frame, role, id, focused) {
    const { desk } = this;
    const mention = desk.labels.mentions.get(id);
    if (!mention || mention.fragments.length === 1) {
      const inner = desk.labels.frames.get(id);
      const hue = desk.looks.hue(mention?.type ?? inner?.type ?? '');
      const go = () => (inner ? desk.focus(id, { reveal: true }) : desk.pick(id, { reveal: true }));
      const off = () => desk.do(commands.unfillRole(frame.id, role.name, id));
      return [chip(shorten(plainName(desk, id), 80), hue, go, focused ? off : null, `from ${role.name}`, Boolean(inner))];
    }
    return mention.fragments.map((f, i) => {
      const go = () => {
        desk.pick(id);
        desk.reveal(f[0]);
      };
      const off = () => desk.do(commands.removeFragment(id, i));
      const words = shorten(desk.text.slice(f[0], f[1]), 80);
      return chip(words, desk.looks.hue(mention.type), go, focused ? off : null, 'fragment', false);
    });
  }

  /** @param {Frame} frame */
  #tools(frame) {
    const { desk, hands } = this;
    const tools = el('div', { class: 'lb-card-tools' });
    const quiet = (/** @type {string} */ words, /** @type {() => void} */ run, more = '') =>
      tools.append(button(words, run, { class: `lb-quiet ${more}` }));
    if (this.kind === 'event') quiet('Change type…', () => hands.retype(frame.id));
    if (actions.growing(desk)) quiet('Add fragment', () => actions.addFragment(desk));
    quiet(frame.note ? 'Edit note…' : 'Note…', () => hands.note(frame.id));
    quiet('Delete', () => {
      desk.pick(null);
      actions.removePicked(desk);
    }, 'lb-danger');
    return tools;
  }

  /** Bring the focused card into view. */
  reveal() {
    const card = this.desk.frame ? this.cards.get(this.desk.frame) : undefined;
    card?.element.scrollIntoView({ block: 'nearest' });
  }
}

/** @param {unknown[]} a @param {unknown[]} b */
function same(a, b) {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** @param {Desk} desk @param {string} id */
function plainName(desk, id) {
  const mention = desk.mention(id);
  return mention ? desk.quoteOf(mention) : actions.nameOf(desk, id).replaceAll(/[“”]/gu, '');
}

/** @param {string} words */
function article(words) {
  return `${/^[aeiou]/iu.test(words) ? 'an' : 'a'} ${words}`;
}

/**
 * @param {string} text
 * @param {string} hue
 * @param {() => void} go
 * @param {(() => void) | null} off
 * @param {string} from
 * @param {boolean} isFrame
 */
export function chip(text, hue, go, off, from, isFrame) {
  const node = el('span', { class: `lb-chip${isFrame ? ' lb-chip-frame' : ''}`, vars: { '--lb-c': hue } });
  const open = el('span', { text, attrs: { role: 'button', tabindex: '-1' }, on: { click: go } });
  open.style.cursor = 'pointer';
  node.append(open);
  if (off) {
    const cross = button('×', off, { attrs: { 'aria-label': `Remove ${text} ${from}`, title: 'Remove', tabindex: '-1' } });
    cross.className = 'lb-x';
    node.append(cross);
  }
  return node;
}

/**
 * What may fill a role, in a few words: families rather than every type.
 *
 * @param {Desk} desk
 * @param {Role} role
 */
export function allowedWords(desk, role) {
  /** @type {Set<string>} */
  const names = new Set();
  for (const name of role.fillers) {
    const span = desk.schema.spanType(name);
    if (span) names.add(span.parent ? desk.looks.label(span.parent) : desk.looks.label(name));
    else names.add(desk.schema.frameType(name)?.kind ?? name);
  }
  const list = [...names];
  const last = list.pop() ?? '';
  return list.length ? `${list.join(', ')} or ${last}` : last;
}

/**
 * @param {readonly Problem[]} problems
 * @param {boolean} focused
 * @param {readonly Role[]} roles
 */
function problemLines(problems, focused, roles) {
  const shown = focused ? problems : problems.filter((p) => p.level !== 'warning');
  const known = new Set(roles.map((r) => r.name));
  return shown
    .filter((p) => focused || known.has(p.slot) || p.slot === '')
    .map((p) => el('div', { class: 'lb-problem-line', data: { level: p.level }, text: spokenMessage(p.message.replace(NAMED, '')) }));
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

/** @param {Mention} mention @param {Desk} desk */
export function mentionChip(mention, desk) {
  return chip(shorten(desk.quoteOf(mention), 50), desk.looks.hue(mention.type), () => desk.pick(mention.id, { reveal: true }), null, '', false);
}
