/**
 * Small labels for mentions and frames, to press and to take away.
 */

import { nameOf } from '../keys/framing.js';
import { button, el, shorten } from '../dom.js';

/** @import {Desk} from '../desk.js' */
/** @import {Frame, Role} from '../model/types.js' */

/**
 * @param {string} text
 * @param {string} hue
 * @param {() => void} go
 * @param {(() => void) | null} off
 * @param {string} from
 * @param {boolean} isFrame
 */
export function chip(text, hue, go, off, from, isFrame) {
  const node = el('span', { class: `lb-chip${isFrame ? ' lb-chip-frame' : ''}`, vars: { '--lb-c': hue } });
  const open = button(el('span', { text }), go, { attrs: { tabindex: '-1' } });
  open.className = 'lb-chip-go';
  node.append(open);
  if (off) {
    const cross = button('×', off, { attrs: { 'aria-label': `Remove ${text} ${from}`, title: 'Remove', tabindex: '-1' } });
    cross.className = 'lb-x';
    node.append(cross);
  }
  return node;
}

/** A chip that focuses a frame. @param {Desk} desk @param {Frame} frame @param {string} [words] */
export function frameChip(desk, frame, words) {
  const text = words ?? shorten(plainName(desk, frame.id), 60);
  return chip(text, desk.looks.hue(frame.type), () => desk.focus(frame.id, { reveal: true }), null, '', true);
}

/** @param {Desk} desk @param {string} id @returns {string} what a mention reads, or type and anchor of a frame */
export function plainName(desk, id) {
  const mention = desk.mention(id);
  return mention ? desk.quoteOf(mention) : nameOf(desk, id).replaceAll(/[“”]/gu, '');
}

/**
 * What may fill a role, in a few words: families rather than every type.
 *
 * @param {Desk} desk
 * @param {Role} role
 */
export function allowedWords(desk, role) {
  /** @type {Set<string>} */
  const names = new Set();
  for (const name of role.fillers) {
    const span = desk.schema.spanType(name);
    if (span) names.add(span.parent ? desk.looks.label(span.parent) : desk.looks.label(name));
    else names.add(desk.schema.frameType(name)?.kind ?? name);
  }
  const list = [...names];
  const last = list.pop() ?? '';
  return list.length ? `${list.join(', ')} or ${last}` : last;
}

/** @param {string} words @returns {string} with “a” or “an” in front */
export function withArticle(words) {
  return `${/^[aeiou]/iu.test(words) ? 'an' : 'a'} ${words}`;
}
