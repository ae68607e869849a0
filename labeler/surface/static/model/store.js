/**
 * The one place where labels change: runs commands, keeps undo, tells who listens.
 */

/** @import {Change, Command, Labels, LabeledDocument, Patch, Problem, Range, Result, SchemaJson} from './types.js' */
/** @import {SavedHistory, SavedStep, Step} from './history.js' */

import { findProblems } from './checks.js';
import { run } from './draft.js';
import { readHistory, saveHistory, takeStep } from './history.js';
import { difference, EMPTY, isEmptyPatch, mergeRanges, touched } from './labels.js';
import { SchemaIndex } from './schema.js';
import { openSuggestions } from './suggestions.js';

/** How many steps can be undone. */
const UNDO_STEPS = 2000;
const ID_LENGTH = 10;

/** @param {string} prefix @returns {string} such as `m-4k2v0x9q1z` */
export function randomId(prefix) {
  const digits = crypto.getRandomValues(new Uint32Array(ID_LENGTH));
  return `${prefix}-${Array.from(digits, (n) => (n % 36).toString(36)).join('')}`;
}

/** The labels of one article, their past and future, and the suggestions beside them. */
export class LabelStore {
  /** @type {Set<(change: Change) => void>} */
  #listeners = new Set();
  /** @type {Step[]} */
  #past = [];
  /** @type {Step[]} */
  #future = [];
  /** @type {{labels: Labels, found: readonly Problem[]}|null} */
  #problems = null;

  /**
   * @param {object} parts
   * @param {LabeledDocument} parts.document
   * @param {SchemaIndex|SchemaJson} parts.schema
   * @param {Labels} [parts.labels]
   * @param {Labels|null} [parts.suggestions]
   * @param {string} [parts.suggestionAuthor]
   * @param {readonly Problem[]} [parts.problems] what the server found, shown until the first change
   * @param {(prefix: string) => string} [parts.newId]
   */
  constructor({ document, schema, labels, suggestions, suggestionAuthor, problems, newId }) {
    this.document = document;
    this.schema = schema instanceof SchemaIndex ? schema : new SchemaIndex(schema);
    /** @type {Labels} */
    this.labels = labels ?? EMPTY;
    /** @type {Labels} */
    this.suggestions = suggestions ?? EMPTY;
    this.suggestionAuthor = suggestionAuthor ?? 'model';
    /** @type {(prefix: string) => string} */
    this.newId = newId ?? randomId;
    if (problems) this.#problems = { labels: this.labels, found: problems };
  }

  /** The model's items that are neither decided nor labelled just so. */
  openSuggestions() {
    return openSuggestions(this.labels, this.suggestions);
  }

  /**
   * @param {(change: Change) => void} listener called right after each change
   * @returns {() => void} ends it
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Run a command as one undo step. Refused ones, and those that change
   * nothing, leave no trace.
   * @param {Command} command
   * @param {{merge?: string}} [options] steps in a row with the same `merge` count
   *   as one, so that typing a note is not forty steps
   * @returns {Result}
   */
  do(command, { merge = '' } = {}) {
    const before = this.labels;
    const { labels, result, label } = run(command, before, this.context());
    if (labels === before) return result;
    const patch = difference(before, labels);
    if (isEmptyPatch(patch)) return result;
    const last = this.#past.at(-1);
    if (merge && last?.merge === merge && last.after === before && !this.#future.length) {
      Object.assign(last, { after: labels, saved: undefined, bytes: undefined });
    } else {
      this.#past.push({ label, before, after: labels, merge });
      if (this.#past.length > UNDO_STEPS) this.#past.shift();
    }
    this.#future = [];
    this.#move(labels, 'do', label, patch);
    return result;
  }

  /** @returns {string|null} what was undone */
  undo() {
    const step = this.#past.pop();
    if (!step) return null;
    const before = step.before ?? takeStep(this.labels, /** @type {SavedStep} */ (step.saved), 'back');
    this.#future.push({ ...step, before, after: this.labels });
    this.#move(before, 'undo', step.label, difference(this.labels, before));
    return step.label;
  }

  /** @returns {string|null} what was done again */
  redo() {
    const step = this.#future.pop();
    if (!step) return null;
    const after = step.after ?? takeStep(this.labels, /** @type {SavedStep} */ (step.saved), 'forth');
    this.#past.push({ ...step, before: this.labels, after });
    this.#move(after, 'redo', step.label, difference(this.labels, after));
    return step.label;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** Words for what undo would take back, or the empty text. */
  get undoLabel() {
    return this.#past.at(-1)?.label ?? '';
  }

  /** Words for what redo would do again, or the empty text. */
  get redoLabel() {
    return this.#future.at(-1)?.label ?? '';
  }

  /** The last steps and those to redo, as JSON to be kept with the labels they belong to. @returns {SavedHistory} */
  history() {
    return saveHistory(this.labels, this.#past, this.#future);
  }

  /**
   * Take up the steps of an earlier page, in place of what was done in this one.
   * @param {unknown} saved what `history` gave
   * @returns {boolean} whether they belong to the labels as they stand; if not, nothing is done
   */
  restoreHistory(saved) {
    const found = readHistory(this.labels, saved);
    if (!found) return false;
    this.#past = found.past;
    this.#future = found.future;
    return true;
  }

  /**
   * Put other labels or suggestions in place, outside of undo: the server's copy, a model that is ready now.
   * @param {{labels?: Labels, suggestions?: Labels|null, suggestionAuthor?: string}} parts
   */
  load({ labels, suggestions, suggestionAuthor }) {
    const ranges = suggestions === undefined ? [] : everyRange([this.suggestions, suggestions ?? EMPTY]);
    if (suggestions !== undefined) this.suggestions = suggestions ?? EMPTY;
    if (suggestionAuthor !== undefined) this.suggestionAuthor = suggestionAuthor;
    if (labels) {
      this.#past = [];
      this.#future = [];
    }
    const next = labels ?? this.labels;
    this.#move(next, 'load', '', difference(this.labels, next), ranges);
  }

  /** What is wrong now, worst first; computed once per change. */
  problems() {
    if (this.#problems?.labels !== this.labels) {
      this.#problems = { labels: this.labels, found: findProblems(this.labels, this.document, this.schema) };
    }
    return this.#problems.found;
  }

  /** @returns {import('./types.js').Context} */
  context() {
    return {
      text: this.document.text,
      schema: this.schema,
      language: this.document.language ?? '',
      suggestions: this.suggestions,
      suggestionAuthor: this.suggestionAuthor,
      newId: this.newId,
    };
  }

  /**
   * @param {Labels} labels
   * @param {Change['cause']} cause
   * @param {string} label
   * @param {Patch} patch from the labels that stood to these
   * @param {Range[]} [more] ranges to paint besides
   */
  #move(labels, cause, label, patch, more = []) {
    const before = this.labels;
    this.labels = labels;
    const { items, ranges } = touched(before, labels, patch);
    if (patch.decisions) ranges.push(...this.#decided(items));
    const change = { cause, label, items, ranges: mergeRanges([...ranges, ...more]), before, labels, patch };
    for (const listener of [...this.#listeners]) listener(change);
  }

  /** @param {Set<string>} ids @returns {Range[]} where decided suggestions stand */
  #decided(ids) {
    const { mentions, frames } = this.suggestions;
    return [...ids].flatMap((id) => {
      const frame = frames.get(id);
      const parts = frame ? [frame.anchor, ...frame.arguments.map((a) => a.filler)] : [id];
      return parts.flatMap((part) => [...(mentions.get(part ?? '')?.fragments ?? [])]);
    });
  }
}

/** @param {Labels[]} sets @returns {Range[]} */
function everyRange(sets) {
  return sets.flatMap((set) => [...set.mentions.values()].flatMap((m) => [...m.fragments]));
}
