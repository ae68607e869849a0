/**
 * What is said about labels rather than with them: flags, labels of the whole article.
 */

import { shorten } from '../dom.js';
import * as commands from '../model/commands.js';
import { flagWords } from '../model/flags.js';
import { find } from '../model/labels.js';
import { nameOf } from './actions.js';
import { attributePalette } from './attribute_palette.js';

/** @import {Desk} from '../desk.js' */
/** @import {Workspace} from '../workspace.js' */
/** @import {Hands} from './binding.js' */
/** @import {Flag} from '../model/types.js' */

/**
 * What a flag is put on: the suggestion one stands at, the frame that the
 * picked mention anchors, else the mention, the focused frame, the open actor.
 *
 * @param {Workspace} workspace
 * @returns {string | null}
 */
function flaggable({ desk, entities }) {
  const { stop, picked } = desk;
  if (stop) return stop.id;
  if (picked) {
    const frames = desk.anchored(picked);
    return (frames.find((f) => f.id === desk.frame) ?? frames[0])?.id ?? picked;
  }
  return desk.frame ?? (desk.tab === 'actors' ? entities.open : null);
}

/**
 * Set a flag or take it away; a suggestion is accepted with it.
 *
 * @param {Hands} hands
 * @param {Flag} flag
 */
export function toggleFlag({ desk, workspace }, flag) {
  const id = flaggable(workspace);
  if (!id) {
    desk.say('Pick a mention, a card or an actor first.');
    return;
  }
  const words = flagWords(flag);
  const own = find(desk.labels, id)?.item;
  const on = !own?.flags?.includes(flag);
  const set = commands.setFlag(id, flag, on);
  const done = desk.do(own ? set : commands.batch(`accept, ${words}`, [commands.accept([id]), set]));
  if (done.ok) desk.say(`${shorten(itemName(desk, id), 60)}: ${on ? words : `no longer “${words}”`}.`);
}

/**
 * Show the thread of what is picked or focused, or else of the article.
 *
 * @param {Hands} hands
 */
export function talkAbout({ desk, workspace }) {
  const item = flaggable(workspace);
  if (item && !find(desk.labels, item)) desk.say('Accept the suggestion first.');
  else desk.talk.show({ item });
}

/** @param {Desk} desk @param {string} id @returns {string} */
export function itemName(desk, id) {
  const found = find(desk.labels, id);
  if (found?.kind === 'entity') return found.item.name || 'unnamed actor';
  if (found?.kind !== 'relation') return nameOf(desk, id);
  const { type, source, target } = found.item;
  return `${itemName(desk, source)} ${type.replaceAll('_', ' ')} ${itemName(desk, target)}`;
}

/** Show the panel of the article and, where the schema has labels for articles, ask for one. @param {Workspace} workspace */
export function showArticle(workspace) {
  const { desk } = workspace;
  workspace.side.dataset.open = 'true';
  desk.show('article');
  if (desk.schema.documentLabels.length) attributePalette(workspace, 'document');
}
