import { equal } from './check.js';
import { HandClock } from './autosaving.js';
import { keepLease } from '../../labeler/surface/static/saving/lease.js';

const LEASE_S = 1800;
const THIRD_MS = (LEASE_S * 1000) / 3;

/** Somebody with an article, and what was asked of the server. */
function reader() {
  const clock = new HandClock();
  /** @type {[string, number][]} */
  const renewed = [];
  /** @type {any} */
  const autosave = { clock, opened: { task: { id: 't', lease_s: LEASE_S } }, fence: 4, lastTouch: clock.now(), status: { state: 'saved' } };
  /** @type {any} */
  const api = { renew: (/** @type {string} */ id, /** @type {number} */ fence) => void renewed.push([id, fence]) };
  return { clock, renewed, autosave, stop: keepLease(autosave, api) };
}

export const tests = {
  'an article that is read without a change is kept, three times in a lease'() {
    const { clock, renewed, autosave } = reader();
    for (let third = 0; third < 3; third += 1) {
      autosave.lastTouch = clock.now();
      clock.wind(THIRD_MS);
    }
    equal(renewed, [['t', 4], ['t', 4], ['t', 4]]);
  },
  'what waits for who is at work is kept with it, saved or not'() {
    const { clock, autosave } = reader();
    let kept = 0;
    const stop = keepLease(autosave, /** @type {any} */ ({ renew() {} }), () => (kept += 1));
    autosave.status = { state: 'offline' };
    clock.wind(THIRD_MS);
    equal(kept, 1);
    clock.wind(THIRD_MS);
    equal(kept, 1, 'who has gone away keeps nothing');
    stop();
  },
  'the lease is kept under the fence one holds by then'() {
    const { clock, renewed, autosave } = reader();
    autosave.fence = 9;
    clock.wind(THIRD_MS);
    equal(renewed, [['t', 9]]);
  },
  'who has gone away lets it run out, and keeps it again when they are back'() {
    const { clock, renewed, autosave } = reader();
    clock.wind(THIRD_MS);
    clock.wind(THIRD_MS);
    clock.wind(THIRD_MS);
    equal(renewed.length, 1);
    autosave.lastTouch = clock.now();
    clock.wind(THIRD_MS);
    equal(renewed.length, 2);
  },
  'nothing is renewed while something waits to be saved, is lost, or after leaving'() {
    for (const state of ['saving', 'offline', 'taken', 'closed', 'elsewhere']) {
      const { clock, renewed, autosave } = reader();
      autosave.status = { state };
      clock.wind(THIRD_MS);
      equal([state, renewed], [state, []]);
    }
    const { clock, renewed, stop } = reader();
    stop();
    clock.wind(THIRD_MS);
    equal([renewed, clock.next], [[], null]);
  },
};
