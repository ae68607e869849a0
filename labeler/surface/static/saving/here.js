/**
 * What tells this place from others in the history: which tab, browser and device.
 */

import { randomId } from '../model/store.js';

const KEY = 'labeler.browser';

/** @returns {string} the same for all tabs of this browser; empty where it may store nothing */
export function browserId() {
  try {
    const known = localStorage.getItem(KEY);
    if (known) return known;
    const made = randomId('b');
    localStorage.setItem(KEY, made);
    return made;
  } catch {
    return '';
  }
}

/** @param {string} [agent] @returns {string} such as “Firefox on Android” */
export function deviceWords(agent = navigator.userAgent) {
  const browsers = /** @type {[RegExp, string][]} */ ([[/Edg\//u, 'Edge'], [/OPR\//u, 'Opera'], [/Firefox\//u, 'Firefox'], [/Chrom(e|ium)\//u, 'Chrome'], [/Safari\//u, 'Safari']]);
  const systems = /** @type {[RegExp, string][]} */ ([[/Android/u, 'Android'], [/iPhone|iPad/u, 'iOS'], [/Windows/u, 'Windows'], [/Mac OS/u, 'macOS'], [/CrOS/u, 'ChromeOS'], [/Linux/u, 'Linux']]);
  const first = (/** @type {[RegExp, string][]} */ rows) => rows.find(([pattern]) => pattern.test(agent))?.[1];
  return [first(browsers) ?? 'a browser', first(systems)].filter(Boolean).join(' on ');
}

/** @param {string} tab @returns {Record<string, string>} */
export function clientHere(tab) {
  const browser = browserId();
  return { tab, device: deviceWords(), ...(browser ? { browser } : {}) };
}
