/**
 * The pieces a paragraph is made of in the DOM, and how those that look the
 * same as before stay: a mark then changes a few nodes, however long the
 * paragraph is, and the browser styles and lays out only these.
 */

/** @import {Segment} from './segments.js' */

/**
 * @typedef {object} Piece
 * @property {HTMLElement | Text} node
 * @property {readonly {node: Text, start: number}[]} texts its text nodes, and where each begins in the document
 * @property {Segment} segment
 */

/**
 * Put a paragraph's new pieces in the place of its old ones.
 *
 * @param {HTMLElement} element of the paragraph; what follows the pieces in it stays
 * @param {readonly Piece[]} before
 * @param {readonly Piece[]} after the same text, drawn anew
 * @returns {Piece[]} those that are in the DOM now
 */
export function replacePieces(element, before, after) {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && alike(before[head], after[head])) head += 1;
  let tail = 0;
  while (tail < most - head && alike(before.at(-1 - tail), after.at(-1 - tail))) tail += 1;
  const last = before.at(-1);
  const next = before[before.length - tail]?.node ?? (last ? last.node.nextSibling : element.firstChild);
  const fresh = after.slice(head, after.length - tail);
  const place = document.createDocumentFragment();
  place.append(...fresh.map((piece) => piece.node));
  element.insertBefore(place, next);
  for (const { node } of before.slice(head, before.length - tail)) node.remove();
  const kept = (/** @type {number} */ i) => (i < head ? before[i] : before[before.length - after.length + i]);
  return after.map((piece, i) => {
    const stays = i < head || i >= after.length - tail;
    const old = stays ? kept(i) : undefined;
    return old ? { ...old, segment: piece.segment } : piece;
  });
}

/** @param {Piece | undefined} a @param {Piece | undefined} b */
function alike(a, b) {
  return a !== undefined && b !== undefined && a.node.isEqualNode(b.node);
}
