/**
 * Labels in the making: what a command edits. Tables are copied when first
 * written to, so everything untouched stays the very same object. A refused
 * command's draft is simply thrown away.
 */

/** @import {Labels, Mention, Entity, Frame, Relation, Table, Context, Decision, Attributes, Flag, Item, Result, Refused, Command} from './types.js' */

import { noteChanges } from './changed.js';
import { makeGuesses } from './guessing.js';
import { chains, indexChains, indexUses, quote, sameFragments, uses } from './labels.js';
import { renest } from './nesting.js';

/** @typedef {{mentions: Mention, entities: Entity, frames: Frame, relations: Relation}} Rows */
/** @type {{by: string, edited: boolean, score: number|null}} */
const HUMAN = Object.freeze({ by: 'human', edited: false, score: null });

/** @returns {{attributes: Attributes, origin: {by: string, edited: boolean, score: number|null}, note: string, flags: readonly Flag[]}} the fields all new items share */
export function fresh() {
  return { attributes: {}, origin: HUMAN, note: '', flags: [] };
}

/** @param {string} id @param {{ids?: string[], existed?: boolean}} [more] @returns {Result} */
export function done(id, { ids = [id], existed = false } = {}) {
  return { ok: true, id, ids, existed };
}

/** @param {string} reason plain words @returns {Refused} */
export function refuse(reason) {
  return { ok: false, reason };
}

/**
 * @param {Command} command
 * @param {Labels} labels
 * @param {Context} context
 * @returns {{labels: Labels, result: Result, label: string}} the same labels where nothing changed
 */
export function run(command, labels, context) {
  const draft = new Draft(labels, context);
  const label = command.describe(draft);
  const result = command.apply(draft);
  return { labels: result.ok ? draft.finish() : labels, result, label };
}

/** One set of labels being changed. */
export class Draft {
  /** @param {Labels} base @param {Context} context */
  constructor(base, context) {
    this.base = base;
    this.context = context;
    this.schema = context.schema;
    this.text = context.text;
    /** @type {{-readonly [K in keyof Labels]: Labels[K]}} */
    this.labels = { ...base };
    /** Frames whose place in the nesting a person chose in this command. */
    this.placed = /** @type {Set<string>} */ (new Set());
    /** Whether contents or cues changed, so that the nesting must be looked at. */
    this.nestingChanged = false;
    /** Ids of the items written or taken away. */
    this.touched = /** @type {Set<string>} */ (new Set());
    /** Suggested items as they were taken over in this command. */
    this.taken = /** @type {Map<string, Item>} */ (new Map());
    /** Items, and attributes of items (`id name`), whose values this command chose: nothing is guessed for them. */
    this.settled = /** @type {Set<string>} */ (new Set());
    /** Whether other labels were put in place: they are as somebody left them. */
    this.replaced = false;
    /** @type {Set<string>} entities that lost a mention */
    this.losers = new Set();
    /** @type {Map<string, string>|null} */
    this.chainByText = null;
  }

  /** @template {Table} T @param {T} table @param {Rows[T]} row */
  put(table, row) {
    const map = this.#own(table);
    const old = map.get(row.id);
    if (table === 'mentions') this.#mentionChanged(/** @type {any} */ (old), /** @type {any} */ (row));
    if (table === 'frames') this.#nestingTouched(/** @type {any} */ (old), /** @type {any} */ (row));
    this.touched.add(row.id);
    map.set(row.id, row);
  }

  /** @param {Table} table @param {string} id */
  drop(table, id) {
    const map = this.#own(table);
    const old = map.get(id);
    if (table === 'mentions') this.#mentionChanged(/** @type {any} */ (old), null);
    if (table === 'frames') this.#nestingTouched(/** @type {any} */ (old));
    this.touched.add(id);
    map.delete(id);
  }

  /**
   * Change an item as a person does: an accepted suggestion counts as edited.
   * @template {Table} T
   * @param {T} table
   * @param {Rows[T]} row
   * @param {Partial<Rows[T]>} changes
   */
  edit(table, row, changes) {
    const origin = row.origin.by === 'human' ? row.origin : { ...row.origin, edited: true };
    this.put(table, { ...row, ...changes, origin });
  }

  /** @param {readonly Decision[]} decisions those of the same suggestions are replaced */
  decide(decisions) {
    if (!decisions.length) return;
    const now = new Map(this.labels.decisions.map((d) => [d.suggestion, d]));
    for (const decision of decisions) now.set(decision.suggestion, decision);
    this.labels.decisions = [...now.values()];
  }

  /** Where mentions and frames are used, as of now. */
  uses() {
    return this.labels.frames === this.base.frames ? uses(this.base) : indexUses(this.labels.frames);
  }

  /** The mentions of each entity, as of now. */
  chains() {
    return this.labels.mentions === this.base.mentions
      ? chains(this.base)
      : indexChains(this.labels.mentions);
  }

  /**
   * The chain in which a mention of this type reads the same.
   * @param {string} type
   * @param {Mention['fragments']} fragments
   * @returns {string|null}
   */
  chainReading(type, fragments) {
    if (!this.chainByText) {
      this.chainByText = new Map();
      for (const m of this.labels.mentions.values()) this.#noteChain(m);
    }
    return this.chainByText.get(`${type} ${quote(this.text, fragments)}`) ?? null;
  }

  /** @param {Mention} mention */
  #noteChain(mention) {
    if (mention.entity === null || !this.chainByText) return;
    const key = `${mention.type} ${quote(this.text, mention.fragments)}`;
    if (!this.chainByText.has(key)) this.chainByText.set(key, mention.entity);
  }

  /** @param {Mention|undefined} old @param {Mention|null} now */
  #mentionChanged(old, now) {
    if (old?.entity && old.entity !== now?.entity) this.losers.add(old.entity);
    if (old) {
      this.chainByText = null;
      if (!now || !sameFragments(old.fragments, now.fragments)) this.nestingChanged = true;
    } else if (now) {
      this.#noteChain(now);
    }
  }

  /** @param {Frame|undefined} old @param {Frame} [row] */
  #nestingTouched(old, row) {
    const frames = [old, row];
    const alike = old && row && old.type === row.type && old.anchor === row.anchor && old.nested_in === row.nested_in;
    // Values, notes and flags move nothing.
    if (alike && old.arguments === row.arguments) return;
    if (frames.some((frame) => frame && this.schema.frameType(frame.type)?.nesting)) this.nestingChanged = true;
  }

  /** @returns {Labels} the labels as they now stand, tidied; the base where nothing changed */
  finish() {
    if (this.losers.size) this.#dropEmptyChains();
    if (this.nestingChanged) renest(this);
    makeGuesses(this);
    noteChanges(this);
    const changed = Object.keys(this.base).some((key) => {
      const name = /** @type {keyof Labels} */ (key);
      return this.labels[name] !== this.base[name];
    });
    return changed ? { ...this.labels } : this.base;
  }

  #dropEmptyChains() {
    const chainsNow = this.chains();
    const gone = [...this.losers].filter((id) => !chainsNow.has(id) && this.labels.entities.has(id));
    if (!gone.length) return;
    for (const id of gone) this.drop('entities', id);
    const lost = new Set(gone);
    for (const relation of this.labels.relations.values()) {
      if (lost.has(relation.source) || lost.has(relation.target)) this.drop('relations', relation.id);
    }
    this.forgetDecisions(lost);
  }

  /** @param {ReadonlySet<string>} ids suggestions nobody has decided on any more */
  forgetDecisions(ids) {
    const kept = this.labels.decisions.filter((d) => !ids.has(d.suggestion));
    if (kept.length < this.labels.decisions.length) this.labels.decisions = kept;
  }

  /** @template {Table} T @param {T} table @returns {Map<string, Rows[T]>} */
  #own(table) {
    const labels = /** @type {Record<string, any>} */ (this.labels);
    if (labels[table] === this.base[table]) labels[table] = new Map(/** @type {ReadonlyMap<string, any>} */ (this.base[table]));
    return labels[table];
  }
}
