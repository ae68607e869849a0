/**
 * Which of the model's items are still to be decided on.
 */

/** @import {Frame, Labels, Mention} from './types.js' */

import { EMPTY } from './labels.js';

/** @type {WeakMap<Mention, string>} */
const keys = new WeakMap();
/** @type {WeakMap<Mention, string>} */
const extents = new WeakMap();
/** @type {WeakMap<ReadonlyMap<string, Mention>, Map<string, Mention>>} */
const indexes = new WeakMap();
/** @type {WeakMap<Labels, {suggestions: Labels, open: Labels}>} */
const known = new WeakMap();

/** @param {Mention} mention @returns {string} the same for mentions of one type on one stretch */
export function mentionKey(mention) {
  let key = keys.get(mention);
  if (key === undefined) keys.set(mention, (key = `${mention.type} ${mention.fragments.join(' ')}`));
  return key;
}

/** @param {Mention} mention @returns {string} the same for mentions on one stretch */
function extentKey(mention) {
  let key = extents.get(mention);
  if (key === undefined) extents.set(mention, (key = String(mention.fragments)));
  return key;
}

/** @param {ReadonlyMap<string, Mention>} mentions @returns {ReadonlyMap<string, Mention>} by `mentionKey`; computed once per table */
function mentionsByKey(mentions) {
  let index = indexes.get(mentions);
  if (!index) {
    index = new Map();
    for (const mention of mentions.values()) index.set(mentionKey(mention), mention);
    indexes.set(mentions, index);
  }
  return index;
}

/**
 * The same for frames of one type on one anchor; of frames without one, on the same fillers.
 * @param {Frame} frame
 * @param {ReadonlyMap<string, Mention>} mentions those the frame points to
 * @returns {string}
 */
export function frameKey(frame, mentions) {
  const anchor = mentions.get(frame.anchor ?? '');
  if (anchor) return `${frame.type} ${anchor.fragments.join(' ')}`;
  const slots = frame.arguments.map((a) => `${a.role} ${mentions.get(a.filler)?.fragments.join(' ')}`);
  return `${frame.type} - ${slots.sort().join(' ')}`;
}

/**
 * The model's items that nobody decided on and that are not labelled just so:
 * mentions of the same type and fragments, frames of the same type and anchor.
 * A mention on a stretch that was given another type is overruled, unless one
 * of the two anchors a frame: a word can be trigger and cue at once.
 * A frame whose anchor was rejected, a chain without an open mention and a
 * relation with an end missing are left out.
 * @param {Labels} labels
 * @param {Labels} suggestions
 * @returns {Labels}
 */
export function openSuggestions(labels, suggestions) {
  const before = known.get(labels);
  if (before?.suggestions === suggestions) return before.open;
  const open = suggestions === EMPTY ? EMPTY : findOpen(labels, suggestions);
  known.set(labels, { suggestions, open });
  return open;
}

/** @param {Labels} labels @returns {Set<string | null>} */
function anchorsOf(labels) {
  return new Set([...labels.frames.values()].map((f) => f.anchor));
}

/** @param {Labels} labels @returns {Set<string>} the stretches of mentions that anchor no frame */
function stretches(labels) {
  const anchors = anchorsOf(labels);
  const found = new Set();
  for (const [id, m] of labels.mentions) if (!anchors.has(id)) found.add(extentKey(m));
  return found;
}

/** @param {Labels} labels @param {Labels} suggestions @returns {Labels} */
function findOpen(labels, suggestions) {
  const verdicts = new Map(labels.decisions.map((d) => [d.suggestion, d.verdict]));
  /** @param {string} id */
  const undecided = (id) => !verdicts.has(id);
  const labelled = mentionsByKey(labels.mentions);
  const ours = stretches(labels);
  const anchors = anchorsOf(suggestions);
  /** @type {Map<string, Mention>} */
  const mentions = new Map();
  /** @type {Set<string|null>} */
  const chains = new Set();
  for (const [id, mention] of suggestions.mentions) {
    if (!undecided(id) || labels.mentions.has(id) || labelled.has(mentionKey(mention))) continue;
    if (!anchors.has(id) && ours.has(extentKey(mention))) continue;
    mentions.set(id, mention);
    chains.add(mention.entity);
  }
  const frameKeys = new Set([...labels.frames.values()].map((f) => frameKey(f, labels.mentions)));
  /** @type {Map<string, Frame>} */
  const frames = new Map();
  for (const [id, frame] of suggestions.frames) {
    const open = undecided(id) && !labels.frames.has(id) && verdicts.get(frame.anchor ?? '') !== 'rejected';
    if (open && !frameKeys.has(frameKey(frame, suggestions.mentions))) frames.set(id, frame);
  }
  const entities = new Map(
    [...suggestions.entities].filter(([id]) => undecided(id) && !labels.entities.has(id) && chains.has(id)),
  );
  /** @param {string} id */
  const there = (id) => frames.has(id) || entities.has(id) || labels.frames.has(id) || labels.entities.has(id);
  const relations = new Map(
    [...suggestions.relations].filter(
      ([id, r]) => undecided(id) && !labels.relations.has(id) && there(r.source) && there(r.target),
    ),
  );
  return { ...EMPTY, mentions, entities, frames, relations };
}
