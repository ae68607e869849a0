/**
 * What was saved before: every revision in the text, what changed since, and the
 * way back. Also the two versions of a conflict, side by side in the same manner.
 */

import { replaceAll } from '../model/commands.js';
import { countWords } from '../model/compare.js';
import { button, counted, el } from '../dom.js';
import { ago, dayAndTime, sittings, whoWords } from '../saving/revisions.js';
import { browserId } from '../saving/here.js';
import { differenceList, differenceWords } from './differences.js';
import { Preview } from './preview.js';

/** @import {Labels} from '../model/types.js' */
/** @import {Api} from '../saving/api.js' */
/** @import {Autosave} from '../saving/autosave.js' */
/** @import {Minute, Revision, Sitting} from '../saving/revisions.js' */
/** @import {Workspace} from '../workspace.js' */

/** So many saves of one minute have a tick of their own. */
const MOST_TICKS = 40;

class History {
  /**
   * @param {Workspace} workspace
   * @param {Autosave} autosave
   * @param {Api} api
   */
  constructor(workspace, autosave, api) {
    this.workspace = workspace;
    this.autosave = autosave;
    this.api = api;
    this.preview = new Preview(workspace, 'History');
    this.preview.onkey = (event) => this.#key(event);
    /** @type {Revision[]} oldest first */
    this.revisions = [];
    /** @type {Map<number, Labels>} those that were looked at */
    this.read = new Map();
    /** @type {number | null} */
    this.chosen = null;
    this.list = el('div', { class: 'lb-history' });
    this.since = el('div', { class: 'lb-history-since' });
    this.preview.side.append(this.since, this.list);
  }

  /** Ask for the list and show it. */
  async open() {
    this.#showNow('Looking for earlier versions…');
    // What is on the screen is the last of them.
    await this.autosave.flush();
    const answer = await this.api.revisions(this.autosave.opened.task.id);
    if (!this.preview.element.isConnected) return;
    if (!answer.ok) {
      this.#showNow(`The history cannot be shown now: ${answer.message}`);
      return;
    }
    this.revisions = answer.value.revisions;
    this.#drawList();
    const none = 'Nothing has been saved in this article yet.';
    this.#showNow(this.revisions.length ? 'You see the labels as they are now. Choose an earlier version.' : none);
    const first = this.list.querySelector('button');
    if (first) first.focus();
  }

  /** @param {string} words */
  #showNow(words) {
    this.since.replaceChildren();
    this.preview.show(this.workspace.desk.labels, words, [this.#closing()]);
  }

  #closing() {
    return { label: 'Close', run: () => this.preview.close() };
  }

  #drawList() {
    const groups = sittings(this.revisions);
    this.list.replaceChildren(
      el('h3', { text: counted(this.revisions.length, 'saved version') }),
      ...groups.map((sitting, index) => this.#sitting(sitting, index === 0)),
    );
  }

  /** @param {Sitting} sitting @param {boolean} open */
  #sitting({ from, to, last, minutes, counts }, open) {
    const now = Date.now();
    const here = { tab: this.autosave.session, browser: browserId(), user: this.autosave.user };
    const end = dayAndTime(to, now).split(' ').at(-1);
    const start = dayAndTime(from, now);
    const time = start.endsWith(` ${end}`) ? start : `${start}–${end}`;
    const head = el(
      'summary',
      {},
      el('b', { text: time }),
      el('span', { text: ` · ${whoWords(last, here)} · ${ago(to, now)}` }),
      el('small', { text: countWords(counts) || 'no item changed' }),
    );
    return el('details', { attrs: { open } }, head, el('ul', {}, ...minutes.map((minute) => this.#minute(minute))));
  }

  /** @param {Minute} minute */
  #minute({ at, revisions, counts }) {
    const { number } = /** @type {Revision} */ (revisions.at(-1));
    const time = new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    const several = revisions.length > 1;
    const which = el('span', { class: 'lb-revision-number', text: `revision ${number}` });
    const ticks = several ? revisions.slice(-MOST_TICKS).map((r) => el('i', { data: { number: String(r.number) } })) : [];
    const saves = several ? [` · ${revisions.length} saves `, el('span', { class: 'lb-revision-ticks', attrs: { 'aria-hidden': 'true' } }, ...ticks)] : [];
    const changes = el('small', { text: countWords(counts) || 'decisions or article labels' });
    const node = button(
      el('span', {}, el('b', { text: time }), ' ', which, ...saves, changes),
      () => void this.choose(number),
      { class: 'lb-revision', data: { first: String(revisions[0]?.number ?? number), last: String(number) } },
    );
    return el('li', {}, node);
  }

  /** Show a revision in the text. @param {number} number */
  async choose(number) {
    const revision = this.revisions.find((r) => r.number === number);
    if (!revision) return;
    this.chosen = number;
    this.#markChosen(number);
    const labels = await this.#labelsOf(number);
    if (this.chosen !== number || !labels) return;
    const { desk } = this.workspace;
    const index = this.revisions.indexOf(revision);
    const closed = this.autosave.status.state === 'closed';
    const same = differenceWords(desk, labels, desk.labels);
    const words = `You see revision ${number} of ${dayAndTime(revision.saved_at, Date.now())}.${closed ? ' Open the article again to bring it back.' : ''}`;
    this.since.replaceChildren(
      el('h3', { text: 'Since then' }),
      el('p', { text: same }),
      differenceList(desk, labels, desk.labels, (ranges) => this.preview.reveal(ranges)),
    );
    this.preview.show(labels, words, [
      { label: 'Earlier', run: () => this.#step(-1), off: index === 0 },
      { label: 'Later', run: () => this.#step(1), off: index === this.revisions.length - 1 },
      { label: 'Bring back', run: () => this.#bringBack(revision, labels), go: true, off: closed || same === 'nothing differs' },
      this.#closing(),
    ]);
  }

  /** @param {number} number */
  #markChosen(number) {
    for (const node of this.list.querySelectorAll('.lb-revision')) {
      const { first, last } = /** @type {HTMLElement} */ (node).dataset;
      const on = Number(first) <= number && number <= Number(last);
      if (on) node.setAttribute('aria-current', 'true');
      else node.removeAttribute('aria-current');
      // Of several saves in one minute the row names the one that is shown.
      const which = node.querySelector('.lb-revision-number');
      if (which) which.textContent = `revision ${on ? number : last}`;
      for (const tick of node.querySelectorAll('.lb-revision-ticks i')) {
        tick.classList.toggle('lb-revision-shown', tick instanceof HTMLElement && Number(tick.dataset.number) === number);
      }
    }
  }

  /** @param {number} number @returns {Promise<Labels | null>} */
  async #labelsOf(number) {
    const known = this.read.get(number);
    if (known) return known;
    const answer = await this.api.revision(this.autosave.opened, number);
    if (!this.preview.element.isConnected) return null;
    if (!answer.ok) {
      this.#showNow(`Revision ${number} cannot be shown now: ${answer.message}`);
      return null;
    }
    this.read.set(number, answer.value.labels);
    return answer.value.labels;
  }

  /** @param {1 | -1} step */
  #step(step) {
    const index = this.revisions.findIndex((r) => r.number === this.chosen);
    const next = this.revisions[index < 0 ? this.revisions.length - 1 : index + step];
    if (next) void this.choose(next.number);
  }

  /** @param {Revision} revision @param {Labels} labels */
  #bringBack({ number, saved_at: at }, labels) {
    this.preview.close();
    const { desk } = this.workspace;
    const result = desk.do(replaceAll(labels, `bring back revision ${number}`));
    if (result.ok) desk.say(`Revision ${number} of ${dayAndTime(at, Date.now())} is brought back, as a new version. Ctrl+Z takes that back.`);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) this.#step(/** @type {1 | -1} */ (step));
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') this.#move(event.key === 'ArrowUp' ? -1 : 1, event);
  }

  /** Go through the list. @param {1 | -1} step @param {KeyboardEvent} event */
  #move(step, event) {
    const stops = [...this.list.querySelectorAll('summary, details[open] .lb-revision')];
    const at = stops.indexOf(/** @type {Element} */ (document.activeElement));
    const next = stops[at + step];
    if (at < 0 || !(next instanceof HTMLElement)) return;
    event.preventDefault();
    next.focus();
  }
}

/**
 * Show all that was saved of the article, to look at and to bring back.
 *
 * @param {Workspace} workspace
 * @param {Autosave} autosave
 * @param {Api} api
 */
export async function openHistory(workspace, autosave, api) {
  await new History(workspace, autosave, api).open();
}

/**
 * Show the two versions of a conflict: what differs, and each of them in the text.
 *
 * @param {Workspace} workspace
 * @param {Autosave} autosave
 */
export function showComparison(workspace, autosave) {
  const { conflict } = autosave.status;
  if (!conflict) return;
  const { desk } = workspace;
  const saved = conflict.from === 'save';
  const names = saved ? { mine: 'yours', theirs: 'the other' } : { mine: 'the work left behind', theirs: 'what is saved' };
  const preview = new Preview(workspace, 'Two versions');
  const title = 'What differs';
  const words = differenceWords(desk, conflict.theirs, conflict.mine);
  preview.side.append(
    el('div', { class: 'lb-history-since' },
      el('h3', { text: title }),
      el('p', { text: `In ${names.mine}, against ${names.theirs}: ${words}.` }),
      differenceList(desk, conflict.theirs, conflict.mine, (ranges) => preview.reveal(ranges)),
    ),
  );
  const choose = (/** @type {'mine' | 'theirs'} */ which) => {
    preview.close();
    autosave.choose(which);
  };
  const look = (/** @type {'mine' | 'theirs'} */ which) => {
    const other = which === 'mine' ? 'theirs' : 'mine';
    preview.show(conflict[which], `You see ${names[which]}.`, [
      { label: `Look at ${names[other]}`, run: () => look(other) },
      { label: saved ? 'Keep mine' : 'Put that work back', run: () => choose('mine'), go: true },
      { label: saved ? 'Take the other' : 'Keep what is saved', run: () => choose('theirs') },
      { label: 'Close', run: () => preview.close() },
    ]);
  };
  look('mine');
}
