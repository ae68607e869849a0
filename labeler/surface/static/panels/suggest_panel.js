/**
 * What the model suggests and nobody has decided on yet, by kind and type.
 */

import * as suggesting from '../keys/suggesting.js';
import * as commands from '../model/commands.js';
import { frameStart } from '../desk.js';
import { button, counted, el, keycap, shorten } from '../dom.js';
import { fillers, uses } from '../model/labels.js';

/** @import {Desk} from '../desk.js' */
/** @import {Frame, Mention} from '../model/types.js' */

/** So many of one type are listed before "show all". */
const MOST = 40;

export class SuggestionList {
  /** @param {Desk} desk @param {() => {state: string, message: string}} state of the model */
  constructor(desk, state) {
    this.desk = desk;
    this.state = state;
    this.element = el('div', { class: 'lb-suggestions' });
    /** @type {Set<string>} types listed in full */
    this.whole = new Set();
    /** @type {unknown} */
    this.shown = null;
    this.key = '';
  }

  /** Show the open suggestions. */
  update() {
    const { desk } = this;
    const key = `${desk.showSuggestions} ${this.state().state} ${[...this.whole].join(' ')}`;
    if (this.shown === desk.suggestions && this.key === key) return;
    this.shown = desk.suggestions;
    this.key = key;
    this.element.replaceChildren(this.#tools(), ...this.#groups());
  }

  #tools() {
    const { desk } = this;
    const { mentions, frames } = desk.suggestions;
    const tools = el('div', { class: 'lb-panel-tools' });
    tools.append(
      button(desk.showSuggestions ? 'Hide in the text' : 'Show in the text', () => desk.toggleSuggestions(), {
        class: 'lb-quiet',
        attrs: { 'aria-pressed': String(!desk.showSuggestions) },
      }),
    );
    if (mentions.size + frames.size) {
      tools.append(button('Accept all', () => desk.do(commands.acceptAll()), { class: 'lb-quiet' }));
      tools.append(el('span', {}, keycap('v'), ' next ', keycap('s'), ' accept ', keycap('q'), ' reject'));
    }
    return tools;
  }

  /** @returns {Node[]} */
  #groups() {
    const { desk } = this;
    /** @type {Map<string, {id: string, words: string, start: number, score: number | null}[]>} */
    const groups = new Map();
    const add = (/** @type {string} */ type, /** @type {any} */ entry) => {
      const list = groups.get(type);
      if (list) list.push(entry);
      else groups.set(type, [entry]);
    };
    for (const f of desk.suggestions.frames.values()) {
      add(f.type, { id: f.id, words: frameWords(desk, f), start: frameStart(f, desk.suggestions), score: f.origin.score });
    }
    for (const m of desk.suggestions.mentions.values()) {
      if (!isPart(desk, m)) add(m.type, { id: m.id, words: desk.quoteOf(m), start: m.fragments[0]?.[0] ?? 0, score: m.origin.score });
    }
    if (!groups.size) return [el('div', { class: 'lb-empty', text: this.#emptyWords() })];
    return [...groups].map(([type, entries]) => this.#group(type, entries));
  }

  #emptyWords() {
    const { state, message } = this.state();
    if (!this.desk.showSuggestions) return 'Suggestions are hidden.';
    if (state === 'pending') return 'The model is still reading this article; its suggestions appear when it is done.';
    if (state === 'unavailable') return message || 'There is no model to suggest anything. Labelling works without it.';
    return 'No suggestions are open: all are decided, or the model found nothing.';
  }

  /** @param {string} type @param {{id: string, words: string, start: number, score: number | null}[]} entries */
  #group(type, entries) {
    const { desk } = this;
    entries.sort((a, b) => a.start - b.start);
    const label = desk.looks.label(type);
    const shown = this.whole.has(type) ? entries : entries.slice(0, MOST);
    const group = el('section', { class: 'lb-card lb-card-suggested', vars: { '--lb-c': desk.looks.hue(type) }, attrs: { 'aria-label': `Suggested ${label}` } });
    const ids = entries.map((e) => e.id);
    group.append(
      el(
        'div',
        { class: 'lb-card-head' },
        el('span', { class: 'lb-card-type', text: label }),
        el('span', { class: 'lb-card-anchor', text: String(entries.length) }),
        button('Accept all', () => desk.do(commands.accept(ids)), { class: 'lb-quiet', attrs: { 'aria-label': `Accept all ${label}` } }),
        button('Reject all', () => desk.do(commands.reject(ids)), { class: 'lb-quiet lb-danger', attrs: { 'aria-label': `Reject all ${label}` } }),
      ),
      ...shown.map((e) => this.#entry(e)),
    );
    if (shown.length < entries.length) {
      group.append(button(`Show all ${counted(entries.length, 'suggestion')}`, () => {
        this.whole.add(type);
        this.update();
      }, { class: 'lb-quiet' }));
    }
    return group;
  }

  /** @param {{id: string, words: string, score: number | null}} entry */
  #entry({ id, words, score }) {
    const { desk } = this;
    const text = shorten(words, 90);
    const go = () => {
      const frame = desk.suggestions.frames.get(id);
      const target = frame ? (frame.anchor ?? frame.arguments[0]?.filler ?? null) : id;
      desk.pick(target, { reveal: true });
    };
    const row = el('div', { class: 'lb-suggestion' });
    const open = button(text, go);
    open.className = 'lb-suggestion-words';
    row.append(
      open,
      score === null ? '' : el('small', { text: `${Math.round(score * 100)} %` }),
      button('✓', () => suggesting.accept(desk, [id]), { class: 'lb-quiet', attrs: { 'aria-label': `Accept ${text}`, title: 'Accept' } }),
      button('×', () => suggesting.reject(desk, [id]), { class: 'lb-quiet lb-danger', attrs: { 'aria-label': `Reject ${text}`, title: 'Reject' } }),
    );
    return row;
  }
}

/**
 * Whether a suggested trigger, cue or content is decided on with its frame.
 *
 * @param {Desk} desk
 * @param {Mention} mention
 */
function isPart(desk, mention) {
  const { anchors, fillers: slots } = uses(desk.suggestions);
  const isContent = desk.looks.drawing(mention.type) === 'content';
  return anchors.has(mention.id) || (isContent && slots.has(mention.id));
}

/** @param {Desk} desk @returns {number} suggestions to decide on, a frame with its parts as one */
export function countOpen(desk) {
  const { mentions, frames } = desk.suggestions;
  return frames.size + [...mentions.values()].filter((m) => !isPart(desk, m)).length;
}

/** @param {Desk} desk @param {Frame} frame */
function frameWords(desk, frame) {
  const { mentions } = desk.suggestions;
  const word = (/** @type {string | null | undefined} */ id) => {
    const m = /** @type {Mention | undefined} */ (mentions.get(id ?? '') ?? desk.labels.mentions.get(id ?? ''));
    return m ? desk.quoteOf(m) : '';
  };
  if (desk.schema.frameType(frame.type)?.kind === 'event') {
    const more = frame.arguments.map((a) => word(a.filler)).filter(Boolean);
    return [word(frame.anchor), ...more.slice(0, 3)].filter(Boolean).join(' · ');
  }
  const via = desk.schema.frameType(frame.type)?.nesting?.via ?? 'content';
  const source = word(fillers(frame, 'source')[0]);
  return [source, word(frame.anchor), word(fillers(frame, via)[0])].filter(Boolean).join(' · ');
}
