/**
 * The map of all keys behind `?`: made from the keys and the types of the
 * schema, narrowed by typing, with a sign at what works where one is now.
 */

import { showDialog } from '../dialogs.js';
import { button, el, keycap } from '../dom.js';

/** @import {Desk} from '../desk.js' */
/** @import {Binding} from './binding.js' */

/** As one comes to need them; a group that is not named comes last. */
const GROUPS = ['Mark', 'Move; with Shift: select', 'Move', 'Select', 'Cards', 'Change', 'Actors', 'Everywhere', 'Suggestions', 'Notes', 'Article'];
const MOUSE = [
  'Drag selects whole words, with Alt single characters; double click a word, triple click a sentence.',
  'Click a mention to pick it, again for the one around it; with a slot open, a click on a mention fills it.',
];

/**
 * @param {HTMLElement} root
 * @param {readonly Binding[]} bindings
 * @param {Desk} desk
 */
export function showKeys(root, bindings, desk) {
  const none = el('p', { class: 'lb-empty', text: 'No key does that. / finds types and actions.', attrs: { hidden: true } });
  const sections = sectionsOf(bindings, desk);
  const input = el('input', {
    class: 'lb-input',
    attrs: { type: 'search', placeholder: 'Type what you want to do, or a key', 'aria-label': 'Find a key', autofocus: true, autocomplete: 'off' },
    on: { input: () => narrow() },
  });
  const narrow = () => {
    const words = input.value.trim().toLowerCase().split(/\s+/u).filter(Boolean);
    let left = 0;
    for (const { element, rows } of sections) {
      const shown = rows.filter(({ node, text, cap }) => {
        const on = words.every((word) => text.includes(word)) || cap === input.value.trim();
        node.hidden = !on;
        return on;
      });
      element.hidden = shown.length === 0;
      left += shown.length;
    }
    none.hidden = left > 0;
  };
  const map = el('div', { class: 'lb-keymap', attrs: { role: 'region', 'aria-label': 'All keys' } }, ...sections.map(({ element }) => element), none);
  const legend = el('p', { class: 'lb-keymap-legend' }, el('span', { class: 'lb-now-sign', text: '●', attrs: { 'aria-hidden': 'true' } }), ' works on what is picked or focused now');
  const mouse = MOUSE.map((text) => el('p', { class: 'lb-slot-hint', text }));
  /** @type {() => void} */
  let close = () => {};
  const done = button('Close', () => close(), { class: 'lb-go' });
  close = showDialog(root, 'Keys', [input, legend, map, ...mouse, el('div', { class: 'lb-dialog-buttons' }, done)], { wide: true });
}

/**
 * @typedef {{node: HTMLElement, text: string, cap: string}} Row
 * @param {readonly Binding[]} bindings
 * @param {Desk} desk
 * @returns {{element: HTMLElement, rows: Row[]}[]}
 */
function sectionsOf(bindings, desk) {
  /** @type {Map<string, Row[]>} */
  const groups = new Map();
  for (const binding of bindings) {
    const rows = groups.get(binding.group);
    const row = rowOf(binding, desk);
    if (rows) rows.push(row);
    else groups.set(binding.group, [row]);
  }
  const place = (/** @type {string} */ group) => (GROUPS.includes(group) ? GROUPS.indexOf(group) : GROUPS.length);
  return [...groups].sort(([a], [b]) => place(a) - place(b)).map(([group, rows]) => ({
    rows,
    element: el('section', {}, el('h3', { text: group }), el('dl', {}, ...rows.map(({ node }) => node))),
  }));
}

/** @param {Binding} binding @param {Desk} desk @returns {Row} */
function rowOf(binding, desk) {
  const { cap, words, group, hue, kinds = [] } = binding;
  const now = Boolean(binding.now?.(desk) && (binding.when?.(desk) ?? true));
  const description = el('dd', {});
  if (hue) description.append(el('span', { class: 'lb-option-dot', vars: { '--lb-c': hue }, attrs: { 'aria-hidden': 'true' } }));
  description.append(words);
  if (now) description.append(el('span', { class: 'lb-now-sign', text: ' ●', attrs: { role: 'img', 'aria-label': 'works now' } }));
  for (const kind of kinds) {
    description.append(' ', el('small', { class: 'lb-kind', text: kind.label, vars: { '--lb-c': kind.hue } }));
  }
  const node = el('div', { class: now ? 'lb-key-now' : '' }, el('dt', {}, keycap(cap)), description);
  return { node, cap, text: `${cap} ${group} ${words} ${kinds.map(({ label }) => label).join(' ')}`.toLowerCase() };
}
