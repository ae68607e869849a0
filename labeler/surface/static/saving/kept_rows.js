/**
 * The rows in which work is kept in the browser's IndexedDB, and what pages left
 * behind there.
 *
 * IndexedDB, not localStorage: Chromium holds localStorage back for seconds, so a
 * browser that is killed loses it, while a committed transaction is there at once (tried).
 */

/** @import {Labels} from '../model/types.js' */
/** @import {Entry} from './journal.js' */

import { entryOf } from './journal.js';

const DATABASE = 'labeler-unsaved';
export const STORE = 'work';
// Numbers of a page's rows: its entries count from FIRST.
export const HEAD = -2;
export const SENT = -1;
export const FIRST = 1;

/** @typedef {{user: string, task: string}} Place whose work on what */
/**
 * How a page's work stands.
 * @typedef {object} Head
 * @property {number} base the revision the work follows
 * @property {number} at when it was last changed, ms since 1970
 * @property {number} through number of the last entry the server has
 * @property {string|null} follows the session whose journal this one goes on with
 */
/**
 * What a page left behind.
 * @typedef {object} Left
 * @property {string} session of the page
 * @property {Head} head
 * @property {Labels|null} sent the labels last sent, perhaps unheard
 * @property {Entry[]} sentEntries unsaved ones in `sent`, oldest first
 * @property {Entry[]} unsaved those made after, or all unsaved where nothing was sent
 * @property {Entry[]} entries all of them, saved ones as well
 * @property {number} last number of the last one
 */

/** @returns {Promise<IDBDatabase>} */
export function openDatabase() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
    opening.onblocked = () => reject(new Error('another version of this page is open'));
  });
}

/** @param {Place} place @param {string} session @returns {IDBKeyRange} all rows of one page */
export function rowsOf({ user, task }, session) {
  return IDBKeyRange.bound([user, task, session], [user, task, session, []]);
}

/**
 * @param {IDBDatabase} database
 * @param {Place} place
 * @param {(text: string) => Labels} read reads labels as they were sent
 * @returns {Promise<Left[]>} what pages left there, newest first
 */
export async function readLeft(database, { user, task }, read) {
  const range = IDBKeyRange.bound([user, task], [user, task, []]);
  const store = database.transaction(STORE).objectStore(STORE);
  const [keys, values] = await Promise.all([answer(store.getAllKeys(range)), answer(store.getAll(range))]);
  /** @type {Map<string, Map<number, any>>} */
  const sessions = new Map();
  keys.forEach((key, i) => {
    const [, , session, number] = /** @type {[string, string, string, number]} */ (key);
    const rows = sessions.get(session) ?? new Map();
    sessions.set(session, rows.set(number, values[i]));
  });
  return [...sessions].flatMap(([session, rows]) => readPage(session, rows, read) ?? []).sort((a, b) => b.head.at - a.head.at);
}

/** @param {string} session @param {Map<number, any>} rows @param {(text: string) => Labels} read @returns {Left|null} */
function readPage(session, rows, read) {
  const found = /** @type {Partial<Head>|undefined} */ (rows.get(HEAD));
  if (!found) return null;
  // Rows of an earlier version knew neither journal nor history.
  const head = { base: found.base ?? 0, at: found.at ?? 0, through: found.through ?? 0, follows: found.follows ?? null };
  // An earlier version kept the labels themselves.
  const sent = /** @type {{text?: string, labels?: Labels, through: number}|undefined} */ (rows.get(SENT));
  const numbered = [...rows].filter(([number]) => number >= FIRST).sort(([a], [b]) => a - b);
  const through = sent?.through ?? head.through;
  /** @param {(number: number) => boolean} wanted */
  const some = (wanted) => numbered.filter(([number]) => wanted(number)).map(([, row]) => readEntry(row));
  return {
    session,
    head,
    sent: sent?.text === undefined ? (sent?.labels ?? null) : read(sent.text),
    sentEntries: some((number) => number > head.through && number <= through),
    unsaved: some((number) => number > Math.max(through, head.through)),
    entries: some(() => true),
    last: numbered.at(-1)?.[0] ?? 0,
  };
}

/** @param {any} row perhaps of an earlier version, which kept patches @returns {Entry} */
function readEntry(row) {
  if (row.rows) return row;
  const { tables, documentLabels, decisions } = row;
  return entryOf('back', '', { tables, ...(documentLabels && { documentLabels }), ...(decisions && { decisions: [[], decisions[1]] }) });
}

/**
 * The journal a page left, with those it went on with, oldest first.
 * @param {readonly Left[]} left
 * @param {string} session
 * @returns {Left[]}
 */
export function chainOf(left, session) {
  /** @type {Left[]} */
  const chain = [];
  for (let next = left.find((l) => l.session === session); next && !chain.includes(next); ) {
    chain.unshift(next);
    const { follows } = next.head;
    next = left.find((l) => l.session === follows);
  }
  return chain;
}

/**
 * Forget journals whose work the server has: old ones, or all where room is needed.
 * @param {IDBDatabase} database
 * @param {{before: number, except?: string}} which last changed before that time, ms since 1970;
 *   those of the session in `except` stay
 */
export async function forgetJournals(database, { before, except = '' }) {
  const transaction = database.transaction(STORE, 'readwrite', { durability: 'relaxed' });
  const store = transaction.objectStore(STORE);
  const keys = /** @type {[string, string, string, number][]} */ (/** @type {unknown} */ (await answer(store.getAllKeys())));
  /** @type {Map<string, {place: Place, session: string, last: number}>} */
  const pages = new Map();
  for (const [user, task, session, number] of keys) {
    // Keys are in order: the last one of a page has the highest number.
    pages.set(JSON.stringify([user, task, session]), { place: { user, task }, session, last: number });
  }
  await Promise.all(
    [...pages.values()].map(async ({ place, session, last }) => {
      const head = await answer(store.get([place.user, place.task, session, HEAD]));
      if (session !== except && head && head.at < before && last <= (head.through ?? 0)) store.delete(rowsOf(place, session));
    }),
  );
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
export function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
