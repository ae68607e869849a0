/**
 * What a person changed of the suggestions that were accepted: kept in the
 * decisions, so that everybody who reads them sees what the model got wrong.
 */

/** @import {Decision, Entity, Frame, Item, Mention, Relation} from './types.js' */
/** @import {Draft} from './draft.js' */

import { guess } from './guesses.js';
import { worldOf } from './guessing.js';
import { chains, fillers, find, sameFragments, sameValue } from './labels.js';
import { frameKey, mentionKey } from './suggestions.js';

/** Bring the decisions on touched items up to date. @param {Draft} draft */
export function noteChanges(draft) {
  const { labels, touched } = draft;
  if (!touched.size) return;
  /** @type {Decision[]|null} */
  let decisions = null;
  for (const [i, decision] of labels.decisions.entries()) {
    if (decision.verdict !== 'accepted' || !concerns(draft, decision.suggestion)) continue;
    const changed = new Comparison(draft, decision).names();
    if (sameValue(changed, decision.changed)) continue;
    decisions ??= [...labels.decisions];
    decisions[i] = { ...decision, changed };
  }
  if (decisions) labels.decisions = decisions;
}

/** @param {Draft} draft @param {string} id @returns {boolean} whether the item changed, or what a frame points to */
function concerns({ labels, touched }, id) {
  if (touched.has(id)) return true;
  const frame = labels.frames.get(id);
  return frame !== undefined && (touched.has(frame.anchor ?? '') || frame.arguments.some((a) => touched.has(a.filler)));
}

/** An accepted item beside what was suggested. */
class Comparison {
  /** @param {Draft} draft @param {Decision} decision */
  constructor(draft, decision) {
    const { suggestion: id } = decision;
    this.draft = draft;
    this.labels = draft.labels;
    this.known = decision.changed ?? [];
    this.item = find(draft.labels, id)?.item;
    /** The item before this command, or as it was accepted in it. */
    this.before = find(draft.base, id)?.item ?? draft.taken.get(id);
    const offered = draft.context.suggestions;
    const suggested = find(offered, id)?.item;
    /** Where the model changed meanwhile nobody knows what it had said: then against what stood before. */
    this.other = suggested ?? this.before;
    this.isSuggested = suggested !== undefined;
    this.others = suggested ? offered : draft.base;
  }

  /** @returns {string[]} names of what differs, sorted */
  names() {
    const { item, other, known } = this;
    if (!item || !other) return [...known];
    const names = new Set(this.isSuggested ? [] : known);
    if (item.type !== other.type) names.add('type');
    for (const name of new Set([...Object.keys(item.attributes), ...Object.keys(other.attributes)])) {
      const same = sameValue(item.attributes[name], other.attributes[name]);
      if (!same && !this.#byItself(item, name, other.attributes[name])) names.add(`attribute:${name}`);
    }
    if ('fragments' in item) this.#mention(names, item, /** @type {Mention} */ (other));
    else if ('registry' in item) this.#entity(names, item, /** @type {Entity} */ (other));
    else if ('anchor' in item) this.#frame(names, item, /** @type {Frame} */ (other));
    else this.#relation(names, item, /** @type {Relation} */ (other));
    return [...names].sort();
  }

  /** @param {Item} item @param {string} name of an attribute @param {unknown} theirs @returns {boolean} whether it follows from others, or was guessed where the model said nothing */
  #byItself(item, name, theirs) {
    const definition = this.draft.schema.attribute(name, item.type);
    if (definition?.derived) return true;
    if (theirs !== undefined || !definition?.guess) return false;
    return sameValue(item.attributes[name], guess(worldOf(this.draft), item, definition));
  }

  /** @param {Set<string>} names @param {Mention} item @param {Mention} other */
  #mention(names, item, other) {
    if (!sameFragments(item.fragments, other.fragments)) names.add('extent');
    this.#note(names, 'entity', (m) => /** @type {Mention} */ (m).entity, () => this.#inOtherChain(item, other));
  }

  /** @param {Set<string>} names @param {Entity} item @param {Entity} other */
  #entity(names, item, other) {
    if (item.name !== other.name) names.add('name');
    if (item.registry !== other.registry) names.add('registry');
  }

  /** @param {Set<string>} names @param {Frame} item @param {Frame} other */
  #frame(names, item, other) {
    if (!this.#same(other.anchor, item.anchor)) names.add('anchor');
    for (const role of new Set([...item.arguments, ...other.arguments].map((a) => a.role))) {
      const [mine, theirs] = [fillers(item, role), fillers(other, role)];
      const alike = mine.length === theirs.length && theirs.every((id) => mine.some((own) => this.#same(id, own)));
      if (!alike) names.add(`role:${role}`);
    }
    // An attribution moves by itself where the text around it says so: only a person's choice counts.
    const chosen = this.draft.placed.has(item.id) || this.known.includes('nesting');
    const elsewhere = () => chosen && !this.#same(other.nested_in, item.nested_in);
    this.#note(names, 'nesting', (f) => /** @type {Frame} */ (f).nested_in, elsewhere);
  }

  /** @param {Set<string>} names @param {Relation} item @param {Relation} other */
  #relation(names, item, other) {
    const ends = (/** @type {Item} */ r) => [/** @type {Relation} */ (r).source, /** @type {Relation} */ (r).target];
    const elsewhere = () => !this.#same(other.source, item.source) || !this.#same(other.target, item.target);
    this.#note(names, 'ends', ends, elsewhere);
  }

  /**
   * Accepting may put an item elsewhere than the model did, as a person's own
   * chains and frames stand for suggested ones: what counts is that it moved since.
   * @param {Set<string>} names
   * @param {string} name
   * @param {(item: Item) => unknown} place
   * @param {() => boolean} differs
   */
  #note(names, name, place, differs) {
    const { item, before } = this;
    if (!item || !before) return;
    const moved = !sameValue(place(item), place(before));
    if (moved ? differs() : this.known.includes(name)) names.add(name);
  }

  /** @param {Mention} item @param {Mention} other @returns {boolean} whether it left the chain that stands for the suggested one */
  #inOtherChain(item, other) {
    if (item.entity === other.entity) return false;
    const { base } = this.draft;
    if (!this.isSuggested || base.entities.has(other.entity ?? '')) return true;
    const peers = (chains(this.others).get(other.entity ?? '') ?? []).filter((m) => m.id !== item.id);
    if (peers.some((m) => this.labels.mentions.get(m.id)?.entity === item.entity)) return false;
    // Suggested alone, and alone again.
    return peers.length > 0 || this.draft.chains().get(item.entity ?? '')?.length !== 1;
  }

  /**
   * @param {string|null} theirs
   * @param {string|null} mine
   * @returns {boolean} whether mine is what was suggested, or says the same
   */
  #same(theirs, mine) {
    if (theirs === mine) return true;
    if (theirs === null || mine === null) return false;
    const [m, own] = [this.others.mentions.get(theirs), this.labels.mentions.get(mine)];
    if (m && own) return mentionKey(m) === mentionKey(own);
    const [f, frame] = [this.others.frames.get(theirs), this.labels.frames.get(mine)];
    if (!f || !frame) return false;
    return frameKey(f, this.others.mentions) === frameKey(frame, this.labels.mentions);
  }
}
