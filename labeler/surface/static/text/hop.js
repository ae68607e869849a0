/**
 * Jumping to a word on the screen: which words begin as was typed, and the
 * letter one types to go to each. Pure; where words stand is not its business.
 *
 * A letter that could continue what was typed never is a label, so that every
 * key means one thing.
 */

import { lastAt } from './segments.js';

/** @import {Range} from '../model/types.js' */

/** From the most comfortable to reach: middle row, upper row, lower row. */
const LETTERS = 'fjdkslaghrueiwoqptyvmcnbxz';
const MARKS = /\p{M}/gu;
/** @type {Record<string, string>} signs one cannot type by those one can */
const PLAIN = { '“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '‘': "'", '’': "'", '‹': "'", '›': "'", '–': '-', '—': '-', '‐': '-', '‑': '-', '…': '.', 'ß': 's', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'æ': 'a', 'œ': 'o', 'ı': 'i' };

/**
 * A text without the differences of case, accents and typographic signs.
 *
 * @param {string} text
 */
export function folded(text) {
  const bare = text.normalize('NFD').replace(MARKS, '').toLowerCase();
  return bare.replace(/[^\u0000-\u007f]/gu, (sign) => PLAIN[sign] ?? sign);
}

/**
 * @typedef {object} Target a word one can go to
 * @property {number} token   its index
 * @property {string} label   what to type to go there; '' where letters ran out
 */

/** The tokens of a text by how they begin. */
export class Words {
  /** @param {string} text @param {readonly Range[]} tokens */
  constructor(text, tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  /** @param {number} token */
  word(token) {
    const range = this.tokens[token];
    return range ? folded(this.text.slice(range[0], range[1])) : '';
  }

  /**
   * The tokens in some stretches of text that begin as was typed.
   *
   * @param {readonly Range[]} stretches
   * @param {string} typed as `folded` gives it
   * @returns {number[]} in text order
   */
  beginning(stretches, typed) {
    /** @type {number[]} */
    const found = [];
    if (!typed) return found;
    for (const [start, end] of stretches) {
      let i = Math.max(0, lastAt(this.tokens.length, (n) => this.tokens[n]?.[0] ?? 0, start));
      for (; (this.tokens[i]?.[0] ?? end) < end; i += 1) {
        if ((this.tokens[i]?.[0] ?? 0) >= start && this.word(i).startsWith(typed)) found.push(i);
      }
    }
    return found;
  }

  /**
   * Words with the letter that leads to each, the nearest to the caret first.
   *
   * @param {readonly number[]} matches tokens that begin as was typed
   * @param {string} typed
   * @param {number} caret the token the caret stands on
   * @returns {Target[]}
   */
  targets(matches, typed, caret) {
    const near = [...matches].sort((a, b) => Math.abs(a - caret) - Math.abs(b - caret) || b - a);
    const letters = near.length > 1 ? lettersFor(near.map((token) => this.word(token)), typed) : [];
    return near.map((token, i) => ({ token, label: letters[i] ?? '' }));
  }

  /**
   * Whether one more letter still begins some of these words.
   *
   * @param {readonly number[]} matches
   * @param {string} typed
   * @param {string} letter as `folded` gives it
   */
  continues(matches, typed, letter) {
    return letter !== '' && matches.some((token) => this.word(token).startsWith(typed + letter));
  }
}

/**
 * @param {readonly string[]} words
 * @param {string} typed
 * @returns {string[]} the letters that continue none of the words, small ones first
 */
function lettersFor(words, typed) {
  const taken = new Set(words.map((word) => word[typed.length]));
  const free = [...LETTERS].filter((letter) => !taken.has(letter));
  return [...free, ...free.map((letter) => letter.toUpperCase())];
}
