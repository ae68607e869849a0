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
    keys: ['F'],
    cap: '⇧ F',
    words: 'find in the text',
    group: 'Article',
    run: ({ workspace }) => workspace.finding.open(),
  },
  { keys: ['?'], cap: '?', words: 'all keys', group: 'Article', run: (hands) => hands.help() },
];
