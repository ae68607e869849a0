/**
 * The card of one actor: its name, type and attributes, every mention of it in
 * text order, its place in the registry, its note.
 */

import { attributeChips, attributeEditor } from './attributes.js';
import * as commands from '../model/commands.js';
import { button, counted, el, shorten } from '../dom.js';
import { flagPills, flagSigns } from './flags.js';
import { talkSigns } from './talk_lines.js';
import { relationRows } from './relations.js';

/** @import {ChainLook} from '../text/chain_looks.js' */
/** @import {Desk} from '../desk.js' */
/** @import {Entity, Mention} from '../model/types.js' */

/**
 * What a card shows besides its chain.
 *
 * @typedef {object} CardState
 * @property {boolean} open
 * @property {ChainLook | undefined} look    while chains are coloured
 * @property {boolean} selecting             a press on a chip selects it
 * @property {ReadonlySet<string>} selected  mentions
 * @property {string | null} merging         the chain that waits for another
 * @property {string} registryName           of the registry's actor it is linked to
 */
/**
 * What a card asks of the rest of the page.
 *
 * @typedef {object} CardHands
 * @property {() => void} toggle
 * @property {(mention: string) => void} go
 * @property {(mention: string) => void} select
 * @property {() => void} selecting
 * @property {(mention: string) => void} leave
 * @property {() => void} merging        begins or ends to wait for another
 * @property {() => void} mergeHere
 * @property {() => void} link
 * @property {() => void} note
 * @property {() => void} relate         asks for a relation and the other actor
 */

/** The values of the attribute that tells how a mention refers, as a chip says them. */
const FORMS = /** @type {Record<string, string>} */ ({ nominal: 'noun', pronominal: 'pronoun' });
/** So many different wordings a closed card lists. */
const WORDINGS = 6;

/**
 * @param {Desk} desk
 * @param {Entity} entity
 * @param {readonly Mention[]} members in text order
 * @param {CardState} state
 * @param {CardHands} hands
 * @returns {HTMLElement}
 */
export function entityCard(desk, entity, members, state, hands) {
  const hue = state.look?.hue ?? desk.looks.hue(entity.type);
  const card = el('section', {
    class: `lb-card lb-entity${state.open ? ' lb-card-on' : ''}`,
    vars: { '--lb-c': hue },
    data: { entity: entity.id, drop: entity.id },
    attrs: { role: 'group', 'aria-label': `Actor ${entity.name}` },
  });
  card.append(head(desk, entity, members, state, hands));
  if (!state.open) card.append(...summary(desk, entity, members));
  if (state.merging && state.merging !== entity.id) {
    const keep = desk.labels.entities.get(state.merging);
    card.append(button(`Merge into “${shorten(keep?.name ?? '', 24)}”`, hands.mergeHere));
  }
  if (state.open) card.append(...details(desk, entity, members, state, hands));
  return card;
}

/** @param {Desk} desk @param {Entity} entity @param {readonly Mention[]} members @param {CardState} state @param {CardHands} hands */
function head(desk, entity, members, { open, look }, hands) {
  const node = button('', hands.toggle, {
    attrs: { 'aria-expanded': String(open), tabindex: '-1' },
    data: { drag: 'entity', id: entity.id, key: 'head' },
  });
  node.className = 'lb-card-head lb-entity-head';
  if (look) node.append(el('span', { class: 'lb-chain-number', text: String(look.number) }));
  node.append(
    el('span', { class: 'lb-card-type', text: shorten(entity.name || 'unnamed', 48) }),
    el('span', { class: 'lb-card-anchor', text: `${desk.looks.label(entity.type)} · ${counted(members.length, 'mention')}` }),
  );
  node.append(...flagSigns(entity), ...talkSigns(desk, entity.id));
  return node;
}

/** @param {Desk} desk @param {Entity} entity @param {readonly Mention[]} members @returns {HTMLElement[]} */
function summary(desk, entity, members) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const m of members) counts.set(desk.quoteOf(m), (counts.get(desk.quoteOf(m)) ?? 0) + 1);
  const found = [];
  if (members.length > 1) {
    const words = [...counts].slice(0, WORDINGS).map(([text, n]) => `${shorten(text, 26)}${n > 1 ? ` ×${n}` : ''}`);
    const more = counts.size > WORDINGS ? ' …' : '';
    found.push(el('div', { class: 'lb-entity-words', text: words.join(' · ') + more }));
  }
  const chips = attributeChips(desk, desk.schema.entityAttributes, entity.attributes);
  if (entity.registry) chips.push(el('span', { class: 'lb-chip' }, el('span', { text: 'in the registry' })));
  if (entity.note) chips.push(el('span', { class: 'lb-chip' }, el('span', { text: `note: ${shorten(entity.note, 60)}` })));
  if (chips.length) found.push(el('div', { class: 'lb-row-values' }, ...chips));
  return [...found, ...relationRows(desk, entity.id, false)];
}

/** @param {Desk} desk @param {Entity} entity @param {readonly Mention[]} members @param {CardState} state @param {CardHands} hands @returns {HTMLElement[]} */
function details(desk, entity, members, state, hands) {
  const name = el('input', { class: 'lb-input', attrs: { value: entity.name, 'aria-label': 'Name' }, data: { key: 'name' } });
  name.addEventListener('change', () => desk.do(commands.setEntity(entity.id, { name: name.value.trim() })));
  const chips = members.map((m) => mentionChip(desk, m, members.length > 1, state, hands));
  const rows = [
    row('name', name),
    row('type', typeList(desk, entity)),
    attributeEditor(desk, entity.id, desk.schema.entityAttributes, entity.attributes),
    row('mentions', el('div', { class: 'lb-row-values' }, ...chips)),
    row('registry', registryLine(desk, entity, state, hands)),
    ...relationRows(desk, entity.id, true),
    row('flags', flagPills(desk, entity)),
  ];
  if (entity.note) rows.push(row('note', el('span', { text: entity.note })));
  return [...rows, tools(desk, entity, members, state, hands)];
}

/** @param {Desk} desk @param {Entity} entity */
function typeList(desk, entity) {
  const type = el('select', { class: 'lb-select', attrs: { 'aria-label': 'Type' }, data: { key: 'type' } });
  for (const t of desk.schema.entityTypes) {
    type.append(el('option', { text: desk.looks.label(t), attrs: { value: t, selected: t === entity.type } }));
  }
  type.addEventListener('change', () => desk.do(commands.setEntity(entity.id, { type: type.value })));
  return type;
}

/** @param {Desk} desk @param {Mention} mention @returns {string} `noun`, `pronoun`, or nothing for a name */
export function formOf(desk, mention) {
  for (const d of desk.schema.attributes.values()) {
    if (d.guess === 'referring_form') return FORMS[String(mention.attributes[d.name] ?? '')] ?? '';
  }
  return FORMS[String(mention.attributes.mention ?? '')] ?? '';
}

/** @param {Desk} desk @param {Mention} mention @param {boolean} mayLeave @param {CardState} state @param {CardHands} hands */
function mentionChip(desk, mention, mayLeave, { selecting, selected }, hands) {
  const text = shorten(desk.quoteOf(mention), 40);
  const form = formOf(desk, mention);
  const chosen = selected.has(mention.id);
  const open = button('', () => {}, {
    attrs: { tabindex: '-1', 'aria-pressed': selecting || chosen ? String(chosen) : false },
    data: { key: mention.id, chip: mention.id },
  });
  open.className = 'lb-chip-open';
  open.append(el('span', { text }), form ? el('small', { text: form }) : '');
  open.addEventListener('click', (event) => {
    if (selecting || event.ctrlKey || event.metaKey || event.shiftKey) hands.select(mention.id);
    else hands.go(mention.id);
  });
  const node = el(
    'span',
    { class: `lb-chip lb-mention-chip${chosen ? ' lb-chip-chosen' : ''}`, vars: { '--lb-c': desk.looks.hue(mention.type) }, data: { drag: 'mention', id: mention.id } },
    open,
  );
  if (mayLeave && !selecting) {
    const cross = button('×', () => hands.leave(mention.id), { attrs: { 'aria-label': `Remove ${text} from this actor`, title: 'An actor of its own', tabindex: '-1' } });
    cross.className = 'lb-x';
    node.append(cross);
  }
  return node;
}

/** @param {Desk} desk @param {Entity} entity @param {CardState} state @param {CardHands} hands */
function registryLine(desk, entity, { registryName }, hands) {
  const line = el('div', { class: 'lb-row-values' });
  if (!entity.registry) {
    line.append(button('Link to the actor registry…', hands.link, { class: 'lb-quiet lb-bordered', data: { key: 'link' } }));
    return line;
  }
  line.append(
    el('span', { class: 'lb-chip' }, el('span', { text: registryName || entity.registry })),
    button('Change…', hands.link, { class: 'lb-quiet', data: { key: 'link' } }),
    button('Unlink', () => desk.do(commands.unlinkActor(entity.id)), { class: 'lb-quiet lb-danger', data: { key: 'unlink' } }),
  );
  return line;
}

/** @param {Desk} desk @param {Entity} entity @param {readonly Mention[]} members @param {CardState} state @param {CardHands} hands */
function tools(desk, entity, members, state, hands) {
  const box = el('div', { class: 'lb-card-tools' });
  const add = (/** @type {string} */ words, /** @type {() => void} */ run, /** @type {string} */ key, /** @type {boolean} */ on = false) =>
    box.append(button(words, run, { class: 'lb-quiet lb-bordered', data: { key }, attrs: on ? { 'aria-pressed': 'true' } : {} }));
  add(state.merging === entity.id ? 'Cancel merging' : 'Merge another into this', hands.merging, 'merging');
  if (members.length > 1) add(state.selecting ? 'Done selecting' : 'Select mentions', hands.selecting, 'selecting', state.selecting);
  add('Link…', hands.relate, 'relate');
  add(entity.note ? 'Edit note…' : 'Note…', hands.note, 'note');
  add('Thread…', () => desk.talk.show({ item: entity.id }), 'thread');
  return box;
}

/** @param {string} name @param {HTMLElement} value */
function row(name, value) {
  return el('div', { class: 'lb-row' }, el('span', { class: 'lb-row-name', text: name }), value);
}
