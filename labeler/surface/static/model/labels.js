/**
 * Labels as immutable values: making, reading, writing, comparing them.
 */

/** @import {Labels, Mention, Entity, Frame, Relation, Item, Kind, Table, Patch, Range, SetHeader} from './types.js' */

/** @type {readonly Table[]} */
export const TABLES = ['mentions', 'entities', 'frames', 'relations'];
/** @type {Readonly<Record<Table, Kind>>} */
export const KINDS = {
  mentions: 'mention',
  entities: 'entity',
  frames: 'frame',
  relations: 'relation',
};
/** What stands between the fragments when a discontinuous mention is quoted. */
const GLUE = ' … ';
const FORMAT = 'labeler.annotation-set/1';

/** @type {Labels} */
export const EMPTY = Object.freeze({
  mentions: new Map(),
  entities: new Map(),
  frames: new Map(),
  relations: new Map(),
  documentLabels: Object.freeze({}),
  decisions: Object.freeze([]),
});

/**
 * @param {Labels} labels
 * @param {string} id
 * @returns {{kind: 'mention', item: Mention}|{kind: 'entity', item: Entity}|{kind: 'frame', item: Frame}|{kind: 'relation', item: Relation}|undefined}
 */
export function find(labels, id) {
  const mention = labels.mentions.get(id);
  if (mention) return { kind: 'mention', item: mention };
  const frame = labels.frames.get(id);
  if (frame) return { kind: 'frame', item: frame };
  const entity = labels.entities.get(id);
  if (entity) return { kind: 'entity', item: entity };
  const relation = labels.relations.get(id);
  return relation && { kind: 'relation', item: relation };
}

/**
 * @param {string} text
 * @param {readonly Range[]} fragments
 * @returns {string} what the fragments read, joined by “ … ”
 */
export function quote(text, fragments) {
  return fragments.map(([start, end]) => text.slice(start, end)).join(GLUE);
}

/**
 * @param {string} text
 * @param {readonly Range[]} fragments
 * @param {number} [limit] characters
 * @returns {string} the quote on one line, cut for a message or a card
 */
export function shortQuote(text, fragments, limit = 40) {
  const line = [...quote(text, fragments).split(/\s+/u).filter(Boolean).join(' ')];
  return line.length <= limit ? line.join('') : `${line.slice(0, limit - 1).join('')}…`;
}

/** @param {readonly Range[]} a @param {readonly Range[]} b @returns {boolean} */
export function sameFragments(a, b) {
  return a.length === b.length && a.every(([s, e], i) => s === b[i][0] && e === b[i][1]);
}

/**
 * @param {readonly Range[]} a
 * @param {readonly Range[]} b
 * @returns {boolean} whether they share text
 */
export function shareText(a, b) {
  return a.some(([s, e]) => b.some(([s2, e2]) => s < e2 && s2 < e));
}

/**
 * @param {readonly Range[]} outer
 * @param {readonly Range[]} inner
 * @returns {boolean} whether each inner fragment lies inside one outer fragment
 */
export function covers(outer, inner) {
  return inner.every(([s, e]) => outer.some(([s2, e2]) => s2 <= s && e <= e2));
}

/** @param {readonly Range[]} fragments @returns {number} UTF-16 units covered */
export function extent(fragments) {
  return fragments.reduce((sum, [start, end]) => sum + end - start, 0);
}

/**
 * Fragments in order, touching and overlapping ones joined, no character cut in two.
 * @param {string} text
 * @param {readonly Range[]} fragments
 * @returns {Range[]} empty where nothing valid is left
 */
export function normalizeFragments(text, fragments) {
  const sorted = fragments
    .map(([start, end]) => /** @type {Range} */ ([outward(text, start, -1), outward(text, end, 1)]))
    .filter(([start, end]) => start >= 0 && start < end && end <= text.length)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  /** @type {Range[]} */
  const joined = [];
  for (const [start, end] of sorted) {
    const last = joined.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

/**
 * @param {string} text
 * @param {number} at
 * @param {-1|1} step
 * @returns {number} `at`, or its neighbour where `at` is inside a surrogate pair
 */
function outward(text, at, step) {
  const inside =
    (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
  return inside ? at + step : at;
}

/** @param {Frame} frame @param {string} role @returns {string[]} ids that fill it, in order */
export function fillers(frame, role) {
  return frame.arguments.filter((a) => a.role === role).map((a) => a.filler);
}

/**
 * @typedef {object} Uses
 * @property {Map<string, Frame[]>} anchors frames by the mention that anchors them
 * @property {Map<string, Array<{frame: Frame, role: string}>>} fillers slots by what fills them
 * @property {Map<string, Frame[]>} nested frames by the frame they are nested in
 */

/** @type {WeakMap<ReadonlyMap<string, Frame>, Uses>} */
const usesOf = new WeakMap();
/** @type {WeakMap<ReadonlyMap<string, Mention>, Map<string, Mention[]>>} */
const chainsOf = new WeakMap();

/**
 * Where mentions and frames are used. Computed once per frames table.
 * @param {Labels} labels
 * @returns {Uses}
 */
export function uses({ frames }) {
  let found = usesOf.get(frames);
  if (!found) usesOf.set(frames, (found = indexUses(frames)));
  return found;
}

/**
 * The mentions of each entity, in text order. Computed once per mentions table.
 * @param {Labels} labels
 * @returns {ReadonlyMap<string, readonly Mention[]>}
 */
export function chains({ mentions }) {
  let found = chainsOf.get(mentions);
  if (!found) chainsOf.set(mentions, (found = indexChains(mentions)));
  return found;
}

/** @param {ReadonlyMap<string, Frame>} frames @returns {Uses} */
export function indexUses(frames) {
  /** @type {Uses} */
  const found = { anchors: new Map(), fillers: new Map(), nested: new Map() };
  for (const frame of frames.values()) {
    if (frame.anchor !== null) push(found.anchors, frame.anchor, frame);
    if (frame.nested_in !== null) push(found.nested, frame.nested_in, frame);
    for (const { role, filler } of frame.arguments) push(found.fillers, filler, { frame, role });
  }
  return found;
}

/** @param {ReadonlyMap<string, Mention>} mentions @returns {Map<string, Mention[]>} */
export function indexChains(mentions) {
  /** @type {Map<string, Mention[]>} */
  const found = new Map();
  for (const mention of mentions.values()) {
    if (mention.entity !== null) push(found, mention.entity, mention);
  }
  for (const chain of found.values()) chain.sort(byPosition);
  return found;
}

/**
 * Text order: earlier first, of those that start together the longer first, then by id.
 * @param {Mention} a
 * @param {Mention} b
 * @returns {number}
 */
export function byPosition(a, b) {
  return (
    a.fragments[0][0] - b.fragments[0][0] ||
    /** @type {Range} */ (b.fragments.at(-1))[1] - /** @type {Range} */ (a.fragments.at(-1))[1] ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  );
}

/**
 * What differs between two labels. Tables they share cost nothing.
 * @param {Labels} before
 * @param {Labels} after
 * @returns {Patch}
 */
export function difference(before, after) {
  /** @type {Patch} */
  const patch = { tables: {} };
  for (const table of TABLES) {
    if (before[table] === after[table]) continue;
    /** @type {Array<[string, Item|null, Item|null]>} */
    const rows = [];
    for (const [id, item] of before[table]) {
      const now = after[table].get(id);
      if (now !== item) rows.push([id, item, now ?? null]);
    }
    for (const [id, item] of after[table]) {
      if (!before[table].has(id)) rows.push([id, null, item]);
    }
    if (rows.length) patch.tables[table] = rows;
  }
  if (before.documentLabels !== after.documentLabels) {
    patch.documentLabels = [before.documentLabels, after.documentLabels];
  }
  if (before.decisions !== after.decisions) patch.decisions = [before.decisions, after.decisions];
  return patch;
}

/** @param {Patch} patch @returns {boolean} */
export function isEmptyPatch(patch) {
  return !Object.keys(patch.tables).length && !patch.documentLabels && !patch.decisions;
}

/**
 * Labels with a patch applied, forwards.
 * @param {Labels} labels
 * @param {Patch} patch
 * @returns {Labels}
 */
export function applyPatch(labels, patch) {
  const next = /** @type {Record<string, any>} */ ({ ...labels });
  for (const table of TABLES) {
    const rows = patch.tables[table];
    if (!rows) continue;
    const map = new Map(/** @type {ReadonlyMap<string, any>} */ (labels[table]));
    for (const [id, , item] of rows) {
      if (item) map.set(id, flagged(item));
      else map.delete(id);
    }
    next[table] = map;
  }
  if (patch.documentLabels) next.documentLabels = patch.documentLabels[1];
  if (patch.decisions) next.decisions = patch.decisions[1];
  return /** @type {Labels} */ (next);
}

/**
 * @param {Labels} a
 * @param {Labels} b
 * @returns {boolean} whether both say the same; the order of items does not matter
 */
export function sameLabels(a, b) {
  if (a === b) return true;
  for (const table of TABLES) {
    if (a[table] === b[table]) continue;
    if (a[table].size !== b[table].size) return false;
    for (const [id, item] of a[table]) if (!sameValue(item, b[table].get(id))) return false;
  }
  /** @param {Labels} labels */
  const decided = ({ decisions }) => Object.fromEntries(decisions.map((d) => [d.suggestion, d]));
  return sameValue(a.documentLabels, b.documentLabels) && sameValue(decided(a), decided(b));
}

/** @param {unknown} a @param {unknown} b @returns {boolean} whether two JSON values are equal */
export function sameValue(a, b) {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === right.length &&
    left.every(([key, value]) => key in b && sameValue(value, /** @type {any} */ (b)[key]))
  );
}

/**
 * The stretches of text whose look a patch changes: of mentions that changed,
 * and of those whose frame or chain did.
 * @param {Labels} before
 * @param {Labels} after
 * @param {Patch} patch
 * @returns {{items: Set<string>, ranges: Range[]}}
 */
export function touched(before, after, patch) {
  /** @type {Set<string>} */
  const items = new Set();
  /** @type {Range[]} */
  const ranges = [];
  /** @param {Mention|undefined|null} mention */
  const paint = (mention) => mention && ranges.push(...mention.fragments);
  for (const rows of Object.values(patch.tables)) for (const [id] of rows) items.add(id);
  for (const [, old, now] of patch.tables.mentions ?? []) {
    paint(/** @type {Mention|null} */ (old));
    paint(/** @type {Mention|null} */ (now));
  }
  for (const [, old, now] of patch.tables.frames ?? []) {
    for (const frame of /** @type {Array<Frame|null>} */ ([old, now])) {
      if (!frame) continue;
      for (const id of [frame.anchor, ...frame.arguments.map((a) => a.filler)]) {
        if (id !== null) paint(after.mentions.get(id) ?? before.mentions.get(id));
      }
    }
  }
  if (patch.tables.entities) {
    const members = chains(after);
    for (const [id] of patch.tables.entities) (members.get(id) ?? []).forEach(paint);
  }
  if (patch.decisions) {
    const [old, now] = patch.decisions.map((d) => new Set(d.map((x) => `${x.verdict} ${x.suggestion}`)));
    for (const key of [...old, ...now]) {
      if (!old.has(key) || !now.has(key)) items.add(key.slice(key.indexOf(' ') + 1));
    }
  }
  return { items, ranges: mergeRanges(ranges) };
}

/**
 * @param {readonly Range[]} ranges
 * @returns {Range[]} the same stretches in order, overlapping and touching ones joined
 */
export function mergeRanges(ranges) {
  /** @type {Range[]} */
  const merged = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/**
 * Labels from a set as the server sends it, or as an older page kept it, offsets already converted.
 * @param {any} json
 * @returns {Labels}
 */
export function readLabels(json) {
  /** @param {any[]} rows @returns {Map<string, any>} */
  const byId = (rows) => new Map((rows ?? []).map((row) => [row.id, flagged(row)]));
  return {
    mentions: byId((json.mentions ?? []).map((/** @type {any} */ { text: _, ...mention }) => mention)),
    entities: byId(json.entities),
    frames: byId(json.frames),
    relations: byId(json.relations),
    documentLabels: json.document_labels ?? {},
    decisions: (json.decisions ?? []).map((/** @type {any} */ d) => (d.changed ? d : { ...d, changed: [] })),
  };
}

/** @template {{flags?: readonly string[]}} T @param {T} item as an older page may have kept it @returns {T} the same with its flags */
function flagged(item) {
  return item.flags ? item : { ...item, flags: [] };
}

/** @param {Mention} mention @param {string} text @returns {Mention & {text: string}} with what it quotes */
export function writeMention(mention, text) {
  return { ...mention, text: quote(text, mention.fragments) };
}

/**
 * The set as the server takes it, offsets still to be converted.
 * @param {Labels} labels
 * @param {string} text
 * @param {SetHeader} header
 * @returns {Record<string, any>}
 */
export function writeLabels(labels, text, header) {
  return {
    format: FORMAT,
    ...header,
    mentions: [...labels.mentions.values()].map((mention) => writeMention(mention, text)),
    entities: [...labels.entities.values()],
    frames: [...labels.frames.values()],
    relations: [...labels.relations.values()],
    document_labels: labels.documentLabels,
    decisions: labels.decisions,
  };
}

/**
 * @template T
 * @param {Map<string, T[]>} map
 * @param {string} key
 * @param {T} value
 */
function push(map, key, value) {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
