/** What was kept before items had flags is read as if nobody had set one. */

import { equal, ok } from './check.js';
import { applyPatch, EMPTY, readLabels, sameLabels, writeLabels } from '../../labeler/surface/static/model/labels.js';

const TEXT = 'Borduria attacked Klow';
const HEADER = { document_id: 'd', text_sha256: '0'.repeat(64), schema: { id: 's', version: '1' }, author: 'annotator:a' };
const origin = { by: 'human', edited: false, score: null };
const tail = { attributes: {}, origin, note: '' };
const OLD = {
  mentions: [{ id: 'm', type: 'Place', fragments: [[18, 22]], text: 'Klow', entity: null, ...tail }],
  entities: [{ id: 'e', type: 'Actor', name: 'Borduria', registry: null, ...tail }],
  frames: [{ id: 'f', type: 'Attack', anchor: null, arguments: [], nested_in: null, ...tail }],
  relations: [{ id: 'r', type: 'before', source: 'f', target: 'f', ...tail }],
  decisions: [{ suggestion: 's', by: 'model:m@1', verdict: 'accepted' }],
};

/** @type {Record<string, () => void>} */
export const tests = {
  'every item gets an empty list of flags, every decision one of changes'() {
    const labels = readLabels(OLD);
    for (const table of /** @type {const} */ (['mentions', 'entities', 'frames', 'relations'])) {
      for (const item of labels[table].values()) equal(item.flags, []);
    }
    equal(labels.decisions, [{ ...OLD.decisions[0], changed: [] }]);
  },

  'what is written reads the same again, flags and changes included'() {
    const { mentions, decisions } = OLD;
    const labels = readLabels({
      ...OLD,
      mentions: [{ ...mentions[0], flags: ['unsure', 'discuss'] }],
      decisions: [{ ...decisions[0], changed: ['extent', 'role:target'] }],
    });
    const written = JSON.parse(JSON.stringify(writeLabels(labels, TEXT, HEADER)));
    equal(written.mentions[0].flags.join(), 'unsure,discuss');
    equal(written.decisions[0].changed.join(), 'extent,role:target');
    ok(sameLabels(readLabels(written), labels), 'read back');
  },

  'a change that an older page kept has flags too'() {
    const { text: _, ...mention } = OLD.mentions[0];
    const old = /** @type {any} */ (mention);
    const labels = applyPatch(EMPTY, { tables: { mentions: [['m', null, old]] } });
    equal(labels.mentions.get('m')?.flags, []);
  },
};
