/**
 * Mouse, pen and finger on the text: press and drag selects whole words (with
 * Alt single characters), a press on a mention picks it and again the one
 * around it; a finger taps a word and drags the handles.
 */

import * as actions from '../keys/actions.js';

/** @import {Desk} from '../desk.js' */

export class Pointer {
  /**
   * @param {Desk} desk
   * @param {HTMLElement} root  gets the focus when the text is pressed
   */
  constructor(desk, root) {
    this.desk = desk;
    this.root = root;
    /** @type {{character: number, offset: number, moved: boolean, exact: boolean} | null} */
    this.press = null;
    /** @type {string | null} which end of the selection a finger holds */
    this.edge = null;
    this.touch = false;
    this.lastToken = -1;
    const { element } = desk.view;
    element.addEventListener('mousedown', (event) => this.#down(event));
    element.addEventListener('pointerdown', (event) => this.#pointerDown(event));
    element.addEventListener('click', (event) => this.#tap(event));
    this.move = (/** @type {MouseEvent} */ event) => this.#move(event);
    this.up = (/** @type {MouseEvent} */ event) => this.#up(event);
    this.drag = (/** @type {PointerEvent} */ event) => this.#drag(event);
    this.drop = () => this.#drop();
  }

  /** @param {PointerEvent} event */
  #pointerDown(event) {
    this.touch = event.pointerType === 'touch';
    const handle = event.target instanceof HTMLElement && event.target.dataset.edge;
    if (!handle) return;
    this.edge = handle;
    event.preventDefault();
    window.addEventListener('pointermove', this.drag);
    window.addEventListener('pointerup', this.drop, { once: true });
    window.addEventListener('pointercancel', this.drop, { once: true });
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const selected = this.desk.selection;
    // The finger covers the word it means; look a little above it.
    const offset = this.desk.view.offsetAt(event.clientX, event.clientY - 26);
    if (!selected || offset === null) return;
    const fixed = this.edge === 'start' ? selected[1] - 1 : selected[0];
    this.desk.move(this.desk.cursor.across(fixed, offset));
  }

  #drop() {
    window.removeEventListener('pointermove', this.drag);
    this.edge = null;
  }

  /** @param {MouseEvent} event */
  #down(event) {
    if (event.button !== 0 || this.touch) return;
    // The browser's own selection would fight with this one.
    event.preventDefault();
    this.root.focus({ preventScroll: true });
    const { view, cursor, at } = this.desk;
    const offset = view.offsetAt(event.clientX, event.clientY);
    if (offset === null) return;
    const character = view.characterAt(event.clientX, event.clientY) ?? offset;
    if (event.shiftKey) {
      const from = this.desk.reach?.[0] ?? 0;
      const anchor = at.anchor ?? cursor.tokenAt(from);
      this.desk.move({ token: cursor.tokenAt(character), anchor, free: null });
      return;
    }
    if (event.detail === 2) {
      const token = cursor.tokenAt(character);
      this.desk.move({ token, anchor: token, free: null });
      return;
    }
    if (event.detail >= 3) {
      this.#sentence(character);
      return;
    }
    this.press = { character, offset, moved: false, exact: event.altKey };
    window.addEventListener('mousemove', this.move);
    window.addEventListener('mouseup', this.up, { once: true });
  }

  /** @param {number} character */
  #sentence(character) {
    const { cursor } = this.desk;
    const found = cursor.sentences.find(([start, end]) => start <= character && character < end);
    if (found) this.desk.move(cursor.select([found[0], found[1]]));
  }

  /** @param {MouseEvent} event */
  #move(event) {
    const { press, desk } = this;
    if (!press) return;
    const offset = desk.view.offsetAt(event.clientX, event.clientY);
    if (offset === null) return;
    if (!press.moved && Math.abs(offset - press.offset) < 2) return;
    press.moved = true;
    press.exact = press.exact || event.altKey;
    const forward = offset > press.offset;
    const at = press.exact
      ? desk.cursor.exactly(press.offset, offset)
      : desk.cursor.across(press.character, forward ? Math.max(press.character, offset - 1) : offset);
    if (String(desk.cursor.selection(at)) !== String(desk.selection)) desk.move(at);
  }

  /** @param {MouseEvent} event */
  #up(event) {
    window.removeEventListener('mousemove', this.move);
    const press = this.press;
    this.press = null;
    if (!press) return;
    if (!press.moved) this.#click(press.character, event);
    else this.#selected();
  }

  /** New text for a slot that takes one type only is marked at once. */
  #selected() {
    const { desk } = this;
    const role = desk.armed;
    const range = desk.selection;
    const [only] = role?.fillers ?? [];
    if (!role || !range || role.fillers.length !== 1 || !only || !desk.schema.spanType(only)) return;
    actions.mark(desk, only);
  }

  /** @param {MouseEvent} event */
  #tap(event) {
    if (!this.touch) return;
    this.root.focus({ preventScroll: true });
    const { view, cursor, at } = this.desk;
    const character = view.characterAt(event.clientX, event.clientY);
    if (character === null) return;
    const hit = this.desk.hits(character)[0];
    if (hit && this.desk.looks.drawing(hit.type) !== 'content') {
      this.#click(character, event);
      return;
    }
    const token = cursor.tokenAt(character);
    // A second tap stretches the selection to there.
    const anchor = this.desk.selection ? (at.anchor ?? at.token) : token;
    this.desk.move({ token, anchor, free: null });
  }

  /**
   * @param {number} character
   * @param {MouseEvent} event
   */
  #click(character, event) {
    const { desk } = this;
    const token = desk.cursor.tokenAt(character);
    const again = token === this.lastToken;
    this.lastToken = token;
    const hits = desk.hits(character);
    const now = hits.findIndex((m) => m.id === desk.picked);
    const near = hits.filter((m) => desk.looks.drawing(m.type) !== 'content');
    // The first press takes the innermost mention, each further one the next around it.
    const next = again && now >= 0 ? hits[now + 1] : again && !near.length ? hits[0] : near[0];
    desk.at = { token, anchor: null, free: null };
    if (desk.armed && next && !event.altKey && this.#give(next.id)) return;
    if (next) this.#choose(next.id, token);
    else this.#nothing();
  }

  /** @param {string} id @returns {boolean} whether it filled the slot that waits */
  #give(id) {
    const { desk } = this;
    if (actions.fits(desk, id)) return actions.fill(desk, { id });
    const frame = desk.anchored(id).find((f) => actions.fits(desk, f.id));
    if (frame) return actions.fill(desk, { id: frame.id });
    return false;
  }

  /** @param {string} id @param {number} token */
  #choose(id, token) {
    const { desk } = this;
    desk.pick(id);
    desk.at = { token, anchor: null, free: null };
    const frames = desk.anchored(id);
    const [frame] = frames;
    if (frame && !desk.isSuggested(id) && !frames.some((f) => f.id === desk.frame)) desk.focus(frame.id);
  }

  #nothing() {
    const { desk } = this;
    desk.pick(null);
    // While a slot waits, a press in the text looks for its filler and must not lose the frame.
    if (desk.frame && !desk.armed) desk.focus(null);
  }
}
