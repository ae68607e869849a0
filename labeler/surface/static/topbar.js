/**
 * The bar above the article: where one is in the work, whether it is safe, and
 * the few actions that are not about the text.
 */

import { button, el, setAttribute } from './dom.js';
import { moreMenu } from './more_menu.js';

/**
 * @typedef {object} TopActions
 * @property {() => void} undo
 * @property {() => void} redo
 * @property {() => void} find
 * @property {() => void} keys
 * @property {() => void} reading
 * @property {() => void} history
 * @property {() => void} skip
 * @property {() => void} submit
 */

export class TopBar {
  /** @param {TopActions} actions */
  constructor(actions) {
    this.title = el('span', { class: 'lb-top-title' });
    this.progress = el('span', { class: 'lb-pill', attrs: { title: 'Articles you have finished' } });
    this.status = el('span', { class: 'lb-status', attrs: { role: 'status', 'aria-live': 'off' } });
    this.undo = button('Undo', actions.undo);
    this.redo = button('Redo', actions.redo, { class: 'lb-optional' });
    this.reading = button('Aa', actions.reading, { class: 'lb-optional', attrs: { title: 'Text size, line height, contrast (Shift+T)', 'aria-label': 'Reading settings' } });
    this.history = button('History', actions.history, { class: 'lb-optional', attrs: { title: 'Earlier versions of these labels (Shift+H)' } });
    this.find = button('Find', actions.find, { class: 'lb-optional', attrs: { title: 'Find in the text (Shift+F)' } });
    this.keys = button('? Keys', actions.keys, { class: 'lb-optional' });
    this.skip = button('Skip…', actions.skip, { class: 'lb-optional' });
    this.more = moreMenu([
      ['Redo', actions.redo, () => !this.redo.disabled],
      ['Find in the text', actions.find],
      ['Reading settings', actions.reading],
      ['History', actions.history],
      ['Keys', actions.keys],
      ['Skip this article…', actions.skip, () => !this.skip.disabled],
    ]);
    this.inbox = el('a', { class: 'lb-pill lb-inbox', attrs: { href: '/inbox', target: '_self', title: 'What mentions you or answers you', hidden: true } });
    this.submit = button('Submit', actions.submit, { class: 'lb-go', attrs: { title: 'Ctrl+Enter' } });
    this.element = el(
      'div',
      { class: 'lb-top', attrs: { role: 'region', 'aria-label': 'Progress and actions' } },
      this.title,
      this.progress,
      this.inbox,
      el('span', { class: 'lb-grow' }),
      this.status,
      this.undo,
      this.redo,
      this.reading,
      this.history,
      this.find,
      this.keys,
      this.skip,
      this.more,
      this.submit,
    );
  }

  /** @param {{new: number, draft: number, submitted: number, skipped: number}} counts */
  showProgress({ new: fresh, draft, submitted, skipped }) {
    const done = submitted + skipped;
    this.progress.textContent = `${done} of ${done + fresh + draft}`;
  }

  /** @param {number} count of messages that wait in the inbox */
  showUnread(count) {
    this.inbox.hidden = !count;
    this.inbox.textContent = `Inbox, ${count} new`;
  }

  /** @param {{canUndo: boolean, canRedo: boolean, undoLabel: string, redoLabel: string}} store */
  showUndo({ canUndo, canRedo, undoLabel, redoLabel }) {
    this.undo.disabled = !canUndo;
    this.redo.disabled = !canRedo;
    setAttribute(this.undo, 'title', canUndo ? `Undo: ${undoLabel} (Ctrl+Z)` : 'Nothing to undo');
    setAttribute(this.redo, 'title', canRedo ? `Redo: ${redoLabel} (Ctrl+Shift+Z)` : 'Nothing to redo');
  }

  /** @param {string} words @param {'' | 'good' | 'warn' | 'bad'} tone @param {string} title what is said when one points at it */
  showStatus(words, tone, title) {
    setAttribute(this.status, 'data-tone', tone);
    // That all is saved again and again is for the eyes; a screen reader hears of trouble.
    setAttribute(this.status, 'aria-live', tone === 'warn' || tone === 'bad' ? 'polite' : 'off');
    setAttribute(this.status, 'title', title);
    if (this.status.textContent !== words) this.status.textContent = words;
  }
}
