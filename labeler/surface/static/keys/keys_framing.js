/**
 * Keys for the card that has the focus: its slots, its shape, its links.
 */

import * as actions from './actions.js';
import { misfitWaiting } from '../panels/misfits.js';
import { nest, relate, split } from './linking.js';

/** @import {Desk} from '../desk.js' */
/** @import {Binding} from './binding.js' */

/** @param {Desk} desk */
const onCard = (desk) => desk.focused !== undefined;
/** @param {Desk} desk */
const onAttribution = (desk) => Boolean(desk.schema.frameType(desk.focused?.type ?? '')?.nesting);

/** @type {Binding[]} */
export const FRAMING = [
  {
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    cap: '1–9',
    words: 'on what does not fit: move it to the role of that number',
    brief: 'move it',
    group: 'Cards',
    when: (desk) => misfitWaiting(desk) !== undefined,
    now: () => true,
    run: ({ desk }, name) => {
      const misfit = misfitWaiting(desk);
      const role = misfit?.to[Number(name) - 1];
      if (misfit && role) actions.moveMisfit(desk, misfit, role);
    },
  },
  {
    keys: ['D'],
    cap: '⇧ D',
    words: 'duplicate the card',
    brief: 'duplicate',
    group: 'Cards',
    now: (desk) => onCard(desk) && !desk.slot,
    run: ({ desk }) => actions.duplicate(desk),
  },
  {
    keys: ['X'],
    cap: '⇧ X',
    words: 'split the card: one for each filler of a role',
    brief: 'split',
    group: 'Cards',
    now: (desk) => actions.splitting(desk).length > 0,
    run: ({ workspace }) => split(workspace),
  },
  {
    keys: ['R'],
    cap: '⇧ R',
    words: 'link the card to another, or the picked actor to another',
    brief: 'link',
    group: 'Cards',
    now: (desk) => onCard(desk) && !desk.slot,
    run: ({ workspace }) => relate(workspace),
  },
  {
    keys: ['N'],
    cap: '⇧ N',
    words: 'choose in which attribution this one lies',
    brief: 'inside…',
    group: 'Cards',
    now: (desk) => onAttribution(desk) && !desk.slot,
    run: ({ workspace }) => nest(workspace),
  },
  {
    keys: ['G'],
    cap: '⇧ G',
    words: 'guideline of the type or role, on and off',
    group: 'Cards',
    run: ({ workspace }) => workspace.guideline.toggle(),
  },
];
