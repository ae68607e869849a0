/**
 * What one works at: the labels of one article, the place in its text, and
 * what has the focus. Every part of the screen reads this and is told what changed.
 */

import { ArticleView } from './text/article.js';
import { Cursor, START } from './text/cursor.js';
import { byPosition, find, quote, shareText, uses } from './model/labels.js';
import { Looks } from './text/looks.js';
import { Talk } from './model/talk.js';
import { misfitsOf } from './panels/misfits.js';
import { stopOfMention, stopsOf, sureOf } from './model/stops.js';

/** @import {Change, Command, Frame, Labels, Mention, Range, Result} from './model/types.js' */
/** @import {Position} from './text/cursor.js' */
/** @import {LabelStore} from './model/store.js' */

/** @typedef {'events' | 'attributions' | 'actors' | 'suggestions' | 'problems' | 'article'} Tab */
/**
 * What a listener is told: the labels changed, the place in the text, or the focus.
 *
 * @typedef {{labels?: boolean, cursor?: boolean, focus?: boolean, tab?: boolean}} Touch
 */

export class Desk {
  /** @param {LabelStore} store */
  constructor(store) {
    this.store = store;
    this.schema = store.schema;
    this.document = store.document;
    this.text = store.document.text;
    this.looks = new Looks(this.schema);
    this.talk = new Talk();
    this.view = new ArticleView(store.document, this.looks, this.talk);
    const paragraphs = this.view.blocks.map((b) => b.paragraph);
    this.cursor = new Cursor(
      this.text,
      store.document.tokens ?? [],
      store.document.sentences ?? [],
      paragraphs,
    );
    /** @type {Position} */
    this.at = START;
    /** Whether a person brought the caret where it is; a command may have left it there. */
    this.came = false;
    /** @type {string | null} a mention, the annotator's own or a suggested one */
    this.picked = null;
    /** @type {string | null} a frame */
    this.frame = null;
    /** @type {string | null} a role of the focused frame that waits for a filler */
    this.slot = null;
    /** @type {Tab} */
    this.tab = 'events';
    /** @type {string | null} the suggested frame or mention one stands at, to be decided on */
    this.offer = null;
    this.showSuggestions = true;
    /** Suggestions the model is less sure of are not shown; 0 to 1. */
    this.least = 0;
    this.suggestions = store.openSuggestions();
    /** @type {((touch: Touch) => void)[]} */
    this.listeners = [];
    /** @type {Touch | null} what listeners are yet to be told */
    this.touched = null;
    /** @type {(words: string) => void} */
    this.say = () => {};
    this.leave = store.subscribe((/** @type {Change} */ change) => this.#labelsChanged(change));
    this.view.draw(this.labels, this.suggestions);
  }

  get labels() {
    return this.store.labels;
  }

  /** Stop listening. */
  dispose() {
    this.leave();
    this.view.dispose();
    this.listeners = [];
  }

  /** @param {(touch: Touch) => void} listener */
  listen(listener) {
    this.listeners.push(listener);
  }

  /**
   * Tell that something changed. Listeners hear of it once, when the present
   * event has been dealt with, so that they measure and draw only once a frame.
   *
   * @param {Touch} touch
   */
  emit(touch) {
    if (!this.touched) queueMicrotask(() => this.#tell());
    this.touched = { ...this.touched, ...touch };
  }

  #tell() {
    const touch = this.touched;
    this.touched = null;
    if (touch) for (const listener of this.listeners) listener(touch);
  }

  /** @param {Change} change */
  #labelsChanged(change) {
    const before = this.suggestions;
    this.suggestions = this.#offered();
    const ranges = [...change.ranges, ...differing(before, this.suggestions)];
    if (change.cause === 'load') this.view.draw(this.labels, this.suggestions);
    else this.view.redraw(ranges, this.labels, this.suggestions);
    this.#forget();
    if (this.frame && !this.labels.frames.has(this.frame)) this.frame = this.slot = null;
    if (this.frame && this.slot && !this.#hasSlot(this.frame, this.slot)) this.slot = null;
    this.#light();
    this.emit({ labels: true, cursor: true, focus: true });
  }

  /** @returns {Labels} the open suggestions that are to be seen */
  #offered() {
    return this.showSuggestions ? sureOf(this.store.openSuggestions(), this.least, this.schema) : NONE;
  }

  /** What there is to decide on, in reading order. */
  get stops() {
    return stopsOf(this.suggestions, this.store.suggestions, this.schema);
  }

  /** @returns {import('./model/stops.js').Stop | undefined} the suggestion one stands at */
  get stop() {
    if (this.offer === null) return undefined;
    const { list, index } = this.stops;
    // A filler is decided on with its frame, unless it was picked by itself.
    const filler = this.suggestions.mentions.get(this.offer);
    return list[index.get(this.offer) ?? -1] ?? (filler && stopOfMention(filler));
  }

  /**
   * Show only what the model is so sure of, and what it gives no score.
   *
   * @param {number} least 0 to 1
   */
  showFrom(least) {
    const before = this.suggestions;
    this.least = least;
    this.suggestions = this.#offered();
    this.view.redraw(differing(before, this.suggestions), this.labels, this.suggestions);
    this.#forget();
    this.emit({ labels: true, cursor: true, focus: true, tab: true });
  }

  /** What is picked may be shown no more. */
  #forget() {
    if (this.picked && !this.mention(this.picked)) this.picked = null;
    if (!this.stop) this.offer = null;
  }

  /** Show or hide what the model suggests. */
  toggleSuggestions() {
    this.showSuggestions = !this.showSuggestions;
    this.suggestions = this.#offered();
    this.#forget();
    this.view.draw(this.labels, this.suggestions);
    this.emit({ labels: true, cursor: true, focus: true, tab: true });
  }

  /**
   * Change the labels; what is refused is said.
   *
   * @param {Command} command
   * @returns {Result}
   */
  do(command) {
    const result = this.store.do(command);
    if (!result.ok) this.say(`${result.reason[0]?.toUpperCase() ?? ''}${result.reason.slice(1)}.`);
    return result;
  }

  // ---- looking things up --------------------------------------------------

  /** @param {string} id @returns {Mention | undefined} an own mention or an open suggestion */
  mention(id) {
    return this.labels.mentions.get(id) ?? this.suggestions.mentions.get(id);
  }

  /** @param {string} id */
  isSuggested(id) {
    return find(this.labels, id) === undefined && find(this.suggestions, id) !== undefined;
  }

  /** @param {Mention} mention */
  quoteOf(mention) {
    return quote(this.text, mention.fragments);
  }

  /** @param {string} id @returns {string} the words an item is about */
  quoteAbout(id) {
    const { mentions, entities, frames } = this.labels;
    const mention = mentions.get(id) ?? mentions.get(frames.get(id)?.anchor ?? '');
    return mention ? this.quoteOf(mention) : (entities.get(id)?.name ?? '');
  }

  /** @param {string} id @returns {Frame[]} frames a mention anchors */
  anchored(id) {
    const { anchors } = uses(this.isSuggested(id) ? this.suggestions : this.labels);
    return anchors.get(id) ?? [];
  }

  /**
   * Where an item begins in the text; -1 where it has no place.
   *
   * @param {string} id
   */
  startOf(id) {
    const own = find(this.labels, id);
    const found = own ?? find(this.suggestions, id);
    const labels = own ? this.labels : this.suggestions;
    if (!found) return -1;
    if (found.kind === 'mention') return found.item.fragments[0]?.[0] ?? -1;
    if (found.kind === 'frame') return frameStart(found.item, labels);
    if (found.kind === 'entity') {
      const chain = [...labels.mentions.values()].filter((m) => m.entity === id).sort(byPosition);
      return chain[0]?.fragments[0]?.[0] ?? -1;
    }
    return -1;
  }

  /** @param {string} frameId @param {string} slot a role, or what does not fit */
  #hasSlot(frameId, slot) {
    const frame = this.labels.frames.get(frameId);
    if (!frame) return false;
    return Boolean(this.schema.role(frame.type, slot)) || misfitsOf(this.schema, this.labels, frame).some((m) => m.slot === slot);
  }

  /** The focused frame, if any. */
  get focused() {
    return this.frame ? this.labels.frames.get(this.frame) : undefined;
  }

  /** The role that waits for a filler, if any. */
  get armed() {
    const frame = this.focused;
    return frame && this.slot ? this.schema.role(frame.type, this.slot) : undefined;
  }

  /** @returns {Range | null} what a mark would cover: the selection, the picked mention, the token */
  get reach() {
    const selected = this.cursor.selection(this.at);
    if (selected) return selected;
    const mention = this.picked && this.mention(this.picked);
    const whole = mention && mention.fragments.length === 1 && mention.fragments[0];
    return whole ? [whole[0], whole[1]] : this.cursor.under(this.at);
  }

  /** @returns {Range | null} */
  get selection() {
    return this.cursor.selection(this.at);
  }

  /**
   * Mentions over a character, those a click takes first in front: innermost
   * first, contents of attributions behind all others.
   *
   * @param {number} offset
   * @returns {Mention[]}
   */
  hits(offset) {
    const over = [...this.labels.mentions.values(), ...this.suggestions.mentions.values()].filter(
      (m) => m.fragments.some(([start, end]) => start <= offset && offset < end),
    );
    const size = (/** @type {Mention} */ m) => m.fragments.reduce((n, [s, e]) => n + e - s, 0);
    const wide = (/** @type {Mention} */ m) => Number(this.looks.drawing(m.type) === 'content');
    return over.sort((a, b) => wide(a) - wide(b) || size(a) - size(b));
  }

  // ---- moving --------------------------------------------------------------

  /** @param {Position} at */
  move(at) {
    this.came = true;
    const { stop } = this;
    const selected = this.cursor.selection(at);
    // A selection over the suggestion one stands at gives it another extent.
    if (!stop || !selected || !shareText(stop.head.fragments, [selected])) this.offer = null;
    this.at = at;
    this.picked = null;
    this.emit({ cursor: true });
  }

  /**
   * @param {string | null} id
   * @param {{reveal?: boolean}} [options]
   */
  pick(id, { reveal = false } = {}) {
    this.picked = id;
    this.offer = id && this.isSuggested(id) ? (this.stops.owners.get(id) ?? id) : null;
    const mention = id ? this.mention(id) : undefined;
    if (mention) {
      const last = mention.fragments.at(-1) ?? [0, 1];
      this.at = { token: this.cursor.tokenAt(last[1] - 1), anchor: null, free: null };
    }
    this.emit({ cursor: true });
    if (reveal && mention) this.reveal(mention.fragments[0]?.[0] ?? 0);
  }

  /** Stand at a suggestion. @param {import('./model/stops.js').Stop} stop */
  consider({ id, head, start }) {
    this.pick(this.mention(head.id) ? head.id : null);
    // Of a frame whose trigger is labelled already there is nothing to pick.
    if (!this.picked) this.at = this.cursor.to(this.at, this.cursor.tokenAt(start), false);
    this.offer = id;
    this.reveal(start);
  }

  /**
   * @param {string | null} id
   * @param {{slot?: string | null, reveal?: boolean}} [options]
   */
  focus(id, { slot = null, reveal = false } = {}) {
    const frame = id ? this.labels.frames.get(id) : undefined;
    this.frame = frame ? frame.id : null;
    this.slot = frame ? slot : null;
    if (frame) {
      const event = this.schema.frameType(frame.type)?.kind === 'event';
      this.tab = event ? 'events' : 'attributions';
    }
    this.#light();
    this.emit({ focus: true, tab: true, cursor: true });
    if (reveal && frame) this.reveal(frameStart(frame, this.labels));
  }

  /** @param {string | null} slot */
  arm(slot) {
    this.slot = slot;
    this.emit({ focus: true, cursor: true });
  }

  /** @param {Tab} tab */
  show(tab) {
    this.tab = tab;
    this.emit({ tab: true });
  }

  #light() {
    const frame = this.focused;
    if (!frame && !this.view.lit.size) return;
    /** @type {Set<string>} */
    const lit = new Set();
    if (frame) {
      if (frame.anchor) lit.add(frame.anchor);
      for (const { filler } of frame.arguments) {
        lit.add(filler);
        const anchor = this.labels.frames.get(filler)?.anchor;
        if (anchor) lit.add(anchor);
      }
    }
    this.view.light(lit, frame !== undefined);
  }

  /** @type {(offset: number) => void} scroll until this place can be seen */
  reveal = () => {};

  /**
   * Step back: from the selection, then the picked mention, the slot, the frame.
   *
   * @returns {boolean} whether there was anything to step back from
   */
  stepBack() {
    if (this.selection && this.stop) {
      this.consider(this.stop);
      return true;
    }
    if (this.selection) {
      this.move(this.cursor.to(this.at, this.at.token, false));
      return true;
    }
    if (this.slot) {
      this.arm(null);
      return true;
    }
    if (this.picked || this.offer) {
      this.pick(null);
      return true;
    }
    if (this.frame) {
      this.focus(null);
      return true;
    }
    return false;
  }
}

/** @type {Labels} */
const NONE = {
  mentions: new Map(),
  entities: new Map(),
  frames: new Map(),
  relations: new Map(),
  documentLabels: {},
  decisions: [],
};

/** @param {Frame} frame @param {Labels} labels @returns {number} where a frame stands in the text */
export function frameStart(frame, labels) {
  const anchor = labels.mentions.get(frame.anchor ?? '');
  if (anchor) return anchor.fragments[0]?.[0] ?? -1;
  const starts = frame.arguments
    .map((a) => labels.mentions.get(a.filler)?.fragments[0]?.[0] ?? Infinity)
    .filter(Number.isFinite);
  return starts.length ? Math.min(...starts) : -1;
}

/**
 * Where two sets of suggestions look different.
 *
 * @param {Labels} before
 * @param {Labels} after
 * @returns {Range[]}
 */
function differing(before, after) {
  if (before === after) return [];
  /** @type {Range[]} */
  const ranges = [];
  const anchorsBefore = uses(before).anchors;
  const anchorsAfter = uses(after).anchors;
  const add = (/** @type {Mention} */ m) => ranges.push(...m.fragments);
  for (const [id, mention] of before.mentions) {
    const now = after.mentions.get(id);
    const sameFrames = (anchorsBefore.get(id)?.length ?? 0) === (anchorsAfter.get(id)?.length ?? 0);
    if (now !== mention || !sameFrames) add(mention);
  }
  for (const [id, mention] of after.mentions) if (!before.mentions.has(id)) add(mention);
  return ranges;
}
