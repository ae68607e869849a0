/**
 * The line at the bottom: what has the focus, and what the keys do now, those
 * of one group together. What is rarer comes first, so that on a narrow screen
 * the keys that are the same everywhere are cut off.
 */

import { el, keycap, shorten } from '../dom.js';
import { spoken } from '../panels/attributes.js';
import { offerWords } from '../text/saying.js';

/** @import {Binding} from './binding.js' */
/** @import {Desk} from '../desk.js' */
/** @import {Workspace} from '../workspace.js' */

export class KeyLine {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    this.element = el('div', { class: 'lb-line', attrs: { role: 'region', 'aria-label': 'Keys that work now' } });
    this.shown = '';
  }

  /** @returns {boolean} whether something else is shown than before */
  paint() {
    const { desk, bindings, hopping } = this.workspace;
    const rows = hopping.active ? [hopping.keysNow().map(([cap, words]) => ({ cap, words, hue: '' }))] : groupsNow(bindings, desk);
    const where = hopping.active ? [hopping.extend ? 'Select to a word' : 'Jump to a word'] : whereNodes(desk);
    const place = `${desk.frame} ${desk.slot} ${desk.picked} ${desk.selection} ${desk.at.token}`;
    const key = JSON.stringify([place, where.map((n) => (typeof n === 'string' ? n : n.textContent)), rows]);
    if (key === this.shown) return false;
    this.shown = key;
    const keys = el('span', { class: 'lb-line-keys' });
    for (const group of rows) {
      const nodes = group.map(({ cap, words, hue }) =>
        el('span', { class: 'lb-line-key', vars: hue ? { '--lb-c': hue } : {} }, keycap(cap), words),
      );
      keys.append(el('span', { class: 'lb-line-group' }, ...nodes));
    }
    this.element.replaceChildren(
      el('span', { class: 'lb-line-now' }, ...where),
      keys,
      el('span', { class: 'lb-line-all' }, keycap('?'), ' all keys'),
    );
    return true;
  }
}

/**
 * @param {readonly Binding[]} bindings
 * @param {Desk} desk
 * @returns {{cap: string, words: string, hue: string}[][]}
 */
function groupsNow(bindings, desk) {
  /** @type {Map<string, {cap: string, words: string, hue: string}[]>} */
  const groups = new Map();
  for (const b of bindings) {
    if (!b.now?.(desk) || !(b.when?.(desk) ?? true)) continue;
    const row = { cap: b.cap, words: briefly(b, desk), hue: b.hue ?? '' };
    const group = groups.get(b.group);
    if (group) group.push(row);
    else groups.set(b.group, [row]);
  }
  // The keys of types are the same everywhere: they come last.
  return [...groups].sort(([a], [b]) => Number(a === 'Mark') - Number(b === 'Mark')).map(([, rows]) => rows);
}

/** @param {Binding} binding @param {Desk} desk */
export function briefly({ words, brief = words }, desk) {
  return typeof brief === 'string' ? brief : brief(desk);
}

/** @param {Desk} desk @returns {(Node | string)[]} what has the focus, in words */
export function whereNodes(desk) {
  const frame = desk.focused;
  const selected = desk.selection;
  if (selected) return ['Selected ', el('b', { text: shorten(desk.text.slice(selected[0], selected[1]), 40) })];
  const offer = offerWords(desk);
  if (offer) return [el('b', { text: shorten(offer[0], 28) }), `, ${offer[1]}`];
  if (desk.picked) {
    const mention = desk.mention(desk.picked);
    if (mention) return [`${desk.looks.label(mention.type)} `, el('b', { text: shorten(desk.quoteOf(mention), 36) })];
  }
  if (frame) {
    const anchor = desk.labels.mentions.get(frame.anchor ?? '');
    const slot = desk.armed ? ` · ${spoken(desk.armed.name)}` : desk.slot ? ' · does not fit' : '';
    return [`${desk.looks.label(frame.type)} `, el('b', { text: anchor ? shorten(desk.quoteOf(anchor), 28) : '' }), slot];
  }
  const token = desk.cursor.under(desk.at);
  return token ? ['On ', el('b', { text: shorten(desk.text.slice(token[0], token[1]), 30) })] : [''];
}
