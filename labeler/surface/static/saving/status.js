/**
 * What the line under the article says about saving: the truth, in plain words.
 */

/** @import {Labels, Problem} from '../model/types.js' */

/** @typedef {'saved'|'saving'|'unsaved'|'offline'|'conflict'|'lease-lost'|'signed-out'|'refused'|'storage-full'} State */
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
/** @typedef {{state: State, message: string, problems: Problem[]}} Trouble */
/**
 * @typedef {object} Standing
 * @property {number} pending changes the server has not acknowledged
 * @property {boolean} kept whether those are kept in this browser
 * @property {boolean} sending
 * @property {boolean} closed handed in, or put aside
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
 */

/** @param {Standing} standing @returns {Status} */
export function describe(standing) {
  const { at, pending, kept, conflict, others, trouble } = standing;
  const [state, message] = stateOf(standing);
  const problems = trouble && trouble.state === state ? trouble.problems : [];
  return { state, message, at, pending, kept, problems, conflict, others };
}

/** @param {Standing} standing @returns {[State, string]} */
function stateOf({ pending, kept, sending, closed, trouble, conflict }) {
  if (conflict) return ['conflict', 'There are two versions of these labels; choose one.'];
  if (closed && pending) return ['refused', 'This article is handed in; reopen it to change it.'];
  if (trouble && trouble.state !== 'offline') return [trouble.state, trouble.message];
  if (pending && !kept) {
    return ['storage-full', 'Not saved yet, and this browser cannot keep it: leave this page open.'];
  }
  if (trouble) return ['offline', `${trouble.message} ${counted(pending)} kept in this browser.`];
  if (sending) return ['saving', 'Saving.'];
  return pending ? ['unsaved', 'Not saved yet.'] : ['saved', 'All is saved.'];
}

/** @param {number} pending @returns {string} */
function counted(pending) {
  return pending === 1 ? '1 change is' : `${pending} changes are`;
}
