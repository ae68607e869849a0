/**
 * Commands on any item, on chains of mentions and on relations.
 */

/** @import {AttributeValue, Command, Relation, Table} from './types.js' */
/** @import {Draft} from './draft.js' */

import { done, fresh, refuse } from './draft.js';
import { nameFrame } from './edit_frames.js';
import { nameMention, startChain } from './edit_mentions.js';
import { find, sameValue } from './labels.js';
import { removeItems } from './removal.js';
import { ENTITY, shortName } from './schema.js';

/** @type {Readonly<Record<string, Table>>} */
const TABLE_OF = { mention: 'mentions', entity: 'entities', frame: 'frames', relation: 'relations' };

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
      if (!definition || !names.includes(name)) {
        return refuse(`${shortName(found.item.type)} has no attribute “${name}”`);
      }
      if (definition.derived) return refuse(`${name} follows from the other attributes`);
      if (sameValue(found.item.attributes[name], value)) return done(id, { existed: true });
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
 * Move mentions to a chain.
 * @param {string|readonly string[]} mentionIds
 * @param {string|null} entityId `null` for a new chain
 * @returns {Command}
 */
export function joinEntity(mentionIds, entityId) {
  const ids = typeof mentionIds === 'string' ? [mentionIds] : mentionIds;
  return {
    describe: (draft) => {
      const chain = draft.labels.entities.get(entityId ?? '')?.name;
      return `move ${nameMention(draft, ids[0])} to ${chain ? `the chain “${chain}”` : 'a new chain'}`;
    },
    apply(draft) {
      const mentions = ids.flatMap((id) => draft.labels.mentions.get(id) ?? []);
      if (!mentions.length || mentions.length < ids.length) return refuse('this mention is no longer there');
      const odd = mentions.find((m) => !draft.schema.spanType(m.type)?.entity);
      if (odd) return refuse(`a ${shortName(odd.type)} belongs to no chain`);
      if (entityId !== null && !draft.labels.entities.has(entityId)) return refuse('this chain is no longer there');
      if (entityId === null && isWholeChain(draft, mentions)) return done(mentions[0].entity ?? '', { existed: true });
      const target = entityId ?? startChain(draft, mentions[0]);
      const moved = mentions.filter((m) => m.entity !== target);
      for (const mention of moved) draft.edit('mentions', mention, { entity: target });
      return done(target, { existed: !moved.length });
    },
  };
}

/** @param {Draft} draft @param {readonly import('./types.js').Mention[]} mentions @returns {boolean} */
function isWholeChain(draft, mentions) {
  const [{ entity }] = mentions;
  return entity !== null && mentions.every((m) => m.entity === entity) && draft.chains().get(entity)?.length === mentions.length;
}

/** @param {string} entityId @param {{name?: string, type?: string, registry?: string|null}} changes @returns {Command} */
export function setEntity(entityId, changes) {
  return {
    describe: (draft) => `change ${nameItem(draft, entityId)}`,
    apply(draft) {
      const entity = draft.labels.entities.get(entityId);
      if (!entity) return refuse('this chain is no longer there');
      if (changes.type !== undefined && !draft.schema.entityTypes.has(changes.type)) {
        return refuse(`“${changes.type}” is no type of actor`);
      }
      const next = { ...entity, ...changes };
      const same = next.name === entity.name && next.type === entity.type && next.registry === entity.registry;
      if (same) return done(entityId, { existed: true });
      draft.edit('entities', entity, changes);
      return done(entityId);
    },
  };
}

/**
 * Make one chain of two: `keep` takes the mentions, relations and missing attributes of `other`.
 * @param {string} keep
 * @param {string} other
 * @returns {Command}
 */
export function mergeEntities(keep, other) {
  return {
    describe: (draft) => `merge ${nameItem(draft, other)} into ${nameItem(draft, keep)}`,
    apply(draft) {
      const { entities, mentions, relations } = draft.labels;
      const [into, from] = [entities.get(keep), entities.get(other)];
      if (!into || !from) return refuse('this chain is no longer there');
      if (keep === other) return done(keep, { existed: true });
      const attributes = { ...from.attributes, ...into.attributes };
      draft.edit('entities', into, { attributes, registry: into.registry ?? from.registry });
      for (const mention of [...mentions.values()]) {
        if (mention.entity === other) draft.edit('mentions', mention, { entity: keep });
      }
      for (const relation of [...relations.values()]) {
        if (relation.source === other || relation.target === other) moveEnds(draft, relation, other, keep);
      }
      draft.losers.add(other);
      return done(keep);
    },
  };
}

/** @param {Draft} draft @param {Relation} relation @param {string} from @param {string} to */
function moveEnds(draft, relation, from, to) {
  const source = relation.source === from ? to : relation.source;
  const target = relation.target === from ? to : relation.target;
  const moved = { ...relation, source, target };
  if (source === target || sameRelation(draft, moved)) removeItems(draft, [relation.id]);
  else draft.edit('relations', relation, { source, target });
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
function sameRelation(draft, { id, type, source, target }) {
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
  if (value === undefined || value === '' || (Array.isArray(value) && !value.length)) delete next[name];
  else next[name] = value;
  return next;
}

/** @param {Draft} draft @param {string} id @returns {string} what a person calls it */
function nameItem(draft, id) {
  if (draft.labels.frames.has(id)) return nameFrame(draft, id);
  const entity = draft.labels.entities.get(id);
  if (entity) return `the chain “${entity.name}”`;
  const relation = draft.labels.relations.get(id);
  return relation ? `the relation ${relation.type}` : nameMention(draft, id);
}
