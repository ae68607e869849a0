/**
 * Messages that are not sent yet, kept in this browser: a reload or a server
 * that is away loses none.
 */

import { randomId } from '../model/store.js';

/**
 * @typedef {object} Draft
 * @property {string} text
 * @property {string} id      of the message; sent again under it, it is not said twice
 * @property {string} thread  of the thread it would open
 */

const PREFIX = 'labeler.unsent';

export class Unsent {
  /**
   * @param {string} user
   * @param {string} documentId
   * @param {Storage | null} [storage]
   */
  constructor(user, documentId, storage = browserStorage()) {
    this.prefix = `${PREFIX}.${user}.${documentId}`;
    this.storage = storage;
    /** @type {Map<string, Draft>} also where the browser keeps nothing */
    this.drafts = new Map();
  }

  /** @param {string} about @returns {Draft} what was typed there; empty for nothing */
  read(about) {
    const known = this.drafts.get(about) ?? this.#stored(about);
    return known ?? { text: '', id: '', thread: freshId() };
  }

  /**
   * Keep what is typed. Other words are another message, or the edited one
   * would be taken for one that arrived without an answer.
   *
   * @param {string} about
   * @param {string} text
   * @returns {Draft}
   */
  keep(about, text) {
    const before = this.read(about);
    const draft = before.text === text && before.id ? before : { ...before, text, id: freshId() };
    this.drafts.set(about, draft);
    try {
      if (text) this.storage?.setItem(`${this.prefix}.${about}`, JSON.stringify(draft));
      else this.storage?.removeItem(`${this.prefix}.${about}`);
    } catch {
      // A browser that keeps nothing more: it stays in the page.
    }
    return draft;
  }

  /** @param {string} about */
  forget(about) {
    this.drafts.delete(about);
    try {
      this.storage?.removeItem(`${this.prefix}.${about}`);
    } catch {
      // Nothing was kept then.
    }
  }

  /** @param {string} about @returns {Draft | null} */
  #stored(about) {
    try {
      const found = JSON.parse(this.storage?.getItem(`${this.prefix}.${about}`) ?? 'null');
      const whole = found && [found.text, found.id, found.thread].every((part) => typeof part === 'string');
      return whole ? found : null;
    } catch {
      return null;
    }
  }
}

/** @returns {string} for a message or a thread: another than any other of the project */
export function freshId() {
  return `${randomId('t')}${randomId('')}${randomId('')}`;
}

/** @returns {Storage | null} */
function browserStorage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
