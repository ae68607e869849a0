/**
 * Commands on the shape of events and attributions: another type, a copy, one
 * for each of several fillers, a filler in another role.
 */

/** @import {AttributeValue, Command, Frame, FrameType} from './types.js' */
/** @import {Draft} from './draft.js' */

import { done, fresh, refuse } from './draft.js';
import { nameFrame, usableType } from './edit_frames.js';
import { markMention, retype } from './edit_mentions.js';
import { guess } from './guesses.js';
import { worldOf } from './guessing.js';
import { fillers, sameValue } from './labels.js';
import { ownMentions } from './removal.js';
import { shortName } from './schema.js';

/**
 * Retype a frame and keep all it says. Arguments and attributes the new type
 * has no place for stay as misfits, shown as problems: they are moved, taken
 * away, or fit again when the type is changed back.
 * @param {string} id
 * @param {string} type
 * @returns {Command}
 */
export function setFrameType(id, type) {
  return {
    describe: (draft) => `make ${nameFrame(draft, id)} ${shortName(type)}`,
    apply(draft) {
      const frame = draft.labels.frames.get(id);
      if (!frame) return refuse('this frame is no longer there');
      const kind = usableType(draft, type);
      if ('ok' in kind) return kind;
      if (frame.type === type) return done(id, { existed: true });
      if (frame.anchor === null && kind.anchor.minimum) return refuse(`${shortName(type)} needs a ${kind.anchor.role}`);
      draft.edit('frames', frame, {
        type,
        anchor: frame.anchor === null ? null : anchorAs(draft, frame, kind),
        attributes: attributesAs(draft, frame, kind),
        nested_in: kind.nesting ? frame.nested_in : null,
      });
      return done(id);
    },
  };
}

/**
 * Make another frame of the same type, anchor, arguments and attributes.
 * @param {string} id
 * @returns {Command} with the copy's id
 */
export function duplicateFrame(id) {
  return {
    describe: (draft) => `copy ${nameFrame(draft, id)}`,
    apply(draft) {
      const frame = draft.labels.frames.get(id);
      return frame ? done(copy(draft, frame, {})) : refuse('this frame is no longer there');
    },
  };
}

/**
 * Make one frame for each filler of a role, alike in all else. The first keeps the id.
 * @param {string} id
 * @param {string} role
 * @returns {Command} with the ids of all, in the order of the fillers
 */
export function splitFrame(id, role) {
  return {
    describe: (draft) => `split ${nameFrame(draft, id)} by ${role}`,
    apply(draft) {
      const frame = draft.labels.frames.get(id);
      if (!frame) return refuse('this frame is no longer there');
      const [first, ...others] = new Set(fillers(frame, role));
      if (!others.length) return refuse(`${nameFrame(draft, id)} has fewer than two fillers of ${role}`);
      /** @param {string} filler */
      const only = (filler) => frame.arguments.filter((a) => a.role !== role || a.filler === filler);
      draft.edit('frames', frame, { arguments: only(first) });
      const copies = others.map((filler) => copy(draft, frame, { arguments: only(filler) }));
      return done(id, { ids: [id, ...copies] });
    },
  };
}

/**
 * Let what fills one role fill another one instead, in its place.
 * @param {string} frameId
 * @param {string} fromRole perhaps one the frame's type does not have
 * @param {string} filler
 * @param {string} toRole
 * @returns {Command}
 */
export function moveArgument(frameId, fromRole, filler, toRole) {
  return {
    describe: (draft) => `move ${fromRole} of ${nameFrame(draft, frameId)} to ${toRole}`,
    apply(draft) {
      const frame = draft.labels.frames.get(frameId);
      const item = draft.labels.mentions.get(filler) ?? draft.labels.frames.get(filler);
      const fills = (/** @type {string} */ name) => frame?.arguments.some((a) => a.role === name && a.filler === filler);
      if (!frame || !item || !fills(fromRole)) return refuse('this argument is no longer there');
      if (fromRole === toRole) return done(frameId, { existed: true });
      const role = draft.schema.role(frame.type, toRole);
      if (!role) return refuse(`${shortName(frame.type)} has no role “${toRole}”`);
      if (!draft.schema.mayFill(role, item.type)) {
        return refuse(`${shortName(item.type)} cannot be ${toRole} of ${shortName(frame.type)}`);
      }
      const there = fills(toRole);
      const slots = frame.arguments.flatMap((a) => {
        if (a.role !== fromRole || a.filler !== filler) return [a];
        return there ? [] : [{ role: toRole, filler }];
      });
      draft.edit('frames', frame, { arguments: slots });
      return done(frameId);
    },
  };
}

/**
 * @param {Draft} draft
 * @param {Frame} frame
 * @param {Partial<Frame>} changes
 * @returns {string} id of the copy, which is a person's work whoever made the first
 */
function copy(draft, frame, changes) {
  const id = draft.context.newId('f');
  const { type, anchor, attributes } = frame;
  draft.settled.add(id);
  draft.put('frames', { id, type, anchor, arguments: frame.arguments, nested_in: null, ...fresh(), attributes, ...changes });
  return id;
}

/**
 * The frame's anchor as its new type wants it: retyped where only this frame uses it, else marked anew.
 * @param {Draft} draft
 * @param {Frame} frame
 * @param {FrameType} kind
 * @returns {string|null}
 */
function anchorAs(draft, frame, kind) {
  const mention = draft.labels.mentions.get(frame.anchor ?? '');
  if (!mention || mention.type === kind.anchor.type) return frame.anchor;
  if (ownMentions(draft, frame, new Set()).includes(mention.id)) {
    retype(draft, mention, kind.anchor.type);
    return mention.id;
  }
  const marked = markMention(draft, { type: kind.anchor.type, fragments: mention.fragments });
  return marked.ok ? marked.id : frame.anchor;
}

/**
 * What the frame says, and the defaults of what only its new type asks. Misfits
 * that nobody chose, derived values, defaults and guesses, are left out: the old type gives them again.
 * @param {Draft} draft
 * @param {Frame} frame
 * @param {FrameType} kind
 * @returns {Record<string, AttributeValue>}
 */
function attributesAs(draft, frame, kind) {
  const { schema } = draft;
  const old = schema.frameType(frame.type)?.attributes ?? [];
  const fallback = schema.defaults(old, frame.type);
  const world = worldOf(draft);
  const kept = Object.entries(frame.attributes).filter(([name, value]) => {
    const definition = schema.attribute(name, frame.type);
    if (kind.attributes.includes(name) || !definition || !old.includes(name)) return true;
    if (definition.derived || sameValue(value, fallback[name])) return false;
    return !definition.guess || !sameValue(value, guess(world, frame, definition));
  });
  const asked = kind.attributes.filter((name) => !old.includes(name));
  return schema.derive(kind.attributes, { ...schema.defaults(asked, kind.name), ...Object.fromEntries(kept) });
}
