/**
 * For fingers: what can be done with an actor, and everywhere at once.
 */

import { changeEverywhere, markEverywhere } from './everywhere.js';

/** @import {Workspace} from '../workspace.js' */

/**
 * @param {Workspace} workspace
 * @returns {[string, () => void][]} the buttons that are of use now
 */
export function actorButtons(workspace) {
  const { desk, acting } = workspace;
  const own = desk.picked ? desk.labels.mentions.get(desk.picked) : undefined;
  /** @type {[string, () => void][]} */
  const found = [];
  if (desk.labels.entities.size && (desk.selection || (own && desk.schema.spanType(own.type)?.entity))) {
    found.push(['Same actor', () => acting.sameActor()], ['Same actor as…', () => acting.chooseChain()]);
  }
  if (own?.entity) found.push(['Its actor', () => acting.show()], ['Merge actors…', () => acting.chooseMerge()]);
  if (desk.selection || (own && desk.looks.drawing(own.type) === 'mark')) found.push(['Mark all…', () => markEverywhere(workspace)]);
  if (own) found.push(['Change all…', () => changeEverywhere(workspace)]);
  return found;
}
