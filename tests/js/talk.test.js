import { equal } from './check.js';
import { countSaid, fittingNames, nameBeingTyped, Talk, withName } from '../../labeler/surface/static/model/talk.js';
import { Talking } from '../../labeler/surface/static/panels/talking.js';
import { Unsent } from '../../labeler/surface/static/saving/unsent.js';

/** @import {Message, Thread} from '../../labeler/surface/static/model/talk.js' */

/** @param {string} id @param {Partial<Message>} [more] @returns {Message} */
const message = (id, more) => ({ id, kind: 'said', login: 'bo', name: 'Bo', at: '2026-03-01T12:00:00Z', text: 'Hm.', taken_back: false, unread: false, ...more });

/** @param {string} id @param {Partial<Thread>} [more] @returns {Thread} */
const thread = (id, more) => ({ id, task_id: 'mine', item: 'm-1', about_article: false, quote: 'Ana', resolved_at: null, messages: [message(`${id}-1`)], ...more });

/** @param {Thread[]} threads */
function talkOf(...threads) {
  const talk = new Talk();
  talk.task = 'mine';
  for (const one of threads) talk.put(one);
  return talk;
}

const PEOPLE = [
  { login: 'ana', name: 'Ana Öğüt' },
  { login: 'bo', name: 'Bo Ansel' },
];

/** What a browser keeps, for one test. */
function storage() {
  const kept = new Map();
  return /** @type {any} */ ({
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => kept.set(key, value),
    removeItem: (/** @type {string} */ key) => kept.delete(key),
  });
}

/** What is around the threads of one article, and how often the server was asked for them. */
function workplace() {
  const asked = { count: 0, drawn: 0, unread: -1 };
  const threads = async () => {
    asked.count += 1;
    return { ok: true, status: 200, value: { threads: [thread('a')], unread: 3 } };
  };
  const desk = { talk: new Talk(), document: { id: 'a-1' }, text: 'Ana', view: { redraw: () => (asked.drawn += 1) }, emit: () => {} };
  const talking = new Talking(/** @type {any} */ ({ desk, around: { user: 'ana', api: { threads } }, root: document.body }));
  talking.onunread = (count) => (asked.unread = count);
  return { asked, desk, talking };
}

export const tests = {
  async 'after saves the server is asked again, once a minute at most'() {
    const { asked, talking } = workplace();
    const { now } = Date;
    try {
      await talking.load('mine');
      Date.now = () => now() + 50_000;
      talking.refresh();
      equal([asked.count, asked.unread], [1, 3]);
      Date.now = () => now() + 61_000;
      talking.refresh();
      talking.refresh();
      equal(asked.count, 2);
    } finally {
      Date.now = now;
    }
  },
  async 'the text is drawn anew only where the threads are others'() {
    const { asked, desk, talking } = workplace();
    await talking.load('mine');
    await talking.load('mine');
    equal([asked.drawn, desk.talk.signs('m-1')], [1, ['talk']]);
  },
  'an item shows the threads of this task, not those of another with the same item'() {
    const talk = talkOf(thread('a'), thread('b', { task_id: 'theirs' }), thread('c', { item: 'm-2' }));
    equal(talk.on('m-1').map((t) => t.id), ['a']);
  },
  'the article has the threads that are about it, and no item that is not ours'() {
    const hidden = { task_id: null, item: null };
    const talk = talkOf(thread('a', { ...hidden, about_article: true }), thread('b', hidden));
    equal(talk.of({}).map((t) => t.id), ['a']);
    equal(talk.of({ thread: 'b' }).map((t) => t.id), ['b']);
  },
  'the sign of an item tells what is unread, and nothing once all is settled and read'() {
    const at = '2026-03-01T13:00:00Z';
    const talk = talkOf(thread('a'));
    equal(talk.signs('m-1'), ['talk']);
    talk.put(thread('a', { messages: [message('a-1', { unread: true })] }));
    equal(talk.signs('m-1'), ['talk-unread']);
    talk.put(thread('a', { resolved_at: at }));
    equal([talk.signs('m-1'), talk.signs('m-2'), talk.waiting().length], [[], [], 0]);
    talk.put(thread('a', { resolved_at: at, messages: [message('a-1', { unread: true })] }));
    equal([talk.signs('m-1'), talk.waiting().length], [['talk-unread'], 1]);
  },
  'what is counted is what was said'() {
    const messages = [message('1'), message('2', { taken_back: true }), message('3', { kind: 'resolved' })];
    equal(countSaid(thread('a', { messages })), 1);
  },
  'a name is being typed after an @ that is not part of an e-mail address'() {
    const read = (/** @type {string} */ text) => nameBeingTyped(text, text.length)?.typed ?? null;
    equal([read('@'), read('Ask @An'), read('(@bo'), read('ana@exa'), read('@bo yes'), read('é@bo')], ['', 'an', 'bo', null, null, null]);
    equal(nameBeingTyped('@bo and more', 3), { start: 0, typed: 'bo' });
  },
  'names fit by login or by a word of the name'() {
    equal(fittingNames(PEOPLE, 'an').map((p) => p.login), ['ana', 'bo']);
    equal(fittingNames(PEOPLE, 'öğ').map((p) => p.login), ['ana']);
    equal(fittingNames(PEOPLE, 'x'), []);
  },
  'a chosen name takes the place of what was typed of it'() {
    equal(withName('Ask @a now', 6, 'ana'), { text: 'Ask @ana now', caret: 9 });
    equal(withName('@', 1, 'bo'), { text: '@bo ', caret: 4 });
  },
  'what is not sent is there after a reload, under the same id'() {
    const kept = storage();
    const draft = new Unsent('ana', 'a-1', kept).keep('m-1', 'Half a');
    equal(new Unsent('ana', 'a-1', kept).read('m-1'), draft);
    equal(new Unsent('bo', 'a-1', kept).read('m-1').text, '');
    equal(new Unsent('ana', 'a-2', kept).read('m-1').text, '');
  },
  'other words are another message of the same thread'() {
    const unsent = new Unsent('ana', 'a-1', storage());
    const first = unsent.keep('m-1', 'One');
    const again = unsent.keep('m-1', 'One');
    const other = unsent.keep('m-1', 'Two');
    equal([again.id === first.id, other.id === first.id, other.thread === first.thread], [true, false, true]);
  },
  'what was sent is forgotten'() {
    const kept = storage();
    const unsent = new Unsent('ana', 'a-1', kept);
    unsent.keep('m-1', 'One');
    unsent.forget('m-1');
    equal([unsent.read('m-1').text, new Unsent('ana', 'a-1', kept).read('m-1').text], ['', '']);
  },
  'a browser that keeps nothing, or something else, loses nothing of the page'() {
    const full = storage();
    full.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const unsent = new Unsent('ana', 'a-1', full);
    unsent.keep('m-1', 'One');
    equal(unsent.read('m-1').text, 'One');
    const odd = storage();
    odd.setItem('labeler.unsent.ana.a-1.m-1', '{"text": 7}');
    equal(new Unsent('ana', 'a-1', odd).read('m-1').text, '');
  },
};
