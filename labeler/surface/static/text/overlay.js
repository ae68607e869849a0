/**
 * What lies over the text: caret, selection, the ring of the picked mention,
 * handles for fingers, and the arcs of the frame that has the focus.
 */

import { el } from '../dom.js';
import { arcsOf } from './arcs.js';

/** @import {Desk} from '../desk.js' */
/** @import {Box} from './article.js' */

/**
 * @param {Box} box
 * @param {string} name of the class
 * @param {{grow?: number, hue?: string}} [how]
 */
function boxed(box, name, { grow = 0, hue } = {}) {
  const node = el('div', { class: name });
  node.style.left = `${box.left - grow}px`;
  node.style.top = `${box.top - grow}px`;
  node.style.width = `${box.width + 2 * grow}px`;
  node.style.height = `${box.height + 2 * grow}px`;
  if (hue) node.style.setProperty('--lb-c', hue);
  return node;
}

/**
 * All that lies over the text, measured now, to be put into the overlay.
 *
 * @param {Desk} desk
 * @param {{touch: boolean}} how
 * @returns {Node[]}
 */
export function overlayOf(desk, { touch }) {
  const { view } = desk;
  /** @type {Node[]} */
  const nodes = [];
  const selected = desk.selection;
  const boxes = selected ? view.boxes(selected[0], selected[1]) : [];
  nodes.push(...boxes.map((b) => boxed(b, 'lb-selected')));
  const token = desk.cursor.under(desk.at);
  const picked = desk.picked ? desk.mention(desk.picked) : undefined;
  if (token && !selected && !picked) {
    nodes.push(...view.boxes(token[0], token[1]).map((b) => boxed(b, 'lb-caret', { grow: 1 })));
  }
  for (const [start, end] of picked?.fragments ?? []) {
    const hue = desk.looks.hue(picked?.type ?? '');
    nodes.push(...view.boxes(start, end).map((b) => boxed(b, 'lb-ring', { grow: 3, hue })));
  }
  const { stop } = desk;
  for (const id of stop?.isFrame ? stop.parts : []) {
    if (id !== picked?.id) nodes.push(...ringsOf(desk, id, 'lb-ring lb-ring-part'));
  }
  if (touch && boxes.length) nodes.push(...handles(boxes));
  const arcs = arcsOf(desk);
  if (arcs) nodes.push(arcs);
  return nodes;
}

/** @param {Desk} desk @param {string} id of a suggested mention @param {string} kind @returns {Node[]} a box around each of its lines */
function ringsOf(desk, id, kind) {
  const mention = desk.store.suggestions.mentions.get(id);
  if (!mention) return [];
  const hue = desk.looks.hue(mention.type);
  return mention.fragments.flatMap(([start, end]) => desk.view.boxes(start, end).map((b) => boxed(b, kind, { grow: 3, hue })));
}

/** @param {Box[]} boxes */
function handles(boxes) {
  const first = /** @type {Box} */ (boxes[0]);
  const last = /** @type {Box} */ (boxes.at(-1));
  const from = el('div', { class: 'lb-handle', data: { edge: 'start' } });
  from.style.left = `${first.left}px`;
  from.style.top = `${first.top + first.height}px`;
  const to = el('div', { class: 'lb-handle', data: { edge: 'end' } });
  to.style.left = `${last.left + last.width}px`;
  to.style.top = `${last.top + last.height}px`;
  return [from, to];
}
