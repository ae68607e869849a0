import { equal, throws } from './check.js';
import { documentIn, Offsets, problemsIn, setIn, setOut } from '../../labeler/surface/static/model/offsets.js';

const TEXT = 'a🎉b👩‍🚀\ud800c';

export const tests = {
  'every place goes to code points and back'() {
    const offsets = new Offsets(TEXT);
    equal(offsets.codePoints, [...TEXT].length);
    let utf16 = 0;
    [...TEXT, ''].forEach((character, codePoint) => {
      equal([offsets.toCodePoints(utf16), offsets.toUtf16(codePoint)], [codePoint, utf16]);
      utf16 += character.length;
    });
  },
  'a place inside a surrogate pair means its start, and a range takes the whole character'() {
    const offsets = new Offsets(TEXT);
    equal(offsets.toCodePoints(2), 1);
    equal(offsets.rangeOut([2, 3]), [1, 2]);
    equal(offsets.rangeOut([0, 2]), [0, 2]);
    equal(offsets.rangeOut([1, 4]), [1, 3]);
  },
  'a place outside of the text is refused'() {
    const offsets = new Offsets(TEXT);
    for (const wrong of [-1, TEXT.length + 1, 0.5, Number.NaN]) throws(() => offsets.toCodePoints(wrong), RangeError);
    for (const wrong of [-1, offsets.codePoints + 1, 0.5]) throws(() => offsets.toUtf16(wrong), RangeError);
  },
  'sets, documents and problems are converted whole'() {
    const offsets = new Offsets(TEXT);
    const set = { author: 'x', mentions: [{ id: 'm', fragments: [[1, 2], [3, 6]] }] };
    const inside = setIn(set, offsets);
    equal(inside, { author: 'x', mentions: [{ id: 'm', fragments: [[1, 3], [4, 9]] }] });
    equal(setOut(inside, offsets), set);
    const document = documentIn({ text: TEXT, headline: [1, 2], dateline: null, tokens: [[0, 1], [1, 2]], sentences: [[0, 7]] }, offsets);
    equal([document.headline, document.dateline, document.tokens, document.sentences], [[1, 3], null, [[0, 1], [1, 3]], [[0, 10]]]);
    const problem = { code: 'offset', start: 99 };
    equal(problemsIn(/** @type {any} */ ([{ start: 2 }, { start: -1 }, problem]), offsets).map((p) => p.start), [3, -1, -1]);
  },
  'nothing is copied where no character takes two units'() {
    const offsets = new Offsets('plain');
    const set = { mentions: [] };
    equal([setIn(set, offsets) === set, setIn(null, offsets)], [true, null]);
  },
};
