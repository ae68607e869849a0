/**
 * The changes on their way to the server: gathered for a moment, one request at a
 * time, tried again more and more slowly, the same until it is answered.
 */

/** @import {Failure, Labels} from '../model/types.js' */
/** @import {Clock} from './clock.js' */
/** @import {Keeping} from './keeping.js' */

import { ActiveTime } from './active_time.js';
import { retryAfter } from './clock.js';
import { randomId } from '../model/store.js';

/** How long after the last change a save begins, and how long after the first one at most. */
export const QUIET_MS = 300;
export const MOST_MS = 2_000;

/** @typedef {{labels: Labels, through: number, saveId: string, activeS: number}} Attempt the same until it is answered */

export class Outgoing {
  /** @type {() => void} */
  #cancelTimer = () => {};
  /** @type {Promise<void>|null} */
  #sending = null;
  /** @type {Attempt|null} */
  #attempt = null;
  #last = 0;
  #through = 0;
  #firstChangeAt = 0;
  #retries = 0;

  /**
   * @param {object} parts
   * @param {Clock} parts.clock
   * @param {Keeping} parts.keeping
   * @param {() => Labels} parts.labels those to be sent now
   * @param {(labels: Labels) => string} parts.write as they are sent
   * @param {() => boolean} parts.mayGo whether something may be sent by itself
   * @param {(attempt: Attempt, leaving: boolean) => Promise<void>} parts.send
   * @param {() => void} parts.tell called when something began or ended
   */
  constructor(parts) {
    this.parts = parts;
    this.activity = new ActiveTime(parts.clock.now);
  }

  /** How many changes the server has not acknowledged. */
  get pending() {
    return this.#last - this.#through;
  }

  /** The request that is under way, or waits to be tried again. */
  get attempt() {
    return this.#attempt;
  }

  /** The request that is under way. */
  get sending() {
    return this.#sending;
  }

  /** Note a change. @param {number} number its number in the journal */
  add(number) {
    this.#last = number;
    if (this.pending === 1) this.#firstChangeAt = this.parts.clock.now();
  }

  /** Send it once nothing more comes for a moment. */
  soon() {
    this.#schedule(Math.min(QUIET_MS, this.#firstChangeAt + MOST_MS - this.parts.clock.now()), () => void this.send());
  }

  /** Send nothing by itself any more. */
  hold() {
    this.#cancelTimer();
  }

  /** The labels on their way need not be sent as they are. */
  drop() {
    this.#attempt = null;
  }

  /** Send now. @param {{leaving?: boolean}} [options] @returns {Promise<void>} when it was answered */
  send({ leaving = false } = {}) {
    if (!this.#sending && this.pending) {
      this.#cancelTimer();
      this.#sending = this.#request(leaving).finally(() => {
        this.#sending = null;
        this.#goOn();
      });
      this.parts.tell();
    }
    return this.#sending ?? Promise.resolve();
  }

  /** @param {boolean} leaving */
  #request(leaving) {
    if (!this.#attempt) {
      const { keeping, labels, write } = this.parts;
      this.#attempt = { labels: labels(), through: this.#last, saveId: randomId('save'), activeS: this.activity.take() };
      keeping.sending(write(this.#attempt.labels), this.#attempt.through);
    }
    return this.parts.send(this.#attempt, leaving);
  }

  /** What to do after an answer came or none did. */
  #goOn() {
    if (this.pending && this.parts.mayGo()) {
      this.#firstChangeAt = this.parts.clock.now();
      this.soon();
    }
    this.parts.tell();
  }

  /**
   * The request under way is stored.
   * @param {number} revision it became
   * @returns {Labels|null} what the server has now
   */
  acknowledge(revision) {
    this.#retries = 0;
    const attempt = this.#attempt;
    if (!attempt) return null;
    this.#settle(attempt.through, revision);
    this.#attempt = null;
    return attempt.labels;
  }

  /** Nothing is left to be sent. @param {number} revision the labels follow */
  rest(revision) {
    this.#attempt = null;
    this.#cancelTimer();
    this.#settle(this.#last, revision);
  }

  /** @param {number} through number of the last change the server has @param {number} revision */
  #settle(through, revision) {
    this.#through = through;
    this.parts.keeping.acknowledged(through, revision, this.parts.clock.now());
  }

  /**
   * Try again later, each time after twice as long.
   * @param {Failure} failed
   * @param {() => void} again
   * @returns {number} when, ms since 1970
   */
  later({ status, retryAfterS }, again) {
    const { clock, labels } = this.parts;
    // An answer came, so nothing is in doubt; let newer labels go next.
    if (status >= 500 && this.#attempt?.labels !== labels()) this.#attempt = null;
    const wait = Math.max(retryAfterS * 1000, retryAfter(this.#retries, clock));
    this.#retries += 1;
    this.#schedule(wait, again);
    return clock.now() + wait;
  }

  /** @param {number} ms @param {() => void} then */
  #schedule(ms, then) {
    this.#cancelTimer();
    this.#cancelTimer = this.parts.clock.after(Math.max(0, ms), then);
  }
}
