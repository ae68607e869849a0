/**
 * The stretches of text around a word, each within the next: the word with its
 * hyphens, the name, the phrase with its article, the clause, the quotation
 * without and with its marks, the sentence, the paragraph. Pure; knows no labels.
 *
 * The words that begin or end a phrase are English; in other languages the
 * levels made of signs and capitals are found all the same.
 */

import { lastAt } from './segments.js';

/** @import {Range} from '../model/types.js' */

/**
 * @typedef {object} Text what stretches are found in
 * @property {string} text
 * @property {readonly Range[]} tokens
 * @property {readonly Range[]} sentences
 * @property {readonly {start: number, end: number}[]} paragraphs
 */

const list = (/** @type {string} */ words) => new Set(words.split(' '));

const ARTICLES = list(
  'a an the this that these those its his her their our my your whose some any no all both each every ' +
    'several many few most other another such certain various more',
);
const BEFORE_ARTICLES = list('all both half such');
// What ends a phrase to the left: a word of none of these classes may be part of it.
const LIMITS = list(
  'about above across after against along amid among around as at before behind below beneath beside between beyond ' +
    'but by despite down during except for from in inside into like near of off on onto out outside over past per ' +
    'since than through throughout to toward towards under until up upon via with within without and or nor so yet ' +
    'if because while when where which who whom what why how although though unless whether ' +
    'i you he she it we they me him us them there here not never also only just then now ' +
    'is are was were be been being am has have had having do does did will would shall should can could may might must ' +
    'said says say told tells asked asks added adds claimed claims warned warns called calls',
);
// Words that stand inside names, between two capitalised ones.
const LINKS = list('of the and for de del della di da dos du la le van von der den bin ibn al el y');
const NUMBER_WORDS = list(
  'one two three four five six seven eight nine ten eleven twelve dozen dozens hundred hundreds thousand thousands million billion',
);
const MOST_WORDS = 8;
/** A sentence of fewer words may well be all name. */
const LEAST_TITLE = 5;

const WORD = /^[\p{L}\p{N}]/u;
const CAPITAL = /^\p{Lu}/u;
const NUMBER = /^[\p{N}$€£]/u;
const JOINT = /^[-‐‑/&’'.]$/u;
const BREAK = /^(?:[,;:–—()[\]{}"“”„«»…]|--+|\.\.+|[.!?]+|``|'')$/u;
const POSSESSIVE = /^['’]s?$/u;

/**
 * The smallest stretch that holds a stretch and more.
 *
 * @param {Text} around
 * @param {Range} range
 * @returns {Range | null} `null` where it is a whole paragraph already
 */
export function larger(around, range) {
  /** @type {Range | null} */
  let best = null;
  for (const found of candidates(around, range)) {
    const holds = found[0] <= range[0] && found[1] >= range[1];
    const size = found[1] - found[0];
    if (!holds || size <= range[1] - range[0]) continue;
    if (!best || size < best[1] - best[0]) best = found;
  }
  return best;
}

/**
 * The largest stretch that growing from `origin` meets before it is `range`.
 *
 * @param {Text} around
 * @param {Range} origin
 * @param {Range} range
 * @returns {Range | null} `null` where nothing smaller is left
 */
export function smaller(around, origin, range) {
  /** @type {Range | null} */
  let last = null;
  /** @type {Range | null} */
  let now = origin;
  while (now && now[1] - now[0] < range[1] - range[0]) {
    last = now;
    now = larger(around, now);
  }
  return last;
}

/** @param {Text} around @param {Range} range @returns {Range[]} */
function candidates(around, range) {
  const place = new Place(around, range);
  const enclosed = place.enclosed();
  const words = place.isBroken ? [] : [place.compound(), place.name(), place.phrase()];
  return [...words, place.clause(), ...enclosed.flat(), place.within(enclosed), place.paragraph].filter((found) => found !== null);
}

/** A stretch among its tokens, in its sentence and paragraph. */
class Place {
  /** @param {Text} around @param {Range} range */
  constructor({ text, tokens, sentences, paragraphs }, range) {
    this.text = text;
    this.tokens = tokens;
    this.range = range;
    this.first = at(tokens, range[0]);
    this.last = at(tokens, range[1] - 1);
    this.paragraph = covering(paragraphs.map(({ start, end }) => [start, end]), range) ?? range;
    this.sentence = covering(sentences, range) ?? this.paragraph;
    this.from = Math.max(0, at(tokens, this.sentence[0]));
    this.to = at(tokens, this.sentence[1] - 1);
    // The token found for a blank at the beginning is the one before it.
    if ((tokens[this.from]?.[0] ?? 0) < this.sentence[0]) this.from += 1;
    this.titled = this.#isTitled();
  }

  /** @param {number} i */
  word(i) {
    const token = this.tokens[i];
    return token && i >= this.from && i <= this.to ? this.text.slice(token[0], token[1]) : '';
  }

  /** @param {number} i whether token `i` follows the one before without a blank */
  joined(i) {
    return this.tokens[i - 1]?.[1] === this.tokens[i]?.[0];
  }

  /** @param {number} first @param {number} last @returns {Range | null} */
  span(first, last) {
    const start = this.tokens[first]?.[0];
    const end = this.tokens[last]?.[1];
    return start === undefined || end === undefined ? null : [Math.min(start, this.range[0]), Math.max(end, this.range[1])];
  }

  /** Whether a word belongs to the one before it: rebel-held, and/or, U.S. */
  #sticks(/** @type {number} */ i) {
    const [before, here] = [this.word(i - 1), this.word(i)];
    if (!before || !here || !this.joined(i)) return false;
    const sign = JOINT.test(before) ? before : JOINT.test(here) ? here : '';
    if (!sign) return false;
    // The full stop that ends a sentence is no part of its last word.
    const other = sign === before ? this.word(i - 2) : this.word(i + 1);
    return WORD.test(other) && this.joined(sign === before ? i - 1 : i + 1);
  }

  /** @param {number} first @param {number} last @returns {[number, number]} */
  #compound(first, last) {
    while (this.#sticks(first)) first -= 1;
    while (this.#sticks(last + 1)) last += 1;
    return [first, last];
  }

  /** The word with all that hangs on it by a hyphen. */
  compound() {
    return this.span(...this.#compound(this.first, this.last));
  }

  /** Whether nearly all words have a capital, as in a headline, so that capitals make no names. */
  #isTitled() {
    const words = this.text.slice(...this.sentence).match(/\p{L}{4,}/gu) ?? [];
    return words.length >= LEAST_TITLE && words.filter((word) => CAPITAL.test(word)).length > words.length * 0.7;
  }

  /** @param {number} i */
  #capital(i) {
    if (this.titled) return false;
    const word = this.word(i);
    // The first word of a sentence has its capital for that alone where it is a common one.
    const low = word.toLowerCase();
    return CAPITAL.test(word) && !LIMITS.has(low) && !ARTICLES.has(low);
  }

  /** @param {number} i @param {1 | -1} step @returns {number} the next token of the name, or `i` */
  #nameStep(i, step) {
    let next = i + step;
    for (let links = 0; links < 3; links += 1) {
      const [, far] = step > 0 ? this.#compound(next, next) : [0, 0];
      const [near] = step < 0 ? this.#compound(next, next) : [0];
      if (this.#capital(step < 0 ? near : next) || this.#capital(next)) return step > 0 ? far : near;
      if (!LINKS.has(this.word(next))) return i;
      next += step;
    }
    return i;
  }

  /** The run of capitalised words, with the small words inside it. */
  name() {
    let [first, last] = this.#compound(this.first, this.last);
    let capital = false;
    for (let i = first; i <= last; i += 1) capital ||= this.#capital(i);
    if (!capital) return null;
    [first, last] = this.#run(first, last);
    return this.span(first, last);
  }

  /** @param {number} first @param {number} last @returns {[number, number]} */
  #run(first, last) {
    for (let next = this.#nameStep(first, -1); next !== first; next = this.#nameStep(first, -1)) first = next;
    for (let next = this.#nameStep(last, 1); next !== last; next = this.#nameStep(last, 1)) last = next;
    return [first, last];
  }

  /** What stands in front up to an article, a number or an owner, and a name behind. */
  phrase() {
    let [first, last] = this.#compound(this.first, this.last);
    const name = this.#capital(last) || this.#capital(last + 1);
    if (name) last = this.#run(last, last)[1];
    const begin = this.#capital(first) ? this.#run(first, first)[0] : first;
    const found = this.#phraseStart(begin);
    return this.span(this.#compound(found, found)[0], last);
  }

  /** @param {number} begin @returns {number} the token its phrase begins with */
  #phraseStart(begin) {
    let found = begin;
    for (let i = begin; i >= this.from && begin - i <= MOST_WORDS; i -= 1) {
      const word = this.word(i);
      const low = word.toLowerCase();
      if (ARTICLES.has(low)) return BEFORE_ARTICLES.has(this.word(i - 1).toLowerCase()) ? i - 1 : i;
      if (NUMBER.test(word) || NUMBER_WORDS.has(low) || this.#capital(i)) found = i;
      else if (POSSESSIVE.test(word)) found = i - 1;
      else if (LIMITS.has(low) || BREAK.test(word) || !(WORD.test(word) || JOINT.test(word))) break;
    }
    return found;
  }

  /** What stands between two commas, dashes, brackets, semicolons or quotation marks. */
  clause() {
    let first = this.first;
    let last = this.last;
    while (first > this.from && !this.#breaks(first - 1)) first -= 1;
    while (last < this.to && !this.#breaks(last + 1)) last += 1;
    return this.span(first, last);
  }

  /** @param {number} i whether a sign cuts a sentence in clauses there */
  #breaks(i) {
    const word = this.word(i);
    if (BREAK.test(word)) return true;
    return /^[-‐]$/u.test(word) && !this.joined(i) && !this.joined(i + 1);
  }

  /** Whether a comma or another sign that cuts clauses lies in it. */
  get isBroken() {
    for (let i = this.first; i <= this.last; i += 1) if (this.#breaks(i)) return true;
    return false;
  }

  /**
   * The sentence, or as much of it as the quotation around it holds.
   *
   * @param {readonly [inner: Range, outer: Range][]} enclosed
   * @returns {Range}
   */
  within(enclosed) {
    let [start, end] = this.sentence;
    for (const [inner, outer] of enclosed) {
      const crossed = outer[0] < start || outer[1] > end;
      const holds = inner[0] <= this.range[0] && inner[1] >= this.range[1];
      if (crossed && holds) [start, end] = [Math.max(start, inner[0]), Math.min(end, inner[1])];
    }
    return [start, end];
  }

  /** @returns {[inner: Range, outer: Range][]} what stands in quotation marks or brackets around it, without and with them */
  enclosed() {
    const [start, end] = this.paragraph;
    /** @type {[Range, Range][]} */
    const found = [];
    for (const [open, close] of pairs(this.text.slice(start, end))) {
      const outer = /** @type {Range} */ ([start + open, Math.min(end, start + close + 1)]);
      if (outer[0] > this.range[0] || outer[1] < this.range[1]) continue;
      const inner = trimmed(this.text, [outer[0] + 1, Math.max(outer[0] + 1, start + close)]);
      found.push([inner, outer]);
    }
    return found;
  }
}

/** @type {Record<string, string>} */
const CLOSING = { '“': '”', '„': '“”', '«': '»', '(': ')', '[': ']', '‘': '’' };

/**
 * Quotation marks and brackets of a paragraph that belong together.
 *
 * @param {string} text
 * @returns {[number, number][]} where they open and close; one left open closes at the end
 */
function pairs(text) {
  /** @type {[number, number][]} */
  const found = [];
  /** @type {{at: number, close: string}[]} */
  const open = [];
  for (const { index: at, 0: sign } of text.matchAll(/["“”„«»()[\]‘’]/gu)) {
    const apostrophe = (sign === '’' || sign === '‘') && /[\p{L}\p{N}]/u.test(text[at + 1] ?? '') && /[\p{L}\p{N}]/u.test(text[at - 1] ?? '');
    if (apostrophe) continue;
    const closes = open.findLastIndex(({ close }) => close.includes(sign));
    if (closes >= 0) {
      found.push([open[closes]?.at ?? 0, at]);
      open.length = closes;
    } else if (sign === '"') open.push({ at, close: '"' });
    else if (CLOSING[sign]) open.push({ at, close: CLOSING[sign] });
  }
  // A quotation that goes on in the next paragraph is closed there only.
  for (const { at, close } of open) if (/["”»]/u.test(close)) found.push([at, text.length]);
  return found;
}

/** @param {string} text @param {Range} range @returns {Range} */
function trimmed(text, [start, end]) {
  while (start < end && /\s/u.test(text[start] ?? '')) start += 1;
  while (end > start && /\s/u.test(text[end - 1] ?? '')) end -= 1;
  return [start, end];
}

/** @param {readonly Range[]} ranges @param {number} offset */
function at(ranges, offset) {
  return Math.max(0, lastAt(ranges.length, (i) => ranges[i]?.[0] ?? 0, offset));
}

/**
 * @param {readonly Range[]} units in order
 * @param {Range} range
 * @returns {Range | null} from the first unit it touches to the last
 */
function covering(units, range) {
  const first = units[at(units, range[0])];
  const last = units[at(units, range[1] - 1)];
  return first && last ? [Math.min(first[0], range[0]), Math.max(last[1], range[1])] : null;
}
