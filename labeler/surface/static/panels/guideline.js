/**
 * The guideline of what one works at, folded away below the cards: what a type
 * or a role means, an example, what it is not.
 */

import { button, el, keycap } from '../dom.js';
import { spoken } from './attributes.js';
import { allowedWords } from './chips.js';

/** @import {Desk} from '../desk.js' */
/** @import {Guideline} from '../model/types.js' */

const KEPT = 'labeler.guideline';
/** Whoever opened so many articles knows the types; the guideline folds by itself. */
const LEARNING = 3;
/** Where the panel covers half of the text there is no room for it unasked. */
const SMALL = '(max-width: 860px)';

/** @typedef {{open: boolean | null, seen: string[]}} Kept `open` as somebody chose, `null` where nobody did */

/** @returns {Kept} */
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? '{}');
    return { open: typeof kept.open === 'boolean' ? kept.open : null, seen: Array.isArray(kept.seen) ? kept.seen : [] };
  } catch {
    // Private windows may refuse storage, and others may have written to it.
    return { open: null, seen: [] };
  }
}

/** @param {Kept} kept */
function keep(kept) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

export class GuidelineFold {
  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    const kept = read();
    const seen = [...new Set([...kept.seen, desk.document.id])].slice(0, LEARNING + 1);
    keep({ ...kept, seen });
    this.open = kept.open ?? (seen.length <= LEARNING && !matchMedia(SMALL).matches);
    this.title = el('span', { class: 'lb-guideline-title' });
    this.head = button(this.title, () => this.toggle(), { attrs: { 'aria-controls': 'lb-guideline' } });
    this.head.className = 'lb-guideline-head';
    this.head.append(keycap('G'));
    this.body = el('div', { class: 'lb-guideline-body', attrs: { id: 'lb-guideline', tabindex: '0', role: 'group', 'aria-label': 'Guideline' } });
    this.element = el('section', { class: 'lb-guideline', attrs: { 'aria-label': 'Guideline' } }, this.head, this.body);
    this.shown = '';
    this.update();
  }

  /** Fold or unfold it, and remember. */
  toggle() {
    this.open = !this.open;
    keep({ ...read(), open: this.open });
    this.shown = '';
    this.update();
  }

  /** Show what has the focus now: the slot that waits, the picked mention, the frame. */
  update() {
    const about = subjectOf(this.desk);
    const key = `${this.open} ${about?.name ?? ''}`;
    if (key === this.shown) return;
    this.shown = key;
    this.element.hidden = !about;
    this.head.setAttribute('aria-expanded', String(this.open));
    this.body.hidden = !this.open;
    if (!about) return;
    this.title.textContent = about.name;
    this.element.style.setProperty('--lb-c', about.hue);
    if (this.open) this.body.replaceChildren(...about.lines.map(([name, text]) => el('p', {}, name ? el('b', { text: name }) : null, text)));
  }
}

/**
 * @param {Desk} desk
 * @returns {{name: string, hue: string, lines: [string, string][]} | null}
 */
function subjectOf(desk) {
  const { armed, focused, schema, looks } = desk;
  if (armed && focused) {
    const lines = [['', armed.definition], ['Takes: ', allowedWords(desk, armed)]];
    return { name: `${looks.label(focused.type)}: ${spoken(armed.name)}`, hue: looks.hue(focused.type), lines: filled(lines) };
  }
  const picked = desk.picked ? desk.mention(desk.picked) : undefined;
  const plain = picked && !desk.anchored(picked.id).length ? picked.type : '';
  const type = plain || focused?.type;
  const found = type ? (schema.spanType(type) ?? schema.frameType(type)) : undefined;
  if (!type || !found) return null;
  return { name: looks.label(type), hue: looks.hue(type), lines: filled(linesOf(found.guideline)) };
}

/** @param {Guideline} guideline @returns {string[][]} */
function linesOf({ definition, example, not, extent }) {
  return [['', definition], ['For example: ', example], ['Not: ', not], ['Extent: ', extent]];
}

/** @param {string[][]} lines @returns {[string, string][]} */
function filled(lines) {
  return lines.flatMap(([name, text]) => (text ? [[name ?? '', text]] : []));
}
