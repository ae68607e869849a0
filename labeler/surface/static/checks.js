/**
 * What is wrong with labels as one works: the rules of `labeler/core/schema_checks.py`
 * with the same codes and words. Broken structure is not looked for here;
 * commands refuse to make it.
 */

/** @import {AttributeValue, Frame, FrameType, Item, Kind, Labels, LabeledDocument, Mention, Problem, Role, SpanType} from './types.js' */
/** @import {SchemaIndex} from './schema.js' */
/** @import {Uses} from './labels.js' */

import { checkConstraints } from './constraints.js';
import { chains, covers, fillers, sameFragments, shareText, shortQuote, uses } from './labels.js';
import { shortName } from './schema.js';
import { valueProblem } from './values.js';

const RANK = { structure: 0, schema: 1, warning: 2 };

/** @type {WeakMap<Mention, {schema: SchemaIndex, found: readonly Problem[]}>} what mentions alone have wrong */
const known = new WeakMap();

/**
 * Every schema problem and warning, worst first, then in reading order.
 * @param {Labels} labels
 * @param {LabeledDocument} document
 * @param {SchemaIndex} schema
 * @returns {readonly Problem[]}
 */
export function findProblems(labels, document, schema) {
  const checks = new Checks(labels, document.text, schema);
  checkMentions(checks);
  for (const frame of labels.frames.values()) checkFrame(checks, frame);
  checkRelations(checks);
  for (const entity of labels.entities.values()) {
    checkAttributes(checks, 'entity', entity, schema.entityAttributes);
    if (!checks.members.has(entity.id)) {
      checks.report('warning', 'entity-unused', 'entity', entity, '', () => `${checks.name(entity)} has no mention`);
    }
  }
  for (const [name, value] of Object.entries(labels.documentLabels)) {
    const definition = schema.attribute(name);
    const wrong = definition ? valueProblem(definition, value) : '';
    if (wrong) checks.problems.push(problem('schema', 'attribute-value', `${name} ${wrong}`, '', name, 'set', -1));
  }
  checkConstraints(checks);
  return inReadingOrder(checks.problems);
}

/** @param {readonly Problem[]} problems @returns {boolean} whether they forbid to submit */
export function blocksSubmitting(problems) {
  return problems.some((p) => p.level !== 'warning');
}

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
function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}

/**
 * @param {Problem['level']} level
 * @param {string} code
 * @param {string} message
 * @param {string} item
 * @param {string} slot
 * @param {Kind|'set'} kind
 * @param {number} start
 * @returns {Problem}
 */
function problem(level, code, message, item, slot, kind, start) {
  return { level, code, message, item, slot, kind, start };
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
    this.problems.push(problem(level, code, message(), item.id, slot, kind, this.startOf(kind, item)));
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

/** @param {Checks} checks */
function checkMentions(checks) {
  const { labels, schema } = checks;
  for (const mention of labels.mentions.values()) {
    let own = known.get(mention);
    if (own?.schema !== schema) {
      own = { schema, found: problemsOfMention(checks, mention) };
      known.set(mention, own);
    }
    checks.problems.push(...own.found);
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

/** @param {Checks} checks @param {Frame} frame */
function checkFrame(checks, frame) {
  const kind = checks.schema.frameType(frame.type);
  if (!kind) return;
  checkAnchor(checks, frame, kind);
  for (const role of kind.roles) checkRole(checks, frame, kind, role);
  // Those constraints judge the required roles themselves, more leniently.
  for (const missing of checks.schema.reciprocal.has(kind.name) ? [] : kind.requires) {
    if (frame.arguments.some((a) => a.role === missing)) continue;
    const message = () => `${checks.name(frame)}: no ${missing} yet`;
    checks.report('warning', 'role-expected', 'frame', frame, missing, message);
  }
  checkAttributes(checks, 'frame', frame, kind.attributes);
  checkNesting(checks, frame, kind);
  if (kind.retired) {
    const message = () => `the type ${shortName(kind.name)} is no longer used`;
    checks.report('warning', 'retired', 'frame', frame, 'type', message);
  }
}

/** @param {Checks} checks @param {Frame} frame @param {FrameType} kind */
function checkAnchor(checks, frame, { anchor: wanted }) {
  if (frame.anchor === null) {
    const message = () => `${checks.name(frame)} has no ${wanted.role}`;
    if (wanted.minimum) checks.report('schema', 'anchor-missing', 'frame', frame, wanted.role, message);
    return;
  }
  const found = checks.labels.mentions.get(frame.anchor);
  if (found && found.type !== wanted.type) {
    const message = () => `the ${wanted.role} must be a ${shortName(wanted.type)}, not ${checks.name(found)}`;
    checks.report('schema', 'anchor-type', 'frame', frame, wanted.role, message);
  }
}

/** @param {Checks} checks @param {Frame} frame @param {FrameType} kind @param {Role} role */
function checkRole(checks, frame, kind, role) {
  const ids = fillers(frame, role.name);
  /** @param {string} code @param {() => string} words @param {Problem['level']} [level] */
  const refuse = (code, words, level = 'schema') =>
    checks.report(level, code, 'frame', frame, role.name, () => `${checks.name(frame)}: ${words()}`);
  if (ids.length < role.minimum) refuse('role-missing', () => `${role.name} is missing`);
  else if (!ids.length && role.warn_if_missing && !kind.requires.includes(role.name)) {
    refuse('role-expected', () => `no ${role.name} yet`, 'warning');
  }
  if (ids.length > role.maximum) {
    refuse('role-full', () => `${ids.length} fillers of ${role.name}, at most ${role.maximum}`);
  }
  for (const id of new Set(ids)) {
    const found = checks.labels.mentions.get(id) ?? checks.labels.frames.get(id);
    if (ids.indexOf(id) !== ids.lastIndexOf(id)) {
      refuse('filler-twice', () => `${checks.name(found)} is ${role.name} twice`);
    }
    if (found && !checks.schema.mayFill(role, found.type)) {
      refuse('filler-type', () => `${checks.name(found)} cannot be ${role.name}`);
    }
  }
  checkRoleOverlaps(checks, frame, role);
}

/** @param {Checks} checks @param {Frame} frame @param {Role} role */
function checkRoleOverlaps(checks, frame, role) {
  for (const [other, rule] of Object.entries(role.overlap_with)) {
    if (rule === 'any') continue;
    const message = () => `${checks.name(frame)}: ${role.name} and ${other} share text`;
    const theirs = checks.fillerMentions(frame, other);
    const clash = checks
      .fillerMentions(frame, role.name)
      .some((mine) => theirs.some((t) => t.id !== mine.id && shareText(mine.fragments, t.fragments)));
    if (clash) {
      checks.report(rule === 'forbidden' ? 'schema' : 'warning', 'role-overlap', 'frame', frame, role.name, message);
    }
  }
}

/** @param {Checks} checks @param {Frame} frame @param {FrameType} kind */
function checkNesting(checks, frame, kind) {
  const parent = checks.labels.frames.get(frame.nested_in ?? '');
  if (!parent) return;
  const outer = checks.schema.frameType(parent.type);
  /** @param {string} code @param {() => string} words */
  const refuse = (code, words) => checks.report('schema', code, 'frame', frame, 'nested_in', words);
  if (!kind.nesting || !outer?.nesting) {
    refuse('nesting', () => `${checks.name(frame)} cannot be nested in ${checks.name(parent)}`);
    return;
  }
  let depth = 1;
  for (let step = parent; step.nested_in !== null; depth += 1) {
    const above = checks.labels.frames.get(step.nested_in);
    if (!above) break;
    step = above;
  }
  const most = kind.nesting.max_depth;
  if (depth + 1 > most) {
    refuse('nesting-depth', () => `${checks.name(frame)} is nested ${depth + 1} deep, at most ${most}`);
  }
  const around = checks.fillerMentions(parent, outer.nesting.via);
  const { via } = outer.nesting;
  for (const inner of checks.fillerMentions(frame, kind.nesting.via)) {
    if (around.length && !around.some((content) => covers(content.fragments, inner.fragments))) {
      refuse('nesting-outside', () => `${checks.name(frame)} is not inside the ${via} it is nested in`);
    }
  }
}

/** @param {Checks} checks */
function checkRelations(checks) {
  const { labels, schema } = checks;
  /** @type {Map<string, number>} */
  const out = new Map();
  /** @type {Map<string, Map<string, string[]>>} */
  const graphs = new Map();
  for (const relation of labels.relations.values()) {
    const kind = schema.relationType(relation.type);
    if (!kind) continue;
    const graph = graphs.get(relation.type) ?? new Map();
    graphs.set(relation.type, graph.set(relation.source, [...(graph.get(relation.source) ?? []), relation.target]));
    for (const [slot, id, wanted] of /** @type {[string, string, string[]][]} */ ([
      ['source', relation.source, kind.sources],
      ['target', relation.target, kind.targets],
    ])) {
      const frame = labels.frames.get(id);
      if (frame && !wanted.includes(frame.type)) {
        const message = () => `${checks.name(frame)} cannot be the ${slot} of ${relation.type}`;
        checks.report('schema', 'relation-type', 'relation', relation, slot, message);
      }
    }
    checkAttributes(checks, 'relation', relation, kind.attributes);
    const count = (out.get(`${relation.type} ${relation.source}`) ?? 0) + 1;
    out.set(`${relation.type} ${relation.source}`, count);
    if (kind.max_out !== null && count === kind.max_out + 1) {
      const message = () => `more than ${kind.max_out} ${relation.type} from one place`;
      checks.report('schema', 'relation-max', 'relation', relation, 'source', message);
    }
  }
  for (const relation of labels.relations.values()) {
    const graph = graphs.get(relation.type);
    if (!graph || !schema.relationType(relation.type)?.acyclic) continue;
    if (reaches(graph, relation.target, relation.source)) {
      const message = () => `${relation.type} runs in a circle`;
      checks.report('schema', 'relation-cycle', 'relation', relation, 'target', message);
    }
  }
}

/** @param {Map<string, string[]>} graph @param {string} start @param {string} goal @returns {boolean} */
function reaches(graph, start, goal) {
  const seen = new Set();
  const front = [start];
  while (front.length) {
    const step = /** @type {string} */ (front.pop());
    if (step === goal) return true;
    if (seen.has(step)) continue;
    seen.add(step);
    front.push(...(graph.get(step) ?? []));
  }
  return false;
}

/** @param {Checks} checks @param {Kind} kind @param {Item} item @param {readonly string[]} names */
function checkAttributes(checks, kind, item, names) {
  /** @type {Record<string, AttributeValue>|null} */
  let derived = null;
  for (const name of names) {
    const definition = checks.schema.attribute(name, kind === 'frame' ? item.type : '');
    if (!definition) continue;
    const value = item.attributes[name];
    if (value === undefined || value === '' || (Array.isArray(value) && !value.length)) {
      const message = () => `${checks.name(item)}: ${name} is missing`;
      if (definition.required) checks.report('schema', 'attribute-missing', kind, item, name, message);
      continue;
    }
    const wrong = valueProblem(definition, value);
    if (wrong) {
      checks.report('schema', 'attribute-value', kind, item, name, () => `${checks.name(item)}: ${name} ${wrong}`);
    } else if (definition.derived) {
      derived ??= checks.schema.derive(names, item.attributes);
      const right = derived[name];
      const message = () => `${checks.name(item)}: ${name} should be ${right}, not ${value}`;
      if (right !== value) checks.report('warning', 'attribute-derived', kind, item, name, message);
    }
  }
}
