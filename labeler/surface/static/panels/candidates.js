/**
 * What could fill a slot, best first: a pure ranking.
 */

import { fillers, uses } from '../model/labels.js';
import { unmarkedIn } from './known_names.js';
import { antecedents } from './antecedents.js';
import { antecedentOf, isPronoun, isRelative, pronounsIn } from './pronouns.js';

/** @import {Filler, Frame, Labels, Mention, Range, Role} from '../model/types.js' */
/** @import {SchemaIndex} from '../model/schema.js' */

/** One for each digit. */
export const MOST = 9;
/** So many mentions are looked at closely. */
const NEAR = 60;

/**
 * @typedef {object} Candidate
 * @property {string} key        the same for the same candidate
 * @property {Filler} filler     what is there, or a stretch to be marked
 * @property {string} type       of the mention or frame
 * @property {string} words      as the text reads; of a frame its anchor
 * @property {string | null} entity  the chain a new mention joins
 * @property {boolean} fresh     not marked yet
 * @property {boolean} suggested by the model
 * @property {boolean} frame     an event or an attribution
 */

/**
 * @typedef {object} Scene
 * @property {Labels} labels       the person's own
 * @property {Labels} suggestions  what is open of the model's
 * @property {Labels} model        all the model said
 * @property {string} text
 * @property {readonly Range[]} sentences
 * @property {SchemaIndex} schema
 * @property {Frame} frame
 * @property {Role} role
 */

/** @typedef {{candidate: Candidate, place: Range, entity: string | null, cost: number}} Rated */

/** What stands between two places, in characters' worth of distance. */
const COST = { clause: 22, sentence: 320, suggested: 25, fresh: 12, pronoun: 4, taken: 900, inner: 16, side: 70 };
const BREAKS = /[,;:()–—"“”]|\s-\s/gu;

/**
 * What could fill a role, best first: what the model put there; then what is
 * near, the same clause and sentence before others, of the mentions of one
 * actor the nearest; unmarked places that read like a mention elsewhere,
 * pronouns, and frames among them. For a source the nearest pronoun, noun and
 * name before and after the cue come first.
 *
 * @param {Scene} scene
 * @returns {Candidate[]} at most nine
 */
export function rank(scene) {
  const here = placeOf(scene);
  if (!here) return [];
  const rate = rater(scene, here);
  const rated = [...marked(scene, rate), ...unmarked(scene, here, rate), ...frames(scene, rate)];
  rated.sort((a, b) => a.cost - b.cost || a.place[0] - b.place[0] || (a.candidate.key < b.candidate.key ? -1 : 1));
  const nearest = collapsed(rated);
  const ordered = isSource(scene) ? sidesFirst(nearest, scene, here) : nearest;
  const first = suggestedArguments(scene);
  const keys = new Set(first.map((c) => c.key));
  return [...first, ...ordered.map((r) => r.candidate).filter((c) => !keys.has(c.key))].slice(0, MOST);
}

/** @param {Scene} scene @returns {Range | null} where the frame stands */
export function placeOf({ labels, frame }) {
  const anchor = labels.mentions.get(frame.anchor ?? '');
  const first = anchor ?? frame.arguments.map((a) => labels.mentions.get(a.filler)).find(Boolean);
  return first ? bounds(first) : null;
}

/** @param {Mention} mention @returns {Range} */
export function bounds({ fragments }) {
  return [fragments[0]?.[0] ?? 0, fragments.at(-1)?.[1] ?? 0];
}

/**
 * @param {Scene} scene
 * @param {Range} here
 * @returns {(place: Range, more?: number) => number} how far a place is, in characters and worse
 */
export function rater({ text, sentences, schema, frame, role }, here) {
  const kind = schema.frameType(frame.type);
  // In English who does it stands before the word for it, and whom it is done to after it.
  const doer = kind?.roles[0] === role;
  const person = role.fillers.some((f) => schema.spanType(f)?.entity);
  return (place, more = 0) => {
    const before = place[1] <= here[0];
    const gap = before ? text.slice(place[1], here[0]) : text.slice(here[1], place[0]);
    const breaks = gap.length > 400 ? 8 : [...gap.matchAll(BREAKS)].length;
    const far = Math.abs(sentenceAt(sentences, place[0]) - sentenceAt(sentences, here[0]));
    const side = person && before !== doer ? COST.side : 0;
    return gap.length + breaks * COST.clause + far * COST.sentence + side + more;
  };
}

/** @param {readonly Range[]} sentences @param {number} offset @returns {number} */
export function sentenceAt(sentences, offset) {
  let low = 0;
  let high = sentences.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sentences[middle]?.[1] ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** @param {Scene} scene @param {(place: Range, more?: number) => number} rate @returns {Rated[]} mentions that are there */
function marked(scene, rate) {
  const { labels, suggestions, schema, frame, role } = scene;
  const here = new Set(fillers(frame, role.name));
  const elsewhere = new Set(frame.arguments.map((a) => a.filler));
  /** @type {Rated[]} */
  const found = [];
  for (const set of [labels, suggestions]) {
    const suggested = set === suggestions;
    for (const m of set.mentions.values()) {
      if (here.has(m.id) || m.id === frame.anchor || !schema.mayFill(role, m.type)) continue;
      const place = bounds(m);
      const more = (elsewhere.has(m.id) ? COST.taken : 0) + (suggested ? COST.suggested : 0);
      found.push({ candidate: mentionCandidate(scene, m, suggested), place, entity: m.entity, cost: rate(place, more) });
    }
  }
  found.sort((a, b) => a.cost - b.cost);
  const near = found.slice(0, NEAR);
  for (const one of near) if (near.some((other) => isInside(one.place, other.place))) one.cost += COST.inner;
  return near;
}

/** @param {Range} inner @param {Range} outer */
function isInside(inner, outer) {
  return outer[0] <= inner[0] && inner[1] <= outer[1] && outer[1] - outer[0] > inner[1] - inner[0];
}

/** @param {Scene} scene @param {Mention} m @param {boolean} suggested @returns {Candidate} */
export function mentionCandidate({ text }, m, suggested) {
  const words = m.fragments.map(([s, e]) => text.slice(s, e)).join(' … ');
  return { key: m.id, filler: { id: m.id }, type: m.type, words, entity: m.entity, fresh: false, suggested, frame: false };
}

/**
 * @param {Scene} scene
 * @param {Range} here
 * @param {(place: Range, more?: number) => number} rate
 * @returns {Rated[]} what is not marked yet
 */
function unmarked(scene, here, rate) {
  const { labels, suggestions, text, sentences, schema, role } = scene;
  const wanted = (/** @type {string} */ type) => schema.mayFill(role, type);
  const at = sentenceAt(sentences, here[0]);
  const own = sentences[at] ?? around(text, here);
  /** @type {Range} */
  const wide = [sentences[at - 1]?.[0] ?? own[0], sentences[at + 1]?.[1] ?? own[1]];
  const open = [...suggestions.mentions.values()].filter((m) => wanted(m.type)).map((m) => String(m.fragments));
  /** @type {Rated[]} */
  const found = [];
  /** @param {Range} range @param {Mention} like @param {number} more */
  const add = (range, like, more) => {
    if (open.includes(String(range))) return;
    found.push({ candidate: freshCandidate(text, range, like), place: range, entity: like.entity, cost: rate(range, more) });
  };
  for (const { range, like } of unmarkedIn(labels, text, wide, wanted)) add(range, like, COST.fresh);
  const actors = [...labels.mentions.values()].filter((m) => schema.spanType(m.type)?.entity && wanted(m.type));
  const taken = new Set([...labels.mentions.values()].map((m) => String(m.fragments)));
  for (const range of actors.length ? pronounsIn(text, own) : []) {
    const like = taken.has(String(range)) ? null : meantBy(scene, range, actors);
    if (like) add(range, like, COST.pronoun);
  }
  return found;
}

/**
 * Whom a pronoun probably means; a relative one the noun it follows, others what
 * agrees with them in number and kind.
 *
 * @param {Scene} scene
 * @param {Range} range
 * @param {readonly Mention[]} actors that could be meant
 * @returns {Mention | null}
 */
function meantBy({ labels, text, sentences }, range, actors) {
  if (isRelative(text.slice(range[0], range[1]))) return antecedentOf(labels, text, range, actors);
  const [likely] = antecedents(labels, { text, sentences }, { range });
  return likely?.agrees && actors.includes(likely.mention) ? likely.mention : null;
}

/** @param {string} text @param {Range} here @returns {Range} the line, where no sentences are known */
function around(text, here) {
  const end = text.indexOf('\n', here[1]);
  return [text.lastIndexOf('\n', here[0]) + 1, end < 0 ? text.length : end];
}

/** @param {string} text @param {Range} range @param {Mention} like @returns {Candidate} */
function freshCandidate(text, range, like) {
  return {
    key: `${like.type} ${range} ${like.entity ?? ''}`,
    filler: { type: like.type, fragments: [range] },
    type: like.type,
    words: text.slice(range[0], range[1]),
    entity: like.entity,
    fresh: true,
    suggested: false,
    frame: false,
  };
}

/** @param {Scene} scene @param {(place: Range, more?: number) => number} rate @returns {Rated[]} events and attributions */
function frames(scene, rate) {
  const { labels, schema, frame, role, text } = scene;
  const taken = new Set(fillers(frame, role.name));
  /** @type {Rated[]} */
  const found = [];
  for (const f of labels.frames.values()) {
    if (f.id === frame.id || taken.has(f.id) || !schema.mayFill(role, f.type)) continue;
    // What holds this frame cannot be held by it.
    if (f.arguments.some((a) => a.filler === frame.id)) continue;
    const place = placeOf({ ...scene, frame: f });
    if (!place) continue;
    const candidate = { key: f.id, filler: { id: f.id }, type: f.type, words: text.slice(place[0], place[1]), entity: null, fresh: false, suggested: false, frame: true };
    // An event that is the topic of another already is seldom that of a second.
    const used = uses(labels).fillers.has(f.id) ? COST.clause * 2 : 0;
    found.push({ candidate, place, entity: null, cost: rate(place, used) });
  }
  return found;
}

/**
 * Of the mentions of one actor the nearest. One that is not marked yet never
 * hides one that is: who a pronoun means is a guess.
 *
 * @param {Rated[]} rated the nearest first
 */
function collapsed(rated) {
  const seen = new Set();
  const seenFresh = new Set();
  return rated.filter(({ candidate, entity }) => {
    if (entity === null) return true;
    if (candidate.fresh && isPronoun(candidate.words)) return true;
    if (seen.has(entity) || (candidate.fresh && seenFresh.has(entity))) return false;
    (candidate.fresh ? seenFresh : seen).add(entity);
    return true;
  });
}

/** @param {Scene} scene @returns {boolean} whether the role says who is made responsible */
function isSource({ schema, frame, role }) {
  const kind = schema.frameType(frame.type);
  const first = kind?.roles.find((r) => r.fillers.some((f) => schema.spanType(f)?.entity));
  return kind?.kind === 'attribution' && first === role;
}

/** @param {Rated[]} rated @param {Scene} scene @param {Range} here @returns {Rated[]} */
function sidesFirst(rated, scene, here) {
  const home = sentenceAt(scene.sentences, here[0]);
  /** @type {Set<string>} */
  const seen = new Set();
  /** @type {Rated[]} */
  const first = [];
  for (const one of rated) {
    const side = one.place[1] <= here[0] ? 'before' : 'after';
    const key = `${side} ${formOf(one.candidate.words)}`;
    if (seen.has(key) || Math.abs(sentenceAt(scene.sentences, one.place[0]) - home) > 1) continue;
    seen.add(key);
    first.push(one);
  }
  return [...first, ...rated.filter((r) => !first.includes(r))];
}

/** @param {string} words @returns {'pronoun' | 'noun' | 'name'} by the look of its last word */
export function formOf(words) {
  if (isPronoun(words)) return 'pronoun';
  return /^\p{Lu}/u.test(words.split(/\s+/u).at(-1) ?? '') ? 'name' : 'noun';
}

/** @param {Scene} scene @returns {Candidate[]} what the model put in this role of a frame on this anchor */
function suggestedArguments(scene) {
  const { labels, model, schema, frame, role, text } = scene;
  const anchor = labels.mentions.get(frame.anchor ?? '');
  if (!anchor || !model.frames.size) return [];
  const there = new Set(fillers(frame, role.name));
  const rejected = new Set(labels.decisions.filter((d) => d.verdict === 'rejected').map((d) => d.suggestion));
  /** @type {Candidate[]} */
  const found = [];
  for (const f of model.frames.values()) {
    if (String(model.mentions.get(f.anchor ?? '')?.fragments) !== String(anchor.fragments)) continue;
    for (const id of fillers(f, role.name)) {
      const said = model.mentions.get(id);
      if (!said || rejected.has(id) || !schema.mayFill(role, said.type)) continue;
      const twin = labels.mentions.get(id) ?? [...labels.mentions.values()].find((m) => String(m.fragments) === String(said.fragments) && schema.mayFill(role, m.type));
      const mention = twin ?? said;
      if (there.has(mention.id) || found.some((c) => c.key === mention.id)) continue;
      found.push({ ...mentionCandidate({ ...scene, text }, mention, true), suggested: true });
    }
  }
  return found;
}
