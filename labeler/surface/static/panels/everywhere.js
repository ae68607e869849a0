/**
 * A list of places in the text, each with what stands around it, to choose from
 * before something is done to all of them at once. The places are marked in the
 * text while the list is open; nothing covers the text.
 */

import { button, counted, el } from '../dom.js';

/** @import {Desk} from '../desk.js' */
/** @import {Range} from '../model/types.js' */
/** @import {Row} from './everywhere_rows.js' */

/**
 * What the list is for.
 *
 * @typedef {object} Purpose
 * @property {string} title
 * @property {HTMLElement[]} head            controls above the list
 * @property {() => {rows: Row[], note: string}} find  the places, asked again when a control changed
 * @property {(row: Row) => string} about     what is said of a place besides its words
 * @property {(count: number) => string} answer  what the button says
 * @property {(rows: Row[]) => void} run      with the places that are checked
 */

/** So many characters stand before and after the words. */
const AROUND = 34;

export class PlaceList {
  /**
   * @param {HTMLElement} root
   * @param {Desk} desk
   * @param {Purpose} purpose
   */
  constructor(root, desk, purpose) {
    this.root = root;
    this.desk = desk;
    this.purpose = purpose;
    /** @type {Row[]} */
    this.rows = [];
    /** @type {HTMLInputElement[]} */
    this.boxes = [];
    this.now = 0;
    this.note = el('p', { class: 'lb-places-note', attrs: { role: 'status' } });
    this.list = el('ul', { class: 'lb-places-list', attrs: { 'aria-label': 'Places' } });
    this.all = button('All', () => this.#checkAll(true), { class: 'lb-quiet lb-bordered' });
    this.none = button('None', () => this.#checkAll(false), { class: 'lb-quiet lb-bordered' });
    this.go = button('', () => this.#run(), { class: 'lb-go' });
    this.element = el(
      'div',
      { class: 'lb-places', attrs: { role: 'dialog', 'aria-label': purpose.title, tabindex: '-1' } },
      el('h2', { text: purpose.title }),
      ...purpose.head,
      this.note,
      this.list,
      el('div', { class: 'lb-dialog-buttons' }, this.all, this.none, el('span', { class: 'lb-grow' }), button('Cancel', () => this.close()), this.go),
    );
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('focusout', (event) => this.#left(event));
    root.querySelector('.lb-places')?.dispatchEvent(new Event('lb-close'));
    this.element.addEventListener('lb-close', () => this.close());
    root.append(this.element);
    this.find();
    this.#focus(0);
  }

  /** List the places anew, such as after a control changed. */
  find() {
    const { rows, note } = this.purpose.find();
    this.rows = rows;
    this.boxes = rows.map((row, i) => this.#box(row, i));
    this.note.textContent = note;
    this.note.hidden = !note;
    this.list.replaceChildren(...rows.map((row, i) => this.#row(row, i)));
    this.now = Math.min(this.now, Math.max(0, rows.length - 1));
    for (const [i, box] of this.boxes.entries()) box.tabIndex = i === this.now ? 0 : -1;
    this.#count();
  }

  /** @param {Row} row @param {number} i */
  #box(row, i) {
    const box = el('input', { attrs: { type: 'checkbox' } });
    box.checked = row.checked;
    box.addEventListener('change', () => this.#count());
    box.addEventListener('focus', () => this.#stand(i));
    return box;
  }

  /** @param {Row} row @param {number} i */
  #row(row, i) {
    const { text } = this.desk;
    const [start, end] = row.range;
    const about = this.purpose.about(row);
    const words = el(
      'span',
      { class: 'lb-place-words' },
      el('span', { text: before(text, start) }),
      el('b', { text: oneLine(row.words) }),
      el('span', { text: after(text, end) }),
    );
    const box = /** @type {HTMLInputElement} */ (this.boxes[i]);
    return el('li', {}, el('label', {}, box, words, about ? el('small', { text: about }) : null));
  }

  /** @param {number} i a person came to this place */
  #stand(i) {
    const moved = i !== this.now;
    this.now = i;
    for (const [n, box] of this.boxes.entries()) box.tabIndex = n === i ? 0 : -1;
    this.#paint();
    const place = this.rows[i]?.range;
    // The first place is there when the list opens; the text stays where it was being read.
    if (place && moved) this.desk.reveal(place[0]);
  }

  /** @returns {Row[]} those that are checked */
  get #chosen() {
    return this.rows.filter((_, i) => this.boxes[i]?.checked);
  }

  #count() {
    const { length } = this.#chosen;
    this.go.textContent = this.purpose.answer(length);
    this.go.disabled = !length;
    this.#paint();
  }

  /** @param {boolean} on */
  #checkAll(on) {
    for (const box of this.boxes) box.checked = on;
    this.#count();
    this.#focus(this.now);
  }

  /** Mark the places in the text: those checked, those not, the one a person is at. */
  #paint() {
    const { view } = this.desk;
    const made = (/** @type {Range[]} */ ranges) => new Highlight(...ranges.flatMap((r) => view.rangeFor(r[0], r[1]) ?? []));
    const of = (/** @type {(i: number) => boolean} */ wanted) => this.rows.filter((_, i) => wanted(i)).map((row) => row.range);
    const on = (/** @type {number} */ i) => this.boxes[i]?.checked === true;
    highlight('lb-place', made(of((i) => i !== this.now && on(i))));
    highlight('lb-place-off', made(of((i) => i !== this.now && !on(i))));
    highlight('lb-place-now', made(of((i) => i === this.now)));
  }

  /** @param {number} i */
  #focus(i) {
    (this.boxes[i] ?? this.element).focus({ preventScroll: true });
    this.boxes[i]?.closest('li')?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // No key of the list may reach the text or Streamlit.
    event.stopPropagation();
    const { key, target } = event;
    const last = this.rows.length - 1;
    const places = /** @type {Record<string, number>} */ ({ ArrowDown: this.now + 1, ArrowUp: this.now - 1, Home: 0, End: last, PageDown: this.now + 8, PageUp: this.now - 8 });
    const inList = target instanceof HTMLInputElement && this.boxes.includes(target);
    if (key === 'Escape') this.close();
    else if (key === 'Enter' && !(target instanceof HTMLButtonElement)) this.#run();
    else if (inList && key in places) this.#focus(Math.max(0, Math.min(last, places[key] ?? 0)));
    else if (key === 'Tab') this.#keepInside(event);
    else return;
    if (key !== 'Tab') event.preventDefault();
  }

  /** @param {KeyboardEvent} event */
  #keepInside(event) {
    const stops = [...this.element.querySelectorAll('button, input, select')].filter(
      (n) => n instanceof HTMLElement && n.tabIndex >= 0 && n.offsetParent && !n.matches(':disabled'),
    );
    const from = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== from) return;
    event.preventDefault();
    const to = event.shiftKey ? stops.at(-1) : stops[0];
    if (to instanceof HTMLElement) to.focus();
  }

  /** A press elsewhere closes the list; a switch to another window does not. @param {FocusEvent} event */
  #left(event) {
    const to = event.relatedTarget;
    if (document.hasFocus() && to instanceof Node && !this.element.contains(to)) this.close(false);
  }

  #run() {
    const rows = this.#chosen;
    if (!rows.length) return;
    this.close();
    this.purpose.run(rows);
  }

  /** @param {boolean} [refocus] give the keyboard back to the text */
  close(refocus = true) {
    if (!this.element.isConnected) return;
    for (const name of ['lb-place', 'lb-place-off', 'lb-place-now']) CSS.highlights?.delete(name);
    this.element.remove();
    if (refocus) this.root.focus({ preventScroll: true });
  }
}

/** @param {string} name @param {Highlight} places */
function highlight(name, places) {
  // A browser without highlights still has the list.
  CSS.highlights?.set(name, places);
}

/** @param {string} text */
function oneLine(text) {
  return text.replace(/\s+/gu, ' ');
}

/** @param {string} text @param {number} place @returns {string} whole words of its line in front of a place */
function before(text, place) {
  const line = text.slice(text.lastIndexOf('\n', place - 1) + 1, place);
  const near = line.slice(-AROUND);
  return near === line ? line : `…${near.replace(/^\S*\s/u, '')}`;
}

/** @param {string} text @param {number} place @returns {string} whole words of its line after a place */
function after(text, place) {
  const stop = text.indexOf('\n', place);
  const line = text.slice(place, stop < 0 ? text.length : stop);
  const near = line.slice(0, AROUND);
  return near === line ? line : `${near.replace(/\s\S*$/u, '')}…`;
}

/**
 * @param {string} label
 * @param {boolean} checked
 * @param {(on: boolean) => void} changed
 * @returns {HTMLElement}
 */
export function tick(label, checked, changed) {
  const box = el('input', { attrs: { type: 'checkbox' } });
  box.checked = checked;
  box.addEventListener('change', () => changed(box.checked));
  return el('label', { class: 'lb-places-tick' }, box, el('span', { text: label }));
}

/** @param {number} count @returns {string} */
export function places(count) {
  return counted(count, 'place');
}
