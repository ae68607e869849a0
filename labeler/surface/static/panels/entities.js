/**
 * The actors of the article: a card for every chain of mentions, to rename,
 * retype, describe, merge, take apart and link to the registry.
 *
 * One card takes the Tab key; ↑ ↓ go to the others, Enter opens one, → goes to
 * its mentions. Only cards whose contents changed are built again.
 */

import { ChainDrag } from './chain_drag.js';
import { entityCard } from './entity_card.js';
import { otherEnd, relationsOf } from './relations.js';
import { button, counted, el } from '../dom.js';
import { chains } from '../model/labels.js';

/** @import {Acting} from '../keys/acting.js' */
/** @import {Desk} from '../desk.js' */
/** @import {Entity, Mention} from '../model/types.js' */

export class EntityList {
  /** @param {Desk} desk @param {Acting} acting */
  constructor(desk, acting) {
    this.desk = desk;
    this.acting = acting;
    /** @type {string | null} the actor whose details are open */
    this.open = null;
    /** @type {string | null} the actor that another will be merged into */
    this.merging = null;
    /** @type {string | null} the actor whose mentions a press selects */
    this.selecting = null;
    /** @type {ReadonlySet<string>} mentions */
    this.selected = new Set();
    /** @type {string | null} the actor that is next in the order of the Tab key */
    this.current = null;
    /** @type {Map<string, {element: HTMLElement, reads: unknown[]}>} */
    this.cards = new Map();
    this.colours = button('Colours', () => acting.colours(), { class: 'lb-quiet lb-bordered', attrs: { 'aria-pressed': 'false', title: 'A colour of its own for each actor’s mentions (Shift C)' } });
    this.chosen = el('div', { class: 'lb-entity-chosen', attrs: { role: 'group', 'aria-label': 'Selected mentions' } });
    this.list = el('div', { class: 'lb-entity-cards' });
    this.fresh = el('div', { class: 'lb-drop-new', text: 'Drop here to make a new actor', data: { drop: 'new' } });
    this.element = el('div', { class: 'lb-entities' }, el('div', { class: 'lb-panel-tools' }, this.colours), this.chosen, this.list, this.fresh);
    this.drag = new ChainDrag(this.element, (dragged, target) => this.#dropped(dragged, target));
    this.element.addEventListener('keydown', (event) => this.#key(event));
    for (const name of ['mouseover', 'mouseleave', 'focusin', 'focusout']) {
      this.element.addEventListener(name, () => this.#point());
    }
  }

  /** Show the present chains. */
  update() {
    const { desk } = this;
    const members = chains(desk.labels);
    const rows = [...desk.labels.entities.values()].sort(
      (a, b) => (members.get(b.id)?.length ?? 0) - (members.get(a.id)?.length ?? 0) || a.name.localeCompare(b.name),
    );
    this.#forget();
    this.colours.hidden = !rows.length;
    this.colours.setAttribute('aria-pressed', String(desk.view.colouring));
    const held = this.#held();
    const elements = rows.length ? rows.map((entity) => this.#card(entity, members.get(entity.id) ?? [])) : [nobody()];
    for (const id of this.cards.keys()) if (!desk.labels.entities.has(id)) this.cards.delete(id);
    this.#arrange(elements);
    this.#paintChosen();
    this.#rove(this.current ?? rows[0]?.id ?? null);
    held?.();
    this.#point();
  }

  /** What is gone is neither open nor selected any more. */
  #forget() {
    const { entities, mentions } = this.desk.labels;
    for (const name of /** @type {const} */ (['open', 'merging', 'selecting', 'current'])) {
      if (this[name] && !entities.has(this[name])) this[name] = null;
    }
    if ([...this.selected].some((id) => !mentions.has(id))) this.selected = new Set([...this.selected].filter((id) => mentions.has(id)));
  }

  /** @returns {(() => void) | null} gives the keyboard back to the control it is on, where that is built anew */
  #held() {
    const active = document.activeElement;
    const card = active?.closest('.lb-entity');
    if (!(active instanceof HTMLElement) || !(card instanceof HTMLElement) || !this.element.contains(card)) return null;
    const { entity = '' } = card.dataset;
    const { key = '' } = active.dataset;
    const name = active.getAttribute('aria-label') ?? '';
    const text = active.textContent;
    return () => {
      if (document.activeElement === active) return;
      const now = this.cards.get(entity)?.element;
      const controls = [...(now?.querySelectorAll('button, input, select') ?? [])].filter((n) => n instanceof HTMLElement);
      const same = controls.find((n) => (key ? n.dataset.key === key : name ? n.getAttribute('aria-label') === name : n.textContent === text));
      (same ?? controls[0] ?? this.#heads()[0])?.focus({ preventScroll: true });
    };
  }

  /** @param {HTMLElement[]} elements in order; those in place stay where they are */
  #arrange(elements) {
    let at = this.list.firstChild;
    for (const element of elements) {
      if (at === element) at = at.nextSibling;
      else this.list.insertBefore(element, at);
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  }

  /** @param {Entity} entity @param {readonly Mention[]} members */
  #card(entity, members) {
    const { desk, merging } = this;
    const open = this.open === entity.id;
    const selecting = this.selecting === entity.id;
    const look = desk.view.colouring ? desk.view.chainLooks.known.get(entity.id) : undefined;
    const registryName = open && entity.registry ? this.acting.registryName(entity.registry) : '';
    const selected = open ? members.filter((m) => this.selected.has(m.id)).map((m) => m.id).join(' ') : '';
    const links = relationsOf(desk.labels, entity.id);
    const ends = links.map((r) => desk.labels.entities.get(otherEnd(r, entity.id)));
    const talk = desk.talk.on(entity.id).map((t) => `${desk.talk.signs(entity.id)} ${t.messages.length}`).join();
    const reads = [talk, entity, open, merging, selecting, look, registryName, selected, ...members, ...links, ...ends];
    const before = this.cards.get(entity.id);
    if (before && before.reads.length === reads.length && before.reads.every((r, i) => r === reads[i])) return before.element;
    const state = { open, look, selecting, selected: this.selected, merging, registryName };
    const element = entityCard(desk, entity, members, state, this.#hands(entity));
    before?.element.replaceWith(element);
    this.cards.set(entity.id, { element, reads });
    return element;
  }

  /** @param {Entity} entity @returns {import('./entity_card.js').CardHands} */
  #hands({ id }) {
    const { desk, acting } = this;
    return {
      toggle: () => this.#toggle(id),
      go: (mention) => desk.pick(mention, { reveal: true }),
      select: (mention) => this.#select(mention),
      selecting: () => {
        this.selecting = this.selecting === id ? null : id;
        if (!this.selecting) this.selected = new Set();
        this.update();
      },
      leave: (mention) => acting.split([mention]),
      merging: () => {
        this.merging = this.merging === id ? null : id;
        this.update();
      },
      mergeHere: () => {
        const { merging } = this;
        this.merging = null;
        if (merging) acting.merge(id, merging, { into: true });
        this.update();
      },
      link: () => acting.link(id),
      note: () => acting.note(id),
      relate: () => acting.relate(id),
    };
  }

  /** @param {string} id */
  #toggle(id) {
    this.open = this.open === id ? null : id;
    this.current = id;
    this.merging = this.selecting = null;
    this.selected = new Set();
    this.update();
  }

  /** @param {string} mention */
  #select(mention) {
    const now = new Set(this.selected);
    if (!now.delete(mention)) now.add(mention);
    this.selected = now;
    this.update();
  }

  #paintChosen() {
    const { acting } = this;
    const ids = [...this.selected];
    this.chosen.hidden = !ids.length;
    if (!ids.length) {
      this.chosen.replaceChildren();
      return;
    }
    const clear = () => {
      this.selected = new Set();
      this.selecting = null;
      this.update();
    };
    const tell = ids.length === 1 ? 'Make it a new actor' : 'Make these a new actor';
    this.chosen.replaceChildren(
      el('span', { text: `${counted(ids.length, 'mention')} selected` }),
      button(tell, () => {
        const made = acting.split(ids);
        clear();
        if (made) this.openCard(made);
      }, { class: 'lb-go' }),
      button('Move to…', () => acting.chooseMove(ids, clear)),
      button('Clear', clear, { class: 'lb-quiet' }),
    );
  }

  // ---- dragging ------------------------------------------------------------------

  /** @param {import('./chain_drag.js').Dragged} dragged @param {string} target a chain, or `new` */
  #dropped({ kind, id }, target) {
    const { acting, desk } = this;
    if (kind === 'entity') {
      if (target !== 'new') acting.merge(id, target, { into: true });
      return;
    }
    const ids = this.selected.has(id) ? [...this.selected] : [id];
    this.selected = new Set();
    this.selecting = null;
    if (target === 'new') acting.split(ids);
    else if (ids.some((m) => desk.labels.mentions.get(m)?.entity !== target)) acting.move(ids, target);
  }

  // ---- pointing and moving ----------------------------------------------------------

  /** Ring the mentions of the card one points at, or that the keyboard is in. */
  #point() {
    const { desk } = this;
    const card = this.element.querySelector('.lb-entity:hover') ?? (this.element.contains(document.activeElement) ? document.activeElement?.closest('.lb-entity') : null);
    const id = card instanceof HTMLElement ? card.dataset.entity : undefined;
    const members = id ? (chains(desk.labels).get(id) ?? []) : [];
    desk.view.glow(new Set(members.map((m) => m.id)));
  }

  /** @returns {HTMLElement[]} the heads of the cards in order */
  #heads() {
    return [...this.list.querySelectorAll('.lb-entity-head')].filter((n) => n instanceof HTMLElement);
  }

  /** @param {string | null} id the card that takes the Tab key */
  #rove(id) {
    this.current = id;
    for (const head of this.#heads()) head.tabIndex = head.dataset.id === id ? 0 : -1;
  }

  /**
   * Open a card and put the keyboard on it.
   *
   * @param {string} id
   */
  openCard(id) {
    this.open = this.current = id;
    this.merging = null;
    this.update();
    const card = this.cards.get(id)?.element;
    card?.scrollIntoView({ block: 'nearest' });
    this.#heads().find((h) => h.dataset.id === id)?.focus({ preventScroll: true });
  }

  /** Put the keyboard on the card that takes the Tab key. */
  enter() {
    this.update();
    const heads = this.#heads();
    (heads.find((h) => h.tabIndex === 0) ?? heads[0])?.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { target, key } = event;
    if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    const took = target.matches('.lb-entity-head') ? this.#headKey(target, key) : target.dataset.chip ? this.#chipKey(target, target.dataset.chip, key) : false;
    if (!took) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {HTMLElement} head @param {string} key @returns {boolean} whether the key was for the list */
  #headKey(head, key) {
    const heads = this.#heads();
    const now = heads.indexOf(head);
    const places = /** @type {Record<string, number>} */ ({ ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: heads.length - 1 });
    const { id = '' } = head.dataset;
    if (key in places) this.#goTo(heads[Math.max(0, Math.min(heads.length - 1, places[key] ?? 0))]);
    else if (key === 'ArrowRight') {
      if (this.open !== id) this.#toggle(id);
      else this.#chips(id)[0]?.focus();
    } else if (key === 'ArrowLeft') {
      if (this.open === id) this.#toggle(id);
    } else return false;
    return true;
  }

  /** @param {HTMLElement | undefined} head */
  #goTo(head) {
    if (!head) return;
    this.#rove(head.dataset.id ?? null);
    head.focus({ preventScroll: true });
    head.closest('.lb-entity')?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {string} id @returns {HTMLElement[]} */
  #chips(id) {
    return [...(this.cards.get(id)?.element.querySelectorAll('.lb-chip-open') ?? [])].filter((n) => n instanceof HTMLElement);
  }

  /** @param {HTMLElement} chip @param {string} mention @param {string} key @returns {boolean} */
  #chipKey(chip, mention, key) {
    const { desk, acting } = this;
    const entity = desk.labels.mentions.get(mention)?.entity ?? '';
    const chips = this.#chips(entity);
    const now = chips.indexOf(chip);
    if (key === 'ArrowRight') chips[Math.min(now + 1, chips.length - 1)]?.focus();
    else if (key === 'ArrowLeft' && now > 0) chips[now - 1]?.focus();
    else if (key === 'ArrowLeft' || key === 'ArrowUp' || key === 'ArrowDown') this.#goTo(this.#heads().find((h) => h.dataset.id === entity));
    else if (key === ' ') this.#select(mention);
    else if (key === 'Delete' || key === 'Backspace') {
      if (chips.length > 1) acting.split([mention]);
    } else {
      // Keys of the text, such as m for another chain, are about the mention one is on.
      if (key.length === 1) desk.pick(mention);
      return false;
    }
    return true;
  }
}

function nobody() {
  return el('div', { class: 'lb-empty', text: 'No actors yet. An actor you mark appears here, with every mention of it.' });
}
