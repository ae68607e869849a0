/**
 * Keys for actors and for what reads the same everywhere.
 */

import { onOwn } from './binding.js';
import { changeEverywhere, markEverywhere } from './everywhere.js';

/** @import {Binding} from './binding.js' */
/** @import {Desk} from '../desk.js' */

/** @param {Desk} desk */
const onActor = (desk) => onOwn(desk) && Boolean(desk.schema.spanType(desk.mention(desk.picked ?? '')?.type ?? '')?.entity);
/** @param {Desk} desk */
const someActor = (desk) => desk.labels.entities.size > 0;

/** @type {Binding[]} */
export const ACTING = [
  {
    keys: ['h'],
    cap: 'h',
    words: 'the same actor as the likely one before it; again: the next likely one',
    brief: 'same actor',
    group: 'Actors',
    now: (desk) => someActor(desk) && (desk.selection !== null || onActor(desk)),
    run: ({ workspace }) => workspace.acting.sameActor(),
  },
  {
    keys: ['m'],
    cap: 'm',
    words: 'put the mention in the chain of another actor',
    brief: 'same actor as…',
    group: 'Actors',
    now: onActor,
    run: ({ workspace }) => workspace.acting.chooseChain(),
  },
  {
    keys: ['M'],
    cap: '⇧ M',
    words: 'merge its whole chain with another',
    brief: 'merge chains',
    group: 'Actors',
    now: (desk) => onActor(desk) && desk.labels.entities.size > 1,
    run: ({ workspace }) => workspace.acting.chooseMerge(),
  },
  {
    keys: ['A'],
    cap: '⇧ A',
    words: 'the actor of this mention: name, type, country and more, registry',
    brief: 'its actor',
    group: 'Actors',
    now: onActor,
    run: ({ workspace }) => workspace.acting.open(),
  },
  {
    keys: ['C'],
    cap: '⇧ C',
    words: 'colour each actor’s mentions in a colour of their own, on and off',
    group: 'Actors',
    run: ({ workspace }) => workspace.acting.colours(),
  },
  {
    keys: ['y'],
    cap: 'y',
    words: 'mark all that reads the same, from a list',
    brief: 'mark all',
    group: 'Everywhere',
    now: (desk) => onOwn(desk) && desk.looks.drawing(desk.mention(desk.picked ?? '')?.type ?? '') === 'mark',
    run: ({ workspace }) => markEverywhere(workspace),
  },
  {
    keys: ['Y'],
    cap: '⇧ Y',
    words: 'remove or retype all that reads the same, from a list',
    group: 'Everywhere',
    run: ({ workspace }) => changeEverywhere(workspace),
  },
];
