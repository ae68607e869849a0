import { equal, ok } from './check.js';
import { at, makeStore, mention, must, TEXT } from './example.js';
import * as commands from '../../labeler/surface/static/model/commands.js';

const STATE = 'Actor.State';

export const tests = {
  'a mark gets the defaults of its type and a chain named by its words'() {
    const store = makeStore();
    const id = must(store, commands.addMention({ type: STATE, fragments: [at('Borduria')] }));
    const marked = store.labels.mentions.get(id);
    equal(marked?.attributes, { kind: 'named' });
    equal(marked?.origin, { by: 'human', edited: false, score: null });
    const chain = store.labels.entities.get(marked?.entity ?? '');
    equal([chain?.name, chain?.type, chain?.attributes], ['Borduria', STATE, { number: 'individual' }]);
  },
  'the same words of the same type join the chain, other types and cases do not'() {
    const store = makeStore({ text: 'Klow, Klow and klow.' });
    const mark = (/** @type {string} */ type, /** @type {[number, number]} */ range) => {
      const id = must(store, commands.addMention({ type, fragments: [range] }));
      return store.labels.mentions.get(id)?.entity;
    };
    const first = mark(STATE, [0, 4]);
    ok(typeof first === 'string');
    equal(mark(STATE, [6, 10]), first);
    ok(mark(STATE, [15, 19]) !== first, 'another case');
    ok(mark('Actor.Official', [0, 4]) !== first, 'another type');
    equal(mark('Place', [0, 4]), null);
  },
  'a mark can be put in a chain, or in none'() {
    const store = makeStore();
    const one = must(store, commands.addMention({ type: STATE, fragments: [at('Borduria')] }));
    const entity = store.labels.mentions.get(one)?.entity ?? '';
    const two = must(store, commands.addMention({ type: STATE, fragments: [at('it')], entity }));
    const three = must(store, commands.addMention({ type: STATE, fragments: [at('Syldavia')], entity: null }));
    equal([two, three].map((id) => store.labels.mentions.get(id)?.entity), [entity, null]);
    equal(store.do(commands.addMention({ type: STATE, fragments: [at('us')], entity: 'e-gone' })).ok, false);
  },
  'the same mark twice is one mark and one step'() {
    const store = makeStore();
    const command = commands.addMention({ type: 'Place', fragments: [at('Klow')] });
    const first = store.do(command);
    const again = store.do(command);
    equal([first.ok && first.existed, again.ok && again.existed], [false, true]);
    equal(first.ok && again.ok && first.id === again.id, true);
    store.undo();
    equal([store.labels.mentions.size, store.canUndo], [0, false]);
  },
  'fragments are put in order, joined where they touch, and never cut a character'() {
    const text = 'ab🎉cdef';
    const store = makeStore({ text });
    const id = must(store, commands.addMention({ type: 'Content', fragments: [[6, 7], [3, 5], [0, 1], [5, 6]] }));
    equal(store.labels.mentions.get(id)?.fragments, [[0, 1], [2, 7]]);
  },
  'what the schema does not allow is refused in words and changes nothing'() {
    const store = makeStore();
    /** @type {[string, [number, number][], string][]} */
    const refused = [
      ['Nothing', [[0, 4]], 'the schema has no type “Nothing”'],
      ['Actor', [[0, 4]], 'choose one of the kinds of Actor'],
      ['Old', [[0, 4]], 'the type Old is no longer used'],
      ['Place', [], 'select some text first'],
      ['Place', [[4, 4]], 'the selection lies outside the text'],
      ['Place', [[0, TEXT.length + 1]], 'the selection lies outside the text'],
      ['Place', [[-1, 2]], 'the selection lies outside the text'],
    ];
    for (const [type, fragments, reason] of refused) {
      equal(store.do(commands.addMention({ type, fragments })), { ok: false, reason });
    }
    equal([store.labels.mentions.size, store.canUndo], [0, false]);
  },
  'more fragments than the type has are allowed, and said to be wrong'() {
    const store = makeStore();
    must(store, commands.addMention({ type: 'Place', fragments: [[0, 2], [4, 6]] }));
    equal(store.problems().map((p) => p.code).includes('fragments'), true);
  },
  'a lone mention takes its chain along when it is retyped'() {
    const store = makeStore();
    const id = must(store, commands.addMention({ type: STATE, fragments: [at('Borduria')] }));
    const entity = store.labels.mentions.get(id)?.entity ?? '';
    must(store, commands.setMentionType(id, 'Actor.Official'));
    equal(store.labels.mentions.get(id)?.entity, entity);
    equal(store.labels.entities.get(entity)?.type, 'Actor.Official');
  },
  'one of several leaves the chain when it is retyped'() {
    const store = makeStore();
    const one = must(store, commands.addMention({ type: STATE, fragments: [at('Borduria')] }));
    const two = must(store, commands.addMention({ type: STATE, fragments: [at('Borduria', 1)] }));
    const entity = store.labels.mentions.get(one)?.entity;
    must(store, commands.setMentionType(two, 'Actor.Official'));
    ok(store.labels.mentions.get(two)?.entity !== entity);
    equal(store.labels.entities.size, 2);
    must(store, commands.setMentionType(two, 'Place'));
    equal([store.labels.mentions.get(two)?.entity, store.labels.entities.size], [null, 1]);
  },
  'retyping keeps the attributes the new type has'() {
    const store = makeStore();
    const id = must(store, commands.addMention({ type: STATE, fragments: [at('it')] }));
    must(store, commands.setAttribute(id, 'kind', 'pronominal'));
    must(store, commands.setMentionType(id, 'Actor.Official'));
    equal(store.labels.mentions.get(id)?.attributes, { kind: 'pronominal' });
    must(store, commands.setMentionType(id, 'Place'));
    equal(store.labels.mentions.get(id)?.attributes, {});
  },
  'fragments can be added and taken away, but the last one'() {
    const store = makeStore();
    const id = must(store, commands.addMention({ type: 'Content', fragments: [at('Borduria says')] }));
    must(store, commands.addFragment(id, at('Syldavia')));
    must(store, commands.removeFragment(id, 0));
    equal(store.labels.mentions.get(id)?.fragments, [at('Syldavia')]);
    equal(store.do(commands.removeFragment(id, 0)).ok, false);
    equal(store.do(commands.removeFragment(id, 7)).ok, false);
    must(store, commands.setFragments(id, [at('Klow')]));
    equal(store.labels.mentions.get(id)?.fragments, [at('Klow')]);
  },
  'a mention cannot be stretched onto its twin'() {
    const store = makeStore();
    must(store, commands.addMention({ type: 'Place', fragments: [at('Klow')] }));
    const id = must(store, commands.addMention({ type: 'Place', fragments: [at('Syldavia')] }));
    equal(store.do(commands.setFragments(id, [at('Klow')])), { ok: false, reason: '“Klow” is marked already' });
  },
  'an accepted suggestion that is changed counts as edited, a note alone does not'() {
    const suggested = mention({ id: 's-1', type: 'Place', fragments: [at('Klow')] });
    const labels = { ...makeStore().labels, mentions: new Map([['s-1', suggested]]) };
    const store = makeStore({ labels });
    must(store, commands.setNote('s-1', 'odd'));
    equal(store.labels.mentions.get('s-1')?.origin.edited, false);
    must(store, commands.setFragments('s-1', [at('attacked Klow')]));
    equal(store.labels.mentions.get('s-1')?.origin, { by: 'model:test@1', edited: true, score: 0.5 });
  },
  'undo names what it takes back'() {
    const store = makeStore();
    must(store, commands.addMention({ type: STATE, fragments: [at('Borduria')] }));
    equal(store.undoLabel, 'mark “Borduria” as State');
    store.undo();
    equal([store.undoLabel, store.redoLabel], ['', 'mark “Borduria” as State']);
  },
};
