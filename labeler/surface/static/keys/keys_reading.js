/**
 * Keys for how the text is set.
 */

/** @import {Binding} from './binding.js' */

/** @type {Binding[]} */
export const READING = [
  {
    keys: ['+', '=', '-'],
    cap: '+ −',
    words: 'larger, smaller text',
    group: 'Article',
    run: ({ workspace }, name) => workspace.around.reading.step(name === '-' ? -1 : 1),
  },
  {
    keys: ['T'],
    cap: '⇧ T',
    words: 'text size, line height, density, contrast',
    group: 'Article',
    run: ({ workspace }) => workspace.around.reading.open(),
  },
];
