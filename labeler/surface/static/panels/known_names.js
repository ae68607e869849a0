/**
 * Where names that are labelled somewhere in an article stand unmarked.
 */

import { isPronoun } from './pronouns.js';

/** @import {Labels, Mention, Range} from '../model/types.js' */

/** @typedef {{range: Range, like: Mention}} Unmarked and the mention that reads the same */

/** @type {WeakMap<ReadonlyMap<string, Mention>, Map<string, Mention[]>>} */
const known = new WeakMap();
const LETTER = /[\p{L}\p{N}]/u;
const ARTICLE = /^(?:the|an?|this|these|those|some)\s/iu;

/**
 * Mentions by what they read, in the order they were made; computed once per table.
 *
 * @param {Labels} labels
 * @param {string} text
 */
function byWords({ mentions }, text) {
  let found = known.get(mentions);
  if (found) return found;
  found = new Map();
  for (const mention of mentions.values()) {
    const [place] = mention.fragments;
    if (!place || mention.fragments.length > 1) continue;
    const words = text.slice(place[0], place[1]);
    if (words.length < 2 || words.length > 60 || isPronoun(words)) continue;
    const list = found.get(words);
    if (list) list.push(mention);
    else found.set(words, [mention]);
  }
  known.set(mentions, found);
  return found;
}

/**
 * Unmarked places in a window that read like a mention of a wanted type; the
 * longest where several begin in one place.
 *
 * @param {Labels} labels
 * @param {string} text
 * @param {Range} window
 * @param {(type: string) => boolean} wanted
 * @returns {Unmarked[]}
 */
export function unmarkedIn(labels, text, [start, end], wanted) {
  const marked = markedIn(labels, [start, end]);
  const part = text.slice(start, end);
  /** @type {Map<number, Unmarked>} */
  const found = new Map();
  for (const [words, mentions] of byWords(labels, text)) {
    const like = mentions.findLast((m) => wanted(m.type));
    if (!like) continue;
    for (const at of places(part, words)) {
      /** @type {Range} */
      const range = [start + at, start + at + words.length];
      const longest = found.get(range[0])?.range[1] ?? 0;
      if (range[1] > longest && isFree(marked, range, like)) found.set(range[0], { range, like });
    }
  }
  const all = [...found.values()];
  return all.filter((u) => !all.some((o) => o !== u && o.like.entity === u.like.entity && holds(o.range, u.range)));
}

/** @param {string} part @param {string} words @returns {number[]} where whole words read so */
function places(part, words) {
  /** @type {number[]} */
  const found = [];
  // At the beginning of a sentence an article has a capital.
  const flipped = (/^\p{Lu}/u.test(words) ? words.charAt(0).toLowerCase() : words.charAt(0).toUpperCase()) + words.slice(1);
  for (const form of ARTICLE.test(words) ? [words, flipped] : [words]) {
    for (let at = part.indexOf(form); at >= 0; at = part.indexOf(form, at + 1)) {
      const cut = LETTER.test(part.charAt(at - 1)) || LETTER.test(part.charAt(at + form.length));
      if (!cut) found.push(at);
    }
  }
  return found;
}

/** @param {Labels} labels @param {Range} window @returns {Mention[]} */
function markedIn(labels, [start, end]) {
  return [...labels.mentions.values()].filter((m) => m.fragments.some(([s, e]) => s < end && start < e));
}

/** @param {Mention[]} marked @param {Range} range @param {Mention} like */
function isFree(marked, range, like) {
  return !marked.some(({ fragments, entity }) =>
    fragments.some(([s, e]) => {
      if (e <= range[0] || range[1] <= s) return false;
      const same = s === range[0] && e === range[1];
      const nested = holds([s, e], range) || holds(range, [s, e]);
      // A part of a longer name of the same actor is no mention of its own.
      return same || !nested || (entity !== null && entity === like.entity);
    }),
  );
}

/** @param {Range} outer @param {Range} inner */
function holds([s, e], [s2, e2]) {
  return s <= s2 && e2 <= e;
}
