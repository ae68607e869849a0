/**
 * Commands on events and attributions: make, anchor, fill, nest.
 */

/** @import {Command, Filler, Frame, FrameType, Refused, Result} from './types.js' */
/** @import {Draft} from './draft.js' */

import { done, fresh, refuse } from './draft.js';
import { markMention, nameMention, resolveFiller } from './edit_mentions.js';
import { shortQuote } from './labels.js';
import { leadsTo } from './nesting.js';
import { removeItems } from './removal.js';
import { shortName } from './schema.js';

/**
 * @param {object} what
 * @param {string} what.type
 * @param {Filler|null} what.anchor `null` only where the schema allows it
 * @param {readonly {role: string, filler: Filler}[]} [what.arguments]
 * @returns {Command}
 */
export function addFrame({ type, anchor, arguments: slots = [] }) {
  return {
    describe: (draft) => `make ${anchorWords(draft, anchor)}${shortName(type)}`,
    apply(draft) {
      const kind = usableType(draft, type);
      if ('ok' in kind) return kind;
      const anchored = resolveAnchor(draft, kind, anchor);
      if (!anchored.ok) return anchored;
      const id = draft.context.newId('f');
      const attributes = draft.schema.defaults(kind.attributes, type);
      const anchorId = anchored.id || null;
      draft.put('frames', { id, type, anchor: anchorId, arguments: [], nested_in: null, ...fresh(), attributes });
      for (const { role, filler } of slots) {
        const filled = fill(draft, id, role, filler);
        if (!filled.ok) return filled;
      }
      return done(id);
    },
  };
}

/**
 * @param {string} id
 * @param {Filler|null} anchor
 * @returns {Command}
 */
export function setAnchor(id, anchor) {
  return {
    describe: (draft) => `anchor ${nameFrame(draft, id)}`,
    apply(draft) {
      const frame = draft.labels.frames.get(id);
      if (!frame) return refuse('this frame is no longer there');
      const kind = usableType(draft, frame.type, true);
      if ('ok' in kind) return kind;
      const anchored = resolveAnchor(draft, kind, anchor);
      if (!anchored.ok) return anchored;
      const anchorId = anchored.id || null;
      if (anchorId === frame.anchor) return done(id, { existed: true });
      draft.edit('frames', frame, { anchor: anchorId });
      // A trigger or cue that anchors nothing any more says nothing.
      if (frame.anchor !== null && !isUsed(draft, frame.anchor)) removeItems(draft, [frame.anchor]);
      return done(id);
    },
  };
}

/**
 * @param {string} frameId
 * @param {string} role
 * @param {Filler} filler a mention, a frame, or a stretch to be marked
 * @returns {Command}
 */
export function fillRole(frameId, role, filler) {
  return {
    describe: (draft) => `${fillerWords(draft, filler)} as ${role} of ${nameFrame(draft, frameId)}`,
    apply: (draft) => fill(draft, frameId, role, filler),
  };
}

/** @param {string} frameId @param {string} role @param {string} filler @returns {Command} */
export function unfillRole(frameId, role, filler) {
  return {
    describe: (draft) => `take ${role} from ${nameFrame(draft, frameId)}`,
    apply(draft) {
      const frame = draft.labels.frames.get(frameId);
      if (!frame) return refuse('this frame is no longer there');
      const kept = frame.arguments.filter((a) => a.role !== role || a.filler !== filler);
      if (kept.length === frame.arguments.length) return done(frameId, { existed: true });
      draft.edit('frames', frame, { arguments: kept });
      return done(frameId);
    },
  };
}

/** @param {string} frameId @param {string|null} parentId @returns {Command} */
export function setNested(frameId, parentId) {
  return {
    describe: (draft) =>
      parentId === null
        ? `take ${nameFrame(draft, frameId)} out of its frame`
        : `put ${nameFrame(draft, frameId)} inside ${nameFrame(draft, parentId)}`,
    apply(draft) {
      const frame = draft.labels.frames.get(frameId);
      const parent = parentId === null ? null : draft.labels.frames.get(parentId);
      if (!frame || parent === undefined) return refuse('this frame is no longer there');
      if (frame.nested_in === parentId) return done(frameId, { existed: true });
      if (leadsTo(draft.labels, parentId, frameId)) return refuse('a frame cannot lie inside itself');
      const nests = [frame, ...(parent ? [parent] : [])].every((f) => draft.schema.frameType(f.type)?.nesting);
      if (!nests) return refuse('only attributions lie inside each other');
      draft.placed.add(frameId);
      draft.edit('frames', frame, { nested_in: parentId });
      return done(frameId);
    },
  };
}

/**
 * @param {Draft} draft
 * @param {string} frameId
 * @param {string} roleName
 * @param {Filler} filler
 * @returns {Result}
 */
function fill(draft, frameId, roleName, filler) {
  const before = draft.labels.frames.get(frameId);
  if (!before) return refuse('this frame is no longer there');
  const role = draft.schema.role(before.type, roleName);
  if (!role) return refuse(`${shortName(before.type)} has no role “${roleName}”`);
  const single = role.fillers.length === 1 ? role.fillers[0] : '';
  const found = resolveFiller(draft, filler, single);
  if (!found.ok) return found;
  const item = draft.labels.mentions.get(found.id) ?? /** @type {Frame} */ (draft.labels.frames.get(found.id));
  if (!draft.schema.mayFill(role, item.type)) {
    return refuse(`${shortName(item.type)} cannot be ${roleName} of ${shortName(before.type)}`);
  }
  if (containsFrame(draft, found.id, frameId)) return refuse('a frame cannot contain itself');
  if (before.arguments.some((a) => a.role === roleName && a.filler === found.id)) {
    return done(found.id, { existed: true });
  }
  draft.edit('frames', before, { arguments: [...before.arguments, { role: roleName, filler: found.id }] });
  return done(found.id);
}

/** @param {Draft} draft @param {string} from @param {string} goal @returns {boolean} whether `goal` is `from` or below it */
function containsFrame(draft, from, goal) {
  const seen = new Set();
  const front = [from];
  while (front.length) {
    const id = /** @type {string} */ (front.pop());
    if (id === goal) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    front.push(...(draft.labels.frames.get(id)?.arguments ?? []).map((a) => a.filler));
  }
  return false;
}

/**
 * @param {Draft} draft
 * @param {FrameType} kind
 * @param {Filler|null} anchor
 * @returns {Result} with the empty id for no anchor
 */
function resolveAnchor(draft, kind, anchor) {
  const { role, type, minimum } = kind.anchor;
  if (anchor === null) return minimum ? refuse(`${shortName(kind.name)} needs a ${role}`) : done('');
  if (!('id' in anchor)) return markMention(draft, { ...anchor, type: anchor.type ?? type, entity: null });
  const mention = draft.labels.mentions.get(anchor.id);
  if (!mention) return refuse(`this ${role} is no longer there`);
  if (mention.type !== type) {
    return refuse(`the ${role} must be a ${shortName(type)}, not ${shortName(mention.type)}`);
  }
  return done(mention.id, { existed: true });
}

/** @param {Draft} draft @param {string} mentionId @returns {boolean} */
function isUsed(draft, mentionId) {
  const used = draft.uses();
  return used.anchors.has(mentionId) || used.fillers.has(mentionId);
}

/**
 * @param {Draft} draft
 * @param {string} type
 * @param {boolean} [retiredToo] for a frame that has this type already
 * @returns {FrameType|Refused}
 */
export function usableType(draft, type, retiredToo = false) {
  const kind = draft.schema.frameType(type);
  if (!kind) return refuse(`the schema has no type “${type}”`);
  if (kind.abstract) return refuse(`choose one of the kinds of ${kind.name}`);
  if (kind.retired && !retiredToo) return refuse(`the type ${shortName(type)} is no longer used`);
  return kind;
}

/** @param {Draft} draft @param {string} id @returns {string} its type and anchor */
export function nameFrame(draft, id) {
  const frame = draft.labels.frames.get(id);
  if (!frame) return 'a frame';
  return frame.anchor === null
    ? shortName(frame.type)
    : `${shortName(frame.type)} ${nameMention(draft, frame.anchor)}`;
}

/** @param {Draft} draft @param {Filler|null} anchor @returns {string} */
function anchorWords(draft, anchor) {
  if (anchor === null) return '';
  return 'id' in anchor
    ? `${nameMention(draft, anchor.id)} `
    : `“${shortQuote(draft.text, anchor.fragments, 30)}” `;
}

/** @param {Draft} draft @param {Filler} filler @returns {string} */
function fillerWords(draft, filler) {
  if (!('id' in filler)) return `“${shortQuote(draft.text, filler.fragments, 30)}”`;
  return draft.labels.frames.has(filler.id) ? nameFrame(draft, filler.id) : nameMention(draft, filler.id);
}
