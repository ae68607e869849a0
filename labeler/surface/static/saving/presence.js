/**
 * The other pages of this browser that work on the same article, and how far they are.
 */

/**
 * @typedef {object} Standpoint
 * @property {number} fence the newest lease holds the task
 * @property {number} revision the one its labels follow
 */
/** @typedef {Standpoint & {kind: 'who'|'here'|'gone', place: string, session: string}} Message */

const CHANNEL = 'labeler-pages';
const ANSWER_MS = 200;

/** One page's presence at one place. */
export class Presence {
  #channel = new BroadcastChannel(CHANNEL);
  /** @type {Set<string>} */
  #others = new Set();

  /**
   * @param {object} page
   * @param {string} page.place
   * @param {string} page.session
   * @param {() => Standpoint} page.standpoint
   * @param {(others: number) => void} page.count told how many other pages are there now
   * @param {(other: Standpoint) => void} page.hear told how far another page is
   */
  constructor(page) {
    this.page = page;
    this.#channel.onmessage = ({ data }) => this.#hear(data);
    this.#say('who');
  }

  /** Tell the others how far this page is. */
  tell() {
    this.#say('here');
  }

  /**
   * Sessions of the other pages that are alive.
   * @param {(ms: number, then: () => void) => void} after
   * @returns {Promise<ReadonlySet<string>>}
   */
  async others(after) {
    this.#say('who');
    await new Promise((resolve) => after(ANSWER_MS, () => resolve(undefined)));
    return this.#others;
  }

  leave() {
    this.#say('gone');
    this.#channel.close();
  }

  /** @param {Message['kind']} kind */
  #say(kind) {
    const { place, session, standpoint } = this.page;
    this.#channel.postMessage({ kind, place, session, ...standpoint() });
  }

  /** @param {Message} message */
  #hear({ kind, place, session, fence, revision }) {
    if (place !== this.page.place || session === this.page.session) return;
    const before = this.#others.size;
    if (kind === 'gone') this.#others.delete(session);
    else this.#others.add(session);
    if (kind === 'who') this.#say('here');
    if (this.#others.size !== before) this.page.count(this.#others.size);
    if (kind !== 'gone') this.page.hear({ fence, revision });
  }
}
