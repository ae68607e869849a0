/**
 * What could fill the slot that waits, best first.
 */

import { fillers } from '../model/labels.js';
import { frameStart } from '../desk.js';

/** @import {Desk} from '../desk.js' */

const MOST = 9;

/**
 * Allowed mentions (and frames) near the frame: those in its sentence before
 * all others, own labels before suggestions, then by distance. Of the mentions
 * of one actor only the nearest is offered.
 *
 * @param {Desk} desk
 * @returns {string[]} ids, at most nine
 */
export function candidatesFor(desk) {
  const frame = desk.focused;
  const role = desk.armed;
  if (!frame || !role) return [];
  const here = frameStart(frame, desk.labels);
  const sentence = desk.document.sentences?.find(([start, end]) => start <= here && here < end);
  const taken = new Set(fillers(frame, role.name));
  /** @type {{id: string, entity: string | null, far: number}[]} */
  const found = [];
  const rate = (/** @type {number} */ start, /** @type {boolean} */ suggested) => {
    const outside = sentence && (start < sentence[0] || start >= sentence[1]) ? 100_000 : 0;
    return outside + Math.abs(start - here) + (suggested ? 40 : 0);
  };
  for (const labels of [desk.labels, desk.suggestions]) {
    const suggested = labels === desk.suggestions;
    for (const m of labels.mentions.values()) {
      if (taken.has(m.id) || m.id === frame.anchor || !desk.schema.mayFill(role, m.type)) continue;
      found.push({ id: m.id, entity: m.entity, far: rate(m.fragments[0]?.[0] ?? 0, suggested) });
    }
  }
  for (const f of desk.labels.frames.values()) {
    if (f.id === frame.id || taken.has(f.id) || !desk.schema.mayFill(role, f.type)) continue;
    found.push({ id: f.id, entity: null, far: rate(frameStart(f, desk.labels), false) });
  }
  found.sort((a, b) => a.far - b.far || (a.id < b.id ? -1 : 1));
  const entities = new Set();
  const best = found.filter(({ entity }) => {
    if (entity === null) return true;
    if (entities.has(entity)) return false;
    entities.add(entity);
    return true;
  });
  return best.slice(0, MOST).map(({ id }) => id);
}
