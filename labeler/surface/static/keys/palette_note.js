/**
 * The guideline of the option that is lit, beside the list of a palette.
 */

import { el } from '../dom.js';

/** @import {Option} from './palette.js' */

/**
 * A box whose text can be scrolled by keyboard: it takes the focus with F6 and gives it back.
 *
 * @param {() => void} back     gives the keyboard to the list again
 * @param {(event: FocusEvent) => void} left
 * @returns {HTMLElement}
 */
export function noteBox(back, left) {
  const key = (/** @type {KeyboardEvent} */ event) => {
    event.stopPropagation();
    if (!['Escape', 'F6', 'Tab', 'Enter'].includes(event.key)) return;
    event.preventDefault();
    back();
  };
  const attrs = { role: 'group', 'aria-label': 'Guideline', tabindex: '0' };
  return el('div', { class: 'lb-palette-note', attrs, on: { keydown: key, blur: left } });
}

/** @param {Option} option @returns {Node[]} */
export function notes(option) {
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
