import { equal, ok } from './check.js';
import { at, makeStore, mention, MODEL, must } from './example.js';
import * as commands from '../../labeler/surface/static/model/commands.js';
import { EMPTY } from '../../labeler/surface/static/model/labels.js';
import { agreeing, following, hasScores, stopsOf, sureOf } from '../../labeler/surface/static/model/stops.js';

/** @import {Frame, Labels, Mention} from '../../labeler/surface/static/model/types.js' */

const STATE = 'Actor.State';

/** @param {string} id @param {string} type @param {string} words @param {number | null} [score] @param {number} [nth] */
function offer(id, type, words, score = 0.5, nth = 0) {
  return mention({ id, type, fragments: [at(words, nth)], origin: { ...MODEL, score } });
}

/** @param {string} id @param {Partial<Frame>} more @returns {Frame} */
function frame(id, more) {
  return { id, type: 'Attribution', anchor: null, arguments: [], attributes: {}, nested_in: null, origin: { ...MODEL, score: 0.4 }, flags: [], note: '', ...more };
}

/** Who said that Klow was attacked; and two places, one of them in the content. */
function suggesting() {
  const mentions = [
    offer('klow', 'Place', 'Klow', 0.9),
    offer('borduria', STATE, 'Borduria', 0.8),
    offer('cue', 'Cue', 'said', 0.7),
    offer('content', 'Content', 'it attacked Klow', 0.2),
    offer('syldavia', STATE, 'Syldavia', 0.3),
    offer('again', STATE, 'Borduria', null, 2),
  ];
  const said = frame('said', {
    anchor: 'cue',
    arguments: [{ role: 'source', filler: 'borduria' }, { role: 'content', filler: 'content' }],
  });
  /** @type {Labels} */
  const suggestions = { ...EMPTY, mentions: new Map(mentions.map((m) => [m.id, m])), frames: new Map([['said', said]]) };
  return makeStore({ suggestions, suggestionAuthor: 'model:news@2' });
}

/** @param {ReturnType<typeof makeStore>} store */
const stops = (store) => stopsOf(store.openSuggestions(), store.suggestions, store.schema);
/** @param {{list: readonly {id: string}[]}} found */
const ids = ({ list }) => list.map((s) => s.id).join(' ');

export const tests = {
  'a frame is one stop with its parts, in reading order'() {
    const found = stops(suggesting());
    equal(ids(found), 'said klow syldavia again');
    equal([found.list[0].head.id, found.list[0].parts], ['cue', ['cue', 'content', 'borduria']]);
    equal([found.owners.get('cue'), found.owners.get('content'), found.owners.get('borduria')], ['said', 'said', undefined]);
  },
  'they are found once for the same suggestions'() {
    const store = suggesting();
    ok(stops(store) === stops(store));
  },
  'a frame whose cue is labelled already is still a stop'() {
    const store = suggesting();
    must(store, commands.addMention({ type: 'Cue', fragments: [at('said')] }));
    equal(stops(store).list[0].head.id, 'cue');
  },
  'after a decision the next in the text comes, and after the last the first'() {
    const store = suggesting();
    const before = stops(store);
    must(store, commands.accept('klow'));
    equal(following(before, stops(store), before.list[1])?.id, 'syldavia');
    const then = stops(store);
    must(store, commands.accept('again'));
    equal(following(then, stops(store), then.list[2])?.id, 'said');
  },
  'what a rejected frame leaves behind comes before what follows it'() {
    const store = suggesting();
    const before = stops(store);
    must(store, commands.reject('said'));
    equal(ids(stops(store)), 'borduria klow syldavia again');
    equal(following(before, stops(store), before.list[0])?.id, 'borduria');
  },
  'those that agree are of the type, read the same, or have the score'() {
    const store = suggesting();
    const found = stops(store);
    const [said, klow, syldavia, again] = found.list;
    const text = store.document.text;
    equal(agreeing(found, syldavia, 'type', text), [syldavia, again]);
    equal(agreeing(found, again, 'words', text), [again]);
    equal(agreeing(found, said, 'score', text), [said, klow], 'what has no score has not this score');
    equal(agreeing(found, said, 'all', text).length, 4);
  },
  'the less sure are hidden, with the parts of their frames; what has no score stays'() {
    const store = suggesting();
    const open = store.openSuggestions();
    const sure = sureOf(open, 0.6, store.schema);
    equal([...sure.mentions.keys()], ['klow', 'borduria', 'again']);
    equal(sure.frames.size, 0);
    equal([...sureOf(open, 0.4, store.schema).mentions.keys()].includes('content'), true, 'a part stays with its frame');
    ok(sureOf(open, 0, store.schema) === open);
  },
  'a model without scores is told from one with'() {
    ok(hasScores(suggesting().suggestions));
    const { mentions } = suggesting().suggestions;
    ok(!hasScores({ ...EMPTY, mentions: new Map([['again', /** @type {Mention} */ (mentions.get('again'))]]) }));
  },
};
