/**
 * Unsaved work, kept in the browser until the server has acknowledged it.
 *
 * IndexedDB, not localStorage: Chromium holds localStorage back for seconds, so
 * a browser that is killed loses it, while a committed transaction is there at
 * once (tried). What is kept is small: each change as a patch, and the labels as
 * they were last sent.
 */

/** @import {Labels, Patch} from '../model/types.js' */

const DATABASE = 'labeler-unsaved';
const STORE = 'work';
// Keys of a page's rows: changes count from 1.
const HEAD = -2;
const SENT = -1;
const FIRST = 1;

/** @typedef {{user: string, task: string}} Place whose work on what */
/** @typedef {{number: number, into: (store: IDBObjectStore) => void}} Write with the number of the change it is about */
/** @typedef {{base: number, at: number}} Head the revision the work follows, and when it was last changed */
/**
 * Work that a page left behind.
 * @typedef {object} Draft
 * @property {string} session of the page that made it
 * @property {number} base the revision it follows
 * @property {number} at when it was last changed, ms since 1970
 * @property {Labels|null} sent the labels last sent, perhaps unheard
 * @property {Patch[]} sentChanges the changes in `sent`, oldest first
 * @property {Patch[]} changes those made after, or all where nothing was sent
 */

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
    opening.onblocked = () => reject(new Error('another version of this page is open'));
  });
}

/** The unsaved work of one page on one task. */
export class Keeping {
  /** @type {IDBDatabase|null} */
  #database = null;
  /** @type {Write[]} what found no room yet, or no open database */
  #unkept = [];
  #acknowledged = 0;
  #next = FIRST;
  #closed = false;

  /**
   * @param {Place} place
   * @param {string} session a new one for each page
   * @param {() => void} [report] called when keeping fails, and when it works again
   */
  constructor(place, session, report = () => {}) {
    this.place = place;
    this.session = session;
    this.report = report;
    /** Whether what was last written is kept. */
    this.working = true;
  }

  /** Open the database. @returns {Promise<boolean>} whether work can be kept here */
  async open() {
    try {
      const database = await openDatabase();
      this.#database = database;
      database.onversionchange = () => this.close();
      database.onclose = () => {
        this.#database = null;
        this.#fail();
      };
    } catch {
      this.#fail();
      return false;
    }
    if (this.#unkept.length) this.#flush();
    // Closed before it was open: what was to be kept is under way now.
    if (this.#closed) this.close();
    return !this.#closed;
  }

  /**
   * Keep a change. The write is under way when this returns.
   * @param {Patch} patch
   * @param {number} base revision the work follows
   * @param {number} at now, ms since 1970
   * @returns {number} its number
   */
  add(patch, base, at) {
    const number = this.#next;
    this.#next += 1;
    this.#write(number, (store) => {
      store.put({ base, at }, this.#key(HEAD));
      store.put(forwards(patch), this.#key(number));
    });
    return number;
  }

  /**
   * Keep the labels that are being sent: should the answer be lost, they are how to
   * know one's own work again on the server.
   * @param {Labels} labels
   * @param {number} through number of the last change in them
   */
  sending(labels, through) {
    this.#write(through, (store) => store.put({ labels, through }, this.#key(SENT)));
  }

  /**
   * Forget what the server has acknowledged.
   * @param {number} through number of the last change acknowledged
   * @param {number} base the revision it became
   * @param {number} at now, ms since 1970
   */
  acknowledged(through, base, at) {
    const all = through >= this.#next - 1;
    this.#acknowledged = through;
    this.#write(Infinity, (store) => {
      store.delete(IDBKeyRange.bound(this.#key(SENT), this.#key(through)));
      if (all) store.delete(this.#key(HEAD));
      else store.put({ base, at }, this.#key(HEAD));
    });
  }

  /** What pages left behind here, newest first. @returns {Promise<Draft[]>} */
  async drafts() {
    const database = this.#database;
    if (!database) return [];
    const range = IDBKeyRange.bound(
      [this.place.user, this.place.task],
      [this.place.user, this.place.task, []],
    );
    const store = database.transaction(STORE).objectStore(STORE);
    const [keys, values] = await Promise.all([answer(store.getAllKeys(range)), answer(store.getAll(range))]);
    /** @type {Map<string, Array<[number, any]>>} */
    const sessions = new Map();
    keys.forEach((key, i) => {
      const [, , session, number] = /** @type {[string, string, string, number]} */ (key);
      sessions.set(session, [...(sessions.get(session) ?? []), [number, values[i]]]);
    });
    sessions.delete(this.session);
    return [...sessions].flatMap(([session, rows]) => readDraft(session, rows) ?? []).sort((a, b) => b.at - a.at);
  }

  /** Forget a draft another page left. @param {string} session */
  discard(session) {
    const { user, task } = this.place;
    this.#write(Infinity, (store) => store.delete(IDBKeyRange.bound([user, task, session], [user, task, session, []])));
  }

  close() {
    this.#closed = true;
    this.#database?.close();
    this.#database = null;
  }

  /** @param {number} number @returns {IDBValidKey} */
  #key(number) {
    return [this.place.user, this.place.task, this.session, number];
  }

  /** @param {number} number @param {Write['into']} into */
  #write(number, into) {
    this.#unkept.push({ number, into });
    if (this.#database) this.#flush();
  }

  /** Write all that is to be written, in one transaction. */
  #flush() {
    // What the server has by now need not be kept any more.
    const writes = this.#unkept.filter((write) => write.number > this.#acknowledged);
    this.#unkept = [];
    /** @type {IDBTransaction|undefined} */
    let transaction;
    try {
      transaction = this.#demand().transaction(STORE, 'readwrite', { durability: 'relaxed' });
      const store = transaction.objectStore(STORE);
      for (const { into } of writes) into(store);
      transaction.oncomplete = () => this.#recover();
      transaction.onabort = () => this.#fail(writes);
      // Without waiting for the requests: a page that is killed now has still stored it.
      transaction.commit();
    } catch {
      transaction?.abort();
      this.#fail(writes);
    }
  }

  /** @returns {IDBDatabase} */
  #demand() {
    if (!this.#database) throw new Error('the database is closed');
    return this.#database;
  }

  /** @param {Write[]} [writes] to be tried again with the next one */
  #fail(writes = []) {
    this.#unkept.unshift(...writes);
    if (!this.working) return;
    this.working = false;
    this.report();
  }

  #recover() {
    if (this.working) return;
    this.working = true;
    this.report();
  }
}

/** @param {string} session @param {Array<[number, any]>} rows @returns {Draft|null} */
function readDraft(session, rows) {
  const byNumber = new Map(rows);
  const head = /** @type {Head|undefined} */ (byNumber.get(HEAD));
  if (!head) return null;
  const sent = /** @type {{labels: Labels, through: number}|undefined} */ (byNumber.get(SENT));
  const patches = rows.filter(([number]) => number >= FIRST).sort(([a], [b]) => a - b);
  const through = sent?.through ?? HEAD;
  return {
    session,
    base: head.base,
    at: head.at,
    sent: sent?.labels ?? null,
    sentChanges: patches.filter(([number]) => number <= through).map(([, patch]) => patch),
    changes: patches.filter(([number]) => number > through).map(([, patch]) => patch),
  };
}

/** @param {Patch} patch @returns {Patch} without what stood before, which nobody asks for */
function forwards({ tables, documentLabels, decisions }) {
  /** @type {Patch} */
  const small = { tables: {} };
  for (const [table, rows] of Object.entries(tables)) {
    small.tables[/** @type {import('../model/types.js').Table} */ (table)] = rows.map(([id, , now]) => [id, null, now]);
  }
  if (documentLabels) small.documentLabels = [{}, documentLabels[1]];
  if (decisions) small.decisions = [[], decisions[1]];
  return small;
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
