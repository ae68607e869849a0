/**
 * Commands on the chains of mentions of one actor, and on who that actor is.
 */

/** @import {ActorLink, AttributeValue, Command, Entity, Mention, Relation} from './types.js' */
/** @import {Draft} from './draft.js' */

import { done, refuse } from './draft.js';
import { nameItem, sameRelation } from './edit_items.js';
import { nameMention, startChain } from './edit_mentions.js';
import { removeItems } from './removal.js';
import { shortName } from './schema.js';
import { valueProblem } from './values.js';

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

/**
 * Take mentions out of a chain into a new one.
 * @param {string} entityId
 * @param {readonly string[]} mentionIds
 * @returns {Command} with the id of the new chain
 */
export function splitEntity(entityId, mentionIds) {
  return {
    describe: (draft) => `split ${nameItem(draft, entityId)}`,
    apply(draft) {
      const entity = draft.labels.entities.get(entityId);
      if (!entity) return refuse('this chain is no longer there');
      const members = mentionIds.flatMap((id) => draft.labels.mentions.get(id) ?? []);
      if (!members.length || members.length < mentionIds.length || members.some((m) => m.entity !== entityId)) {
        return refuse(`choose mentions of the chain “${entity.name}”`);
      }
      if (isWholeChain(draft, members)) return refuse('leave at least one mention in the chain');
      const id = startChain(draft, members[0]);
      for (const mention of members) draft.edit('mentions', mention, { entity: id });
      return done(id);
    },
  };
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

/**
 * Say which actor of the project's registry a chain is. What the registry knows
 * fills the chain's empty attributes, as far as the schema has them and takes the values.
 * @param {string} entityId
 * @param {ActorLink} actor
 * @returns {Command}
 */
export function linkActor(entityId, actor) {
  return {
    describe: (draft) => `link ${nameItem(draft, entityId)} to ${actor.name}`,
    apply(draft) {
      const entity = draft.labels.entities.get(entityId);
      if (!entity) return refuse('this chain is no longer there');
      const found = knownOf(draft, entity, actor);
      if (entity.registry === actor.id && !Object.keys(found).length) return done(entityId, { existed: true });
      const attributes = draft.schema.derive(draft.schema.entityAttributes, { ...entity.attributes, ...found });
      draft.edit('entities', entity, { registry: actor.id, attributes });
      return done(entityId);
    },
  };
}

/** @param {string} entityId @returns {Command} */
export function unlinkActor(entityId) {
  return {
    describe: (draft) => `unlink ${nameItem(draft, entityId)}`,
    apply(draft) {
      const entity = draft.labels.entities.get(entityId);
      if (!entity) return refuse('this chain is no longer there');
      if (entity.registry === null) return done(entityId, { existed: true });
      draft.edit('entities', entity, { registry: null });
      return done(entityId);
    },
  };
}

/**
 * @param {Draft} draft
 * @param {Entity} entity
 * @param {ActorLink} actor
 * @returns {Record<string, AttributeValue>} what the registry can add
 */
function knownOf({ schema }, entity, actor) {
  /** @type {Record<string, AttributeValue|undefined>} */
  const told = { country: actor.country, sector: [...(actor.sectors ?? [])], wikidata: actor.wikidata, plover_code: actor.code };
  /** @type {Record<string, AttributeValue>} */
  const found = {};
  for (const [name, said] of Object.entries(told)) {
    const definition = schema.attribute(name);
    if (!definition || !schema.entityAttributes.includes(name) || entity.attributes[name] !== undefined) continue;
    const value = Array.isArray(said) ? said.filter((v) => definition.values.includes(v)) : said;
    const single = Array.isArray(value) && definition.kind !== 'multi_enum' ? value[0] : value;
    const empty = !single || (Array.isArray(single) && !single.length);
    if (!empty && !valueProblem(definition, single)) found[name] = single;
  }
  return found;
}

/** @param {Draft} draft @param {readonly Mention[]} mentions @returns {boolean} */
function isWholeChain(draft, mentions) {
  const [{ entity }] = mentions;
  return entity !== null && mentions.every((m) => m.entity === entity) && draft.chains().get(entity)?.length === mentions.length;
}
