/**
 * What a frame keeps although its type has no place for it, after its type was changed.
 */

/** @import {Frame} from './types.js' */
/** @import {SchemaIndex} from './schema.js' */

/**
 * @param {Frame} frame
 * @param {SchemaIndex} schema
 * @returns {{roles: string[], attributes: string[]}} names, each once
 */
export function misfits(frame, schema) {
  const known = schema.frameType(frame.type)?.attributes ?? [];
  const roles = frame.arguments.map((a) => a.role).filter((role) => !schema.role(frame.type, role));
  return {
    roles: [...new Set(roles)],
    attributes: Object.keys(frame.attributes).filter((name) => !known.includes(name)),
  };
}
