/**
 * Keys that move the caret and select text.
 */

import * as actions from './actions.js';
import { inText, onOwn } from './binding.js';

/** @import {Desk} from '../desk.js' */
/** @import {Binding, Hands} from './binding.js' */

/**
 * A move with an arrow, and the same with Shift extending the selection.
 *
 * @param {string} key
 * @param {string} cap
 * @param {string} words
 * @param {(hands: Hands, extend: boolean) => void} go
 * @returns {Binding}
 */
function move(key, cap, words, go) {
  const shifted = key.replace(/([A-Za-z]+)$/u, 'Shift+$1');
  return {
    keys: [key, shifted],
    cap,
    words,
    group: 'Move; with Shift: select',
    run: (hands, name) => go(hands, name.includes('Shift+')),
  };
}

/** @param {(desk: Desk, extend: boolean) => import('../text/cursor.js').Position} where */
function go(where) {
  return (/** @type {Hands} */ { desk }, /** @type {boolean} */ extend) => {
    desk.move(where(desk, extend));
    desk.reveal(desk.cursor.tokens[desk.at.token]?.[0] ?? 0);
  };
}

/** @type {Binding[]} */
export const MOVES = [
  move('ArrowRight', '→', 'next word', go(({ cursor, at }, e) => cursor.byToken(at, 1, e))),
  move('ArrowLeft', '←', 'word before', go(({ cursor, at }, e) => cursor.byToken(at, -1, e))),
  move('ArrowDown', '↓', 'line below', (hands, extend) => hands.going.byLine(1, extend)),
  move('ArrowUp', '↑', 'line above', (hands, extend) => hands.going.byLine(-1, extend)),
  move('PageDown', 'PgDn', 'a screen down', (hands, extend) => hands.going.byScreen(1, extend)),
  move('PageUp', 'PgUp', 'a screen up', (hands, extend) => hands.going.byScreen(-1, extend)),
  move('Ctrl+ArrowDown', 'Ctrl ↓', 'next sentence', go(({ cursor, at }, e) => cursor.bySentence(at, 1, e))),
  move('Ctrl+ArrowUp', 'Ctrl ↑', 'sentence before', go(({ cursor, at }, e) => cursor.bySentence(at, -1, e))),
  move('Ctrl+ArrowRight', 'Ctrl →', 'next paragraph', go(({ cursor, at }, e) => cursor.byParagraph(at, 1, e))),
  move('Ctrl+ArrowLeft', 'Ctrl ←', 'paragraph before', go(({ cursor, at }, e) => cursor.byParagraph(at, -1, e))),
  move('Home', 'Home', 'start of the text', go(({ cursor, at }, e) => cursor.to(at, 0, e))),
  move('End', 'End', 'end of the text', go(({ cursor, at }, e) => cursor.to(at, cursor.tokens.length - 1, e))),
];

/** @type {Binding[]} */
export const SELECTING = [
  {
    keys: ['j'],
    cap: 'j',
    words: 'jump to a word on the screen: type how it begins, then the letter at it',
    brief: 'jump to a word',
    group: 'Move',
    now: inText,
    run: ({ workspace }) => workspace.hopping.begin(false),
  },
  {
    keys: ['J'],
    cap: '⇧ J',
    words: 'select from here to a word on the screen',
    brief: 'select to a word',
    group: 'Select',
    now: (desk) => desk.selection !== null,
    run: ({ workspace }) => workspace.hopping.begin(true),
  },
  {
    keys: ['l'],
    cap: 'l',
    words: 'larger: name, phrase, clause, quotation, sentence, paragraph',
    brief: 'larger',
    group: 'Select',
    now: inText,
    run: (hands) => hands.going.grow(),
  },
  {
    keys: ['L'],
    cap: '⇧ L',
    words: 'smaller again',
    brief: 'smaller',
    group: 'Select',
    now: (desk) => desk.selection !== null,
    run: (hands) => hands.going.shrink(),
  },
  {
    keys: [']'],
    cap: ']',
    words: 'selection one word longer',
    brief: 'longer',
    group: 'Select',
    now: (desk) => desk.selection !== null,
    run: ({ desk }) => desk.move(desk.cursor.byToken(desk.at, 1, true)),
  },
  {
    keys: ['['],
    cap: '[',
    words: 'selection one word shorter',
    group: 'Select',
    run: ({ desk }) => desk.move(desk.cursor.byToken(desk.at, -1, true)),
  },
  {
    keys: ['Alt+Shift+ArrowRight', 'Alt+Shift+ArrowLeft'],
    cap: 'Alt ⇧ ← →',
    words: 'selection by single characters',
    group: 'Select',
    run: ({ desk }, name) => desk.move(desk.cursor.byCharacter(desk.at, name.endsWith('Right') ? 1 : -1)),
  },
  {
    keys: [' '],
    cap: 'Space',
    words: 'select this word, then one more',
    group: 'Select',
    run: ({ desk }) => {
      const { at, cursor } = desk;
      desk.move(desk.selection ? cursor.byToken(at, 1, true) : { ...at, anchor: at.token, free: null });
    },
  },
  {
    keys: ['Escape'],
    cap: 'Esc',
    words: 'step back: selection, slot, mention, card; then Tab leaves the article',
    brief: 'back',
    group: 'Select',
    now: (desk) => Boolean(desk.selection || desk.slot || desk.picked || desk.frame),
    run: (hands) => (hands.desk.stepBack() ? undefined : hands.release()),
  },
  {
    keys: ['Tab'],
    cap: 'Tab',
    words: 'next mention; in a card the next slot',
    brief: (desk) => (desk.frame ? 'next slot' : 'next mention'),
    group: 'Move',
    now: () => true,
    run: ({ desk }) => (desk.frame ? actions.nextSlot(desk, 1) : actions.nextMention(desk, 1)),
  },
  {
    keys: ['Shift+Tab'],
    cap: '⇧ Tab',
    words: 'mention or slot before',
    group: 'Move',
    run: ({ desk }) => (desk.frame ? actions.nextSlot(desk, -1) : actions.nextMention(desk, -1)),
  },
  {
    keys: ['.', ','],
    cap: '. ,',
    words: 'next mention, mention before',
    group: 'Move',
    run: ({ desk }, name) => actions.nextMention(desk, name === '.' ? 1 : -1),
  },
  {
    keys: ['Alt+.', 'Alt+,'],
    cap: 'Alt . ,',
    words: 'next name without a label, name before',
    group: 'Move',
    run: (hands, name) => hands.going.nextUnlabelled(name === 'Alt+.' ? 1 : -1),
  },
  {
    keys: ['Alt+ArrowDown', 'Alt+ArrowUp'],
    cap: 'Alt ↓ ↑',
    words: 'next card, card before',
    group: 'Move',
    run: (hands, name) => hands.frame(name.endsWith('Down') ? 1 : -1),
  },
  {
    keys: ['g'],
    cap: 'g',
    words: 'go to the card of this mention',
    brief: 'its card',
    group: 'Move',
    now: onOwn,
    run: (hands) => hands.card(),
  },
  {
    keys: ['F6', 'Shift+F6'],
    cap: 'F6',
    words: 'article, panel, top bar in turn',
    group: 'Article',
    run: (hands, name) => hands.region(name === 'F6' ? 1 : -1),
  },
];
