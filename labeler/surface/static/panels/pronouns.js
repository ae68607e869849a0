/**
 * Pronouns near a frame and whom they probably mean.
 */

/** @import {Labels, Mention, Range} from '../model/types.js' */

const PERSON = ['he', 'him', 'his', 'she', 'her', 'hers', 'himself', 'herself'];
const THING = ['it', 'its', 'itself'];
const MANY = ['they', 'them', 'their', 'theirs', 'themselves'];
const RELATIVE = ['who', 'whom', 'whose', 'which', 'that'];
const SPEAKER = ['i', 'we', 'us', 'me', 'my', 'our'];

/** @type {ReadonlyMap<string, 'person' | 'thing' | 'many' | 'relative' | 'speaker'>} */
const KIND = new Map([
  ...PERSON.map((w) => /** @type {const} */ ([w, 'person'])),
  ...THING.map((w) => /** @type {const} */ ([w, 'thing'])),
  ...MANY.map((w) => /** @type {const} */ ([w, 'many'])),
  ...RELATIVE.map((w) => /** @type {const} */ ([w, 'relative'])),
  ...SPEAKER.map((w) => /** @type {const} */ ([w, 'speaker'])),
]);
/** Those that can be found in a text without knowing who speaks. */
const WANTED = new RegExp(`(?<![\\p{L}\\p{N}’'-])(?:${[...PERSON, ...THING, ...MANY, ...RELATIVE].join('|')})(?![\\p{L}\\p{N}-])`, 'giu');
/** So far back an antecedent is looked for. */
const BACK = 700;
/** A relative clause begins right behind its noun, which may have a phrase after it. */
const PHRASE = 45;

/** @param {string} words */
export function isRelative(words) {
  return KIND.get(words.trim().toLowerCase()) === 'relative';
}

/** @param {string} words */
export function isPronoun(words) {
  return KIND.has(words.trim().toLowerCase());
}

/**
 * @param {string} text
 * @param {Range} window
 * @returns {Range[]} pronouns of the third person and relative ones, in order
 */
export function pronounsIn(text, [start, end]) {
  return [...text.slice(start, end).matchAll(WANTED)].map((found) => {
    const from = start + found.index;
    return [from, from + found[0].length];
  });
}

/**
 * The mention of an actor that a pronoun probably takes up. Relative pronouns
 * take the noun they follow. Others take the nearest before them, sooner one
 * that the article called by such a pronoun before, and for “he” and “she” one
 * whose chain is not said to be a group.
 *
 * @param {Labels} labels
 * @param {string} text
 * @param {Range} place of the pronoun
 * @param {readonly Mention[]} actors that could be meant
 * @returns {Mention | null}
 */
export function antecedentOf(labels, text, [start, end], actors) {
  const word = text.slice(start, end).toLowerCase();
  const kind = KIND.get(word);
  /** @type {Mention | null} */
  let best = null;
  let least = Infinity;
  for (const mention of actors) {
    const [from, to] = bounds(mention);
    if (to > start || start - from > BACK) continue;
    const cost = kind === 'relative' ? behind(text.slice(to, start), word) : back(labels, text, mention, kind, start);
    if (cost < least || (cost === least && best && longer(mention, best))) {
      least = cost;
      best = mention;
    }
  }
  return least < Infinity ? best : null;
}

/** @param {string} between @param {string} word @returns {number} how far a relative pronoun is from its noun */
function behind(between, word) {
  if (/^,?\s*$/u.test(between)) return 0;
  const near = word !== 'that' && between.length <= PHRASE && !/[.;:!?"“”\n]/u.test(between);
  return near ? between.length : Infinity;
}

/**
 * @param {Labels} labels
 * @param {string} text
 * @param {Mention} mention
 * @param {string | undefined} kind
 * @param {number} start
 */
function back(labels, text, mention, kind, start) {
  let cost = start - bounds(mention)[1];
  const words = text.slice(...bounds(mention));
  const number = labels.entities.get(mention.entity ?? '')?.attributes.number;
  if (kind === 'person' && number !== undefined && number !== 'individual') cost += BACK;
  if (kind === 'many' && number === 'individual') cost += BACK;
  if (isPronoun(words)) cost += KIND.get(words.toLowerCase()) === kind ? -150 : 400;
  return cost;
}

/** @param {Mention} mention @returns {Range} */
function bounds({ fragments }) {
  return [fragments[0]?.[0] ?? 0, fragments.at(-1)?.[1] ?? 0];
}

/** @param {Mention} a @param {Mention} b */
function longer(a, b) {
  return bounds(a)[1] - bounds(a)[0] > bounds(b)[1] - bounds(b)[0];
}
