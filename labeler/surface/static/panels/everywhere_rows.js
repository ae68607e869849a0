/**
 * The places that read like a mention, as a list to choose from. Pure.
 */

import { pronounOf } from './agreement.js';
import { sameElsewhere } from '../model/everywhere.js';
import { sameFragments } from '../model/labels.js';

/** @import {Labels, Mention, Range} from '../model/types.js' */

/**
 * One place of the list.
 *
 * @typedef {object} Row
 * @property {Range} range
 * @property {string} words
 * @property {Mention | null} there  what is marked just there already
 * @property {boolean} checked       whether it is among what is done, unless a person says otherwise
 */
/**
 * @typedef {object} Article
 * @property {Labels} labels
 * @property {string} text
 * @property {readonly Range[]} tokens
 */

/** @param {Labels} labels @param {Range} range @returns {Mention[]} */
function marksAt(labels, range) {
  return [...labels.mentions.values()].filter((m) => sameFragments(m.fragments, [range]));
}

/**
 * Where else a mention's words, or the names of its actor, could be marked.
 * Marked with another type or as another actor they are listed, but not
 * checked; nor are pronouns, which stand for somebody else each time.
 *
 * @param {Article} article
 * @param {Mention} mention
 * @param {{aliases: boolean}} how
 * @returns {{rows: Row[], already: number}} and how many places are marked so already
 */
export function rowsToMark({ labels, text, tokens }, mention, { aliases }) {
  /** @type {Row[]} */
  const rows = [];
  let already = 0;
  for (const { range, words, mention: same } of sameElsewhere(labels, text, tokens, mention.id, { aliases })) {
    const own = same ? labels.mentions.get(same) : undefined;
    if (own && own.entity === mention.entity) {
      already += 1;
      continue;
    }
    const there = own ?? marksAt(labels, range)[0] ?? null;
    rows.push({ range, words, there, checked: !there && !pronounOf(words) });
  }
  return { rows, already };
}

/**
 * What is marked that reads like a mention, itself included, to take away or to
 * retype. What has another type is not checked.
 *
 * @param {Article} article
 * @param {Mention} mention
 * @param {{aliases: boolean}} how
 * @returns {Row[]} in text order
 */
export function rowsToChange({ labels, text, tokens }, mention, { aliases }) {
  const [own] = mention.fragments;
  const places = [
    { range: /** @type {Range} */ ([own?.[0] ?? 0, own?.[1] ?? 0]), words: text.slice(own?.[0], own?.[1]) },
    ...sameElsewhere(labels, text, tokens, mention.id, { aliases }),
  ];
  return places
    .flatMap(({ range, words }, i) => {
      const marks = marksAt(labels, range);
      const here = i === 0 && !marks.includes(mention) ? [mention, ...marks] : marks;
      return here.map((there) => ({ range, words, there, checked: there.type === mention.type && there.entity === mention.entity }));
    })
    .sort((a, b) => a.range[0] - b.range[0]);
}
