/**
 * What a page did to the labels, step by step, as it is kept in the browser: from
 * it come both the work the server has not seen and the steps that can be undone.
 */

/** @import {Labels, Patch} from '../model/types.js' */
/** @import {Row, SavedHistory, SavedStep} from '../model/history.js' */

import { decisionRows, markOf, takeStep } from '../model/history.js';

/**
 * One row of the journal. `back`: what another page left was put back.
 * @typedef {SavedStep & {cause: 'do'|'undo'|'redo'|'back'}} Entry
 */

/** How many entries of a journal are read; what is older cannot be undone after a reload. */
const MOST_ENTRIES = 2_000;

/**
 * @param {Entry['cause']} cause
 * @param {string} label words such as “mark Russia as State”
 * @param {Patch} patch
 * @returns {Entry}
 */
export function entryOf(cause, label, { tables, documentLabels, decisions }) {
  /** @type {SavedStep['rows']} */
  const rows = { ...tables };
  // What changed of them, not all of them twice for each step.
  if (decisions) rows.decisions = decisionRows(...decisions);
  return { cause, label, rows, ...(documentLabels && { documentLabels }) };
}

/**
 * @param {Labels} labels
 * @param {readonly Entry[]} entries
 * @returns {Labels} labels with all of them done
 */
export function replay(labels, entries) {
  return entries.reduce((now, entry) => takeStep(now, entry, 'forth'), labels);
}

/**
 * What can be undone and redone after these entries.
 * @param {readonly Entry[]} entries oldest first
 * @param {Labels} labels those that stand after the last one
 * @returns {SavedHistory}
 */
export function historyOf(entries, labels) {
  /** @type {SavedStep[]} */
  let past = [];
  /** @type {SavedStep[]} */
  let future = [];
  for (const { cause, ...step } of entries.slice(-MOST_ENTRIES)) {
    // A journal cut at its beginning may undo what it does not know: each entry has all it takes.
    if (cause === 'do') {
      past.push(step);
      future = [];
    } else if (cause === 'undo') {
      past.pop();
      future.push(inverted(step));
    } else if (cause === 'redo') {
      future.pop();
      past.push(step);
    }
  }
  return { labels: markOf(labels), past, future };
}

/** @param {SavedStep} step @returns {SavedStep} */
function inverted({ label, rows, documentLabels }) {
  const back = Object.fromEntries(
    Object.entries(rows).map(([table, list]) => [table, list.map(([id, before, after]) => /** @type {Row} */ ([id, after, before]))]),
  );
  return { label, rows: back, ...(documentLabels && { documentLabels: [documentLabels[1], documentLabels[0]] }) };
}
