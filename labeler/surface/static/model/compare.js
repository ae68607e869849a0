/**
 * How two versions of labels differ, item by item, for a person to read.
 */

/** @import {Item, Kind, Labels} from './types.js' */

import { find, KINDS, sameValue, TABLES } from './labels.js';

/** @typedef {'added'|'changed'|'removed'} How */
/** @typedef {{how: How, kind: Kind, id: string, item: Item}} Difference `item` as it is after, or was before it was removed */
/** @typedef {Record<How, Partial<Record<string, number>>>} Counts by kind, as people say it */

/**
 * @param {Labels} before
 * @param {Labels} after
 * @returns {Difference[]} in the order of the text where they have a place, first mentions, then frames
 */
export function compare(before, after) {
  /** @type {Difference[]} */
  const found = [];
  for (const table of ['frames', 'mentions', 'entities', 'relations']) {
    const name = /** @type {typeof TABLES[number]} */ (table);
    const kind = KINDS[name];
    /** @type {Difference[]} */
    const rows = [];
    for (const [id, item] of after[name]) {
      const old = before[name].get(id);
      if (!old) rows.push({ how: 'added', kind, id, item });
      else if (old !== item && !sameValue(old, item)) rows.push({ how: 'changed', kind, id, item });
    }
    for (const [id, item] of before[name]) if (!after[name].has(id)) rows.push({ how: 'removed', kind, id, item });
    const place = (/** @type {Difference} */ d) => startOf(d.how === 'removed' ? before : after, d.id);
    found.push(...rows.sort((a, b) => place(a) - place(b)));
  }
  return found;
}

/** @param {Labels} before @param {Labels} after @returns {boolean} whether labels of the article or decisions differ */
export function othersDiffer(before, after) {
  return !sameValue(before.documentLabels, after.documentLabels) || !sameValue(decided(before), decided(after));
}

/** @param {Labels} labels */
function decided({ decisions }) {
  return Object.fromEntries(decisions.map((d) => [d.suggestion, d.verdict]));
}

/**
 * @param {Labels} labels
 * @param {string} id
 * @returns {number} where an item begins in the text; Infinity where it has no place
 */
export function startOf(labels, id) {
  const found = find(labels, id);
  if (found?.kind === 'mention') return found.item.fragments[0]?.[0] ?? Infinity;
  if (found?.kind === 'frame') {
    const parts = [found.item.anchor, ...found.item.arguments.map((a) => a.filler)];
    const starts = parts.flatMap((part) => labels.mentions.get(part ?? '')?.fragments[0]?.[0] ?? []);
    return starts.length ? /** @type {number} */ (found.item.anchor ? starts[0] : Math.min(...starts)) : Infinity;
  }
  if (found?.kind === 'entity') {
    const starts = [...labels.mentions.values()].flatMap((m) => (m.entity === id ? (m.fragments[0]?.[0] ?? []) : []));
    return starts.length ? Math.min(...starts) : Infinity;
  }
  if (found?.kind === 'relation') return startOf(labels, found.item.source);
  return Infinity;
}

/**
 * @param {readonly Difference[]} differences
 * @param {(type: string) => 'event'|'attribution'|undefined} frameKind
 * @returns {Counts}
 */
export function countsOf(differences, frameKind) {
  /** @type {Counts} */
  const counts = { added: {}, changed: {}, removed: {} };
  for (const { how, kind, item } of differences) {
    const name = kind === 'frame' && 'type' in item ? (frameKind(item.type) ?? 'frame') : kind;
    counts[how][name] = (counts[how][name] ?? 0) + 1;
  }
  return counts;
}

const NAMES = /** @type {Record<string, [string, string]>} */ ({
  mention: ['mention', 'mentions'],
  event: ['event', 'events'],
  attribution: ['attribution', 'attributions'],
  frame: ['frame', 'frames'],
  entity: ['actor', 'actors'],
  relation: ['relation', 'relations'],
  document_label: ['article label', 'article labels'],
  decision: ['decision on a suggestion', 'decisions on suggestions'],
  item: ['item', 'items'],
});

/**
 * @param {Counts} counts
 * @returns {string} such as “2 mentions, 1 event added · 1 mention removed”; empty where nothing is counted
 */
export function countWords(counts) {
  return /** @type {How[]} */ (['added', 'changed', 'removed'])
    .map((how) => {
      const parts = Object.entries(counts[how] ?? {}).flatMap(([kind, n]) => {
        const [one, many] = NAMES[kind] ?? [kind, kind];
        return n ? `${n} ${n === 1 ? one : many}` : [];
      });
      return parts.length ? `${parts.join(', ')} ${how}` : '';
    })
    .filter(Boolean)
    .join(' · ');
}
