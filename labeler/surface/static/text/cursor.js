/**
 * Where one is in the text: a caret that stands on a token, and a selection
 * that spans tokens, or single characters where somebody asks for them.
 * Immutable positions and pure moves; nothing here touches the DOM.
 */

import { lastAt } from './segments.js';

/** @import {Range} from '../model/types.js' */

/**
 * @typedef {object} Position
 * @property {number} token   index of the token the caret stands on
 * @property {number | null} anchor  token where a selection began; `null` for none
 * @property {Range | null} free     a selection that does not keep to tokens
 */

/** @type {Position} */
export const START = { token: 0, anchor: null, free: null };

/** Tokens, sentences and paragraphs of one text, and the moves between them. */
export class Cursor {
  /**
   * @param {string} text
   * @param {readonly Range[]} tokens
   * @param {readonly Range[]} sentences
   * @param {readonly {start: number, end: number}[]} paragraphs
   */
  constructor(text, tokens, sentences, paragraphs) {
    this.text = text;
    this.tokens = wholeCharacters(text, tokens.length ? tokens : wordsOf(text));
    this.sentences = sentences;
    this.paragraphs = paragraphs;
    this.lines = paragraphs.map(({ start, end }) => /** @type {Range} */ ([start, end]));
  }

  /** @param {number} offset @returns {number} the token at an offset, or the nearest before it */
  tokenAt(offset) {
    const index = lastAt(this.tokens.length, (i) => this.tokens[i]?.[0] ?? 0, offset);
    return Math.max(0, index);
  }

  /**
   * The token under a character; `null` where it is a blank.
   *
   * @param {number} offset
   */
  tokenUnder(offset) {
    const index = this.tokenAt(offset);
    const token = this.tokens[index];
    return token && offset >= token[0] && offset < token[1] ? index : null;
  }

  /** @param {Position} at @returns {Range | null} what is selected */
  selection(at) {
    if (at.free) return at.free;
    if (at.anchor === null) return null;
    const first = this.tokens[Math.min(at.anchor, at.token)];
    const last = this.tokens[Math.max(at.anchor, at.token)];
    return first && last ? [first[0], last[1]] : null;
  }

  /** @param {Position} at @returns {Range | null} the token under the caret */
  under(at) {
    const token = this.tokens[at.token];
    return token ? [token[0], token[1]] : null;
  }

  /** @param {Position} at @returns {Range | null} the selection, or else the token under the caret */
  reach(at) {
    return this.selection(at) ?? this.under(at);
  }

  /**
   * @param {Position} at
   * @param {number} token
   * @param {boolean} extend
   * @returns {Position}
   */
  to(at, token, extend) {
    const next = Math.max(0, Math.min(this.tokens.length - 1, token));
    const from = at.free ? this.tokenAt(at.free[0]) : (at.anchor ?? at.token);
    return { token: next, anchor: extend ? from : null, free: null };
  }

  /**
   * @param {Position} at
   * @param {1 | -1} step
   * @param {boolean} extend
   */
  byToken(at, step, extend) {
    const range = this.selection(at);
    // Without Shift a selection collapses to the side one moves to, as in an editor.
    if (range && !extend) {
      const edge = step > 0 ? this.tokenAt(range[1] - 1) : this.tokenAt(range[0]);
      return this.to(at, edge, false);
    }
    return this.to(at, at.token + step, extend);
  }

  /**
   * To the beginning of a sentence; extending forwards to the end of one.
   *
   * @param {Position} at
   * @param {1 | -1} step
   * @param {boolean} extend
   */
  bySentence(at, step, extend) {
    return this.#by(this.sentences, at, step, extend);
  }

  /**
   * To the beginning of a paragraph; extending forwards to the end of one.
   *
   * @param {Position} at
   * @param {1 | -1} step
   * @param {boolean} extend
   */
  byParagraph(at, step, extend) {
    return this.#by(this.lines, at, step, extend);
  }

  /**
   * @param {readonly Range[]} units
   * @param {Position} at
   * @param {1 | -1} step
   * @param {boolean} extend
   */
  #by(units, at, step, extend) {
    return extend && step > 0 ? this.#toEnd(units, at) : this.#byUnit(units, at, step, extend);
  }

  /**
   * Extend to the last token of the unit one is in, or of the next where one is there already.
   *
   * @param {readonly Range[]} units
   * @param {Position} at
   */
  #toEnd(units, at) {
    const ends = at.free ? { ...at, token: this.tokenAt(at.free[1] - 1) } : at;
    const here = this.tokens[ends.token]?.[0] ?? 0;
    const index = Math.max(0, lastAt(units.length, (i) => units[i]?.[0] ?? 0, here));
    const lastOf = (/** @type {number} */ i) => this.tokenAt((units[i]?.[1] ?? this.text.length) - 1);
    const last = lastOf(index);
    return this.to(ends, last > ends.token ? last : lastOf(index + 1), true);
  }

  /**
   * @param {readonly Range[]} units
   * @param {Position} at
   * @param {1 | -1} step
   * @param {boolean} extend
   */
  #byUnit(units, at, step, extend) {
    const here = this.tokens[at.token]?.[0] ?? 0;
    const index = lastAt(units.length, (i) => units[i]?.[0] ?? 0, here);
    const inside = units[index]?.[0] !== here;
    const target = step < 0 && inside ? index : index + step;
    const place = units[target]?.[0];
    if (place === undefined) return this.to(at, step < 0 ? 0 : this.tokens.length - 1, extend);
    const token = this.tokenAt(place);
    const starting = (this.tokens[token]?.[1] ?? 0) <= place ? token + 1 : token;
    return this.to(at, starting, extend);
  }

  /**
   * The whole tokens that two characters lie in, and those between.
   *
   * @param {number} a
   * @param {number} b
   * @returns {Position}
   */
  across(a, b) {
    const from = this.tokenAt(a);
    let to = this.tokenAt(b);
    // A press that ends in the blank before a token has not reached it.
    if (b > a && (this.tokens[to]?.[0] ?? 0) > b) to -= 1;
    return { token: to, anchor: from, free: null };
  }

  /**
   * Exactly the characters between two offsets, whole graphemes only.
   *
   * @param {number} a
   * @param {number} b
   * @returns {Position}
   */
  exactly(a, b) {
    const [low, high] = a <= b ? [a, b] : [b, a];
    const start = this.#grapheme(low, false);
    const end = this.#grapheme(high, true);
    const token = this.tokenAt(b > a ? Math.max(start, end - 1) : start);
    return { token, anchor: null, free: start < end ? [start, end] : null };
  }

  /**
   * @param {Range} range
   * @returns {Position} this stretch selected, by tokens where it keeps to them
   */
  select(range) {
    const first = this.tokenAt(range[0]);
    const last = this.tokenAt(range[1] - 1);
    const aligned = this.tokens[first]?.[0] === range[0] && this.tokens[last]?.[1] === range[1];
    return aligned
      ? { token: last, anchor: first, free: null }
      : { token: last, anchor: null, free: [range[0], range[1]] };
  }

  /**
   * Move one end of a selection by a single character.
   *
   * @param {Position} at
   * @param {1 | -1} step
   * @returns {Position}
   */
  byCharacter(at, step) {
    const range = this.reach(at) ?? [0, 0];
    const end = step > 0 ? this.#grapheme(range[1] + 1, true) : this.#grapheme(range[1] - 1, false);
    return end > range[0] && end <= this.text.length ? this.exactly(range[0], end) : at;
  }

  /**
   * @param {number} offset
   * @param {boolean} up   to the boundary after, not before
   */
  #grapheme(offset, up) {
    const line = Math.max(0, this.text.lastIndexOf('\n', offset - 1) + 1);
    const from = Math.max(line, offset - 64);
    const to = Math.min(this.text.length, offset + 64);
    // Cutting the window inside a character would move its boundaries.
    const start = this.tokens[this.tokenAt(from)]?.[0] ?? from;
    let boundary = Math.min(start, from);
    for (const part of graphemes.segment(this.text.slice(boundary, to))) {
      const begin = boundary + part.index;
      const end = begin + part.segment.length;
      if (offset === begin || offset === end) return offset;
      if (offset > begin && offset < end) return up ? end : begin;
    }
    return offset;
  }
}

/** Below U+0300 every character stands for itself. */
const FIRST_COMBINING = 0x300;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Tokens that cut what one sees as one character, such as a flag, joined.
 *
 * @param {string} text
 * @param {readonly Range[]} tokens
 * @returns {readonly Range[]}
 */
function wholeCharacters(text, tokens) {
  /** @type {Range[]} */
  const joined = [];
  for (const [start, end] of tokens) {
    const last = joined.at(-1);
    const plain = text.charCodeAt(start) < FIRST_COMBINING;
    if (last && last[1] === start && !plain && isInsideCharacter(text, start)) last[1] = end;
    else joined.push([start, end]);
  }
  return joined;
}

/** @param {string} text @param {number} offset */
function isInsideCharacter(text, offset) {
  const from = Math.max(0, offset - 32);
  const part = graphemes.segment(text.slice(from, offset + 32)).containing(offset - from);
  return part !== undefined && part.index !== offset - from;
}

/**
 * Words and signs of a text whose tokens the server did not send.
 *
 * @param {string} text
 * @returns {Range[]}
 */
function wordsOf(text) {
  return [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)]
    .filter((part) => part.segment.trim() !== '')
    .map((part) => [part.index, part.index + part.segment.length]);
}
