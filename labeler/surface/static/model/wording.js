/**
 * What English words look like: how a phrase refers to somebody, which dictionary form a word may have.
 * Rules of thumb, for first guesses only.
 */

/** Pronouns that refer to somebody: personal, possessive, reflexive, relative, demonstrative, indefinite. */
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
/** After these comes what a noun is said to be, not the noun. */
const AFTER_HEAD = new Set(
  `of in on at by for from to with within without against among between near over under about after before behind during
  who whom whose which that where when including led backed opposed loyal based`.split(/\s+/u),
);
/** Nouns and pronouns that speak of several without an s. */
const PLURALS = new Set(
  `people police men women children personnel military troops militia public media staff clergy gunmen clergymen
  policemen policewomen spokesmen spokeswomen congressmen servicemen fishermen businessmen lawmen youth folk they them their
  we us our these those many several some few both others`.split(/\s+/u),
);
/** Forms of verbs that no ending tells. */
const IRREGULAR = new Map(
  `said:say told:tell thought:think saw:see seen:see heard:hear found:find knew:know known:know felt:feel held:hold
  wrote:write written:write spoke:speak spoken:speak swore:swear sworn:swear gave:give given:give made:make took:take
  taken:take put:put let:let meant:mean sought:seek bade:bid forbade:forbid forbidden:forbid understood:understand
  foresaw:foresee foreseen:foresee foretold:foretell read:read learnt:learn came:come went:go gone:go got:get
  stood:stand withdrew:withdraw withdrawn:withdraw began:begin begun:begin brought:bring fought:fight left:leave
  led:lead lost:lose met:meet paid:pay sent:send shot:shoot struck:strike threw:throw thrown:throw won:win
  has:have had:have is:be are:be was:be were:be been:be lied:lie lying:lie`
    .split(/\s+/u)
    .map((pair) => /** @type {[string, string]} */ (pair.split(':'))),
);

/** What a name may begin with in small letters: “al-Assad”, “d'Estaing”. */
const NAME_PARTICLE = /^(?:a[dlnrst]|el|ul|bin|ibn|d|l)[-'’]\p{Lu}/u;

/** @param {string} phrase @returns {string[]} its words without punctuation at their edges and without a possessive ’s */
export function wordsOf(phrase) {
  return phrase
    .split(/[\s…]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '').replace(/['’]s$/u, ''))
    .filter(Boolean);
}

/** @param {string} word @returns {boolean} whether it opens a noun phrase */
export function isDeterminer(word) {
  return DETERMINERS.has(word.toLowerCase()) || /^\p{N}/u.test(word);
}

/**
 * @param {string} phrase
 * @returns {boolean} whether it is a pronoun; “US” and “IT” are names
 */
export function isPronoun(phrase) {
  const [word, ...more] = wordsOf(phrase);
  return word !== undefined && !more.length && PRONOUNS.has(word.toLowerCase()) && word !== 'US' && word !== 'IT';
}

/** @param {string} phrase @returns {string} the noun it is about, as far as its words show; empty for no words */
function headOf(phrase) {
  const words = wordsOf(phrase);
  const cut = words.findIndex((word, i) => i > 0 && AFTER_HEAD.has(word));
  return words.at(cut < 0 ? -1 : cut - 1) ?? '';
}

/**
 * How a phrase of English refers to somebody: a common noun is written small.
 * @param {string} phrase
 * @returns {'pronominal'|'nominal'|'named'|undefined} nothing for no words
 */
export function referringForm(phrase) {
  if (isPronoun(phrase)) return 'pronominal';
  const head = headOf(phrase);
  if (!head) return undefined;
  return /^\p{Ll}/u.test(head) && !NAME_PARTICLE.test(head) ? 'nominal' : 'named';
}

/** @param {string} phrase @returns {boolean} whether its noun seems to speak of several */
export function looksPlural(phrase) {
  const head = headOf(phrase).toLowerCase();
  return PLURALS.has(head) || (head.endsWith('s') && !/(?:ss|us|is)$/u.test(head));
}

/**
 * @param {string} word
 * @returns {Set<string>} what it may be a form of, itself included; some of them are no words
 */
export function lemmas(word) {
  const form = word.toLowerCase();
  const found = new Set([form]);
  const irregular = IRREGULAR.get(form);
  if (irregular) found.add(irregular);
  for (const [ending, ...instead] of ENDINGS) {
    if (!form.endsWith(ending) || form.length < ending.length + 2) continue;
    const stem = form.slice(0, -ending.length);
    for (const tail of instead) found.add(stem + tail);
    // “admitted”, “planning”: the last consonant was doubled.
    if (DOUBLING.has(ending) && stem.at(-1) === stem.at(-2)) found.add(stem.slice(0, -1));
  }
  return found;
}

const ENDINGS = [
  ['s', ''],
  ['es', ''],
  ['ies', 'y'],
  ['ed', '', 'e'],
  ['ied', 'y'],
  ['ing', '', 'e'],
  ['ying', 'ie'],
];
const DOUBLING = new Set(['ed', 'ing']);
