/**
 * Finding words in the text: a bar at its top, every hit on the screen
 * highlighted, the present one selected. The highlight is the browser's own and
 * covers only what is on or near the screen, so a long text costs no more.
 */

import { button, el } from '../dom.js';
import { blocksBetween } from '../text/visible.js';
import { firstFrom, MOST_HITS, search } from '../text/search.js';

/** @import {Workspace} from '../workspace.js' */
/** @import {Range} from '../model/types.js' */

const NAME = 'lb-find';
/** A selection longer than this is nothing one looks for. */
const LONGEST = 60;

export class Finding {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    /** @type {Range[]} */
    this.hits = [];
    this.index = -1;
    this.matchCase = false;
    /** @type {HTMLElement | null} */
    this.element = null;
    /** @type {number | undefined} */
    this.soon = undefined;
    this.scrolled = () => {
      this.soon ??= requestAnimationFrame(() => {
        this.soon = undefined;
        this.redraw();
      });
    };
  }

  get desk() {
    return this.workspace.desk;
  }

  /** Show the bar, with what is selected already in it. */
  open() {
    const { desk, workspace } = this;
    const selected = desk.selection;
    const words = selected ? desk.text.slice(selected[0], selected[1]) : '';
    if (!this.element) {
      this.element = this.#bar();
      workspace.scroll.prepend(this.element);
      workspace.scroll.addEventListener('scroll', this.scrolled, { passive: true });
    }
    const { input } = this;
    if (!input) return;
    this.place = desk.reach?.[0] ?? 0;
    if (words && words.length <= LONGEST && !words.includes('\n')) input.value = words;
    input.focus({ preventScroll: true });
    input.select();
    if (input.value) this.#search();
  }

  #bar() {
    this.input = el('input', {
      class: 'lb-input lb-find-input',
      attrs: { type: 'search', placeholder: 'Find in the text', 'aria-label': 'Find in the text', autocomplete: 'off', spellcheck: 'false' },
      on: { input: () => this.#search(), keydown: (event) => this.#key(event) },
    });
    this.count = el('span', { class: 'lb-find-count', attrs: { role: 'status' } });
    this.toggle = button('Aa', () => this.#toggleCase(), { class: 'lb-quiet', attrs: { 'aria-pressed': String(this.matchCase), 'aria-label': 'Match case', title: 'Match case (Alt+C)' } });
    const step = (/** @type {string} */ sign, /** @type {string} */ name, /** @type {1 | -1} */ by, /** @type {string} */ title) =>
      button(sign, () => this.step(by), { class: 'lb-quiet', attrs: { 'aria-label': name, title } });
    return el(
      'div',
      { class: 'lb-find-dock' },
      el(
        'div',
        { class: 'lb-find', attrs: { role: 'search', 'aria-label': 'Find in the text' } },
        this.input,
        this.count,
        this.toggle,
        step('↑', 'Hit before', -1, 'Shift+Enter'),
        step('↓', 'Next hit', 1, 'Enter'),
        button('×', () => this.leave(true), { class: 'lb-quiet', attrs: { 'aria-label': 'Close finding', title: 'Esc' } }),
      ),
    );
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key } = event;
    event.stopPropagation();
    if (event.isComposing) return;
    if (key === 'Escape') this.leave(true);
    else if (key === 'Enter' || key === 'ArrowDown' || key === 'ArrowUp') this.step(key === 'ArrowUp' || (key === 'Enter' && event.shiftKey) ? -1 : 1);
    else if (event.altKey && key.toLowerCase() === 'c') this.#toggleCase();
    else return;
    event.preventDefault();
  }

  #toggleCase() {
    this.matchCase = !this.matchCase;
    this.toggle?.setAttribute('aria-pressed', String(this.matchCase));
    this.#search();
  }

  #search() {
    this.hits = search(this.desk.text, this.input?.value ?? '', { matchCase: this.matchCase });
    this.index = firstFrom(this.hits, this.place ?? 0);
    this.#show();
  }

  /** @param {1 | -1} by */
  step(by) {
    if (!this.hits.length) return;
    this.index = (this.index + by + this.hits.length) % this.hits.length;
    this.#show();
  }

  #show() {
    const { desk, hits, index } = this;
    const hit = hits[index];
    if (hit) {
      desk.move(desk.cursor.across(hit[0], hit[1] - 1));
      desk.reveal(hit[0]);
    }
    const all = hits.length === MOST_HITS ? `${MOST_HITS} or more` : String(hits.length);
    const typed = this.input?.value.trim();
    if (this.count) this.count.textContent = hit ? `${index + 1} of ${all}` : typed ? 'nothing found' : '';
    this.redraw();
  }

  /** Highlight the hits on and near the screen anew. */
  redraw() {
    if (!this.element || !('highlights' in CSS)) return;
    const { view } = this.desk;
    const ranges = this.#near().map(([start, end]) => view.rangeFor(start, end));
    const drawn = ranges.filter((range) => range !== null);
    CSS.highlights.set(NAME, new Highlight(...drawn));
  }

  /** @returns {Range[]} the hits on the screen, and half a screen above and below */
  #near() {
    const { top, bottom, height } = this.workspace.scroll.getBoundingClientRect();
    const seen = blocksBetween(this.desk.view.blocks, top - height / 2, bottom + height / 2);
    const from = seen[0]?.paragraph.start ?? 0;
    const to = seen.at(-1)?.paragraph.end ?? 0;
    return this.hits.filter(([start, end]) => end > from && start < to);
  }

  /** Close the bar. @param {boolean} [refocus] the keys work on the text again */
  leave(refocus = false) {
    if (!this.element) return;
    this.element.remove();
    this.element = null;
    this.hits = [];
    if (this.soon) cancelAnimationFrame(this.soon);
    this.soon = undefined;
    this.workspace.scroll.removeEventListener('scroll', this.scrolled);
    if ('highlights' in CSS) CSS.highlights.delete(NAME);
    if (refocus) this.workspace.root.focus({ preventScroll: true });
  }
}
