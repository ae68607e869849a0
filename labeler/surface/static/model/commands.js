/**
 * All that can be done to labels. Each command is one undo step; one that is
 * refused says why and changes nothing.
 */

/** @import {Command, Labels} from './types.js' */

import { done } from './draft.js';
import { TABLES } from './labels.js';
import { mend } from './removal.js';

export { addMention, setMentionType, setFragments, addFragment, removeFragment } from './edit_mentions.js';
export { addFrame, setAnchor, fillRole, unfillRole, setNested } from './edit_frames.js';
export { setFrameType, duplicateFrame, splitFrame, moveArgument } from './edit_shape.js';
export { addRelation, setAttribute, setDocumentLabel, setFlag, setNote, remove } from './edit_items.js';
export { joinEntity, splitEntity, mergeEntities, setEntity, linkActor, unlinkActor } from './edit_chains.js';
export { markAll, removeAll, retypeAll } from './edit_everywhere.js';
export { accept, acceptWhere, reject, rejectWhere } from './edit_decisions.js';

/**
 * Several commands as one undo step: all of them, or none and the first reason.
 * @param {string} label words for undo
 * @param {readonly Command[]} commands
 * @returns {Command}
 */
export function batch(label, commands) {
  return {
    describe: () => label,
    apply(draft) {
      /** @type {string[]} */
      const ids = [];
      let existed = true;
      for (const command of commands) {
        const result = command.apply(draft);
        if (!result.ok) return result;
        ids.push(...result.ids);
        existed &&= result.existed;
      }
      return done(ids[0] ?? '', { ids, existed });
    },
  };
}

/**
 * Put other labels in place of these, such as an earlier revision; what points nowhere is left out.
 * @param {Labels} labels
 * @param {string} [label] words for undo
 * @returns {Command}
 */
export function replaceAll(labels, label = 'replace everything') {
  return {
    describe: () => label,
    apply(draft) {
      // Copies: an item of these may have to be mended, and they are somebody else's.
      const tables = TABLES.map((table) => [table, new Map(/** @type {any} */ (labels[table]))]);
      Object.assign(draft.labels, labels, Object.fromEntries(tables));
      draft.replaced = true;
      mend(draft);
      return done('', { ids: [] });
    },
  };
}
