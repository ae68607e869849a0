/**
 * Fillers of the focused frame that are off the screen: chips at the upper and
 * the lower edge of the text that name role and words and scroll there.
 */

import { button, el, shorten } from '../dom.js';

/** @import {Desk} from '../desk.js' */
/** @import {Mention} from '../model/types.js' */

/** @typedef {{role: string, words: string, hue: string, offset: number}} Part of a frame that has a place in the text */
/** More than so many at one edge are told by their number; on a small screen they stand in one line. */
const MOST = 5;
const MOST_SMALL = 2;
const SMALL = '(max-width: 860px)';

export class Edges {
  /**
   * @param {Desk} desk
   * @param {HTMLElement} scroll that the text is scrolled in
   */
  constructor(desk, scroll) {
    this.desk = desk;
    this.scroll = scroll;
    this.above = el('div', { class: 'lb-edge lb-edge-above', attrs: { role: 'group', 'aria-label': 'Above what is shown' } });
    this.below = el('div', { class: 'lb-edge lb-edge-below', attrs: { role: 'group', 'aria-label': 'Below what is shown' } });
    this.shown = '';
    /** @type {number | undefined} a frame that was asked for */
    this.soon = undefined;
    scroll.addEventListener('scroll', () => this.#scrolled(), { passive: true });
  }

  get elements() {
    return [this.above, this.below];
  }

  /** Let go of the frame that was asked for. */
  dispose() {
    if (this.soon) cancelAnimationFrame(this.soon);
  }

  #scrolled() {
    if (!this.desk.frame && !this.shown) return;
    this.soon ??= requestAnimationFrame(() => {
      this.soon = undefined;
      this.measure()();
    });
  }

  /**
   * Find what is off the screen. Reading and writing are apart, so the browser lays out once.
   *
   * @returns {() => void} shows it
   */
  measure() {
    const parts = partsOf(this.desk);
    if (!parts.length && !this.shown) return () => {};
    const area = this.scroll.getBoundingClientRect();
    /** @type {Part[]} */
    const above = [];
    /** @type {Part[]} */
    const below = [];
    for (const part of parts) {
      const place = this.#placeOf(part.offset);
      if (!place) continue;
      if (place.bottom < area.top + 4) above.push(part);
      else if (place.top > area.bottom - 4) below.push(part);
    }
    return () => this.#show(above, below);
  }

  /** @param {number} offset @returns {DOMRect | undefined} of the character, or its paragraph where that is not laid out */
  #placeOf(offset) {
    const { view } = this.desk;
    const block = view.blocks[Math.max(0, view.blockIndex(offset))];
    if (block && !view.near.has(block)) return block.element.getBoundingClientRect();
    return view.rangeFor(offset, offset + 1)?.getBoundingClientRect();
  }

  /** @param {Part[]} above @param {Part[]} below */
  #show(above, below) {
    const key = above.length + below.length ? JSON.stringify([above, below]) : '';
    if (key === this.shown) return;
    this.shown = key;
    this.above.replaceChildren(...this.#chips(above, '↑'));
    this.below.replaceChildren(...this.#chips(below, '↓'));
  }

  /** @param {Part[]} parts in text order @param {string} arrow */
  #chips(parts, arrow) {
    // Those nearest to what is shown.
    const most = matchMedia(SMALL).matches ? MOST_SMALL : MOST;
    const near = arrow === '↑' ? parts.slice(-most) : parts.slice(0, most);
    const chips = near.map((part) => {
      const node = button(el('span', { text: arrow, attrs: { 'aria-hidden': 'true' } }), () => this.desk.reveal(part.offset), {
        attrs: { tabindex: '-1', 'aria-label': `Scroll to ${part.role}: ${part.words}` },
      });
      node.className = 'lb-chip lb-edge-chip';
      node.style.setProperty('--lb-c', part.hue);
      node.append(el('small', { text: part.role }), el('span', { text: part.words }));
      return node;
    });
    const more = parts.length - near.length;
    return more > 0 ? [...chips, el('span', { class: 'lb-edge-more', text: `and ${more} more` })] : chips;
  }
}

/** @param {Desk} desk @returns {Part[]} anchor and fillers of the focused frame, in text order */
function partsOf(desk) {
  const frame = desk.focused;
  const kind = frame && desk.schema.frameType(frame.type);
  if (!frame || !kind) return [];
  /** @type {Part[]} */
  const parts = [];
  const add = (/** @type {string} */ role, /** @type {Mention | undefined} */ mention, /** @type {string} */ type) => {
    const place = mention?.fragments[0];
    if (!mention || !place) return;
    parts.push({ role: role.replaceAll('_', ' '), words: shorten(desk.quoteOf(mention), 28), hue: desk.looks.hue(type), offset: place[0] });
  };
  const own = desk.labels.mentions.get(frame.anchor ?? '');
  add(kind.anchor.role, own, frame.type);
  for (const { role, filler } of frame.arguments) {
    const inner = desk.labels.frames.get(filler);
    const mention = desk.labels.mentions.get(inner?.anchor ?? filler);
    add(role, mention, inner?.type ?? mention?.type ?? '');
  }
  return parts.sort((a, b) => a.offset - b.offset);
}
