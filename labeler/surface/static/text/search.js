/**
 * Where words stand in a text. Pure.
 */

/** @import {Range} from '../model/types.js' */

/** More hits than this are not walked through by anybody. */
export const MOST_HITS = 5000;

/**
 * The places that read as was typed, in order, without overlaps. Blanks stand
 * for any white space; typographic quotation marks and apostrophes for plain ones.
 *
 * @param {string} text
 * @param {string} typed
 * @param {{matchCase?: boolean}} [how]
 * @returns {Range[]} at most `MOST_HITS`
 */
export function search(text, typed, { matchCase = false } = {}) {
  /** @type {Range[]} */
  const found = [];
  if (!typed.trim()) return found;
  const pattern = typed
    .trim()
    .split(/\s+/u)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&').replace(/"/gu, '["“”„«»]').replace(/'/gu, "['‘’]"))
    .join('\\s+');
  for (const match of text.matchAll(new RegExp(pattern, matchCase ? 'gu' : 'giu'))) {
    found.push([match.index, match.index + match[0].length]);
    if (found.length === MOST_HITS) break;
  }
  return found;
}

/**
 * The hit to go to first: the one at a place, or the next after it, or else the first of all.
 *
 * @param {readonly Range[]} hits in order
 * @param {number} place
 * @returns {number} index; -1 where there are none
 */
export function firstFrom(hits, place) {
  const index = hits.findIndex(([, end]) => end > place);
  return index < 0 ? Math.min(0, hits.length - 1) : index;
}
