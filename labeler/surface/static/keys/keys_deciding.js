/**
 * Keys that decide on suggestions.
 */

import { inText, onSuggestion } from './binding.js';
import * as suggesting from './suggesting.js';

/** @import {Desk} from '../desk.js' */
/** @import {Binding} from './binding.js' */

/** @param {Desk} desk */
const atSuggestion = (desk) => desk.stop !== undefined;

/** What `]`, `[` and their like do to the suggestion one stands at. @type {Record<string, ['start' | 'end', 1 | -1]>} */
const EDGES = {
  ']': ['end', 1],
  '[': ['end', -1],
  'Shift+ArrowRight': ['end', 1],
  'Shift+ArrowLeft': ['end', -1],
  '{': ['start', -1],
  '}': ['start', 1],
};

/** @type {Binding[]} */
export const DECIDING = [
  {
    keys: ['s'],
    cap: 's',
    words: 'accept the suggestion and go on; of a selection all that lie in it',
    brief: 'accept',
    group: 'Suggestions',
    now: onSuggestion,
    run: ({ desk }) => suggesting.accept(desk),
  },
  {
    keys: ['q'],
    cap: 'q',
    words: 'reject it and go on',
    brief: 'reject',
    group: 'Suggestions',
    now: onSuggestion,
    run: ({ desk }) => suggesting.reject(desk),
  },
  {
    keys: ['E'],
    cap: '⇧ E',
    words: 'accept it and open it, to change something',
    brief: 'accept and edit',
    group: 'Suggestions',
    now: atSuggestion,
    run: (hands) => suggesting.acceptToEdit(hands),
  },
  {
    keys: ['v', 'V'],
    cap: 'v',
    words: 'next suggestion (with Shift: the one before)',
    brief: 'next suggestion',
    group: 'Suggestions',
    now: (desk) => inText(desk) && desk.stops.list.length > 0,
    run: ({ desk }, name) => suggesting.nextSuggestion(desk, name === 'v' ? 1 : -1),
  },
  {
    keys: Object.keys(EDGES),
    cap: '[ ] { }',
    words: 'at a suggestion: its end, its start one word further; accepting takes that extent',
    brief: 'extent',
    group: 'Suggestions',
    when: atSuggestion,
    run: ({ desk }, name) => suggesting.reshape(desk, ...(EDGES[name] ?? ['end', 1])),
  },
  {
    keys: ['S'],
    cap: '⇧ S',
    words: 'accept all that agree with it: the type, the words, the score',
    brief: 'accept all like it',
    group: 'Suggestions',
    now: atSuggestion,
    run: (hands) => suggesting.decideAll(hands, 'accept'),
  },
  {
    keys: ['Q'],
    cap: '⇧ Q',
    words: 'reject all that agree with it',
    group: 'Suggestions',
    run: (hands) => suggesting.decideAll(hands, 'reject'),
  },
  {
    keys: ['Alt+v'],
    cap: 'Alt v',
    words: 'hide all suggestions, show them again',
    group: 'Suggestions',
    run: ({ desk }) => {
      desk.toggleSuggestions();
      desk.say(desk.showSuggestions ? 'Suggestions are shown.' : 'Suggestions are hidden.');
    },
  },
];
