/**
 * Labels as the JSON text the server takes. Each item is written once, and again only
 * when it changed: a save follows every change, and a long article holds thousands.
 */

/** @import {Labels, LabeledDocument, SetHeader} from '../model/types.js' */

import { EMPTY, readLabels, writeLabels, writeMention } from '../model/labels.js';
import { mentionOut, Offsets, setIn } from '../model/offsets.js';

/** @typedef {{document: LabeledDocument, header: SetHeader, offsets: Offsets}} Place what the labels are about */

/** @type {WeakMap<Offsets, WeakMap<object, string>>} the text of items, by the article they are about */
const textsOf = new WeakMap();

/** @param {Place} place @param {Labels} labels @returns {string} the set, offsets in code points */
export function written({ document, header, offsets }, labels) {
  const texts = textsOf.get(offsets) ?? new WeakMap();
  textsOf.set(offsets, texts);
  /** @template {object} T @param {ReadonlyMap<string, T>} items @param {(item: T) => object} [out] @returns {string} */
  const list = (items, out = (item) => item) => {
    const rows = [];
    for (const item of items.values()) {
      let text = texts.get(item);
      if (text === undefined) texts.set(item, (text = JSON.stringify(out(item))));
      rows.push(text);
    }
    return `[${rows.join()}]`;
  };
  const { mentions, entities, frames, relations, ...rest } = labels;
  /** @type {Record<string, string>} */
  const lists = {
    mentions: list(mentions, (mention) => mentionOut(writeMention(mention, document.text), offsets)),
    entities: list(entities),
    frames: list(frames),
    relations: list(relations),
  };
  const parts = Object.entries(writeLabels({ ...EMPTY, ...rest }, '', header));
  return `{${parts.map(([name, value]) => `"${name}":${lists[name] ?? JSON.stringify(value)}`).join()}}`;
}

/** @param {string} text as `written` gave it @param {Offsets} offsets of the article it is about @returns {Labels} */
export function readWritten(text, offsets) {
  return readLabels(setIn(JSON.parse(text), offsets));
}
