/**
 * Time as saving needs it, replaceable so that tests need not wait.
 */

/** @typedef {{now: () => number, after: (ms: number, then: () => void) => () => void, random: () => number}} Clock `after` answers how to cancel it */

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;

/** @type {Clock} */
export const CLOCK = {
  now: () => Date.now(),
  after(ms, then) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/**
 * @param {number} retries so far
 * @param {Clock} clock
 * @returns {number} ms to wait: twice as long each time, up to a bound; spread, so that
 *   not all pages ask a server that comes back in the same moment
 */
export function retryAfter(retries, clock) {
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** retries) * (0.75 + clock.random() / 2);
}
