/**
 * What to do with work that a page left behind: put it back, or ask; and which
 * steps can be undone from there.
 */

/** @import {Labels, OpenTask} from '../model/types.js' */
/** @import {LabelStore} from '../model/store.js' */
/** @import {Keeping} from './keeping.js' */
/** @import {Left} from './kept_rows.js' */
/** @import {Conflict} from './status.js' */

import { sameLabels } from '../model/labels.js';
import { historyOf, replay } from './journal.js';
import { chainOf } from './kept_rows.js';

/**
 * @typedef {object} Verdict
 * @property {'stored'|'restore'|'choose'} verdict stored: the server has it all; restore: it
 *   follows what the server has; choose: the server moved on, or labels were changed meanwhile
 * @property {Labels} mine the labels with the draft's changes
 * @property {number} changes how many the server has not seen
 */
/**
 * @typedef {object} Resumed
 * @property {number} changes how many were put back
 * @property {Conflict[]} conflicts what is to be chosen about
 * @property {boolean} pastLost whether there were steps to undo that fit these labels no more
 */

/** @param {Left} left @returns {boolean} whether it holds what the server may not have */
const isDraft = ({ sentEntries, unsaved }) => sentEntries.length + unsaved.length > 0;

/**
 * @param {Left} left
 * @param {Labels} labels those that stand in the page
 * @param {Labels} server those the server sent
 * @param {number} revision of the server's
 * @returns {Verdict}
 */
export function weighDraft(left, labels, server, revision) {
  // The answer to the last save was lost, the save itself was not.
  const heard = left.sent !== null && sameLabels(left.sent, server);
  const changes = heard ? left.unsaved : [...left.sentEntries, ...left.unsaved];
  const follows = heard || left.head.base === revision;
  const base = follows ? labels : (left.sent ?? server);
  const missing = follows || !left.sent ? changes : left.unsaved;
  const mine = replay(base, missing);
  if (sameLabels(mine, labels)) return { verdict: 'stored', mine, changes: 0 };
  const verdict = follows && labels === server ? 'restore' : 'choose';
  return { verdict, mine, changes: changes.length };
}

/**
 * Put back what pages that are gone left behind of this task.
 *
 * @param {readonly Left[]} left newest first
 * @param {object} page
 * @param {LabelStore} page.store
 * @param {OpenTask} page.opened
 * @param {Keeping} page.keeping
 * @param {string|null} page.savedAt
 * @param {(labels: Labels) => void} page.putBack
 * @returns {Resumed}
 */
export function resume(left, { store, opened, keeping, savedAt, putBack }) {
  const { labels: server, task } = opened;
  /** @type {Resumed} */
  const resumed = { changes: 0, conflicts: [], pastLost: false };
  let past = left.find((l) => !isDraft(l) && l.head.base === task.revision);
  for (const draft of left.filter(isDraft)) {
    const { verdict, mine, changes } = weighDraft(draft, store.labels, server, task.revision);
    if (verdict === 'choose') {
      const { session } = draft;
      resumed.conflicts.push({ from: 'draft', mine, theirs: store.labels, revision: task.revision, savedAt, session });
      continue;
    }
    if (verdict === 'restore') putBack(mine);
    resumed.changes += changes;
    past = draft;
  }
  const kept = past && takePast(left, past, { store, keeping, base: task.revision });
  const asked = resumed.conflicts.map((c) => c.session);
  for (const { session } of left) if (!kept?.has(session) && !asked.includes(session)) keeping.discard(session);
  resumed.pastLost = !kept && left.some(({ entries, head }) => entries.length > 0 && head.base !== task.revision);
  return resumed;
}

/**
 * @param {readonly Left[]} left
 * @param {Left} past the page whose steps led to these labels
 * @param {{store: LabelStore, keeping: Keeping, base: number}} page
 * @returns {Set<string>|undefined} the sessions whose journals are gone on with
 */
function takePast(left, past, { store, keeping, base }) {
  const chain = chainOf(left, past.session);
  const entries = [...chain.flatMap((l) => l.entries), ...keeping.takeEarly()];
  if (!store.restoreHistory(historyOf(entries, store.labels))) return undefined;
  keeping.follow(past, base);
  return new Set(chain.map((l) => l.session));
}
