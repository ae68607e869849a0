/**
 * What the flags of an item say, in their order.
 *
 * @type {Record<import('./types.js').Flag, string>}
 */
export const FLAG_WORDS = { unsure: 'not sure', discuss: 'discuss' };

/** @param {string} flag @returns {string} */
export function flagWords(flag) {
  return /** @type {Record<string, string>} */ (FLAG_WORDS)[flag] ?? flag;
}
