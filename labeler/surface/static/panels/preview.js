/**
 * Other labels in the text, to look at and not to change: an earlier revision, the
 * version of another device. It covers the article until it is closed.
 */

import { button, el } from '../dom.js';
import { ArticleView } from '../text/article.js';

/** @import {Labels} from '../model/types.js' */
/** @import {Workspace} from '../workspace.js' */
/** @typedef {{label: string, run: () => void, go?: boolean, off?: boolean}} Choice */

const NONE = /** @type {Labels} */ ({ mentions: new Map(), entities: new Map(), frames: new Map(), relations: new Map(), documentLabels: {}, decisions: [] });

export class Preview {
  /**
   * @param {Workspace} workspace
   * @param {string} title
   */
  constructor(workspace, title) {
    const { root, desk } = workspace;
    this.root = root;
    this.view = new ArticleView(desk.document, desk.looks);
    this.view.draw(desk.labels, NONE);
    this.words = el('span', { class: 'lb-preview-words', attrs: { role: 'status' } });
    this.choices = el('span', { class: 'lb-preview-choices' });
    const head = el('div', { class: 'lb-banner lb-preview-head' }, el('h2', { text: title }), this.words, this.choices);
    this.scroll = el('div', { class: 'lb-scroll', attrs: { tabindex: '0', role: 'region', 'aria-label': 'The article, to look at only' } }, this.view.element);
    this.side = el('aside', { class: 'lb-side lb-preview-side', attrs: { 'aria-label': title } });
    this.element = el(
      'div',
      { class: 'lb-preview', attrs: { role: 'dialog', 'aria-modal': 'true', 'aria-label': title, tabindex: '-1' } },
      head,
      el('div', { class: 'lb-main' }, this.scroll, this.side),
    );
    this.element.addEventListener('keydown', (event) => this.#key(event));
    root.querySelector('.lb-veil')?.dispatchEvent(new Event('lb-close'));
    root.querySelector('.lb-preview')?.dispatchEvent(new Event('lb-close'));
    this.element.addEventListener('lb-close', () => this.close());
    this.behind = [...root.children].filter((node) => node instanceof HTMLElement && !node.inert);
    for (const node of this.behind) /** @type {HTMLElement} */ (node).inert = true;
    root.append(this.element);
    // What the reader has before the eyes stays there.
    this.scroll.scrollTop = workspace.scroll.scrollTop;
    this.view.settleFirst();
    this.element.focus({ preventScroll: true });
  }

  /**
   * @param {Labels} labels
   * @param {string} words what one sees
   * @param {Choice[]} choices what can be done with it; the last one closes
   */
  show(labels, words, choices) {
    if (labels !== this.view.labels) this.view.draw(labels, NONE);
    this.view.overlay.replaceChildren();
    this.words.textContent = words;
    const focused = this.choices.contains(document.activeElement) ? document.activeElement?.textContent : null;
    const buttons = choices.map(({ label, run, go, off }) => button(label, run, { class: go ? 'lb-go' : '', attrs: { disabled: off } }));
    this.choices.replaceChildren(...buttons);
    buttons.find((b) => b.textContent === focused)?.focus();
    this.view.settle();
  }

  /** Bring a stretch of the text into view and ring it. @param {readonly (readonly [number, number])[]} ranges */
  reveal(ranges) {
    const [start, end] = ranges[0] ?? [-1, -1];
    if (start < 0) return;
    this.view.blocks[Math.max(0, this.view.blockIndex(start))]?.element.scrollIntoView({ block: 'center' });
    const rect = this.view.rangeFor(start, end)?.getBoundingClientRect();
    const area = this.scroll.getBoundingClientRect();
    if (rect && (rect.top < area.top + 60 || rect.bottom > area.bottom - 60)) this.scroll.scrollTop += rect.top - area.top - area.height * 0.4;
    const rings = ranges.flatMap(([from, to]) => this.view.boxes(from, to)).map((box) => {
      const ring = el('div', { class: 'lb-ring lb-flash' });
      for (const side of /** @type {const} */ (['left', 'top', 'width', 'height'])) ring.style[side] = `${box[side]}px`;
      return ring;
    });
    this.view.overlay.replaceChildren(...rings);
  }

  /** Go back to the article as it is. */
  close() {
    if (!this.element.isConnected) return;
    this.element.remove();
    this.view.dispose();
    for (const node of this.behind) /** @type {HTMLElement} */ (node).inert = false;
    this.root.focus({ preventScroll: true });
    this.closed?.();
  }

  /** @type {(() => void) | undefined} */
  closed;
  /** @type {((event: KeyboardEvent) => void) | undefined} */
  onkey;

  /** @param {KeyboardEvent} event */
  #key(event) {
    // No key of what is only looked at may change the article behind it.
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      this.close();
    } else if (event.key === 'Tab') this.#keepInside(event);
    else this.onkey?.(event);
  }

  /** @param {KeyboardEvent} event */
  #keepInside(event) {
    const stops = [...this.element.querySelectorAll('button, summary, [tabindex="0"]')].filter((n) => n instanceof HTMLElement && n.offsetParent && !(/** @type {any} */ (n).disabled));
    const from = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== from && document.activeElement !== this.element) return;
    event.preventDefault();
    const to = event.shiftKey ? stops.at(-1) : stops[0];
    if (to instanceof HTMLElement) to.focus();
  }
}
