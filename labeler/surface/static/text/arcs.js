/**
 * The arcs of the frame that has the focus, or of the suggestion one stands at:
 * from its anchor to each filler, with the name of the role above the filler.
 */

/** @import {Desk} from '../desk.js' */
/** @import {Mention} from '../model/types.js' */
/** @import {Box} from './article.js' */

/** @typedef {{left: number, right: number, y: number}} Written something that is read, on a line of its own */

const SVG = 'http://www.w3.org/2000/svg';
/** Fillers farther than this are left to the chips at the edge of the text. */
const FAR_PX = 1400;
/** A name stands so close to its filler, or over a label between the lines. */
const MOST_SHIFT_PX = 64;
const LETTER_PX = 6.1;

/** @param {string} name @param {Record<string, string>} attributes */
function svg(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

/** @param {Desk} desk @returns {SVGElement | null} */
export function arcsOf(desk) {
  const offered = desk.stop && desk.suggestions.frames.get(desk.stop.id);
  const frame = offered ?? desk.focused;
  const labels = offered ? desk.store.suggestions : desk.labels;
  const anchor = frame && labels.mentions.get(frame.anchor ?? '');
  const from = anchor && boxOf(desk, anchor);
  if (!frame || !from) return null;
  /** @type {{role: string, to: Box, start: number}[]} */
  const ends = [];
  for (const { role, filler } of frame.arguments) {
    const target = labels.mentions.get(labels.frames.get(filler)?.anchor ?? filler);
    // A content is marked at the margin and underlined already; an arc to it says nothing more.
    if (!target || desk.looks.drawing(target.type) === 'content') continue;
    const to = boxOf(desk, target);
    if (to && Math.abs(to.top - from.top) <= FAR_PX) ends.push({ role, to, start: target.fragments[0]?.[0] ?? 0 });
  }
  const node = /** @type {SVGElement} */ (svg('svg', { class: 'lb-arcs' }));
  node.style.setProperty('--lb-c', desk.looks.hue(frame.type));
  node.append(...ends.map(({ to }) => svg('path', { d: arcBetween(from, to) })));
  const taken = labelsNear(desk, ends.map((e) => e.start));
  for (const { role, to } of ends) {
    const y = to.top - 3;
    const x = freePlace(taken, to.left + to.width / 2, y, role.length * LETTER_PX + 6);
    const name = svg('text', { x: String(x), y: String(y), 'text-anchor': 'middle' });
    name.textContent = role.replaceAll('_', ' ');
    node.append(name);
  }
  return node;
}

/** @param {Desk} desk @param {Mention} mention @returns {Box | undefined} where it begins */
function boxOf(desk, { fragments: [place] }) {
  return place && desk.view.boxes(place[0], place[1])[0];
}

/**
 * The labels between the lines of the paragraphs around some places: what a name must not cover.
 *
 * @param {Desk} desk
 * @param {number[]} offsets
 * @returns {Written[]} in the coordinates of the article
 */
function labelsNear({ view }, offsets) {
  const blocks = new Set(
    offsets.flatMap((offset) => {
      const index = Math.max(0, view.blockIndex(offset));
      return [view.blocks[index - 1], view.blocks[index]].flatMap((b) => (b && view.near.has(b) ? [b] : []));
    }),
  );
  if (!blocks.size) return [];
  const origin = view.element.getBoundingClientRect();
  /** @type {Written[]} */
  const found = [];
  for (const block of blocks) {
    for (const tag of block.element.querySelectorAll('.lb-tags:not(.lb-hidden)')) {
      const rect = tag.getBoundingClientRect();
      found.push({ left: rect.left - origin.left - 3, right: rect.right - origin.left + 3, y: rect.bottom - origin.top - 2 });
    }
  }
  return found;
}

/**
 * @param {Written[]} taken  what is written so far; the new name is added
 * @param {number} x
 * @param {number} y  of the baseline
 * @param {number} width
 * @returns {number} the middle of the nearest place where nothing is written
 */
export function freePlace(taken, x, y, width) {
  const wanted = x - width / 2;
  const row = taken.filter((other) => Math.abs(other.y - y) < 11);
  const free = (/** @type {number} */ left) => left >= 0 && !row.some((o) => left < o.right && left + width > o.left);
  const places = [wanted, ...row.flatMap((o) => [o.right, o.left - width])].filter(free);
  places.sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted));
  const [best] = places;
  const left = best !== undefined && Math.abs(best - wanted) <= MOST_SHIFT_PX ? best : wanted;
  taken.push({ left, right: left + width, y });
  return left + width / 2;
}

/** @param {Box} from @param {Box} to @returns {string} the path of an arc */
function arcBetween(from, to) {
  const x1 = from.left + from.width / 2;
  const x2 = to.left + to.width / 2;
  if (Math.abs(from.top - to.top) < 8) {
    const lift = Math.min(17, 8 + Math.abs(x2 - x1) / 30);
    const top = Math.min(from.top, to.top) - lift;
    return `M ${x1} ${from.top} C ${x1} ${top}, ${x2} ${top}, ${x2} ${to.top}`;
  }
  const down = to.top > from.top;
  const y1 = down ? from.top + from.height : from.top;
  const y2 = down ? to.top : to.top + to.height;
  const bend = Math.max(14, Math.abs(y2 - y1) * 0.45) * (down ? 1 : -1);
  return `M ${x1} ${y1} C ${x1} ${y1 + bend}, ${x2} ${y2 - bend}, ${x2} ${y2}`;
}
