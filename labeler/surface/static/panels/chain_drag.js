/**
 * Dragging in the list of actors, by mouse or pen: a mention's chip onto another
 * card, a card's head onto another. A finger scrolls; it has buttons instead.
 */

import { el } from '../dom.js';

/** @typedef {{kind: 'mention' | 'entity', id: string}} Dragged */

/** A press that moves less is a click. */
const THRESHOLD_PX = 5;
/** Near the edge of the panel the list scrolls along. */
const EDGE_PX = 32;

export class ChainDrag {
  /**
   * @param {HTMLElement} list  holds what can be dragged (`data-drag`) and where it can be dropped (`data-drop`)
   * @param {(dragged: Dragged, target: string) => void} drop
   */
  constructor(list, drop) {
    this.list = list;
    this.drop = drop;
    /** @type {{dragged: Dragged, x: number, y: number, text: string} | null} */
    this.press = null;
    /** @type {HTMLElement | null} */
    this.ghost = null;
    /** @type {HTMLElement | null} */
    this.target = null;
    list.addEventListener('pointerdown', (event) => this.#down(event));
    this.move = (/** @type {PointerEvent} */ event) => this.#move(event);
    this.up = () => this.#up(true);
    this.cancel = () => this.#up(false);
    this.key = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      event.preventDefault();
      this.#up(false);
    };
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button !== 0 || event.pointerType === 'touch' || !(event.target instanceof Element)) return;
    const node = event.target.closest('[data-drag]');
    if (!(node instanceof HTMLElement) || event.target.closest('.lb-x')) return;
    const { drag, id = '' } = node.dataset;
    this.press = { dragged: { kind: drag === 'entity' ? 'entity' : 'mention', id }, x: event.clientX, y: event.clientY, text: node.textContent ?? '' };
    window.addEventListener('pointermove', this.move);
    window.addEventListener('pointerup', this.up);
    window.addEventListener('pointercancel', this.cancel);
    window.addEventListener('keydown', this.key, { capture: true });
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const { press } = this;
    if (!press) return;
    const { clientX: x, clientY: y } = event;
    if (!this.ghost) {
      if (Math.hypot(x - press.x, y - press.y) < THRESHOLD_PX) return;
      this.#begin(press.text);
    }
    if (this.ghost) this.ghost.style.transform = `translate(${x + 12}px, ${y + 10}px)`;
    this.#scroll(y);
    const under = document.elementFromPoint(x, y)?.closest('[data-drop]');
    this.#aim(under instanceof HTMLElement && this.list.contains(under) ? under : null);
  }

  /** @param {string} text */
  #begin(text) {
    this.ghost = el('div', { class: 'lb-drag-ghost', text, attrs: { 'aria-hidden': 'true' } });
    this.list.append(this.ghost);
    this.list.classList.add('lb-dragging');
    // The release of a drag is no click on what lies under it.
    window.addEventListener('click', swallow, { capture: true });
  }

  /** @param {number} y */
  #scroll(y) {
    const panel = this.list.parentElement;
    const area = panel?.getBoundingClientRect();
    if (!panel || !area) return;
    if (y < area.top + EDGE_PX) panel.scrollTop -= 14;
    else if (y > area.bottom - EDGE_PX) panel.scrollTop += 14;
  }

  /** @param {HTMLElement | null} target */
  #aim(target) {
    const own = target?.dataset.drop === this.press?.dragged.id;
    const next = own ? null : target;
    if (next === this.target) return;
    this.target?.classList.remove('lb-drop-on');
    next?.classList.add('lb-drop-on');
    this.target = next;
  }

  /** @param {boolean} dropped */
  #up(dropped) {
    window.removeEventListener('pointermove', this.move);
    window.removeEventListener('pointerup', this.up);
    window.removeEventListener('pointercancel', this.cancel);
    window.removeEventListener('keydown', this.key, { capture: true });
    const { press, target, ghost } = this;
    this.#aim(null);
    this.press = this.ghost = null;
    if (!ghost) return;
    ghost.remove();
    this.list.classList.remove('lb-dragging');
    setTimeout(() => window.removeEventListener('click', swallow, { capture: true }));
    if (dropped && press && target?.dataset.drop) this.drop(press.dragged, target.dataset.drop);
  }
}

/** @param {Event} event */
function swallow(event) {
  event.stopPropagation();
  event.preventDefault();
}
