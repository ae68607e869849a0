/**
 * What one can do with the model's suggestions: walk through them, accept, reject.
 */

import { walk } from './actions.js';
import * as commands from '../model/commands.js';

/** @import {Desk} from '../desk.js' */

/** @param {Desk} desk @returns {string | null} the suggestion picked or under the caret */
export function suggestionHere(desk) {
  if (desk.picked) return desk.isSuggested(desk.picked) ? desk.picked : null;
  const here = desk.reach?.[0];
  if (here === undefined) return null;
  return desk.hits(here).find((m) => desk.isSuggested(m.id))?.id ?? null;
}

/**
 * The frame a suggested mention stands for, if it anchors one, else the mention.
 *
 * @param {Desk} desk
 * @param {string} id
 */
function wholeOf(desk, id) {
  const frames = desk.anchored(id);
  return frames.length ? frames.map((f) => f.id) : [id];
}

/** @param {Desk} desk @param {string[]} [ids] */
export function accept(desk, ids) {
  const here = suggestionHere(desk);
  const wanted = ids ?? (here ? wholeOf(desk, here) : []);
  if (!wanted.length) {
    desk.say('No suggestion here; v goes to the next one.');
    return;
  }
  if (!desk.do(commands.accept(wanted)).ok) return;
  const frame = wanted.find((id) => desk.labels.frames.has(id));
  if (frame) desk.focus(frame);
  if (!ids) nextSuggestion(desk, 1, true);
}

/** @param {Desk} desk @param {string[]} [ids] */
export function reject(desk, ids) {
  const here = suggestionHere(desk);
  const wanted = ids ?? (here ? wholeOf(desk, here) : []);
  if (!wanted.length) {
    desk.say('No suggestion here; v goes to the next one.');
    return;
  }
  if (desk.do(commands.reject(wanted)).ok && !ids) nextSuggestion(desk, 1, true);
}

/** Accept every suggestion of the type of the one here. @param {Desk} desk */
export function acceptKind(desk) {
  const here = suggestionHere(desk);
  const type = here && desk.mention(here)?.type;
  if (!here || !type) {
    desk.say('Pick a suggestion of the kind to accept; v goes to the next one.');
    return;
  }
  const frame = desk.anchored(here)[0];
  const result = desk.do(commands.acceptAll({ type: frame ? frame.type : type }));
  if (result.ok) desk.say(`Accepted all suggested ${desk.looks.label(frame ? frame.type : type)}.`);
}

/**
 * @param {Desk} desk
 * @param {1 | -1} step
 * @param {boolean} [quiet]
 */
export function nextSuggestion(desk, step, quiet = false) {
  if (!walk(desk, step, (id) => desk.isSuggested(id), quiet) && !quiet) {
    desk.say('No suggestions are left.');
  }
}
