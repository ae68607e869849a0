/**
 * Taking items away together with all that would point at nothing.
 */

/** @import {Frame, Labels} from './types.js' */
/** @import {Draft} from './draft.js' */

import { uses } from './labels.js';

/**
 * Remove items, and what makes no sense without them: arguments, frames that
 * lose a required anchor, a frame's own cue, trigger and content, relations,
 * chains without a mention. A removed suggestion counts as rejected.
 * @param {Draft} draft
 * @param {Iterable<string>} ids
 * @returns {string[]} all that was removed
 */
export function removeItems(draft, ids) {
  const gone = reachOfRemoval(draft, ids);
  const { labels } = draft;
  for (const frame of [...labels.frames.values()]) {
    if (!gone.has(frame.id)) dropReferences(draft, frame, gone);
  }
  for (const mention of [...labels.mentions.values()]) {
    if (!gone.has(mention.id) && mention.entity !== null && gone.has(mention.entity)) {
      draft.edit('mentions', mention, { entity: null });
    }
  }
  for (const relation of [...labels.relations.values()]) {
    if (gone.has(relation.source) || gone.has(relation.target)) gone.add(relation.id);
  }
  for (const id of gone) {
    if (labels.mentions.has(id)) draft.drop('mentions', id);
    else if (labels.frames.has(id)) draft.drop('frames', id);
    else if (labels.entities.has(id)) draft.drop('entities', id);
    else if (labels.relations.has(id)) draft.drop('relations', id);
  }
  draft.decide(
    labels.decisions
      .filter((d) => d.verdict === 'accepted' && gone.has(d.suggestion))
      .map((d) => ({ ...d, verdict: 'rejected', changed: [] })),
  );
  return [...gone];
}

/**
 * @param {Draft} draft
 * @param {Iterable<string>} ids
 * @returns {Set<string>} the items to go; relations and empty chains come later
 */
function reachOfRemoval(draft, ids) {
  const { labels, schema } = draft;
  const used = draft.uses();
  /** @type {Set<string>} */
  const gone = new Set();
  const front = [...ids];
  while (front.length) {
    const id = /** @type {string} */ (front.pop());
    if (gone.has(id)) continue;
    gone.add(id);
    for (const frame of used.anchors.get(id) ?? []) {
      if (schema.frameType(frame.type)?.anchor.minimum) front.push(frame.id);
    }
    const frame = labels.frames.get(id);
    if (frame) front.push(...ownMentions(draft, frame, gone));
  }
  return gone;
}

/**
 * Mentions that are there for one frame only: its anchor, and fillers of its
 * own layer (an attribution's content), unless something else uses them.
 * @param {Draft} draft
 * @param {Frame} frame
 * @param {ReadonlySet<string>} gone frames that do not count as users
 * @returns {string[]}
 */
export function ownMentions(draft, frame, gone) {
  return ownMentionsIn(draft.labels, draft.uses(), draft.schema, frame, gone);
}

/**
 * @param {Labels} labels
 * @param {ReturnType<typeof uses>} used
 * @param {import('./schema.js').SchemaIndex} schema
 * @param {Frame} frame
 * @param {ReadonlySet<string>} gone
 * @returns {string[]}
 */
export function ownMentionsIn(labels, used, schema, frame, gone) {
  const layer = schema.frameType(frame.type)?.layer;
  /** @param {string} id */
  const belongs = (id) => {
    const span = schema.spanType(labels.mentions.get(id)?.type ?? '');
    return span && !span.entity && layer !== '' && span.layer === layer;
  };
  /** @param {Frame} user */
  const other = (user) => user.id !== frame.id && !gone.has(user.id);
  return [frame.anchor, ...frame.arguments.map((a) => a.filler).filter(belongs)].filter(
    /** @returns {id is string} */
    (id) =>
      id !== null &&
      !(used.anchors.get(id) ?? []).some(other) &&
      !(used.fillers.get(id) ?? []).some((slot) => other(slot.frame)),
  );
}

/** @param {Draft} draft @param {Frame} frame @param {ReadonlySet<string>} gone */
function dropReferences(draft, frame, gone) {
  const anchorGone = frame.anchor !== null && gone.has(frame.anchor);
  const kept = frame.arguments.filter((a) => !gone.has(a.filler));
  const parentGone = frame.nested_in !== null && gone.has(frame.nested_in);
  if (anchorGone || kept.length < frame.arguments.length) {
    draft.edit('frames', frame, {
      anchor: anchorGone ? null : frame.anchor,
      arguments: kept,
      nested_in: parentGone ? null : frame.nested_in,
    });
  } else if (parentGone) {
    draft.put('frames', { ...frame, nested_in: null });
  }
}

/**
 * Take out whatever points to something that is not there, after two sets of changes were put together.
 * @param {Draft} draft
 */
export function mend(draft) {
  const { labels, schema } = draft;
  for (const mention of [...labels.mentions.values()]) {
    if (mention.entity !== null && !labels.entities.has(mention.entity)) {
      draft.put('mentions', { ...mention, entity: null });
    }
  }
  /** @param {string} id */
  const missing = (id) => !labels.mentions.has(id) && !labels.frames.has(id);
  for (const { id } of [...labels.frames.values()]) {
    const frame = /** @type {Frame} */ (labels.frames.get(id));
    const anchorGone = frame.anchor !== null && !labels.mentions.has(frame.anchor);
    const kept = frame.arguments.filter((a) => !missing(a.filler));
    const parent = frame.nested_in !== null && labels.frames.has(frame.nested_in) ? frame.nested_in : null;
    if (anchorGone || kept.length < frame.arguments.length || parent !== frame.nested_in) {
      draft.put('frames', { ...frame, anchor: anchorGone ? null : frame.anchor, arguments: kept, nested_in: parent });
    }
  }
  const ends = (/** @type {string} */ id) => labels.frames.has(id) || labels.entities.has(id);
  const loose = [...labels.relations.values()].filter((r) => !ends(r.source) || !ends(r.target));
  const lost = [...labels.frames.values()].filter(
    (f) => f.anchor === null && schema.frameType(f.type)?.anchor.minimum,
  );
  removeItems(draft, [...loose, ...lost].map((item) => item.id));
}
