/** Assertions for the surface's unit tests. */

/** @param {unknown} condition @param {string} [message] @returns {asserts condition} */
export function ok(condition, message = 'expected something true') {
  if (!condition) throw new Error(message);
}

/** @param {unknown} found @param {unknown} wanted @param {string} [message] */
export function equal(found, wanted, message = 'not equal') {
  const [left, right] = [show(found), show(wanted)];
  if (left !== right) throw new Error(`${message}\n  found  ${left}\n  wanted ${right}`);
}

/** @param {() => unknown} body @param {{new (...args: any[]): Error}} kind */
export function throws(body, kind) {
  try {
    body();
  } catch (error) {
    ok(error instanceof kind, `threw ${error}, not a ${kind.name}`);
    return;
  }
  throw new Error(`threw no ${kind.name}`);
}

/** @param {unknown} value @returns {string} the same for equal values; maps, sets and keys in any order */
export function show(value) {
  return JSON.stringify(value, (_, v) => {
    if (v instanceof Map) return { map: Object.fromEntries([...v].sort()) };
    if (v instanceof Set) return { set: [...v].sort() };
    if (v === undefined) return { undefined: true };
    if (v && typeof v === 'object' && !Array.isArray(v)) return Object.fromEntries(Object.entries(v).sort());
    return v;
  });
}
