/**
 * What has no room in the bar of a small screen, behind one button.
 */

import { button, el } from './dom.js';

/** @typedef {[words: string, run: () => void, works?: () => boolean]} Entry */

/**
 * @param {Entry[]} entries
 * @returns {HTMLElement} the button and, while it is open, the list below it
 */
export function moreMenu(entries) {
  const list = el('div', { class: 'lb-more-list', attrs: { id: 'lb-more', role: 'group', 'aria-label': 'More actions', hidden: true } });
  const opener = button('More', () => show(list.hidden), { attrs: { 'aria-expanded': 'false', 'aria-controls': 'lb-more' } });
  const show = (/** @type {boolean} */ open) => {
    if (open) list.replaceChildren(...entries.map(([words, run, works]) => row(words, run, works?.() ?? true)));
    list.hidden = !open;
    opener.setAttribute('aria-expanded', String(open));
    const first = open && list.querySelector('button:not(:disabled)');
    if (first instanceof HTMLElement) first.focus();
  };
  const row = (/** @type {string} */ words, /** @type {() => void} */ run, /** @type {boolean} */ works) => {
    const choose = () => {
      show(false);
      run();
    };
    return button(words, choose, { attrs: { disabled: !works } });
  };
  const box = el('div', { class: 'lb-more' }, opener, list);
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || list.hidden) return;
    event.preventDefault();
    event.stopPropagation();
    opener.focus();
    show(false);
  });
  box.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && box.contains(relatedTarget))) show(false);
  });
  return box;
}
