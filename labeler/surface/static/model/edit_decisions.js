/**
 * Commands on the model's suggestions: accept, reject.
 */

/** @import {Command, Decision, Item, Kind, Labels, Mention, Table} from './types.js' */
/** @import {Draft, Rows} from './draft.js' */

import { done, refuse } from './draft.js';
import { chainFor } from './edit_mentions.js';
import { chains, quote, shortQuote, uses } from './labels.js';
import { ownMentionsIn } from './removal.js';
import { shortName } from './schema.js';
import { frameKey, mentionKey, openSuggestions } from './suggestions.js';

/**
 * Take suggestions over under their own ids: a frame with its anchor and
 * fillers, a mention with its chain, a chain with its mentions.
 * @param {string|readonly string[]} ids
 * @returns {Command}
 */
export function accept(ids) {
  const wanted = typeof ids === 'string' ? [ids] : ids;
  return {
    describe: (draft) => `accept ${nameSuggestions(draft, wanted)}`,
    apply: (draft) => acceptAllOf(draft, wanted),
  };
}

/**
 * Which open suggestions are meant: all where nothing is said.
 * @typedef {object} Agreeing
 * @property {Kind} [kind]
 * @property {string} [type] and the types below it
 * @property {string} [words] what the mention, the frame's anchor or the chain's name reads, in any case
 * @property {number} [minScore] from this score up; what has no score counts as sure
 */

/**
 * Accept every open suggestion that agrees, with all that goes with it.
 * @param {Agreeing} [filter]
 * @returns {Command}
 */
export function acceptWhere(filter = {}) {
  return {
    describe: () => `accept all ${agreeingWords(filter)}`,
    apply: (draft) => acceptAllOf(draft, agreeing(draft, filter)),
  };
}

/**
 * Decide against suggestions. With a frame go its own cue, trigger and
 * content, with an anchor its frames, with a chain its mentions.
 * @param {string|readonly string[]} ids
 * @returns {Command}
 */
export function reject(ids) {
  const wanted = typeof ids === 'string' ? [ids] : ids;
  return {
    describe: (draft) => `reject ${nameSuggestions(draft, wanted)}`,
    apply: (draft) => rejectAllOf(draft, wanted),
  };
}

/**
 * Decide against every open suggestion that agrees, and against all that goes with it.
 * @param {Agreeing} [filter]
 * @returns {Command}
 */
export function rejectWhere(filter = {}) {
  return {
    describe: () => `reject all ${agreeingWords(filter)}`,
    apply: (draft) => rejectAllOf(draft, agreeing(draft, filter)),
  };
}

/** @param {Draft} draft @param {Agreeing} filter @returns {string[]} ids of the open suggestions that are meant */
function agreeing(draft, { kind, type, words, minScore }) {
  const offered = draft.context.suggestions;
  const open = openSuggestions(draft.labels, offered);
  /** @type {[Kind, ReadonlyMap<string, Item>][]} */
  const tables = [
    ['mention', open.mentions],
    ['frame', open.frames],
    ['relation', open.relations],
  ];
  // Chains come with their mentions: they are meant only where somebody asks for chains.
  if (kind === 'entity') tables.push(['entity', open.entities]);
  const wanted = words === undefined ? '' : plain(words);
  return tables
    .filter(([name]) => kind === undefined || name === kind)
    .flatMap(([, table]) => [...table.values()])
    .filter((item) => type === undefined || item.type === type || item.type.startsWith(`${type}.`))
    .filter((item) => minScore === undefined || (item.origin.score ?? 1) >= minScore)
    .filter((item) => words === undefined || plain(wordsOf(draft, item)) === wanted)
    .map((item) => item.id);
}

/** @param {Draft} draft @param {Item} item a suggestion @returns {string} what it reads in the text; nothing for a relation */
function wordsOf(draft, item) {
  if ('name' in item) return item.name;
  const place = 'anchor' in item ? draft.context.suggestions.mentions.get(item.anchor ?? '') : item;
  return place && 'fragments' in place ? quote(draft.text, place.fragments) : '';
}

/** @param {string} words @returns {string} in lower case, on one line */
function plain(words) {
  return words.trim().replace(/\s+/gu, ' ').toLocaleLowerCase('en');
}

/** @param {Agreeing} filter @returns {string} */
function agreeingWords({ kind, type, words, minScore }) {
  const what = type ? shortName(type) : kind ? `${kind}s` : 'suggestions';
  return `${what}${words ? ` “${words.trim()}”` : ''}${minScore === undefined ? '' : ` from ${minScore}`}`;
}

/** @param {Draft} draft @param {readonly string[]} ids */
function acceptAllOf(draft, ids) {
  const acceptance = new Acceptance(draft);
  const first = ids.map((id) => acceptance.accept(id)).find((id) => id !== null);
  if (ids.length && first === undefined) return refuse('this suggestion is no longer there');
  draft.decide([...acceptance.accepted].map((id) => decision(draft, id, 'accepted')));
  return done(first ?? '', { ids: [...acceptance.accepted], existed: !acceptance.accepted.size });
}

/** @param {Draft} draft @param {readonly string[]} ids */
function rejectAllOf(draft, ids) {
  const rejected = reachOfRejection(draft, ids);
  if (!rejected.length) return done('', { ids: [], existed: true });
  draft.decide(rejected.map((id) => decision(draft, id, 'rejected')));
  return done(rejected[0], { ids: rejected });
}

/** @param {Draft} draft @param {string} id @param {Decision['verdict']} verdict @returns {Decision} */
function decision(draft, id, verdict) {
  return { suggestion: id, by: draft.context.suggestionAuthor, verdict, changed: [] };
}

/** Takes suggestions over, each once, together with what they need. */
class Acceptance {
  /** @param {Draft} draft */
  constructor(draft) {
    this.draft = draft;
    this.offered = draft.context.suggestions;
    /** @type {Set<string>} */
    this.accepted = new Set();
    const { labels } = draft;
    /** What is labelled just so already, by what it says. */
    this.twins = new Map([...labels.mentions.values()].map((m) => [mentionKey(m), m.id]));
    this.frameTwins = new Map([...labels.frames.values()].map((f) => [frameKey(f, labels.mentions), f.id]));
    this.rejected = new Set(
      labels.decisions.filter((d) => d.verdict === 'rejected').map((d) => d.suggestion),
    );
  }

  /** @param {string} id @returns {string|null} the id of what now stands for it */
  accept(id) {
    if (this.offered.mentions.has(id)) return this.mention(id);
    if (this.offered.frames.has(id)) return this.frame(id);
    if (this.offered.entities.has(id)) return this.entity(id);
    return this.offered.relations.has(id) ? this.relation(id) : null;
  }

  /** @param {string} id @returns {string|null} */
  mention(id) {
    const { labels } = this.draft;
    const offered = this.offered.mentions.get(id);
    if (labels.mentions.has(id)) return id;
    if (!offered) return null;
    const twin = this.twins.get(mentionKey(offered));
    if (twin !== undefined) return twin;
    this.accepted.add(id);
    this.twins.set(mentionKey(offered), id);
    this.put('mentions', { ...this.taken(offered), entity: this.chain(offered) });
    return id;
  }

  /** @param {string} id @returns {string|null} */
  frame(id) {
    const offered = this.offered.frames.get(id);
    // Seen already: accepted earlier, or on the way, in a ring of fillers.
    if (this.draft.labels.frames.has(id) || this.accepted.has(id)) return id;
    if (!offered) return null;
    const twin = this.frameTwins.get(frameKey(offered, this.offered.mentions));
    if (twin !== undefined) return twin;
    this.accepted.add(id);
    const anchor = offered.anchor === null ? null : this.mention(offered.anchor);
    const wanted = offered.arguments.filter((a) => !this.refused(a.filler));
    const slots = wanted.flatMap(({ role, filler }) => {
      const found = this.accept(filler) ?? (this.draft.labels.frames.has(filler) ? filler : null);
      return found === null ? [] : [{ role, filler: found }];
    });
    const taken = this.taken(offered);
    const edited = slots.length < offered.arguments.length;
    const origin = { ...taken.origin, edited };
    this.put('frames', { ...taken, anchor, arguments: slots, nested_in: null, origin });
    return id;
  }

  /** @param {string} id @returns {string|null} the chain its open mentions were put in */
  entity(id) {
    const members = chains(this.offered).get(id) ?? [];
    for (const member of members) if (!this.refused(member.id)) this.mention(member.id);
    return this.chainOf(id);
  }

  /** @param {string} id @returns {string|null} */
  relation(id) {
    const offered = this.offered.relations.get(id);
    if (!offered || this.draft.labels.relations.has(id)) return offered ? id : null;
    const [source, target] = [this.accept(offered.source), this.accept(offered.target)];
    if (source === null || target === null || source === target) return null;
    this.accepted.add(id);
    this.put('relations', { ...this.taken(offered), source, target });
    return id;
  }

  /** @param {string} id @returns {boolean} whether a person said no to it and it is not labelled */
  refused(id) {
    const { mentions, frames } = this.draft.labels;
    return this.rejected.has(id) && !mentions.has(id) && !frames.has(id);
  }

  /**
   * The chain for a mention: where others of its suggested chain are, else where
   * the same words are, else the suggested chain itself.
   * @param {Mention} offered
   * @returns {string|null}
   */
  chain(offered) {
    const suggested = this.offered.entities.get(offered.entity ?? '');
    if (!suggested) return chainFor(this.draft, offered);
    const there =
      this.chainOf(suggested.id) ?? this.draft.chainReading(offered.type, offered.fragments);
    if (there !== null) return there;
    this.accepted.add(suggested.id);
    this.put('entities', this.taken(suggested));
    return suggested.id;
  }

  /** @param {string} id of a suggested chain @returns {string|null} the chain that stands for it */
  chainOf(id) {
    const { entities, mentions } = this.draft.labels;
    if (entities.has(id)) return id;
    for (const member of chains(this.offered).get(id) ?? []) {
      const twin = mentions.get(member.id) ?? mentions.get(this.twins.get(mentionKey(member)) ?? '');
      if (twin?.entity) return twin.entity;
    }
    return null;
  }

  /** @template {Table} T @param {T} table @param {Rows[T]} row an item as it is taken over */
  put(table, row) {
    this.draft.taken.set(row.id, row);
    this.draft.put(table, row);
  }

  /** @template {Item} T @param {T} item @returns {T} */
  taken(item) {
    const origin = { by: this.draft.context.suggestionAuthor, edited: false, score: item.origin.score };
    return { ...item, origin };
  }
}

/**
 * @param {Draft} draft
 * @param {readonly string[]} ids
 * @returns {string[]} open suggestions that go with these
 */
function reachOfRejection(draft, ids) {
  const offered = draft.context.suggestions;
  const open = openSuggestions(draft.labels, offered);
  const used = uses(offered);
  /** @type {Set<string>} */
  const reached = new Set();
  const front = [...ids];
  while (front.length) {
    const id = /** @type {string} */ (front.pop());
    const frame = open.frames.get(id);
    if (reached.has(id) || !isOpen(open, id)) continue;
    reached.add(id);
    for (const member of open.entities.has(id) ? (chains(offered).get(id) ?? []) : []) front.push(member.id);
    for (const user of used.anchors.get(id) ?? []) front.push(user.id);
    if (frame) front.push(...ownMentionsIn(offered, used, draft.schema, frame, reached));
  }
  return [...reached];
}

/** @param {Labels} open @param {string} id @returns {boolean} */
function isOpen(open, id) {
  return open.mentions.has(id) || open.frames.has(id) || open.entities.has(id) || open.relations.has(id);
}

/** @param {Draft} draft @param {readonly string[]} ids @returns {string} */
function nameSuggestions(draft, ids) {
  const [id] = ids;
  if (ids.length !== 1) return `${ids.length} suggestions`;
  const { mentions, frames, entities } = draft.context.suggestions;
  const mention = mentions.get(id) ?? mentions.get(frames.get(id)?.anchor ?? '');
  if (mention) return `“${shortQuote(draft.text, mention.fragments, 30)}”`;
  const entity = entities.get(id);
  return entity ? `the chain “${entity.name}”` : 'a suggestion';
}
