import { equal, ok } from './check.js';
import { at, makeStore, must } from './example.js';
import * as commands from '../../labeler/surface/static/model/commands.js';
import { randomId } from '../../labeler/surface/static/model/store.js';

/** @param {ReturnType<typeof makeStore>} store */
function listen(store) {
  /** @type {import('../../labeler/surface/static/model/types.js').Change[]} */
  const changes = [];
  const stop = store.subscribe((change) => changes.push(change));
  return { changes, stop };
}

export const tests = {
  'a change says which items and which stretches of text it touches'() {
    const store = makeStore();
    const { changes } = listen(store);
    const klow = must(store, commands.addMention({ type: 'Place', fragments: [at('Klow')] }));
    equal([changes[0].cause, [...changes[0].items], changes[0].ranges], ['do', [klow], [at('Klow')]]);
    const frame = must(store, commands.addFrame({ type: 'Event.ATTACK', anchor: { fragments: [at('attacked')] } }));
    must(store, commands.fillRole(frame, 'target', { id: klow }));
    equal([[...changes[2].items], changes[2].ranges], [[frame], [at('attacked'), at('Klow')]]);
    must(store, commands.setFragments(klow, [at('Syldavia')]));
    equal(changes[3].ranges, [at('Klow'), at('Syldavia')]);
    store.undo();
    equal([changes[4].cause, changes[4].label, changes[4].ranges], ['undo', store.redoLabel, [at('Klow'), at('Syldavia')]]);
  },
  'a change of a chain touches all its mentions'() {
    const store = makeStore();
    const one = must(store, commands.addMention({ type: 'Actor.State', fragments: [at('Borduria')] }));
    must(store, commands.addMention({ type: 'Actor.State', fragments: [at('Borduria', 1)] }));
    const { changes } = listen(store);
    must(store, commands.setEntity(store.labels.mentions.get(one)?.entity ?? '', { name: 'B.' }));
    equal(changes[0].ranges, [at('Borduria'), at('Borduria', 1)]);
  },
  'what can be undone is known when the change is told'() {
    const store = makeStore();
    /** @type {boolean[]} */
    const told = [];
    store.subscribe(() => told.push(store.canUndo, store.canRedo));
    must(store, commands.addMention({ type: 'Place', fragments: [at('Klow')] }));
    store.undo();
    equal(told, [true, false, false, true]);
  },
  'undo brings back the very same labels, redo the very same later ones'() {
    const store = makeStore();
    const seen = [store.labels];
    for (const words of ['Klow', 'Syldavia', 'Borduria', 'told']) {
      must(store, commands.addMention({ type: 'Place', fragments: [at(words)] }));
      seen.push(store.labels);
    }
    for (let i = seen.length - 2; i >= 0; i -= 1) {
      store.undo();
      ok(store.labels === seen[i]);
    }
    equal([store.undo(), store.canUndo], [null, false]);
    for (const labels of seen.slice(1)) {
      store.redo();
      ok(store.labels === labels);
    }
    equal([store.redo(), store.canRedo], [null, false]);
  },
  'a new change ends what could be redone'() {
    const store = makeStore();
    must(store, commands.addMention({ type: 'Place', fragments: [at('Klow')] }));
    store.undo();
    must(store, commands.addMention({ type: 'Place', fragments: [at('told')] }));
    equal([store.canRedo, store.redoLabel], [false, '']);
  },
  'a thousand steps can be undone'() {
    const store = makeStore();
    const id = must(store, commands.addMention({ type: 'Place', fragments: [at('Klow')] }));
    const start = store.labels;
    for (let i = 0; i < 1200; i += 1) store.do(commands.setNote(id, `note ${i}`));
    for (let i = 0; i < 1200; i += 1) store.undo();
    ok(store.labels === start);
  },
  'an unsubscribed listener hears nothing'() {
    const store = makeStore();
    const { changes, stop } = listen(store);
    stop();
    must(store, commands.addMention({ type: 'Place', fragments: [at('Klow')] }));
    equal(changes.length, 0);
  },
  'tables a change left alone are shared'() {
    const store = makeStore();
    const before = store.labels;
    must(store, commands.addMention({ type: 'Place', fragments: [at('Klow')] }));
    ok(store.labels.frames === before.frames && store.labels.mentions !== before.mentions);
  },
  'loaded labels have no past'() {
    const store = makeStore();
    must(store, commands.addMention({ type: 'Place', fragments: [at('Klow')] }));
    const { changes } = listen(store);
    store.load({ labels: makeStore().labels });
    equal([store.labels.mentions.size, store.canUndo, changes[0].cause], [0, false, 'load']);
  },
  'what the server found is shown until the first change'() {
    /** @type {import('../../labeler/surface/static/model/types.js').Problem} */
    const found = { level: 'schema', code: 'only-there', message: '', item: '', slot: '', kind: 'set', start: -1 };
    const store = makeStore({ problems: [found] });
    equal(store.problems(), [found]);
    must(store, commands.addMention({ type: 'Place', fragments: [at('Klow')] }));
    equal(store.problems(), []);
    ok(store.problems() === store.problems(), 'computed once');
  },
  'ids have ten characters that are safe anywhere, and do not repeat'() {
    const ids = Array.from({ length: 500 }, () => randomId('m'));
    ok(ids.every((id) => /^m-[0-9a-z]{10}$/u.test(id)));
    equal(new Set(ids).size, 500);
  },
};
