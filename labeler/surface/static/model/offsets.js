/**
 * UTF-16 offsets, which JavaScript counts, to code points, which the server
 * counts, and back. Nothing else converts, and only `api.js` asks for it.
 */

/** @import {Problem, Range} from './types.js' */

/** The characters of one text that take two UTF-16 units, looked up by binary search. */
export class Offsets {
  /** @param {string} text */
  constructor(text) {
    this.length = text.length;
    /** @type {Uint32Array} where the surrogate pairs begin, in UTF-16 units */
    this.pairs = findPairs(text);
    /** The length of the text in code points. */
    this.codePoints = text.length - this.pairs.length;
  }

  /**
   * @param {number} utf16 0 to the text's length; inside a surrogate pair it means the pair's start
   * @returns {number} the same place in code points
   * @throws {RangeError} it lies outside of the text
   */
  toCodePoints(utf16) {
    demand(utf16, this.length);
    const { pairs } = this;
    // A pair that begins before this place has one unit too many in the count.
    return utf16 - count(pairs.length, (i) => pairs[i] < utf16);
  }

  /**
   * @param {number} codePoint 0 to the text's length in code points
   * @returns {number} the same place in UTF-16 units, never inside a surrogate pair
   * @throws {RangeError} it lies outside of the text
   */
  toUtf16(codePoint) {
    demand(codePoint, this.codePoints);
    const { pairs } = this;
    return codePoint + count(pairs.length, (i) => pairs[i] - i < codePoint);
  }

  /** @param {Range} range UTF-16; ends inside a surrogate pair take the whole character in @returns {Range} */
  rangeOut([start, end]) {
    const { pairs } = this;
    const before = count(pairs.length, (i) => pairs[i] < end);
    const cut = before > 0 && pairs[before - 1] === end - 1;
    return [this.toCodePoints(start), this.toCodePoints(end) + Number(cut)];
  }

  /** @param {Range} range code points @returns {Range} */
  rangeIn([start, end]) {
    return [this.toUtf16(start), this.toUtf16(end)];
  }

  /** @param {readonly Range[]|undefined} ranges code points @returns {Range[]} */
  rangesIn(ranges) {
    const found = /** @type {Range[]} */ (ranges ?? []);
    return this.pairs.length ? found.map((range) => this.rangeIn(range)) : found;
  }
}

/**
 * An annotation set of the server with UTF-16 fragments.
 * @param {any} set
 * @param {Offsets} offsets
 * @returns {any}
 */
export function setIn(set, offsets) {
  if (!set || !offsets.pairs.length) return set;
  return withFragments(set, (range) => offsets.rangeIn(range));
}

/**
 * An annotation set for the server, fragments in code points.
 * @param {any} set
 * @param {Offsets} offsets
 * @returns {any}
 */
export function setOut(set, offsets) {
  return offsets.pairs.length ? withFragments(set, (range) => offsets.rangeOut(range)) : set;
}

/**
 * A mention for the server, fragments in code points.
 * @template {{fragments: readonly Range[]}} T
 * @param {T} mention
 * @param {Offsets} offsets
 * @returns {T}
 */
export function mentionOut(mention, offsets) {
  return offsets.pairs.length ? withRanges(mention, (range) => offsets.rangeOut(range)) : mention;
}

/**
 * A document of a task with its parts in UTF-16.
 * @param {any} document
 * @param {Offsets} offsets
 * @returns {import('./types.js').LabeledDocument}
 */
export function documentIn(document, offsets) {
  /** @param {Range|null|undefined} range */
  const part = (range) => (range ? offsets.rangeIn(range) : null);
  return {
    ...document,
    headline: part(document.headline),
    dateline: part(document.dateline),
    tokens: offsets.rangesIn(document.tokens),
    sentences: offsets.rangesIn(document.sentences),
  };
}

/** @param {readonly Problem[]|undefined} problems of the server @param {Offsets} offsets @returns {Problem[]} with UTF-16 starts */
export function problemsIn(problems, offsets) {
  return (problems ?? []).map((problem) => {
    // A place outside of the text is the very problem some reports are about.
    const known = problem.start >= 0 && problem.start <= offsets.codePoints;
    return { ...problem, start: known ? offsets.toUtf16(problem.start) : -1 };
  });
}

/** @param {any} set @param {(range: Range) => Range} convert @returns {any} */
function withFragments(set, convert) {
  return { ...set, mentions: set.mentions.map((/** @type {any} */ mention) => withRanges(mention, convert)) };
}

/** @template {{fragments: readonly Range[]}} T @param {T} mention @param {(range: Range) => Range} convert @returns {T} */
function withRanges(mention, convert) {
  return { ...mention, fragments: mention.fragments.map(convert) };
}

/** @param {string} text @returns {Uint32Array} */
function findPairs(text) {
  const found = [];
  for (const match of text.matchAll(/[\u{10000}-\u{10ffff}]/gu)) found.push(match.index);
  return Uint32Array.from(found);
}

/**
 * @param {number} length
 * @param {(index: number) => boolean} test true, then false
 * @returns {number} for how many indices it is true
 */
function count(length, test) {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param {number} offset @param {number} most */
function demand(offset, most) {
  if (!Number.isInteger(offset) || offset < 0 || offset > most) {
    throw new RangeError(`need 0 <= offset <= ${most}, got ${offset}`);
  }
}
