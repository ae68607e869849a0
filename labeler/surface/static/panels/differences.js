/**
 * What differs between two versions, in words, each leading to its place.
 */

import { button, el, shorten } from '../dom.js';
import { compare, countsOf, countWords, othersDiffer } from '../model/compare.js';
import { find, quote } from '../model/labels.js';

/** @import {Labels, Range} from '../model/types.js' */
/** @import {Difference} from '../model/compare.js' */
/** @import {Desk} from '../desk.js' */

/** So many are listed; more would be read by nobody, and make the list slow. */
const MOST = 300;
const SIGNS = { added: '+', changed: '~', removed: '−' };

/** @param {Desk} desk @returns {(type: string) => 'event'|'attribution'|undefined} */
export function frameKinds(desk) {
  return (type) => desk.schema.frameType(type)?.kind;
}

/** @param {Desk} desk @param {Labels} before @param {Labels} after @returns {string} counts in words, or that nothing differs */
export function differenceWords(desk, before, after) {
  const words = countWords(countsOf(compare(before, after), frameKinds(desk)));
  if (words) return words;
  return othersDiffer(before, after) ? 'decisions or labels of the article differ' : 'nothing differs';
}

/** @param {Desk} desk @param {Labels} labels @param {string} id @returns {string} what an item is */
function nameIn(desk, labels, id) {
  const found = find(labels, id);
  if (!found) return 'something that is gone';
  const said = (/** @type {string|null} */ mention) => {
    const m = labels.mentions.get(mention ?? '');
    return m ? `“${shorten(quote(desk.text, m.fragments), 48)}”` : '';
  };
  const type = desk.looks.label(found.item.type);
  if (found.kind === 'mention') return `${said(id)} ${type}`;
  if (found.kind === 'frame') {
    const content = found.item.arguments[0]?.filler ?? null;
    return `${type} ${said(found.item.anchor) || said(content)}`.trim();
  }
  if (found.kind === 'entity') return `actor ${found.item.name || 'unnamed'}`;
  return `${type} from ${nameIn(desk, labels, found.item.source)} to ${nameIn(desk, labels, found.item.target)}`;
}

/** @param {Labels} labels @param {string} id @returns {Range[]} where it stands */
function placesOf(labels, id) {
  const found = find(labels, id);
  const of = (/** @type {string|null|undefined} */ mention) => [...(labels.mentions.get(mention ?? '')?.fragments ?? [])];
  if (found?.kind === 'mention') return of(id);
  if (found?.kind === 'frame') return found.item.anchor ? of(found.item.anchor) : of(found.item.arguments[0]?.filler);
  if (found?.kind === 'entity') return of([...labels.mentions.values()].find((m) => m.entity === id)?.id);
  if (found?.kind === 'relation') return placesOf(labels, found.item.source);
  return [];
}

/**
 * @param {Desk} desk
 * @param {Labels} before
 * @param {Labels} after
 * @param {(ranges: Range[]) => void} reveal
 * @returns {HTMLElement}
 */
export function differenceList(desk, before, after, reveal) {
  const all = compare(before, after);
  const row = (/** @type {Difference} */ { how, id }) => {
    const labels = how === 'removed' ? before : after;
    const words = `${how}: ${nameIn(desk, labels, id)}`;
    const content = el('span', {}, el('b', { text: SIGNS[how], attrs: { 'aria-hidden': 'true' } }), ` ${nameIn(desk, labels, id)}`);
    return el('li', {}, button(content, () => reveal(placesOf(labels, id)), { class: 'lb-difference', data: { how }, attrs: { 'aria-label': words } }));
  };
  const rows = all.slice(0, MOST).map(row);
  if (all.length > MOST) rows.push(el('li', { text: `and ${all.length - MOST} more` }));
  return el('ul', { class: 'lb-differences' }, ...rows);
}
