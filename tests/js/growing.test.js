import { equal } from './check.js';
import { at } from './example.js';
import { larger, smaller } from '../../labeler/surface/static/text/growing.js';

/** @import {Range} from '../../labeler/surface/static/model/types.js' */

const SENTENCE =
  'In Moscow, Foreign Minister Sergei Lavrov said on Friday that the rebel-held town, the U.S. envoy\'s own words (“a great loss, we fear” in his letter), was quiet; the Ministry of Defence denied it.';
const QUOTED = '"We had 10,000 people, all the old men. They left," Ana Roque said.';
const OPEN = '“One of the two towns – a small port – burned.';
const TEXT = [SENTENCE, QUOTED, OPEN].join('\n\n');

function around(text = TEXT) {
  const paragraphs = [...text.matchAll(/[^\n]+/gu)].map((m) => ({ start: m.index, end: m.index + m[0].length }));
  /** @type {Range[]} */
  const sentences = [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)].map((s) => [s.index, s.index + s.segment.trimEnd().length]);
  /** @type {Range[]} */
  const tokens = [...text.matchAll(/\p{L}\.\p{L}\.|\d+,\d+|[\p{L}\p{N}]+(?=[’']s)|[’']s|[\p{L}\p{N}]+|[^\s]/gu)].map((m) => [m.index, m.index + m[0].length]);
  return { text, tokens, sentences, paragraphs };
}

/** @param {string} word @param {number} [nth] @param {string} [text] @returns {string[]} every stretch around a word, smallest first */
function grown(word, nth = 0, text = TEXT) {
  const place = around(text);
  /** @type {string[]} */
  const found = [];
  for (let now = larger(place, at(word, nth, text)); now; now = larger(place, now)) found.push(text.slice(...now));
  return found;
}

export const tests = {
  'a name, then its clause, the sentence'() {
    equal(grown('Sergei').slice(0, 2), ['Foreign Minister Sergei Lavrov', 'Foreign Minister Sergei Lavrov said on Friday that the rebel-held town']);
    equal(grown('Defence').slice(0, 2), ['Ministry of Defence', 'the Ministry of Defence']);
  },
  'what a hyphen joins comes first, then the phrase with its article'() {
    equal(grown('held').slice(0, 2), ['rebel-held', 'the rebel-held']);
    equal(grown('town').slice(0, 2), ['the rebel-held town', 'Foreign Minister Sergei Lavrov said on Friday that the rebel-held town']);
    equal(grown('words')[0], "the U.S. envoy's own words");
  },
  'quotation marks and brackets: what is inside, then with them'() {
    equal(grown('loss').slice(0, 5), [
      'a great loss',
      'a great loss, we fear',
      '“a great loss, we fear”',
      '“a great loss, we fear” in his letter',
      '(“a great loss, we fear” in his letter)',
    ]);
  },
  'a quotation of two sentences is larger than a sentence'() {
    equal(grown('men'), [
      'all the old men',
      'We had 10,000 people, all the old men.',
      'We had 10,000 people, all the old men. They left,',
      '"We had 10,000 people, all the old men. They left,"',
      '"We had 10,000 people, all the old men. They left," Ana Roque said',
      QUOTED,
    ]);
    equal(grown('people')[0], '10,000 people');
  },
  'a quotation left open ends with its paragraph; dashes cut clauses'() {
    equal(grown('port').slice(0, 2), ['a small port', OPEN.slice(1)]);
    equal(grown('towns')[0], 'the two towns');
  },
  'in a headline capitals make no names'() {
    const headline = 'Moscow Says Paris Gave Notice of Strikes On Raqqa, Despite Earlier Reports';
    equal(grown('Strikes', 0, headline), ['Moscow Says Paris Gave Notice of Strikes On Raqqa', headline]);
  },
  'growing ends at the paragraph, and shrinking goes the same way back'() {
    const place = around();
    for (const [start, end] of place.tokens) {
      /** @type {Range} */
      const origin = [start, end];
      /** @type {Range[]} */
      const way = [origin];
      for (let now = larger(place, origin); now; now = larger(place, now)) way.push(now);
      const last = way.at(-1) ?? origin;
      equal(place.paragraphs.some((p) => p.start === last[0] && p.end === last[1]), true, TEXT.slice(start, end));
      for (let i = way.length - 1; i > 0; i -= 1) {
        const [from, to] = [way[i - 1], way[i]];
        equal(smaller(place, origin, /** @type {Range} */ (to)), from);
        equal(to && from && to[0] <= from[0] && to[1] >= from[1] && to[1] - to[0] > from[1] - from[0], true);
      }
      equal(smaller(place, origin, origin), null);
    }
  },
  'a text without sentences, tokens or words still grows'() {
    equal(larger({ text: '', tokens: [], sentences: [], paragraphs: [] }, [0, 0]), null);
    equal(grown('xx', 0, 'xx'), []);
    equal(larger({ text: 'a b', tokens: [[0, 1], [2, 3]], sentences: [], paragraphs: [{ start: 0, end: 3 }] }, [0, 1]), [0, 3]);
  },
};
