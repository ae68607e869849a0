/**
 * Threads as one reads them: what they are about, who said what, and a line for
 * each in a list.
 */

import { button, counted, el, shorten } from '../dom.js';
import { countSaid, isUnread } from '../model/talk.js';

/** @import {Message, Thread} from '../model/talk.js' */

const DID = { resolved: 'resolved this', reopened: 'opened this again' };

/**
 * @param {Thread} thread
 * @param {{user: string, takeBack: (id: string) => void}} reader
 * @returns {HTMLElement}
 */
export function threadNode(thread, { user, takeBack }) {
  const box = el('section', { class: 'lb-thread', data: { resolved: String(Boolean(thread.resolved_at)) }, attrs: { 'aria-label': 'Thread' } });
  if (thread.quote) box.append(el('blockquote', { text: shorten(thread.quote, 300) }));
  for (const message of thread.messages) {
    if (message.kind === 'said') box.append(messageNode(message, message.login === user ? takeBack : null));
    else box.append(el('p', { class: 'lb-message-event', text: `${message.name} ${DID[message.kind]} · ${when(message.at)}` }));
  }
  return box;
}

/** @param {Message} message @param {((id: string) => void) | null} takeBack for who wrote it */
function messageNode(message, takeBack) {
  const head = el('div', { class: 'lb-message-head' }, el('b', { text: message.name }), el('span', { text: when(message.at) }));
  if (message.unread) head.append(el('span', { class: 'lb-flag', data: { flag: 'talk-unread' }, text: 'new' }));
  if (takeBack && !message.taken_back) {
    head.append(el('span', { class: 'lb-grow' }), button('Take back', () => takeBack(message.id), { class: 'lb-quiet' }));
  }
  const said = message.taken_back
    ? el('p', { class: 'lb-message-event', text: 'taken back' })
    : el('p', { class: 'lb-message-text', text: message.text });
  return el('div', { class: 'lb-message', attrs: { role: 'group', 'aria-label': `${message.name}, ${when(message.at)}` } }, head, said);
}

/**
 * @param {Thread} thread
 * @param {() => void} open
 * @returns {HTMLElement} a line in a list of threads
 */
export function threadRow(thread, open) {
  const last = thread.messages.findLast((m) => m.kind === 'said' && !m.taken_back);
  const node = button('', open, { class: 'lb-remark', vars: { '--lb-c': 'var(--lb-ink)' } });
  node.append(
    el('span', { class: 'lb-remark-name' }, el('b', { text: thread.about_article ? 'The article' : shorten(thread.quote || 'an item', 50) })),
    el('span', { class: 'lb-slot-hint', text: counted(countSaid(thread), 'message') }),
    isUnread(thread) ? el('span', { class: 'lb-flag', data: { flag: 'talk-unread' }, text: 'new' }) : '',
    thread.resolved_at ? el('span', { class: 'lb-slot-hint', text: 'resolved' }) : '',
    last ? el('span', { class: 'lb-remark-note', text: `${last.name}: ${shorten(last.text, 120)}` }) : '',
  );
  return node;
}

/**
 * @param {import('../desk.js').Desk} desk
 * @param {string} item
 * @returns {HTMLElement[]} how much was said about it, where something was
 */
export function talkSigns({ talk }, item) {
  const [sign] = talk.signs(item);
  if (!sign) return [];
  const count = talk.on(item).reduce((sum, thread) => sum + countSaid(thread), 0);
  return [el('span', { class: 'lb-flag', data: { flag: sign }, text: counted(count, 'message') })];
}

/** @param {string} at ISO 8601 @returns {string} in the clock of who reads it */
function when(at) {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
