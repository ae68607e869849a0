/**
 * What the checks share: the labels, where things are used, a place to report.
 */

/** @import {Frame, Item, Kind, Labels, Mention, Problem} from './types.js' */
/** @import {SchemaIndex} from './schema.js' */
/** @import {Uses} from './labels.js' */

import { chains, fillers, shortQuote, uses } from './labels.js';
import { shortName } from './schema.js';

const RANK = { structure: 0, schema: 1, warning: 2 };

/** @param {Problem[]} problems @returns {Problem[]} worst first, then in text order, duplicates once */
export function inReadingOrder(problems) {
  const unique = new Map(problems.map((p) => [`${p.level} ${p.code} ${p.item} ${p.slot} ${p.message}`, p]));
  return [...unique.values()].sort(
    (a, b) =>
      RANK[a.level] - RANK[b.level] ||
      a.start - b.start ||
      compare(a.kind, b.kind) ||
      compare(a.item, b.item) ||
      compare(a.code, b.code) ||
      compare(a.slot, b.slot) ||
      compare(a.message, b.message),
  );
}

/** @param {string} a @param {string} b @returns {number} */
export function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}

/** One check of one set of labels: what is used where, and the problems so far. */
export class Checks {
  /** @param {Labels} labels @param {string} text @param {SchemaIndex} schema */
  constructor(labels, text, schema) {
    this.labels = labels;
    this.text = text;
    this.schema = schema;
    /** @type {Problem[]} */
    this.problems = [];
    /** @type {Uses} */
    this.uses = uses(labels);
    this.members = chains(labels);
  }

  /**
   * @param {Problem['level']} level
   * @param {string} code
   * @param {Kind} kind
   * @param {Item} item
   * @param {string} slot
   * @param {() => string} message asked only when there is a problem
   */
  report(level, code, kind, item, slot, message) {
    const start = this.startOf(kind, item);
    this.problems.push({ level, code, message: message(), item: item.id, slot, kind, start });
  }

  /** @param {Problem['level']} level @param {string} code @param {string} slot @param {string} message about the whole set */
  reportSet(level, code, slot, message) {
    this.problems.push({ level, code, message, item: '', slot, kind: 'set', start: -1 });
  }

  /** @param {Kind} kind @param {Item} item @returns {number} where it begins in the text, -1 for nowhere */
  startOf(kind, item) {
    if (kind === 'mention') return /** @type {Mention} */ (item).fragments[0][0];
    if (kind === 'entity') return this.members.get(item.id)?.[0].fragments[0][0] ?? -1;
    if (kind === 'relation') return -1;
    const frame = /** @type {Frame} */ (item);
    for (const id of [frame.anchor ?? '', ...frame.arguments.map((a) => a.filler)]) {
      const mention = this.labels.mentions.get(id);
      if (mention) return mention.fragments[0][0];
    }
    return -1;
  }

  /** @param {Frame} frame @param {string} role @returns {Mention[]} that fill it; the anchor under its role name */
  fillerMentions(frame, role) {
    const kind = this.schema.frameType(frame.type);
    const ids = frame.anchor !== null && role === kind?.anchor.role ? [frame.anchor] : fillers(frame, role);
    return ids.flatMap((id) => this.labels.mentions.get(id) ?? []);
  }

  /** @param {Item|undefined} item @returns {string} what a person calls it: type and text */
  name(item) {
    if (!item) return 'something';
    if ('fragments' in item) return `${shortName(item.type)} “${shortQuote(this.text, item.fragments)}”`;
    if ('registry' in item) return `actor “${item.name}”`;
    if ('source' in item) return `relation ${item.type}`;
    const anchor = this.labels.mentions.get(item.anchor ?? '');
    const type = shortName(item.type);
    return anchor ? `${type} “${shortQuote(this.text, anchor.fragments)}”` : type;
  }
}
