/**
 * Which values attributes take, and what items say of it.
 */

/** @import {AttributeDef, AttributeValue, Item, Kind} from './types.js' */
/** @import {Checks} from './checking.js' */

import { shortName } from './schema.js';

const DATE = /^\d{4}(-\d\d(-\d\d)?)?$/u;
/** @type {Map<string, RegExp|null>} */
const patterns = new Map();

/**
 * @param {AttributeDef} definition
 * @param {AttributeValue} value
 * @returns {string} what is wrong, in words that follow the attribute's name; else nothing
 */
export function valueProblem(definition, value) {
  return PROBLEMS[definition.kind](definition, value);
}

/** @type {Record<AttributeDef['kind'], (definition: AttributeDef, value: AttributeValue) => string>} */
const PROBLEMS = {
  multi_enum({ values }, value) {
    if (!Array.isArray(value)) return `must be a list of values, not ${shown(value)}`;
    const unknown = value.filter((v) => !values.includes(v));
    return unknown.length ? `cannot be ${unknown.join(', ')}` : '';
  },
  enum({ values }, value) {
    return typeof value === 'string' && values.includes(value) ? '' : `cannot be ${shown(value)}`;
  },
  bool(_, value) {
    return typeof value === 'boolean' ? '' : `must be true or false, not ${shown(value)}`;
  },
  date(_, value) {
    const right = typeof value === 'string' && DATE.test(value);
    return right ? '' : `must be a date such as 2026-05-31, not ${shown(value)}`;
  },
  text({ pattern, hint }, value) {
    if (typeof value !== 'string') return `must be text, not ${shown(value)}`;
    return !pattern || fits(pattern, value) ? '' : `${shown(value)} does not fit ${hint || pattern}`;
  },
  int: (definition, value) => numberProblem(definition, value, true),
  float: (definition, value) => numberProblem(definition, value, false),
};

/** @param {AttributeDef} definition @param {AttributeValue} value @param {boolean} whole @returns {string} */
function numberProblem({ minimum, maximum }, value, whole) {
  if (typeof value !== 'number' || (whole && !Number.isInteger(value))) {
    return `must be a ${whole ? 'whole ' : ''}number, not ${shown(value)}`;
  }
  if (minimum !== null && value < minimum) return `must be at least ${minimum}, not ${value}`;
  return maximum !== null && value > maximum ? `must be at most ${maximum}, not ${value}` : '';
}

/** @param {string} pattern @param {string} value @returns {boolean} whether the whole value matches */
function fits(pattern, value) {
  let compiled = patterns.get(pattern);
  if (compiled === undefined) {
    try {
      compiled = new RegExp(`^(?:${pattern})$`, 'u');
    } catch {
      // A pattern only Python reads: the server judges it at the next save.
      compiled = null;
    }
    patterns.set(pattern, compiled);
  }
  return compiled === null || compiled.test(value);
}

/** @param {AttributeValue} value @returns {string} as the server's messages write it */
function shown(value) {
  if (typeof value === 'string') return value.includes("'") && !value.includes('"') ? `"${value}"` : `'${value}'`;
  if (Array.isArray(value)) return `(${value.map(shown).join(', ')}${value.length === 1 ? ',' : ''})`;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}

/** @param {Checks} checks @param {Kind} kind @param {Item} item @param {readonly string[]} names */
export function checkAttributes(checks, kind, item, names) {
  /** @type {Record<string, AttributeValue>|null} */
  let derived = null;
  for (const unknown of Object.keys(item.attributes)) {
    if (names.includes(unknown)) continue;
    const message = () => `${shortName(item.type)} has no attribute “${unknown}”: take its value out`;
    checks.report('schema', 'unknown-attribute', kind, item, unknown, message);
  }
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
