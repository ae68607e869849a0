/**
 * What is missing or wrong, each line a jump to its place.
 */

import { spokenMessage } from './attributes.js';
import { button, counted, el } from '../dom.js';

/** @import {Desk} from '../desk.js' */
/** @import {Problem} from '../model/types.js' */

/** @param {Problem} problem */
export function blocks(problem) {
  return problem.level !== 'warning';
}

/**
 * Go to where a problem is.
 *
 * @param {Desk} desk
 * @param {Problem} problem
 */
export function goTo(desk, problem) {
  const frame = desk.labels.frames.get(problem.item);
  if (frame) {
    const role = desk.schema.role(frame.type, problem.slot);
    desk.focus(frame.id, { slot: role ? problem.slot : null, reveal: true });
    return;
  }
  if (!goToItem(desk, problem.item) && problem.start >= 0) desk.reveal(problem.start);
}

/**
 * Go to where an item stands: a mention, the card of a frame, an actor; of a
 * relation to the one it starts from.
 *
 * @param {Desk} desk
 * @param {string} id
 * @returns {boolean} whether it is there
 */
export function goToItem(desk, id) {
  const { mentions, frames, entities, relations } = desk.labels;
  const relation = relations.get(id);
  if (relation) return goToItem(desk, relation.source);
  if (frames.has(id)) desk.focus(id, { reveal: true });
  else if (mentions.has(id)) desk.pick(id, { reveal: true });
  else if (entities.has(id)) {
    desk.reveal(desk.startOf(id));
    desk.show('actors');
  } else return false;
  return true;
}

export class ProblemList {
  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.element = el('div', { class: 'lb-problems' });
    /** @type {readonly Problem[]} */
    this.problems = [];
    /** @type {readonly Problem[] | null} */
    this.shown = null;
  }

  /** Show the present problems. */
  update() {
    if (this.shown === this.problems) return;
    this.shown = this.problems;
    if (!this.problems.length) {
      this.element.replaceChildren(el('div', { class: 'lb-empty', text: 'Nothing is missing. You can submit.' }));
      return;
    }
    const count = this.problems.filter(blocks).length;
    const warnings = this.problems.length - count;
    const parts = [
      count ? `${counted(count, 'thing')} must be mended before you submit` : 'Nothing stands in the way of a submit',
      warnings ? `${counted(warnings, 'thing')} ${warnings === 1 ? 'is' : 'are'} worth a look` : '',
    ];
    this.element.replaceChildren(
      el('p', { class: 'lb-panel-tools', text: `${parts.filter(Boolean).join('; ')}.` }),
      ...this.problems.slice(0, 300).map((p) => this.#line(p)),
    );
  }

  /** @param {Problem} problem */
  #line(problem) {
    const { desk } = this;
    const node = button(
      '',
      () => goTo(desk, problem),
      { class: 'lb-problem', data: { level: problem.level } },
    );
    node.append(spokenMessage(problem.message), el('small', { text: blocks(problem) ? 'needed' : 'warning' }));
    return node;
  }
}
