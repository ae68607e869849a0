/**
 * Going back and forth: through time, and through mentions in reading order.
 */

/** @import {Desk} from '../desk.js' */

/** @param {Desk} desk @param {'undo' | 'redo'} which */
export function undoRedo(desk, which) {
  const able = which === 'undo' ? desk.store.canUndo : desk.store.canRedo;
  if (!able) {
    desk.say(which === 'undo' ? 'Nothing to undo.' : 'Nothing to redo.');
    return;
  }
  const words = which === 'undo' ? desk.store.undoLabel : desk.store.redoLabel;
  desk.store[which]();
  desk.say(`${which === 'undo' ? 'Undid' : 'Redid'}: ${words}.`);
}

/**
 * Pick the next mention in reading order.
 *
 * @param {Desk} desk
 * @param {1 | -1} step
 */
export function nextMention(desk, step) {
  walk(desk, step, (id) => desk.mention(id) !== undefined, false);
}

/**
 * @param {Desk} desk
 * @param {1 | -1} step
 * @param {(id: string) => boolean} wanted
 * @param {boolean} stay  do not turn over at the end of the text
 */
export function walk(desk, step, wanted, stay) {
  const all = [...desk.labels.mentions.values(), ...desk.suggestions.mentions.values()]
    .filter((m) => wanted(m.id) && desk.looks.drawing(m.type) !== 'content')
    .sort((a, b) => (a.fragments[0]?.[0] ?? 0) - (b.fragments[0]?.[0] ?? 0) || (a.id < b.id ? -1 : 1));
  if (!all.length) return false;
  const picked = all.findIndex((m) => m.id === desk.picked);
  let index = picked + step;
  if (picked < 0) {
    const here = desk.reach?.[0] ?? 0;
    const after = all.findIndex((m) => (m.fragments[0]?.[0] ?? 0) >= here);
    index = step > 0 ? (after < 0 ? all.length : after) : (after < 0 ? all.length : after) - 1;
  }
  if (stay && (index < 0 || index >= all.length)) index = step > 0 ? 0 : all.length - 1;
  const found = all[(index + all.length) % all.length];
  desk.pick(found?.id ?? null, { reveal: true });
  return true;
}
