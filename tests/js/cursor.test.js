import { equal, ok } from './check.js';
import { at, seeded } from './example.js';
import { Cursor, START } from '../../labeler/surface/static/text/cursor.js';

/** @import {Range} from '../../labeler/surface/static/model/types.js' */

const FAMILY = '👩‍👩‍👧';
const TEXT = 'The U.S. said so.\n\nThey left.';
/** @type {Range[]} */
const TOKENS = [[0, 3], [4, 8], [9, 13], [14, 16], [16, 17], [19, 23], [24, 28], [28, 29]];

function cursor() {
  return new Cursor(TEXT, TOKENS, [[0, 17], [19, 29]], [{ start: 0, end: 17 }, { start: 19, end: 29 }]);
}

export const tests = {
  'dragging selects the whole words it touches, in both directions'() {
    const c = cursor();
    equal(c.selection(c.across(5, 10)), [4, 13]);
    equal(c.selection(c.across(10, 5)), [4, 13]);
  },
  'the caret goes by word, sentence and paragraph, and stops at the ends'() {
    const c = cursor();
    const word = c.byToken(START, 1, false);
    equal(c.under(word), [4, 8]);
    equal(c.under(c.byToken(START, -1, false)), [0, 3]);
    const second = c.bySentence(word, 1, false);
    equal(c.under(second), [19, 23]);
    equal(c.under(c.byParagraph(second, -1, false)), [0, 3]);
    equal(c.under(c.bySentence(second, 1, false)), [28, 29]);
  },
  'with Shift the selection grows and shrinks word by word'() {
    const c = cursor();
    const one = c.byToken(START, 1, true);
    const two = c.byToken(one, 1, true);
    equal([c.selection(one), c.selection(two)], [[0, 8], [0, 13]]);
    equal(c.selection(c.byToken(two, -1, true)), [0, 8]);
    equal(c.selection(c.byToken(two, 1, false)), null);
  },
  'extending by sentence or paragraph takes all of it, and then all of the next'() {
    const c = cursor();
    const word = c.byToken(START, 1, false);
    const first = c.bySentence(word, 1, true);
    equal(c.selection(first), [4, 17]);
    equal(c.selection(c.bySentence(first, 1, true)), [4, 29]);
    equal(c.selection(c.byParagraph(word, 1, true)), [4, 17]);
    equal(c.selection(c.bySentence(c.bySentence(first, 1, true), 1, true)), [4, 29]);
    equal(c.selection(c.bySentence(word, -1, true)), [0, 8]);
    equal(c.selection(c.bySentence(c.exactly(5, 7), 1, true)), [4, 17]);
  },
  'below words a selection is just what was asked for'() {
    const c = cursor();
    equal(c.selection(c.exactly(5, 7)), [5, 7]);
    equal(c.selection(c.exactly(7, 5)), [5, 7]);
    equal(c.selection(c.byCharacter(c.exactly(5, 7), 1)), [5, 8]);
    equal(c.selection(c.byCharacter(c.exactly(5, 7), -1)), [5, 6]);
  },
  'a stretch that keeps to words is selected by words'() {
    const c = cursor();
    equal([c.select([4, 13]).free, c.selection(c.select([4, 13]))], [null, [4, 13]]);
    equal(c.selection(c.select([5, 13])), [5, 13]);
  },
  'no character as people see it is ever cut'() {
    const pieces = [FAMILY, 'e\u0301', '🇪🇨', 'ab', '👍🏽', 'שָׁלוֹם', ' ', '\n', 'x'];
    const random = seeded(7);
    for (let round = 0; round < 60; round += 1) {
      const text = Array.from({ length: 60 }, () => pieces[Math.floor(random() * pieces.length)]).join('');
      // A tokenizer may well cut an emoji in two; selections below words do not.
      const tokens = [...text.matchAll(/\S/gu)].map((m) => /** @type {Range} */ ([m.index, m.index + m[0].length]));
      const c = new Cursor(text, tokens, [], []);
      const borders = new Set([text.length]);
      for (const { index } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) borders.add(index);
      for (let i = 0; i < 20; i += 1) {
        const [a, b] = [Math.floor(random() * text.length), Math.floor(random() * text.length)];
        const range = c.selection(c.exactly(a, b));
        if (!range) continue;
        ok(borders.has(range[0]) && borders.has(range[1]), `${JSON.stringify(text)} cut at ${range}, asked for ${[a, b]}`);
        ok(range[0] <= Math.min(a, b) && range[1] >= Math.max(a, b), 'less than asked for');
      }
    }
  },
  'words are found where the server sends no tokens'() {
    const text = 'Klow, 🎉 no';
    const c = new Cursor(text, [], [], []);
    equal(c.under(c.byToken(c.byToken(START, 1, false), 1, false)), at('🎉', 0, text));
  },
};
