/**
 * The saves of a task, put together so that hundreds of them stay readable.
 */

/** @import {Counts} from '../model/compare.js' */

/** A longer pause begins a new sitting. */
const PAUSE_MS = 15 * 60_000;

/**
 * One save, as the server lists it.
 * @typedef {object} Revision
 * @property {number} number
 * @property {string} saved_at ISO 8601
 * @property {string} login
 * @property {Record<string, string>} client where it was saved from
 * @property {Counts} difference to the one before
 */
/** @typedef {{at: string, revisions: Revision[], counts: Counts}} Minute oldest first; `at` is the last one’s time */
/** @typedef {{from: string, to: string, last: Revision, minutes: Minute[], counts: Counts}} Sitting minutes newest first */

/**
 * @param {readonly Revision[]} revisions oldest first
 * @returns {Sitting[]} newest first: saves from one place without a long pause
 */
export function sittings(revisions) {
  /** @type {Revision[][]} */
  const groups = [];
  for (const revision of revisions) {
    const last = groups.at(-1)?.at(-1);
    const gap = last ? Date.parse(revision.saved_at) - Date.parse(last.saved_at) : Infinity;
    if (last && gap <= PAUSE_MS && placeOf(last) === placeOf(revision)) groups.at(-1)?.push(revision);
    else groups.push([revision]);
  }
  return groups.reverse().map((group) => {
    const last = /** @type {Revision} */ (group.at(-1));
    return { from: group[0]?.saved_at ?? '', to: last.saved_at, last, minutes: minutesOf(group), counts: sum(group) };
  });
}

/** @param {Revision} revision */
function placeOf({ login, client }) {
  return `${login} ${client.tab ?? ''} ${client.device ?? ''}`;
}

/** @param {readonly Revision[]} group @returns {Minute[]} */
function minutesOf(group) {
  /** @type {Map<string, Revision[]>} */
  const minutes = new Map();
  for (const revision of group) {
    const minute = new Date(revision.saved_at).toISOString().slice(0, 16);
    minutes.set(minute, [...(minutes.get(minute) ?? []), revision]);
  }
  return [...minutes.values()].reverse().map((revisions) => ({ at: revisions.at(-1)?.saved_at ?? '', revisions, counts: sum(revisions) }));
}

/** @param {readonly Revision[]} revisions @returns {Counts} */
function sum(revisions) {
  /** @type {Counts} */
  const counts = { added: {}, changed: {}, removed: {} };
  for (const { difference } of revisions) {
    for (const how of /** @type {const} */ (['added', 'changed', 'removed'])) {
      for (const [kind, n] of Object.entries(difference[how] ?? {})) counts[how][kind] = (counts[how][kind] ?? 0) + (n ?? 0);
    }
  }
  return counts;
}

/** @param {Revision} revision @param {{tab: string, browser: string, user: string}} here @returns {string} where it was saved from */
export function whoWords({ login, client }, { tab, browser, user }) {
  const place =
    client.tab === tab ? 'this tab' : browser && client.browser === browser ? 'this browser' : (client.device ?? 'another place');
  return login === user ? place : `${login}, ${place}`;
}

/** @param {string} iso @param {number} now ms @returns {string} such as “today 14:03” */
export function dayAndTime(iso, now) {
  const at = new Date(iso);
  const time = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const today = new Date(now);
  if (at.toDateString() === today.toDateString()) return `today ${time}`;
  today.setDate(today.getDate() - 1);
  if (at.toDateString() === today.toDateString()) return `yesterday ${time}`;
  return `${at.toLocaleDateString([], { dateStyle: 'medium' })} ${time}`;
}

/** @param {string} iso @param {number} now ms @returns {string} such as “5 minutes ago” */
export function ago(iso, now) {
  const minutes = Math.round((Date.parse(iso) - now) / 60_000);
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  if (minutes > -1) return 'just now';
  if (minutes > -60) return words.format(minutes, 'minute');
  if (minutes > -60 * 24) return words.format(Math.round(minutes / 60), 'hour');
  return words.format(Math.round(minutes / 60 / 24), 'day');
}
