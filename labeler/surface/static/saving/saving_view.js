/**
 * Whether the work is safe, in words, and what to do where it needs a person.
 */

import { button, counted, el } from '../dom.js';

/** @import {Autosave, Status} from './autosave.js' */
/** @import {TopBar} from '../topbar.js' */
/** @import {Labels} from '../model/types.js' */

/** @param {string | null} iso */
function clock(iso) {
  return iso ? new Date(iso).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' }) : '';
}

/**
 * The line in the bar.
 *
 * @param {Status} status
 * @returns {[string, '' | 'good' | 'warn' | 'bad']}
 */
export function statusWords({ state, at, pending, kept }) {
  const here = kept ? `${counted(pending, 'change')} kept here` : 'keep this page open';
  switch (state) {
    case 'saved':
      return at ? [`Saved ${clock(at)}`, 'good'] : ['Nothing to save yet', ''];
    case 'saving':
    case 'unsaved':
      return ['Saving…', ''];
    case 'offline':
      return [`Offline · ${here}`, 'warn'];
    case 'conflict':
      return ['Two versions · choose one', 'bad'];
    case 'lease-lost':
      return ['Opened elsewhere · not saving', 'bad'];
    case 'signed-out':
      return [`Signed out · ${here}`, 'bad'];
    case 'refused':
      return ['The server refused the save', 'bad'];
    default:
      return ['Not saved yet · keep this page open', 'bad'];
  }
}

/** @param {Labels} labels */
function sizeOf({ mentions, frames }) {
  return `${counted(mentions.size, 'mention')}, ${counted(frames.size, 'frame')}`;
}

/** The line in the bar and the banner below it. */
export class SavingView {
  /**
   * @param {HTMLElement} root
   * @param {TopBar} bar
   * @param {Autosave} autosave
   */
  constructor(root, bar, autosave) {
    this.root = root;
    this.bar = bar;
    this.autosave = autosave;
    this.banner = el('div', { class: 'lb-saving', attrs: { 'aria-live': 'polite' } });
    this.shown = '';
    this.stop = autosave.subscribe((status) => this.#show(status));
  }

  /** Stop listening. */
  dispose() {
    this.stop();
    this.banner.remove();
  }

  /** @param {Status} status */
  #show(status) {
    const [words, tone] = statusWords(status);
    this.bar.showStatus(words, tone);
    this.bar.status.title = status.message;
    const key = `${status.state} ${status.message} ${status.conflict?.revision ?? ''} ${status.others > 0}`;
    if (key === this.shown) return;
    this.shown = key;
    const content = this.#content(status);
    this.banner.replaceChildren(...(content.length ? [el('div', { class: 'lb-banner' }, ...content)] : []));
  }

  /** @param {Status} status @returns {(Node | string)[]} */
  #content(status) {
    const { autosave } = this;
    switch (status.state) {
      case 'conflict':
        return this.#conflict(status);
      case 'offline':
        return [status.message, button('Try now', () => autosave.retry())];
      case 'lease-lost':
        return [
          'This article was opened in another window or on another device, which now holds it. Your work is kept in this browser.',
          button('Work here again', () => void autosave.takeBack(), { class: 'lb-go' }),
        ];
      case 'signed-out':
        return [
          `You are signed out. ${status.kept ? 'Your work is kept in this browser.' : 'Leave this page open.'} Sign in again in another tab, then come back.`,
          button('I have signed in', () => void autosave.takeBack(), { class: 'lb-go' }),
        ];
      case 'refused':
        return [`The server refused the save: ${status.problems[0]?.message ?? status.message} Undo the last change, or go on; the next change is tried again.`];
      case 'storage-full':
        return [status.message, button('Try now', () => autosave.retry())];
      default:
        return status.others ? ['This article is open in another tab of this browser as well.'] : [];
    }
  }

  /** @param {Status} status @returns {(Node | string)[]} */
  #conflict({ conflict }) {
    if (!conflict) return [];
    const words =
      conflict.from === 'save'
        ? `Another window saved this article${conflict.savedAt ? ` at ${clock(conflict.savedAt)}` : ''}. Yours: ${sizeOf(conflict.mine)}. The other: ${sizeOf(conflict.theirs)}.`
        : `A page left unsaved work on this article behind. That work: ${sizeOf(conflict.mine)}. What is saved: ${sizeOf(conflict.theirs)}.`;
    return [
      `${words} Nothing is lost: the version you do not take stays in the history or can be had back by Undo.`,
      button(conflict.from === 'save' ? 'Keep mine' : 'Put that work back', () => this.autosave.choose('mine'), { class: 'lb-go' }),
      button(conflict.from === 'save' ? 'Take the other' : 'Keep what is saved', () => this.autosave.choose('theirs')),
    ];
  }
}
