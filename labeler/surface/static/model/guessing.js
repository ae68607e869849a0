/**
 * Where guesses are made: for new items, and where what a guess rests on has
 * changed, as long as nobody chose otherwise.
 */

/** @import {AttributeValue, Frame, Mention} from './types.js' */
/** @import {World} from './guesses.js' */
/** @import {Draft} from './draft.js' */

import { guess } from './guesses.js';
import { chains, sameValue } from './labels.js';

/** @param {Draft} draft @returns {World} as it is now */
export function worldOf(draft) {
  const { text, schema, labels } = draft;
  return { labels, members: () => draft.chains(), text, schema, language: draft.context.language ?? '' };
}

/**
 * Guess what the command left open. A value that is neither empty nor the
 * default nor the earlier guess is somebody's choice and stays, and so does
 * what this command set.
 * @param {Draft} draft
 */
export function makeGuesses(draft) {
  const { base, touched, schema } = draft;
  if (!touched.size || !schema.guesses || draft.replaced) return;
  const before = { ...worldOf(draft), labels: base, members: () => chains(base) };
  const now = worldOf(draft);
  // Mentions first: what a frame says of its source follows from their values.
  for (const id of [...touched]) {
    const mention = draft.labels.mentions.get(id);
    if (mention) guessFor(draft, mention, base.mentions.get(id), [before, now]);
  }
  // No mention changes from here on, so that the chains can be found once for everybody.
  const settled = { ...now, members: () => chains(draft.labels) };
  for (const frame of framesConcerned(draft)) guessFor(draft, frame, base.frames.get(frame.id), [before, settled]);
}

/** @param {Draft} draft @returns {Frame[]} that changed, or whose anchor, fillers or fillers' chains did */
function framesConcerned({ base, labels, touched }) {
  /** @type {Set<string>} */
  const chained = new Set();
  for (const id of touched) {
    if (labels.entities.has(id)) chained.add(id);
    for (const m of [base.mentions.get(id), labels.mentions.get(id)]) if (m?.entity) chained.add(m.entity);
  }
  /** @param {string} id */
  const concerned = (id) => touched.has(id) || chained.has(labels.mentions.get(id)?.entity ?? '');
  return [...labels.frames.values()].filter(
    (f) => touched.has(f.id) || touched.has(f.anchor ?? '') || f.arguments.some((a) => concerned(a.filler)),
  );
}

/**
 * @param {Draft} draft
 * @param {Mention|Frame} item
 * @param {Mention|Frame|undefined} before
 * @param {[before: World, now: World]} worlds
 */
function guessFor(draft, item, before, [old, world]) {
  if (draft.settled.has(item.id)) return;
  // What the model says of its own is what a person accepted; the rest is guessed as for any other.
  const accepted = !before && item.origin.by !== 'human';
  const names = namesOf(draft, item);
  const had = before ? namesOf(draft, before) : [];
  /** @type {Record<string, AttributeValue>|null} */
  let attributes = null;
  for (const name of names) {
    const definition = draft.schema.attribute(name, item.type);
    if (!definition?.guess || draft.settled.has(`${item.id} ${name}`)) continue;
    const was = before && had.includes(name) ? guess(old, before, definition) : undefined;
    const now = guess(world, item, definition);
    if (sameValue(was, now)) continue;
    const value = item.attributes[name];
    if (accepted && value !== undefined) continue;
    const fallback = definition.default ?? undefined;
    if (value !== undefined && !sameValue(value, fallback) && !sameValue(value, was)) continue;
    const next = now ?? fallback;
    if (sameValue(next, value)) continue;
    attributes ??= { ...item.attributes };
    if (next === undefined) delete attributes[name];
    else attributes[name] = next;
  }
  if (!attributes) return;
  const table = 'fragments' in item ? 'mentions' : 'frames';
  const changes = { attributes: draft.schema.derive(names, attributes) };
  // To be taken over is not to be changed by a person.
  if (accepted) draft.put(table, /** @type {any} */ ({ ...item, ...changes }));
  else draft.edit(table, /** @type {any} */ (item), changes);
}

/** @param {Draft} draft @param {Mention|Frame} item @returns {readonly string[]} */
function namesOf({ schema }, item) {
  return ('fragments' in item ? schema.spanType(item.type) : schema.frameType(item.type))?.attributes ?? [];
}
