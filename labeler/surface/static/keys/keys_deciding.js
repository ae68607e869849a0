/**
 * Keys that decide on suggestions.
 */

import * as suggesting from './suggesting.js';
import { inText, onSuggestion } from './binding.js';

/** @import {Binding} from './binding.js' */

/** @type {Binding[]} */
export const DECIDING = [
  {
    keys: ['s'],
    cap: 's',
    words: 'accept the suggestion',
    group: 'Suggestions',
    now: onSuggestion,
    run: ({ desk }) => suggesting.accept(desk),
  },
  {
    keys: ['q'],
    cap: 'q',
    words: 'reject it',
    group: 'Suggestions',
    now: onSuggestion,
    run: ({ desk }) => suggesting.reject(desk),
  },
  {
    keys: ['v', 'V'],
    cap: 'v',
    words: 'next suggestion (with Shift: the one before)',
    brief: 'next suggestion',
    group: 'Suggestions',
    now: (desk) => inText(desk) && desk.suggestions.mentions.size > 0,
    run: ({ desk }, name) => suggesting.nextSuggestion(desk, name === 'v' ? 1 : -1),
  },
  {
    keys: ['S'],
    cap: '⇧ S',
    words: 'accept all of this kind',
    group: 'Suggestions',
    now: onSuggestion,
    run: ({ desk }) => suggesting.acceptKind(desk),
  },
];
