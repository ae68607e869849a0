import { equal } from './check.js';
import { at, makeStore, must } from './example.js';
import * as commands from '../../labeler/surface/static/model/commands.js';
import { compare, countsOf, countWords } from '../../labeler/surface/static/model/compare.js';
import { ago, dayAndTime, sittings, whoWords } from '../../labeler/surface/static/saving/revisions.js';
import { deviceWords } from '../../labeler/surface/static/saving/here.js';

/** @param {number} number @param {string} time @param {string} [tab] @param {any} [difference] */
function revision(number, time, tab = 'a', difference = { added: { mention: 1 }, changed: {}, removed: {} }) {
  return { number, saved_at: `2026-03-04T${time}+00:00`, login: 'ann', client: { tab, browser: 'b', device: 'Firefox on Linux' }, difference };
}

export const tests = {
  'what differs is told item by item, in the order of the text'() {
    const store = makeStore();
    const klow = must(store, commands.addMention({ type: 'Place', fragments: [at('Klow')] }));
    const told = must(store, commands.addMention({ type: 'Place', fragments: [at('told')] }));
    const before = store.labels;
    must(store, commands.remove([told]));
    must(store, commands.setNote(klow, 'a town'));
    const event = must(store, commands.addFrame({ type: 'Event.ATTACK', anchor: { fragments: [at('attacked')] } }));
    const anchor = store.labels.frames.get(event)?.anchor;
    const found = compare(before, store.labels);
    equal(found.map(({ how, id }) => [how, id]), [['added', event], ['added', anchor], ['changed', klow], ['removed', told]]);
    equal(countWords(countsOf(found, () => 'event')), '1 event, 1 mention added · 1 mention changed · 1 mention removed');
  },
  'the same labels read again do not differ'() {
    const store = makeStore();
    must(store, commands.addMention({ type: 'Actor.State', fragments: [at('Borduria')] }));
    equal(compare(store.labels, structuredClone(store.labels)), []);
    equal(countWords({ added: {}, changed: {}, removed: {} }), '');
  },
  'saves are put together by place, pause and minute'() {
    const groups = sittings([
      revision(1, '09:00:01'), revision(2, '09:00:40'), revision(3, '09:02:00'),
      revision(4, '09:30:00'), revision(5, '09:30:10', 'b'),
    ]);
    equal(groups.map((g) => g.minutes.map((m) => m.revisions.map((r) => r.number))), [[[5]], [[4]], [[3], [1, 2]]]);
    equal(groups[2].counts.added, { mention: 3 });
    equal([groups[2].from, groups[2].to, groups[2].last.number], [revision(1, '09:00:01').saved_at, revision(3, '09:02:00').saved_at, 3]);
    equal(sittings([]), []);
  },
  'a place is told from others'() {
    const here = { tab: 'a', browser: 'b', user: 'ann' };
    equal(whoWords(revision(1, '09:00:00'), here), 'this tab');
    equal(whoWords(revision(1, '09:00:00', 'c'), here), 'this browser');
    equal(whoWords(revision(1, '09:00:00', 'c'), { ...here, browser: 'd', user: 'bo' }), 'ann, Firefox on Linux');
    equal(deviceWords('Mozilla/5.0 (Linux; Android 14; Mobile) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36'), 'Chrome on Android');
    equal(deviceWords('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/17 Safari/605'), 'Safari on macOS');
  },
  'times are told as people say them'() {
    const now = new Date(2026, 2, 4, 15, 0).getTime();
    const iso = (/** @type {number} */ minutes) => new Date(now - minutes * 60_000).toISOString();
    equal([ago(iso(0), now), ago(iso(5), now), ago(iso(120), now), ago(iso(60 * 24), now)], ['just now', '5 minutes ago', '2 hours ago', 'yesterday']);
    equal([dayAndTime(iso(5), now).split(' ')[0], dayAndTime(iso(60 * 24), now).split(' ')[0]], ['today', 'yesterday']);
  },
};
