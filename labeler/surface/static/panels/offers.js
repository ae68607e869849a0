/**
 * What the slots of the focused card offer for one digit each: the slot that
 * waits its ranked candidates, every other slot with room the likeliest mention
 * of its sentence. So a card is often filled without opening slot after slot.
 */

import { EMPTY, fillers } from '../model/labels.js';
import { bounds, mentionCandidate, MOST, placeOf, rank, rater, sentenceAt } from './candidates.js';

/** @import {Desk} from '../desk.js' */
/** @import {Candidate, Scene} from './candidates.js' */
/** @import {Range} from '../model/types.js' */

/** So many digits the slot that waits keeps for itself, however many others offer something. */
const LEAST_HERE = 5;

/** @typedef {Candidate & {role: string}} Offer */

/**
 * @param {Scene} scene of the slot that waits
 * @returns {Offer[]} at most nine, in the order of their digits
 */
export function offersIn(scene) {
  const here = rank(scene).map((candidate) => ({ ...candidate, role: scene.role.name }));
  const others = elsewhere(scene).slice(0, MOST - Math.min(here.length, LEAST_HERE));
  return [...here.slice(0, MOST - others.length), ...others];
}

/** @param {Scene} scene @returns {Offer[]} the likeliest of each other slot with room, in the order of the slots */
function elsewhere(scene) {
  const { labels, schema, sentences, frame } = scene;
  const here = placeOf(scene);
  const roles = schema.frameType(frame.type)?.roles ?? [];
  const open = roles.filter((r) => r !== scene.role && fillers(frame, r.name).length < r.maximum);
  if (!here || !open.length) return [];
  const sentence = sentences[sentenceAt(sentences, here[0])] ?? here;
  const inside = (/** @type {Range} */ [start, end]) => sentence[0] <= start && end <= sentence[1];
  const used = new Set(frame.arguments.map((a) => a.filler));
  const chains = new Set(frame.arguments.map((a) => labels.mentions.get(a.filler)?.entity).filter((e) => typeof e === 'string'));
  const near = [...labels.mentions.values()].filter((m) => m.id !== frame.anchor && !used.has(m.id) && !chains.has(m.entity ?? '') && inside(bounds(m)));
  /** @type {Offer[]} */
  const found = [];
  for (const role of open) {
    const rate = rater({ ...scene, role }, here);
    const fits = near.filter((m) => schema.mayFill(role, m.type) && !found.some((offer) => offer.key === m.id));
    const cost = new Map(fits.map((m) => [m.id, rate(bounds(m))]));
    const [best] = fits.sort((a, b) => (cost.get(a.id) ?? 0) - (cost.get(b.id) ?? 0) || (a.id < b.id ? -1 : 1));
    if (best) found.push({ ...mentionCandidate(scene, best, false), role: role.name });
  }
  return found;
}

/** @type {WeakMap<Desk, {about: unknown[], found: Offer[]}>} */
const memory = new WeakMap();

/**
 * What the digits take at a desk whose focused card has a slot waiting; computed
 * once for the same labels and slot.
 *
 * @param {Desk} desk
 * @returns {Offer[]}
 */
export function offersFor(desk) {
  const { labels, suggestions, focused: frame, armed: role } = desk;
  if (!frame || !role) return [];
  const about = [labels, suggestions, frame, role];
  const before = memory.get(desk);
  if (before?.about.every((x, i) => x === about[i])) return before.found;
  const model = desk.showSuggestions ? desk.store.suggestions : EMPTY;
  const { text, schema } = desk;
  const sentences = desk.document.sentences ?? [];
  const found = offersIn({ labels, suggestions, model, text, schema, sentences, frame, role });
  memory.set(desk, { about, found });
  return found;
}
