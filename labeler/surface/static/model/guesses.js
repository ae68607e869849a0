/**
 * The rules by which the surface picks the first value of an attribute. A
 * schema names the rule of an attribute under `guess`; a person's choice always wins.
 */

/** English pronouns that refer to somebody: personal, possessive, reflexive, relative, demonstrative, indefinite. */
const PRONOUNS = new Set(
  `i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself
  it its itself they them their theirs themself themselves who whom whose which that this these those one ones oneself
  some somebody someone others another both each either neither none nobody everybody everyone anybody anyone all many most
  several few whoever whomever what whatever`.split(/\s+/u),
);
/** Words that open a noun phrase: articles, demonstratives, possessives, quantifiers and numbers. */
const DETERMINERS = new Set(
  `the a an this that these those my your his her its our their whose some any no every each either neither both all
  another other several many few most more one two three four five six seven eight nine ten eleven twelve dozen dozens
  hundreds thousands`.split(/\s+/u),
);

/** @param {string} words @returns {string[]} without punctuation at their edges */
function wordsOf(words) {
  return words.split(/\s+/u).map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')).filter(Boolean);
}

/** @param {string} word @returns {boolean} whether it opens a noun phrase */
export function isDeterminer(word) {
  return DETERMINERS.has(word.toLowerCase()) || /^\p{N}/u.test(word);
}

/**
 * How a phrase of English refers to somebody.
 * @param {string} words
 * @returns {'pronominal'|'nominal'|'named'|undefined} nothing for no words
 */
export function referringForm(words) {
  const found = wordsOf(words.replace(/(?<=\p{L})['’]s?(?=\s|$)/gu, ''));
  const [head] = found.slice(-1);
  if (head === undefined) return undefined;
  if (found.length === 1 && PRONOUNS.has(head.toLowerCase()) && head !== 'US' && head !== 'IT') return 'pronominal';
  return /^\p{Ll}/u.test(head) ? 'nominal' : 'named';
}
