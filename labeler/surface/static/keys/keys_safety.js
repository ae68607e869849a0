/**
 * Keys for what was saved.
 */

/** @import {Binding} from './binding.js' */

/** @type {Binding[]} */
export const SAFETY = [
  {
    keys: ['Ctrl+s'],
    cap: 'Ctrl S',
    words: 'save at once; every change is saved by itself anyway',
    group: 'Article',
    run: (hands) => hands.workspace.around.save(),
  },
  {
    keys: ['H'],
    cap: '⇧ H',
    words: 'history: see earlier versions and bring them back',
    group: 'Article',
    run: (hands) => hands.workspace.around.history(),
  },
];
