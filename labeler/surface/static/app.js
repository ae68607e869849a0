/**
 * From article to article: open, save, submit, skip, and what to show when
 * something stands in the way.
 */

import { Ahead } from './ahead.js';
import * as actions from './keys/actions.js';
import { Api } from './saving/api.js';
import { keepLease } from './saving/lease.js';
import { Autosave } from './saving/autosave.js';
import { awaitSuggestions } from './saving/awaiting.js';
import { keepAsFile } from './saving/keep_as_file.js';
import { askText } from './dialogs.js';
import { el } from './dom.js';
import { openHistory, showComparison } from './panels/history.js';
import { closeConnectionDialogs } from './page_around.js';
import { blocks, goTo } from './panels/problems_panel.js';
import { Reading } from './reading.js';
import { SavingView } from './saving/saving_view.js';
import * as states from './states.js';
import { LabelStore } from './model/store.js';
import { followTheme } from './theme.js';
import { TopBar } from './topbar.js';
import { Workspace } from './workspace.js';

/** @import {Answer, Failure, OpenTask} from './model/types.js' */

/** How long to wait before a server that was not reached is tried again. */
const REACH_MS = 5000;
/** What is kept too long in the browser is forgotten once nobody waits for anything. */
const TIDY_MS = 5000;

export class App {
  /**
   * @param {HTMLElement} root
   * @param {{document: string | null, thread?: string | null, api: string}} data
   */
  constructor(root, data) {
    this.root = root;
    this.asked = data.document;
    this.thread = data.thread;
    this.api = new Api({ base: data.api });
    /** @type {Workspace | null} */
    this.workspace = null;
    /** @type {OpenTask | null} */
    this.opened = null;
    /** @type {Set<string>} articles that were on the screen */
    this.shown = new Set();
    /** @type {Autosave | null} */
    this.autosave = null;
    /** @type {SavingView | null} */
    this.saving = null;
    /** @type {Ahead<Workspace>} the next article */
    this.ahead = new Ahead({ api: this.api, prepare: (opened) => this.#prepare(opened) });
    this.submitting = false;
    this.gone = false;
    this.stopTheme = followTheme(root, (dark) => {
      this.dark = dark;
      this.#paintHues();
    });
    this.stopDialogs = closeConnectionDialogs();
    this.reading = new Reading(root, () => this.#paintHues());
    root.addEventListener('keydown', (event) => this.#key(event));
    // Streamlit listens to these two as well; none of ours are meant for it.
    root.addEventListener('keyup', (event) => event.stopPropagation());
    root.addEventListener('keypress', (event) => event.stopPropagation());
    root.addEventListener('copy', (event) => this.#copy(event));
    this.fit = () => root.style.setProperty('--lb-top', `${Math.max(0, root.getBoundingClientRect().top)}px`);
    window.addEventListener('resize', this.fit);
    this.bar = new TopBar({
      undo: () => this.workspace && actions.undoRedo(this.workspace.desk, 'undo'),
      redo: () => this.workspace && actions.undoRedo(this.workspace.desk, 'redo'),
      find: () => this.workspace?.finding.open(),
      keys: () => this.workspace?.handling.help(),
      reading: () => this.reading.open(),
      history: () => this.history(),
      skip: () => this.#askSkip(),
      submit: () => void this.submit(),
    });
  }

  /** @param {string | null} documentId @returns {boolean} whether this article is, or was, on the screen */
  hasShown(documentId) {
    return documentId !== null && this.shown.has(documentId);
  }

  /** Open the article that was asked for, or the next one. */
  async start() {
    this.fit();
    this.#show(states.loading());
    const session = await this.api.session();
    if (this.gone) return;
    if (!session.ok) {
      this.#failed(session);
      return;
    }
    this.user = session.value.user.login;
    this.alone = session.value.mode === 'local';
    this.#arrived(this.asked ? await this.api.open(this.asked) : await this.api.next());
  }

  /** @param {Answer<OpenTask | null>} answer */
  #arrived(answer) {
    if (this.gone) return;
    if (!answer.ok) this.#failed(answer);
    else if (answer.value) this.#openTask(answer.value);
    else void this.#nothingLeft();
  }

  async #nothingLeft() {
    const answer = await this.api.documents({ limit: 1 });
    const left = answer.ok ? await this.api.documents({ limit: 1, state: 'new' }) : answer;
    if (this.gone) return;
    const again = () => this.#next();
    if (!answer.ok || !left.ok) this.#failed(answer.ok ? /** @type {Failure} */ (left) : answer);
    else if (left.value.total) this.#show(states.nothingNow(again));
    else this.#show(answer.value.total ? states.allDone(answer.value.total, again) : states.noArticles(again));
  }

  /** @param {OpenTask} opened */
  #openTask(opened) {
    const { id, version } = opened.header.schema;
    if (id !== opened.schema.id) {
      const next = async () => this.#arrived(await this.api.next(opened.document.id));
      this.#show(states.otherSchema(`${id} ${version}`, `${opened.schema.id} ${opened.schema.version}`, () => void next()));
      return;
    }
    performance.mark('labeler.task-in-hand');
    this.#close();
    this.#begin(opened, this.#prepare(opened));
  }

  #paintHues() {
    this.workspace?.desk.looks.paint(this.root, this.dark ?? false, this.reading?.high);
  }

  /** @param {OpenTask} opened @returns {Workspace} drawn, but not in the page yet */
  #prepare(opened) {
    return new Workspace(new LabelStore(opened), {
      root: this.root,
      submit: () => void this.submit(),
      skip: () => this.#askSkip(),
      save: () => void this.save(),
      history: () => this.history(),
      reading: this.reading,
      suggestionState: () => opened.suggestionState,
      user: this.user ?? '',
      api: this.api,
    });
  }

  /** @param {OpenTask} opened @param {Workspace} workspace */
  #begin(opened, workspace) {
    this.opened = opened;
    this.shown.add(opened.document.id);
    this.workspace = workspace;
    const { store } = workspace.desk;
    this.autosave = new Autosave({ store, api: this.api, opened, user: this.user ?? '' });
    this.saving = new SavingView(this.bar, this.autosave, this.#ways(workspace, this.autosave));
    this.autosave.subscribe(({ state }) => {
      this.bar.skip.disabled = state === 'closed';
      this.bar.submit.disabled = state === 'closed' || this.submitting;
      if (state === 'saved') workspace.talking.refresh();
    });
    this.renewing = keepLease(this.autosave, this.api, () => void this.ahead.renew());
    this.#compose(workspace, opened);
    history.replaceState(history.state, '', addressOf(opened.document.id));
    void this.#restore(this.autosave);
    void this.#talk(workspace, opened);
    this.stopWaiting = awaitSuggestions(this.api, opened, store);
    this.ahead.soon(opened);
    // A task that is posted in a frame runs once the frame is on the screen.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => performance.mark('labeler.painted');
      port2.postMessage(null);
    });
  }

  /** Learn of the threads, and show the one that was asked for. @param {Workspace} workspace @param {OpenTask} opened */
  async #talk(workspace, { task }) {
    workspace.talking.onunread = (count) => this.bar.showUnread(this.alone ? 0 : count);
    await workspace.talking.load(task.id);
    const { thread } = this;
    this.thread = null;
    if (thread && workspace === this.workspace) workspace.talking.openNamed(thread);
  }

  /** @param {Workspace} workspace @param {OpenTask} opened */
  #compose(workspace, opened) {
    const { store } = workspace.desk;
    this.#paintHues();
    const head = el('div', {}, this.bar.element, this.saving?.banner ?? null);
    const { main, bottom, live } = workspace;
    this.root.replaceChildren(head, main, bottom, live);
    this.bar.title.textContent = opened.schema.title || 'Labeler';
    this.bar.showProgress(opened.progress);
    this.bar.showUndo(store);
    store.subscribe(() => this.bar.showUndo(store));
    workspace.start();
    this.root.focus({ preventScroll: true });
  }

  /** @param {Workspace} workspace @param {Autosave} autosave @returns {import('./saving/saving_view.js').Ways} */
  #ways(workspace, autosave) {
    return {
      say: (words) => workspace.say(words),
      next: () => this.#next(),
      reload: () => this.#reload(),
      compare: () => showComparison(workspace, autosave),
      download: () => keepAsFile(workspace.desk.store, autosave.opened),
      undo: () => actions.undoRedo(workspace.desk, 'undo'),
      goTo: (problem) => goTo(workspace.desk, problem),
    };
  }

  /** @param {Autosave} autosave */
  async #restore(autosave) {
    const count = await autosave.start();
    const { workspace } = this;
    if (autosave !== this.autosave || !workspace) return;
    // The steps of the last visit can be undone again.
    this.bar.showUndo(workspace.desk.store);
    if (count) workspace.say(`${count === 1 ? 'One change' : `${count} changes`} of your last visit put back.`);
    else if (autosave.pastLost) workspace.say('These labels were changed in another place since your last visit; Undo begins anew here.');
    clearTimeout(this.tidying);
    this.tidying = setTimeout(() => void autosave.keeping.tidy(Date.now()), TIDY_MS);
  }

  /**
   * Show the article after one that is finished now: the one fetched ahead, or what the server has next.
   *
   * @param {OpenTask} finished
   * @param {'submitted' | 'skipped'} how
   */
  async #goOn(finished, how) {
    const ahead = this.ahead.take();
    if (!ahead) {
      this.#arrived(await this.api.next(finished.document.id));
      return;
    }
    // It was fetched before this one was finished.
    const { progress } = ahead.opened;
    ahead.opened.progress = { ...progress, draft: progress.draft - 1, [how]: progress[how] + 1 };
    performance.mark('labeler.task-in-hand');
    this.#close();
    this.#begin(ahead.opened, ahead.workspace);
  }

  /** @param {HTMLElement} page */
  #show(page) {
    this.#close();
    this.root.replaceChildren(page);
    const first = page.querySelector('button');
    if (first) first.focus({ preventScroll: true });
  }

  #close() {
    this.stopWaiting?.();
    this.renewing?.();
    this.ahead.drop();
    clearTimeout(this.tidying);
    clearTimeout(this.trying);
    this.saving?.dispose();
    const { autosave } = this;
    // What is not on its way yet is sent before the listening ends.
    if (autosave) void autosave.flush().finally(() => autosave.stop());
    this.workspace?.dispose();
    this.saving = this.autosave = this.workspace = this.opened = null;
  }

  /** @param {Failure} failed */
  #failed(failed) {
    const again = () => void this.start();
    if (failed.status === 401) this.#show(states.signedOut(again));
    else if (failed.status === 404) this.#show(states.unknownDocument(() => this.#next()));
    else if (failed.code === 'trashed') this.#show(states.inTrash(failed.message, () => this.#next()));
    else if (failed.code === 'project-closed') this.#show(states.archived(again));
    else if (failed.code === 'taken') this.#show(states.notOpen(failed.message, () => this.#next()));
    else if (failed.status === 0) this.#tryUntilReached(again);
    else this.#show(states.serverError(failed.message, again));
  }

  /** @param {() => void} again */
  #tryUntilReached(again) {
    this.#show(states.unreachable(again));
    this.trying = setTimeout(again, REACH_MS);
  }

  #next() {
    this.asked = null;
    void this.start();
  }

  #reload() {
    this.asked = this.opened?.document.id ?? this.asked;
    void this.start();
  }

  /** Save at once, and say so. */
  async save() {
    const { autosave, workspace } = this;
    if (!autosave || !workspace) return;
    const saved = await autosave.flush();
    if (autosave !== this.autosave) return;
    const { at, message } = autosave.status;
    if (saved) workspace.say(at ? `All is saved, at ${new Date(at).toLocaleTimeString()}.` : 'There is nothing to save yet.');
    else workspace.say(`Not saved. ${message}`);
  }

  /** Show what was saved before. */
  history() {
    const { autosave, workspace } = this;
    if (autosave && workspace) void openHistory(workspace, autosave, this.api);
  }

  /** Hand in what is labelled and show the next article; what is missing is listed instead. */
  async submit() {
    const { workspace, autosave, opened } = this;
    if (!workspace || !autosave || !opened || this.submitting || this.bar.submit.disabled) return;
    const problems = workspace.desk.store.problems();
    if (problems.some(blocks)) {
      this.#showMissing(problems);
      return;
    }
    this.submitting = true;
    this.bar.submit.disabled = true;
    const answer = await autosave.submit();
    this.submitting = false;
    this.bar.submit.disabled = false;
    if (this.gone || this.opened !== opened) return;
    if (!answer.ok) {
      this.#refused(answer);
      return;
    }
    await this.#goOn(opened, 'submitted');
  }

  /** @param {Failure} failed */
  #refused(failed) {
    if (failed.status === 422) this.#showMissing(failed.problems);
    else if (failed.code !== 'not-saved') this.workspace?.say(`Not submitted. ${failed.message}`);
    else this.workspace?.say(`Not submitted yet: ${failed.message}`);
  }

  /** @param {readonly import('./model/types.js').Problem[]} problems */
  #showMissing(problems) {
    const { workspace } = this;
    if (!workspace) return;
    workspace.showProblems(problems);
    workspace.desk.show('problems');
    const first = problems.find(blocks);
    const count = problems.filter(blocks).length;
    workspace.say(`Not submitted: ${count === 1 ? 'one thing is' : `${count} things are`} missing, listed at the side.`);
    if (first) {
      goTo(workspace.desk, first);
      workspace.desk.show('problems');
    }
  }

  #askSkip() {
    const { opened, autosave } = this;
    if (!opened || !autosave) return;
    askText(
      this.root,
      { title: 'Skip this article', label: 'Why? The reason is kept with the article.', answer: 'Skip', required: true },
      (reason) => void this.#skip(opened, autosave, reason),
    );
  }

  /** @param {OpenTask} opened @param {Autosave} autosave @param {string} reason */
  async #skip(opened, autosave, reason) {
    await autosave.flush();
    const answer = await this.api.skip(opened.task.id, autosave.fence, reason);
    if (this.gone || this.opened !== opened) return;
    if (!answer.ok) this.workspace?.say(`Not skipped. ${answer.message}`);
    else await this.#goOn(opened, 'skipped');
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // No key of the surface may reach Streamlit, which reruns on r and clears its cache on c.
    event.stopPropagation();
    if (event.isComposing || event.defaultPrevented) return;
    const released = this.root.dataset.released;
    delete this.root.dataset.released;
    if (event.key === 'Tab' && released) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest('input, textarea, select')) {
      if (event.key === 'Escape') this.root.focus({ preventScroll: true });
      return;
    }
    const pressed = target.closest('button, [role="button"]') && ['Enter', ' ', 'Tab'].includes(event.key);
    if (pressed || event.key === 'Shift') return;
    if (this.workspace?.key(event) && target !== this.root && !this.workspace.palette.isOpen && !this.root.querySelector('.lb-veil')) {
      if (event.key !== 'F6') this.root.focus({ preventScroll: true });
    }
  }

  /** @param {ClipboardEvent} event */
  #copy(event) {
    const desk = this.workspace?.desk;
    const range = desk?.selection ?? (desk?.picked ? desk.reach : null);
    if (!desk || !range || document.activeElement !== this.root) return;
    event.clipboardData?.setData('text/plain', desk.text.slice(range[0], range[1]));
    event.preventDefault();
  }

  /** Let go of everything; what is not saved stays in the browser. */
  dispose() {
    this.gone = true;
    window.removeEventListener('resize', this.fit);
    this.stopTheme();
    this.stopDialogs();
    this.reading.dispose();
    this.#close();
  }
}

/** @param {string} id */
function addressOf(id) {
  const url = new URL(location.href);
  url.searchParams.set('document', id);
  return url;
}
