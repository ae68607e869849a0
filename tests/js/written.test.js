import { equal, ok } from './check.js';
import { makeStore, must } from './example.js';
import * as commands from '../../labeler/surface/static/model/commands.js';
import { sameLabels, writeLabels } from '../../labeler/surface/static/model/labels.js';
import { Offsets, setOut } from '../../labeler/surface/static/model/offsets.js';
import { readWritten, written } from '../../labeler/surface/static/saving/written.js';

/** @import {SetHeader} from '../../labeler/surface/static/model/types.js' */

const TEXT = 'In 𝕶low "two\n towns" 🎉 met.';
const header = /** @type {SetHeader} */ ({ document_id: 'd', text_sha256: 'f'.repeat(64), schema: { id: 's', version: '1' }, author: 'annotator:ann' });

/** A store over a text with characters of two units, and where it stands. */
function scene() {
  const store = makeStore({ text: TEXT });
  return { store, place: { document: store.document, header, offsets: new Offsets(TEXT) } };
}

/** @param {string} words */
const range = (words) => /** @type {[number, number]} */ ([TEXT.indexOf(words), TEXT.indexOf(words) + words.length]);

/** The same, all of it written anew. @param {ReturnType<typeof scene>} scene */
function anew({ store, place: { document, offsets } }) {
  return JSON.stringify(setOut(writeLabels(store.labels, document.text, header), offsets));
}

export const tests = {
  'labels are written as JSON writes them, after every change'() {
    const found = scene();
    const { store, place } = found;
    equal(written(place, store.labels), anew(found));
    const first = must(store, commands.addMention({ type: 'Place', fragments: [range('𝕶low')] }));
    equal(written(place, store.labels), anew(found));
    must(store, commands.addMention({ type: 'Place', fragments: [range('two\n towns'), range('🎉')] }));
    must(store, commands.setNote(first, 'a "note"'));
    equal(written(place, store.labels), anew(found));
    store.undo();
    equal(written(place, store.labels), anew(found));
    ok(written(place, store.labels).includes('"fragments":[[3,7]]'), 'in code points');
  },

  'what is written reads the same again'() {
    const { store, place } = scene();
    must(store, commands.addMention({ type: 'Place', fragments: [range('two\n towns'), range('🎉')] }));
    ok(sameLabels(readWritten(written(place, store.labels), place.offsets), store.labels), 'read back');
  },

  'the same labels of two articles are written for each'() {
    const { store, place } = scene();
    must(store, commands.addMention({ type: 'Place', fragments: [range('met')] }));
    const other = { ...place, document: { ...place.document, text: TEXT.toUpperCase() }, offsets: new Offsets(TEXT.toUpperCase()) };
    ok(written(place, store.labels).includes('"text":"met"'), 'the one');
    ok(written(other, store.labels).includes('"text":"MET"'), 'the other');
  },
};
