/**
 * Which paragraphs one sees. Asked of the layout itself: what the browser
 * reports as near the screen is a frame late after a jump.
 */

/** @import {Block} from './article.js' */

/**
 * The paragraphs that lie, also in part, between two heights on the screen.
 *
 * @param {readonly Block[]} blocks in text order
 * @param {number} top
 * @param {number} bottom
 * @returns {Block[]}
 */
export function blocksBetween(blocks, top, bottom) {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const box = blocks[middle]?.element.getBoundingClientRect();
    if (box && box.bottom <= top) low = middle + 1;
    else high = middle;
  }
  /** @type {Block[]} */
  const found = [];
  for (let i = low; i < blocks.length; i += 1) {
    const block = /** @type {Block} */ (blocks[i]);
    if (block.element.getBoundingClientRect().top >= bottom) break;
    found.push(block);
  }
  return found;
}
