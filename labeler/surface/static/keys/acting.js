/**
 * What keys do to actors: put a mention into the chain it belongs to, move it,
 * merge chains and take them apart. Each is one undo step, said in words.
 */

import * as actions from './actions.js';
import { attributePalette } from './attribute_palette.js';
import { relateFrom } from './linking.js';
import { antecedents } from '../panels/antecedents.js';
import { pronounOf } from '../panels/agreement.js';
import { searchRegistry } from '../panels/registry_search.js';
import * as commands from '../model/commands.js';
import { byPosition, chains, sameFragments } from '../model/labels.js';
import { counted, shorten } from '../dom.js';

/** @import {Candidate} from '../panels/antecedents.js' */
/** @import {Desk} from '../desk.js' */
/** @import {Option} from './palette.js' */
/** @import {Command, Entity, Labels, Range} from '../model/types.js' */
/** @import {Workspace} from '../workspace.js' */

/**
 * What a key about actors is about.
 *
 * @typedef {object} Target
 * @property {string | null} id  of its mention; `null` where it is not marked yet
 * @property {Range} range
 * @property {string | null} entity
 */

const BACK = 'Ctrl+Z takes it back.';

export class Acting {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    /** @type {{labels: Labels, token: number, target: Target, candidates: Candidate[], index: number} | null} the last choice of an antecedent */
    this.last = null;
    /** @type {Map<string, string>} names of actors of the registry, by id */
    this.registered = new Map();
  }

  /** @returns {Desk} */
  get desk() {
    return this.workspace.desk;
  }

  // ---- what it is about ---------------------------------------------------------

  /**
   * The picked mention, else the selected words, else the word under the caret;
   * said and `null` where they cannot be an actor.
   *
   * @returns {Target | null}
   */
  #target() {
    const { desk } = this;
    const picked = desk.picked && !desk.selection ? desk.mention(desk.picked) : undefined;
    if (picked) return this.#marked(picked.id);
    const reach = desk.reach;
    const range = reach && actions.trimmed(desk, reach, '');
    if (!range || !/[\p{L}\p{N}]/u.test(desk.text.slice(range[0], range[1]))) {
      desk.say('Put the caret on a word first.');
      return null;
    }
    const there = desk.hits(range[0]).find((m) => this.#isActor(m.type) && sameFragments(m.fragments, [range]));
    return there ? this.#marked(there.id) : { id: null, range, entity: null };
  }

  /** @param {string} id @returns {Target | null} */
  #marked(id) {
    const { desk } = this;
    const mention = desk.mention(id);
    const [first] = mention?.fragments ?? [];
    if (!mention || !first || !this.#isActor(mention.type)) {
      desk.say('Pick the mention of an actor first.');
      return null;
    }
    return { id, range: [first[0], first[1]], entity: desk.isSuggested(id) ? null : mention.entity };
  }

  /** @param {string} type */
  #isActor(type) {
    return Boolean(this.desk.schema.spanType(type)?.entity);
  }

  /** @returns {Entity | null} the chain of the picked mention or of the word under the caret */
  #chainHere() {
    const { desk } = this;
    const own = desk.picked ? desk.labels.mentions.get(desk.picked) : undefined;
    const here = desk.reach?.[0] ?? -1;
    const mention = desk.picked ? own : desk.hits(here).find((m) => desk.labels.mentions.get(m.id)?.entity);
    return desk.labels.entities.get(mention?.entity ?? '') ?? null;
  }

  /** @param {Target} target @returns {Candidate[]} */
  #candidates({ range, entity }) {
    const { desk } = this;
    return antecedents(desk.labels, { text: desk.text, sentences: desk.cursor.sentences }, { range, entity });
  }

  // ---- one key ----------------------------------------------------------------------

  /**
   * Put what is picked, selected or under the caret into the chain of its likely
   * antecedent; pressed again at once, of the next one instead.
   */
  sameActor() {
    const { desk } = this;
    const last = this.#again();
    if (last) {
      this.#next(last);
      return;
    }
    const target = this.#target();
    if (!target) return;
    const candidates = this.#candidates(target);
    if (!candidates.length) {
      desk.say(target.id ? 'There is no other actor yet.' : 'No actor is marked yet that this could be.');
      return;
    }
    this.#take(target, candidates, 0);
  }

  /** The choice of an antecedent, as long as nothing was done since. */
  #again() {
    const { desk, last } = this;
    return last && desk.labels === last.labels && desk.at.token === last.token && !desk.selection ? last : null;
  }

  /** @param {NonNullable<Acting['last']>} last */
  #next({ target, candidates, index }) {
    const { desk } = this;
    if (candidates.length < 2) {
      desk.say('There is no other actor it could be.');
      return;
    }
    desk.store.undo();
    this.#take(target, candidates, (index + 1) % candidates.length);
  }

  /** @param {Target} target @param {Candidate[]} candidates @param {number} index */
  #take(target, candidates, index) {
    const { desk } = this;
    const chosen = candidates[index];
    const { token } = desk.at;
    if (!chosen || !this.join(target, chosen.entity)) return;
    desk.at = { token, anchor: null, free: null };
    this.last = { labels: desk.labels, token, target, candidates, index };
    const next = candidates.length > 1 ? candidates[(index + 1) % candidates.length] : undefined;
    const more = next ? ` — h again: ${shorten(next.entity.name || 'unnamed', 30)}` : '';
    desk.say(`Same actor as ${shorten(chosen.entity.name || 'unnamed', 40)}${more}`);
  }

  /**
   * @param {Target} target
   * @param {Entity | null} entity `null` for an actor of its own
   * @returns {boolean} whether it is in that chain now
   */
  join(target, entity) {
    const { desk } = this;
    const words = shorten(desk.text.slice(target.range[0], target.range[1]), 30);
    const type = this.#typeFor(target, entity);
    const steps = target.id ? this.#moving(target.id, entity) : [commands.addMention({ type, fragments: [target.range], entity: entity?.id ?? null })];
    const role = desk.armed;
    const fills = role && desk.schema.mayFill(role, type);
    if (fills) steps.push(actions.filling(desk, role, target.id ? { id: target.id } : { type, fragments: [target.range] }));
    const [only] = steps;
    const label = `put “${words}” in ${entity ? `the chain “${entity.name}”` : 'a new chain'}`;
    const result = only ? desk.do(commands.batch(label, steps)) : null;
    if (!result?.ok) return false;
    if (fills) {
      actions.collapse(desk);
      desk.emit({ cursor: true, focus: true });
    } else desk.pick(target.id ?? result.id);
    return true;
  }

  /** @param {string} id @param {Entity | null} entity @returns {Command[]} */
  #moving(id, entity) {
    const steps = this.desk.isSuggested(id) ? [commands.accept([id])] : [];
    return [...steps, commands.joinEntity(id, entity?.id ?? null)];
  }

  /** @param {Target} target @param {Entity | null} entity @returns {string} the type its mention has or will have */
  #typeFor(target, entity) {
    const { desk } = this;
    const marked = target.id ? desk.mention(target.id)?.type : undefined;
    if (marked) return marked;
    const span = desk.schema.spanType(entity?.type ?? '');
    if (entity && span && !span.abstract && !span.retired) return entity.type;
    return chains(desk.labels).get(entity?.id ?? '')?.[0]?.type ?? '';
  }

  // ---- by palette ---------------------------------------------------------------

  /** Ask into which chain the mention goes; the likely ones stand first, under 1–9. */
  chooseChain() {
    const { desk } = this;
    // Right after a likely antecedent was the wrong one, its choice is taken back first.
    const target = this.#again()?.target ?? this.#target();
    if (!target) return;
    /** @type {Option[]} */
    const options = this.#candidates(target).map(({ entity }) => this.#chainOption(entity, () => {
      if (this.#again()?.target === target) desk.store.undo();
      if (this.join(target, entity)) desk.say(`Now one actor with ${shorten(entity.name, 40)}. ${BACK}`);
    }));
    if (target.id) options.push({ name: 'new', label: 'a new actor', run: () => this.split([target.id ?? '']) });
    if (!options.length) {
      desk.say('No actor is marked yet that this could be.');
      return;
    }
    const about = `“${shorten(desk.text.slice(target.range[0], target.range[1]), 30)}”`;
    this.workspace.palette.open({ title: 'Same actor as', about, options, beside: this.#beside(), learn: false });
  }

  /**
   * Ask to which actor mentions are moved.
   *
   * @param {readonly string[]} ids
   * @param {() => void} done
   */
  chooseMove(ids, done) {
    const { desk } = this;
    const own = new Set(ids.map((id) => desk.labels.mentions.get(id)?.entity));
    const options = [...desk.labels.entities.values()].filter((e) => own.size > 1 || !own.has(e.id)).map((entity) => this.#chainOption(entity, () => {
      this.move(ids, entity.id);
      done();
    }));
    if (options.length) this.workspace.palette.open({ title: 'Move to', about: counted(ids.length, 'mention'), options, beside: null, learn: false });
    else desk.say('There is no other actor yet.');
  }

  /** @param {Entity} entity @param {() => void} run @returns {Option} */
  #chainOption(entity, run) {
    const { desk } = this;
    const members = chains(desk.labels).get(entity.id) ?? [];
    return {
      name: entity.id,
      label: entity.name || 'unnamed',
      detail: `${desk.looks.label(entity.type)} · ${members.length}`,
      hue: desk.looks.hue(entity.type),
      words: [...new Set(members.map((m) => desk.quoteOf(m)))].join(' '),
      run,
    };
  }

  /** Ask with which other the whole chain of the picked mention is one. */
  chooseMerge() {
    const entity = this.#chainHere();
    if (entity) this.mergeOf(entity.id);
    else this.desk.say('Pick the mention of an actor first.');
  }

  /** @param {string} id of a chain */
  mergeOf(id) {
    const { desk } = this;
    const entity = desk.labels.entities.get(id);
    const others = entity ? this.#likeliest(entity) : [];
    if (!entity || !others.length) {
      desk.say('There is no other actor yet.');
      return;
    }
    const options = others.map((other) => this.#chainOption(other, () => this.merge(id, other.id)));
    this.workspace.palette.open({ title: 'Merge with', about: `“${shorten(entity.name, 30)}”`, options, beside: this.#beside(), learn: false });
  }

  /** @param {Entity} entity @returns {Entity[]} the others: those that share a word of a name, then as antecedents */
  #likeliest(entity) {
    const { desk } = this;
    const wordsOf = (/** @type {string} */ id) => {
      const quotes = (chains(desk.labels).get(id) ?? []).map((m) => desk.quoteOf(m).toLowerCase());
      return new Set(quotes.filter((q) => !pronounOf(q)).flatMap((q) => q.match(/[\p{L}\p{N}]{3,}/gu) ?? []));
    };
    const own = wordsOf(entity.id);
    const shared = (/** @type {Entity} */ e) => Number([...wordsOf(e.id)].some((w) => own.has(w) && w !== 'the'));
    const first = chains(desk.labels).get(entity.id)?.[0]?.fragments[0] ?? [0, 0];
    const near = this.#candidates({ id: null, range: [first[0], first[1]], entity: entity.id }).map((c) => c.entity);
    return near.sort((a, b) => shared(b) - shared(a) || Number(b.type === entity.type) - Number(a.type === entity.type));
  }

  /** @returns {DOMRect | null} */
  #beside() {
    const { desk } = this;
    const reach = desk.reach;
    const rects = reach && desk.view.rangeFor(reach[0], reach[1])?.getClientRects();
    return rects?.[rects.length - 1] ?? null;
  }

  // ---- chains ---------------------------------------------------------------------

  /**
   * Make one chain of two; it keeps the name of the one that is named, or has more mentions.
   *
   * @param {string} a
   * @param {string} b  keeps its name where both are alike
   * @param {{into?: boolean}} [how]  `into`: b keeps its name in any case
   */
  merge(a, b, { into = false } = {}) {
    const { desk } = this;
    const [keep, other] = !into && this.#weight(a) > this.#weight(b) ? [a, b] : [b, a];
    const gone = desk.labels.entities.get(other)?.name ?? '';
    const result = desk.do(commands.mergeEntities(keep, other));
    if (!result.ok) return;
    const count = chains(desk.labels).get(keep)?.length ?? 0;
    const name = desk.labels.entities.get(keep)?.name ?? '';
    desk.say(`${shorten(gone, 30)} and ${shorten(name, 30)} are one actor now, with ${counted(count, 'mention')}. ${BACK}`);
  }

  /** @param {string} id @returns {number} */
  #weight(id) {
    const { desk } = this;
    const members = chains(desk.labels).get(id) ?? [];
    const form = formAttribute(desk);
    const named = members.some((m) => m.attributes[form] === 'named');
    const linked = desk.labels.entities.get(id)?.registry !== null;
    return Number(linked) * 1_000_000 + Number(named) * 10_000 + members.length;
  }

  /**
   * Move mentions into a chain.
   *
   * @param {readonly string[]} ids of mentions
   * @param {string} entityId
   */
  move(ids, entityId) {
    const { desk } = this;
    const result = desk.do(commands.joinEntity(ids, entityId));
    if (!result.ok || result.existed) return;
    const name = desk.labels.entities.get(entityId)?.name ?? '';
    desk.say(`${this.#quotes(ids)} ${ids.length === 1 ? 'is' : 'are'} ${shorten(name, 40)} now. ${BACK}`);
  }

  /** @param {readonly string[]} ids @returns {string} */
  #quotes(ids) {
    const { desk } = this;
    const first = desk.labels.mentions.get(ids[0] ?? '');
    return ids.length === 1 && first ? `“${shorten(desk.quoteOf(first), 30)}”` : counted(ids.length, 'mention');
  }

  /**
   * Make mentions an actor of their own.
   *
   * @param {readonly string[]} ids
   * @returns {string | null} the new chain
   */
  split(ids) {
    const { desk } = this;
    const quotes = this.#quotes(ids);
    const result = desk.do(commands.joinEntity([...ids].sort((a, b) => this.#order(a, b)), null));
    if (!result.ok) return null;
    if (result.existed) {
      desk.say('This is an actor of its own already.');
      return null;
    }
    desk.say(`${quotes} ${ids.length === 1 ? 'is' : 'are'} an actor of ${ids.length === 1 ? 'its' : 'their'} own now. ${BACK}`);
    return result.id;
  }

  /** @param {string} a @param {string} b */
  #order(a, b) {
    const { mentions } = this.desk.labels;
    const [first, second] = [mentions.get(a), mentions.get(b)];
    return first && second ? byPosition(first, second) : 0;
  }

  // ---- registry and note -------------------------------------------------------------

  /**
   * The name of an actor of the registry, as far as it is known; asked for once.
   *
   * @param {string} id
   * @returns {string} empty until the server has told it
   */
  registryName(id) {
    const known = this.registered.get(id);
    if (known !== undefined) return known;
    this.registered.set(id, '');
    void this.workspace.around.api.actor(id).then((answer) => {
      if (!answer.ok) return;
      this.registered.set(id, answer.value.name);
      this.desk.emit({ tab: true });
    });
    return '';
  }

  /** Find the actor in the registry, or enter it there. @param {string} id of a chain */
  link(id) {
    searchRegistry(this.workspace.root, this.desk, id, {
      api: this.workspace.around.api,
      linked: (actor) => {
        this.registered.set(actor.id, actor.name);
        const name = this.desk.labels.entities.get(id)?.name ?? '';
        if (this.desk.do(commands.linkActor(id, actor)).ok) this.desk.say(`${shorten(name, 40)} is ${shorten(actor.name, 40)} of the registry now. ${BACK}`);
      },
    });
  }

  /** @param {string} id of a chain */
  note(id) {
    this.workspace.handling.noteOn(id);
  }

  /** @param {string} id of a chain */
  relate(id) {
    relateFrom(this.workspace, id);
  }

  /**
   * What can be done with an actor besides setting its attributes.
   *
   * @param {string} id of a chain
   * @returns {Option[]}
   */
  optionsFor(id) {
    const { desk } = this;
    const entity = desk.labels.entities.get(id);
    if (!entity) return [];
    const types = [...desk.schema.entityTypes].map((type) => ({
      name: `type ${type}`,
      label: `type: ${desk.looks.label(type)}`,
      hue: desk.looks.hue(type),
      words: type,
      mark: type === entity.type ? '✓' : '',
      run: () => desk.do(commands.setEntity(id, { type })),
    }));
    return [
      { name: 'registry', label: entity.registry ? 'registry: link to another…' : 'registry: link…', words: 'wikidata actor', run: () => this.link(id) },
      ...(entity.registry ? [{ name: 'unlink', label: 'registry: unlink', run: () => desk.do(commands.unlinkActor(id)) }] : []),
      { name: 'merge', label: 'merge with…', run: () => this.mergeOf(id) },
      { name: 'note', label: 'write a note', run: () => this.note(id) },
      ...types,
    ];
  }

  // ---- seeing ----------------------------------------------------------------------

  /**
   * Open the card of the actor of the picked mention.
   *
   * @returns {Entity | null} the actor; without one the list has the keyboard
   */
  show() {
    const { desk, workspace } = this;
    const entity = this.#chainHere();
    desk.show('actors');
    workspace.side.dataset.open = 'true';
    if (entity) workspace.entities.openCard(entity.id);
    else workspace.entities.enter();
    return entity;
  }

  /** Open the card of the actor of the picked mention, and list what can be set. */
  open() {
    const entity = this.show();
    if (entity) attributePalette(this.workspace, entity.id);
  }

  /** Colour each chain's mentions in a hue of their own, or stop that. */
  colours() {
    const { desk } = this;
    const on = !desk.view.colouring;
    desk.view.colourChains(on);
    desk.emit({ labels: true, cursor: true, tab: true });
    desk.say(on ? 'Each actor has its own colour and number now.' : 'Colours show the types again.');
  }
}

/** @param {Desk} desk @returns {string} the attribute that tells names from nouns and pronouns */
export function formAttribute(desk) {
  for (const d of desk.schema.attributes.values()) if (d.guess === 'referring_form') return d.name;
  return 'mention';
}
