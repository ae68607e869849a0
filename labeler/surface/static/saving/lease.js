/**
 * The article stays one's own while one reads it: a save keeps it, and so does a sign of
 * life where nothing is saved for long.
 */

/** @import {Api} from './api.js' */
/** @import {Autosave} from './autosave.js' */

/**
 * Renew the lease of the task while somebody is at work on it.
 *
 * @param {Pick<Autosave, 'opened'|'fence'|'status'|'clock'|'lastTouch'>} autosave
 * @param {Pick<Api, 'renew'>} api
 * @param {() => void} [also] keeps what else waits for whoever is at work
 * @returns {() => void} stop
 */
export function keepLease(autosave, api, also = () => {}) {
  const { clock, opened } = autosave;
  const every = (opened.task.lease_s * 1000) / 3;
  let stop = () => {};
  const wait = () => {
    stop = clock.after(every, () => {
      const worked = clock.now() - autosave.lastTouch <= every;
      // Whether it was lost meanwhile is said by the next save, which keeps what there is.
      if (worked && autosave.status.state === 'saved') void api.renew(opened.task.id, autosave.fence);
      if (worked) also();
      wait();
    });
  };
  wait();
  return () => stop();
}
