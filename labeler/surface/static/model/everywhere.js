/**
 * Where else in an article the same words stand: for marking, removing and retyping them all, and for finding.
 */

/** @import {Labels, Mention, Range} from './types.js' */

import { isDeterminer, isPronoun, referringForm } from './wording.js';
import { chains, quote } from './labels.js';

/** @typedef {{range: Range, words: string, mention: string|null}} Place a stretch, and the own mention of the same type that stands just there */

/**
 * Where words stand in a text, in order, not overlapping. Any white space in the words matches any in the text.
 * @param {string} text
 * @param {string} words
 * @param {{cursorTokens?: readonly Range[], caseSensitive?: boolean}} [how]
 *   `cursorTokens`: only whole tokens count; without them parts of words count too
 * @returns {Range[]}
 */
export function occurrences(text, words, { cursorTokens, caseSensitive = true } = {}) {
  const whole = cursorTokens && boundaries(cursorTokens);
  return search(text, words, caseSensitive, whole);
}

/**
 * The places that read as a mention does, or as any name in its chain; the
 * mention itself is left out, and so is what lies inside a longer such place or
 * inside another mention of that type (“Korea” in “North Korea”).
 * @param {Labels} labels
 * @param {string} text
 * @param {readonly Range[]} tokens
 * @param {string} mentionId
 * @param {{aliases?: boolean}} [how] `aliases`: the other names in the chain too; pronouns and nouns are none
 * @returns {Place[]} in text order
 */
export function sameElsewhere(labels, text, tokens, mentionId, { aliases = false } = {}) {
  const mention = labels.mentions.get(mentionId);
  if (!mention) return [];
  const whole = boundaries(tokens);
  const others = aliases ? namesOf(labels, text, mention) : [];
  const wanted = new Set([...(mention.fragments.length === 1 ? [quote(text, mention.fragments)] : []), ...others]);
  const found = [...wanted].flatMap((words) => spellings(words).flatMap((spelling) => search(text, spelling, true, whole)));
  const peers = [...labels.mentions.values()].filter((m) => m.type === mention.type);
  const there = new Map(peers.filter((m) => m.fragments.length === 1).map((m) => [String(m.fragments[0]), m.id]));
  return longest(found)
    .filter((range) => there.get(String(range)) !== mentionId && !peers.some((m) => holds(m, range)))
    .map((range) => ({ range, words: text.slice(...range), mention: there.get(String(range)) ?? null }));
}

/** @param {Labels} labels @param {string} text @param {Mention} mention @returns {string[]} the names its chain goes by in the text */
function namesOf(labels, text, mention) {
  const chain = mention.entity === null ? [] : (chains(labels).get(mention.entity) ?? []);
  const name = labels.entities.get(mention.entity ?? '')?.name ?? '';
  const read = chain
    .filter((m) => m.fragments.length === 1 && (m.attributes.mention ?? 'named') === 'named')
    .map((m) => quote(text, m.fragments));
  return [name, ...read].filter((words) => referringForm(words) === 'named');
}

/**
 * The words, and as they stand at the beginning of a sentence or after it: only
 * a noun's or an article's capital may come and go, a name's may not.
 * @param {string} words
 * @returns {string[]}
 */
function spellings(words) {
  const [first] = words.split(/\s+/u);
  const [letter = ''] = words;
  const rest = words.slice(letter.length);
  const upper = letter.toLocaleUpperCase('en');
  if (letter !== upper) return [words, upper + rest];
  const lower = letter.toLocaleLowerCase('en');
  const free = letter !== lower && (isDeterminer(first) || isPronoun(first));
  return free ? [words, lower + rest] : [words];
}

/** @typedef {{starts: Set<number>, ends: Set<number>}} Boundaries */

/** @param {readonly Range[]} tokens @returns {Boundaries} */
function boundaries(tokens) {
  return { starts: new Set(tokens.map(([start]) => start)), ends: new Set(tokens.map(([, end]) => end)) };
}

/** @param {string} text @param {string} words @param {boolean} caseSensitive @param {Boundaries} [whole] @returns {Range[]} */
function search(text, words, caseSensitive, whole) {
  const parts = words.split(/\s+/u).filter(Boolean);
  if (!parts.length) return [];
  const escaped = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&'));
  const pattern = new RegExp(escaped.join('\\s+'), caseSensitive ? 'gu' : 'giu');
  /** @type {Range[]} */
  const found = [];
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (!whole || (whole.starts.has(start) && whole.ends.has(end))) found.push([start, end]);
    // Not a whole token: the words may begin again inside what was passed over.
    else pattern.lastIndex = start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
  }
  return found;
}

/** @param {Range[]} ranges @returns {Range[]} in order; of overlapping ones the longer, then the earlier */
function longest(ranges) {
  /** @type {Range[]} */
  const kept = [];
  for (const range of ranges.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    const last = kept.at(-1);
    if (!last || range[0] >= last[1]) kept.push(range);
    else if (range[1] - range[0] > last[1] - last[0]) kept[kept.length - 1] = range;
  }
  return kept;
}

/** @param {Mention} mention @param {Range} range @returns {boolean} whether it lies inside the mention and is less than it */
function holds({ fragments }, [start, end]) {
  return fragments.some(([s, e]) => s <= start && end <= e && e - s > end - start);
}
