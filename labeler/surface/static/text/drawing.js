/**
 * How a segment of the text is drawn: the innermost mark fills it, marks around
 * that are lines below it, triggers are bold, cues dotted, contents a quiet line.
 */

import { el } from '../dom.js';
import { flagWords } from '../model/flags.js';

/** @import {Looks} from './looks.js' */
/** @import {Segment, Stretch} from './segments.js' */

/** So many marks around others have a line of their own. */
const LINES = 2;

/**
 * @typedef {object} Surroundings what a segment's looks depend on besides itself
 * @property {Looks} looks
 * @property {Map<Stretch, number>} levels  of marks around others
 * @property {Map<Stretch, number>} depths  of contents in others
 * @property {ReadonlySet<string>} lit      mentions of the focused frame
 * @property {ReadonlySet<string>} glowing  mentions that are pointed at
 * @property {(id: string) => import('./chain_looks.js').ChainLook | undefined} chainOf  while chains are coloured
 */

/** @param {Segment} segment @param {Map<Stretch, number>} levels @returns {Stretch[]} marks that are drawn as lines */
function lined(segment, levels) {
  const marks = segment.inside.filter((s) => s.drawing === 'mark');
  return marks.filter((s) => (levels.get(s) ?? 0) > 0 || s.suggested).slice(0, LINES);
}

/**
 * @param {Segment} segment covered by at least one stretch
 * @param {Surroundings} around
 * @returns {HTMLSpanElement} without its text
 */
export function drawSegment(segment, around) {
  const { looks, levels, chainOf } = around;
  const hueOf = (/** @type {Stretch} */ { id, type }) => chainOf(id)?.hue ?? looks.hue(type);
  const element = document.createElement('span');
  element.className = classesOf(segment, around);
  const mark = segment.inside.find((s) => s.drawing === 'mark');
  if (mark) element.style.setProperty('--lb-c', hueOf(mark));
  for (const [i, line] of lined(segment, levels).entries()) {
    element.style.setProperty(`--lb-u${i + 1}`, hueOf(line));
  }
  const trigger = segment.inside.find((s) => s.drawing === 'trigger');
  if (trigger) element.style.setProperty('--lb-e', trigger.labels[0]?.hue ?? looks.hue(trigger.type));
  return element;
}

/** @param {Segment} segment @param {Surroundings} around */
function classesOf(segment, { levels, depths, lit, glowing }) {
  const classes = ['lb-s'];
  const marks = segment.inside.filter((s) => s.drawing === 'mark');
  const several = marks.filter((s) => !s.suggested).length > 1;
  if (marks[0]) classes.push(marks[0].suggested ? 'lb-fill-suggested' : several ? 'lb-deep' : 'lb-fill');
  for (const [i, mark] of lined(segment, levels).entries()) {
    classes.push(`lb-${mark.suggested ? 'dash' : 'line'}${i + 1}`);
  }
  for (const s of segment.inside) {
    const suffix = s.suggested ? '-suggested' : '';
    if (s.drawing === 'trigger') classes.push(`lb-trigger${suffix}`);
    else if (s.drawing === 'cue') classes.push(`lb-cue${suffix}`);
    else if (s.drawing === 'content') classes.push(`lb-content${suffix || Math.min(2, depths.get(s) ?? 0)}`);
    if (lit.has(s.id)) classes.push('lb-lit');
    if (glowing.has(s.id)) classes.push('lb-glow');
  }
  return classes.join(' ');
}

/**
 * The labels of the mentions that begin here, as generated content: they are no part of the text.
 *
 * @param {Stretch[]} beginning
 * @param {Surroundings} around
 * @returns {HTMLElement}
 */
export function drawLabels(beginning, { chainOf }) {
  const tags = el('i', { class: 'lb-tags' });
  for (const { id, labels, suggested } of beginning) {
    const chain = chainOf(id);
    for (const { text, hue, flags = [] } of labels) {
      const tag = document.createElement('i');
      tag.className = suggested ? 'lb-tag lb-tag-suggested' : 'lb-tag';
      tag.dataset.label = text;
      tag.style.setProperty('--lb-c', hue);
      if (chain) {
        tag.dataset.chain = String(chain.number);
        tag.style.setProperty('--lb-chain', chain.hue);
      }
      if (text) tags.append(tag);
      tags.append(...flags.map((flag) => drawFlag(flag)));
    }
  }
  return tags;
}

/** @param {string} flag @returns {HTMLElement} its sign; what it means is said when one points at it */
function drawFlag(flag) {
  return el('i', { class: 'lb-tag-flag', data: { flag }, attrs: { title: flagWords(flag) } });
}
