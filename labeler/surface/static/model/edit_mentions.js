/**
 * Commands on mentions: mark, retype, stretch.
 */

/** @import {Command, Filler, Mention, NewMention, Range, Refused, Result} from './types.js' */
/** @import {Draft} from './draft.js' */

import { done, fresh, refuse } from './draft.js';
import { normalizeFragments, sameFragments, shortQuote } from './labels.js';
import { shortName } from './schema.js';

/**
 * Mark a stretch of text. Marking the same stretch with the same type again
 * changes nothing and answers with the mention that is there.
 * @param {{type: string, fragments: readonly Range[], entity?: string|null}} what
 *   `entity`: a chain to join, `null` for none, left out to find or start one
 * @returns {Command}
 */
export function addMention(what) {
  return {
    describe: (draft) =>
      `mark “${shortQuote(draft.text, what.fragments, 30)}” as ${shortName(what.type)}`,
    apply: (draft) => markMention(draft, what),
  };
}

/** @param {string} id @param {string} type @returns {Command} */
export function setMentionType(id, type) {
  return {
    describe: (draft) => `make ${nameMention(draft, id)} a ${shortName(type)}`,
    apply(draft) {
      const mention = draft.labels.mentions.get(id);
      if (!mention) return refuse('this mention is no longer there');
      const wrong = typeProblem(draft, type);
      if (wrong) return refuse(wrong);
      if (mention.type === type) return done(id, { existed: true });
      retype(draft, mention, type);
      return done(id);
    },
  };
}

/** @param {string} id @param {readonly Range[]} fragments @returns {Command} */
export function setFragments(id, fragments) {
  return {
    describe: (draft) => `change the extent of ${nameMention(draft, id)}`,
    apply: (draft) => stretch(draft, id, () => fragments),
  };
}

/** @param {string} id @param {Range} fragment joined with those it touches @returns {Command} */
export function addFragment(id, fragment) {
  return {
    describe: (draft) => `add “${shortQuote(draft.text, [fragment], 30)}” to ${nameMention(draft, id)}`,
    apply: (draft) => stretch(draft, id, (old) => [...old, fragment]),
  };
}

/** @param {string} id @param {number} index @returns {Command} */
export function removeFragment(id, index) {
  return {
    describe: (draft) => `take a fragment from ${nameMention(draft, id)}`,
    apply(draft) {
      const mention = draft.labels.mentions.get(id);
      if (mention && !(index in mention.fragments)) return refuse('this fragment is no longer there');
      if (mention?.fragments.length === 1) return refuse('the last fragment stays; delete the mention instead');
      return stretch(draft, id, (old) => old.filter((_, i) => i !== index));
    },
  };
}

/**
 * @param {Draft} draft
 * @param {{type: string, fragments: readonly Range[], entity?: string|null}} what
 * @returns {Result}
 */
export function markMention(draft, { type, fragments, entity }) {
  const wrong = typeProblem(draft, type);
  if (wrong) return refuse(wrong);
  const found = validFragments(draft, fragments);
  if (!Array.isArray(found)) return found;
  const twin = findMention(draft, type, found);
  if (twin) return done(twin.id, { existed: true });
  if (entity && !draft.labels.entities.has(entity)) return refuse('this chain is no longer there');
  const span = /** @type {import('./types.js').SpanType} */ (draft.schema.spanType(type));
  const id = draft.context.newId('m');
  const attributes = draft.schema.defaults(span.attributes);
  /** @type {Mention} */
  const mention = { id, type, fragments: found, ...fresh(), attributes, entity: null };
  const chain = entity === undefined ? chainFor(draft, mention) : span.entity ? entity : null;
  draft.put('mentions', { ...mention, entity: chain });
  return done(id);
}

/**
 * The mention or frame a filler means, marked if it is not there yet.
 * @param {Draft} draft
 * @param {Filler} filler
 * @param {string} [type] of a stretch that names none
 * @returns {Result}
 */
export function resolveFiller(draft, filler, type = '') {
  if ('id' in filler) {
    const there = draft.labels.mentions.has(filler.id) || draft.labels.frames.has(filler.id);
    return there ? done(filler.id, { existed: true }) : refuse('what should fill this is no longer there');
  }
  const { fragments, type: wanted = type } = /** @type {NewMention} */ (filler);
  return markMention(draft, { type: wanted, fragments });
}

/**
 * The chain a mention belongs to of itself: the one of the same words and
 * type, else a new one named after it; none where its type has no chains.
 * @param {Draft} draft
 * @param {Mention} mention
 * @returns {string|null}
 */
export function chainFor(draft, mention) {
  if (!draft.schema.spanType(mention.type)?.entity) return null;
  return draft.chainReading(mention.type, mention.fragments) ?? startChain(draft, mention);
}

/** @param {Draft} draft @param {Mention} mention @returns {string} id of a new chain for it */
export function startChain(draft, mention) {
  const id = draft.context.newId('e');
  draft.put('entities', {
    id,
    type: mention.type,
    name: shortQuote(draft.text, mention.fragments, 200),
    registry: null,
    ...fresh(),
    attributes: draft.schema.defaults(draft.schema.entityAttributes),
  });
  return id;
}

/**
 * Retype a mention: attributes that still exist stay; alone in its chain it
 * takes the chain along, else it finds another one.
 * @param {Draft} draft
 * @param {Mention} mention
 * @param {string} type a usable one
 * @param {string|null} [chain] where the mention belongs from now on, where the caller knows better
 * @returns {string|null} the chain it is in now
 */
export function retype(draft, mention, type, chain) {
  const names = draft.schema.spanType(type)?.attributes ?? [];
  const kept = Object.entries(mention.attributes).filter(([name]) => names.includes(name));
  const attributes = draft.schema.derive(names, {
    ...draft.schema.defaults(names),
    ...Object.fromEntries(kept),
  });
  const changed = { ...mention, type, attributes };
  const entity = chain === undefined ? chainAfterRetype(draft, mention, changed) : chain;
  draft.edit('mentions', mention, { type, attributes, entity });
  return entity;
}

/** @param {Draft} draft @param {Mention} old @param {Mention} now @returns {string|null} */
function chainAfterRetype(draft, old, now) {
  if (!draft.schema.spanType(now.type)?.entity) return null;
  const entity = draft.labels.entities.get(old.entity ?? '');
  const alone = entity && draft.chains().get(entity.id)?.length === 1;
  if (!alone) return chainFor(draft, now);
  const other = draft.chainReading(now.type, now.fragments);
  if (other !== null && other !== entity.id) return other;
  draft.edit('entities', entity, { type: now.type });
  return entity.id;
}

/**
 * @param {Draft} draft
 * @param {string} id
 * @param {(old: readonly Range[]) => readonly Range[]} change
 * @returns {Result}
 */
function stretch(draft, id, change) {
  const mention = draft.labels.mentions.get(id);
  if (!mention) return refuse('this mention is no longer there');
  const found = validFragments(draft, change(mention.fragments));
  if (!Array.isArray(found)) return found;
  if (sameFragments(found, mention.fragments)) return done(id, { existed: true });
  const twin = findMention(draft, mention.type, found);
  if (twin) return refuse(`${nameMention(draft, twin.id)} is marked already`);
  draft.edit('mentions', mention, { fragments: found });
  return done(id);
}

/**
 * @param {Draft} draft
 * @param {readonly Range[]} fragments
 * @returns {Range[]|Refused}
 */
function validFragments(draft, fragments) {
  if (!fragments.length) return refuse('select some text first');
  if (fragments.some(([start, end]) => start < 0 || start >= end || end > draft.text.length)) {
    return refuse('the selection lies outside the text');
  }
  return normalizeFragments(draft.text, fragments);
}

/** @param {Draft} draft @param {string} type @returns {string} why it cannot be used, or nothing */
export function typeProblem(draft, type) {
  const span = draft.schema.spanType(type);
  if (!span) return `the schema has no type “${type}”`;
  if (span.abstract) return `choose one of the kinds of ${span.name}`;
  if (span.retired) return `the type ${shortName(type)} is no longer used`;
  return '';
}

/**
 * @param {Draft} draft
 * @param {string} type
 * @param {readonly Range[]} fragments
 * @returns {Mention|undefined} the mention that is just this
 */
function findMention(draft, type, fragments) {
  for (const mention of draft.labels.mentions.values()) {
    if (mention.type === type && sameFragments(mention.fragments, fragments)) return mention;
  }
  return undefined;
}

/** @param {Draft} draft @param {string} id @returns {string} its text in quotes */
export function nameMention(draft, id) {
  const mention = draft.labels.mentions.get(id);
  return mention ? `“${shortQuote(draft.text, mention.fragments, 30)}”` : 'a mention';
}
