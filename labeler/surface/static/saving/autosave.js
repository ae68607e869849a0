/**
 * Saves labels as they change, and tells the truth about it.
 *
 * One request at a time, tried again until it is answered. A change is kept in
 * the browser from the moment it is made until the server has acknowledged it.
 */

/** @import {Answer, Change, CurrentCopy, Failure, Labels, OpenTask} from '../model/types.js' */
/** @import {Api} from './api.js' */
/** @import {LabelStore} from '../model/store.js' */
/** @import {Draft} from './keeping.js' */
/** @import {Clock} from './clock.js' */
/** @import {Trouble} from './status.js' */

import { ActiveTime } from './active_time.js';
import { failure } from './api.js';
import { CLOCK, retryAfter } from './clock.js';
import { replaceAll } from '../model/commands.js';
import { weighDraft } from './drafts.js';
import { Keeping } from './keeping.js';
import { sameLabels } from '../model/labels.js';
import { listenToPage } from './page_events.js';
import { Presence } from './presence.js';
import { describe } from './status.js';
import { randomId } from '../model/store.js';

/** How long after the last change a save begins, and how long after the first one at most. */
export const QUIET_MS = 300;
export const MOST_MS = 2_000;

/** @typedef {import('./status.js').Status} Status */
/** @typedef {import('./status.js').Conflict} Conflict */
/** @typedef {{labels: Labels, through: number, saveId: string, activeS: number}} Attempt the same until it is answered */

/** Keeps the server's copy of one task up to date with a store. */
export class Autosave {
  /** @type {Set<(status: Status) => void>} */
  #listeners = new Set();
  /** @type {Array<() => void>} */
  #endings = [];
  /** @type {() => void} */
  #cancelTimer = () => {};
  /** @type {Promise<void>|null} */
  #sending = null;
  /** @type {Attempt|null} */
  #attempt = null;
  /** @type {Trouble|null} */
  #trouble = null;
  /** @type {Conflict[]} the first is the one to choose about */
  #conflicts = [];
  #last = 0;
  #through = 0;
  #firstChangeAt = 0;
  #retries = 0;
  #others = 0;
  #closed = false;
  #stopped = false;
  #activity;

  /**
   * @param {object} parts
   * @param {LabelStore} parts.store
   * @param {Pick<Api, 'save'|'submit'|'open'|'look'>} parts.api
   * @param {OpenTask} parts.opened
   * @param {string} parts.user whose work is kept here
   * @param {Clock} [parts.clock]
   */
  constructor({ store, api, opened, user, clock = CLOCK }) {
    this.store = store;
    this.api = api;
    this.opened = opened;
    this.clock = clock;
    this.session = randomId('t');
    this.revision = opened.task.revision;
    this.fence = opened.task.fence;
    this.savedAt = opened.task.saved_at;
    /** @type {Labels} the labels the server has */
    this.saved = store.labels;
    this.#activity = new ActiveTime(clock.now);
    const place = { user, task: opened.task.id };
    this.keeping = new Keeping(place, this.session, () => this.#tell());
    this.presence = new Presence(`${user} ${place.task}`, this.session, (others) => {
      this.#others = others;
      this.#tell();
    });
    this.#endings.push(
      store.subscribe((change) => this.#changed(change)),
      listenToPage({
        back: () => this.retry(),
        away: () => this.#leave(),
        // Only what would be lost is worth a question.
        mayLeave: () => !this.#isDirty() || this.keeping.working,
        work: () => this.touch(),
      }),
      () => this.presence.leave(),
      () => this.keeping.close(),
    );
  }

  /**
   * Look for work that a page left behind, and put it back: as one undoable step
   * where it follows what the server has, else as a conflict to choose about.
   * @returns {Promise<number>} how many changes were put back
   */
  async start() {
    if (!(await this.keeping.open())) return 0;
    const drafts = await this.keeping.drafts();
    if (!drafts.length) return 0;
    const alive = await this.presence.others(this.clock.after);
    // The page may have gone on to another article meanwhile.
    const left = this.#stopped ? [] : drafts.filter((draft) => !alive.has(draft.session));
    const restored = left.map((draft) => this.#restore(draft));
    this.#tell();
    return restored.reduce((sum, count) => sum + count, 0);
  }

  /** @param {(status: Status) => void} listener called at once and at every change @returns {() => void} ends it */
  subscribe(listener) {
    this.#listeners.add(listener);
    listener(this.status);
    return () => this.#listeners.delete(listener);
  }

  /** @returns {Status} */
  get status() {
    return describe({
      pending: this.#last - this.#through,
      kept: this.keeping.working,
      sending: this.#sending !== null,
      closed: this.#closed,
      trouble: this.#trouble,
      conflict: this.#conflicts[0] ?? null,
      at: this.savedAt,
      others: this.#others,
    });
  }

  /** Try again now: the connection is back, somebody signed in. */
  retry() {
    if (this.#trouble?.state !== 'lease-lost') this.#trouble = null;
    if (this.#isBlocked() || !this.#isDirty()) return;
    this.#cancelTimer();
    void this.#send();
  }

  /** Save what is unsaved, now. @returns {Promise<boolean>} whether the server has everything */
  async flush() {
    this.#cancelTimer();
    while (this.#isDirty() || this.#sending) {
      if (this.#sending) await this.#sending;
      else if (this.#isBlocked()) return false;
      else await this.#send();
      if (this.#trouble && !this.#sending) return false;
    }
    return !this.#conflicts.length;
  }

  /**
   * Save, then hand in.
   * @returns {Promise<Answer<{state: string, revision: number, submittedAt: string}>>}
   */
  async submit() {
    if (!(await this.flush())) return failure(0, 'not-saved', this.status.message);
    const answer = await this.api.submit(this.opened, { revision: this.revision, fence: this.fence });
    if (answer.ok) this.#closed = true;
    else if ([401, 409, 412].includes(answer.status)) await this.#failed(answer);
    this.#tell();
    return answer;
  }

  /**
   * Settle a conflict. `mine` becomes a new revision after theirs; with `theirs` mine
   * can still be had back by undo.
   * @param {'mine'|'theirs'} which
   */
  choose(which) {
    const conflict = this.#conflicts.shift();
    if (!conflict) return;
    const { from, mine, theirs, revision, savedAt, session } = conflict;
    if (revision > this.revision) this.#follow(revision, savedAt);
    if (from === 'save') this.saved = theirs;
    if (from === 'draft' && which === 'mine') this.store.do(replaceAll(mine, 'put unsaved work back'));
    if (from === 'save' && which === 'theirs') {
      this.#takeTheirs(theirs);
    }
    if (session !== null) this.keeping.discard(session);
    this.retry();
    this.#tell();
  }

  /** Hold the task again after it was opened in another place. @returns {Promise<boolean>} */
  async takeBack() {
    const answer = await this.api.open(this.opened.task.document_id);
    if (!answer.ok) {
      await this.#failed(answer);
      this.#tell();
      return false;
    }
    const { task, labels } = answer.value;
    this.#trouble = null;
    this.fence = task.fence;
    if (task.revision !== this.revision) {
      this.#meet({ revision: task.revision, savedAt: task.saved_at ?? '', labels, client: {} });
    }
    this.retry();
    this.#tell();
    return true;
  }

  /** Note that somebody is at work, for the time a task takes. */
  touch() {
    this.#activity.touch();
  }

  /** Stop saving and listening; what is unsaved stays in the browser. */
  stop() {
    this.#stopped = true;
    this.#cancelTimer();
    for (const end of this.#endings.splice(0)) end();
    this.#listeners.clear();
  }

  #leave() {
    if (this.#isDirty() && !this.#sending && !this.#isBlocked()) {
      this.#cancelTimer();
      void this.#send({ leaving: true });
    }
  }

  /** @param {Change} change */
  #changed({ cause, before, labels, patch }) {
    if (cause === 'load') {
      // Loaded labels are the server's; suggestions alone change nothing of one's own.
      if (labels !== before) this.#restOn(labels);
      return;
    }
    const now = this.clock.now();
    this.#activity.touch();
    this.#last = this.keeping.add(patch, this.revision, now);
    if (this.#trouble?.state === 'refused' && !this.#closed) this.#trouble = null;
    if (this.store.labels === this.saved && !this.#attempt) {
      // Undone until nothing is left to save.
      this.#restOn(this.saved);
    } else if (!this.#isBlocked() && !this.#trouble) {
      if (this.#last - this.#through === 1) this.#firstChangeAt = now;
      this.#schedule(Math.min(QUIET_MS, this.#firstChangeAt + MOST_MS - now));
    }
    this.#tell();
  }

  /** @param {number} ms */
  #schedule(ms) {
    this.#cancelTimer();
    this.#cancelTimer = this.clock.after(Math.max(0, ms), () => void this.#send());
  }

  /** @param {{leaving?: boolean}} [options] @returns {Promise<void>} */
  #send(options = {}) {
    if (!this.#sending && this.#isDirty()) {
      this.#sending = this.#request(options).finally(() => {
        this.#sending = null;
        this.#goOn();
      });
      this.#tell();
    }
    return this.#sending ?? Promise.resolve();
  }

  /** @param {{leaving?: boolean}} options */
  async #request({ leaving = false }) {
    if (!this.#attempt) {
      this.#attempt = {
        labels: this.store.labels,
        through: this.#last,
        saveId: randomId('save'),
        activeS: this.#activity.take(),
      };
      this.keeping.sending(this.#attempt.labels, this.#attempt.through);
    }
    const { labels, saveId, activeS } = this.#attempt;
    const { revision, fence, session: tab } = this;
    const answer = await this.api.save(this.opened, labels, { revision, fence, saveId, activeS, tab, leaving });
    if (answer.ok) this.#acknowledged(answer.value.revision, answer.value.savedAt);
    else await this.#failed(answer);
  }

  /** @param {number} revision @param {string} savedAt */
  #acknowledged(revision, savedAt) {
    this.revision = revision;
    this.savedAt = savedAt;
    this.#trouble = null;
    this.#retries = 0;
    if (!this.#attempt) return;
    this.saved = this.#attempt.labels;
    this.#settle(this.#attempt.through);
    this.#attempt = null;
  }

  /** @param {number} through number of the last change the server has */
  #settle(through) {
    this.#through = through;
    this.keeping.acknowledged(through, this.revision, this.clock.now());
  }

  /** What to do after an answer came or none did. */
  #goOn() {
    if (this.#isDirty() && !this.#isBlocked() && !this.#trouble) {
      this.#firstChangeAt = this.clock.now();
      this.#schedule(QUIET_MS);
    }
    this.#tell();
  }

  /** @param {Failure} failed */
  async #failed(failed) {
    const { status, code, message, problems } = failed;
    if (status === 412) {
      const current = failed.current ?? (await this.#look());
      if (current) this.#meet(current);
    } else if (status === 409 && code === 'lease-lost') {
      this.#trouble = { state: 'lease-lost', message, problems: [] };
    } else if (status === 401) {
      this.#trouble = { state: 'signed-out', message: `${message} Your work is kept here.`, problems: [] };
    } else if (status === 0 || status >= 500 || status === 408 || status === 429) {
      this.#postpone(failed);
    } else {
      // Sending the same again would be refused again: the next change tries anew.
      this.#attempt = null;
      this.#trouble = { state: 'refused', message, problems };
    }
  }

  /** @param {Failure} failed */
  #postpone({ status, message, retryAfterS }) {
    // An answer came, so nothing is in doubt; let newer labels go next.
    if (status >= 500 && this.#attempt?.labels !== this.store.labels) this.#attempt = null;
    const wait = retryAfter(this.#retries, this.clock);
    this.#retries += 1;
    this.#trouble = { state: 'offline', message, problems: [] };
    this.#schedule(Math.max(retryAfterS * 1000, wait));
  }

  /** The server's copy, asked for. @returns {Promise<CurrentCopy|null>} */
  async #look() {
    const answer = await this.api.look(this.opened.task.id);
    if (!answer.ok) {
      await this.#failed(answer);
      return null;
    }
    const { task, labels } = answer.value;
    return { revision: task.revision, savedAt: task.saved_at ?? '', labels, client: {} };
  }

  /** Another revision is on the server: one's own, whose answer was lost, or somebody else's. @param {CurrentCopy} current */
  #meet(current) {
    const { revision, savedAt, labels: theirs, client } = current;
    if (this.#attempt && sameLabels(theirs, this.#attempt.labels)) {
      this.#acknowledged(revision, savedAt);
    } else if (client.tab === this.session || sameLabels(theirs, this.saved)) {
      this.#follow(revision, savedAt);
    } else if (!this.#isDirty()) {
      this.#follow(revision, savedAt);
      this.#takeTheirs(theirs);
    } else {
      this.#attempt = null;
      this.#conflicts.push({ from: 'save', mine: this.store.labels, theirs, revision, savedAt, session: null });
    }
  }

  /** Save after this revision from now on. @param {number} revision @param {string|null} savedAt */
  #follow(revision, savedAt) {
    this.revision = revision;
    this.savedAt = savedAt;
    this.#attempt = null;
  }

  /** Put the server's labels in place of these, undoably. @param {Labels} theirs */
  #takeTheirs(theirs) {
    this.store.do(replaceAll(theirs, 'take the other version'));
    this.#restOn(this.store.labels);
  }

  /** These are the server's labels, and nothing is unsaved. @param {Labels} labels */
  #restOn(labels) {
    this.saved = labels;
    this.#attempt = null;
    this.#cancelTimer();
    this.#settle(this.#last);
  }

  /** @param {Draft} draft @returns {number} how many changes were put back at once */
  #restore(draft) {
    const { labels } = this.store;
    const { labels: server, task } = this.opened;
    const { verdict, mine, changes } = weighDraft(draft, labels, server, task.revision);
    const { session } = draft;
    if (verdict === 'choose') {
      const { revision, savedAt } = this;
      this.#conflicts.push({ from: 'draft', mine, theirs: labels, revision, savedAt, session });
      return 0;
    }
    if (verdict === 'restore') this.store.do(replaceAll(mine, 'put unsaved work back'));
    this.keeping.discard(session);
    return changes;
  }

  #isDirty() {
    return this.#last > this.#through;
  }

  /** Whether saving waits for a person. */
  #isBlocked() {
    const state = this.#trouble?.state;
    return this.#closed || this.#stopped || this.#conflicts.length > 0 || state === 'lease-lost' || state === 'signed-out' || state === 'refused';
  }

  #tell() {
    const { status } = this;
    for (const listener of [...this.#listeners]) listener(status);
  }
}
