/**
 * Where some words stand in this and in all other articles, one line each with
 * what stands left and right, and how they are labelled there.
 */

import { showDialog } from '../dialogs.js';
import { button, counted, el, keycap, shorten } from '../dom.js';
import { choicesOf } from '../keys/typekeys.js';
import { occurrences } from '../model/everywhere.js';

/** @import {Desk} from '../desk.js' */
/** @import {Failure, Range} from '../model/types.js' */
/** @import {Workspace} from '../workspace.js' */

/** @typedef {{type: string, author_count: number, entity_name: string}} PlaceLabel */
/**
 * @typedef {object} Place
 * @property {string} document_id
 * @property {string} title
 * @property {number} start  code points
 * @property {number} end
 * @property {string} left
 * @property {string} match
 * @property {string} right
 * @property {PlaceLabel[]} labels
 */
/**
 * What the server finds: the first places, and how many there are in all; with
 * `more` at least so many.
 *
 * @typedef {{words: string, total: number, more: boolean, documents: number, rows: Place[], types: {type: string, count: number}[]}} Concordance
 */

const CONTEXT = 60;
/** The column of the words themselves has room for so many letters. */
const MOST_WIDTH = 28;
const MOST_ROWS = 100;
/** So many types are offered to mark with. */
const MOST_TYPES = 3;

export class ConcordanceDialog {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
  }

  /** Look up what is selected, the picked mention, or the word under the caret. */
  open() {
    const { desk, root } = this.workspace;
    const words = wordsHere(desk);
    if (!words) {
      desk.say('Select a word first.');
      return;
    }
    this.words = words;
    this.own = occurrences(desk.text, words, { cursorTokens: desk.cursor.tokens, caseSensitive: false });
    this.status = el('p', { attrs: { role: 'status' } });
    this.totals = el('div', { class: 'lb-kwic-totals' });
    const width = String(Math.min(Math.max(4, words.length), MOST_WIDTH));
    this.rows = el('div', { class: 'lb-kwic', vars: { '--lb-match': width }, attrs: { role: 'region', 'aria-label': 'Places', tabindex: '0' } });
    const done = button('Close', () => this.close?.());
    const box = el('div', { on: { keydown: (event) => this.#key(event) } }, this.status, this.totals, this.rows);
    this.close = showDialog(root, `“${shorten(words, 60)}” in all articles`, [box, el('div', { class: 'lb-dialog-buttons' }, done)], { wide: true });
    this.rows.focus({ preventScroll: true });
    void this.#ask();
  }

  async #ask() {
    const { words = '', rows } = this;
    const { desk, around } = this.workspace;
    this.#show(null, el('span', {}, el('progress', { attrs: { 'aria-label': 'Looking through all articles' } }), ' Looking through all articles…'));
    const answer = await around.api.concordance({ words, document: desk.document.id, limit: MOST_ROWS });
    // Another was opened meanwhile, or none is.
    if (rows !== this.rows || !rows?.isConnected) return;
    if (answer.ok) this.#show(answer.value, summary(answer.value, this.own?.length ?? 0));
    else this.#show(null, ...this.#failed(answer));
  }

  /** @param {Failure} failed @returns {Node[]} */
  #failed(failed) {
    const reason = failed.status === 0 ? `${failed.message} Only the places in this article are listed.` : failed.message;
    return [el('span', { text: `${reason} ` }), button('Try again', () => void this.#ask(), { class: 'lb-quiet' })];
  }

  /** @param {Concordance | null} found @param {Node[]} words */
  #show(found, ...words) {
    const { activeElement: held } = document;
    this.status?.replaceChildren(...words);
    const types = found?.types.length ? found.types : this.#ownTypes();
    this.offers = types.filter((t) => this.#choices(t.type).length).slice(0, MOST_TYPES);
    this.totals?.replaceChildren(...this.#totals(types));
    this.rows?.replaceChildren(...this.#tables(found));
    // What had the focus was replaced: it must not leave the dialog.
    if (held && !held.isConnected) this.rows?.focus({ preventScroll: true });
  }

  // ---- how it is labelled, in figures ----------------------------------------

  /** @returns {{type: string, count: number}[]} in this article, where nobody has labelled it elsewhere */
  #ownTypes() {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const range of this.own ?? []) {
      for (const { type } of labelsAt(this.workspace.desk, range)) counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    return [...counts].map(([type, count]) => ({ type, count })).sort((a, b) => b.count - a.count);
  }

  /** @param {readonly {type: string, count: number}[]} types @returns {Node[]} */
  #totals(types) {
    if (!types.length) return [];
    const { looks } = this.workspace.desk;
    const bar = el('div', { class: 'lb-kwic-bar', attrs: { 'aria-hidden': 'true' } });
    const legend = el('span', { class: 'lb-kwic-legend' });
    for (const { type, count } of types) {
      const vars = { '--lb-c': looks.hue(type) };
      const part = el('i', { vars });
      part.style.flexGrow = String(count);
      bar.append(part);
      legend.append(el('span', { class: 'lb-chip', vars }, el('span', { text: `${looks.label(type)} ${count}` })));
    }
    const marks = (this.offers ?? []).map(({ type }, i) => {
      const node = button('', () => this.#mark(type), { class: 'lb-quiet' });
      node.append(keycap(String(i + 1)), ` Mark as ${looks.label(type)}`);
      return node;
    });
    return [bar, el('div', { class: 'lb-kwic-figures' }, legend, ...marks)];
  }

  /** @param {string} type */
  #choices(type) {
    const { schema } = this.workspace.desk;
    const span = schema.spanType(type);
    return span && !span.retired ? choicesOf(schema, span) : [];
  }

  /** Give what is selected, or picked, this type. @param {string} type */
  #mark(type) {
    const { desk, handling } = this.workspace;
    const choices = this.#choices(type);
    const title = desk.looks.label(type);
    this.close?.();
    handling.choose({ key: '', words: title, choices, title, hue: desk.looks.hue(type), useful: () => true });
  }

  // ---- the places ----------------------------------------------------------------

  /** @param {Concordance | null} found @returns {HTMLElement[]} one table for each article, this one first */
  #tables(found) {
    const tables = this.own?.length ? [this.#ownTable(this.own)] : [];
    /** @type {Map<string, Place[]>} */
    const articles = new Map();
    for (const place of found?.rows ?? []) {
      const list = articles.get(place.document_id);
      if (list) list.push(place);
      else articles.set(place.document_id, [place]);
    }
    for (const [id, places] of articles) {
      const title = places[0]?.title || id;
      const name = el('a', { text: title, attrs: { href: addressOf(id), target: '_blank', rel: 'noopener', title: 'opens in a new tab' } });
      const rows = places.map((p) => line(p.left, el('b', { text: p.match }), p.right, this.#chips(p.labels)));
      tables.push(table(title, name, rows));
    }
    return tables;
  }

  /** @param {readonly Range[]} ranges */
  #ownTable(ranges) {
    const { desk } = this.workspace;
    const rows = ranges.map((range) => {
      const { left, match, right } = contextOf(desk.text, range);
      const labels = labelsAt(desk, range).map(({ type, entity }) => {
        const entity_name = desk.labels.entities.get(entity ?? '')?.name ?? '';
        return { type, author_count: 1, entity_name };
      });
      const go = button(match, () => this.#go(range), { attrs: { title: 'go there' } });
      go.className = 'lb-kwic-go';
      return line(left, go, right, this.#chips(labels));
    });
    return table('This article', 'This article', rows);
  }

  /** @param {readonly PlaceLabel[]} labels @returns {Node[]} */
  #chips(labels) {
    const { looks } = this.workspace.desk;
    return labels.map(({ type, author_count: count, entity_name: name }) => {
      const words = [looks.label(type), name && `· ${shorten(name, 24)}`, count > 1 && `× ${count}`];
      return el('span', { class: 'lb-chip', vars: { '--lb-c': looks.hue(type) } }, el('span', { text: words.filter(Boolean).join(' ') }));
    });
  }

  /** @param {Range} range */
  #go(range) {
    const { desk } = this.workspace;
    this.close?.();
    const [mention] = labelsAt(desk, range);
    if (mention) desk.pick(mention.id, { reveal: true });
    else {
      desk.move(desk.cursor.select(range));
      desk.reveal(range[0]);
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const offer = this.offers?.[Number(event.key) - 1];
    const step = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1 })[event.key];
    if (offer) this.#mark(offer.type);
    else if (step) this.#step(step);
    else return;
    event.preventDefault();
  }

  /** @param {number} step */
  #step(step) {
    const stops = /** @type {HTMLElement[]} */ ([...(this.rows?.querySelectorAll('a, button') ?? [])]);
    const now = stops.findIndex((node) => node === document.activeElement);
    stops[Math.max(0, Math.min(stops.length - 1, now + step))]?.focus();
  }
}

/** @param {Desk} desk @returns {string} on one line */
function wordsHere(desk) {
  const mention = desk.picked && !desk.selection ? desk.mention(desk.picked) : undefined;
  const reach = mention?.fragments[0] ?? desk.reach;
  return reach ? desk.text.slice(reach[0], reach[1]).replace(/\s+/gu, ' ').trim() : '';
}

/** @param {Desk} desk @param {Range} range @returns {import('../model/types.js').Mention[]} own mentions of just these words */
function labelsAt(desk, range) {
  return [...desk.labels.mentions.values()].filter((m) => String(m.fragments) === String(range));
}

/**
 * @param {string} text
 * @param {Range} range
 * @returns {{left: string, match: string, right: string}} on one line, cut between words
 */
export function contextOf(text, [start, end]) {
  const flat = (/** @type {string} */ words) => words.replace(/\s+/gu, ' ');
  const before = flat(text.slice(Math.max(0, start - CONTEXT), start));
  const after = flat(text.slice(end, end + CONTEXT));
  const left = start > CONTEXT ? before.slice(before.indexOf(' ') + 1) : before;
  const right = end + CONTEXT < text.length ? after.slice(0, after.lastIndexOf(' ') + 1) : after;
  return { left: left.trimStart(), match: flat(text.slice(start, end)), right: right.trimEnd() };
}

/** @param {Concordance} found @param {number} here @returns {Node} */
function summary({ total, more, documents, rows }, here) {
  const own = here ? `${counted(here, 'place')} in this article` : 'not in this article';
  if (!total) return document.createTextNode(`${own}; in no other article.`.replace(/^n/u, 'N'));
  const least = more ? 'at least ' : '';
  const shown = rows.length < total ? ` The first ${rows.length} are listed.` : '';
  const words = `${own}; ${least}${counted(total, 'place')} in ${counted(documents, 'other article')}.${shown}`;
  return document.createTextNode(words.replace(/^n/u, 'N'));
}

/** @param {string} left @param {Node} match @param {string} right @param {Node[]} chips */
function line(left, match, right, chips) {
  return el(
    'tr',
    {},
    el('td', { class: 'lb-kwic-left' }, el('bdi', { text: left })),
    el('td', { class: 'lb-kwic-match' }, match),
    el('td', { class: 'lb-kwic-right', text: right }),
    el('td', { class: 'lb-kwic-labels' }, ...chips),
  );
}

/** @param {string} label @param {Node | string} title @param {HTMLElement[]} rows */
function table(label, title, rows) {
  const head = el('caption', {}, title, el('small', { text: ` ${rows.length}` }));
  return el('table', { attrs: { 'aria-label': label } }, head, el('tbody', {}, ...rows));
}

/** @param {string} id @returns {string} where the article is labelled */
function addressOf(id) {
  const url = new URL(location.href);
  url.searchParams.set('document', id);
  return url.href;
}
