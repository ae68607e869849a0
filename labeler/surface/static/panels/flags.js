/**
 * The flags of an item, as buttons and as signs.
 */

import { button, el } from '../dom.js';
import * as commands from '../model/commands.js';
import { FLAG_WORDS } from '../model/flags.js';

/** @import {Desk} from '../desk.js' */
/** @import {Flag, Item} from '../model/types.js' */

/**
 * @param {Desk} desk
 * @param {Item} item
 * @returns {HTMLElement}
 */
export function flagPills(desk, item) {
  const flags = /** @type {[Flag, string][]} */ (Object.entries(FLAG_WORDS));
  const pills = flags.map(([flag, words]) => {
    const on = item.flags?.includes(flag) ?? false;
    const set = () => desk.do(commands.setFlag(item.id, flag, !on));
    const node = button(words, set, { attrs: { 'aria-pressed': String(on), 'aria-label': words } });
    node.className = 'lb-value';
    return node;
  });
  return el('div', { class: 'lb-values', attrs: { role: 'group', 'aria-label': 'flags' } }, ...pills);
}

/**
 * @param {Item} item
 * @returns {HTMLElement[]} a sign with its words for each flag that is set
 */
export function flagSigns({ flags = [] }) {
  return flags.map((flag) =>
    el(
      'span',
      { class: 'lb-flag', data: { flag } },
      el('span', { text: flag === 'unsure' ? '? ' : '⚑ ', attrs: { 'aria-hidden': 'true' } }),
      FLAG_WORDS[flag],
    ),
  );
}
