/**
 * A number and a hue for every chain of mentions. Both stay with a chain as
 * long as the article is open, so that a new mention recolours nothing else.
 */

import { chains } from '../model/labels.js';

/** @import {Labels} from '../model/types.js' */

/** @typedef {{number: number, hue: string}} ChainLook */

/** Neighbours in this order lie far apart on the wheel, however many there are. */
const GOLDEN_ANGLE = 137.508;
/** The first hue, a blue. */
const FIRST = 255;

/** @param {number} number from 1 @returns {string} a CSS colour that follows the theme */
export function chainHue(number) {
  const angle = (FIRST + (number - 1) * GOLDEN_ANGLE) % 360;
  // Every other round is paler, so that hues that come near each other differ in strength.
  const share = Math.floor((number - 1) / 9) % 2 ? 0.5 : 1;
  return `oklch(var(--lb-chain-l) calc(var(--lb-chain-c) * ${share}) ${angle.toFixed(1)})`;
}

export class ChainLooks {
  constructor() {
    /** @type {Map<string, ChainLook>} by entity */
    this.known = new Map();
  }

  /**
   * The looks of every chain there is, new ones numbered in text order.
   *
   * @param {Labels} labels
   * @returns {ReadonlyMap<string, ChainLook>} by entity; those of chains that are gone are still among them
   */
  update(labels) {
    const fresh = [...chains(labels)].filter(([id]) => !this.known.has(id));
    fresh.sort(([, a], [, b]) => (a[0]?.fragments[0]?.[0] ?? 0) - (b[0]?.fragments[0]?.[0] ?? 0));
    for (const [id] of fresh) {
      const number = this.known.size + 1;
      this.known.set(id, { number, hue: chainHue(number) });
    }
    return this.known;
  }
}
