/**
 * Find an actor in the project's registry, or enter a new one. Typing asks the
 * server; what went wrong is said in words, and what was typed stays.
 */

import { pronounOf } from './agreement.js';
import { showDialog } from '../dialogs.js';
import { button, counted, el } from '../dom.js';
import { chains } from '../model/labels.js';
import { formOf } from './entity_card.js';

/** @import {Actor, Api, NewActor} from '../saving/api.js' */
/** @import {Desk} from '../desk.js' */
/** @import {Entity} from '../model/types.js' */

/** So long after the last letter the server is asked. */
const REST_MS = 180;
const MOST = 12;

/**
 * Names an article uses for an actor: the different wordings of its named mentions.
 *
 * @param {Desk} desk
 * @param {string} entityId
 * @returns {string[]} in text order, without the chain's own name
 */
export function aliasesOf(desk, entityId) {
  const name = desk.labels.entities.get(entityId)?.name ?? '';
  const named = (chains(desk.labels).get(entityId) ?? []).filter((m) => !formOf(desk, m));
  const words = named.map((m) => desk.quoteOf(m).replace(/\s+/gu, ' ')).filter((w) => w !== name && !pronounOf(w));
  return [...new Set(words)];
}

/**
 * @param {HTMLElement} root
 * @param {Desk} desk
 * @param {string} entityId
 * @param {{api: Api, linked: (actor: Actor) => void}} hands
 */
export function searchRegistry(root, desk, entityId, { api, linked }) {
  const entity = desk.labels.entities.get(entityId);
  if (entity) new RegistrySearch(root, desk, entity, api, linked);
}

class RegistrySearch {
  /**
   * @param {HTMLElement} root
   * @param {Desk} desk
   * @param {Entity} entity
   * @param {Api} api
   * @param {(actor: Actor) => void} linked
   */
  constructor(root, desk, entity, api, linked) {
    this.desk = desk;
    this.entity = entity;
    this.api = api;
    this.linked = linked;
    /** @type {Actor[]} */
    this.rows = [];
    this.index = 0;
    this.asked = 0;
    this.input = el('input', {
      class: 'lb-input',
      attrs: { type: 'search', 'aria-label': 'Search the registry', value: entity.name, autofocus: true, autocomplete: 'off', spellcheck: 'false', role: 'combobox', 'aria-expanded': 'false', 'aria-controls': 'lb-registry-list' },
      on: { input: () => this.#askSoon(), keydown: (event) => this.#key(event) },
    });
    this.list = el('ul', { class: 'lb-registry-list', attrs: { id: 'lb-registry-list', role: 'listbox', 'aria-label': 'Actors of the registry' } });
    this.status = el('p', { class: 'lb-registry-status', attrs: { role: 'status' } });
    this.form = el('div', { class: 'lb-registry-form' });
    this.form.hidden = true;
    this.create = button('New registry actor from this…', () => this.#showForm());
    const buttons = el('div', { class: 'lb-dialog-buttons' }, this.create, button('Cancel', () => this.close()));
    this.search = el('div', {}, this.input, this.list, this.status, buttons);
    this.close = showDialog(root, `Link “${entity.name}” to the actor registry`, [this.search, this.form], { closed: () => clearTimeout(this.soon) });
    this.input.select();
    void this.#ask();
  }

  #askSoon() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => void this.#ask(), REST_MS);
  }

  async #ask() {
    const number = (this.asked += 1);
    this.status.textContent = 'Searching…';
    const answer = await this.api.actors({ search: this.input.value.trim(), limit: MOST });
    // A slow answer to what was typed before must not replace this one.
    if (number !== this.asked || !this.list.isConnected) return;
    if (!answer.ok) {
      this.rows = [];
      this.#fill();
      this.#failed(answer.message);
      return;
    }
    const { rows, total } = answer.value;
    this.rows = rows;
    this.index = 0;
    this.#fill();
    const more = total > rows.length ? ` The first ${rows.length} are shown.` : '';
    this.status.textContent = total ? `${counted(total, 'actor')} found.${more}` : 'Nobody by that name is in the registry yet.';
  }

  /** @param {string} message */
  #failed(message) {
    this.status.replaceChildren(`The registry cannot be searched now. ${message} `, button('Try again', () => void this.#ask(), { class: 'lb-quiet lb-bordered' }));
  }

  #fill() {
    this.list.hidden = !this.rows.length;
    this.input.setAttribute('aria-expanded', String(this.rows.length > 0));
    this.list.replaceChildren(...this.rows.map((actor, i) => this.#option(actor, i)));
    this.#highlight();
  }

  /** @param {Actor} actor @param {number} i */
  #option(actor, i) {
    const { desk } = this;
    const facts = [desk.looks.label(actor.kind), actor.country, actor.sectors.join(', ')].filter(Boolean).join(' · ');
    const also = actor.aliases.length ? el('small', { text: `also ${actor.aliases.join(', ')}` }) : null;
    return el(
      'li',
      {
        class: 'lb-option lb-registry-option',
        attrs: { role: 'option', id: `lb-registry-${i}`, 'aria-selected': 'false' },
        vars: { '--lb-c': desk.looks.hue(actor.kind) },
        on: {
          mousedown: (event) => event.preventDefault(),
          click: () => this.#take(i),
          mousemove: () => this.#point(i),
        },
      },
      el('span', { class: 'lb-option-dot' }),
      el('span', { class: 'lb-registry-name' }, el('b', { text: actor.name }), el('small', { text: facts }), also),
      actor.id === this.entity.registry ? el('small', { text: 'linked' }) : null,
    );
  }

  /** @param {number} i */
  #point(i) {
    if (this.index === i) return;
    this.index = i;
    this.#highlight();
  }

  #highlight() {
    for (const [i, node] of [...this.list.children].entries()) node.setAttribute('aria-selected', String(i === this.index));
    this.list.children[this.index]?.scrollIntoView({ block: 'nearest' });
    if (this.rows.length) this.input.setAttribute('aria-activedescendant', `lb-registry-${this.index}`);
    else this.input.removeAttribute('aria-activedescendant');
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { length } = this.rows;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && length) this.#point((this.index + step + length) % length);
    else if (event.key === 'Enter' && length) this.#take(this.index);
    else if (event.key === 'Enter') this.#showForm();
    else return;
    event.preventDefault();
  }

  /** @param {number} i */
  #take(i) {
    const actor = this.rows[i];
    if (!actor) return;
    this.close();
    this.linked(actor);
  }

  // ---- a new one ----------------------------------------------------------------------

  #showForm() {
    const { desk, entity } = this;
    const attribute = (/** @type {string} */ name) => entity.attributes[name];
    const sectors = attribute('sector');
    const field = (/** @type {string} */ label, /** @type {string} */ value, hint = '') =>
      el('input', { class: 'lb-input', attrs: { 'aria-label': label, value, placeholder: hint || false, autocomplete: 'off' } });
    const name = field('Name', this.input.value.trim() || entity.name);
    const kind = el('select', { class: 'lb-select', attrs: { 'aria-label': 'Kind' } });
    for (const t of desk.schema.entityTypes) kind.append(el('option', { text: desk.looks.label(t), attrs: { value: t, selected: t === entity.type } }));
    const country = field('Country', String(attribute('country') ?? ''), 'three capital letters');
    const sector = field('Sectors', Array.isArray(sectors) ? sectors.join(', ') : String(sectors ?? ''), 'with commas between them');
    const aliases = field('Aliases', aliasesOf(desk, entity.id).join('; '), 'with semicolons between them');
    const problem = el('p', { class: 'lb-problem-line', attrs: { role: 'alert' } });
    const read = () => ({
      name: name.value.trim(),
      kind: kind.value,
      country: country.value.trim(),
      sectors: split(sector.value, /[,;\s]+/u),
      aliases: split(aliases.value, /\s*;\s*/u),
      wikidata: String(attribute('wikidata') ?? ''),
      code: String(attribute('plover_code') ?? ''),
      notes: '',
    });
    const make = button('Create and link', () => void this.#make(read(), make, problem), { class: 'lb-go' });
    const back = button('Back to the search', () => this.#hideForm());
    const rows = [name, kind, country, sector, aliases].map((input) =>
      el('div', { class: 'lb-field' }, el('span', { class: 'lb-row-name', text: input.getAttribute('aria-label') ?? '' }), input),
    );
    this.form.replaceChildren(...rows, problem, el('div', { class: 'lb-dialog-buttons' }, back, make));
    this.form.onkeydown = (event) => {
      if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
      event.preventDefault();
      make.click();
    };
    this.search.hidden = true;
    this.form.hidden = false;
    name.focus();
    name.select();
  }

  #hideForm() {
    this.form.hidden = true;
    this.search.hidden = false;
    this.input.focus();
  }

  /** @param {NewActor} facts @param {HTMLButtonElement} make @param {HTMLElement} problem */
  async #make(facts, make, problem) {
    if (make.disabled) return;
    if (!facts.name) {
      problem.textContent = 'An actor of the registry has a name.';
      return;
    }
    make.disabled = true;
    problem.textContent = '';
    const answer = await this.api.createActor(facts);
    make.disabled = false;
    if (!this.form.isConnected) return;
    if (answer.ok) {
      this.close();
      this.linked(answer.value);
      return;
    }
    const details = answer.problems.map((p) => p.message).filter(Boolean);
    problem.textContent = `Not created. ${details.length ? details.join(' ') : answer.message} What you typed is still here.`;
    make.focus();
  }
}

/** @param {string} words @param {RegExp} by */
function split(words, by) {
  return words.trim().split(by).filter(Boolean);
}
