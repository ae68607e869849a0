/**
 * Commands on many places at once: each is one undo step.
 */

/** @import {Command, Mention, Range} from './types.js' */
/** @import {Draft} from './draft.js' */

import { done, refuse } from './draft.js';
import { remove } from './edit_items.js';
import { markMention, retype, typeProblem } from './edit_mentions.js';
import { setFrameType } from './edit_shape.js';
import { shortQuote } from './labels.js';
import { shortName } from './schema.js';

/**
 * Mark many stretches with one type. What is marked so already stays as it is.
 * @param {{type: string, ranges: readonly Range[], entity?: string|null}} what
 *   `entity`: a chain to join, `null` for none, left out to find or start one
 * @returns {Command} with the ids of the new mentions
 */
export function markAll({ type, ranges, entity }) {
  return {
    describe: (draft) => {
      const words = ranges.length ? ` “${shortQuote(draft.text, [ranges[0]], 30)}”` : '';
      return `mark all${words} as ${shortName(type)}`;
    },
    apply(draft) {
      if (!ranges.length) return refuse('choose at least one place');
      /** @type {string[]} */
      const ids = [];
      for (const range of ranges) {
        const result = markMention(draft, { type, fragments: [range], entity });
        if (!result.ok) return result;
        if (!result.existed) ids.push(result.id);
      }
      return done(ids[0] ?? '', { ids, existed: !ids.length });
    },
  };
}

/** @param {readonly string[]} ids @returns {Command} */
export function removeAll(ids) {
  return remove(ids);
}

/**
 * Retype many mentions and frames. Mentions that were one chain stay one: a chain
 * that is retyped as a whole goes along, part of one leaves it together.
 * @param {readonly string[]} ids mentions and frames; what is gone is passed over
 * @param {string} type
 * @returns {Command}
 */
export function retypeAll(ids, type) {
  return {
    describe: () => `make ${ids.length} items ${shortName(type)}`,
    apply(draft) {
      const { mentions, frames } = draft.labels;
      const chosen = [...new Set(ids)];
      const changing = chosen.flatMap((id) => mentions.get(id) ?? []).filter((m) => m.type !== type);
      const kinds = chosen.filter((id) => frames.has(id) && frames.get(id)?.type !== type);
      const wrong = changing.length ? typeProblem(draft, type) : '';
      if (wrong) return refuse(wrong);
      retypeChains(draft, changing, type);
      for (const id of kinds) {
        const result = setFrameType(id, type).apply(draft);
        if (!result.ok) return result;
      }
      const changed = [...changing.map((m) => m.id), ...kinds];
      return done(changed[0] ?? '', { ids: changed, existed: !changed.length });
    },
  };
}

/** @param {Draft} draft @param {readonly Mention[]} mentions @param {string} type */
function retypeChains(draft, mentions, type) {
  const members = draft.chains();
  const forms = draft.schema.spanType(type)?.entity;
  for (const group of Map.groupBy(mentions, (m) => m.entity).values()) {
    const entity = draft.labels.entities.get(group[0].entity ?? '');
    const whole = entity !== undefined && members.get(entity.id)?.length === group.length;
    if (forms && whole && entity.type !== type) draft.edit('entities', entity, { type });
    /** @type {string|null|undefined} */
    let chain = forms ? (whole ? entity.id : undefined) : null;
    for (const mention of group) {
      const id = retype(draft, mention, type, chain);
      // The first of those that leave a chain finds or starts the new one.
      if (entity && chain === undefined) chain = id;
    }
  }
}
