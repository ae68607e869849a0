/**
 * The article after the one on the screen: fetched and drawn while that one is worked
 * on, and kept for its person as long.
 */

/** @import {OpenTask} from './model/types.js' */
/** @import {Api} from './saving/api.js' */
/** @import {Clock} from './saving/clock.js' */

import { CLOCK } from './saving/clock.js';

/** It is fetched once the one before has been looked at for a while. */
export const PREFETCH_MS = 1200;
/** What the server answers for an article that is somebody else's by now, or nobody's. */
const LOST = [404, 409, 412];

/** @template {{dispose: () => void}} W what is drawn */
export class Ahead {
  /** @type {{opened: OpenTask, workspace: W, until: number}|null} `until`: how long it is one's own, ms since 1970 */
  #found = null;
  #stop = () => {};

  /**
   * @param {object} parts
   * @param {Pick<Api, 'next'|'renew'>} parts.api
   * @param {(opened: OpenTask) => W} parts.prepare draws it, not in the page yet
   * @param {Clock} [parts.clock]
   * @param {(run: () => void) => void} [parts.idle] runs something when nothing else is to do
   */
  constructor({ api, prepare, clock = CLOCK, idle = whenIdle }) {
    this.api = api;
    this.prepare = prepare;
    this.clock = clock;
    this.idle = idle;
  }

  /** Fetch the one after this in a while, in place of any other. @param {OpenTask} opened */
  soon({ document, nextDocumentId }) {
    this.drop();
    if (!nextDocumentId || nextDocumentId === document.id) return;
    let wanted = true;
    const cancel = this.clock.after(PREFETCH_MS, () => void this.#fetch(document.id, () => wanted));
    this.#stop = () => {
      wanted = false;
      cancel();
    };
  }

  /** Keep it for longer: its person is at work. */
  async renew() {
    const found = this.#found;
    if (!found) return;
    const { task } = found.opened;
    const asked = this.clock.now();
    const answer = await this.api.renew(task.id, task.fence);
    if (found !== this.#found) return;
    if (answer.ok) found.until = asked + task.lease_s * 1000;
    else if (LOST.includes(answer.status)) this.drop();
  }

  /** @returns {{opened: OpenTask, workspace: W}|null} what was fetched, if it is one's own still; it is the caller's now */
  take() {
    const found = this.#found;
    if (!found || this.clock.now() >= found.until) {
      this.drop();
      return null;
    }
    this.#found = null;
    this.#stop();
    return found;
  }

  /** Want it no more. */
  drop() {
    this.#stop();
    this.#found?.workspace.dispose();
    this.#found = null;
  }

  /** @param {string} after document id @param {() => boolean} wanted */
  async #fetch(after, wanted) {
    const asked = this.clock.now();
    // Not the one that was next when this was opened: somebody else may have it by now.
    const answer = await this.api.next(after);
    if (!answer.ok || !answer.value) return;
    const opened = answer.value;
    this.idle(() => {
      if (wanted()) this.#found = { opened, workspace: this.prepare(opened), until: asked + opened.task.lease_s * 1000 };
    });
  }
}

/** @param {() => void} run */
function whenIdle(run) {
  // Safari has no idle callbacks.
  if ('requestIdleCallback' in window) requestIdleCallback(run, { timeout: 2000 });
  else setTimeout(run, 200);
}
