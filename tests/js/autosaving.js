/**
 * What the tests of saving need: a clock that is wound by hand, a server that
 * answers as it is told, a task to save.
 */

/** @import {Answer, Labels, OpenTask} from '../../labeler/surface/static/model/types.js' */

import { failure } from '../../labeler/surface/static/saving/api.js';
import { Autosave } from '../../labeler/surface/static/saving/autosave.js';
import { EMPTY } from '../../labeler/surface/static/model/labels.js';
import { Offsets } from '../../labeler/surface/static/model/offsets.js';
import { SchemaIndex } from '../../labeler/surface/static/model/schema.js';
import { randomId } from '../../labeler/surface/static/model/store.js';
import { makeStore, SCHEMA } from './example.js';

/** A clock that stands until it is wound. */
export class HandClock {
  time = 1_000_000;
  /** @type {Set<{at: number, then: () => void}>} */
  timers = new Set();

  now = () => this.time;
  random = () => 0.5;

  /** @param {number} ms @param {() => void} then */
  after = (ms, then) => {
    const timer = { at: this.time + ms, then };
    this.timers.add(timer);
    return () => void this.timers.delete(timer);
  };

  /** @param {number} ms */
  wind(ms) {
    this.time += ms;
    for (const timer of [...this.timers].sort((a, b) => a.at - b.at)) {
      if (timer.at <= this.time && this.timers.delete(timer)) timer.then();
    }
  }

  /** @returns {number|null} ms until the next timer */
  get next() {
    const times = [...this.timers].map((timer) => timer.at - this.time);
    return times.length ? Math.min(...times) : null;
  }
}

/** Answers of a server, in the order it is asked; held back where a test wants to answer later. */
export class Script {
  /** @type {any[]} */
  calls = [];
  /** @type {Array<Answer<any>|((call: any) => Answer<any>|Promise<Answer<any>>)>} */
  answers = [];
  revision = 0;

  /** @param {...(Answer<any>|((call: any) => Answer<any>|Promise<Answer<any>>))} answers */
  then_(...answers) {
    this.answers.push(...answers);
    return this;
  }

  /** @param {OpenTask} _ @param {Labels} labels @param {any} save */
  save = (_, labels, save) => this.#answer({ kind: 'save', labels, ...save });
  /** @param {OpenTask} _ @param {any} at */
  submit = (_, at) => this.#answer({ kind: 'submit', ...at });
  /** @param {string} documentId */
  open = (documentId) => this.#answer({ kind: 'open', documentId });
  /** @param {string} taskId */
  look = (taskId) => this.#answer({ kind: 'look', taskId });
  /** @param {string} taskId */
  reopen = (taskId) => this.#answer({ kind: 'reopen', taskId });
  session = () => this.#answer({ kind: 'session' });

  /** @param {any} call @returns {Promise<Answer<any>>} */
  async #answer(call) {
    this.calls.push(call);
    const answer = this.answers.shift() ?? this.saved();
    return typeof answer === 'function' ? answer(call) : answer;
  }

  /** @returns {Answer<any>} the next revision, stored */
  saved() {
    this.revision += 1;
    return { ok: true, status: 200, value: { revision: this.revision, savedAt: `at ${this.revision}`, problems: [] } };
  }
}

/** The one the page has, unless told otherwise. */
const INDEX = new SchemaIndex(SCHEMA);

export const LOST = failure(0, 'offline', 'The server cannot be reached.');

/** @param {number} status @param {string} code @param {any} [more] @returns {Answer<any>} */
export function refused(status, code, more = {}) {
  return { ...failure(status, code, `Refused: ${code}.`), ...more };
}

/** @param {Labels} labels @param {number} revision @param {string} [tab] @returns {Answer<any>} somebody saved first */
export function stale(labels, revision, tab = 'another') {
  return refused(412, 'stale-revision', { current: { revision, savedAt: `at ${revision}`, labels, client: { tab } } });
}

/**
 * The task as the server has it, for the page that asks.
 * @param {{task?: any, labels?: Labels, schema?: any}} [more]
 * @returns {() => Answer<any>}
 */
export function task({ task: changed = {}, labels = EMPTY, schema = INDEX } = {}) {
  const whole = { id: 'task', document_id: 'd', state: 'draft', revision: 0, fence: 9, lease_s: 1800, holds: true, saved_at: null, author: 'annotator:ann', ...changed };
  return () => ({ ok: true, status: 200, value: { task: whole, labels, schema } });
}

/** @template T @returns {{promise: Promise<T>, answer: (value: T) => void}} an answer to be given later */
export function later() {
  /** @type {(value: any) => void} */
  let answer = () => {};
  const promise = new Promise((resolve) => {
    answer = resolve;
  });
  return { promise, answer };
}

let count = 0;

/**
 * A page that labels a task.
 * @param {{labels?: Labels, revision?: number, fence?: number, state?: string, user?: string, script?: Script, clock?: HandClock}} [options]
 */
export function page({ labels = EMPTY, revision = 0, fence = 7, state = 'draft', user = `user ${(count += 1)} ${crypto.randomUUID()}`, script = new Script(), clock = new HandClock() } = {}) {
  script.revision = Math.max(script.revision, revision);
  // Ids as they are in life: two pages never make the same.
  const store = makeStore({ labels, newId: randomId });
  /** @type {any} */
  const opened = {
    task: { id: 'task', document_id: 'd', state, revision, fence, lease_expires_at: '', lease_s: 1800, holds: true, saved_at: null, author: '' },
    document: store.document,
    schema: INDEX,
    labels,
    header: {},
    offsets: new Offsets(store.document.text),
  };
  const saving = new Autosave({ store, api: script, opened, user, clock });
  return { store, saving, script, clock, user };
}

/**
 * Begin as a page does, waiting for no real time.
 * @param {{saving: Autosave, clock: HandClock}} page
 * @returns {Promise<number>}
 */
export async function begin({ saving, clock }) {
  let restored = -1;
  void saving.start().then((found) => {
    restored = found;
  });
  await until(() => {
    clock.wind(clock.next !== null && clock.next <= 200 && restored < 0 ? clock.next : 0);
    return restored >= 0;
  });
  return restored;
}

/** @param {() => boolean} condition @returns {Promise<void>} when it holds, or fails */
export async function until(condition) {
  const end = performance.now() + 5_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`never came true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve));
  }
}
