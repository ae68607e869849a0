/**
 * Moves of the caret and of the selection that need more than the caret
 * itself: the lines on the screen, the stretches around a word, the labels.
 */

import { larger, smaller } from '../text/growing.js';

/** @import {Workspace} from '../workspace.js' */
/** @import {Position} from '../text/cursor.js' */
/** @import {Range} from '../model/types.js' */

const NAME = /^\p{Lu}[\p{L}\p{N}]/u;

export class Going {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    /** @type {number | null} the column one keeps while going up and down */
    this.column = null;
    this.columnAt = -1;
    /** @type {{at: Position, picked: string | null, origin: Range, now: Range} | null} where growing began */
    this.grown = null;
  }

  get desk() {
    return this.workspace.desk;
  }

  /** @param {1 | -1} step @param {boolean} extend */
  byLine(step, extend) {
    const { desk } = this;
    const token = desk.cursor.tokens[desk.at.token];
    if (!token) return;
    desk.reveal(token[0]);
    const rect = desk.view.rangeFor(token[0], token[1])?.getClientRects()[0];
    if (!rect) return;
    if (this.columnAt !== desk.at.token || this.column === null) this.column = rect.left + Math.min(rect.width / 2, 12);
    const size = Number.parseFloat(getComputedStyle(desk.view.element).lineHeight) || 40;
    for (const jump of [1, 1.6, 2.3, 3.4, 5]) {
      const offset = desk.view.offsetAt(this.column, rect.top + rect.height / 2 + step * size * jump);
      if (offset === null) continue;
      const next = desk.cursor.tokenAt(offset);
      const place = desk.cursor.tokens[next];
      const found = place && desk.view.rangeFor(place[0], place[1])?.getClientRects()[0];
      if (next !== desk.at.token && found && Math.abs(found.top - rect.top) > rect.height / 2) {
        desk.move(desk.cursor.to(desk.at, next, extend));
        this.columnAt = desk.at.token;
        desk.reveal(place[0]);
        return;
      }
    }
    // At the edge of what can be seen or of the text.
    desk.move(desk.cursor.bySentence(desk.at, step, extend));
    desk.reveal(desk.cursor.tokens[desk.at.token]?.[0] ?? 0);
  }

  /**
   * Nearly a screen up or down, so that the last line one read stays in sight.
   *
   * @param {1 | -1} step
   * @param {boolean} extend
   */
  byScreen(step, extend) {
    const { desk, workspace } = this;
    const area = workspace.scroll.getBoundingClientRect();
    const token = desk.cursor.tokens[desk.at.token];
    if (!token) return;
    desk.reveal(token[0]);
    const rect = desk.view.rangeFor(token[0], token[1])?.getClientRects()[0];
    if (!rect) return;
    const before = workspace.scroll.scrollTop;
    workspace.scroll.scrollTop += step * area.height * 0.85;
    const moved = workspace.scroll.scrollTop !== before;
    const y = Math.max(area.top + 8, Math.min(area.bottom - 8, rect.top));
    const offset = moved ? desk.view.offsetAt(rect.left + 2, y) : null;
    const last = step > 0 ? desk.cursor.tokens.length - 1 : 0;
    desk.move(desk.cursor.to(desk.at, offset === null ? last : desk.cursor.tokenAt(offset), extend));
    if (offset === null) desk.reveal(desk.cursor.tokens[last]?.[0] ?? 0);
  }

  /** Select the next larger stretch around what is selected, or around the word at the caret. */
  grow() {
    const { desk } = this;
    const range = desk.reach;
    if (!range) return;
    const began = this.#began() ?? { at: desk.at, picked: desk.picked, origin: range, now: range };
    const next = larger(desk.cursor, range);
    if (!next) {
      desk.say('This is the whole paragraph.');
      return;
    }
    this.grown = { ...began, now: next };
    desk.move(desk.cursor.select(next));
  }

  /** One step back towards where growing began. */
  shrink() {
    const { desk } = this;
    const range = desk.selection;
    if (!range) return;
    const began = this.#began();
    const origin = began?.origin ?? desk.cursor.under(desk.at) ?? range;
    const next = smaller(desk.cursor, origin, range);
    if (!next) {
      desk.say('This is where it began.');
    } else if (began && String(next) === String(began.origin)) {
      this.grown = null;
      desk.move(began.at);
      if (began.picked) desk.pick(began.picked);
    } else {
      this.grown = began && { ...began, now: next };
      desk.move(desk.cursor.select(next));
    }
  }

  /** Where growing began, if what is selected came from it. */
  #began() {
    return this.grown && String(this.grown.now) === String(this.desk.selection) ? this.grown : null;
  }

  /**
   * To the next capitalised word inside a sentence that nobody has labelled.
   *
   * @param {1 | -1} step
   */
  nextUnlabelled(step) {
    const { desk } = this;
    const { cursor, text } = desk;
    const starts = new Set(cursor.sentences.map(([start]) => start));
    const covered = coverage(desk);
    for (let i = desk.at.token + step; cursor.tokens[i]; i += step) {
      const [start, end] = /** @type {Range} */ (cursor.tokens[i]);
      const isName = NAME.test(text.slice(start, end)) && !starts.has(start) && !covered(start);
      // Of a name of several words the first is gone to.
      const before = cursor.tokens[i - 1];
      const goesOn = before && NAME.test(text.slice(...before)) && !starts.has(before[0]) && !covered(before[0]);
      if (isName && !goesOn) {
        desk.move({ token: i, anchor: null, free: null });
        desk.reveal(start);
        return;
      }
    }
    desk.say(step > 0 ? 'No name without a label follows.' : 'No name without a label stands before.');
  }
}

/** @param {import('../desk.js').Desk} desk @returns {(offset: number) => boolean} whether a label other than a content covers a place */
function coverage(desk) {
  const covered = new Uint8Array(desk.text.length);
  for (const m of [...desk.labels.mentions.values(), ...desk.suggestions.mentions.values()]) {
    if (desk.looks.drawing(m.type) === 'content') continue;
    for (const [start, end] of m.fragments) covered.fill(1, start, end);
  }
  return (offset) => covered[offset] === 1;
}
