/**
 * A list one narrows by typing. `Enter` takes the row that is lit: the one used
 * last, and once something is typed the best. A digit takes the row it stands
 * at: what was used keeps its digit, on top of the list, so that hands learn it,
 * and only loses it to something used far more often; the rest follows in the
 * order of the schema.
 */

import { el, keycap } from '../dom.js';
import { noteBox, notes } from './palette_note.js';

/** @import {Guideline} from '../model/types.js' */

/**
 * @typedef {object} Option
 * @property {string} name     unique in its palette
 * @property {string} label
 * @property {string} [detail]
 * @property {string} [hue]    CSS colour
 * @property {string} [words]  more words it is found by
 * @property {Guideline} [guideline]
 * @property {string} [mark]   sign at the right, such as a tick
 * @property {string} [key]    the key that does the same without the list
 * @property {boolean} [passing] of this article only: no digit is learned for it
 * @property {() => void} run
 */

/**
 * @typedef {object} Memory what was used in lists of one kind
 * @property {string[]} places  at most nine, in the order of their digits
 * @property {string} last
 * @property {Record<string, number>} counts how often each was used
 */

const USED = 'labeler.palettes';
const DIGITS = 9;
/** Used so many times as often, a thing takes the digit of another. */
const FAR_MORE = 3;
/** From this score on a match reads as was typed, not only its letters somewhere. */
const GOOD = 50;

/**
 * How well a text matches what was typed; higher is better, 0 is not at all.
 *
 * @param {string} typed lower case, without blanks at the ends
 * @param {string} text
 */
export function score(typed, text) {
  if (!typed) return 1;
  const low = text.toLowerCase();
  const at = low.indexOf(typed);
  if (at === 0) return 100 - low.length / 100;
  if (at > 0) return (/[\p{L}\p{N}]/u.test(low[at - 1] ?? '') ? 50 : 80) - low.length / 100;
  let from = 0;
  let gaps = 0;
  for (const letter of typed) {
    const found = low.indexOf(letter, from);
    if (found < 0) return 0;
    gaps += found - from;
    from = found + 1;
  }
  return Math.max(1, 30 - gaps);
}

/**
 * @param {Option} option
 * @param {string} low what was typed, lower case
 */
function rate(option, low) {
  return Math.max(
    score(low, option.label) + 0.5,
    score(low, option.name),
    score(low, `${option.detail ?? ''} ${option.words ?? ''}`.trim()) * 0.6,
  );
}

/**
 * The rows of the list: all in their places, or those that match, best first.
 *
 * @param {readonly Option[]} options
 * @param {string} typed
 * @param {Memory} memory
 * @param {readonly Option[]} [made]  options made of what was typed
 * @returns {{option: Option, digit: number}[]} digit 0: none
 */
export function rowsOf(options, typed, { places }, made = []) {
  const low = typed.trim().toLowerCase();
  if (!low) {
    const byName = new Map(options.map((option) => [option.name, option]));
    const placed = places.flatMap((name, i) => {
      const option = byName.get(name);
      return option ? [{ option, digit: i + 1 }] : [];
    });
    const rest = options.filter((option) => !places.includes(option.name));
    const digit = (/** @type {number} */ i) => (places.length + i < DIGITS ? places.length + i + 1 : 0);
    return [...placed, ...rest.map((option, i) => ({ option, digit: digit(i) }))];
  }
  const rated = options
    .map((option, index) => {
      const by = rate(option, low);
      return { option, index, by: by < 1.5 ? by - 1 : by + (places.includes(option.name) ? 2 : 0) };
    })
    .filter(({ by }) => by > 0.6)
    .sort((a, b) => b.by - a.by || a.index - b.index);
  const sure = rated.filter(({ by }) => by >= GOOD).length;
  const found = rated.map(({ option }) => option);
  found.splice(sure, 0, ...made);
  return found.map((option, i) => ({ option, digit: i < DIGITS ? i + 1 : 0 }));
}

/**
 * Which letters of a label were typed.
 *
 * @param {string} label
 * @param {string} typed
 * @returns {boolean[]} one for each UTF-16 unit of the label
 */
export function matched(label, typed) {
  const low = label.toLowerCase();
  const hit = Array.from({ length: label.length }, () => false);
  const want = typed.trim().toLowerCase();
  const at = want ? low.indexOf(want) : -1;
  if (at >= 0) return hit.fill(true, at, at + want.length);
  let from = 0;
  for (const letter of want) {
    const found = low.indexOf(letter, from);
    if (found < 0) return hit.fill(false);
    hit.fill(true, found, found + letter.length);
    from = found + letter.length;
  }
  return hit;
}

/** @param {string} label @param {string} typed @returns {(Node | string)[]} the label, what was typed marked */
function lit(label, typed) {
  const hit = matched(label, typed);
  /** @type {(Node | string)[]} */
  const nodes = [];
  for (let start = 0; start < label.length; ) {
    let end = start + 1;
    while (end < label.length && hit[end] === hit[start]) end += 1;
    const part = label.slice(start, end);
    nodes.push(hit[start] ? el('mark', { text: part }) : part);
    start = end;
  }
  return nodes;
}

/** @returns {Record<string, Memory>} */
function readUsed() {
  try {
    return JSON.parse(localStorage.getItem(USED) ?? '{}');
  } catch {
    // Private windows may refuse storage, and others may have written to it.
    return {};
  }
}

/** @param {string} kind @returns {Memory} */
function recall(kind) {
  const { places, last, counts } = readUsed()[kind] ?? {};
  return { places: Array.isArray(places) ? places : [], last: last ?? '', counts: counts ?? {} };
}

/**
 * What is remembered once something was used again.
 *
 * @param {Memory} memory
 * @param {Option} option
 * @returns {Memory}
 */
export function used({ places, counts }, { name, passing }) {
  if (passing) return { places, counts, last: name };
  const now = { ...counts, [name]: (counts[name] ?? 0) + 1 };
  const next = [...places];
  if (!next.includes(name)) {
    const rarest = next.reduce((least, other) => ((now[other] ?? 0) < (now[least] ?? 0) ? other : least), next[0] ?? '');
    if (next.length < DIGITS) next.push(name);
    else if ((now[name] ?? 0) >= FAR_MORE * (now[rarest] ?? 0)) next[next.indexOf(rarest)] = name;
  }
  return { places: next, counts: now, last: name };
}

/** @param {string} kind @param {Option} option */
function remember(kind, option) {
  const all = readUsed();
  all[kind] = used(recall(kind), option);
  try {
    localStorage.setItem(USED, JSON.stringify(all));
  } catch {
    // A full storage costs the order of the list, nothing else.
  }
}

/** One palette at a time, above everything else on the surface. */
export class Palette {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {HTMLElement | null} */
    this.element = null;
    this.index = 0;
    /** @type {{option: Option, digit: number}[]} */
    this.shown = [];
  }

  get isOpen() {
    return this.element !== null;
  }

  /**
   * @param {object} what
   * @param {string} what.title
   * @param {string} [what.about]  what it is for, such as the selected words
   * @param {Option[]} what.options
   * @param {DOMRect | null} what.beside  where it should not cover the screen
   * @param {boolean} [what.learn]   digits for what is used; else the order given is kept
   * @param {string} [what.kind]     lists of one kind learn together; the title if left out
   * @param {(typed: string) => Option[]} [what.made]  options made of what was typed
   * @param {() => void} [what.again]  opens the list anew: where several things are
   *   set in a row, a digit or Shift+Enter takes one and the list stays
   */
  open({ title, about = '', options, beside, learn = true, kind = title, made, again }) {
    this.close();
    this.options = options;
    this.made = made;
    this.again = again;
    this.kind = learn ? kind : '';
    this.memory = learn ? recall(kind) : { places: [], last: '', counts: {} };
    this.index = 0;
    this.input = el('input', {
      class: 'lb-palette-input',
      attrs: {
        type: 'text',
        placeholder: 'type to find',
        'aria-label': `${title}: type to find`,
        autocomplete: 'off',
        spellcheck: 'false',
        role: 'combobox',
        'aria-expanded': 'true',
        'aria-controls': 'lb-palette-list',
      },
      on: {
        input: () => {
          this.#fill();
        },
        keydown: (event) => this.#key(event),
        blur: (event) => this.#blurred(event),
      },
    });
    this.list = el('ul', { class: 'lb-palette-list', attrs: { id: 'lb-palette-list', role: 'listbox', 'aria-label': title } });
    this.note = noteBox(() => this.input?.focus(), (event) => this.#blurred(event));
    this.element = el(
      'div',
      { class: 'lb-palette', attrs: { role: 'dialog', 'aria-label': title } },
      el('div', { class: 'lb-palette-head' }, el('span', { class: 'lb-palette-what', text: about ? `${title}: ${about}` : title }), this.input),
      this.list,
      this.note,
      el('div', { class: 'lb-palette-foot', text: again ? 'Enter takes · 1–9 or ⇧ Enter take and stay · Esc is done' : 'Enter or 1–9 take · Esc leaves' }),
    );
    this.root.append(this.element);
    this.#fill();
    this.#place(beside);
    this.input.focus({ preventScroll: true });
  }

  /** @param {DOMRect | null} beside */
  #place(beside) {
    if (!this.element) return;
    const room = this.root.getBoundingClientRect();
    const own = this.element.getBoundingClientRect();
    const x = beside ? beside.left - room.left : (room.width - own.width) / 2;
    let y = beside ? beside.bottom - room.top + 14 : 90;
    if (beside && y + own.height > room.height - 44) y = beside.top - room.top - own.height - 8;
    y = Math.max(8, Math.min(y, room.height - own.height - 8));
    this.element.style.left = `${Math.max(12, Math.min(x, room.width - own.width - 12))}px`;
    this.element.style.top = `${y}px`;
  }

  #fill() {
    const { list, input, memory } = this;
    if (!list || !input || !memory) return;
    const typed = input.value.trim();
    this.shown = rowsOf(this.options ?? [], typed, memory, typed ? (this.made?.(typed) ?? []) : []);
    const last = typed ? -1 : this.shown.findIndex(({ option }) => option.name === memory.last);
    this.index = Math.max(0, last);
    list.replaceChildren(
      ...this.shown.map((row, i) => this.#option(row, i, typed)),
      ...(this.shown.length ? [] : [el('li', { class: 'lb-empty', text: 'Nothing by that name.', attrs: { role: 'option', 'aria-disabled': 'true' } })]),
    );
    this.#highlight();
  }

  /** @param {{option: Option, digit: number}} row @param {number} i @param {string} typed */
  #option({ option, digit }, i, typed) {
    return el(
      'li',
      {
        class: 'lb-option',
        attrs: { role: 'option', id: `lb-option-${i}` },
        data: { name: option.name },
        vars: option.hue ? { '--lb-c': option.hue } : {},
        on: {
          mousedown: (event) => event.preventDefault(),
          click: () => this.#take(i),
          mousemove: () => {
            if (this.index === i) return;
            this.index = i;
            this.#highlight();
          },
        },
      },
      option.hue ? el('span', { class: 'lb-option-dot' }) : null,
      el('span', { class: 'lb-option-name' }, ...lit(option.label, typed), ' ', option.detail ? el('small', { text: option.detail }) : null),
      option.mark ? el('span', { text: option.mark, attrs: option.mark === '✓' ? { role: 'img', 'aria-label': 'set' } : {} }) : null,
      option.key ? el('span', { class: 'lb-option-key', text: option.key }) : null,
      digit ? keycap(String(digit)) : null,
    );
  }

  #highlight() {
    const options = [...(this.list?.querySelectorAll('.lb-option') ?? [])];
    for (const [i, node] of options.entries()) {
      node.setAttribute('aria-selected', String(i === this.index));
    }
    options[this.index]?.scrollIntoView({ block: 'nearest' });
    if (options.length) this.input?.setAttribute('aria-activedescendant', `lb-option-${this.index}`);
    else this.input?.removeAttribute('aria-activedescendant');
    const option = this.shown[this.index]?.option;
    this.note?.replaceChildren(...(option ? notes(option) : []));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    event.stopPropagation();
    const { key } = event;
    const count = this.shown.length;
    const pages = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (key === 'Escape' || (key === 'Tab' && !count)) this.close(true);
    else if (key === 'Enter' || key === 'Tab') this.#take(this.index, event.shiftKey);
    else if (key === 'F6') this.note?.focus();
    else if (key in pages) {
      const step = pages[/** @type {keyof typeof pages} */ (key)];
      this.index = Math.abs(step) === 1 ? (this.index + step + count) % Math.max(1, count) : Math.max(0, Math.min(count - 1, this.index + step));
      this.#highlight();
    } else if (this.#isChoice(event)) this.#take(this.shown.findIndex(({ digit }) => digit === Number(key)), true);
    else return;
    event.preventDefault();
  }

  /** @param {KeyboardEvent} event whether a digit chooses; where options are made of what is typed it may be part of one */
  #isChoice({ key, ctrlKey, metaKey }) {
    return /^[1-9]$/u.test(key) && !ctrlKey && !metaKey && !(this.made && this.input?.value.trim());
  }

  /** @param {number} index @param {boolean} [stay] where the list is for several things */
  #take(index, stay = false) {
    const option = this.shown[index]?.option;
    if (!option) return;
    if (this.kind) remember(this.kind, option);
    const { again } = this;
    this.close(true);
    option.run();
    // What the option opened itself is not covered.
    if (stay && again && !this.isOpen && document.activeElement === this.root) again();
  }

  /** @param {FocusEvent} event */
  #blurred({ relatedTarget }) {
    // A click elsewhere closes it; a switch to another window does not.
    const inside = relatedTarget instanceof Node && this.element?.contains(relatedTarget);
    if (document.hasFocus() && !inside) this.close();
  }

  /** @param {boolean} [refocus] */
  close(refocus = false) {
    const element = this.element;
    this.element = null;
    element?.remove();
    if (refocus) this.root.focus({ preventScroll: true });
  }
}
