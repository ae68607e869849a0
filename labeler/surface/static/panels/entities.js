/**
 * The actors of the article: every chain with its mentions, to rename, retype,
 * describe, merge and take apart.
 */

import { attributeChips, attributeEditor, spoken } from './attributes.js';
import * as commands from '../model/commands.js';
import { chip } from './cards.js';
import { button, counted, el, shorten } from '../dom.js';
import { chains } from '../model/labels.js';

/** @import {Desk} from '../desk.js' */
/** @import {Entity, Mention} from '../model/types.js' */

export class EntityList {
  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.element = el('div', { class: 'lb-entities' });
    /** @type {string | null} the actor whose details are open */
    this.open = null;
    /** @type {string | null} the actor that another will be merged into */
    this.merging = null;
    /** @type {Map<string, {element: HTMLElement, reads: unknown[]}>} */
    this.cards = new Map();
  }

  /** Show the present chains. */
  update() {
    const { desk } = this;
    const members = chains(desk.labels);
    const rows = [...desk.labels.entities.values()].sort(
      (a, b) => (members.get(b.id)?.length ?? 0) - (members.get(a.id)?.length ?? 0) || a.name.localeCompare(b.name),
    );
    if (!rows.length) {
      this.cards.clear();
      this.element.replaceChildren(
        el('div', { class: 'lb-empty', text: 'No actors yet. An actor you mark appears here, with every mention of it.' }),
      );
      return;
    }
    const elements = rows.map((entity) => this.#card(entity, members.get(entity.id) ?? []));
    const wanted = new Set(rows.map((e) => e.id));
    for (const id of this.cards.keys()) if (!wanted.has(id)) this.cards.delete(id);
    const now = [...this.element.children];
    if (now.length !== elements.length || now.some((node, i) => node !== elements[i])) {
      this.element.replaceChildren(...elements);
    }
  }

  /** @param {Entity} entity @param {readonly Mention[]} members */
  #card(entity, members) {
    const reads = [entity, this.open === entity.id, this.merging, ...members];
    const before = this.cards.get(entity.id);
    if (before && before.reads.length === reads.length && before.reads.every((r, i) => r === reads[i])) return before.element;
    const element = this.#build(entity, members);
    this.cards.set(entity.id, { element, reads });
    return element;
  }

  /** @param {Entity} entity @param {readonly Mention[]} members */
  #build(entity, members) {
    const { desk } = this;
    const open = this.open === entity.id;
    const card = el('section', {
      class: `lb-card${open ? ' lb-card-on' : ''}`,
      vars: { '--lb-c': desk.looks.hue(entity.type) },
      attrs: { 'aria-label': `Actor ${entity.name}` },
    });
    const head = button('', () => this.#toggle(entity.id), { attrs: { 'aria-expanded': String(open) } });
    head.className = 'lb-card-head lb-entity-head';
    head.append(
      el('span', { class: 'lb-card-type', text: shorten(entity.name || 'unnamed', 48) }),
      el('span', { class: 'lb-card-anchor', text: `${desk.looks.label(entity.type)} · ${counted(members.length, 'mention')}` }),
    );
    card.append(head);
    const chips = attributeChips(desk, desk.schema.entityAttributes, entity.attributes);
    if (!open && chips.length) card.append(el('div', { class: 'lb-row-values' }, ...chips));
    if (this.merging && this.merging !== entity.id) card.append(this.#mergeHere(entity));
    if (open) card.append(...this.#details(entity, members));
    return card;
  }

  /** @param {string} id */
  #toggle(id) {
    this.open = this.open === id ? null : id;
    this.merging = null;
    this.update();
  }

  /** @param {Entity} entity */
  #mergeHere(entity) {
    const keep = this.desk.labels.entities.get(this.merging ?? '');
    return button(`Merge into “${shorten(keep?.name ?? '', 24)}”`, () => {
      const target = this.merging;
      this.merging = null;
      if (target) this.desk.do(commands.mergeEntities(target, entity.id));
      this.update();
    });
  }

  /** @param {Entity} entity @param {readonly Mention[]} members @returns {HTMLElement[]} */
  #details(entity, members) {
    const { desk } = this;
    const name = el('input', { class: 'lb-input', attrs: { value: entity.name, 'aria-label': 'Name' } });
    name.addEventListener('change', () => desk.do(commands.setEntity(entity.id, { name: name.value.trim() })));
    const type = el('select', { class: 'lb-select', attrs: { 'aria-label': 'Type' } });
    for (const t of desk.schema.entityTypes) {
      type.append(el('option', { text: desk.looks.label(t), attrs: { value: t, selected: t === entity.type } }));
    }
    type.addEventListener('change', () => desk.do(commands.setEntity(entity.id, { type: type.value })));
    const out = (/** @type {Mention} */ m) => () => desk.do(commands.joinEntity(m.id, null));
    const mentions = members.map((m) =>
      chip(shorten(desk.quoteOf(m), 40), desk.looks.hue(m.type), () => desk.pick(m.id, { reveal: true }), members.length > 1 ? out(m) : null, 'from this actor', false),
    );
    return [
      row('name', name),
      row('type', type),
      attributeEditor(desk, entity.id, desk.schema.entityAttributes, entity.attributes),
      row('mentions', el('div', { class: 'lb-row-values' }, ...mentions)),
      el(
        'div',
        { class: 'lb-card-tools' },
        button(this.merging === entity.id ? 'Cancel merging' : 'Merge another into this', () => {
          this.merging = this.merging === entity.id ? null : entity.id;
          this.update();
        }, { class: 'lb-quiet' }),
      ),
    ];
  }
}

/** @param {string} name @param {HTMLElement} value */
function row(name, value) {
  return el('div', { class: 'lb-row' }, el('span', { class: 'lb-row-name', text: spoken(name) }), value);
}
