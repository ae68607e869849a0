/**
 * Undo that outlives the page: steps as plain JSON, kept beside the labels they
 * lead to and from, and taken up again only where these still stand.
 */

/** @import {Attributes, Decision, Labels, Patch, Table} from './types.js' */

import { applyPatch, difference, sameValue, TABLES } from './labels.js';

/** @typedef {[id: string, before: any, after: any]} Row an item before and after, `null` where it is not there */
/**
 * One step as it is kept. Decisions are rows too: a step changes few of many.
 * @typedef {object} SavedStep
 * @property {string} label
 * @property {Partial<Record<Table|'decisions', Row[]>>} rows
 * @property {[Attributes, Attributes]} [documentLabels]
 */
/** @typedef {{labels: string, past: SavedStep[], future: SavedStep[]}} SavedHistory `labels`: mark of the labels in between; both oldest first, the next to redo last */
/** @typedef {{label: string, before?: Labels, after?: Labels, merge: string, saved?: SavedStep, bytes?: number}} Step labels are left out of what was kept, `saved` of what was not */

/** How much of the past and the future is kept. */
const KEPT_STEPS = 300;
const KEPT_BYTES = 2_000_000;

const encoder = new TextEncoder();
/** @type {WeakMap<object, number>} marks of items, which never change */
const marks = new WeakMap();

/**
 * The last steps, and the next ones to redo, as far as there is room.
 * @param {Labels} labels
 * @param {readonly Step[]} past
 * @param {readonly Step[]} future
 * @returns {SavedHistory}
 */
export function saveHistory(labels, past, future) {
  let [steps, bytes] = [KEPT_STEPS, KEPT_BYTES - 200];
  /** @param {readonly Step[]} from @returns {SavedStep[]} */
  const latest = (from) => {
    /** @type {SavedStep[]} */
    const kept = [];
    for (let i = from.length - 1; i >= 0; i -= 1) {
      const [saved, size] = savedOf(from[i]);
      if (!steps || size > bytes) break;
      steps -= 1;
      bytes -= size;
      kept.unshift(saved);
    }
    return kept;
  };
  return { labels: markOf(labels), past: latest(past), future: latest(future) };
}

/** @param {Step} step @returns {[saved: SavedStep, bytes: number]} computed once */
function savedOf(step) {
  if (!step.saved && step.before && step.after) {
    const { tables, documentLabels } = difference(step.before, step.after);
    /** @type {SavedStep['rows']} */
    const rows = { ...tables };
    const decisions = decisionRows(step.before.decisions, step.after.decisions);
    if (decisions.length) rows.decisions = decisions;
    step.saved = { label: step.label, rows, ...(documentLabels && { documentLabels }) };
  }
  const saved = /** @type {SavedStep} */ (step.saved);
  step.bytes ??= encoder.encode(JSON.stringify(saved)).length + 1;
  return [saved, step.bytes];
}

/** @param {readonly Decision[]} before @param {readonly Decision[]} after @returns {Row[]} the decisions that differ */
export function decisionRows(before, after) {
  if (before === after) return [];
  const [old, now] = [before, after].map((all) => new Map(all.map((d) => [d.suggestion, d])));
  /** @type {Row[]} */
  const rows = [];
  for (const id of new Set([...old.keys(), ...now.keys()])) {
    if (old.get(id) !== now.get(id)) rows.push([id, old.get(id) ?? null, now.get(id) ?? null]);
  }
  return rows;
}

/**
 * The labels on the other side of a step.
 * @param {Labels} labels
 * @param {SavedStep} step
 * @param {'back'|'forth'} way
 * @returns {Labels}
 */
export function takeStep(labels, { rows, documentLabels }, way) {
  const [from, to] = way === 'forth' ? [1, 2] : [2, 1];
  /** @type {Patch} */
  const patch = { tables: {} };
  for (const table of TABLES) {
    if (rows[table]) patch.tables[table] = rows[table].map((row) => [row[0], row[from], row[to]]);
  }
  if (documentLabels) patch.documentLabels = way === 'forth' ? documentLabels : [documentLabels[1], documentLabels[0]];
  if (rows.decisions) {
    const decided = new Map(labels.decisions.map((d) => [d.suggestion, d]));
    for (const row of rows.decisions) {
      if (row[to]) decided.set(row[0], row[to]);
      else decided.delete(row[0]);
    }
    patch.decisions = [labels.decisions, [...decided.values()]];
  }
  return applyPatch(labels, patch);
}

/**
 * @param {Labels} labels
 * @param {any} saved what was kept, perhaps by another version of this page
 * @returns {{past: Step[], future: Step[]}|null} steps from these labels; nothing where they do not lead from here
 */
export function readHistory(labels, saved) {
  if (!Array.isArray(saved?.past) || !Array.isArray(saved.future)) return null;
  if (![...saved.past, ...saved.future].every(isStep)) return null;
  if (saved.labels !== markOf(labels)) return null;
  if (!leads(labels, saved.past, 'back') || !leads(labels, saved.future, 'forth')) return null;
  /** @param {SavedStep} step @returns {Step} */
  const read = (step) => ({ label: step.label, merge: '', saved: step });
  return { past: saved.past.map(read), future: saved.future.map(read) };
}

/** @param {any} step @returns {boolean} */
function isStep(step) {
  const { label, rows, documentLabels } = step ?? {};
  if (typeof label !== 'string' || typeof rows !== 'object' || !rows) return false;
  if (documentLabels !== undefined && !(Array.isArray(documentLabels) && documentLabels.length === 2)) return false;
  return Object.entries(rows).every(
    ([table, list]) =>
      (table === 'decisions' || TABLES.some((name) => name === table)) &&
      Array.isArray(list) &&
      list.every((row) => Array.isArray(row) && row.length === 3 && typeof row[0] === 'string'),
  );
}

/**
 * Whether each step begins where the one before it ends, without making the labels in between.
 * @param {Labels} labels
 * @param {readonly SavedStep[]} steps the nearest last
 * @param {'back'|'forth'} way
 * @returns {boolean}
 */
function leads(labels, steps, way) {
  const [from, to] = way === 'forth' ? [1, 2] : [2, 1];
  const decided = new Map(labels.decisions.map((d) => [d.suggestion, d]));
  /** @type {Map<string, unknown>} what the steps so far made of it, by table and id */
  const made = new Map();
  let { documentLabels } = labels;
  for (const step of steps.toReversed()) {
    for (const [table, rows] of Object.entries(step.rows)) {
      const there = table === 'decisions' ? decided : labels[/** @type {Table} */ (table)];
      for (const row of rows) {
        const key = `${table} ${row[0]}`;
        const now = made.has(key) ? made.get(key) : (there.get(row[0]) ?? null);
        if (!sameValue(now, row[from])) return false;
        made.set(key, row[to]);
      }
    }
    if (!step.documentLabels) continue;
    if (!sameValue(documentLabels, step.documentLabels[from - 1])) return false;
    documentLabels = step.documentLabels[to - 1];
  }
  return true;
}

/**
 * @param {Labels} labels
 * @returns {string} the same for labels that say the same, in whatever order
 */
export function markOf(labels) {
  let sum = 0;
  let count = 0;
  /** @param {object} item */
  const add = (item) => {
    let mark = marks.get(item);
    if (mark === undefined) marks.set(item, (mark = hash(JSON.stringify(item, inOrder))));
    sum = (sum + mark) >>> 0;
    count += 1;
  };
  for (const table of TABLES) for (const item of labels[table].values()) add(item);
  labels.decisions.forEach(add);
  add(labels.documentLabels);
  return `${count}-${sum.toString(36)}`;
}

/** @param {string} _ @param {unknown} value @returns {unknown} objects with their keys in order */
function inOrder(_, value) {
  const isObject = value && typeof value === 'object' && !Array.isArray(value);
  return isObject ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
}

/** FNV-1a. @param {string} text @returns {number} 32 bits */
function hash(text) {
  let found = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) found = Math.imul(found ^ text.charCodeAt(i), 0x01000193);
  return found >>> 0;
}
