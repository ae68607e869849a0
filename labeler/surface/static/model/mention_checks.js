/**
 * What is wrong with extents and overlaps of mentions.
 */

/** @import {Mention, Problem, SpanType} from './types.js' */

import { Checks, compare } from './checking.js';
import { covers, sameFragments, shareText, shortQuote } from './labels.js';
import { shortName } from './schema.js';
import { checkAttributes } from './values.js';

/** @type {WeakMap<Mention, readonly Problem[]>} what mentions alone have wrong */
const known = new WeakMap();

/** @param {Checks} checks */
export function checkMentions(checks) {
  const { labels, schema } = checks;
  for (const mention of labels.mentions.values()) {
    let own = known.get(mention);
    if (!own) known.set(mention, (own = problemsOfMention(checks, mention)));
    checks.problems.push(...own);
    if (schema.anchorTypes.has(mention.type) && !checks.uses.anchors.has(mention.id)) {
      const message = () => `${checks.name(mention)} belongs to no event or attribution`;
      checks.report('warning', 'anchor-unused', 'mention', mention, '', message);
    }
  }
  checkOverlaps(checks);
}

/** @param {Checks} checks @param {Mention} mention @returns {readonly Problem[]} what depends on nothing else */
function problemsOfMention(checks, mention) {
  const span = checks.schema.spanType(mention.type);
  if (!span) return [];
  const alone = new Checks(checks.labels, checks.text, checks.schema);
  checkExtent(alone, mention, span);
  checkAttributes(alone, 'mention', mention, span.attributes);
  if (mention.entity !== null && !span.entity) {
    const message = () => `${checks.name(mention)}: only actors belong to a chain`;
    alone.report('schema', 'entity-not-allowed', 'mention', mention, 'entity', message);
  }
  return alone.problems;
}

/** @param {Checks} checks @param {Mention} mention @param {SpanType} span */
function checkExtent(checks, mention, span) {
  const { fragments } = mention;
  /** @param {string} code @param {string} words @param {Problem['level']} [level] */
  const refuse = (code, words, level = 'schema') =>
    checks.report(level, code, 'mention', mention, 'fragments', () => `${checks.name(mention)}: ${words}`);
  if (fragments.length > span.max_fragments) {
    refuse('fragments', `${fragments.length} fragments, at most ${span.max_fragments} allowed`);
  }
  for (const [start, end] of fragments) {
    const read = checks.text.slice(start, end);
    const inner = read.trim();
    if (span.trim && read !== inner) refuse('blank-edge', 'begins or ends with a blank');
    if (!span.cross_paragraph && inner.includes('\n')) refuse('paragraphs', 'crosses a line break');
  }
  if (span.max_tokens !== null) {
    const count = shortQuote(checks.text, fragments, Infinity).split(' ').length;
    if (count > span.max_tokens) refuse('long', `${count} words, usually at most ${span.max_tokens}`, 'warning');
  }
  if (span.retired) refuse('retired', `the type ${shortName(span.name)} is no longer used`, 'warning');
}

/** Sweep over the text: only mentions that share text are compared. @param {Checks} checks */
function checkOverlaps(checks) {
  const sorted = [...checks.labels.mentions.values()].sort(
    (a, b) => a.fragments[0][0] - b.fragments[0][0] || endOf(a) - endOf(b) || compare(a.id, b.id),
  );
  /** @type {Mention[]} */
  let active = [];
  for (const mention of sorted) {
    const [start] = mention.fragments[0];
    active = active.filter((other) => endOf(other) > start);
    for (const other of active) {
      if (shareText(other.fragments, mention.fragments)) checkPair(checks, other, mention);
    }
    active.push(mention);
  }
}

/** @param {Mention} mention @returns {number} */
function endOf({ fragments }) {
  return fragments[fragments.length - 1][1];
}

/** @param {Checks} checks @param {Mention} one @param {Mention} other */
function checkPair(checks, one, other) {
  const same = one.type === other.type;
  if (same && sameFragments(one.fragments, other.fragments)) {
    const message = () => `${checks.name(other)} is marked twice`;
    checks.report('schema', 'duplicate-mention', 'mention', other, 'fragments', message);
    return;
  }
  const rules = [one, other].map((m) => {
    const span = checks.schema.spanType(m.type);
    return (same ? span?.overlap_same : span?.overlap_other) ?? 'any';
  });
  const never = rules.includes('none');
  if (!never && !rules.includes('nested')) return;
  if (!never && (covers(one.fragments, other.fragments) || covers(other.fragments, one.fragments))) return;
  const wanted = never ? 'may not overlap' : 'may only lie inside each other';
  const message = () => `${checks.name(one)} and ${checks.name(other)} ${wanted}`;
  checks.report('schema', 'overlap', 'mention', other, 'fragments', message);
}
