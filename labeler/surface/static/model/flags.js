import { TALK_WORDS } from './talk.js';

/**
 * What the flags of an item say, in their order.
 *
 * @type {Record<import('./types.js').Flag, string>}
 */
export const FLAG_WORDS = { unsure: 'not sure', discuss: 'discuss' };

/** @param {string} flag or the sign of a thread @returns {string} */
export function flagWords(flag) {
  return /** @type {Record<string, string>} */ ({ ...FLAG_WORDS, ...TALK_WORDS })[flag] ?? flag;
}
