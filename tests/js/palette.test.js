import { equal } from './check.js';
import { matched, rowsOf, used } from '../../labeler/surface/static/keys/palette.js';

/** @param {string} label @param {string} [words] */
const option = (label, words = '') => ({ name: label.toLowerCase(), label, words, run: () => {} });
const OPTIONS = [option('AGREE'), option('AID', 'gives help'), option('ASSAULT'), option('HARM', 'hurts'), option('MOVE')];
/** @param {string} typed @param {string[]} [places] @param {ReturnType<typeof option>[]} [made] */
const rows = (typed, places = [], made = []) => rowsOf(OPTIONS, typed, { places, last: '', counts: {} }, made).map(({ option: o, digit }) => `${digit} ${o.label}`);

export const tests = {
  'all stand in the order of the schema, with digits'() {
    equal(rows(''), ['1 AGREE', '2 AID', '3 ASSAULT', '4 HARM', '5 MOVE']);
  },
  'what was used keeps its digit, also where another of its kind is missing'() {
    equal(rows('', ['harm', 'gone', 'aid']), ['1 HARM', '3 AID', '4 AGREE', '5 ASSAULT', '6 MOVE']);
  },
  'a digit is learned at the first use, kept, and lost only to what is used far more often'() {
    let memory = { places: /** @type {string[]} */ ([]), last: '', counts: {} };
    const use = (/** @type {string} */ name, times = 1) => {
      for (let i = 0; i < times; i += 1) memory = used(memory, option(name));
    };
    for (const name of 'abcdefghi') use(name);
    use('b', 2);
    use('x', 2);
    equal(memory.places.join(''), 'abcdefghi');
    use('x');
    equal(memory.places.join(''), 'xbcdefghi');
    equal(memory.last, 'x');
  },
  'what is of one article only takes no digit'() {
    const memory = used({ places: ['a'], last: 'a', counts: { a: 1 } }, { ...option('b'), passing: true });
    equal(memory.places, ['a']);
    equal(memory.last, 'b');
  },
  'typing narrows to the best matches'() {
    equal(rows('a').slice(0, 2), ['1 AID', '2 AGREE']);
    equal(rows('ass')[0], '1 ASSAULT');
    equal(rows('hurts'), ['1 HARM']);
    equal(rows('zzz'), []);
  },
  'among matches as good, what was used comes first'() {
    equal(rows('a', ['assault'])[0], '1 ASSAULT');
  },
  'what is made of the typed text stands after what reads so and before what merely has the letters'() {
    equal(rows('ha', [], [option('cluster: ha')]).slice(0, 2), ['1 HARM', '2 cluster: ha']);
    equal(rows('at', [], [option('cluster: at')])[0], '1 cluster: at');
  },
  'the letters typed are marked where they stand'() {
    const shown = (/** @type {string} */ label, /** @type {string} */ typed) => matched(label, typed).map((on, i) => (on ? label[i] : '.')).join('');
    equal([shown('ASSAULT', 'sau'), shown('ASSAULT', 'aut'), shown('ASSAULT', 'x'), shown('ASSAULT', '')], ['..SAU..', 'A...U.T', '.......', '.......']);
  },
};
