/**
 * What English pronouns ask of whom they stand for, and what a chain tells of
 * whom it is: enough to put the likely one first, never to leave one out.
 */

/** @import {Entity, Mention} from '../model/types.js' */

/**
 * What a pronoun asks of its antecedent; `null` where it asks nothing.
 *
 * @typedef {object} Pronoun
 * @property {1 | 2 | 3} person
 * @property {boolean | null} many
 * @property {boolean | null} human
 * @property {'' | 'he' | 'she'} gender
 * @property {boolean} relative  it follows its antecedent at once
 */

/** @typedef {{many: boolean | null, human: boolean | null, gender: '' | 'he' | 'she'}} Nature */

/** @type {[string, Partial<Pronoun>][]} */
const FORMS = [
  ['he him his himself', { many: false, human: true, gender: 'he' }],
  ['she her hers herself', { many: false, human: true, gender: 'she' }],
  ['it its itself', { many: false, human: false }],
  ['they them their theirs themselves', { many: true }],
  ['i me my mine myself', { person: 1, many: false, human: true }],
  ['we us our ours ourselves', { person: 1, many: true }],
  ['you your yours yourself yourselves', { person: 2 }],
  ['who whom', { human: true, relative: true }],
  ['whose', { relative: true }],
  ['which that', { human: false, relative: true }],
];
/** @type {Pronoun} */
const ANY = { person: 3, many: null, human: null, gender: '', relative: false };
/** @type {Map<string, Pronoun>} */
const PRONOUNS = new Map();
for (const [words, asks] of FORMS) for (const word of words.split(' ')) PRONOUNS.set(word, { ...ANY, ...asks });

/** Last parts of type names that stand for people, and for bodies and countries. */
const HUMAN = /person|official|civilian|leader|citizen|individual|journalist|politician/iu;
const BODY = /state|country|nation|government|organi[sz]ation|company|party|coalition|igo$|ngo$|media|institution|agency/iu;
const HE = /\b(?:mr|sir|lord|king|prince|father|brother|son|husband|chairman|spokesman|policeman|statesman)\b/iu;
const SHE = /\b(?:mrs|ms|miss|lady|dame|queen|princess|mother|sister|daughter|wife|chairwoman|spokeswoman|policewoman)\b/iu;
const PLURAL = /\b(?:people|police|troops|forces|men|women|children|militia|crowds?|others|those|both|two|three|several|many)\b/iu;

/** @param {string} words @returns {Pronoun | null} */
export function pronounOf(words) {
  return PRONOUNS.get(words.toLowerCase()) ?? null;
}

/**
 * What a chain is known to be, from the pronouns in it, its attributes, its
 * type's name and the words of its mentions.
 *
 * @param {Entity} entity
 * @param {readonly Mention[]} members
 * @param {string} text
 * @returns {Nature}
 */
export function natureOf(entity, members, text) {
  /** @type {Nature} */
  const found = { many: null, human: null, gender: '' };
  const phrases = members.map((m) => text.slice(m.fragments[0][0], m.fragments[0][1]));
  for (const phrase of phrases) {
    const pronoun = pronounOf(phrase);
    if (!pronoun || pronoun.relative) continue;
    // “They” also stands for a single body, so it does not say that there are many.
    found.many ??= pronoun.person === 3 && pronoun.many === false ? false : null;
    found.human ??= pronoun.human;
    found.gender ||= pronoun.gender;
  }
  const kind = entity.type.slice(entity.type.lastIndexOf('.') + 1);
  found.human ??= HUMAN.test(kind) ? true : BODY.test(kind) ? false : null;
  const nouns = phrases.filter((phrase) => !pronounOf(phrase));
  if (found.human !== false && !found.gender) {
    if (nouns.some((n) => HE.test(n))) found.gender = 'he';
    else if (nouns.some((n) => SHE.test(n))) found.gender = 'she';
  }
  const { number } = entity.attributes;
  if (number === 'group') found.many ??= true;
  found.many ??= looksPlural(nouns, found.human) ?? (number === 'individual' ? false : null);
  return found;
}

/** @param {string[]} nouns @param {boolean | null} human @returns {boolean | null} */
function looksPlural(nouns, human) {
  const [first] = nouns;
  if (first === undefined) return null;
  // “the Philippines” and “the United Nations” are one: names of bodies end as they like.
  if (human === false) return /^(?:the )?(?:two|three|both)\b/iu.test(first) ? true : null;
  const [head = first] = first.split(/ (?:of|in|from|for|at|with|who|that|on|to)\b/u);
  if (PLURAL.test(first)) return true;
  if (!/[^s'’]s$/u.test(head)) return false;
  // “officials” and “French officials” are several; “James” and “Islamists” cannot be told.
  const noun = head.slice(head.lastIndexOf(' ') + 1);
  return /^\p{Ll}/u.test(noun) ? true : null;
}

/**
 * Whether a chain may be what a pronoun stands for: 1 it agrees, 0 nothing
 * speaks against it, -1 something does.
 *
 * @param {Pronoun | null} pronoun
 * @param {Nature} nature
 * @returns {-1 | 0 | 1}
 */
export function agreement(pronoun, nature) {
  if (!pronoun) return 0;
  if (pronoun.gender && nature.gender && pronoun.gender !== nature.gender) return -1;
  /** @type {0 | 1} */
  let known = 0;
  // “Which” and “that” are said of bodies and of groups of people alike.
  const strict = pronoun.human !== null && !(pronoun.relative && nature.many);
  if (strict && nature.human !== null) {
    if (pronoun.human !== nature.human) return -1;
    known = 1;
  }
  if (pronoun.many !== null && nature.many !== null && pronoun.person === 3) {
    const body = pronoun.many && nature.human === false;
    if (pronoun.many !== nature.many && !body) return -1;
    known = 1;
  }
  return known;
}
