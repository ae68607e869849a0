/**
 * Work, kept in the browser: what the server has not acknowledged, so that
 * nothing is lost, and what it has, so that it can still be undone after a reload.
 * What is written is small: each change as a patch, and the labels last sent.
 */

/** @import {Labels} from '../model/types.js' */
/** @import {Entry} from './journal.js' */
/** @import {Left, Place} from './kept_rows.js' */

import { FIRST, forgetJournals, HEAD, openDatabase, readLeft, rowsOf, SENT, STORE } from './kept_rows.js';

/** How long the steps of an article that nobody came back to can be undone. */
const KEPT_DAYS = 14;
const DAY_MS = 86_400_000;

/** @typedef {{number: number, into: (store: IDBObjectStore) => void}} Write with the number of the entry it is about */

/** The work of one page on one task. */
export class Keeping {
  /** @type {IDBDatabase|null} */
  #database = null;
  /** @type {Write[]} what found no room yet, or no open database */
  #unkept = [];
  #acknowledged = 0;
  #next = FIRST;
  #closed = false;
  /** @type {string|null} */
  #follows = null;
  /** @type {Entry[]|null} what was done before the journal left behind was read */
  #early = [];

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
   * @param {Entry} entry
   * @param {number} base revision the work follows
   * @param {number} at now, ms since 1970
   * @returns {number} its number
   */
  add(entry, base, at) {
    const number = this.#next;
    this.#next += 1;
    this.#early?.push(entry);
    this.#write(number, (store) => {
      store.put(this.#head(base, at), this.#key(HEAD));
      store.put(entry, this.#key(number));
    });
    return number;
  }

  /**
   * Keep the labels that are being sent: should the answer be lost, they are how to
   * know one's own work again on the server. As text: to copy thousands of objects would
   * take the page's time with every save.
   * @param {string} text the labels as they are sent
   * @param {number} through number of the last entry in them
   */
  sending(text, through) {
    this.#write(through, (store) => store.put({ text, through }, this.#key(SENT)));
  }

  /**
   * Note what the server has acknowledged.
   * @param {number} through number of the last entry acknowledged
   * @param {number} base the revision it became
   * @param {number} at now, ms since 1970
   */
  acknowledged(through, base, at) {
    this.#acknowledged = through;
    this.#write(Infinity, (store) => {
      store.delete(this.#key(SENT));
      if (through >= FIRST) store.put(this.#head(base, at), this.#key(HEAD));
    });
  }

  /**
   * What other pages left behind here, newest first.
   * @param {(text: string) => Labels} read reads labels as they were sent
   * @returns {Promise<Left[]>}
   */
  async left(read) {
    const left = this.#database ? await readLeft(this.#database, this.place, read) : [];
    return left.filter(({ session }) => session !== this.session);
  }

  /**
   * Go on with a journal another page left; the server, or this page, has all of its work.
   * @param {Left} left
   * @param {number} base the revision its work became
   */
  follow({ session, head, last }, base) {
    this.#follows = session;
    const { user, task } = this.place;
    const saved = { ...head, base, through: last };
    this.#write(Infinity, (store) => {
      store.put(saved, [user, task, session, HEAD]);
      store.delete([user, task, session, SENT]);
      if (this.#next > FIRST) store.put(this.#head(base, head.at), this.#key(HEAD));
    });
  }

  /** What this page did before its past was known; asked once. @returns {Entry[]} */
  takeEarly() {
    const early = this.#early ?? [];
    this.#early = null;
    return early;
  }

  /** Forget what a page left, or this one's own past. @param {string} [session] */
  discard(session = this.session) {
    if (session === this.session) this.#follows = null;
    this.#write(Infinity, (store) => store.delete(rowsOf(this.place, session)));
  }

  /** Forget what could be undone in articles nobody came back to for long. @param {number} now ms since 1970 */
  async tidy(now) {
    if (this.#database) await forgetJournals(this.#database, { before: now - KEPT_DAYS * DAY_MS });
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

  /** @param {number} base @param {number} at @returns {import('./kept_rows.js').Head} */
  #head(base, at) {
    return { base, at, through: this.#acknowledged, follows: this.#follows };
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
    void this.#makeRoom();
  }

  /** What is only there to be undone gives way to what is not saved. */
  async #makeRoom() {
    try {
      if (this.#database) await forgetJournals(this.#database, { before: Infinity, except: this.session });
    } catch {
      // Nothing can be written at all; the status says so already.
    }
  }

  #recover() {
    if (this.working) return;
    this.working = true;
    this.report();
  }
}
