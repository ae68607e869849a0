/**
 * What lies over the text: caret, selection, the ring of the picked mention,
 * handles for fingers, and the arcs of the frame that has the focus.
 */

import { el } from '../dom.js';

/** @import {Desk} from '../desk.js' */
/** @import {Box} from './article.js' */

const SVG = 'http://www.w3.org/2000/svg';
/** Arcs to fillers farther than this are left to the chips of the card. */
const FAR_PX = 1400;

/** @param {string} name @param {Record<string, string>} attributes */
function svg(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

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

/** @param {Desk} desk @returns {SVGElement | null} */
function arcsOf(desk) {
  const offered = desk.stop && desk.suggestions.frames.get(desk.stop.id);
  const frame = offered ?? desk.focused;
  const labels = offered ? desk.store.suggestions : desk.labels;
  const anchor = frame && labels.mentions.get(frame.anchor ?? '');
  if (!frame || !anchor) return null;
  const from = boxOf(desk, anchor);
  if (!from) return null;
  const hue = desk.looks.hue(frame.type);
  const paths = [];
  const names = [];
  /** @type {{y: number, right: number, left: number}[]} */
  const taken = [];
  for (const { role, filler } of frame.arguments) {
    const target = labels.mentions.get(labels.frames.get(filler)?.anchor ?? filler);
    // A content is marked at the margin and underlined already; an arc to it says nothing more.
    const drawing = desk.looks.drawing(target?.type ?? '');
    const to = drawing === 'content' || !target ? null : boxOf(desk, target);
    if (!to || Math.abs(to.top - from.top) > FAR_PX) continue;
    const arc = arcBetween(from, to);
    paths.push(svg('path', { d: arc.path }));
    const x = freePlace(taken, arc.x, arc.y, role.length * 5.6 + 6);
    const name = svg('text', { x: String(x), y: String(arc.y), 'text-anchor': 'middle' });
    name.textContent = role.replaceAll('_', ' ');
    names.push(name);
  }
  const node = /** @type {SVGElement} */ (svg('svg', { class: 'lb-arcs' }));
  node.style.setProperty('--lb-c', hue);
  node.append(...paths, ...names);
  return node;
}

/**
 * @param {{y: number, left: number, right: number}[]} taken  places of names so far; the new one is added
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @returns {number} the nearest place to the right of `x` where nothing is written
 */
function freePlace(taken, x, y, width) {
  let left = x - width / 2;
  for (const other of taken) {
    if (Math.abs(other.y - y) < 10 && left < other.right && left + width > other.left) left = other.right;
  }
  taken.push({ y, left, right: left + width });
  return left + width / 2;
}

/** @param {Desk} desk @param {import('../model/types.js').Mention} mention @returns {Box | undefined} where it begins */
function boxOf(desk, { fragments: [place] }) {
  return place && desk.view.boxes(place[0], place[1])[0];
}

/**
 * @param {Box} from
 * @param {Box} to
 * @returns {{path: string, x: number, y: number}} and where its name stands
 */
function arcBetween(from, to) {
  const x1 = from.left + from.width / 2;
  const x2 = to.left + to.width / 2;
  const sameLine = Math.abs(from.top - to.top) < 8;
  if (sameLine) {
    const lift = Math.min(17, 8 + Math.abs(x2 - x1) / 30);
    const top = Math.min(from.top, to.top);
    const path = `M ${x1} ${from.top} C ${x1} ${top - lift}, ${x2} ${top - lift}, ${x2} ${to.top}`;
    return { path, x: x2, y: to.top - 3 };
  }
  const down = to.top > from.top;
  const y1 = down ? from.top + from.height : from.top;
  const y2 = down ? to.top : to.top + to.height;
  const bend = Math.max(14, Math.abs(y2 - y1) * 0.45) * (down ? 1 : -1);
  const path = `M ${x1} ${y1} C ${x1} ${y1 + bend}, ${x2} ${y2 - bend}, ${x2} ${y2}`;
  return { path, x: x2, y: down ? y2 - 4 : y2 + 12 };
}
