/**
 * Keys that change what is labelled.
 */

import * as actions from './actions.js';
import { armed } from './binding.js';
import { offersFor } from '../panels/offers.js';
import { misfitWaiting } from '../panels/misfits.js';

/** @import {Binding} from './binding.js' */

/** @type {Binding[]} */
export const EDITING = [
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
    words: 'add the selection as a further fragment; take it out where it lies inside',
    brief: (desk) => (actions.cutting(desk) ? 'take out of the fragment' : 'add fragment'),
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
    keys: ['r'],
    cap: 'r',
    words: 'change the type of what is picked or focused',
    brief: 'change type',
    group: 'Change',
    now: (desk) => desk.picked !== null || (desk.frame !== null && !armed(desk)),
    run: (hands) => hands.retype(),
  },
  {
    keys: ['b'],
    cap: 'b',
    words: 'write a note on it',
    group: 'Change',
    run: (hands) => hands.note(),
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
    when: (desk) => desk.frame !== null && misfitWaiting(desk) === undefined,
    now: (desk) => desk.frame !== null && (!armed(desk) || offersFor(desk).length > 0),
    run: ({ desk }, name) => {
      const index = name === '0' ? 9 : Number(name) - 1;
      if (armed(desk)) actions.takeCandidate(desk, index);
      else desk.arm(desk.schema.frameType(desk.focused?.type ?? '')?.roles[index]?.name ?? null);
    },
  },
];
