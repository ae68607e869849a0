/**
 * Every key of the surface in one table: what it does, in words, and when. The
 * line at the bottom, the map behind `?` and the keys themselves all come from here.
 */

import { ACTING } from './keys_acting.js';
import { ARTICLE } from './keys_article.js';
import { CONTEXT } from './keys_context.js';
import { DECIDING } from './keys_deciding.js';
import { EDITING } from './keys_editing.js';
import { FRAMING } from './keys_framing.js';
import { MOVES, SELECTING } from './keys_moving.js';
import { READING } from './keys_reading.js';
import { SAFETY } from './keys_safety.js';
import { typeKeys } from './typekeys.js';

/** @import {Binding} from './binding.js' */
/** @import {SchemaIndex} from '../model/schema.js' */
/** @import {Looks} from '../text/looks.js' */

/**
 * The keys of a schema's types.
 *
 * @param {SchemaIndex} schema
 * @param {Looks} looks
 * @returns {Binding[]}
 */
function marking(schema, looks) {
  return typeKeys(schema, looks).map((type) => ({
    keys: [type.key],
    cap: type.key,
    words: type.words,
    brief: type.words.replace(/:.*/u, ''),
    group: 'Mark',
    hue: type.hue,
    kinds: type.choices.length > 1 ? type.choices.map(({ name }) => ({ label: looks.label(name), hue: looks.hue(name) })) : [],
    now: (desk) => type.useful(desk),
    run: (hands) => hands.choose(type),
  }));
}

/**
 * All keys, in the order the map shows them.
 *
 * @param {SchemaIndex} schema
 * @param {Looks} looks
 * @returns {Binding[]}
 */
export function keymap(schema, looks) {
  return [...marking(schema, looks), ...FRAMING, ...EDITING, ...ACTING, ...DECIDING, ...CONTEXT, ...SELECTING, ...MOVES, ...READING, ...ARTICLE, ...SAFETY];
}
