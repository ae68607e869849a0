/**
 * What the model suggests and nobody has decided on yet: in the order of the
 * text, by score, or by type; from which score up; and how far one is.
 */

import { frameStart } from '../desk.js';
import { button, counted, el, keycap, shorten } from '../dom.js';
import * as suggesting from '../keys/suggesting.js';
import * as commands from '../model/commands.js';
import { fillers } from '../model/labels.js';
import { hasScores, stopsOf } from '../model/stops.js';
import { keepLeastScore, leastScore } from '../saving/thresholds.js';
import { placeInOrder } from './placing.js';

/** @import {Desk} from '../desk.js' */
/** @import {Frame} from '../model/types.js' */
/** @import {Stop} from '../model/stops.js' */

/** @typedef {'text' | 'score' | 'type'} Order */

/** So many are listed before "show all": in one list, and of one type. */
const MOST = { text: 300, score: 300, type: 40 };
/** @type {Record<Order, string>} */
const ORDERS = { text: 'as in the text', score: 'by score', type: 'by type' };

export class SuggestionList {
  /**
   * @param {Desk} desk
   * @param {() => {state: string, message: string}} state of the model
   * @param {string} user whose choice of a least score it is
   */
  constructor(desk, state, user) {
    this.desk = desk;
    this.state = state;
    this.user = user;
    /** @type {Order} */
    this.order = 'text';
    /** @type {Set<string>} types listed in full; the whole list is named by the empty text */
    this.whole = new Set();
    /** @type {unknown} */
    this.shown = null;
    this.key = '';
    /** @type {Map<string, HTMLElement>} by what is suggested */
    this.rows = new Map();
    this.rowsOf = desk.store.suggestions;
    /** @type {HTMLElement | undefined} the row of the suggestion one stands at */
    this.current = undefined;
    this.count = el('span', { class: 'lb-suggest-count' });
    this.slider = el('div', { class: 'lb-suggest-score' });
    this.tools = el('div', { class: 'lb-panel-tools' });
    this.head = el('div', { class: 'lb-suggest-head' }, this.count, this.slider, this.tools);
    this.body = el('div', { class: 'lb-suggest-body' });
    this.element = el('div', { class: 'lb-suggestions' }, this.head, this.body);
    this.#recall();
    // A model that is ready only now has a choice of its own.
    desk.store.subscribe(({ cause }) => cause === 'load' && this.#recall());
  }

  #recall() {
    const least = leastScore(this.user, this.desk.store.suggestionAuthor);
    this.slider.replaceChildren();
    if (least !== this.desk.least) this.desk.showFrom(least);
  }

  /** Show the open suggestions. */
  update() {
    const { desk } = this;
    const key = [desk.showSuggestions, desk.least, this.state().state, this.order, ...this.whole].join(' ');
    if (this.shown !== desk.suggestions || this.key !== key) {
      this.shown = desk.suggestions;
      this.key = key;
      if (this.rowsOf !== desk.store.suggestions) this.rows.clear();
      this.rowsOf = desk.store.suggestions;
      this.#paintHead();
      placeInOrder(this.body, this.#list());
    }
    this.follow();
  }

  /** Mark the row of the suggestion one stands at, and bring it into view. */
  follow() {
    const row = this.rows.get(this.desk.stop?.id ?? '');
    if (row === this.current) return;
    this.current?.removeAttribute('aria-current');
    this.current = row;
    row?.setAttribute('aria-current', 'true');
    row?.scrollIntoView({ block: 'nearest' });
  }

  // ---- what stands above ----------------------------------------------------

  #paintHead() {
    const { desk } = this;
    const scored = hasScores(desk.store.suggestions);
    this.count.textContent = this.#countWords();
    // The slider is made once: it may be in somebody's hand.
    if (scored && !this.slider.firstChild) this.slider.append(...this.#score());
    this.slider.hidden = !scored;
    this.tools.replaceChildren(...this.#tools(scored));
  }

  /** @returns {string} such as “34 of 57 shown, 12 decided” */
  #countWords() {
    const { desk } = this;
    const { store, schema, labels } = desk;
    const open = stopsOf(store.openSuggestions(), store.suggestions, schema).list.length;
    const shown = desk.stops.list.length;
    const verdicts = new Set(labels.decisions.map((d) => d.suggestion));
    const decided = stopsOf(store.suggestions, store.suggestions, schema).list.filter((s) => verdicts.has(s.id)).length;
    if (!open && !decided) return '';
    return `${shown === open ? `${open} open` : `${shown} of ${open} shown`}, ${decided} decided`;
  }

  /** @returns {Node[]} the slider and what it says */
  #score() {
    const { desk } = this;
    const words = (/** @type {number} */ n) => (n ? `from ${n} % up` : 'all');
    const output = el('output', { text: words(Math.round(desk.least * 100)) });
    const range = el('input', {
      attrs: { type: 'range', min: 0, max: 100, step: 1, 'aria-label': 'Least score that is shown, in percent' },
    });
    range.value = String(Math.round(desk.least * 100));
    range.addEventListener('input', () => {
      output.textContent = words(Number(range.value));
      desk.showFrom(Number(range.value) / 100);
      keepLeastScore(this.user, desk.store.suggestionAuthor, desk.least);
    });
    return [el('span', { text: 'Score' }), range, output];
  }

  /** @param {boolean} scored @returns {Node[]} */
  #tools(scored) {
    const { desk } = this;
    const hide = button(desk.showSuggestions ? 'Hide in the text' : 'Show in the text', () => desk.toggleSuggestions(), { class: 'lb-quiet' });
    if (!desk.stops.list.length) return [hide];
    const orders = /** @type {Order[]} */ (Object.keys(ORDERS)).filter((o) => scored || o !== 'score');
    const pills = orders.map((order) => {
      const node = button(ORDERS[order], () => this.#sort(order), { attrs: { 'aria-pressed': String(order === this.order) } });
      node.className = 'lb-value';
      return node;
    });
    return [
      el('div', { class: 'lb-values', attrs: { role: 'group', 'aria-label': 'Order' } }, ...pills),
      hide,
      button('Accept all', () => desk.do(commands.accept(desk.stops.list.map((s) => s.id))), { class: 'lb-quiet' }),
      el('span', { class: 'lb-suggest-keys' }, keycap('v'), ' next ', keycap('s'), ' accept ', keycap('q'), ' reject'),
    ];
  }

  /** @param {Order} order */
  #sort(order) {
    this.order = order;
    this.update();
  }

  // ---- the list ---------------------------------------------------------------

  /** @returns {readonly Stop[]} in the order chosen */
  #ordered() {
    const { list } = this.desk.stops;
    if (this.order !== 'score') return list;
    return [...list].sort((a, b) => (b.score ?? 2) - (a.score ?? 2));
  }

  /** @returns {HTMLElement[]} */
  #list() {
    const stops = this.#ordered();
    if (!stops.length) return [el('div', { class: 'lb-empty', text: this.#emptyWords() })];
    if (this.order !== 'type') return this.#some('', stops);
    /** @type {Map<string, Stop[]>} */
    const groups = new Map();
    for (const stop of stops) {
      const group = groups.get(stop.type);
      if (group) group.push(stop);
      else groups.set(stop.type, [stop]);
    }
    return [...groups].map(([type, group]) => this.#group(type, group));
  }

  #emptyWords() {
    const { desk } = this;
    const { state, message } = this.state();
    if (!desk.showSuggestions) return 'Suggestions are hidden.';
    if (state === 'pending') return 'The model is still reading this article; its suggestions appear when it is done.';
    if (state === 'unavailable') return message || 'There is no model to suggest anything. Labelling works without it.';
    if (desk.store.openSuggestions() !== desk.suggestions) return 'The model is less sure of all that is open than you want to see.';
    return 'No suggestions are open: all are decided, or the model found nothing.';
  }

  /** @param {string} name of the list @param {readonly Stop[]} stops @returns {HTMLElement[]} its rows, as many as are shown */
  #some(name, stops) {
    const shown = this.whole.has(name) ? stops : stops.slice(0, MOST[this.order]);
    const rows = shown.map((s) => this.#row(s));
    if (shown.length === stops.length) return rows;
    const all = () => {
      this.whole.add(name);
      this.update();
    };
    return [...rows, button(`Show all ${counted(stops.length, 'suggestion')}`, all, { class: 'lb-quiet' })];
  }

  /** @param {string} type @param {readonly Stop[]} stops */
  #group(type, stops) {
    const { desk } = this;
    const label = desk.looks.label(type);
    const ids = stops.map((s) => s.id);
    const head = el(
      'div',
      { class: 'lb-card-head' },
      el('span', { class: 'lb-card-type', text: label }),
      el('span', { class: 'lb-card-anchor', text: String(stops.length) }),
      button('Accept all', () => suggesting.accept(desk, ids), { class: 'lb-quiet', attrs: { 'aria-label': `Accept all ${label}` } }),
      button('Reject all', () => suggesting.reject(desk, ids), { class: 'lb-quiet lb-danger', attrs: { 'aria-label': `Reject all ${label}` } }),
    );
    const vars = { '--lb-c': desk.looks.hue(type) };
    return el('section', { class: 'lb-card lb-card-suggested', vars, attrs: { role: 'group', 'aria-label': `Suggested ${label}` } }, head, ...this.#some(type, stops));
  }

  /** @param {Stop} stop @returns {HTMLElement} the same element for the same suggestion */
  #row(stop) {
    const { id, type, score } = stop;
    const before = this.rows.get(id);
    if (before) return before;
    const { desk } = this;
    const frame = desk.store.suggestions.frames.get(id);
    const text = shorten(frame ? frameWords(desk, frame) : desk.quoteOf(stop.head), 90);
    const words = button(text, () => desk.consider(stop));
    words.className = 'lb-suggestion-words';
    const row = el('div', { class: 'lb-suggestion', vars: { '--lb-c': desk.looks.hue(type) } });
    row.append(
      el('span', { class: 'lb-suggestion-type', text: desk.looks.label(type) }),
      words,
      score === null ? '' : el('small', { text: `${Math.round(score * 100)} %` }),
      this.#decision('✓', `Accept ${text}`, stop, suggesting.accept),
      this.#decision('×', `Reject ${text}`, stop, suggesting.reject),
    );
    this.rows.set(id, row);
    return row;
  }

  /** @param {string} sign @param {string} name @param {Stop} stop @param {(desk: Desk, ids: string[]) => void} decide */
  #decision(sign, name, stop, decide) {
    const danger = decide === suggesting.reject ? ' lb-danger' : '';
    const title = name.split(' ')[0] ?? '';
    const node = button(sign, () => this.#decide(stop, decide), { class: `lb-quiet lb-verdict${danger}`, attrs: { 'aria-label': name, title } });
    return node;
  }

  /** Decide, and stand at the row that follows. @param {Stop} stop @param {(desk: Desk, ids: string[]) => void} decide */
  #decide(stop, decide) {
    const { desk } = this;
    const rows = this.#ordered();
    const at = rows.findIndex((s) => s.id === stop.id);
    const inHand = this.element.contains(document.activeElement);
    decide(desk, [stop.id]);
    const open = desk.stops.index;
    const next = [...rows.slice(at + 1), ...rows.slice(0, at)].find((s) => open.has(s.id));
    if (next) desk.consider(next);
    if (!next || !inHand) return;
    this.update();
    const verdict = this.rows.get(next.id)?.querySelector(decide === suggesting.reject ? '.lb-danger' : '.lb-verdict');
    if (verdict instanceof HTMLElement) verdict.focus();
  }
}

/** @param {Desk} desk @returns {number} suggestions to decide on, a frame with its parts as one */
export function countOpen(desk) {
  return desk.stops.list.length;
}

/** @param {Desk} desk @param {Frame} frame */
function frameWords(desk, frame) {
  const { suggestions } = desk.store;
  const word = (/** @type {string | null | undefined} */ id) => {
    const mention = suggestions.mentions.get(id ?? '');
    return mention ? desk.quoteOf(mention) : '';
  };
  if (desk.schema.frameType(frame.type)?.kind === 'event') {
    const start = frameStart(frame, suggestions);
    const from = (/** @type {import('../model/types.js').Mention} */ m) => m.fragments[0]?.[0] ?? 0;
    const near = frame.arguments.map((a) => suggestions.mentions.get(a.filler)).filter((m) => m !== undefined);
    near.sort((a, b) => Math.abs(from(a) - start) - Math.abs(from(b) - start));
    const shown = near.slice(0, 3).sort((a, b) => from(a) - from(b));
    return [word(frame.anchor), ...shown.map((m) => desk.quoteOf(m))].filter(Boolean).join(' · ');
  }
  const via = desk.schema.frameType(frame.type)?.nesting?.via ?? 'content';
  return [word(fillers(frame, 'source')[0]), word(frame.anchor), word(fillers(frame, via)[0])].filter(Boolean).join(' · ');
}
