/**
 * The slots of a card: what fills each role, what may, what is wrong there, and
 * the candidates of the one that waits.
 */

import * as actions from '../keys/actions.js';
import * as commands from '../model/commands.js';
import { button, el, keycap, shorten } from '../dom.js';
import { fillers } from '../model/labels.js';
import { spoken, spokenMessage } from './attributes.js';
import { allowedWords, chip, plainName, withArticle } from './chips.js';
import { misfitsOf } from './misfits.js';
import { offersFor } from './offers.js';

/** @import {Desk} from '../desk.js' */
/** @import {Offer} from './offers.js' */
/** @import {Misfit} from './misfits.js' */
/** @import {Frame, Problem, Role} from '../model/types.js' */

/** On its own card a problem need not name the item. */
const NAMED = /^[^:“]*“.*?”: /su;

/**
 * A problem on the card of its item, with a sign and in words.
 *
 * @param {Problem} problem
 */
export function problemLine({ level, message }) {
  const warning = level === 'warning';
  return el(
    'div',
    { class: 'lb-problem-line', data: { level } },
    el('span', { class: 'lb-sign', text: warning ? '!' : '✕', attrs: { 'aria-hidden': 'true' } }),
    el('span', { class: 'lb-hush', text: warning ? 'Warning: ' : 'Problem: ' }),
    spokenMessage(message.replace(NAMED, '')),
  );
}

/**
 * @param {Desk} desk
 * @param {Frame} frame
 * @param {Role} role
 * @param {number} index
 * @param {boolean} focused
 * @param {readonly Problem[]} problems of the frame
 * @returns {HTMLElement | null} nothing where a card without the focus has nothing to say
 */
export function slotRow(desk, frame, role, index, focused, problems) {
  // What does not fit has a row of its own.
  const ids = fillers(frame, role.name).filter((id) => fitsRole(desk, role, id));
  const here = problems.filter((p) => p.slot === role.name && (focused || p.level !== 'warning'));
  if (!ids.length && !focused && !here.length) return null;
  const armed = focused && desk.slot === role.name;
  const wrong = here.some((p) => p.level !== 'warning');
  const values = el('div', { class: 'lb-row-values' });
  for (const id of ids) values.append(...fillerChips(desk, frame, role, id, focused));
  if (armed) values.append(...waiting(desk, role, ids.length));
  else if (focused) values.append(...offered(desk, role));
  if (focused && !armed && !ids.length) values.append(el('span', { class: 'lb-slot-hint lb-slot-empty', text: hintOf(desk, frame, role) }));
  for (const problem of here) values.append(problemLine(problem));
  const row = el(
    'div',
    {
      class: `lb-row${focused ? ' lb-row-slot' : ''}${armed ? ' lb-row-armed' : ''}${wrong ? ' lb-row-wrong' : ''}`,
      data: { role: role.name },
    },
    // While a slot waits the digits take what is offered, and open none.
    roleName(desk, role, focused && !desk.slot ? index : -1, focused, armed),
    values,
  );
  if (focused) {
    row.addEventListener('click', (event) => {
      if (event.target instanceof Element && event.target.closest('button')) return;
      desk.arm(armed ? null : role.name);
    });
  }
  return row;
}

/** @param {Desk} desk @param {Role} role @param {string} id */
function fitsRole(desk, role, id) {
  const type = (desk.labels.mentions.get(id) ?? desk.labels.frames.get(id))?.type;
  return type !== undefined && desk.schema.mayFill(role, type);
}

/**
 * The name of a role, on the focused card a button that opens the slot.
 *
 * @param {Desk} desk
 * @param {Role} role
 * @param {number} index  of the key that opens it; -1 for none
 * @param {boolean} focused
 * @param {boolean} armed
 */
function roleName(desk, role, index, focused, armed) {
  const title = role.definition || false;
  if (!focused) return el('span', { class: 'lb-row-name', text: spoken(role.name), attrs: { title } });
  const node = button(spoken(role.name), () => desk.arm(armed ? null : role.name), {
    attrs: { title, 'aria-pressed': String(armed), tabindex: '-1' },
  });
  node.className = 'lb-row-name lb-slot-name';
  if (index >= 0 && index < 10) node.prepend(keycap(String((index + 1) % 10)), ' ');
  return node;
}

/** @param {Desk} desk @param {Frame} frame @param {Role} role @returns {string} what may fill it, and whether something must */
function hintOf(desk, frame, role) {
  const needed = role.minimum > 0 || desk.schema.frameType(frame.type)?.requires.includes(role.name);
  return needed ? `${allowedWords(desk, role)}, required` : allowedWords(desk, role);
}

/** @param {Desk} desk @param {Role} role @param {number} count of fillers @returns {Node[]} */
function waiting(desk, role, count) {
  const candidates = offered(desk, role);
  const full = count >= role.maximum;
  const what = full && role.maximum > 1 ? `${role.maximum} at most` : `select or click ${count ? (full ? 'another instead' : 'another') : withArticle(allowedWords(desk, role))}`;
  const hint = el('span', { class: 'lb-slot-hint', text: candidates.length ? `${what}, or` : what });
  return [hint, ...candidates];
}

/** @param {Desk} desk @param {Role} role @returns {HTMLElement[]} chips of what the digits put in a role */
function offered(desk, role) {
  return offersFor(desk).flatMap((offer, i) => (offer.role === role.name ? [candidateChip(desk, role, offer, i)] : []));
}

/** @param {Desk} desk @param {Role} role @param {Offer} candidate @param {number} index */
function candidateChip(desk, role, candidate, index) {
  const node = button(keycap(String(index + 1)), () => actions.take(desk, candidate), { attrs: { tabindex: '-1' } });
  node.className = `lb-chip lb-chip-candidate${candidate.fresh ? ' lb-chip-fresh' : ''}`;
  node.style.setProperty('--lb-c', desk.looks.hue(candidate.type));
  if ('id' in candidate.filler) node.dataset.filler = candidate.filler.id;
  node.append(el('span', { text: shorten(candidate.words, 34) }));
  const notes = [
    role.fillers.length > 1 ? desk.looks.label(candidate.type) : '',
    candidate.fresh ? `new${ofWhom(desk, candidate)}` : '',
    candidate.suggested ? 'suggested' : '',
  ].filter(Boolean);
  if (notes.length) node.append(el('small', { class: 'lb-chip-note', text: notes.join(', ') }));
  return node;
}

/** @param {Desk} desk @param {Offer} offer @returns {string} whom a pronoun would mean */
function ofWhom(desk, { entity, words }) {
  const name = desk.labels.entities.get(entity ?? '')?.name ?? '';
  return name && name !== words ? ` = ${shorten(name, 24)}` : '';
}

/**
 * @param {Desk} desk
 * @param {Frame} frame
 * @param {Role} role
 * @param {string} id
 * @param {boolean} focused
 * @returns {HTMLElement[]}
 */
function fillerChips(desk, frame, role, id, focused) {
  const mention = desk.labels.mentions.get(id);
  if (!mention || mention.fragments.length === 1) {
    const inner = desk.labels.frames.get(id);
    const hue = desk.looks.hue(mention?.type ?? inner?.type ?? '');
    const go = () => (inner ? desk.focus(id, { reveal: true }) : desk.pick(id, { reveal: true }));
    const off = () => desk.do(commands.unfillRole(frame.id, role.name, id));
    return [chip(shorten(plainName(desk, id), 80), hue, go, focused ? off : null, `from ${role.name}`, Boolean(inner))];
  }
  return mention.fragments.map((f, i) => {
    const go = () => {
      desk.pick(id);
      desk.reveal(f[0]);
    };
    const off = () => desk.do(commands.removeFragment(id, i));
    const words = shorten(desk.text.slice(f[0], f[1]), 80);
    return chip(words, desk.looks.hue(mention.type), go, focused ? off : null, 'fragment', false);
  });
}

/**
 * A row for everything a frame keeps that its type has no place for.
 *
 * @param {Desk} desk
 * @param {Frame} frame
 * @param {boolean} focused
 * @returns {HTMLElement[]}
 */
export function misfitRows(desk, frame, focused) {
  return misfitsOf(desk.schema, desk.labels, frame).map((misfit) => misfitRow(desk, frame, misfit, focused));
}

/** @param {Desk} desk @param {Frame} frame @param {Misfit} misfit @param {boolean} focused */
function misfitRow(desk, frame, misfit, focused) {
  const armed = focused && desk.slot === misfit.slot;
  const what = misfit.kind === 'argument' ? shorten(plainName(desk, misfit.filler), 60) : misfit.values.map(spoken).join(', ');
  const words = el(
    'span',
    { class: 'lb-misfit-words' },
    el('span', { class: 'lb-sign', text: '✕', attrs: { 'aria-hidden': 'true' } }),
    `does not fit ${desk.looks.label(frame.type)}: `,
    el('b', { text: `${spoken(misfit.name)} → ${what}` }),
  );
  const row = el('div', { class: `lb-misfit${armed ? ' lb-row-armed' : ''}` }, words);
  if (!focused) return row;
  const tools = el('span', { class: 'lb-misfit-tools' });
  for (const [i, to] of misfit.to.entries()) {
    tools.append(misfitButton(armed ? String(i + 1) : '', `to ${spoken(to)}`, () => actions.moveMisfit(desk, misfit, to)));
  }
  tools.append(misfitButton(armed ? 'Del' : '', 'take out', () => actions.takeOutMisfit(desk, misfit)));
  row.append(tools);
  row.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('button')) return;
    desk.arm(armed ? null : misfit.slot);
  });
  return row;
}

/** @param {string} key @param {string} words @param {() => void} run */
function misfitButton(key, words, run) {
  const node = button(words, run, { attrs: { tabindex: '-1' } });
  node.className = 'lb-chip lb-chip-candidate';
  if (key) node.prepend(keycap(key));
  return node;
}
