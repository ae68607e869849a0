/**
 * Every key of the surface in one table: what it does, in words, and when. The
 * line at the bottom, the map behind `?` and the keys themselves all come from here.
 */

import * as actions from './actions.js';
import { candidatesFor } from '../panels/candidates.js';
import { typeKeys } from './typekeys.js';

/** @import {Desk} from '../desk.js' */
/** @import {SchemaIndex} from '../model/schema.js' */

/**
 * What a key can reach besides the labels.
 *
 * @typedef {object} Hands
 * @property {Desk} desk
 * @property {(step: 1 | -1, extend: boolean) => void} byLine
 * @property {() => void} everything   the palette of all that can be done here
 * @property {(types: import('./typekeys.js').TypeKey) => void} choose
 * @property {() => void} edit         type, attributes and more of what is picked or focused
 * @property {() => void} note
 * @property {() => void} chain
 * @property {() => void} help
 * @property {() => void} submit
 * @property {() => void} skip
 * @property {(step: 1 | -1) => void} region
 * @property {(step: 1 | -1) => void} frame
 * @property {(step: 1 | -1) => void} textSize
 * @property {() => boolean} release   let Tab leave the surface
 * @property {() => void} card
 * @property {() => void} implicit
 */
/**
 * @typedef {object} Binding
 * @property {string[]} keys     as `nameOf` writes them
 * @property {string} cap        as people read them
 * @property {string} words
 * @property {string | ((desk: Desk) => string)} [brief]  fewer words for the bottom line
 * @property {string} group
 * @property {(hands: Hands, name: string) => void | boolean} run  `false` leaves the key to the browser
 * @property {(desk: Desk) => boolean} [when]  works now; always if left out
 * @property {(desk: Desk) => boolean} [now]   worth a place in the bottom line
 */

/**
 * The name of a key press, such as `Ctrl+Shift+z`, `Shift+ArrowLeft`, `S`, `?`.
 *
 * @param {KeyboardEvent} event
 */
export function nameOf(event) {
  let key = event.key;
  // On keyboards of other scripts the letters stand where the Latin ones are.
  if (key.length === 1 && key > '\u007f' && /^Key[A-Z]$/u.test(event.code)) {
    key = event.code.slice(3).toLowerCase();
    if (event.shiftKey) key = key.toUpperCase();
  }
  const control = event.ctrlKey || event.metaKey;
  const named = key.length > 1;
  const shift = event.shiftKey && (named || control);
  const plain = control && !named ? key.toLowerCase() : key;
  return `${control ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${plain}`;
}

/** @param {Desk} desk */
const inText = (desk) => !desk.frame;
/** @param {Desk} desk */
const onSuggestion = (desk) => actions.suggestionHere(desk) !== null;
/** @param {Desk} desk */
const onOwn = (desk) => desk.picked !== null && !desk.isSuggested(desk.picked);
/** @param {Desk} desk */
const armed = (desk) => desk.armed !== undefined;

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

const MOVES = [
  move('ArrowRight', '→', 'next word', go(({ cursor, at }, e) => cursor.byToken(at, 1, e))),
  move('ArrowLeft', '←', 'word before', go(({ cursor, at }, e) => cursor.byToken(at, -1, e))),
  move('ArrowDown', '↓', 'line below', (hands, extend) => hands.byLine(1, extend)),
  move('ArrowUp', '↑', 'line above', (hands, extend) => hands.byLine(-1, extend)),
  move('Ctrl+ArrowDown', 'Ctrl ↓', 'next sentence', go(({ cursor, at }, e) => cursor.bySentence(at, 1, e))),
  move('Ctrl+ArrowUp', 'Ctrl ↑', 'sentence before', go(({ cursor, at }, e) => cursor.bySentence(at, -1, e))),
  move('Ctrl+ArrowRight', 'Ctrl →', 'next paragraph', go(({ cursor, at }, e) => cursor.byParagraph(at, 1, e))),
  move('Ctrl+ArrowLeft', 'Ctrl ←', 'paragraph before', go(({ cursor, at }, e) => cursor.byParagraph(at, -1, e))),
  move('Home', 'Home', 'start of the text', go(({ cursor, at }, e) => cursor.to(at, 0, e))),
  move('End', 'End', 'end of the text', go(({ cursor, at }, e) => cursor.to(at, cursor.tokens.length - 1, e))),
];

/** @type {Binding[]} */
const SELECTING = [
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
    group: 'Move',
    run: (hands, name) => hands.region(name === 'F6' ? 1 : -1),
  },
];

/** @type {Binding[]} */
const EDITING = [
  {
    keys: ['/'],
    cap: '/',
    words: 'find any type or action by typing',
    brief: 'any type',
    group: 'Mark',
    now: () => true,
    run: (hands) => hands.everything(),
  },
  {
    keys: ['f'],
    cap: 'f',
    words: 'add the selection as a further fragment',
    brief: 'add fragment',
    group: 'Mark',
    now: (desk) => desk.selection !== null && actions.growing(desk) !== null,
    run: ({ desk }) => actions.addFragment(desk),
  },
  {
    keys: ['Enter'],
    cap: 'Enter',
    words: 'fill the waiting slot; else edit what is picked',
    brief: (desk) => (armed(desk) ? 'fill' : desk.picked && desk.isSuggested(desk.picked) ? 'accept' : 'edit'),
    group: 'Change',
    now: (desk) => desk.picked !== null || desk.frame !== null,
    run: (hands) => hands.edit(),
  },
  {
    keys: ['b'],
    cap: 'b',
    words: 'write a note on it',
    group: 'Change',
    run: (hands) => hands.note(),
  },
  {
    keys: ['m'],
    cap: 'm',
    words: 'put the mention in the chain of another actor',
    brief: 'same actor as…',
    group: 'Change',
    now: (desk) => onOwn(desk) && Boolean(desk.schema.spanType(desk.mention(desk.picked ?? '')?.type ?? '')?.entity),
    run: (hands) => hands.chain(),
  },
  {
    keys: ['i'],
    cap: 'i',
    words: 'the source is implicit',
    group: 'Change',
    now: (desk) => desk.focused !== undefined && desk.schema.frameType(desk.focused.type)?.kind === 'attribution',
    run: (hands) => hands.implicit(),
  },
  {
    keys: ['Delete', 'Backspace'],
    cap: 'Del',
    words: 'remove what is picked',
    brief: 'remove',
    group: 'Change',
    now: (desk) => desk.picked !== null || desk.frame !== null,
    run: ({ desk }) => actions.removePicked(desk),
  },
  {
    keys: ['Ctrl+z'],
    cap: 'Ctrl Z',
    words: 'undo',
    group: 'Change',
    run: ({ desk }) => actions.undoRedo(desk, 'undo'),
  },
  {
    keys: ['Ctrl+Shift+z', 'Ctrl+y'],
    cap: 'Ctrl ⇧ Z',
    words: 'redo',
    group: 'Change',
    run: ({ desk }) => actions.undoRedo(desk, 'redo'),
  },
  {
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'],
    cap: '1–9',
    words: 'in a card: open a slot; in a slot: take a candidate',
    brief: (desk) => (armed(desk) ? 'take a candidate' : 'open a slot'),
    group: 'Cards',
    when: (desk) => desk.frame !== null,
    now: (desk) => desk.frame !== null && (!armed(desk) || candidatesFor(desk).length > 0),
    run: ({ desk }, name) => {
      const index = name === '0' ? 9 : Number(name) - 1;
      if (armed(desk)) actions.takeCandidate(desk, index);
      else desk.arm(desk.schema.frameType(desk.focused?.type ?? '')?.roles[index]?.name ?? null);
    },
  },
];

/** @type {Binding[]} */
const SUGGESTIONS = [
  {
    keys: ['s'],
    cap: 's',
    words: 'accept the suggestion',
    group: 'Suggestions',
    now: onSuggestion,
    run: ({ desk }) => actions.accept(desk),
  },
  {
    keys: ['q'],
    cap: 'q',
    words: 'reject it',
    group: 'Suggestions',
    now: onSuggestion,
    run: ({ desk }) => actions.reject(desk),
  },
  {
    keys: ['v', 'V'],
    cap: 'v',
    words: 'next suggestion (with Shift: the one before)',
    brief: 'next suggestion',
    group: 'Suggestions',
    now: (desk) => inText(desk) && desk.suggestions.mentions.size > 0,
    run: ({ desk }, name) => actions.nextSuggestion(desk, name === 'v' ? 1 : -1),
  },
  {
    keys: ['S'],
    cap: '⇧ S',
    words: 'accept all of this kind',
    group: 'Suggestions',
    now: onSuggestion,
    run: ({ desk }) => actions.acceptKind(desk),
  },
];

/** @type {Binding[]} */
const ARTICLE = [
  {
    keys: ['Ctrl+Enter'],
    cap: 'Ctrl Enter',
    words: 'submit and go to the next article',
    group: 'Article',
    run: (hands) => hands.submit(),
  },
  {
    keys: ['+', '=', '-'],
    cap: '+ −',
    words: 'larger, smaller text',
    group: 'Article',
    run: (hands, name) => hands.textSize(name === '-' ? -1 : 1),
  },
  { keys: ['?'], cap: '?', words: 'all keys', group: 'Article', run: (hands) => hands.help() },
];

/**
 * The keys of a schema's types.
 *
 * @param {SchemaIndex} schema
 * @param {import('../text/looks.js').Looks} looks
 * @returns {Binding[]}
 */
function marking(schema, looks) {
  return typeKeys(schema, looks).map((type) => ({
    keys: [type.key],
    cap: type.key,
    words: type.words,
    group: 'Mark',
    now: (desk) => type.useful(desk),
    run: (hands) => hands.choose(type),
  }));
}

/**
 * All keys, in the order the map shows them.
 *
 * @param {SchemaIndex} schema
 * @param {import('../text/looks.js').Looks} looks
 * @returns {Binding[]}
 */
export function keymap(schema, looks) {
  return [...marking(schema, looks), ...EDITING, ...SUGGESTIONS, ...SELECTING, ...MOVES, ...ARTICLE];
}

/**
 * What a key press does now.
 *
 * @param {Binding[]} bindings
 * @param {string} name
 * @param {Desk} desk
 * @returns {Binding | undefined}
 */
export function bindingFor(bindings, name, desk) {
  return bindings.find((b) => b.keys.includes(name) && (b.when?.(desk) ?? true));
}
