/**
 * Text geometry: paragraphs, and each paragraph cut where mentions begin and end.
 *
 * Everything here counts UTF-16 units into the document's text and knows
 * nothing of the DOM.
 */

/** @typedef {import('./looks.js').Drawing} Drawing */
/**
 * @typedef {object} Paragraph
 * @property {number} start
 * @property {number} end
 * @property {"headline" | "dateline" | "body"} role
 * @property {boolean} joined  continues the paragraph before it: no gap between them
 */
/**
 * One fragment of a mention as it is drawn.
 *
 * @typedef {object} Stretch
 * @property {string} id          of the mention
 * @property {string} type
 * @property {Drawing} drawing
 * @property {number} start
 * @property {number} end
 * @property {boolean} first      the mention begins here
 * @property {boolean} suggested  not yet the annotator's own
 * @property {{text: string, hue: string, flags?: readonly string[]}[]} labels  what is written under its beginning
 */
/**
 * @typedef {object} Segment
 * @property {number} start
 * @property {number} end
 * @property {Stretch[]} inside   the stretches that cover it, innermost first
 */

/** A run of text longer than this is shown in blocks, so that one mark redraws little. */
const LONG = 2400;
const BLOCK = 1200;

/**
 * Cut a text into its lines that are not blank.
 *
 * A line without end (some articles have no line break at all) is cut at
 * sentence ends into blocks.
 *
 * @param {string} text
 * @param {[number, number][]} sentences in order
 * @param {{headline?: [number, number] | null, dateline?: [number, number] | null}} [layout]
 * @returns {Paragraph[]}
 */
export function paragraphsOf(text, sentences, layout = {}) {
  /** @type {Paragraph[]} */
  const found = [];
  let start = 0;
  while (start <= text.length) {
    const next = text.indexOf('\n', start);
    const end = next === -1 ? text.length : next;
    if (text.slice(start, end).trim() !== '') found.push(...blocks(text, start, end, sentences));
    start = end + 1;
  }
  for (const role of /** @type {const} */ (['headline', 'dateline'])) {
    const place = layout[role];
    if (!place) continue;
    for (const p of found) if (p.start < place[1] && p.end > place[0]) p.role = role;
  }
  return found;
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @param {[number, number][]} sentences
 * @returns {Paragraph[]}
 */
function blocks(text, start, end, sentences) {
  /** @type {Paragraph[]} */
  const found = [];
  let from = start;
  if (end - start > LONG) {
    for (const [, last] of sentences) {
      let stop = last;
      // The blank after a sentence ends its line; it must not begin the next one.
      while (stop < end && text[stop] === ' ') stop += 1;
      if (stop <= from || stop >= end || stop - from < BLOCK) continue;
      found.push({ start: from, end: stop, role: 'body', joined: from > start });
      from = stop;
    }
  }
  found.push({ start: from, end, role: 'body', joined: from > start });
  return found;
}

/**
 * Cut a paragraph where stretches begin and end.
 *
 * @param {{start: number, end: number}} paragraph
 * @param {Stretch[]} stretches any order; those outside are ignored
 * @returns {Segment[]} in text order, without gaps; uncovered text has nothing inside
 */
export function segmentsOf(paragraph, stretches) {
  const here = stretches.filter((s) => s.start < paragraph.end && s.end > paragraph.start);
  const cuts = new Set([paragraph.start, paragraph.end]);
  for (const s of here) {
    cuts.add(Math.max(s.start, paragraph.start));
    cuts.add(Math.min(s.end, paragraph.end));
  }
  const places = [...cuts].sort((a, b) => a - b);
  // Innermost first: the shorter of two is drawn on top of the longer.
  here.sort((a, b) => a.end - a.start - (b.end - b.start) || (a.id < b.id ? -1 : 1));
  /** @type {Segment[]} */
  const segments = [];
  for (let i = 0; i + 1 < places.length; i += 1) {
    const start = places[i] ?? 0;
    const end = places[i + 1] ?? 0;
    const inside = here.filter((s) => s.start <= start && s.end >= end);
    segments.push({ start, end, inside });
  }
  return segments;
}

/**
 * How many levels of other marks each mark holds, so that an outer one is
 * underlined below all it contains; the innermost have 0. Marks that cross
 * are put on different levels too.
 *
 * @param {Stretch[]} stretches
 * @returns {Map<Stretch, number>}
 */
export function levelsOf(stretches) {
  const marks = stretches.filter((s) => s.drawing === 'mark');
  marks.sort((a, b) => a.end - a.start - (b.end - b.start) || a.start - b.start);
  /** @type {Map<Stretch, number>} */
  const levels = new Map();
  for (const [i, outer] of marks.entries()) {
    let level = 0;
    for (const inner of marks.slice(0, i)) {
      if (inner.start < outer.end && inner.end > outer.start) {
        level = Math.max(level, (levels.get(inner) ?? 0) + 1);
      }
    }
    levels.set(outer, level);
  }
  return levels;
}

/**
 * How deep each content lies in other contents, outermost 0.
 *
 * @param {Stretch[]} stretches
 * @returns {Map<Stretch, number>}
 */
export function depthsOf(stretches) {
  const contents = stretches.filter((s) => s.drawing === 'content');
  /** @type {Map<Stretch, number>} */
  const depths = new Map();
  for (const s of contents) {
    const around = contents.filter(
      (o) => o.id !== s.id && o.start <= s.start && o.end >= s.end && o.end - o.start > s.end - s.start,
    );
    depths.set(s, around.length);
  }
  return depths;
}

/**
 * The index of the last entry of sorted starts that is at or before a place; -1 if none is.
 *
 * @param {number} count
 * @param {(index: number) => number} startOf
 * @param {number} place
 */
export function lastAt(count, startOf, place) {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(middle) <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
