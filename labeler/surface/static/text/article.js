/**
 * The article on screen: paragraphs of segments, redrawn one by one.
 *
 * A paragraph is the unit of redrawing, so a new mark costs the same in a
 * short and in a long article. Labels stand between the lines as generated
 * content: the text of a paragraph in the DOM is exactly its text.
 */

import { el } from '../dom.js';
import { ChainLooks } from './chain_looks.js';
import { drawLabels, drawSegment } from './drawing.js';
import { barsOf, collisions, MOST_SHIFT_PX } from './geometry.js';
import { uses } from '../model/labels.js';
import { replacePieces } from './pieces.js';
import { boxesOf, characterAt, offsetAt, rangeFor } from './places.js';
import { depthsOf, lastAt, levelsOf, paragraphsOf, segmentsOf } from './segments.js';

/** @import {Labels, Mention, Range} from '../model/types.js' */
/** @import {Piece} from './pieces.js' */
/** @import {Paragraph, Segment, Stretch} from './segments.js' */
/** @import {Looks} from './looks.js' */

/**
 * @typedef {object} Block a paragraph and what stands for it in the DOM
 * @property {Paragraph} paragraph
 * @property {HTMLElement} element
 * @property {readonly Piece[]} pieces
 * @property {Text[]} texts        text nodes in order
 * @property {number[]} starts     where each begins in the document
 * @property {{element: HTMLElement, segment: Segment}[]} spans
 * @property {Stretch[]} contents
 * @property {boolean} settled     labels and margin bars fit the present layout
 */

/** A rectangle in the coordinates of the article. */
/** @typedef {{left: number, top: number, width: number, height: number}} Box */

const NO_LABELS = /** @type {any} */ ({ mentions: new Map(), frames: new Map() });

export class ArticleView {
  /**
   * @param {import('../model/types.js').LabeledDocument} document
   * @param {Looks} looks
   * @param {import('../model/talk.js').Talk} [talk] of which a sign stands beside a label
   */
  constructor(document, looks, talk) {
    this.talk = talk;
    this.text = document.text;
    this.looks = looks;
    /** @type {Labels} */
    this.labels = NO_LABELS;
    /** @type {Labels} */
    this.suggestions = NO_LABELS;
    /** @type {ReadonlySet<string>} mentions that stay strong while a frame has the focus */
    this.lit = new Set();
    /** @type {ReadonlySet<string>} mentions that are pointed at from outside the text */
    this.glowing = new Set();
    /** Whether marks have the hue of their chain, not of their type. */
    this.colouring = false;
    this.chainLooks = new ChainLooks();
    this.overlay = el('div', { class: 'lb-overlay', attrs: { 'aria-hidden': 'true' } });
    const paragraphs = paragraphsOf(document.text, document.sentences ?? [], document);
    /** @type {Block[]} */
    this.blocks = paragraphs.map((paragraph, index) => this.#block(paragraph, index));
    this.element = el('article', {
      class: 'lb-article',
      attrs: { lang: document.language || false, 'aria-label': document.title || 'Article' },
    });
    this.element.append(...this.blocks.map((b) => b.element), this.overlay);
    /** @type {WeakMap<Node, {block: Block, start: number}>} */
    this.places = new WeakMap();
    /** @type {number | undefined} a frame that was asked for */
    this.soon = undefined;
    this.width = 0;
    /** @type {Set<Block>} blocks on or near the screen */
    this.near = new Set();
    this.#watch();
  }

  /** @param {Paragraph} paragraph @param {number} index @returns {Block} */
  #block(paragraph, index) {
    const tag = paragraph.role === 'headline' ? 'h1' : 'p';
    const lines = Math.ceil((paragraph.end - paragraph.start) / 72);
    const element = el(tag, {
      class: `lb-p lb-p-${paragraph.role}${paragraph.joined ? ' lb-p-joined' : ''}`,
      attrs: { dir: 'auto' },
      data: { block: String(index) },
      vars: { '--lb-lines': String(lines) },
    });
    return { paragraph, element, pieces: [], texts: [], starts: [], spans: [], contents: [], settled: false };
  }

  /** Labels are only placed where somebody can see them: where the browser lays text out. */
  #watch() {
    this.element.addEventListener(
      'contentvisibilityautostatechange',
      (event) => {
        const { skipped, target } = /** @type {any} */ (event);
        const block = this.blocks[Number(target.dataset.block)];
        if (!block) return;
        if (skipped) this.near.delete(block);
        else this.near.add(block);
        if (!skipped) this.#settleSoon();
      },
      { capture: true },
    );
    this.resizer = new ResizeObserver(() => this.unsettle());
    this.resizer.observe(this.element);
  }

  #settleSoon() {
    this.soon ??= requestAnimationFrame(() => {
      this.soon = undefined;
      this.settle();
    });
  }

  /** Stop watching the screen. */
  dispose() {
    this.resizer?.disconnect();
    if (this.soon) cancelAnimationFrame(this.soon);
  }

  /** Place labels and bars anew where the width changed and lines moved. */
  unsettle() {
    const width = this.element.clientWidth;
    if (width === this.width) return;
    this.width = width;
    for (const block of this.blocks) block.settled = false;
    this.settle();
    this.onlayout?.();
  }

  /** Called after the lines moved. @type {(() => void) | undefined} */
  onlayout;

  /**
   * Draw all of it.
   *
   * @param {Labels} labels
   * @param {Labels} suggestions
   */
  draw(labels, suggestions) {
    this.labels = labels;
    this.suggestions = suggestions;
    this.#fill(this.blocks.map((_, index) => index));
  }

  /**
   * Draw the paragraphs that hold a stretch of text again.
   *
   * @param {readonly Range[]} ranges
   * @param {Labels} labels
   * @param {Labels} suggestions
   */
  redraw(ranges, labels, suggestions) {
    this.labels = labels;
    this.suggestions = suggestions;
    /** @type {Set<number>} */
    const touched = new Set();
    for (const [start, end] of ranges) {
      for (let i = Math.max(0, this.blockIndex(start)); i < this.blocks.length; i += 1) {
        const { paragraph } = /** @type {Block} */ (this.blocks[i]);
        if (paragraph.start >= end) break;
        if (paragraph.end > start) touched.add(i);
      }
    }
    this.#fill([...touched]);
  }

  /** @param {number} offset @returns {number} index of the block that holds it or precedes it; -1 */
  blockIndex(offset) {
    return lastAt(this.blocks.length, (i) => this.blocks[i]?.paragraph.start ?? 0, offset);
  }

  /** @param {number[]} indexes */
  #fill(indexes) {
    if (!indexes.length) return;
    if (this.colouring) this.chainLooks.update(this.labels);
    /** @type {Map<number, Stretch[]>} */
    const stretches = new Map(indexes.map((i) => [i, []]));
    this.#collect(this.suggestions, true, stretches);
    this.#collect(this.labels, false, stretches);
    for (const index of indexes) {
      const block = /** @type {Block} */ (this.blocks[index]);
      this.#fillBlock(block, stretches.get(index) ?? []);
    }
  }

  /**
   * @param {Labels} labels
   * @param {boolean} suggested
   * @param {Map<number, Stretch[]>} into by block index; other blocks are left out
   */
  #collect(labels, suggested, into) {
    const { anchors } = uses(labels);
    for (const mention of labels.mentions.values()) {
      for (const [i, [start, end]] of mention.fragments.entries()) {
        let index = Math.max(0, this.blockIndex(start));
        let first = i === 0;
        for (; index < this.blocks.length; index += 1) {
          const { paragraph } = /** @type {Block} */ (this.blocks[index]);
          if (paragraph.start >= end) break;
          if (paragraph.end <= start) continue;
          into.get(index)?.push({
            id: mention.id,
            type: mention.type,
            drawing: this.looks.drawing(mention.type),
            start,
            end,
            first,
            suggested,
            labels: first ? this.#labelsOf(mention, anchors.get(mention.id) ?? []) : [],
          });
          first = false;
        }
      }
    }
  }

  /**
   * @param {Mention} mention
   * @param {{id: string, type: string, flags: readonly string[]}[]} frames it anchors
   * @returns {import('./segments.js').Stretch['labels']} what is written under its beginning
   */
  #labelsOf(mention, frames) {
    const { looks } = this;
    const signs = (/** @type {string} */ id) => this.talk?.signs(id) ?? [];
    const drawing = looks.drawing(mention.type);
    const hue = looks.hue(mention.type);
    const flags = [...(mention.flags ?? []), ...signs(mention.id)];
    if (drawing === 'mark') return [{ text: looks.label(mention.type), hue, flags }];
    if (drawing === 'content' || drawing === 'cue') {
      // A margin bar or dots say what these are; only a flag needs a sign.
      const all = [...new Set([...flags, ...frames.flatMap((f) => [...(f.flags ?? []), ...signs(f.id)])])];
      return all.length ? [{ text: '', hue, flags: all }] : [];
    }
    if (!frames.length) return [{ text: 'no event', hue, flags }];
    return frames.map((f, i) => ({
      text: looks.label(f.type),
      hue: looks.hue(f.type),
      flags: [...new Set([...(f.flags ?? []), ...signs(f.id), ...(i ? [] : flags)])],
    }));
  }

  /** @param {Block} block @param {Stretch[]} stretches */
  #fillBlock(block, stretches) {
    const { looks, lit, glowing } = this;
    const chainOf = (/** @type {string} */ id) => this.chainOf(id);
    const around = { looks, lit, glowing, chainOf, levels: levelsOf(stretches), depths: depthsOf(stretches) };
    block.contents = stretches.filter((s) => s.drawing === 'content' && !s.suggested);
    const drawn = segmentsOf(block.paragraph, stretches).map((segment) => this.#piece(segment, around));
    const pieces = replacePieces(block.element, block.pieces, drawn);
    const texts = pieces.flatMap((piece) => piece.texts);
    for (const { node, start } of texts) this.places.set(node, { block, start });
    block.pieces = pieces;
    block.texts = texts.map(({ node }) => node);
    block.starts = texts.map(({ start }) => start);
    block.spans = pieces.flatMap(({ node, segment }) => (node instanceof HTMLElement ? [{ element: node, segment }] : []));
    block.settled = false;
  }

  /** @param {Segment} segment @param {import('./drawing.js').Surroundings} around @returns {Piece} */
  #piece(segment, around) {
    const { start, end } = segment;
    const first = textFrom(this.text, start, end);
    if (!segment.inside.length) return { node: first.node, texts: [first], segment };
    const element = drawSegment(segment, around);
    const labels = segment.inside.filter((s) => s.labels.length && s.start === start);
    if (!labels.length) {
      element.append(first.node);
      return { node: element, texts: [first], segment };
    }
    // Labels hang on the first word alone, which never wraps: on a whole
    // mention that does they would be placed by its last line.
    const word = /^\S+/u.exec(this.text.slice(start, end))?.[0].length ?? 0;
    const texts = [textFrom(this.text, start, start + word)];
    if (start + word < end) texts.push(textFrom(this.text, start + word, end));
    const [head, ...rest] = texts.map((t) => t.node);
    element.append(el('span', { class: 'lb-word' }, drawLabels(labels, around), head ?? ''), ...rest);
    return { node: element, texts, segment };
  }

  /**
   * Keep some mentions strong and let the others fade; an empty set lets all be strong.
   *
   * @param {ReadonlySet<string>} ids
   * @param {boolean} fading
   */
  light(ids, fading) {
    const before = this.lit;
    this.lit = ids;
    this.element.classList.toggle('lb-fading', fading);
    this.#classify('lb-lit', before, ids);
  }

  /**
   * Ring some mentions, such as those of the actor whose card one points at.
   *
   * @param {ReadonlySet<string>} ids
   */
  glow(ids) {
    const before = this.glowing;
    if (!before.size && !ids.size) return;
    this.glowing = ids;
    this.#classify('lb-glow', before, ids);
  }

  /** @param {string} name of a class @param {ReadonlySet<string>} before mentions that had it @param {ReadonlySet<string>} ids those that have it now */
  #classify(name, before, ids) {
    for (const block of this.blocks) {
      for (const { element, segment } of block.spans) {
        const was = segment.inside.some((s) => before.has(s.id));
        const is = segment.inside.some((s) => ids.has(s.id));
        if (was !== is) element.classList.toggle(name, is);
      }
    }
  }

  /**
   * Give marks the hues of their chains, or of their types again.
   *
   * @param {boolean} on
   */
  colourChains(on) {
    this.colouring = on;
    this.element.classList.toggle('lb-chains', on);
    this.draw(this.labels, this.suggestions);
  }

  /** @param {string} id of a mention @returns {import('./chain_looks.js').ChainLook | undefined} the looks of its chain, while chains are coloured */
  chainOf(id) {
    const entity = this.colouring ? this.labels.mentions.get(id)?.entity : null;
    return entity ? this.chainLooks.known.get(entity) : undefined;
  }

  /**
   * Find which labels would touch the one before them, and where the margin bars
   * of contents stand. Reading and writing are apart, so the browser lays out once.
   *
   * @returns {() => void} writes what was found
   */
  measure() {
    const open = [...this.near].filter((block) => !block.settled);
    const found = open.map((block) => ({ block, shifts: collisions(block), bars: barsOf(block) }));
    return () => {
      for (const { block, shifts, bars } of found) {
        for (const [tags, shift] of shifts) {
          const far = shift > MOST_SHIFT_PX;
          tags.classList.toggle('lb-hidden', far);
          if (shift && !far) tags.style.setProperty('--lb-shift', `${shift}px`);
          else tags.style.removeProperty('--lb-shift');
          // An empty attribute would make it another label than one drawn anew.
          if (!tags.style.length) tags.removeAttribute('style');
        }
        drawBars(block, bars);
        block.settled = true;
      }
    };
  }

  /** Measure and write at once. */
  settle() {
    this.measure()();
  }

  /** Settle what is on the screen now, before the first frame is shown. */
  settleFirst() {
    const bottom = window.innerHeight;
    for (const block of this.blocks) {
      if (block.element.getBoundingClientRect().top > bottom) break;
      this.near.add(block);
    }
    this.settle();
  }

  /**
   * The document offset between characters that is nearest to a point on the screen.
   *
   * @param {number} x
   * @param {number} y
   * @returns {number | null} `null` outside the text
   */
  offsetAt(x, y) {
    return offsetAt(this, x, y);
  }

  /** @param {number} x @param {number} y @returns {number | null} offset of the character under a point; `null` where there is none */
  characterAt(x, y) {
    return characterAt(this, x, y);
  }

  /** @param {number} start @param {number} end @returns {globalThis.Range | null} */
  rangeFor(start, end) {
    return rangeFor(this, start, end);
  }

  /**
   * Where a stretch of text is on the screen, one box a line, in the article's coordinates.
   *
   * @param {number} start
   * @param {number} end
   * @returns {Box[]}
   */
  boxes(start, end) {
    return boxesOf(this, start, end);
  }
}

/** @param {string} text @param {number} start @param {number} end @returns {{node: Text, start: number}} */
function textFrom(text, start, end) {
  return { node: document.createTextNode(text.slice(start, end)), start };
}

/** @param {Block} block @param {ReturnType<typeof barsOf>} bars of the contents in it; those that stand there already stay */
function drawBars({ element }, bars) {
  const drawn = bars.map(({ top, height, depth }) => {
    const bar = el('i', { class: 'lb-bar', vars: { '--lb-depth': String(depth) } });
    bar.style.top = `${top}px`;
    bar.style.height = `${height}px`;
    return bar;
  });
  const before = [...element.querySelectorAll(':scope > .lb-bar')];
  if (before.length === drawn.length && drawn.every((bar, i) => before[i]?.isEqualNode(bar))) return;
  for (const bar of before) bar.remove();
  element.append(...drawn);
}
