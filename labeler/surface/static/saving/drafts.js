/**
 * What to do with work that a page left behind.
 */

/** @import {Labels} from '../model/types.js' */
/** @import {Draft} from './keeping.js' */

import { applyPatch, sameLabels } from '../model/labels.js';

/**
 * @typedef {object} Verdict
 * @property {'stored'|'restore'|'choose'} verdict stored: the server has it all; restore: it
 *   follows what the server has; choose: the server moved on, or labels were changed meanwhile
 * @property {Labels} mine the labels with the draft's changes
 * @property {number} changes how many the server has not seen
 */

/**
 * @param {Draft} draft
 * @param {Labels} labels those that stand in the page
 * @param {Labels} server those the server sent
 * @param {number} revision of the server's
 * @returns {Verdict}
 */
export function weighDraft(draft, labels, server, revision) {
  // The answer to the last save was lost, the save itself was not.
  const heard = draft.sent !== null && sameLabels(draft.sent, server);
  const changes = heard ? draft.changes : [...draft.sentChanges, ...draft.changes];
  const follows = heard || draft.base === revision;
  const base = follows ? labels : (draft.sent ?? server);
  const missing = follows || !draft.sent ? changes : draft.changes;
  const mine = missing.reduce(applyPatch, base);
  if (sameLabels(mine, labels)) return { verdict: 'stored', mine, changes: 0 };
  const verdict = follows && labels === server ? 'restore' : 'choose';
  return { verdict, mine, changes: changes.length };
}
