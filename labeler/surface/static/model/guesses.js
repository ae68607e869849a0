/**
 * The rules by which the surface picks the first value of an attribute. A
 * schema names an attribute's rule under `guess`. They are pure: what they see
 * is what they are given.
 */

/** @import {AttributeDef, AttributeValue, Frame, Item, Labels, Mention} from './types.js' */
/** @import {SchemaIndex} from './schema.js' */

import { fillers, quote } from './labels.js';
import { quotation } from './quotation.js';
import { lemmas, looksPlural, referringForm, wordsOf } from './wording.js';

/**
 * What a rule may look at.
 * @typedef {object} World
 * @property {Labels} labels
 * @property {() => ReadonlyMap<string, readonly Mention[]>} members the mentions of each entity, found when asked for
 * @property {string} text
 * @property {SchemaIndex} schema
 * @property {string} language of the article; empty where nobody said
 */

/** @type {WeakMap<AttributeDef, {value: string, parts: string[]}[]>} */
const phrases = new WeakMap();

/** @typedef {(world: World, item: Item, definition: AttributeDef) => string|undefined} Rule */

/**
 * @param {World} world
 * @param {Item} item
 * @param {AttributeDef} definition
 * @returns {AttributeValue|undefined} nothing where the rule has no answer, or none that the attribute takes
 */
export function guess(world, item, definition) {
  const value = RULES[definition.guess]?.(world, item, definition);
  if (value === undefined || !definition.values.includes(value)) return undefined;
  return definition.kind === 'multi_enum' ? [value] : value;
}

/** @type {Record<string, Rule>} */
const RULES = { referring_form: formOf, quotation: quotationOf, source_kind: sourceKind, lexicon: byLexicon };

/** @param {World} world @returns {boolean} the rules about words know no other language */
function isEnglish({ language }) {
  return !language || language.toLowerCase().startsWith('en');
}

/** @type {Rule} */
function formOf(world, item) {
  return 'fragments' in item && isEnglish(world) ? formOfMention(world.text, item) : undefined;
}

/** @param {string} text @param {Mention} mention @returns {'pronominal'|'nominal'|'named'|undefined} */
function formOfMention(text, { fragments }) {
  const words = quote(text, fragments);
  const form = referringForm(words);
  const alone = form === 'named' && /^\p{Lu}\p{Ll}+$/u.test(words) && SENTENCE_START.test(text.slice(0, fragments[0][0]).slice(-3));
  // “Officials said”: the capital may be the sentence's. Written small elsewhere it is a noun.
  return alone && new RegExp(`(?<!\\p{L})${words.toLowerCase()}(?!\\p{L})`, 'u').test(text) ? 'nominal' : form;
}

const SENTENCE_START = /(?:^|[.!?:]["'”’)]*\s+|\n\s*|["“‘«„])$/u;

/** @type {Rule} */
function quotationOf({ labels, text, schema }, item) {
  if (!('arguments' in item)) return undefined;
  const contents = mentionsIn(labels, item, schema.frameType(item.type)?.nesting?.via ?? 'content');
  return contents.length ? quotation(text, contents.flatMap((m) => m.fragments)) : undefined;
}

/** What kind of source those types are, by the last part of their names. @type {Readonly<Record<string, string>>} */
const KIND_OF_SOURCE = {
  State: 'state',
  Government: 'organization',
  IGO: 'organization',
  NGO: 'organization',
  Company: 'organization',
  Party: 'organization',
  Military: 'organization',
  ArmedGroup: 'group',
  Coalition: 'group',
  Media: 'media',
  Document: 'document',
};
const PEOPLE = new Set(['Person', 'Official', 'Civilians']);

/** @type {Rule} */
function sourceKind(world, item) {
  if (!('arguments' in item)) return undefined;
  const [source] = mentionsIn(world.labels, item, 'source');
  if (!source) return undefined;
  const type = source.type.slice(source.type.lastIndexOf('.') + 1);
  return PEOPLE.has(type) ? kindOfPerson(world, source) : KIND_OF_SOURCE[type];
}

/** @param {World} world @param {Mention} source @returns {string|undefined} */
function kindOfPerson(world, source) {
  const { labels, members, text } = world;
  const entity = labels.entities.get(source.entity ?? '');
  const chain = entity ? (members().get(entity.id) ?? []) : [];
  if ([source, ...chain].some((m) => isName(world, m))) return 'named_person';
  if (entity?.attributes.identification === 'collective') return 'collective';
  if (!isEnglish(world)) return undefined;
  // A pronoun says less than the noun it stands for.
  const read = [source, ...chain].map((m) => quote(text, m.fragments));
  return looksPlural(read.find((words) => referringForm(words) === 'nominal') ?? read[0]) ? 'collective' : 'unnamed';
}

/** @param {World} world @param {Mention} mention @returns {boolean} whether it gives a name, as its attribute says or its words look */
function isName(world, mention) {
  const names = world.schema.spanType(mention.type)?.attributes ?? [];
  const form = names.find((name) => world.schema.attribute(name)?.guess === 'referring_form') ?? 'mention';
  const said = mention.attributes[form];
  if (said !== undefined) return said === 'named';
  return isEnglish(world) && formOfMention(world.text, mention) === 'named';
}

/** @type {Rule} */
function byLexicon(world, item, definition) {
  const { labels, text } = world;
  // An attribution without a cue has no word to go by: the schema's “none”, where it has one.
  if ('anchor' in item && item.anchor === null) return 'none';
  const place = 'fragments' in item ? item : 'anchor' in item ? labels.mentions.get(item.anchor ?? '') : undefined;
  if (!place || !isEnglish(world)) return undefined;
  const words = wordsOf(quote(text, place.fragments)).map(lemmas);
  /** @type {{value: string, length: number, at: number}|null} */
  let best = null;
  for (const { value, parts } of phrasesOf(definition)) {
    const at = words.findIndex((_, i) => parts.every((part, j) => words[i + j]?.has(part)));
    const better = !best || parts.length > best.length || (parts.length === best.length && at < best.at);
    // Of phrases as long as each other the first in the text counts: “refused to say” refuses.
    if (at >= 0 && better) best = { value, length: parts.length, at };
  }
  return best?.value;
}

/** @param {AttributeDef} definition @returns {readonly {value: string, parts: string[]}[]} split into words, once */
function phrasesOf(definition) {
  let found = phrases.get(definition);
  if (!found) {
    found = definition.values.flatMap((value) =>
      (definition.labels[value]?.lexicon ?? []).map((phrase) => ({ value, parts: phrase.toLowerCase().split(/\s+/u) })),
    );
    phrases.set(definition, found);
  }
  return found;
}

/** @param {Labels} labels @param {Frame} frame @param {string} role @returns {Mention[]} */
function mentionsIn(labels, frame, role) {
  return fillers(frame, role).flatMap((id) => labels.mentions.get(id) ?? []);
}
