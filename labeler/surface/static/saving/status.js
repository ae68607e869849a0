/**
 * How safe the work is: the truth, in plain words.
 */

/** @import {Labels, Problem} from '../model/types.js' */

/**
 * - offline, failing: tried again by itself; no answer came, or the server could not
 * - elsewhere: open in another tab of this browser; goes on here by itself
 * - the others wait for a person
 *
 * @typedef {'saved'|'saving'|'unsaved'|'offline'|'failing'|'elsewhere'|'conflict'|'lease-lost'|'taken'|'trashed'|'archived'|'signed-out'
 *   |'other-person'|'refused'|'closed'|'schema-changed'|'gone'|'storage-full'} State
 */
/**
 * Two versions of the labels, to choose one.
 * @typedef {object} Conflict
 * @property {'save'|'draft'} from a save met a newer copy, or a page left work behind that follows an older one
 * @property {Labels} mine
 * @property {Labels} theirs
 * @property {string|null} savedAt when theirs was stored
 * @property {number} revision of theirs
 * @property {string|null} session of the page that left `mine` behind
 */
/**
 * @typedef {object} Trouble
 * @property {State} state
 * @property {string} message
 * @property {Problem[]} problems
 * @property {string|null} [at] when another place saved, ISO 8601
 * @property {number} [retryAt] when it is tried again, ms since 1970
 */
/**
 * @typedef {object} Standing
 * @property {number} pending changes the server has not acknowledged
 * @property {boolean} kept whether those are kept in this browser
 * @property {boolean} sending
 * @property {Trouble|null} trouble
 * @property {Conflict|null} conflict
 * @property {string|null} at when the server last stored these labels, ISO 8601
 * @property {number} others pages of this browser with the same article
 */
/**
 * @typedef {object} Status
 * @property {State} state
 * @property {string} message a plain sentence
 * @property {string|null} at
 * @property {number} pending
 * @property {boolean} kept
 * @property {Problem[]} problems why labels were refused
 * @property {Conflict|null} conflict
 * @property {number} others
 * @property {Trouble|null} trouble
 */

/** @param {State|undefined} state @returns {boolean} whether it is tried again without a person */
export const retries = (state) => state === 'offline' || state === 'failing';

/** @param {Standing} standing @returns {Status} */
export function describe(standing) {
  const { pending, kept, trouble, conflict, at, others } = standing;
  const [state, message] = stateOf(standing);
  const problems = trouble && trouble.state === state ? trouble.problems : [];
  return { state, message, at, pending, kept, problems, conflict, others, trouble };
}

/** @param {Standing} standing @returns {[State, string]} */
function stateOf({ pending, kept, sending, trouble, conflict }) {
  if (conflict) return ['conflict', 'There are two versions of these labels; choose one.'];
  if (trouble && !retries(trouble.state)) return [trouble.state, trouble.message];
  if (pending && !kept) {
    return ['storage-full', 'Not saved yet, and this browser cannot keep it: leave this page open.'];
  }
  if (trouble) return [trouble.state, `${trouble.message} ${counted(pending)} kept in this browser.`];
  if (sending) return ['saving', 'Saving.'];
  return pending ? ['unsaved', 'Not saved yet.'] : ['saved', 'All is saved.'];
}

/** @param {number} pending @returns {string} */
function counted(pending) {
  return pending === 1 ? '1 change is' : `${pending} changes are`;
}
