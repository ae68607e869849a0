import { equal } from './check.js';
import { firstFrom, MOST_HITS, search } from '../../labeler/surface/static/text/search.js';

/** @import {Range} from '../../labeler/surface/static/model/types.js' */

const TEXT = 'The U.S.\nenvoy’s “us” (US) said: “the US.”';

/** @param {string} typed @param {{matchCase?: boolean}} [how] */
const read = (typed, how) => search(TEXT, typed, how).map(([start, end]) => TEXT.slice(start, end));

export const tests = {
  'case does not matter unless asked for'() {
    equal(read('us'), ['us', 'US', 'US']);
    equal(read('US', { matchCase: true }), ['US', 'US']);
  },
  'a blank is any white space, a plain quotation mark any'() {
    equal(read('u.s. envoy\'s "us"'), ['U.S.\nenvoy’s “us”']);
  },
  'signs stand for themselves'() {
    equal(read('(US)'), ['(US)']);
    equal(read('.*'), []);
    equal(read('  '), []);
    equal(read('\\'), []);
  },
  'the first hit is the one at the caret or after it'() {
    /** @type {Range[]} */
    const hits = [[2, 4], [8, 9]];
    equal([firstFrom(hits, 0), firstFrom(hits, 3), firstFrom(hits, 4), firstFrom(hits, 9), firstFrom([], 0)], [0, 0, 1, 0, -1]);
  },
  'there is a most'() {
    equal(search('a'.repeat(MOST_HITS + 9), 'a').length, MOST_HITS);
  },
};
