/**
 * Which actors a mention most likely stands for, best first. Pure: labels and
 * text in, chains out.
 */

import { chains, covers, fillers } from '../model/labels.js';
import { agreement, natureOf, pronounOf } from './agreement.js';

/** @import {Entity, Labels, Mention, Range} from '../model/types.js' */
/** @import {Pronoun} from './agreement.js' */

/**
 * @typedef {object} Place what is asked about
 * @property {Range} range
 * @property {string | null} [entity] the chain it is in, which is no answer
 */
/**
 * @typedef {object} Article
 * @property {string} text
 * @property {readonly Range[]} sentences in order
 */
/**
 * @typedef {object} Candidate
 * @property {Entity} entity
 * @property {Mention} mention   the mention of it that speaks for it
 * @property {boolean} agrees    nothing speaks against it
 */
/**
 * @typedef {object} Rated
 * @property {Entity} entity
 * @property {Mention} mention
 * @property {number} agreement
 * @property {number[]} rank   smaller comes first
 */

const QUOTES = /["“”„«»]/u;

/**
 * Every chain that could be meant: those that agree in number and kind before
 * those that do not; among them the nearest before the place in its sentence,
 * then the sentence before from its beginning, then frequent chains before rare
 * ones. Chains of which all mentions follow come last. A word such as “we” in a
 * quotation means its speaker.
 *
 * @param {Labels} labels
 * @param {Article} article
 * @param {Place} place
 * @returns {Candidate[]}
 */
export function antecedents(labels, article, { range, entity: own = null }) {
  const pronoun = pronounOf(article.text.slice(range[0], range[1]));
  const speakers = pronoun?.person === 1 ? speakersOf(labels, article, range, pronoun) : [];
  /** @type {Rated[]} */
  const rated = [];
  for (const [id, members] of chains(labels)) {
    const entity = labels.entities.get(id);
    if (!entity || id === own) continue;
    // Nobody is a part of themselves: “Russia and its allies” is not who “its” stands for.
    if (members.some((m) => covers(m.fragments, [range]) && !covers([range], m.fragments))) continue;
    const best = nearest(members, article, range, pronoun);
    if (!best) continue;
    const spoken = speakers.indexOf(id);
    const rank = spoken < 0 ? best.rank : [-1, spoken];
    const fit = spoken < 0 ? agreement(pronoun, natureOf(entity, members, article.text)) : 1;
    rated.push({ entity, mention: best.mention, agreement: fit, rank });
  }
  rated.sort((a, b) => Number(a.agreement < 0) - Number(b.agreement < 0) || compare(a.rank, b.rank) || (a.entity.id < b.entity.id ? -1 : 1));
  return rated.map(({ entity, mention, agreement: fit }) => ({ entity, mention, agrees: fit >= 0 }));
}

/** @param {number[]} a @param {number[]} b */
function compare(a, b) {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/**
 * The member of a chain that makes it likeliest, and how likely that is.
 *
 * @param {readonly Mention[]} members
 * @param {Article} article
 * @param {Range} range
 * @param {Pronoun | null} pronoun
 * @returns {{mention: Mention, rank: number[]} | null}
 */
function nearest(members, { sentences }, [start, end], pronoun) {
  const here = sentenceAt(sentences, start);
  /** @type {{mention: Mention, rank: number[]} | null} */
  let best = null;
  for (const mention of members) {
    const [from] = mention.fragments[0];
    const to = mention.fragments.at(-1)?.[1] ?? from;
    const rank = rankOf({ from, to, start, end, back: here - sentenceAt(sentences, from), members: members.length, pronoun });
    if (rank && (!best || compare(rank, best.rank) < 0)) best = { mention, rank };
  }
  return best;
}

/**
 * @param {{from: number, to: number, start: number, end: number, back: number, members: number, pronoun: Pronoun | null}} where
 * @returns {number[] | null} `null` for the place itself
 */
function rankOf({ from, to, start, end, back, members, pronoun }) {
  if (from < end && to > start) return null;
  if (from >= end) return [4, from - end];
  if (back === 0) return [0, start - to];
  // A relative pronoun follows its antecedent; another sentence is no likelier than the next.
  if (back === 1 && !pronoun?.relative) return [1, from];
  return [2, -members, start - to];
}

/** @param {readonly Range[]} sentences @param {number} offset @returns {number} */
function sentenceAt(sentences, offset) {
  let low = 0;
  let high = sentences.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sentences[middle]?.[0] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Who speaks where a place lies in a quotation, best first: the source of an
 * attribution around it, else who is named beside the quotation. “We” of one
 * person is rather the body named in front of them: “a U.S. official”.
 *
 * @param {Labels} labels
 * @param {Article} article
 * @param {Range} range
 * @param {Pronoun} pronoun
 * @returns {string[]} ids of chains
 */
function speakersOf(labels, article, range, pronoun) {
  const sources = sourcesOf(labels, range);
  const found = sources.length ? sources : besideQuote(labels, article, range);
  const bodies = pronoun.many ? found.flatMap((id) => within(labels, id)) : [];
  return [...new Set([...bodies, ...found])];
}

/** @param {Labels} labels @param {Range} range @returns {string[]} chains of the sources of the contents around it, innermost first */
function sourcesOf(labels, range) {
  /** @type {{size: number, chain: string}[]} */
  const found = [];
  for (const frame of labels.frames.values()) {
    const [content] = frame.arguments.flatMap((a) => {
      const mention = labels.mentions.get(a.filler);
      return mention && mention.fragments.some(([s, e]) => s <= range[0] && range[1] <= e) && mention.entity === null ? [mention] : [];
    });
    if (!content) continue;
    for (const id of fillers(frame, 'source')) {
      const chain = labels.mentions.get(id)?.entity;
      if (chain) found.push({ size: content.fragments[0][1] - content.fragments[0][0], chain });
    }
  }
  return found.sort((a, b) => a.size - b.size).map(({ chain }) => chain);
}

/** @param {Labels} labels @param {Article} article @param {Range} range @returns {string[]} chains named in the line of a quotation, outside of it */
function besideQuote(labels, { text }, range) {
  const line = [text.lastIndexOf('\n', range[0]) + 1, text.indexOf('\n', range[1])];
  const stop = line[1] < 0 ? text.length : (line[1] ?? text.length);
  const before = [...text.slice(line[0], range[0])].filter((c) => QUOTES.test(c)).length;
  if (before % 2 === 0) return [];
  const open = Math.max(...['"', '“', '„', '«'].map((c) => text.lastIndexOf(c, range[0])));
  const after = text.slice(range[1], stop).search(QUOTES);
  const close = after < 0 ? stop : range[1] + after;
  return [...labels.mentions.values()]
    .filter((m) => m.entity !== null && m.fragments[0][0] >= (line[0] ?? 0) && m.fragments[0][0] < stop)
    .filter((m) => m.fragments[0][0] > close || m.fragments[0][1] <= open)
    .map((m) => ({ chain: m.entity ?? '', far: m.fragments[0][0] > close ? m.fragments[0][0] - close : 1000 + open - m.fragments[0][1] }))
    .sort((a, b) => a.far - b.far)
    .map(({ chain }) => chain);
}

/** @param {Labels} labels @param {string} id @returns {string[]} other chains with a mention inside a mention of this one */
function within(labels, id) {
  const outer = (chains(labels).get(id) ?? []).filter((m) => m.fragments.length === 1);
  return [...labels.mentions.values()]
    .filter((m) => m.entity !== null && m.entity !== id && outer.some((o) => covers(o.fragments, m.fragments)))
    .map((m) => m.entity ?? '');
}
