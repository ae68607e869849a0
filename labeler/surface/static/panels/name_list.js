/**
 * The names offered below a field while one is typed after `@`.
 */

import { button, el } from '../dom.js';
import { fittingNames, nameBeingTyped, withName } from '../model/talk.js';

/** @import {Member} from '../model/talk.js' */

export class NameList {
  /**
   * @param {HTMLTextAreaElement} field
   * @param {() => void} changed when a name was taken
   */
  constructor(field, changed) {
    this.field = field;
    this.changed = changed;
    /** @type {readonly Member[]} */
    this.people = [];
    /** @type {Member[]} */
    this.offered = [];
    this.lit = 0;
    this.element = el('div', { class: 'lb-names', attrs: { role: 'listbox', id: 'lb-names', 'aria-label': 'People', hidden: true } });
    field.setAttribute('aria-controls', 'lb-names');
    field.setAttribute('aria-autocomplete', 'list');
    field.addEventListener('input', () => this.#look());
    field.addEventListener('blur', () => this.#offer([]));
  }

  /** Learn who can be named; who types already is offered them now. @param {readonly Member[]} people */
  know(people) {
    this.people = people;
    if (document.activeElement === this.field) this.#look();
  }

  #look() {
    const here = nameBeingTyped(this.field.value, this.field.selectionStart);
    this.#offer(here ? fittingNames(this.people, here.typed) : []);
  }

  /** @param {Member[]} people */
  #offer(people) {
    this.offered = people;
    this.lit = 0;
    this.#draw();
  }

  #draw() {
    const { element, field, lit } = this;
    element.hidden = !this.offered.length;
    element.replaceChildren(...this.offered.map((member, index) => this.#row(member, index === lit)));
    if (element.hidden) field.removeAttribute('aria-activedescendant');
    else field.setAttribute('aria-activedescendant', `lb-name-${lit}`);
  }

  /** @param {Member} member @param {boolean} lit */
  #row(member, lit) {
    const attrs = { role: 'option', id: `lb-name-${this.offered.indexOf(member)}`, 'aria-selected': String(lit), tabindex: '-1' };
    const node = button('', () => this.#take(member), { attrs, class: 'lb-quiet' });
    node.append(el('b', { text: `@${member.login}` }), ' ', el('span', { text: member.name }));
    return node;
  }

  /** @param {Member} member */
  #take({ login }) {
    const { field } = this;
    const { text, caret } = withName(field.value, field.selectionStart, login);
    field.value = text;
    field.setSelectionRange(caret, caret);
    this.#offer([]);
    this.changed();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether it was for the list */
  key(event) {
    const { offered } = this;
    if (!offered.length || event.ctrlKey || event.metaKey || event.altKey) return false;
    const chosen = offered[this.lit];
    if (event.key === 'Escape') this.#offer([]);
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) this.#take(chosen);
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      this.lit = (this.lit + (event.key === 'ArrowDown' ? 1 : -1) + offered.length) % offered.length;
      this.#draw();
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
