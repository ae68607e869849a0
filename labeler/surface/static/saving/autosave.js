/**
 * Saves labels as they change, and tells the truth about it.
 *
 * A change is kept in the browser from the moment it is made until the server has
 * acknowledged it; what stands in the way is found out, said, and overcome where it can be.
 */

/** @import {Answer, Change, CurrentCopy, Failure, Labels, OpenTask} from '../model/types.js' */
/** @import {Api} from './api.js' */
/** @import {LabelStore} from '../model/store.js' */
/** @import {Clock} from './clock.js' */
/** @import {Standpoint} from './presence.js' */
/** @import {Trouble} from './status.js' */

import { failure } from './api.js';
import { CLOCK } from './clock.js';
import { replaceAll } from '../model/commands.js';
import { resume } from './drafts.js';
import { explain, finished, otherPerson } from './explaining.js';
import { entryOf } from './journal.js';
import { Keeping } from './keeping.js';
import { sameLabels } from '../model/labels.js';
import { Outgoing } from './outgoing.js';
import { listenToPage } from './page_events.js';
import { Presence } from './presence.js';
import { describe, retries } from './status.js';
import { randomId } from '../model/store.js';
import { readWritten, written } from './written.js';

/** @typedef {import('./status.js').Status} Status */
/** @typedef {import('./status.js').Conflict} Conflict */

/** Keeps the server's copy of one task up to date with a store. */
export class Autosave {
  /** @type {Set<(status: Status) => void>} */
  #listeners = new Set();
  /** @type {Array<() => void>} */
  #endings = [];
  /** @type {Promise<boolean>|null} */
  #joining = null;
  /** @type {Trouble|null} */
  #trouble = null;
  /** @type {Conflict[]} the first is the one to choose about */
  #conflicts = [];
  #others = 0;
  #puttingBack = false;
  #takingTheirs = false;
  #stopped = false;
  #outgoing;

  /**
   * @param {object} parts
   * @param {LabelStore} parts.store
   * @param {Pick<Api, 'save'|'submit'|'open'|'look'|'reopen'|'session'>} parts.api
   * @param {OpenTask} parts.opened
   * @param {string} parts.user whose work is kept here
   * @param {Clock} [parts.clock]
   */
  constructor({ store, api, opened, user, clock = CLOCK }) {
    this.store = store;
    this.api = api;
    this.opened = opened;
    this.user = user;
    this.clock = clock;
    this.session = randomId('t');
    this.revision = opened.task.revision;
    this.fence = opened.task.fence;
    this.savedAt = opened.task.saved_at;
    /** @type {Labels} the labels the server has */
    this.saved = store.labels;
    /** Whether there were steps to undo that do not fit the labels any more. */
    this.pastLost = false;
    if (opened.task.state !== 'draft') this.#trouble = finished(opened.task.state).trouble;
    const place = { user, task: opened.task.id };
    this.keeping = new Keeping(place, this.session, () => this.#tell());
    this.#outgoing = new Outgoing({
      clock,
      keeping: this.keeping,
      labels: () => this.store.labels,
      write: (labels) => written(opened, labels),
      mayGo: () => !this.#isBlocked() && !this.#trouble,
      send: (attempt, leaving) => this.#request(attempt, leaving),
      tell: () => this.#tell(),
    });
    this.presence = new Presence({
      place: `${user} ${place.task}`,
      session: this.session,
      standpoint: () => ({ fence: this.fence, revision: this.revision }),
      count: (others) => {
        this.#others = others;
        this.#tell();
      },
      hear: (other) => this.#hear(other),
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
   * Look for what a page left behind, and put it back: as changes that follow what the
   * server has, and can be undone one by one, else as a conflict to choose about.
   * @returns {Promise<number>} how many changes were put back
   */
  async start() {
    if (!(await this.keeping.open())) return 0;
    const found = await this.keeping.left((text) => readWritten(text, this.opened.offsets));
    if (!found.length) {
      this.keeping.takeEarly();
      return 0;
    }
    const alive = await this.presence.others(this.clock.after);
    // The page may have gone on to another article meanwhile.
    if (this.#stopped) return 0;
    const { store, opened, keeping, savedAt } = this;
    const left = found.filter(({ session }) => !alive.has(session));
    const putBack = (/** @type {Labels} */ labels) => this.#putBack(labels);
    const { changes, conflicts, pastLost } = resume(left, { store, opened, keeping, savedAt, putBack });
    this.#conflicts.push(...conflicts);
    this.pastLost = pastLost;
    this.keeping.takeEarly();
    this.#tell();
    return changes;
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
      pending: this.#outgoing.pending,
      kept: this.keeping.working,
      sending: this.#outgoing.sending !== null,
      trouble: this.#trouble,
      conflict: this.#conflicts[0] ?? null,
      at: this.savedAt,
      others: this.#others,
    });
  }

  /** Try again now: the connection is back, somebody signed in or looks at this page again. */
  retry() {
    const state = this.#trouble?.state;
    if (state === 'elsewhere') void this.takeBack();
    if (retries(state) || state === 'signed-out') this.#trouble = null;
    if (this.#isBlocked() || !this.#isDirty()) {
      this.#tell();
      return;
    }
    void this.#outgoing.send();
  }

  /** Save what is unsaved, now. @returns {Promise<boolean>} whether the server has everything */
  async flush() {
    const out = this.#outgoing;
    while (out.pending || out.sending) {
      if (out.sending) await out.sending;
      else if (this.#isBlocked()) return false;
      else await out.send();
      if (this.#trouble && !out.sending) return false;
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
    if (answer.ok) this.#trouble = finished(answer.value.state).trouble;
    else if ([401, 404, 409, 412].includes(answer.status)) await this.#failed(answer);
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
  takeBack() {
    return this.#join(() => this.api.open(this.opened.task.document_id));
  }

  /** Go on with a task that was handed in or put aside; what is unsaved follows. @returns {Promise<boolean>} */
  reopen() {
    return this.#join(() => this.api.reopen(this.opened.task.id));
  }

  /** Note that somebody is at work, for the time a task takes. */
  touch() {
    this.#outgoing.activity.touch();
  }

  /** When somebody last gave a sign of life. */
  get lastTouch() {
    return this.#outgoing.activity.last;
  }

  /** Stop saving and listening; what is unsaved stays in the browser. */
  stop() {
    this.#stopped = true;
    this.#outgoing.hold();
    for (const end of this.#endings.splice(0)) end();
    this.#listeners.clear();
  }

  #leave() {
    if (!this.#isBlocked()) void this.#outgoing.send({ leaving: true });
  }

  /** @param {Change} change */
  #changed({ cause, label, before, labels, patch }) {
    if (cause === 'load') {
      // Loaded labels are the server's, and have no past; suggestions alone change nothing of one's own.
      if (labels === before) return;
      this.keeping.discard();
      this.#restOn(labels);
      return;
    }
    const out = this.#outgoing;
    out.activity.touch();
    const entry = entryOf(this.#puttingBack ? 'back' : cause, label, patch);
    out.add(this.keeping.add(entry, this.revision, this.clock.now()));
    if (this.#trouble?.state === 'refused') this.#trouble = null;
    // What comes from the server need not go there.
    if (this.#takingTheirs) return;
    // Undone until nothing is left to save.
    if (this.store.labels === this.saved && !out.attempt) this.#restOn(this.saved);
    // Whoever types here wants to go on here.
    else if (this.#trouble?.state === 'elsewhere') void this.takeBack();
    else if (!this.#isBlocked() && !this.#trouble) out.soon();
    this.#tell();
  }

  /** @param {import('./outgoing.js').Attempt} attempt @param {boolean} leaving */
  async #request({ labels, saveId, activeS }, leaving) {
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
    this.saved = this.#outgoing.acknowledge(revision) ?? this.saved;
    if (!this.#stopped) this.presence.tell();
  }

  /** @param {Failure} failed */
  async #failed(failed) {
    const { api, opened, user, revision } = this;
    const why = await explain(failed, { api, opened, user, revision });
    if ('later' in why) this.#postpone(why.later);
    else if ('current' in why) this.#meet(why.current);
    else if ('hold' in why && !this.#joining) await this.takeBack();
    else if ('trouble' in why) {
      // Sending the same again would be refused again: the next change tries anew.
      if (why.trouble.state === 'refused') this.#outgoing.drop();
      this.#trouble = why.trouble;
    }
  }

  /** @param {Failure} failed */
  #postpone(failed) {
    const { status, message } = failed;
    const state = status === 0 || status === 408 ? 'offline' : 'failing';
    const again = () => (this.#isDirty() ? void this.#outgoing.send() : this.retry());
    this.#trouble = { state, message, problems: [], retryAt: this.#outgoing.later(failed, again) };
  }

  /** @param {() => Promise<Answer<OpenTask>>} open @returns {Promise<boolean>} whether this page holds the task now */
  #join(open) {
    this.#joining ??= this.#rejoin(open).finally(() => {
      this.#joining = null;
      if (!this.#trouble) this.retry();
      this.#tell();
    });
    return this.#joining;
  }

  /** @param {() => Promise<Answer<OpenTask>>} open @returns {Promise<boolean>} */
  async #rejoin(open) {
    const answer = await open();
    if (this.#stopped) return false;
    if (!answer.ok) {
      await this.#failed(answer);
      return false;
    }
    const { task, labels } = answer.value;
    if (task.id !== this.opened.task.id) {
      this.#trouble = otherPerson(task.author.slice(task.author.indexOf(':') + 1), this.user).trouble;
      return false;
    }
    this.fence = task.fence;
    this.#trouble = task.state === 'draft' ? null : finished(task.state).trouble;
    if (task.revision !== this.revision) {
      this.#meet({ revision: task.revision, savedAt: task.saved_at ?? '', labels, client: {} });
    }
    if (!this.#stopped) this.presence.tell();
    return !this.#trouble;
  }

  /** Another tab of this browser is further. @param {Standpoint} other */
  #hear({ fence, revision }) {
    if (fence < this.fence) this.presence.tell();
    if (fence <= this.fence || this.#outgoing.sending) return;
    if (!this.#trouble || retries(this.#trouble.state)) {
      this.#outgoing.hold();
      this.#trouble = { state: 'elsewhere', message: 'This article is open in another tab of this browser.', problems: [] };
    }
    if (this.#trouble.state !== 'elsewhere') return;
    if (this.#isDirty()) void this.takeBack();
    else if (revision > this.revision) void this.#catchUp();
    this.#tell();
  }

  /** Show what another tab saved. */
  async #catchUp() {
    const answer = await this.api.look(this.opened.task.id);
    if (!answer.ok || this.#stopped || this.#isDirty()) return;
    const { task, labels } = answer.value;
    if (task.revision <= this.revision) return;
    this.#meet({ revision: task.revision, savedAt: task.saved_at ?? '', labels, client: {} });
    this.#tell();
  }

  /** Another revision is on the server: one's own, whose answer was lost, or somebody else's. @param {CurrentCopy} current */
  #meet(current) {
    const { revision, savedAt, labels: theirs, client } = current;
    const { attempt } = this.#outgoing;
    if (attempt && sameLabels(theirs, attempt.labels)) {
      this.#acknowledged(revision, savedAt);
    } else if (client.tab === this.session || sameLabels(theirs, this.saved)) {
      this.#follow(revision, savedAt);
    } else if (!this.#isDirty()) {
      this.#follow(revision, savedAt);
      this.#takeTheirs(theirs);
    } else {
      this.#outgoing.drop();
      this.#conflicts.push({ from: 'save', mine: this.store.labels, theirs, revision, savedAt, session: null });
    }
  }

  /** Save after this revision from now on. @param {number} revision @param {string|null} savedAt */
  #follow(revision, savedAt) {
    this.revision = revision;
    this.savedAt = savedAt;
    this.#outgoing.drop();
  }

  /** Put the server's labels in place of these, undoably. @param {Labels} theirs */
  #takeTheirs(theirs) {
    this.#takingTheirs = true;
    this.store.do(replaceAll(theirs, 'take the other version'));
    this.#takingTheirs = false;
    this.#restOn(this.store.labels);
  }

  /** These are the server's labels, and nothing is unsaved. @param {Labels} labels */
  #restOn(labels) {
    this.saved = labels;
    this.#outgoing.rest(this.revision);
  }

  /** Put unsaved work of a page that is gone back: its steps are in that page's journal. @param {Labels} labels */
  #putBack(labels) {
    this.#puttingBack = true;
    this.store.do(replaceAll(labels, 'put unsaved work back'));
    this.#puttingBack = false;
  }

  #isDirty() {
    return this.#outgoing.pending > 0;
  }

  /** Whether saving waits for a person. */
  #isBlocked() {
    const waits = this.#trouble !== null && !retries(this.#trouble.state);
    return this.#stopped || this.#conflicts.length > 0 || waits;
  }

  #tell() {
    const { status } = this;
    for (const listener of [...this.#listeners]) listener(status);
  }
}
