/**
 * Keeps what is known of the threads in step with the server, and the screen with it.
 */

import { isUnread } from '../model/talk.js';
import { goToItem } from './problems_panel.js';
import { TalkDialog } from './talk_dialog.js';

/** @import {Target, Thread} from '../model/talk.js' */
/** @import {Workspace} from '../workspace.js' */

/** While one works, the server is asked again at most so often. */
const AGAIN_MS = 60_000;

export class Talking {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    const { talk } = workspace.desk;
    this.dialog = new TalkDialog(workspace, (thread) => this.#put(thread), (ids) => void this.#read(ids));
    this.askedAt = 0;
    /** Of the threads that are drawn. */
    this.drawn = '';
    /** @type {(count: number) => void} told how much waits in the inbox */
    this.onunread = () => {};
    talk.show = (target) => this.open(target);
  }

  /** @param {string} task whose items are on the screen */
  async load(task) {
    const { around, desk } = this.workspace;
    desk.talk.task = task;
    this.askedAt = Date.now();
    const answer = await around.api.threads(desk.document.id);
    // Without an answer what is known stays; it is asked again after a save.
    if (!answer.ok) return;
    desk.talk.threads = answer.value.threads;
    this.onunread(answer.value.unread);
    this.#draw();
  }

  /** Ask again where the last time was a while ago. */
  refresh() {
    if (Date.now() - this.askedAt > AGAIN_MS) void this.load(this.workspace.desk.talk.task);
  }

  /** @param {Target} target */
  open(target) {
    const { desk } = this.workspace;
    const { item } = target;
    this.dialog.open(target, item ? desk.quoteAbout(item) : '');
  }

  /** Show a thread and, where it is about an item of the task, go there. @param {string} id */
  openNamed(id) {
    const { desk } = this.workspace;
    const thread = desk.talk.threads.find((t) => t.id === id);
    if (!thread) {
      desk.say('This thread is not open to you any more.');
      return;
    }
    if (thread.item && thread.task_id === desk.talk.task && desk.startOf(thread.item) >= 0) goToItem(desk, thread.item);
    this.open({ thread: id });
  }

  /** @param {Thread} thread */
  #put(thread) {
    this.workspace.desk.talk.put(thread);
    this.#draw();
  }

  /** @param {string[]} ids of messages that were shown */
  async #read(ids) {
    const { around, desk } = this.workspace;
    const read = new Set(ids);
    const answer = await around.api.markRead(ids);
    if (!answer.ok) return;
    this.onunread(answer.value.unread);
    for (const thread of desk.talk.threads.filter(isUnread)) {
      // They stay marked in the dialog, which was drawn before, until it is opened again.
      desk.talk.put({ ...thread, messages: thread.messages.map((m) => (read.has(m.id) ? { ...m, unread: false } : m)) });
    }
    this.#drawAround();
  }

  #draw() {
    this.#drawAround();
    this.dialog.draw();
  }

  #drawAround() {
    const { desk } = this.workspace;
    const { state } = desk.talk;
    if (state === this.drawn) return;
    this.drawn = state;
    desk.view.redraw([[0, desk.text.length]], desk.labels, desk.suggestions);
    desk.emit({ focus: true, tab: true });
  }
}
