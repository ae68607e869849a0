/**
 * What one stands at, in words: for the bottom line and for screen readers.
 */

import { flagWords } from '../model/flags.js';
import { byPosition } from '../model/labels.js';
import { spoken } from '../panels/attributes.js';

/** @import {Desk} from '../desk.js' */
/** @import {Mention} from '../model/types.js' */

/** @type {WeakMap<ReadonlyMap<string, Mention>, Map<string, number>>} */
const places = new WeakMap();

/**
 * @param {Desk} desk
 * @param {string} type
 * @returns {string} its label after that of its family, such as “actor state”
 */
export function kindWords(desk, type) {
  const label = desk.looks.label(type);
  const parent = (desk.schema.spanType(type) ?? desk.schema.frameType(type))?.parent;
  const family = parent ? desk.looks.label(parent) : '';
  return family && !label.toLowerCase().includes(family.toLowerCase()) ? `${family} ${label}` : label;
}

/**
 * Such as `['Russia', 'actor state, suggestion, 3 of 40']`.
 *
 * @param {Desk} desk
 * @returns {[quote: string, rest: string] | null} `null` where one stands at no suggestion
 */
export function offerWords(desk) {
  const { stop, stops } = desk;
  if (!stop) return null;
  const place = stops.index.get(stop.id);
  const words = [kindWords(desk, stop.type), 'suggestion'];
  if (place !== undefined) words.push(`${place + 1} of ${stops.list.length}`);
  return [desk.quoteOf(stop.head), words.join(', ')];
}

/**
 * What a screen reader is told besides: the parts of a suggested frame; of an
 * own mention its frames, flags and place among all.
 *
 * @param {Desk} desk
 * @returns {string[]}
 */
export function moreWords(desk) {
  const { stop, labels } = desk;
  const { mentions, frames } = desk.store.suggestions;
  if (stop) {
    return (frames.get(stop.id)?.arguments ?? []).flatMap(({ role, filler }) => {
      const mention = mentions.get(filler) ?? mentions.get(frames.get(filler)?.anchor ?? '');
      return mention ? [`${spoken(role)} ${desk.quoteOf(mention)}`] : [];
    });
  }
  const mention = desk.picked && !desk.selection ? labels.mentions.get(desk.picked) : undefined;
  if (!mention) return [];
  const anchored = desk.anchored(mention.id);
  const flags = new Set([mention, ...anchored].flatMap((item) => [...(item.flags ?? []), ...desk.talk.signs(item.id)]));
  return [
    ...anchored.map((f) => desk.looks.label(f.type)),
    ...[...flags].map((f) => flagWords(f)),
    `${placeOf(labels.mentions, mention.id)} of ${labels.mentions.size}`,
  ];
}

/** @param {ReadonlyMap<string, Mention>} mentions @param {string} id @returns {number} from 1, in reading order */
function placeOf(mentions, id) {
  let found = places.get(mentions);
  if (!found) {
    const sorted = [...mentions.values()].sort(byPosition);
    places.set(mentions, (found = new Map(sorted.map((m, i) => [m.id, i + 1]))));
  }
  return found.get(id) ?? 0;
}
