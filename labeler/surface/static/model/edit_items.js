/**
 * Commands on any item and on relations.
 */

/** @import {AttributeValue, Command, Flag, Relation, Table} from './types.js' */
/** @import {Draft} from './draft.js' */

import { done, fresh, refuse } from './draft.js';
import { nameFrame } from './edit_frames.js';
import { nameMention } from './edit_mentions.js';
import { find, sameValue } from './labels.js';
import { removeItems } from './removal.js';
import { ENTITY, shortName } from './schema.js';

/** @type {Readonly<Record<string, Table>>} */
const TABLE_OF = { mention: 'mentions', entity: 'entities', frame: 'frames', relation: 'relations' };
/** @type {readonly Flag[]} in the order in which they are kept */
export const FLAGS = ['unsure', 'discuss'];

/**
 * Remove items and all that would point at nothing (see `removal.js`).
 * @param {string|readonly string[]} ids
 * @returns {Command}
 */
export function remove(ids) {
  const wanted = typeof ids === 'string' ? [ids] : ids;
  return {
    describe: (draft) =>
      wanted.length === 1 ? `delete ${nameItem(draft, wanted[0])}` : `delete ${wanted.length} items`,
    apply(draft) {
      const there = wanted.filter((id) => find(draft.labels, id));
      if (!there.length) return done('', { ids: [], existed: true });
      return done(there[0], { ids: removeItems(draft, there) });
    },
  };
}

/**
 * Set or clear an attribute. One that the item's type does not have can only be cleared.
 * @param {string} id
 * @param {string} name
 * @param {AttributeValue|undefined} value `undefined`, the empty text and the empty list clear it
 * @returns {Command}
 */
export function setAttribute(id, name, value) {
  return {
    describe: (draft) => `set ${name} of ${nameItem(draft, id)}`,
    apply(draft) {
      const found = find(draft.labels, id);
      if (!found) return refuse('this item is no longer there');
      const names = attributeNames(draft, found.kind, found.item.type);
      const definition = draft.schema.attribute(name, found.kind === 'frame' ? found.item.type : '');
      const fits = definition && names.includes(name);
      const misfit = !fits && name in found.item.attributes;
      if (!fits && !(misfit && isEmpty(value))) {
        return refuse(`${shortName(found.item.type)} has no attribute “${name}”`);
      }
      if (fits && definition.derived) return refuse(`${name} follows from the other attributes`);
      draft.settled.add(`${id} ${name}`);
      const before = found.item.attributes[name];
      if (sameValue(before, value) || (before === undefined && isEmpty(value))) return done(id, { existed: true });
      const attributes = draft.schema.derive(names, withValue(found.item.attributes, name, value));
      draft.edit(TABLE_OF[found.kind], /** @type {any} */ (found.item), { attributes });
      return done(id);
    },
  };
}

/** @param {string} name @param {AttributeValue|undefined} value @returns {Command} */
export function setDocumentLabel(name, value) {
  return {
    describe: () => `set ${name} of the article`,
    apply(draft) {
      if (!draft.schema.documentLabels.includes(name)) return refuse(`the schema has no document label “${name}”`);
      const { documentLabels } = draft.labels;
      if (sameValue(documentLabels[name], value)) return done(name, { existed: true });
      draft.labels.documentLabels = withValue(documentLabels, name, value);
      return done(name);
    },
  };
}

/** @param {string} id @param {string} note @returns {Command} */
export function setNote(id, note) {
  return {
    describe: (draft) => `note on ${nameItem(draft, id)}`,
    apply(draft) {
      const found = find(draft.labels, id);
      if (!found) return refuse('this item is no longer there');
      if (note.length > 10_000) return refuse('a note has at most 10,000 characters');
      if (found.item.note === note) return done(id, { existed: true });
      // A note says nothing about the model's work, so it does not count as an edit.
      draft.put(TABLE_OF[found.kind], /** @type {any} */ ({ ...found.item, note }));
      return done(id);
    },
  };
}

/**
 * Say of an item that one is not sure of it, or wants to talk about it.
 * @param {string} id
 * @param {Flag} flag
 * @param {boolean} on
 * @returns {Command}
 */
export function setFlag(id, flag, on) {
  return {
    describe: (draft) => `${on ? 'flag' : 'take a flag from'} ${nameItem(draft, id)}`,
    apply(draft) {
      const found = find(draft.labels, id);
      if (!found) return refuse('this item is no longer there');
      if (!FLAGS.includes(flag)) return refuse(`there is no flag “${flag}”`);
      const before = found.item.flags ?? [];
      if (before.includes(flag) === on) return done(id, { existed: true });
      const flags = FLAGS.filter((f) => (f === flag ? on : before.includes(f)));
      // Nor does a flag.
      draft.put(TABLE_OF[found.kind], /** @type {any} */ ({ ...found.item, flags }));
      return done(id);
    },
  };
}

/** @param {{type: string, source: string, target: string}} what @returns {Command} */
export function addRelation({ type, source, target }) {
  return {
    describe: (draft) => `link ${nameItem(draft, source)} and ${nameItem(draft, target)} by ${type}`,
    apply(draft) {
      const kind = draft.schema.relationType(type);
      if (!kind) return refuse(`the schema has no relation “${type}”`);
      if (source === target) return refuse('a relation links two different things');
      for (const [end, wanted] of /** @type {[string, string[]][]} */ ([[source, kind.sources], [target, kind.targets]])) {
        const wrong = endProblem(draft, end, wanted, type);
        if (wrong) return refuse(wrong);
      }
      const twin = sameRelation(draft, { id: '', type, source, target });
      if (twin) return done(twin.id, { existed: true });
      const id = draft.context.newId('r');
      draft.put('relations', { id, type, source, target, ...fresh(), attributes: draft.schema.defaults(kind.attributes) });
      return done(id);
    },
  };
}

/** @param {Draft} draft @param {string} id @param {string[]} wanted @param {string} type @returns {string} */
function endProblem(draft, id, wanted, type) {
  const frame = draft.labels.frames.get(id);
  const fits = wanted.includes(ENTITY) ? draft.labels.entities.has(id) : frame && wanted.includes(frame.type);
  return fits ? '' : `${nameItem(draft, id)} cannot be linked by ${type}`;
}

/**
 * @param {Draft} draft
 * @param {{id: string, type: string, source: string, target: string}} what
 * @returns {Relation|undefined} another relation that says the same
 */
export function sameRelation(draft, { id, type, source, target }) {
  const symmetric = draft.schema.relationType(type)?.symmetric;
  for (const r of draft.labels.relations.values()) {
    if (r.type !== type || r.id === id) continue;
    if (r.source === source && r.target === target) return r;
    if (symmetric && r.source === target && r.target === source) return r;
  }
  return undefined;
}

/** @param {Draft} draft @param {string} kind @param {string} type @returns {readonly string[]} */
function attributeNames(draft, kind, type) {
  const { schema } = draft;
  if (kind === 'mention') return schema.spanType(type)?.attributes ?? [];
  if (kind === 'frame') return schema.frameType(type)?.attributes ?? [];
  if (kind === 'relation') return schema.relationType(type)?.attributes ?? [];
  return schema.entityAttributes;
}

/**
 * @param {import('./types.js').Attributes} attributes
 * @param {string} name
 * @param {AttributeValue|undefined} value
 * @returns {Record<string, AttributeValue>}
 */
function withValue(attributes, name, value) {
  const next = { ...attributes };
  if (isEmpty(value)) delete next[name];
  else next[name] = /** @type {AttributeValue} */ (value);
  return next;
}

/** @param {AttributeValue|undefined} value @returns {boolean} */
function isEmpty(value) {
  return value === undefined || value === '' || (Array.isArray(value) && !value.length);
}

/** @param {Draft} draft @param {string} id @returns {string} what a person calls it */
export function nameItem(draft, id) {
  if (draft.labels.frames.has(id)) return nameFrame(draft, id);
  const entity = draft.labels.entities.get(id);
  if (entity) return `the chain “${entity.name}”`;
  const relation = draft.labels.relations.get(id);
  return relation ? `the relation ${relation.type}` : nameMention(draft, id);
}
