/**
 * A list one narrows by typing: `Enter` takes the first, 1–9 the one of that
 * number, and what was used last stands on top.
 */

import { el, keycap } from '../dom.js';

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
 * @property {() => void} run
 */

const USED = 'labeler.used';

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
 * The options that match, best first.
 *
 * @param {Option[]} options
 * @param {string} typed
 * @param {string[]} used names, the last used first
 */
export function narrow(options, typed, used) {
  const low = typed.trim().toLowerCase();
  if (!low) {
    const last = options.filter((o) => used[0] === o.name);
    return [...last, ...options.filter((o) => used[0] !== o.name)];
  }
  return options
    .map((option, index) => {
      const by = Math.max(
        score(low, option.label) + 0.5,
        score(low, option.name),
        score(low, `${option.detail ?? ''} ${option.words ?? ''}`.trim()) * 0.6,
      );
      const rank = used.indexOf(option.name);
      return { option, index, by: by < 1.5 && low ? by - 1 : by + (rank < 0 ? 0 : 3 - Math.min(rank, 9) / 4) };
    })
    .filter(({ by }) => by > 0.6)
    .sort((a, b) => b.by - a.by || a.index - b.index)
    .map(({ option }) => option);
}

/** @returns {Record<string, string[]>} */
function readUsed() {
  try {
    return JSON.parse(localStorage.getItem(USED) ?? '{}');
  } catch {
    // Private windows may refuse storage, and others may have written to it.
    return {};
  }
}

/** @param {string} title @param {string} name */
function remember(title, name) {
  const used = readUsed();
  used[title] = [name, ...(used[title] ?? []).filter((n) => n !== name)].slice(0, 20);
  try {
    localStorage.setItem(USED, JSON.stringify(used));
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
   * @param {boolean} [what.learn]   the last used goes on top
   */
  open({ title, about = '', options, beside, learn = true }) {
    this.close();
    this.title = title;
    this.options = options;
    this.learn = learn;
    this.used = learn ? (readUsed()[title] ?? []) : [];
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
          this.index = 0;
          this.#fill();
        },
        keydown: (event) => this.#key(event),
        blur: () => this.#blurred(),
      },
    });
    this.list = el('ul', { class: 'lb-palette-list', attrs: { id: 'lb-palette-list', role: 'listbox', 'aria-label': title } });
    this.note = el('div', { class: 'lb-palette-note' });
    this.element = el(
      'div',
      { class: 'lb-palette', attrs: { role: 'dialog', 'aria-label': title } },
      el('div', { class: 'lb-palette-head' }, el('span', { class: 'lb-palette-what', text: about ? `${title}: ${about}` : title }), this.input),
      this.list,
      this.note,
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
    if (!this.list || !this.input) return;
    this.shown = narrow(this.options ?? [], this.input.value, this.used ?? []);
    this.index = Math.max(0, Math.min(this.index, this.shown.length - 1));
    this.list.replaceChildren(
      ...this.shown.map((option, i) => this.#option(option, i)),
      ...(this.shown.length ? [] : [el('li', { class: 'lb-empty', text: 'Nothing by that name.' })]),
    );
    this.#highlight();
  }

  /** @param {Option} option @param {number} i */
  #option(option, i) {
    return el(
      'li',
      {
        class: 'lb-option',
        attrs: { role: 'option', id: `lb-option-${i}` },
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
      el('span', { class: 'lb-option-name' }, option.label, option.detail ? el('small', { text: option.detail }) : null),
      option.mark ? el('span', { text: option.mark }) : null,
      i < 9 ? keycap(String(i + 1)) : null,
    );
  }

  #highlight() {
    const options = [...(this.list?.querySelectorAll('.lb-option') ?? [])];
    for (const [i, node] of options.entries()) {
      node.setAttribute('aria-selected', String(i === this.index));
    }
    options[this.index]?.scrollIntoView({ block: 'nearest' });
    this.input?.setAttribute('aria-activedescendant', `lb-option-${this.index}`);
    const option = this.shown?.[this.index];
    this.note?.replaceChildren(...(option ? notes(option) : []));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    event.stopPropagation();
    const { key } = event;
    const count = this.shown?.length ?? 0;
    const pages = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (key === 'Escape' || (key === 'Tab' && !count)) this.close(true);
    else if (key === 'Enter' || key === 'Tab') this.#take(this.index);
    else if (key in pages) {
      const step = pages[/** @type {keyof typeof pages} */ (key)];
      this.index = Math.abs(step) === 1 ? (this.index + step + count) % Math.max(1, count) : Math.max(0, Math.min(count - 1, this.index + step));
      this.#highlight();
    } else if (/^[1-9]$/u.test(key) && !event.ctrlKey && !event.metaKey) this.#take(Number(key) - 1);
    else return;
    event.preventDefault();
  }

  /** @param {number} index */
  #take(index) {
    const option = this.shown?.[index];
    if (!option) return;
    if (this.learn) remember(this.title ?? '', option.name);
    this.close(true);
    option.run();
  }

  #blurred() {
    // A click elsewhere closes it; a switch to another window does not.
    if (document.hasFocus()) this.close();
  }

  /** @param {boolean} [refocus] */
  close(refocus = false) {
    const element = this.element;
    this.element = null;
    element?.remove();
    if (refocus) this.root.focus({ preventScroll: true });
  }
}

/** @param {Option} option @returns {Node[]} */
function notes(option) {
  const g = option.guideline;
  const lines = [el('b', { text: option.label })];
  /** @type {[string, string | undefined][]} */
  const parts = [
    ['', g?.definition],
    ['For example: ', g?.example],
    ['Not: ', g?.not],
    ['Extent: ', g?.extent],
  ];
  for (const [name, text] of parts) {
    if (text) lines.push(el('p', {}, name ? el('b', { text: name }) : null, text));
  }
  return lines;
}
