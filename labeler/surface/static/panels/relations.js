/**
 * Links between frames, or between actors, on the cards at both ends.
 */

import * as commands from '../model/commands.js';
import { button, el, shorten } from '../dom.js';
import { chains } from '../model/labels.js';
import { attributeChips, attributeEditor, spoken } from './attributes.js';
import { chip, frameChip, plainName } from './chips.js';
import { flagPills, flagSigns } from './flags.js';

/** @import {Desk} from '../desk.js' */
/** @import {Entity, Labels, Relation} from '../model/types.js' */

/** @type {WeakMap<Labels['relations'], Map<string, Relation[]>>} */
const known = new WeakMap();

/**
 * Relations by what they link; computed once per table.
 *
 * @param {Labels} labels
 * @param {string} id of a frame or an actor
 * @returns {readonly Relation[]} in the order they were made
 */
export function relationsOf({ relations }, id) {
  let found = known.get(relations);
  if (!found) {
    found = new Map();
    for (const relation of relations.values()) {
      for (const end of [relation.source, relation.target]) {
        const list = found.get(end);
        if (list) list.push(relation);
        else found.set(end, [relation]);
      }
    }
    known.set(relations, found);
  }
  return found.get(id) ?? [];
}

/** @param {Relation} relation @param {string} id of one end @returns {string} the other end */
export function otherEnd({ source, target }, id) {
  return source === id ? target : source;
}

/**
 * The relation as one reads it from one end: “cause →”, “← cause”, “same”.
 *
 * @param {Desk} desk
 * @param {Relation} relation
 * @param {string} id
 */
export function directionWords(desk, relation, id) {
  const name = spoken(relation.type);
  if (desk.schema.relationType(relation.type)?.symmetric) return `${name} ↔`;
  return relation.source === id ? `${name} →` : `← ${name}`;
}

/**
 * @param {Desk} desk
 * @param {string} id of the card's frame
 * @param {boolean} focused
 * @returns {HTMLElement[]}
 */
export function relationRows(desk, id, focused) {
  return relationsOf(desk.labels, id).map((relation) => relationRow(desk, relation, id, focused));
}

/** @param {Desk} desk @param {Entity} actor */
function actorChip(desk, actor) {
  const go = () => {
    const [first] = chains(desk.labels).get(actor.id) ?? [];
    if (first) desk.pick(first.id, { reveal: true });
  };
  return chip(shorten(actor.name || 'unnamed', 60), desk.looks.hue(actor.type), go, null, '', false);
}

/** @param {Desk} desk @param {Relation} relation @param {string} id @param {boolean} focused */
function relationRow(desk, relation, id, focused) {
  const kind = desk.schema.relationType(relation.type);
  const names = kind?.attributes ?? [];
  const outward = relation.source === id;
  const title = kind?.symmetric ? '' : outward ? 'from this one to the other' : 'from the other to this one';
  const name = el('span', { class: 'lb-row-name', text: directionWords(desk, relation, id), attrs: { title: title || false } });
  const values = el('div', { class: 'lb-row-values' });
  const end = otherEnd(relation, id);
  const frame = desk.labels.frames.get(end);
  const actor = desk.labels.entities.get(end);
  const other = frame ?? actor;
  if (frame) values.append(frameChip(desk, frame));
  if (actor) values.append(actorChip(desk, actor));
  if (focused) {
    const what = other ? shorten(actor ? actor.name : plainName(desk, other.id), 40) : '';
    const cross = button('×', () => desk.do(commands.remove([relation.id])), {
      attrs: { 'aria-label': `Remove the relation ${spoken(relation.type)} with ${what}`, title: 'Remove', tabindex: '-1' },
    });
    cross.className = 'lb-x';
    values.append(cross, flagPills(desk, relation));
    if (names.length) values.append(attributeEditor(desk, relation.id, names, relation.attributes));
  } else values.append(...attributeChips(desk, names, relation.attributes), ...flagSigns(relation));
  if (relation.note) values.append(el('span', { class: 'lb-relation-note', text: relation.note }));
  return el('div', { class: 'lb-row lb-row-relation', data: { relation: relation.type } }, name, values);
}
