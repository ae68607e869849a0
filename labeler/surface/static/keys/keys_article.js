/**
 * Keys for the article as a whole.
 */

/** @import {Binding} from './binding.js' */

/** @type {Binding[]} */
export const ARTICLE = [
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
