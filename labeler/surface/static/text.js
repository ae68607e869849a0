/**
 * The geometry of text: paragraphs, tokens, what a selection snaps to, and how
 * a paragraph is cut at the borders of its mentions. Offsets are UTF-16.
 */

/** @import {Mention, Range} from './types.js' */

const LINE_BREAK = /[\n\r\u2028\u2029]/u;
// What Python strips too, and the invisible marks at the ends of copied text.
const BLANK = /^[\s\x1c-\x1f\x85\u200b]$/u;

/**
 * The lines of a text that hold more than blanks; a line break belongs to none.
 * @param {string} text
 * @returns {Range[]}
 */
export function paragraphs(text) {
  /** @type {Range[]} */
  const found = [];
  let start = 0;
  for (const line of text.split(LINE_BREAK)) {
    if (line.trim()) found.push([start, start + line.length]);
    start += line.length + 1;
  }
  return found;
}

/**
 * The first and last paragraph a stretch of text touches.
 * @param {readonly Range[]} lines
 * @param {Range} range
 * @returns {[first: number, last: number]|null} `null` where it touches none
 */
export function paragraphsOf(lines, [start, end]) {
  const first = lowerBound(lines, (line) => line[1] > start);
  const last = lowerBound(lines, (line) => line[0] >= end) - 1;
  return first <= last ? [first, last] : null;
}

/**
 * The mentions that touch each paragraph, in the order they come in.
 * @param {readonly Range[]} lines
 * @param {Iterable<Mention>} mentions
 * @returns {Mention[][]}
 */
export function mentionsByParagraph(lines, mentions) {
  /** @type {Mention[][]} */
  const found = lines.map(() => []);
  for (const mention of mentions) {
    for (const fragment of mention.fragments) {
      const [first, last] = paragraphsOf(lines, fragment) ?? [0, -1];
      for (let i = first; i <= last; i += 1) {
        // Two fragments in one line are still one mention there.
        if (found[i].at(-1) !== mention) found[i].push(mention);
      }
    }
  }
  return found;
}

/**
 * A stretch that no mention's border cuts.
 * @typedef {object} Segment
 * @property {number} start
 * @property {number} end
 * @property {Mention[]} mentions those that cover it, outermost first
 * @property {Mention[]} opens those with a fragment that starts here, or that come from an earlier line into this one
 * @property {Mention[]} closes those with a fragment that ends here, or that go on in a later line
 */

/**
 * A paragraph cut at every border of a mention. The segments join without a
 * gap; the order of the mentions in one does not depend on the order they come in.
 * @param {Range} paragraph
 * @param {Iterable<Mention>} mentions
 * @param {(mention: Mention) => number} [rank] of mentions on the same stretch,
 *   the higher is further inside
 * @returns {Segment[]}
 */
export function segments([start, end], mentions, rank = () => 0) {
  /** @type {Array<{mention: Mention, from: number, to: number, rank: number}>} */
  const pieces = [];
  const cuts = new Set([start, end]);
  for (const mention of mentions) {
    for (const [s, e] of mention.fragments) {
      const [from, to] = [Math.max(s, start), Math.min(e, end)];
      if (from >= to) continue;
      pieces.push({ mention, from, to, rank: rank(mention) });
      cuts.add(from).add(to);
    }
  }
  pieces.sort((a, b) => a.from - b.from || b.to - a.to || a.rank - b.rank || compareIds(a, b));
  const borders = [...cuts].sort((a, b) => a - b);
  /** @type {Segment[]} */
  const found = [];
  let active = /** @type {typeof pieces} */ ([]);
  let next = 0;
  for (let i = 0; i + 1 < borders.length; i += 1) {
    const [from, to] = [borders[i], borders[i + 1]];
    active = active.filter((piece) => piece.to > from);
    const opening = active.length;
    while (next < pieces.length && pieces[next].from === from) active.push(pieces[next++]);
    found.push({
      start: from,
      end: to,
      mentions: active.map((piece) => piece.mention),
      opens: active.slice(opening).map((piece) => piece.mention),
      closes: active.filter((piece) => piece.to === to).map((piece) => piece.mention),
    });
  }
  return found;
}

/** @param {{mention: Mention}} a @param {{mention: Mention}} b @returns {number} */
function compareIds({ mention: a }, { mention: b }) {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

/**
 * A stretch without the blanks at its ends.
 * @param {string} text
 * @param {Range} range
 * @returns {Range|null} `null` where only blanks are left
 */
export function trim(text, [start, end]) {
  let [from, to] = [start, end];
  while (from < to && BLANK.test(text[from])) from += 1;
  while (from < to && BLANK.test(text[to - 1])) to -= 1;
  return from < to ? [from, to] : null;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const wordBreaks = new Intl.Segmenter('en', { granularity: 'word' });

/**
 * A stretch widened so that no character as people see it is cut: not a
 * surrogate pair, not a letter from its accents, not a family emoji.
 * @param {string} text
 * @param {Range} range
 * @returns {Range}
 */
export function snapToGraphemes(text, [start, end]) {
  return [graphemeStart(text, start), Math.max(graphemeEnd(text, end), graphemeStart(text, start))];
}

/** @param {string} text @param {number} at @returns {number} `at`, or the start of the character it cuts */
export function graphemeStart(text, at) {
  return around(text, at)?.[0] ?? at;
}

/** @param {string} text @param {number} at @returns {number} `at`, or the end of the character it cuts */
export function graphemeEnd(text, at) {
  return around(text, at)?.[1] ?? at;
}

/** @param {string} text @param {number} at @returns {number} the end of the character that starts at or holds `at` */
export function nextGrapheme(text, at) {
  if (at >= text.length) return text.length;
  const [line, from] = lineAround(text, at);
  const found = graphemes.segment(line).containing(at - from);
  return found ? from + found.index + found.segment.length : at + 1;
}

/** @param {string} text @param {number} at @returns {number} the start of the character before `at` */
export function previousGrapheme(text, at) {
  return at <= 0 ? 0 : graphemeStart(text, at - 1);
}

/** @param {string} text @param {number} at @returns {Range|null} the character that `at` cuts in two */
function around(text, at) {
  if (at <= 0 || at >= text.length) return null;
  const [line, from] = lineAround(text, at);
  const found = graphemes.segment(line).containing(at - from);
  if (!found || from + found.index === at) return null;
  return [from + found.index, from + found.index + found.segment.length];
}

/**
 * The line around an offset: no character spans two, and a whole article is slow to segment.
 * @param {string} text
 * @param {number} at
 * @returns {[line: string, start: number]}
 */
function lineAround(text, at) {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  return [text.slice(start, end < 0 ? text.length : end + 1), start];
}

/** @param {string} text @returns {Range[]} words, numbers and marks, for texts that come without tokens */
export function words(text) {
  /** @type {Range[]} */
  const found = [];
  for (const { index, segment } of wordBreaks.segment(text)) {
    if (segment.trim()) found.push([index, index + segment.length]);
  }
  return found;
}

/** Ranges in order, such as tokens, sentences or paragraphs, searchable by offset. */
export class RangeIndex {
  /** @param {readonly Range[]} ranges in order, not overlapping */
  constructor(ranges) {
    this.ranges = ranges;
  }

  get size() {
    return this.ranges.length;
  }

  /** @param {number} offset @returns {number} index of the range that holds it, -1 for none */
  at(offset) {
    const i = this.from(offset);
    return i < this.size && this.ranges[i][0] <= offset ? i : -1;
  }

  /** @param {number} offset @returns {number} index of the first range that ends after it; `size` for none */
  from(offset) {
    return lowerBound(this.ranges, (range) => range[1] > offset);
  }

  /** @param {number} offset @returns {number} index of the range at it, else of the nearest one; -1 where there are none */
  nearest(offset) {
    const after = this.from(offset);
    if (after >= this.size) return this.size - 1;
    if (after === 0 || this.ranges[after][0] <= offset) return after;
    return offset - this.ranges[after - 1][1] < this.ranges[after][0] - offset ? after - 1 : after;
  }

  /** @param {number} offset @returns {number} index of the first range that starts after it; -1 for none */
  next(offset) {
    const i = lowerBound(this.ranges, (range) => range[0] > offset);
    return i < this.size ? i : -1;
  }

  /** @param {number} offset @returns {number} index of the last range that starts before it; -1 for none */
  previous(offset) {
    return lowerBound(this.ranges, (range) => range[0] >= offset) - 1;
  }

  /**
   * Indices of the ranges a stretch touches; an empty stretch touches the one it lies in.
   * @param {Range} range
   * @returns {[first: number, last: number]|null}
   */
  touching([start, end]) {
    const first = this.from(start);
    const last = lowerBound(this.ranges, (range) => range[0] >= Math.max(end, start + 1)) - 1;
    return first <= last ? [first, last] : null;
  }

  /**
   * A stretch widened to whole ranges.
   * @param {Range} range
   * @returns {Range|null} `null` where it touches none
   */
  snap(range) {
    const found = this.touching(range);
    return found && [this.ranges[found[0]][0], this.ranges[found[1]][1]];
  }
}

/**
 * What a selection means: whole tokens, or with `subToken` whole characters; no blanks at its ends.
 * @param {string} text
 * @param {RangeIndex} tokens
 * @param {Range} range
 * @param {boolean} [subToken]
 * @returns {Range|null} `null` where nothing but blanks is selected
 */
export function snap(text, tokens, [start, end], subToken = false) {
  const range = trim(text, [Math.min(start, end), Math.max(start, end)]);
  if (!range) return null;
  // Text between tokens, such as a bidi mark, is selected as it is.
  return (subToken ? null : tokens.snap(range)) ?? trim(text, snapToGraphemes(text, range));
}

/**
 * @template T
 * @param {readonly T[]} sorted
 * @param {(value: T) => boolean} test false, then true
 * @returns {number} index of the first value that passes; the length for none
 */
function lowerBound(sorted, test) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(sorted[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
