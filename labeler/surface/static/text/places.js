/**
 * Between the screen and the text: which character stands where.
 */

import { caretFrom, nearestIn } from './geometry.js';
import { lastAt } from './segments.js';

/** @import {ArticleView, Block, Box} from './article.js' */

/**
 * The document offset between characters that is nearest to a point on the screen.
 *
 * @param {ArticleView} view
 * @param {number} x
 * @param {number} y
 * @returns {number | null} `null` outside the text
 */
export function offsetAt(view, x, y) {
  const found = caretFrom(x, y);
  if (!found) return null;
  const place = view.places.get(found.node);
  if (place) return place.start + found.offset;
  const element = found.node instanceof Element ? found.node : found.node.parentElement;
  const paragraph = element?.closest('.lb-p');
  const block = paragraph && view.blocks[Number(/** @type {HTMLElement} */ (paragraph).dataset.block)];
  return block ? nearestIn(block, x, y) : null;
}

/**
 * The offset of the character under a point.
 *
 * @param {ArticleView} view
 * @param {number} x
 * @param {number} y
 * @returns {number | null} `null` where there is no character
 */
export function characterAt(view, x, y) {
  const offset = offsetAt(view, x, y);
  if (offset === null) return null;
  for (const at of [offset, offset - 1]) {
    const rects = rangeFor(view, at, at + 1)?.getClientRects() ?? [];
    for (const r of rects) {
      if (x >= r.left - 0.5 && x <= r.right + 0.5 && y >= r.top - 6 && y <= r.bottom + 12) return at;
    }
  }
  return null;
}

/** @param {ArticleView} view @param {number} start @param {number} end @returns {globalThis.Range | null} */
export function rangeFor(view, start, end) {
  const from = pointAt(view, start, false);
  const to = pointAt(view, end, true);
  if (!from || !to) return null;
  const range = document.createRange();
  range.setStart(from.node, from.offset);
  range.setEnd(to.node, to.offset);
  return range;
}

/** @param {ArticleView} view @param {number} start @param {number} end @returns {DOMRect[]} of the text alone, without the labels between the lines */
function rectsOf(view, start, end) {
  /** @type {DOMRect[]} */
  const found = [];
  for (let index = Math.max(0, view.blockIndex(start)); index < view.blocks.length; index += 1) {
    const { paragraph, texts, starts } = /** @type {Block} */ (view.blocks[index]);
    if (paragraph.start >= end) break;
    for (let i = Math.max(0, lastAt(starts.length, (at) => starts[at] ?? 0, start)); i < texts.length; i += 1) {
      const node = /** @type {Text} */ (texts[i]);
      const from = starts[i] ?? 0;
      if (from >= end) break;
      const range = document.createRange();
      range.setStart(node, Math.max(0, Math.min(node.length, start - from)));
      range.setEnd(node, Math.max(0, Math.min(node.length, end - from)));
      if (!range.collapsed) found.push(...range.getClientRects());
    }
  }
  return found;
}

/** @param {ArticleView} view @param {number} offset @param {boolean} isEnd */
function pointAt(view, offset, isEnd) {
  let index = Math.max(0, view.blockIndex(isEnd ? offset - 1 : offset));
  let block = view.blocks[index];
  if (!isEnd && block && offset >= block.paragraph.end && view.blocks[index + 1]) {
    block = view.blocks[(index += 1)];
  }
  if (!block) return null;
  const { starts, texts } = block;
  const at = Math.max(0, lastAt(starts.length, (i) => starts[i] ?? 0, isEnd ? offset - 1 : offset));
  const node = texts[at];
  if (!node) return null;
  return { node, offset: Math.max(0, Math.min(node.length, offset - (starts[at] ?? 0))) };
}

/**
 * Where a stretch of text is on the screen, one box a line, in the article's coordinates.
 *
 * @param {ArticleView} view
 * @param {number} start
 * @param {number} end
 * @returns {Box[]}
 */
export function boxesOf(view, start, end) {
  const origin = view.element.getBoundingClientRect();
  /** @type {Box[]} */
  const lines = [];
  for (const rect of rectsOf(view, start, end)) {
    if (!rect.width) continue;
    const last = lines.at(-1);
    const left = rect.left - origin.left;
    const top = rect.top - origin.top;
    // Boxes of one line differ a little in height where a word is bold.
    if (last && Math.abs(last.top - top) < last.height / 2) {
      const right = Math.max(last.left + last.width, left + rect.width);
      last.left = Math.min(last.left, left);
      last.width = right - last.left;
    } else lines.push({ left, top, width: rect.width, height: rect.height });
  }
  return lines;
}
