/**
 * Which stretches of a text stand in quotation marks.
 */

/** @import {Range} from './types.js' */

/** @type {{text: string, quoted: readonly Range[]}} the last text that was asked about: there is one article at a time */
let last = { text: '', quoted: [] };

const CLOSING = new Map([
  ['“', '”'],
  ['„', '“”'],
  ['«', '»'],
  ['»', '«'],
  ['‘', '’'],
  ['‚', '‘’'],
  ['"', '"'],
  ["'", "'"],
]);
const LETTER = /[\p{L}\p{N}]/u;

/**
 * @param {string} text
 * @returns {readonly Range[]} in order, between the marks; a quotation that is not closed ends with its paragraph
 */
export function quotedStretches(text) {
  if (last.text !== text) {
    /** @type {Range[]} */
    const quoted = [];
    for (const paragraph of text.matchAll(/[^\n]+/gu)) quotedIn(paragraph[0], paragraph.index, quoted);
    last = { text, quoted };
  }
  return last.quoted;
}

/**
 * @param {string} text
 * @param {readonly Range[]} fragments
 * @returns {'direct'|'mixed'|'indirect'} whether all their words are quoted, some, or none
 */
export function quotation(text, fragments) {
  const quoted = quotedStretches(text);
  let [inside, outside] = [false, false];
  for (const [start, end] of fragments) {
    for (const word of text.slice(start, end).matchAll(/[\p{L}\p{N}]+/gu)) {
      const from = start + word.index;
      if (isInside(quoted, from, from + word[0].length)) inside = true;
      else outside = true;
    }
  }
  return inside ? (outside ? 'mixed' : 'direct') : 'indirect';
}

/** @param {readonly Range[]} quoted in order @param {number} start @param {number} end @returns {boolean} whether one of them holds the stretch */
function isInside(quoted, start, end) {
  let [low, high] = [0, quoted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (quoted[middle][0] <= start) low = middle + 1;
    else high = middle;
  }
  return low > 0 && end <= quoted[low - 1][1];
}

/** @param {string} text a paragraph @param {number} offset @param {Range[]} found */
function quotedIn(text, offset, found) {
  /** @type {{start: number, ends: string}|null} */
  let open = null;
  for (let i = 0; i < text.length; i += 1) {
    const mark = text[i];
    if (open) {
      if (!open.ends.includes(mark) || isApostrophe(text, i)) continue;
      found.push([offset + open.start, offset + i]);
      open = null;
    } else if (opens(text, i)) {
      open = { start: i + 1, ends: CLOSING.get(mark) ?? '' };
    }
  }
  if (open) found.push([offset + open.start, offset + text.length]);
}

/** @param {string} text @param {number} at @returns {boolean} whether a quotation begins there */
function opens(text, at) {
  const mark = text[at];
  if (!CLOSING.has(mark)) return false;
  if (mark !== "'" && mark !== '‘') return true;
  if (LETTER.test(text[at - 1] ?? '')) return false;
  // “the ’90s”, “rebels' demands”: a single mark quotes only where another one closes it.
  const closing = mark === '‘' ? '’' : mark;
  for (let i = text.indexOf(closing, at + 1); i >= 0; i = text.indexOf(closing, i + 1)) {
    if (!isApostrophe(text, i) && text[i - 1].trim()) return at + 1 < i && Boolean(text[at + 1].trim());
  }
  return false;
}

/** @param {string} text @param {number} at @returns {boolean} whether a mark there stands inside a word */
function isApostrophe(text, at) {
  const mark = text[at];
  return (mark === "'" || mark === '’') && LETTER.test(text[at - 1] ?? '') && LETTER.test(text[at + 1] ?? '');
}
