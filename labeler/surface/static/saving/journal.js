/**
 * What a page did to the labels, step by step, as it is kept in the browser: from
 * it come both the work the server has not seen and the steps that can be undone.
 */

/** @import {Decision, Labels, Patch} from '../model/types.js' */

import { applyPatch, TABLES } from '../model/labels.js';

/**
 * Decisions are kept as what changed of them: each step would else hold all of them twice.
 * @typedef {{keep: number, lost: readonly Decision[], added: readonly Decision[]}} DecisionsChange
 * @typedef {Omit<Patch, 'decisions'> & {decisions?: DecisionsChange}} KeptPatch
 */
/**
 * One row of the journal.
 * @typedef {object} Entry
 * @property {'do'|'undo'|'redo'|'back'} cause `back`: what another page left was put back
 * @property {string} label words such as “mark Russia as State”
 * @property {KeptPatch} patch
 */
/** @typedef {{label: string, patch: Patch}} Step from before it was done to after it */
/** @typedef {{past: Step[], future: Step[]}} History the step done or undone last is the last of its list */

/** How many entries of a journal are read; what is older cannot be undone after a reload. */
export const MOST_ENTRIES = 2_000;

/** @param {Patch} patch @returns {KeptPatch} */
export function keptPatch({ tables, documentLabels, decisions }) {
  /** @type {KeptPatch} */
  const kept = { tables };
  if (documentLabels) kept.documentLabels = documentLabels;
  if (decisions) kept.decisions = decisionsChange(...decisions);
  return kept;
}

/** @param {readonly Decision[]} before @param {readonly Decision[]} after @returns {DecisionsChange} */
function decisionsChange(before, after) {
  let keep = 0;
  while (keep < before.length && before[keep] === after[keep]) keep += 1;
  return { keep, lost: before.slice(keep), added: after.slice(keep) };
}

/**
 * @param {Labels} labels
 * @param {readonly Entry[]} entries
 * @returns {Labels} labels with all of them done
 */
export function replay(labels, entries) {
  return entries.reduce((now, { patch }) => applyPatch(now, fullPatch(patch, now)), labels);
}

/** @param {KeptPatch} kept @param {Labels} before @returns {Patch} */
function fullPatch({ decisions, ...patch }, before) {
  if (!decisions) return patch;
  const after = [...before.decisions.slice(0, decisions.keep), ...decisions.added];
  return { ...patch, decisions: [before.decisions, after] };
}

/**
 * What can be undone and redone where these entries led to these labels.
 * @param {readonly Entry[]} entries
 * @param {Labels} labels those that stand after the last one
 * @returns {History|null} `null` where they did not lead to them
 */
export function historyOf(entries, labels) {
  const recent = entries.slice(-MOST_ENTRIES);
  const patches = backwards(recent, labels);
  return patches && readHistory(recent, patches);
}

/** @param {readonly Entry[]} entries @param {Labels} labels @returns {Patch[]|null} one for each entry */
function backwards(entries, labels) {
  /** @type {Patch[]} */
  const patches = [];
  let { decisions } = labels;
  for (const { patch } of entries.toReversed()) {
    const { decisions: change, ...rest } = patch;
    if (!change) {
      patches.push(rest);
      continue;
    }
    if (decisions.length !== change.keep + change.added.length) return null;
    const before = [...decisions.slice(0, change.keep), ...change.lost];
    patches.push({ ...rest, decisions: [before, decisions] });
    decisions = before;
  }
  return patches.reverse();
}

/** @param {readonly Entry[]} entries @param {readonly Patch[]} patches @returns {History} */
function readHistory(entries, patches) {
  /** @type {Step[]} */
  let past = [];
  /** @type {Step[]} */
  let future = [];
  entries.forEach(({ cause, label }, i) => {
    const patch = /** @type {Patch} */ (patches[i]);
    // A journal cut at its beginning may undo what it does not know: each entry has all it takes.
    if (cause === 'do') {
      past.push({ label, patch });
      future = [];
    } else if (cause === 'undo') {
      past.pop();
      future.push({ label, patch: inverted(patch) });
    } else if (cause === 'redo') {
      future.pop();
      past.push({ label, patch });
    }
  });
  return { past, future };
}

/** @param {Patch} patch @returns {Patch} */
function inverted({ tables, documentLabels, decisions }) {
  /** @type {Patch} */
  const back = { tables: {} };
  for (const table of TABLES) {
    const rows = tables[table];
    if (rows) back.tables[table] = rows.map(([id, before, after]) => [id, after, before]);
  }
  if (documentLabels) back.documentLabels = [documentLabels[1], documentLabels[0]];
  if (decisions) back.decisions = [decisions[1], decisions[0]];
  return back;
}
