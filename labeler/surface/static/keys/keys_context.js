/**
 * Keys that doubt, discuss, and look around: flags, the article as a whole, the concordance.
 */

import * as context from './context.js';

/** @import {Binding} from './binding.js' */

/** @type {Binding[]} */
export const CONTEXT = [
  {
    keys: ['z'],
    cap: 'z',
    words: '“not sure” on what is picked, and off again',
    group: 'Notes',
    run: (hands) => context.toggleFlag(hands, 'unsure'),
  },
  {
    keys: ['Z'],
    cap: '⇧ Z',
    words: '“discuss” on what is picked, and off again',
    group: 'Notes',
    run: (hands) => context.toggleFlag(hands, 'discuss'),
  },
  {
    keys: ['B'],
    cap: '⇧ B',
    words: 'the thread of what is picked, or of the article: read and answer',
    group: 'Notes',
    run: (hands) => context.talkAbout(hands),
  },
  {
    keys: ['k'],
    cap: 'k',
    words: 'where these words stand in all articles, and how they are labelled there',
    brief: 'in all articles',
    group: 'Notes',
    now: (desk) => desk.selection !== null,
    run: ({ workspace }) => workspace.concordance.open(),
  },
  {
    keys: ['K'],
    cap: '⇧ K',
    words: 'the article: its labels, all notes, flags and threads',
    group: 'Notes',
    run: ({ workspace }) => context.showArticle(workspace),
  },
];
