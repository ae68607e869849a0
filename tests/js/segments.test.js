import { equal, ok } from './check.js';
import { seeded } from './example.js';
import { depthsOf, lastAt, levelsOf, paragraphsOf, segmentsOf } from '../../labeler/surface/static/text/segments.js';

/** @import {Stretch} from '../../labeler/surface/static/text/segments.js' */

/** @param {string} id @param {number} start @param {number} end @param {Partial<Stretch>} [more] @returns {Stretch} */
function stretch(id, start, end, more = {}) {
  return /** @type {Stretch} */ ({ id, type: 'Place', drawing: 'mark', start, end, first: true, suggested: false, labels: [], ...more });
}

/** @param {() => number} random @param {number} length @returns {Stretch[]} */
function randomStretches(random, length) {
  return Array.from({ length: 12 }, (_, i) => {
    const [a, b] = [Math.floor(random() * length), Math.floor(random() * length)];
    return stretch(`s${i}`, Math.min(a, b), Math.max(a, b) + 1);
  });
}

export const tests = {
  'blank lines make no paragraph'() {
    const found = paragraphsOf('One.\n\n \t\nTwo.\n', []);
    equal(found.map((p) => [p.start, p.end]), [[0, 4], [9, 13]]);
    equal([paragraphsOf('', []), paragraphsOf('\n\n', [])], [[], []]);
  },
  'headline and dateline are known by their place'() {
    const found = paragraphsOf('Head\n\nKLOW, May 1\n\nBody.', [], { headline: [0, 4], dateline: [6, 17] });
    equal(found.map((p) => p.role), ['headline', 'dateline', 'body']);
  },
  'a text without line breaks is cut at sentence ends, without a gap'() {
    const sentence = `${'x'.repeat(99)}.`;
    const text = sentence.repeat(60);
    const found = paragraphsOf(text, Array.from({ length: 60 }, (_, i) => [i * 100, i * 100 + 100]));
    ok(found.length > 2 && found.every((p) => p.end - p.start <= 2400 && p.end % 100 === 0));
    found.forEach((p, i) => equal([p.start, p.joined], i ? [found[i - 1].end, true] : [0, false]));
    equal(found.at(-1)?.end, text.length);
  },
  'segments join without a gap, and hold just the stretches around them'() {
    const random = seeded(3);
    for (let round = 0; round < 200; round += 1) {
      const all = randomStretches(random, 60);
      const found = segmentsOf({ start: 10, end: 50 }, all);
      equal([found[0].start, found.at(-1)?.end], [10, 50]);
      found.forEach((segment, i) => {
        ok(segment.start < segment.end, 'an empty segment');
        if (i) equal(segment.start, found[i - 1].end);
        const around = all.filter((s) => s.start <= segment.start && segment.end <= s.end);
        equal(new Set(segment.inside.map((s) => s.id)), new Set(around.map((s) => s.id)));
      });
    }
  },
  'the order inside a segment does not depend on the order the stretches come in'() {
    const random = seeded(4);
    for (let round = 0; round < 50; round += 1) {
      const all = randomStretches(random, 40);
      const shuffled = [...all].sort(() => random() - 0.5);
      equal(segmentsOf({ start: 0, end: 40 }, shuffled), segmentsOf({ start: 0, end: 40 }, all));
    }
  },
  'of two that overlap one is underlined below the other'() {
    const random = seeded(5);
    for (let round = 0; round < 100; round += 1) {
      const all = randomStretches(random, 40);
      const levels = levelsOf(all);
      for (const a of all) {
        for (const b of all) {
          const overlap = a !== b && a.start < b.end && b.start < a.end;
          if (overlap) ok(levels.get(a) !== levels.get(b), `${a.id} and ${b.id} on one level`);
        }
      }
    }
  },
  'contents are as deep as the contents around them'() {
    const content = (/** @type {string} */ id, /** @type {number} */ start, /** @type {number} */ end) =>
      stretch(id, start, end, { drawing: 'content' });
    const all = [content('outer', 0, 30), content('inner', 5, 20), content('same', 5, 20), content('deep', 6, 8), stretch('mark', 6, 7)];
    const depths = depthsOf(all);
    equal(all.map((s) => depths.get(s) ?? null), [0, 1, 1, 3, null]);
  },
  'the last entry at or before a place is found'() {
    const starts = [2, 4, 9];
    equal([0, 2, 3, 4, 8, 9, 99].map((place) => lastAt(3, (i) => starts[i], place)), [-1, 0, 0, 1, 1, 2, 2]);
    equal(lastAt(0, () => 0, 5), -1);
  },
};
