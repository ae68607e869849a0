import { equal, ok } from './check.js';
import { at, mention, seeded } from './example.js';
import {
  graphemeEnd,
  graphemeStart,
  mentionsByParagraph,
  nextGrapheme,
  paragraphs,
  paragraphsOf,
  previousGrapheme,
  RangeIndex,
  segments,
  snap,
  trim,
  words,
} from '../../labeler/surface/static/text.js';

const FAMILY = '👩‍👩‍👧';
const ACCENTED = 'e\u0301';

/** @param {() => number} random @param {number} length @returns {import('../../labeler/surface/static/types.js').Mention[]} */
function randomMentions(random, length) {
  return Array.from({ length: 12 }, (_, i) => {
    const cuts = Array.from({ length: random() < 0.3 ? 4 : 2 }, () => Math.floor(random() * length));
    cuts.sort((a, b) => a - b);
    /** @type {[number, number][]} */
    const fragments = [];
    for (let k = 0; k < cuts.length; k += 2) if (cuts[k] < cuts[k + 1]) fragments.push([cuts[k], cuts[k + 1]]);
    return mention({ id: `m${i}`, type: 'Place', fragments: fragments.length ? fragments : [[0, 1]] });
  });
}

export const tests = {
  'blank lines make no paragraph'() {
    equal(paragraphs('One.\n\n \t\nTwo.\n'), [[0, 4], [9, 13]]);
    equal(paragraphs(''), []);
    equal(paragraphs('\n\n'), []);
  },
  'a stretch finds the first and last paragraph it touches'() {
    /** @type {[number, number][]} */
    const lines = [[0, 4], [6, 10], [12, 20]];
    equal(paragraphsOf(lines, [3, 7]), [0, 1]);
    equal(paragraphsOf(lines, [4, 6]), null);
    equal(paragraphsOf(lines, [10, 12]), null);
    equal(paragraphsOf(lines, [0, 20]), [0, 2]);
  },
  'a mention with two fragments in a line stands there once'() {
    const far = mention({ id: 'm', type: 'Content', fragments: [[0, 2], [3, 4], [7, 9]] });
    const found = mentionsByParagraph([[0, 4], [6, 10]], [far]);
    equal(found.map((line) => line.length), [1, 1]);
  },
  'segments join without a gap and are covered by just the mentions around them'() {
    const random = seeded(3);
    for (let round = 0; round < 200; round += 1) {
      const mentions = randomMentions(random, 60);
      /** @type {[number, number]} */
      const line = [10, 50];
      const found = segments(line, mentions);
      equal([found[0].start, found.at(-1)?.end], line);
      for (const [i, segment] of found.entries()) {
        ok(segment.start < segment.end, 'an empty segment');
        if (i) equal(segment.start, found[i - 1].end);
        const around = mentions.filter((m) =>
          m.fragments.some(([s, e]) => s <= segment.start && segment.end <= e),
        );
        equal(new Set(segment.mentions.map((m) => m.id)), new Set(around.map((m) => m.id)));
      }
    }
  },
  'the order inside a segment does not depend on the order the mentions come in'() {
    const random = seeded(4);
    for (let round = 0; round < 50; round += 1) {
      const mentions = randomMentions(random, 40);
      const shuffled = [...mentions].sort(() => random() - 0.5);
      equal(segments([0, 40], shuffled), segments([0, 40], mentions));
    }
  },
  'the outer mention comes first, and of equal ones the one with the lower rank'() {
    const outer = mention({ id: 'z', type: 'Content', fragments: [[0, 10]] });
    const inner = mention({ id: 'a', type: 'Place', fragments: [[0, 4]] });
    const trigger = mention({ id: 'b', type: 'Trigger', fragments: [[0, 4]] });
    const [first] = segments([0, 10], [inner, trigger, outer], (m) => (m.type === 'Place' ? 1 : 0));
    equal(first.mentions.map((m) => m.id), ['z', 'b', 'a']);
  },
  'a segment knows what begins and what ends at it'() {
    const long = mention({ id: 'l', type: 'Content', fragments: [[2, 8]] });
    const short = mention({ id: 's', type: 'Place', fragments: [[2, 4]] });
    const found = segments([0, 10], [long, short]);
    equal(found.map((s) => [s.opens.map((m) => m.id), s.closes.map((m) => m.id)]), [
      [[], []],
      [['l', 's'], ['s']],
      [[], ['l']],
      [[], []],
    ]);
  },
  'blanks of every kind are trimmed from both ends'() {
    equal(trim(' \u00a0\nword\u200b ', [0, 9]), [3, 7]);
    equal(trim(' \t ', [0, 3]), null);
  },
  'a selection snaps to the tokens it touches'() {
    const text = 'The U.S. said so.';
    const tokens = new RangeIndex([[0, 3], [4, 8], [9, 13], [14, 16], [16, 17]]);
    equal(snap(text, tokens, [5, 10]), [4, 13]);
    equal(snap(text, tokens, [10, 5]), [4, 13], 'dragged backwards');
    equal(snap(text, tokens, [8, 9]), null, 'only a blank');
    equal(snap(text, tokens, [4, 9]), [4, 8], 'a trailing blank');
    equal(snap(text, tokens, [5, 7], true), [5, 7], 'below tokens');
  },
  'below tokens no character as people see it is cut'() {
    const text = `a${FAMILY}b${ACCENTED}c`;
    const [start, end] = at(FAMILY, 0, text);
    for (let i = start + 1; i < end; i += 1) {
      equal([graphemeStart(text, i), graphemeEnd(text, i)], [start, end]);
      equal(snap(text, new RangeIndex([]), [i, i + 1], true), [start, end]);
    }
    const [accent] = at(ACCENTED, 0, text);
    equal(graphemeEnd(text, accent + 1), accent + 2);
    equal(graphemeEnd(text, accent), accent, 'a border is no cut');
  },
  'steps by character go over emoji and accents, also at the ends'() {
    const text = `${FAMILY}${ACCENTED}\n🇪🇨`;
    const stops = [0];
    while (stops[stops.length - 1] < text.length) stops.push(nextGrapheme(text, stops[stops.length - 1]));
    equal(stops, [0, FAMILY.length, FAMILY.length + 2, FAMILY.length + 3, text.length]);
    const back = [text.length];
    while (back[back.length - 1] > 0) back.push(previousGrapheme(text, back[back.length - 1]));
    equal(back.reverse(), stops);
    equal([nextGrapheme(text, text.length), previousGrapheme(text, 0)], [text.length, 0]);
  },
  'ranges are found by offset'() {
    const index = new RangeIndex([[2, 4], [4, 6], [9, 12]]);
    equal([1, 2, 3, 4, 6, 9, 12].map((o) => index.at(o)), [-1, 0, 0, 1, -1, 2, -1]);
    equal([0, 3, 7, 8, 20].map((o) => index.nearest(o)), [0, 0, 1, 2, 2]);
    equal([0, 2, 4, 9].map((o) => index.next(o)), [0, 1, 2, -1]);
    equal([0, 2, 4, 9, 20].map((o) => index.previous(o)), [-1, -1, 0, 1, 2]);
    equal([index.touching([3, 3]), index.touching([6, 9]), index.touching([0, 99])], [[0, 0], null, [0, 2]]);
    equal(new RangeIndex([]).nearest(3), -1);
  },
  'words are found where the server sends no tokens'() {
    equal(words('Klow, 🎉 no'), [[0, 4], [4, 5], [6, 8], [9, 11]]);
  },
};
