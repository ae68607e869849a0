/**
 * The article as a whole: its labels, what people noted and flagged in it, where it comes from.
 */

import { counted, el, button, shorten } from '../dom.js';
import { itemName } from '../keys/context.js';
import { flagWords } from '../model/flags.js';
import { attributeEditor, DOCUMENT } from './attributes.js';
import { goToItem } from './problems_panel.js';
import { threadRow } from './talk_lines.js';

/** @import {Desk} from '../desk.js' */
/** @import {Item} from '../model/types.js' */

/** @param {Desk} desk @returns {Item[]} what has a note or a flag */
function remarked({ labels }) {
  const tables = [labels.mentions, labels.entities, labels.frames, labels.relations];
  /** @type {Item[]} */
  const found = [];
  for (const table of tables) for (const item of table.values()) if (item.note || item.flags?.length) found.push(item);
  return found;
}

/** @param {Desk} desk @returns {number} items with a note or a flag, and threads that are not settled */
export function countRemarks(desk) {
  return remarked(desk).length + desk.talk.waiting().length;
}

export class ArticlePanel {
  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.element = el('div', { class: 'lb-about' });
    /** @type {unknown} */
    this.shown = null;
    /** Of the threads that are shown. */
    this.talk = '';
  }

  /** Show the present labels. */
  update() {
    const { desk } = this;
    const { state } = desk.talk;
    if (this.shown === desk.labels && this.talk === state) return;
    this.shown = desk.labels;
    this.talk = state;
    const focused = this.element.contains(document.activeElement) ? document.activeElement?.getAttribute('aria-label') : null;
    this.element.replaceChildren(section('Labels of the article', ...this.#labels()), this.#remarks(), this.#threads(), section('About', this.#facts()));
    // The controls were built anew; give the keyboard back to the one it was on.
    const again = focused && this.element.querySelector(`[aria-label="${CSS.escape(focused)}"]`);
    if (again instanceof HTMLElement) again.focus();
  }

  /** @returns {HTMLElement[]} */
  #labels() {
    const { desk } = this;
    const names = desk.schema.documentLabels;
    if (!names.length) return [el('p', { class: 'lb-slot-hint', text: 'The schema has no labels for whole articles.' })];
    return [attributeEditor(desk, DOCUMENT, names, desk.labels.documentLabels)];
  }

  #remarks() {
    const { desk } = this;
    const items = remarked(desk).sort((a, b) => desk.startOf(a.id) - desk.startOf(b.id));
    const title = items.length ? `Notes and flags, ${items.length}` : 'Notes and flags';
    if (items.length) return section(title, ...items.map((item) => this.#remark(item)));
    const hint = 'None yet. On what is picked, z says “not sure”, Z “discuss”, and b writes a note.';
    return section(title, el('p', { class: 'lb-slot-hint', text: hint }));
  }

  #threads() {
    const { talk } = this.desk;
    const rows = talk.threads.map((thread) => threadRow(thread, () => talk.show({ thread: thread.id })));
    const hint = 'None yet. B on what is picked begins one, with nothing picked one on the article.';
    const begin = button('Thread on the article…', () => talk.show({}), { class: 'lb-quiet lb-bordered' });
    return section('Threads', ...(rows.length ? rows : [el('p', { class: 'lb-slot-hint', text: hint })]), begin);
  }

  /** @param {Item} item */
  #remark(item) {
    const { desk } = this;
    const node = button('', () => goToItem(desk, item.id), { class: 'lb-remark', vars: { '--lb-c': desk.looks.hue(item.type) } });
    node.append(
      el('span', { class: 'lb-remark-name' }, el('b', { text: desk.looks.label(item.type) }), ` ${shorten(itemName(desk, item.id), 60)}`),
      ...(item.flags ?? []).map((flag) => el('span', { class: 'lb-flag', data: { flag }, text: flagWords(flag) })),
      item.note ? el('span', { class: 'lb-remark-note', text: item.note }) : '',
    );
    return node;
  }

  #facts() {
    const { document: article, text, cursor } = this.desk;
    const words = cursor.tokens.filter(([start, end]) => /[\p{L}\p{N}]/u.test(text.slice(start, end))).length;
    const day = article.published_at ? new Date(article.published_at) : undefined;
    /** @type {[string, string | Node | undefined | false][]} */
    const rows = [
      ['title', article.title],
      ['source', article.source],
      ['date', day && !Number.isNaN(day.getTime()) && day.toLocaleDateString(undefined, { dateStyle: 'long' })],
      ['address', link(article.url)],
      ['language', article.language && languageName(article.language)],
      ['length', `${counted(words, 'word')}, ${counted(cursor.sentences.length, 'sentence')}, ${counted(Array.from(text).length, 'character')}`],
      ['id', article.id],
    ];
    const known = rows.filter(([, value]) => value);
    return el('dl', { class: 'lb-facts' }, ...known.map(([name, value]) => el('div', {}, el('dt', { text: name }), el('dd', {}, value || ''))));
  }
}

/** @param {string} title @param {(Node | string)[]} content */
function section(title, ...content) {
  return el('section', { attrs: { 'aria-label': title } }, el('h2', { text: title }), ...content);
}

/** @param {string | undefined} url @returns {Node | undefined} a link where it is an address of the web */
function link(url) {
  if (!url) return undefined;
  if (!/^https?:\/\//u.test(url)) return document.createTextNode(url);
  return el('a', { text: url.replace(/^https?:\/\//u, ''), attrs: { href: url, target: '_blank', rel: 'noopener noreferrer' } });
}

/** @param {string} code @returns {string} such as “English” */
function languageName(code) {
  try {
    return new Intl.DisplayNames(undefined, { type: 'language' }).of(code) ?? code;
  } catch {
    // Not a language tag: shown as it is.
    return code;
  }
}
