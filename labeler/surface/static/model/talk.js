/**
 * What people say about the article and its items, as far as it is open to who
 * is at work.
 */

/**
 * @typedef {object} Message
 * @property {string} id
 * @property {'said' | 'resolved' | 'reopened'} kind
 * @property {string} login
 * @property {string} name
 * @property {string} at         ISO 8601
 * @property {string} text       empty where it was taken back
 * @property {boolean} taken_back
 * @property {boolean} unread
 */
/**
 * @typedef {object} Thread
 * @property {string} id
 * @property {string | null} task_id  whose labels; `null` also where these are not ours to see
 * @property {string | null} item
 * @property {boolean} about_article
 * @property {string} quote
 * @property {string | null} resolved_at
 * @property {Message[]} messages
 */
/** @typedef {{login: string, name: string}} Member somebody who can be mentioned */
/** @typedef {{item?: string | null, thread?: string}} Target an item, a thread by its id, or neither: the article */

/** What stands beside the label of an item that is talked about, and what it says. */
export const TALK_WORDS = { talk: 'a thread', 'talk-unread': 'unread in its thread' };

/** So many names are offered. */
const MOST_NAMES = 6;

export class Talk {
  constructor() {
    /** @type {readonly Thread[]} in the order they were opened */
    this.threads = [];
    /** The task whose items are on the screen. */
    this.task = '';
    /** @type {(target: Target) => void} shows a thread, or where one begins */
    this.show = () => {};
  }

  /** @param {Thread} thread in place of what is known of it, or after all others */
  put(thread) {
    const known = this.threads.some((t) => t.id === thread.id);
    this.threads = known ? this.threads.map((t) => (t.id === thread.id ? thread : t)) : [...this.threads, thread];
  }

  /** @param {string} item @returns {Thread[]} those on an item of the task */
  on(item) {
    return this.threads.filter((t) => t.item === item && t.task_id === this.task);
  }

  /** @param {Target} target @returns {Thread[]} */
  of({ item, thread }) {
    if (thread) return this.threads.filter((t) => t.id === thread);
    return item ? this.on(item) : this.threads.filter((t) => t.about_article);
  }

  /** @returns {Thread[]} those that are not settled, or hold what is unread */
  waiting() {
    return this.threads.filter((t) => !t.resolved_at || isUnread(t));
  }

  /** @param {string} item @returns {(keyof typeof TALK_WORDS)[]} the sign beside its label, if it has one */
  signs(item) {
    const threads = this.on(item);
    if (threads.some(isUnread)) return ['talk-unread'];
    return threads.some((t) => !t.resolved_at) ? ['talk'] : [];
  }

  /** @returns {string} the same while nothing on the screen would be another */
  get state() {
    return this.threads.map((t) => `${t.id} ${t.resolved_at ?? ''} ${t.messages.map((m) => `${m.id}${m.unread ? '*' : ''}${m.taken_back ? '-' : ''}`).join(' ')}`).join('\n');
  }
}

/** @param {Thread} thread */
export function isUnread(thread) {
  return thread.messages.some((m) => m.unread);
}

/** @param {Thread} thread @returns {number} what was said in it */
export function countSaid({ messages }) {
  return messages.filter((m) => m.kind === 'said' && !m.taken_back).length;
}

/**
 * The name that is being typed before the caret.
 *
 * @param {string} text
 * @param {number} caret
 * @returns {{start: number, typed: string} | null} where its `@` stands, and what follows it
 */
export function nameBeingTyped(text, caret) {
  const found = /(?<![\p{L}\p{N}_.+@-])@([A-Za-z0-9._-]*)$/u.exec(text.slice(0, caret));
  return found ? { start: found.index, typed: (found[1] ?? '').toLowerCase() } : null;
}

/**
 * @param {readonly Member[]} people
 * @param {string} typed lower case
 * @returns {Member[]} whose login, or a word of whose name, begins so
 */
export function fittingNames(people, typed) {
  const fits = (/** @type {Member} */ { login, name }) => login.startsWith(typed) || name.toLowerCase().split(/\s+/u).some((word) => word.startsWith(typed));
  return people.filter(fits).slice(0, MOST_NAMES);
}

/**
 * @param {string} text
 * @param {number} caret
 * @param {string} login
 * @returns {{text: string, caret: number}} with the name in place of what was typed of it
 */
export function withName(text, caret, login) {
  const here = nameBeingTyped(text, caret);
  if (!here) return { text, caret };
  const before = `${text.slice(0, here.start)}@${login} `;
  return { text: before + text.slice(caret).replace(/^ /u, ''), caret: before.length };
}
