/**
 * Labels as a file, for when no server takes them any more.
 */

/** @import {OpenTask} from '../model/types.js' */
/** @import {LabelStore} from '../model/store.js' */

import { el } from '../dom.js';
import { writeLabels } from '../model/labels.js';
import { setOut } from '../model/offsets.js';

/**
 * Let the person keep the labels on the screen as a file, as the server would have got them.
 *
 * @param {LabelStore} store
 * @param {OpenTask} opened
 */
export function keepAsFile(store, { document: { id, text }, header, offsets }) {
  const set = setOut(writeLabels(store.labels, text, header), offsets);
  const href = URL.createObjectURL(new Blob([JSON.stringify(set, null, 1)], { type: 'application/json' }));
  el('a', { attrs: { href, download: `${id}.labels.json` } }).click();
  setTimeout(() => URL.revokeObjectURL(href));
}
