/**
 * The thread of an item or of the article: what was said, and a field to answer.
 */

import { showDialog } from '../dialogs.js';
import { button, el, shorten } from '../dom.js';
import { freshId, Unsent } from '../saving/unsent.js';
import { NameList } from './name_list.js';
import { threadNode } from './talk_lines.js';

/** @import {Answer} from '../model/types.js' */
/** @import {Target, Thread} from '../model/talk.js' */
/** @import {Said} from '../saving/api.js' */
/** @import {Workspace} from '../workspace.js' */

const HINT = 'Ctrl Enter sends. @ names somebody, who is told of it.';

export class TalkDialog {
  /**
   * @param {Workspace} workspace
   * @param {(thread: Thread) => void} changed what the server has of a thread now
   * @param {(ids: string[]) => void} read messages that were shown
   */
  constructor(workspace, changed, read) {
    this.workspace = workspace;
    this.changed = changed;
    this.read = read;
    const { around, desk } = workspace;
    this.unsent = new Unsent(around.user, around.api.project + desk.document.id);
    /** @type {Target} */
    this.target = {};
    /** Where what is typed is kept. */
    this.about = '';
    this.sending = false;
  }

  /** @param {Target} target @param {string} quote the words of an item, as they read now */
  open(target, quote) {
    this.target = target;
    this.quote = quote;
    this.about = this.#aboutWhat();
    this.list = el('div', { class: 'lb-threads', attrs: { role: 'log', 'aria-label': 'Messages', tabindex: '0' } });
    this.status = el('p', { class: 'lb-slot-hint', attrs: { role: 'status' }, text: HINT });
    const field = el('textarea', { class: 'lb-input', attrs: { rows: 3, maxlength: 4000, 'aria-label': 'Message', autofocus: true } });
    field.value = this.unsent.read(this.about).text;
    this.field = field;
    this.names = new NameList(field, () => this.#keep());
    field.addEventListener('input', () => this.#keep());
    field.addEventListener('keydown', (event) => this.#key(event));
    this.settle = button('Resolve', () => void this.#settle());
    this.send = button('Send', () => void this.#send(), { class: 'lb-go' });
    const buttons = el('div', { class: 'lb-dialog-buttons' }, this.settle, button('Close', () => this.close?.()), this.send);
    const title = this.#title();
    this.close = showDialog(this.workspace.root, title, [this.list, field, this.names.element, this.status, buttons]);
    field.focus();
    this.draw();
    void this.#askNames(this.names);
  }

  #title() {
    const [first] = this.#threads();
    const quote = this.target.item ? this.quote : first?.about_article === false ? first.quote : '';
    return quote ? `Thread on “${shorten(quote, 60)}”` : 'Thread on the article';
  }

  /** @returns {string} the same however one comes to the thread */
  #aboutWhat() {
    const { item, thread } = this.target;
    const [first] = thread ? this.#threads() : [];
    if (!first) return item ?? 'article';
    if (first.about_article) return 'article';
    return (first.task_id === this.workspace.desk.talk.task && first.item) || first.id;
  }

  #threads() {
    return this.workspace.desk.talk.of(this.target);
  }

  /** @returns {Thread | undefined} the one that is answered; without one, a new one begins */
  #current() {
    const threads = this.#threads();
    return threads.findLast((t) => !t.resolved_at) ?? (this.target.thread ? threads[0] : undefined);
  }

  /** Show what is known of the threads now. */
  draw() {
    const { list, settle } = this;
    if (!list?.isConnected || !settle) return;
    const threads = this.#threads();
    const reader = { user: this.workspace.around.user, takeBack: (/** @type {string} */ id) => void this.#takeBack(id) };
    list.replaceChildren(...threads.map((thread) => threadNode(thread, reader)));
    if (!threads.length) list.replaceChildren(el('p', { class: 'lb-slot-hint', text: 'Nothing was said yet.' }));
    list.scrollTop = list.scrollHeight;
    settle.hidden = !threads.length;
    settle.textContent = this.#isSettled() ? 'Open again' : 'Resolve';
    const unread = threads.flatMap((t) => t.messages.filter((m) => m.unread).map((m) => m.id));
    if (unread.length) this.read(unread);
  }

  #isSettled() {
    return this.#threads().every((t) => t.resolved_at);
  }

  /** @param {NameList} names */
  async #askNames(names) {
    const answer = await this.workspace.around.api.people();
    if (answer.ok) names.know(answer.value.people);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (this.names?.key(event) || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    void this.#send();
  }

  #keep() {
    return this.unsent.keep(this.about, this.field?.value ?? '');
  }

  async #send() {
    const { field, about, target, workspace } = this;
    if (!field || this.sending) return;
    if (!field.value.trim()) {
      field.focus();
      return;
    }
    const { id, text, thread } = this.#keep();
    const message = { id, text };
    this.sending = true;
    this.#say('Sending…');
    const { api } = workspace.around;
    const current = this.#current();
    const item = target.item ? { task_id: workspace.desk.talk.task, item: target.item, quote: this.quote ?? '' } : {};
    const whole = { id: thread, document_id: workspace.desk.document.id, ...item, message };
    const answer = await (current ? api.answerThread(current.id, message) : api.openThread(whole));
    this.sending = false;
    this.#sent(answer, text, about, field);
  }

  /** @param {Answer<Said>} answer @param {string} text @param {string} about @param {HTMLTextAreaElement} field */
  #sent(answer, text, about, field) {
    if (!answer.ok) {
      this.#say(`Not sent. ${answer.message} What you wrote is kept here; send it again.`, 'bad');
      return;
    }
    // What was typed meanwhile is the next message.
    if (this.unsent.read(about).text === text) this.unsent.forget(about);
    if (field.value === text) field.value = '';
    this.changed(answer.value.thread);
    const { unknown } = answer.value;
    const names = unknown.map((name) => `@${name}`).join(', ');
    this.#say(unknown.length ? `Sent. Nobody here is called ${names}.` : 'Sent.', unknown.length ? 'warn' : '');
  }

  async #settle() {
    const { api } = this.workspace.around;
    const threads = this.#threads();
    const settled = this.#isSettled();
    const thread = settled ? threads.at(-1) : this.#current();
    if (!thread) return;
    const id = freshId();
    this.#took(await (settled ? api.reopenThread(thread.id, id) : api.resolveThread(thread.id, id)), settled ? 'Open again.' : 'Resolved.');
  }

  /** @param {string} id */
  async #takeBack(id) {
    this.#took(await this.workspace.around.api.takeBack(id), 'Taken back.');
  }

  /** @param {Answer<Thread>} answer @param {string} done */
  #took(answer, done) {
    if (answer.ok) this.changed(answer.value);
    this.#say(answer.ok ? done : `Not done. ${answer.message}`, answer.ok ? '' : 'bad');
    this.field?.focus({ preventScroll: true });
  }

  /** @param {string} words @param {'' | 'warn' | 'bad'} [tone] */
  #say(words, tone = '') {
    if (!this.status) return;
    this.status.textContent = words;
    this.status.dataset.tone = tone;
  }
}
