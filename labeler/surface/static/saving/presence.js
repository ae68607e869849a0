/**
 * Which other pages of this browser work on the same article.
 */

/** @typedef {{kind: 'who'|'here'|'gone', place: string, session: string}} Message */

const CHANNEL = 'labeler-pages';
const ANSWER_MS = 200;

/** One page's presence at one place. */
export class Presence {
  #channel = new BroadcastChannel(CHANNEL);
  /** @type {Set<string>} */
  #others = new Set();

  /**
   * @param {string} place
   * @param {string} session
   * @param {(others: number) => void} report told how many other pages are there now
   */
  constructor(place, session, report) {
    this.place = place;
    this.session = session;
    this.report = report;
    this.#channel.onmessage = ({ data }) => this.#hear(data);
    this.#say('who');
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
    this.#channel.postMessage({ kind, place: this.place, session: this.session });
  }

  /** @param {Message} message */
  #hear({ kind, place, session }) {
    if (place !== this.place || session === this.session) return;
    const before = this.#others.size;
    if (kind === 'gone') this.#others.delete(session);
    else this.#others.add(session);
    if (kind === 'who') this.#say('here');
    if (this.#others.size !== before) this.report(this.#others.size);
  }
}
