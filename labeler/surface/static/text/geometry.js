/**
 * Where things of the article are on the screen.
 */

import { depthsOf } from './segments.js';

/** @import {Block} from './article.js' */

/** A label may stand this far from the beginning of its mention; beyond, it hides. */
export const MOST_SHIFT_PX = 16;

/**
 * @param {Block} block
 * @returns {[HTMLElement, number][]} labels, and how far each must move to be free of its left neighbour
 */
export function collisions(block) {
  /** @type {[HTMLElement, number][]} */
  const found = [];
  let line = -Infinity;
  let right = -Infinity;
  const all = /** @type {NodeListOf<HTMLElement>} */ (block.element.querySelectorAll('.lb-tags'));
  for (const tags of all) {
    const rect = tags.getBoundingClientRect();
    const left = rect.left - (Number.parseFloat(tags.style.getPropertyValue('--lb-shift')) || 0);
    if (Math.abs(rect.top - line) > 5) right = -Infinity;
    const shift = Math.max(0, Math.ceil(right + 4 - left));
    found.push([tags, shift]);
    if (shift > MOST_SHIFT_PX) continue;
    line = rect.top;
    right = left + shift + rect.width;
  }
  return found;
}

/** @param {Block} block */
export function barsOf(block) {
  const top = block.element.getBoundingClientRect().top;
  const depths = depthsOf(block.contents);
  return block.contents.map((content) => {
    const inside = block.spans.filter(({ segment }) => segment.start >= content.start && segment.end <= content.end);
    const first = inside[0]?.element.getClientRects()[0];
    const last = [...(inside.at(-1)?.element.getClientRects() ?? [])].at(-1);
    if (!first || !last) return { top: 0, height: 0, depth: 0 };
    return {
      top: first.top - top,
      height: last.bottom - first.top - 8,
      depth: depths.get(content) ?? 0,
    };
  });
}

/** @param {number} x @param {number} y @returns {{node: Node, offset: number} | null} */
export function caretFrom(x, y) {
  const doc = /** @type {any} */ (document);
  if (doc.caretPositionFromPoint) {
    const found = doc.caretPositionFromPoint(x, y);
    return found && { node: found.offsetNode, offset: found.offset };
  }
  const range = doc.caretRangeFromPoint?.(x, y);
  return range && { node: range.startContainer, offset: range.startOffset };
}

/** @param {Block} block @param {number} x @param {number} y */
export function nearestIn(block, x, y) {
  let best = block.paragraph.start;
  let least = Infinity;
  const range = document.createRange();
  for (const [i, node] of block.texts.entries()) {
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      const dy = y < rect.top ? rect.top - y : y > rect.bottom ? y - rect.bottom : 0;
      const dx = x < rect.left ? rect.left - x : x > rect.right ? x - rect.right : 0;
      const far = dy * 10 + dx;
      if (far >= least) continue;
      least = far;
      const start = block.starts[i] ?? 0;
      const share = rect.width ? (Math.min(Math.max(x, rect.left), rect.right) - rect.left) / rect.width : 0;
      best = share > 0.5 ? start + node.length : start;
    }
  }
  return best;
}
