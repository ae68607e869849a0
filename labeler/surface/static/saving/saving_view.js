/**
 * Whether the work is safe, in words, and what to do where it needs a person:
 * what happened, what was kept, what can be done.
 */

import { button, counted, el } from '../dom.js';
import { compare, countsOf, countWords } from '../model/compare.js';
import { signInLink } from './signing_in.js';
import { retries } from './status.js';

/** @import {Autosave, Status} from './autosave.js' */
/** @import {State} from './status.js' */
/** @import {TopBar} from '../topbar.js' */
/** @import {Labels, Problem} from '../model/types.js' */

/**
 * What a person can ask for beyond saving.
 *
 * @typedef {object} Ways
 * @property {(words: string) => void} say
 * @property {() => void} next       go to another article
 * @property {() => void} reload     open this article anew
 * @property {() => void} compare    see what differs between two versions
 * @property {() => void} download   write the labels on the screen to a file
 * @property {() => void} undo
 * @property {(problem: Problem) => void} goTo
 */
/** @typedef {[string, '' | 'good' | 'warn' | 'bad']} Line */

/** @param {string | null | undefined} iso */
function clock(iso) {
  return iso ? new Date(iso).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' }) : '';
}

/** @type {Partial<Record<State, Line>>} */
const LINES = {
  saving: ['Saving…', ''],
  unsaved: ['Saving…', ''],
  conflict: ['Two versions · choose one', 'bad'],
  'lease-lost': ['Opened elsewhere · not saving', 'bad'],
  taken: ['Went to somebody else · not saving', 'bad'],
  trashed: ['In the trash · not saving', 'bad'],
  archived: ['Project archived · not saving', 'bad'],
  'other-person': ['Signed in as somebody else · not saving', 'bad'],
  refused: ['The server refused the save', 'bad'],
  'schema-changed': ['The schema was changed · not saving', 'bad'],
  gone: ['This article is gone · not saving', 'bad'],
  'storage-full': ['Not saved yet · keep this page open', 'bad'],
};

/**
 * The line in the bar.
 *
 * @param {Status} status
 * @returns {Line}
 */
export function statusWords({ state, at, pending, kept, message }) {
  const here = kept ? `${counted(pending, 'change')} kept here` : 'keep this page open';
  if (state === 'saved') return at ? [`Saved ${clock(at)}`, 'good'] : ['Nothing to save yet', ''];
  if (state === 'offline') return [pending ? `Offline · ${here}` : 'Offline', 'warn'];
  if (state === 'failing') return [pending ? `The server fails · ${here}` : 'The server fails', 'warn'];
  if (state === 'elsewhere') return [at ? `Follows another tab · saved ${clock(at)}` : 'Follows another tab', ''];
  if (state === 'signed-out') return [`Signed out · ${here}`, 'bad'];
  if (state === 'closed') return pending ? [`Not saved · ${here}`, 'bad'] : [message.replace(/\.$/u, ''), 'good'];
  return LINES[state] ?? ['Not saved yet · keep this page open', 'bad'];
}

/** States in which all goes well, or the browser is only short of room. @type {ReadonlySet<State>} */
const CALM = new Set(['saved', 'saving', 'unsaved', 'storage-full']);

/** @param {Labels} labels */
function sizeOf({ mentions, frames, entities }) {
  const parts = /** @type {[number, string][]} */ ([[mentions.size, 'mention'], [frames.size, 'frame'], [entities.size, 'actor']]);
  return parts.filter(([size]) => size).map(([size, word]) => counted(size, word)).join(', ') || 'no labels';
}

/** @param {import('./status.js').Conflict} conflict @returns {string} */
function differenceOf({ mine, theirs }) {
  const words = countWords(countsOf(compare(theirs, mine), () => undefined));
  return words ? `What differs: ${words}.` : '';
}

/** @param {Status} status @returns {string} what became of the unsaved work */
function keptWords({ pending, kept }) {
  if (!pending) return '';
  const changes = pending === 1 ? 'Your unsaved change is' : `Your ${pending} unsaved changes are`;
  return `${changes} ${kept ? 'kept in this browser.' : 'only in this tab: leave it open.'}`;
}

/** The line in the bar and the banner below it. */
export class SavingView {
  /**
   * @param {TopBar} bar
   * @param {Autosave} autosave
   * @param {Ways} ways
   */
  constructor(bar, autosave, ways) {
    this.bar = bar;
    this.autosave = autosave;
    this.ways = ways;
    this.banner = el('div', { class: 'lb-saving', attrs: { 'aria-live': 'polite' } });
    this.shown = '';
    this.worst = 0;
    /** @type {State} */
    this.before = 'saved';
    this.stop = autosave.subscribe((status) => this.#show(status));
  }

  /** Stop listening. */
  dispose() {
    this.stop();
    clearInterval(this.ticking);
    this.banner.remove();
  }

  /** @param {Status} status */
  #show(status) {
    const [words, tone] = statusWords(status);
    this.bar.showStatus(words, tone, status.message);
    this.#sayRecovery(status);
    this.#count(status);
    const { state, message, conflict, others, kept, trouble } = status;
    // What changes with every save must not make the banner flicker.
    const calm = CALM.has(state);
    const what = calm ? '' : `${retries(state) ? state : `${state} ${message}`} ${status.pending}`;
    const key = [what, conflict?.revision, conflict?.session, others > 0, kept, trouble?.at].join(' ');
    if (key === this.shown) return;
    this.shown = key;
    const content = this.#content(status);
    this.banner.replaceChildren(...(content.length ? [el('div', { class: 'lb-banner', data: { state: calm ? (kept ? 'saved' : 'storage-full') : state } }, ...content)] : []));
    this.#count(status);
  }

  /** After trouble, say once that all is well. @param {Status} status */
  #sayRecovery({ state, pending }) {
    if (state === 'saving' || state === 'unsaved') return;
    const passed = retries(this.before) || this.before === 'storage-full' || this.before === 'signed-out';
    if (state === 'saved' && passed && this.worst) this.ways.say(`All is saved again: ${counted(this.worst, 'change')} ${this.worst === 1 ? 'is' : 'are'} on the server now.`);
    this.worst = state === 'saved' ? 0 : Math.max(this.worst, pending);
    this.before = state;
  }

  /** Count down to the next try, for the eyes only: a screen reader hears it once. @param {Status} status */
  #count({ trouble }) {
    clearInterval(this.ticking);
    const node = this.banner.querySelector('.lb-countdown');
    const { retryAt } = trouble ?? {};
    if (!node || retryAt === undefined) return;
    const tick = () => {
      const seconds = Math.ceil((retryAt - this.autosave.clock.now()) / 1000);
      node.textContent = seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying now…';
    };
    tick();
    this.ticking = setInterval(tick, 500);
  }

  /** @param {Status} status @returns {(Node | string)[]} */
  #content(status) {
    const { autosave, ways } = this;
    const kept = keptWords(status);
    switch (status.state) {
      case 'conflict':
        return this.#conflict(status);
      case 'offline':
        return this.#waiting('The server cannot be reached.', status);
      case 'failing':
        return this.#waiting(status.trouble?.message ?? '', status);
      case 'elsewhere':
        return ['This article is open in another tab of this browser, and this tab follows it. As soon as you change something here, it goes on here.', button('Go on here', () => void autosave.takeBack())];
      case 'lease-lost':
        return [
          `This article was opened in another window or on another device, which holds it${status.trouble?.at ? ` and saved at ${clock(status.trouble.at)}` : ''}. ${kept}`,
          button('Work here again', () => void autosave.takeBack(), { class: 'lb-go' }),
        ];
      case 'taken':
        return [
          `${status.message} What was saved${status.trouble?.at ? ` until ${clock(status.trouble.at)}` : ''} stays with you as a draft. ${kept} A lead can give the article back to you.`,
          button('Next article', ways.next, { class: 'lb-go' }),
          button('Keep as a file', ways.download),
          button('Try to go on here', () => void autosave.takeBack()),
        ];
      case 'trashed':
        return [
          `${status.message} ${kept} Once it is restored, you go on where you were.`,
          button('Next article', ways.next, { class: 'lb-go' }),
          button('Keep as a file', ways.download),
          button('Try to go on here', () => void autosave.takeBack()),
        ];
      case 'archived':
        return [
          `This project was archived while you worked. ${kept} Once an admin opens it again, you go on where you were.`,
          button('Try again', () => void autosave.takeBack(), { class: 'lb-go' }),
          button('Keep as a file', ways.download),
        ];
      case 'signed-out':
        return [
          `You are signed out. ${kept} Sign in and it goes on, here or in another tab.`,
          signInLink(),
          button('I have signed in', () => void autosave.takeBack()),
        ];
      case 'other-person':
        return [`${status.message} ${kept} Sign in as before to save.`, button('I have signed in', () => void autosave.takeBack(), { class: 'lb-go' })];
      case 'closed':
        return this.#closed(status, kept);
      case 'refused':
        return this.#refused(status, kept);
      case 'schema-changed':
        return [`${status.message} ${kept} Open the article anew to go on under the new schema; what does not fit is listed then.`, button('Open it anew', ways.reload, { class: 'lb-go' })];
      case 'gone':
        return [`${status.message} ${kept} Nothing of it can be saved any more; you can keep the labels as a file.`, button('Keep as a file', ways.download, { class: 'lb-go' }), button('Next article', ways.next)];
      default:
        return this.#notices(status);
    }
  }

  /** @param {string} words @param {Status} status @returns {(Node | string)[]} */
  #waiting(words, status) {
    const goOn = status.kept ? 'Go on working; it is saved as soon as the server is back.' : '';
    const count = el('span', { class: 'lb-countdown', attrs: { 'aria-live': 'off' } });
    return [`${words} ${keptWords(status)} ${goOn}`, count, button('Try now', () => this.autosave.retry())];
  }

  /** @param {Status} status @param {string} kept @returns {(Node | string)[]} */
  #closed(status, kept) {
    const back = status.pending ? `${kept} Open it again to save ${status.pending === 1 ? 'it' : 'them'}.` : 'To change its labels, open it again.';
    return [
      `${status.message} ${back}`,
      button('Open again', () => void this.autosave.reopen(), { class: 'lb-go' }),
      button('Next article', this.ways.next),
    ];
  }

  /** @param {Status} status @param {string} kept @returns {(Node | string)[]} */
  #refused(status, kept) {
    const places = status.problems.slice(0, 4).map((p) => button(p.message, () => this.ways.goTo(p)));
    const more = status.problems.length > 4 ? ` and ${status.problems.length - 4} more` : '';
    return [
      `The server refused the save: ${places.length ? 'these items cannot be right.' : status.message} ${kept}`,
      ...places,
      more,
      'Undo the last change, or mend it; the next change is tried again.',
      button('Undo', this.ways.undo, { class: 'lb-go' }),
    ];
  }

  /** What is worth knowing while all goes well. @param {Status} status @returns {(Node | string)[]} */
  #notices({ kept, others }) {
    if (!kept) {
      return [
        'This browser has no room left to keep unsaved work. Saving to the server goes on, but until a change is saved it is only in this tab. Free some space on the disk, and leave this tab open.',
        button('Try now', () => this.autosave.retry()),
      ];
    }
    return others ? ['This article is open in another tab of this browser as well. The other tab follows what you do here.'] : [];
  }

  /** @param {Status} status @returns {(Node | string)[]} */
  #conflict({ conflict }) {
    if (!conflict) return [];
    const saved = conflict.from === 'save';
    const when = conflict.savedAt ? ` at ${clock(conflict.savedAt)}` : '';
    const words = saved
      ? `Another window or device saved this article${when} while you worked here. Yours: ${sizeOf(conflict.mine)}. The other: ${sizeOf(conflict.theirs)}.`
      : `A page left unsaved work on this article behind. That work: ${sizeOf(conflict.mine)}. What is saved: ${sizeOf(conflict.theirs)}.`;
    return [
      `${words} ${differenceOf(conflict)} Nothing is lost: the version you do not take stays in the history or can be had back by Undo.`,
      button('Compare', this.ways.compare),
      button(saved ? 'Keep mine' : 'Put that work back', () => this.autosave.choose('mine'), { class: 'lb-go' }),
      button(saved ? 'Take the other' : 'Keep what is saved', () => this.autosave.choose('theirs')),
    ];
  }
}
