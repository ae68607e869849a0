/**
 * How a person likes to read: size of the text, space between its lines, width
 * of its column, density of the panel, contrast. Kept in this browser.
 */

import { showDialog } from './dialogs.js';
import { button, el } from './dom.js';

/**
 * @typedef {object} Settings
 * @property {number} size       of the text, px
 * @property {number} leading    height of a line, in sizes
 * @property {number} measure    most characters in a line
 * @property {'comfortable' | 'compact'} density of panel and bars
 * @property {'page' | 'high'} contrast  as the page and the system say, or high
 */

const KEPT = 'labeler.reading';
export const SIZES = [14, 15, 16, 17, 18, 20, 22, 24, 28, 32];
const LEADINGS = [1.9, 2.1, 2.4, 2.7, 3.1];
const MEASURES = [50, 60, 66, 75];
/** @type {Settings} */
const USUAL = { size: 18, leading: 2.4, measure: 66, density: 'comfortable', contrast: 'page' };

/** @returns {Settings} what was kept, each value only where it is one of those offered */
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? '{}');
    return {
      size: SIZES.includes(kept.size) ? kept.size : USUAL.size,
      leading: LEADINGS.includes(kept.leading) ? kept.leading : USUAL.leading,
      measure: MEASURES.includes(kept.measure) ? kept.measure : USUAL.measure,
      density: kept.density === 'compact' ? 'compact' : 'comfortable',
      contrast: kept.contrast === 'high' ? 'high' : 'page',
    };
  } catch {
    // Private windows may refuse storage, and others may have written to it.
    return USUAL;
  }
}

export class Reading {
  /**
   * @param {HTMLElement} root
   * @param {(high: boolean) => void} contrastChanged called when contrast becomes high or usual
   */
  constructor(root, contrastChanged) {
    this.root = root;
    this.contrastChanged = contrastChanged;
    this.settings = read();
    this.more = matchMedia('(prefers-contrast: more)');
    this.look = () => this.#apply();
    this.more.addEventListener('change', this.look);
    this.#apply();
  }

  /** Whether the text is shown in high contrast now. */
  get high() {
    return this.settings.contrast === 'high' || this.more.matches;
  }

  /** Stop following the system. */
  dispose() {
    this.more.removeEventListener('change', this.look);
  }

  /** @param {Partial<Settings>} changes */
  set(changes) {
    this.settings = { ...this.settings, ...changes };
    try {
      localStorage.setItem(KEPT, JSON.stringify(this.settings));
    } catch {
      // A full storage costs the choice at the next visit, nothing else.
    }
    this.#apply();
  }

  /** @param {1 | -1} step larger or smaller text */
  step(step) {
    const wider = SIZES.filter((s) => (step > 0 ? s > this.settings.size : s < this.settings.size));
    const size = step > 0 ? wider[0] : wider.at(-1);
    if (size) this.set({ size });
  }

  #apply() {
    const { root, settings } = this;
    root.style.setProperty('--lb-size', `${settings.size}px`);
    root.style.setProperty('--lb-leading', String(settings.leading));
    root.style.setProperty('--lb-measure', `${settings.measure}ch`);
    root.classList.toggle('lb-compact', settings.density === 'compact');
    const was = root.classList.contains('lb-high');
    root.classList.toggle('lb-high', this.high);
    if (was !== this.high) this.contrastChanged(this.high);
  }

  /** Ask for all of it in a dialog; every choice shows at once. */
  open() {
    /** @type {() => void} */
    let close = () => {};
    const rows = el('div', { class: 'lb-reading' });
    const fill = () => {
      rows.replaceChildren(
        this.#row('Text size', 'size', SIZES.map((s) => [s, String(s)]), fill),
        this.#row('Line height', 'leading', [[1.9, 'close'], [2.1, 'snug'], [2.4, 'usual'], [2.7, 'wide'], [3.1, 'widest']], fill),
        this.#row('Longest line', 'measure', MEASURES.map((m) => [m, `${m} characters`]), fill),
        this.#row('Panel', 'density', [['comfortable', 'comfortable'], ['compact', 'compact']], fill),
        this.#row('Contrast', 'contrast', [['page', 'as the page'], ['high', 'high']], fill),
      );
    };
    fill();
    const usual = button('As it was at first', () => {
      this.set(USUAL);
      fill();
    });
    const done = button('Done', () => close(), { class: 'lb-go' });
    const words = el('p', { class: 'lb-slot-hint', text: 'Light and dark follow the page: Settings in its menu.' });
    close = showDialog(this.root, 'Reading', [rows, words, el('div', { class: 'lb-dialog-buttons' }, usual, done)]);
  }

  /**
   * @template {keyof Settings} K
   * @param {string} label
   * @param {K} name
   * @param {[Settings[K], string][]} choices
   * @param {() => void} refill
   */
  #row(label, name, choices, refill) {
    const box = el('div', { class: 'lb-values', attrs: { role: 'group', 'aria-label': label } });
    for (const [value, words] of choices) {
      const on = this.settings[name] === value;
      const node = button(words, () => {
        this.set({ [name]: value });
        refill();
        const again = [...(this.root.querySelectorAll('.lb-reading .lb-value') ?? [])].find((n) => n.textContent === words);
        if (again instanceof HTMLElement) again.focus();
      }, { attrs: { 'aria-pressed': String(on), 'aria-label': `${label}: ${words}` } });
      node.className = 'lb-value';
      box.append(node);
    }
    return el('div', { class: 'lb-field' }, el('span', { class: 'lb-row-name', text: label }), box);
  }
}
