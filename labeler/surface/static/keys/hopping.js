/**
 * The jump: type the beginning of a word on the screen, then the letter that
 * appears at it. With one word left the caret stands there already: keys that
 * go on in the word narrow, any other key does there what it always does, so
 * nobody who types one letter too many starts anything.
 */

import { counted, el, shorten } from '../dom.js';
import { folded, Words } from '../text/hop.js';
import { blocksBetween } from '../text/visible.js';
import { nameOf } from './binding.js';

/** @import {Workspace} from '../workspace.js' */
/** @import {Position} from '../text/cursor.js' */
/** @import {Target} from '../text/hop.js' */
/** @import {Range} from '../model/types.js' */

const MODIFIERS = new Set(['Control', 'Alt', 'AltGraph', 'Meta', 'Shift', 'CapsLock', 'Dead', 'Process']);
/** So many targets are read out; nobody listens to more. */
const SPOKEN = 9;

/** @typedef {{left: number, top: number, height: number}} Spot */

export class Hopping {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    const { cursor, text } = workspace.desk;
    this.words = new Words(text, cursor.tokens);
    this.active = false;
    this.extend = false;
    this.typed = '';
    /** @type {number[]} */
    this.matches = [];
    /** @type {Target[]} */
    this.targets = [];
    /** @type {Map<number, Spot>} where each match stands on the screen */
    this.spots = new Map();
    /** @type {{at: Position, picked: string | null} | null} where one came from */
    this.origin = null;
    this.layer = el('div', { class: 'lb-hops', attrs: { 'aria-hidden': 'true' } });
    this.scrolled = () => this.#look();
    this.pressed = () => this.leave();
  }

  get desk() {
    return this.workspace.desk;
  }

  /** @param {boolean} extend  select from where one is to there */
  begin(extend) {
    this.leave();
    const { desk, workspace } = this;
    this.active = true;
    this.extend = extend;
    this.typed = '';
    this.origin = { at: desk.at, picked: desk.picked };
    desk.view.element.append(this.layer);
    workspace.scroll.addEventListener('scroll', this.scrolled, { passive: true });
    workspace.root.addEventListener('mousedown', this.pressed, { capture: true });
    this.#look();
    this.#announce('Type the beginning of a word on the screen.');
  }

  /** Put an end to it; the caret stays where it is now. */
  leave() {
    if (!this.active) return;
    this.active = false;
    this.layer.remove();
    this.layer.replaceChildren();
    this.workspace.scroll.removeEventListener('scroll', this.scrolled);
    this.workspace.root.removeEventListener('mousedown', this.pressed, { capture: true });
    this.desk.emit({ cursor: true });
  }

  /** Go back to where one came from. */
  #back() {
    const { desk, origin } = this;
    if (!origin) return;
    desk.move(origin.at);
    if (origin.picked && desk.mention(origin.picked)) {
      desk.pick(origin.picked);
      desk.at = origin.at;
    }
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} `false`: the key does what it does without the jump
   */
  key(event) {
    if (MODIFIERS.has(event.key)) return false;
    const only = this.targets.length === 1;
    const plain = !(event.ctrlKey || event.metaKey || event.altKey) || event.getModifierState('AltGraph');
    if (event.key === 'Backspace' && plain) return this.#shorter();
    if (event.key === 'Enter' || event.key === 'Escape') {
      const nearest = this.targets[0];
      if (event.key === 'Enter' && nearest) this.#go(nearest.token);
      else this.#back();
      this.leave();
      return true;
    }
    if (plain && [...event.key].length === 1 && event.key !== ' ') {
      const target = this.#labelled(event);
      if (target) {
        this.#go(target.token);
        this.leave();
        return true;
      }
      if (this.#longer(folded(event.key))) return true;
      if (!only) {
        this.#announce(`No word on the screen begins with “${this.typed}${event.key}”.`);
        return true;
      }
    }
    if (!only) this.#back();
    this.leave();
    return false;
  }

  /** @param {KeyboardEvent} event @returns {Target | undefined} */
  #labelled(event) {
    // On keyboards of other scripts the labels stand where the Latin letters are.
    for (const name of [event.key, nameOf(event), event.key.toLowerCase()]) {
      const found = this.targets.find(({ label }) => label !== '' && label === name);
      if (found) return found;
    }
    return undefined;
  }

  /** @param {string} letter @returns {boolean} whether a word on the screen goes on so */
  #longer(letter) {
    const matches = this.#seen(this.typed + letter);
    if (!matches.length) return false;
    this.typed += letter;
    this.#show(matches);
    return true;
  }

  /** @returns {true} */
  #shorter() {
    if (!this.typed) {
      this.leave();
      return true;
    }
    this.typed = this.typed.slice(0, -1);
    this.#back();
    this.#look();
    return true;
  }

  /** Look at the screen anew. */
  #look() {
    this.#show(this.#seen(this.typed));
  }

  /**
   * @param {string} typed
   * @returns {number[]} tokens on the screen that begin so; where they are is kept
   */
  #seen(typed) {
    const { view } = this.desk;
    const area = this.workspace.scroll.getBoundingClientRect();
    const origin = view.element.getBoundingClientRect();
    this.spots.clear();
    /** @type {Range[]} */
    const seen = blocksBetween(view.blocks, area.top, area.bottom).map(({ paragraph }) => [paragraph.start, paragraph.end]);
    return this.words.beginning(seen, typed).filter((token) => {
      const [start] = this.words.tokens[token] ?? [0];
      const box = view.rangeFor(start, start + 1)?.getClientRects()[0];
      if (!box || box.top < area.top || box.bottom > area.bottom) return false;
      this.spots.set(token, { left: box.left - origin.left, top: box.top - origin.top, height: box.height });
      return true;
    });
  }

  /** @param {number[]} matches */
  #show(matches) {
    this.matches = matches;
    this.targets = this.words.targets(matches, this.typed, this.origin?.at.token ?? 0);
    this.layer.replaceChildren(...this.targets.map((target, i) => this.#chip(target, i === 0)));
    const [only] = this.targets;
    if (only && this.targets.length === 1) this.#go(only.token);
    else this.desk.emit({ cursor: true });
    if (this.typed) this.#announce(this.#found());
  }

  /** @param {Target} target @param {boolean} nearest */
  #chip({ token, label }, nearest) {
    const spot = this.spots.get(token) ?? { left: 0, top: 0, height: 0 };
    const node = el('span', { class: `lb-hop${nearest ? ' lb-hop-near' : ''}`, text: label || (nearest ? '↵' : '·') });
    node.style.left = `${spot.left}px`;
    node.style.top = `${spot.top}px`;
    return node;
  }

  #found() {
    const said = this.targets.slice(0, SPOKEN).map(({ token, label }) => `${label} ${this.#word(token)}`.trim());
    return `${counted(this.targets.length, 'word')}: ${said.join(', ')}`;
  }

  /** @param {number} token */
  #word(token) {
    const [start, end] = this.words.tokens[token] ?? [0, 0];
    return shorten(this.desk.text.slice(start, end), 24);
  }

  /**
   * Go to a word: the label that begins there is picked, as by a press on it.
   *
   * @param {number} token
   */
  #go(token) {
    const { desk } = this;
    this.#back();
    if (this.extend) {
      const reach = desk.picked ? desk.reach : null;
      const from = reach && (token > desk.at.token ? desk.cursor.tokenAt(reach[0]) : desk.cursor.tokenAt(reach[1] - 1));
      desk.move(desk.cursor.to(from === null ? desk.at : { token: from, anchor: null, free: null }, token, true));
      return;
    }
    const start = this.words.tokens[token]?.[0] ?? 0;
    const here = desk.hits(start).find((m) => m.fragments[0]?.[0] === start && desk.looks.drawing(m.type) !== 'content');
    const at = { token, anchor: null, free: null };
    desk.move(at);
    if (!here) return;
    desk.pick(here.id);
    desk.at = at;
  }

  /** What the bottom line says in the meantime. @returns {[cap: string, words: string][]} */
  keysNow() {
    const several = this.targets.length > 1;
    return [
      [this.typed || 'a–z', this.typed ? 'typed' : 'type the beginning of a word on the screen'],
      ...(several ? [/** @type {[string, string]} */ (['letter', 'go to the word it stands at'])] : []),
      ...(this.targets.length ? [/** @type {[string, string]} */ (['Enter', several ? 'go to the nearest' : 'stay here; so does any other key'])] : []),
      ['⌫', 'one letter less'],
      ['Esc', 'leave'],
    ];
  }

  /** @param {string} words */
  #announce(words) {
    const { live } = this.workspace;
    clearTimeout(this.telling);
    // After the announcement of the caret, which would cover it.
    this.telling = setTimeout(() => {
      if (this.active) live.textContent = words;
    }, 80);
  }
}
