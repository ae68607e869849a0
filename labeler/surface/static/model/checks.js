/**
 * What is wrong with labels as one works: the rules of `labeler/core/schema_checks.py`
 * with the same codes and words. Broken structure is not looked for here;
 * commands refuse to make it.
 */

/** @import {Frame, FrameType, Labels, LabeledDocument, Problem, Role} from './types.js' */
/** @import {SchemaIndex} from './schema.js' */

import { Checks, inReadingOrder } from './checking.js';
import { checkConstraints } from './constraints.js';
import { covers, fillers, shareText } from './labels.js';
import { checkMentions } from './mention_checks.js';
import { shortName } from './schema.js';
import { checkAttributes, valueProblem } from './values.js';

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
    if (wrong) checks.reportSet('schema', 'attribute-value', name, `${name} ${wrong}`);
  }
  checkConstraints(checks);
  return inReadingOrder(checks.problems);
}

/** @param {Checks} checks @param {Frame} frame */
function checkFrame(checks, frame) {
  const kind = checks.schema.frameType(frame.type);
  if (!kind) return;
  checkAnchor(checks, frame, kind);
  for (const role of kind.roles) checkRole(checks, frame, kind, role);
  checkMisfits(checks, frame);
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

/** Arguments whose role the type does not have: left over from another type. @param {Checks} checks @param {Frame} frame */
function checkMisfits(checks, frame) {
  for (const [role, ids] of misfits(frame, checks.schema)) {
    const wish = ids.length === 1
      ? 'move its filler to another role or take it out'
      : 'move its fillers to other roles or take them out';
    const message = () => `${shortName(frame.type)} has no role “${role}”: ${wish}`;
    checks.report('schema', 'unknown-role', 'frame', frame, role, message);
  }
}

/**
 * @param {Frame} frame
 * @param {SchemaIndex} schema
 * @returns {Map<string, string[]>} the fillers of each role its type does not have, in order
 */
export function misfits(frame, schema) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const { role, filler } of frame.arguments) {
    if (!schema.role(frame.type, role)) found.set(role, [...(found.get(role) ?? []), filler]);
  }
  return found;
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
