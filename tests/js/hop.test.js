import { equal, ok } from './check.js';
import { folded, Words } from '../../labeler/surface/static/text/hop.js';

/** @import {Range} from '../../labeler/surface/static/model/types.js' */

const TEXT = 'Lavrov led; the leader left “Łódź” late. Émile lay there.';

/** @param {string} [text] */
function words(text = TEXT) {
  /** @type {Range[]} */
  const tokens = [...text.matchAll(/[\p{L}\p{N}]+|[^\s]/gu)].map((m) => [m.index, m.index + m[0].length]);
  return new Words(text, tokens);
}

/** @param {Words} all @param {readonly number[]} tokens */
function read(all, tokens) {
  return tokens.map((t) => all.text.slice(...(all.tokens[t] ?? [0, 0])));
}

/** @type {Range[]} */
const ALL = [[0, TEXT.length]];

export const tests = {
  'words are found by how they begin, without regard to case and accents'() {
    const all = words();
    equal(read(all, all.beginning(ALL, 'la')), ['Lavrov', 'late', 'lay']);
    equal(read(all, all.beginning(ALL, folded('É'))), ['Émile']);
    equal(read(all, all.beginning(ALL, 'lod')), ['Łódź']);
    equal(all.beginning(ALL, ''), []);
  },
  'signs are words of their own; any quotation mark finds them all'() {
    const all = words();
    equal(read(all, all.beginning(ALL, '"')), ['“', '”']);
    equal(read(all, all.beginning(ALL, '.')), ['.', '.']);
  },
  'only what can be seen is found'() {
    const all = words();
    equal(read(all, all.beginning([[TEXT.indexOf('leader'), TEXT.indexOf('late')]], 'l')), ['leader', 'left', 'Łódź']);
  },
  'the nearest word gets the most comfortable letter, and no label continues a word'() {
    const all = words();
    const matches = all.beginning(ALL, 'l');
    const targets = all.targets(matches, 'l', all.beginning(ALL, 'late')[0] ?? 0);
    equal(read(all, targets.map((t) => t.token))[0], 'late');
    equal(targets[0]?.label, 'f');
    const labels = targets.map((t) => t.label);
    equal(new Set(labels).size, labels.length);
    for (const label of labels) ok(!all.continues(matches, 'l', folded(label)), label);
  },
  'capitals come when the small letters are used up, and then none'() {
    const all = words(Array.from({ length: 70 }, () => 'tun').join(' '));
    const targets = all.targets(all.beginning([[0, all.text.length]], 't'), 't', 0);
    equal([targets[24]?.label, targets[25]?.label, targets[50]?.label], ['z', 'F', '']);
    ok(!targets.some((t) => t.label.toLowerCase() === 'u'));
  },
  'a single word needs no label'() {
    const all = words();
    equal(all.targets(all.beginning(ALL, 'em'), 'em', 0).map((t) => t.label), ['']);
  },
};
