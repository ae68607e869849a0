/**
 * How long somebody worked: pauses do not count.
 */

/** A longer gap between two signs of life is a pause. */
const PAUSE_MS = 60_000;

/** Seconds of work since they were last asked for. */
export class ActiveTime {
  #since;
  #ms = 0;

  /** @param {() => number} now ms */
  constructor(now) {
    this.now = now;
    this.#since = now();
  }

  /** When the last sign of life was. */
  get last() {
    return this.#since;
  }

  /** Note a sign of life. */
  touch() {
    const now = this.now();
    const gap = now - this.#since;
    if (gap > 0 && gap <= PAUSE_MS) this.#ms += gap;
    this.#since = now;
  }

  /** @returns {number} seconds, to a tenth, at most a day; counted anew from here */
  take() {
    this.touch();
    const seconds = Math.min(86_400, Math.round(this.#ms / 100) / 10);
    this.#ms = 0;
    return seconds;
  }
}
