import { equal } from './check.js';
import { at, makeStore, mention, MODEL, must } from './example.js';
import * as commands from '../../labeler/surface/static/model/commands.js';
import { EMPTY } from '../../labeler/surface/static/model/labels.js';

/** @import {Entity, Frame, Labels, Relation} from '../../labeler/surface/static/model/types.js' */

const STATE = 'Actor.State';
const shared = { attributes: {}, origin: MODEL, note: '', flags: [] };

/** @param {string} id @param {Partial<Frame>} more @returns {Frame} */
function frame(id, more) {
  return { id, type: 'Attribution', anchor: null, arguments: [], nested_in: null, ...shared, ...more };
}

/** @param {string} id @param {string} name @returns {Entity} */
const chain = (id, name) => ({ id, type: STATE, name, registry: null, ...shared });

/** Two chains, two attributions of which one lies in the other, an event, a relation. @returns {Labels} */
function offered() {
  const mentions = [
    mention({ id: 's-b1', type: STATE, fragments: [at('Borduria')], entity: 's-e' }),
    mention({ id: 's-it', type: STATE, fragments: [at('it')], entity: 's-e', attributes: { kind: 'nominal' } }),
    mention({ id: 's-syl', type: STATE, fragments: [at('Syldavia')], entity: 's-s' }),
    mention({ id: 's-klow', type: 'Place', fragments: [at('Klow')] }),
    mention({ id: 's-cue', type: 'Cue', fragments: [at('told')] }),
    mention({ id: 's-content', type: 'Content', fragments: [at('"Borduria says Syldavia will attack Borduria again,"')] }),
    mention({ id: 's-says', type: 'Cue', fragments: [at('says')] }),
    mention({ id: 's-inner', type: 'Content', fragments: [at('Syldavia will attack')] }),
    mention({ id: 's-t', type: 'Trigger', fragments: [at('attacked')] }),
  ];
  const frames = [
    frame('s-f', { anchor: 's-cue', arguments: [{ role: 'source', filler: 's-b1' }, { role: 'content', filler: 's-content' }], attributes: { source_kind: 'collective' } }),
    frame('s-g', { anchor: 's-says', arguments: [{ role: 'content', filler: 's-inner' }], nested_in: 's-f' }),
    frame('s-a', { type: 'Event.ATTACK', anchor: 's-t', arguments: [{ role: 'actor', filler: 's-it' }, { role: 'target', filler: 's-klow' }], attributes: { polarity: 'positive', realis: 'actual' } }),
  ];
  /** @type {Relation} */
  const link = { id: 's-r', type: 'member_of', source: 's-e', target: 's-s', ...shared };
  return {
    ...EMPTY,
    mentions: new Map(mentions.map((m) => [m.id, m])),
    entities: new Map([['s-e', chain('s-e', 'Borduria')], ['s-s', chain('s-s', 'Syldavia')]]),
    frames: new Map(frames.map((f) => [f.id, f])),
    relations: new Map([['s-r', link]]),
  };
}

/** All accepted. */
function accepted() {
  const store = makeStore({ suggestions: offered(), suggestionAuthor: 'model:news@2' });
  must(store, commands.acceptWhere());
  return store;
}

/** @param {ReturnType<typeof makeStore>} store @param {string} id */
const changed = (store, id) => store.labels.decisions.find((d) => d.suggestion === id)?.changed;
/** @param {ReturnType<typeof makeStore>} store */
const all = (store) => store.labels.decisions.filter((d) => d.changed.length).map((d) => `${d.suggestion} ${d.changed.join(' ')}`);

export const tests = {
  'nothing is changed of what was just accepted'() {
    const store = accepted();
    equal([store.labels.decisions.length, all(store)], [15, []]);
    equal(store.labels.frames.get('s-g')?.nested_in, 's-f');
  },
  'what differs from the suggestion is told, and forgotten when it is changed back'() {
    const store = accepted();
    /** @type {[import('../../labeler/surface/static/model/types.js').Command, import('../../labeler/surface/static/model/types.js').Command, string][]} */
    const pairs = [
      [commands.setMentionType('s-klow', STATE), commands.setMentionType('s-klow', 'Place'), 's-klow type'],
      [commands.setFragments('s-klow', [at('attacked Klow')]), commands.setFragments('s-klow', [at('Klow')]), 's-klow extent'],
      [commands.setAttribute('s-a', 'polarity', 'negative'), commands.setAttribute('s-a', 'polarity', 'positive'), 's-a attribute:polarity'],
      [commands.setAttribute('s-e', 'country', 'BOR'), commands.setAttribute('s-e', 'country', ''), 's-e attribute:country'],
      [commands.setEntity('s-e', { name: 'B.' }), commands.setEntity('s-e', { name: 'Borduria' }), 's-e name'],
      [commands.linkActor('s-e', { id: 'bor', name: 'Borduria' }), commands.unlinkActor('s-e'), 's-e registry'],
      [commands.unfillRole('s-f', 'source', 's-b1'), commands.fillRole('s-f', 'source', { id: 's-b1' }), 's-f role:source'],
      [commands.moveArgument('s-a', 'target', 's-klow', 'place'), commands.fillRole('s-a', 'target', { id: 's-klow' }), ''],
      [commands.fillRole('s-a', 'target', { id: 's-syl' }), commands.unfillRole('s-a', 'target', 's-syl'), 's-a role:target'],
      [commands.moveArgument('s-a', 'actor', 's-it', 'target'), commands.moveArgument('s-a', 'target', 's-it', 'actor'), 's-a role:actor role:target'],
      [commands.setFrameType('s-a', 'Event.DEMAND'), commands.setFrameType('s-a', 'Event.ATTACK'), 's-a type'],
      [commands.setNested('s-g', null), commands.setNested('s-g', 's-f'), 's-g nesting'],
      [commands.joinEntity('s-it', 's-s'), commands.joinEntity('s-it', 's-e'), 's-it entity'],
    ];
    for (const [there, back, wanted] of pairs) {
      store.do(there);
      equal(all(store).join(', '), wanted);
      store.do(back);
      equal(all(store).join(', '), '', `back from ${wanted}`);
    }
  },
  'another anchor is a change, the same word marked anew is none'() {
    const store = accepted();
    must(store, commands.setAnchor('s-g', { fragments: [at('said')] }));
    equal(all(store), ['s-g anchor']);
    equal(store.labels.decisions.find((d) => d.suggestion === 's-says')?.verdict, 'rejected');
    must(store, commands.setAnchor('s-g', { fragments: [at('says')] }));
    equal(all(store), []);
  },
  'merged chains are a change of the mentions that moved and of relations'() {
    const store = accepted();
    must(store, commands.addMention({ type: STATE, fragments: [at('us')] }));
    const us = [...store.labels.entities.keys()].at(-1) ?? '';
    must(store, commands.mergeEntities(us, 's-e'));
    equal(all(store), ['s-b1 entity', 's-it entity', 's-r ends']);
    must(store, commands.setFragments('s-it', [at('said it')]));
    equal(changed(store, 's-it'), ['entity', 'extent']);
    store.undo();
    store.undo();
    equal(all(store), []);
  },
  'a mention that joined a person’s chain is changed when it leaves it, and not when it comes back'() {
    const store = makeStore({ suggestions: offered() });
    const own = must(store, commands.addMention({ type: STATE, fragments: [at('Borduria', 1)] }));
    const mine = store.labels.mentions.get(own)?.entity ?? '';
    for (const id of ['s-b1', 's-it', 's-syl']) must(store, commands.accept(id));
    equal([store.labels.mentions.get('s-it')?.entity, all(store)], [mine, []]);
    must(store, commands.joinEntity('s-it', 's-s'));
    equal(all(store), ['s-it entity']);
    must(store, commands.joinEntity('s-it', mine));
    equal(all(store), []);
    must(store, commands.joinEntity('s-syl', mine));
    equal(all(store), ['s-syl entity']);
    must(store, commands.joinEntity('s-syl', null));
    equal(all(store), [], 'suggested alone, and alone again');
  },
  'a frame whose arguments were partly refused is changed in those roles'() {
    const store = makeStore({ suggestions: offered() });
    must(store, commands.reject('s-b1'));
    must(store, commands.accept('s-f'));
    equal(changed(store, 's-f'), ['role:source']);
    must(store, commands.fillRole('s-f', 'source', { type: STATE, fragments: [at('Borduria')] }));
    equal(changed(store, 's-f'), [], 'the same mention, marked by a person');
    const own = store.labels.frames.get('s-f')?.arguments.at(-1)?.filler ?? '';
    must(store, commands.setFragments(own, [at('Borduria said')]));
    equal(changed(store, 's-f'), ['role:source'], 'which now reads otherwise');
  },
  'a frame on what a person had marked just so is as it was suggested'() {
    const store = makeStore({ suggestions: offered() });
    must(store, commands.addMention({ type: 'Cue', fragments: [at('told')] }));
    must(store, commands.addMention({ type: STATE, fragments: [at('Borduria', 1)] }));
    must(store, commands.accept('s-f'));
    equal(all(store), []);
  },
  'a frame that loses a filler is changed there'() {
    const store = accepted();
    must(store, commands.remove('s-klow'));
    equal(all(store), ['s-a role:target']);
    const gone = store.labels.decisions.find((d) => d.suggestion === 's-klow');
    equal([gone?.verdict, gone?.changed], ['rejected', []]);
  },
  'an accepted item that was changed and is removed is rejected, unchanged'() {
    const store = accepted();
    must(store, commands.setAttribute('s-a', 'polarity', 'negative'));
    must(store, commands.remove('s-a'));
    equal(store.labels.decisions.filter((d) => d.verdict === 'rejected').map((d) => [d.suggestion, d.changed]), [['s-t', []], ['s-a', []]]);
  },
  'a change in the same step as the acceptance counts'() {
    const store = makeStore({ suggestions: offered() });
    must(store, commands.accept('s-syl'));
    must(store, commands.batch('accept edited', [commands.accept('s-it'), commands.joinEntity('s-it', 's-s')]));
    equal(changed(store, 's-it'), ['entity']);
  },
  'a note and a flag change nothing of a suggestion'() {
    const store = accepted();
    must(store, commands.setNote('s-a', 'odd'));
    must(store, commands.setFlag('s-a', 'discuss', true));
    must(store, commands.setFlag('s-b1', 'unsure', true));
    equal([all(store), store.labels.frames.get('s-a')?.origin.edited], [[], false]);
  },
  'where the model is another one now, what was known stays and what is changed is added'() {
    const store = accepted();
    must(store, commands.setAttribute('s-a', 'polarity', 'negative'));
    store.load({ suggestions: EMPTY, suggestionAuthor: 'model:news@3' });
    must(store, commands.setAttribute('s-a', 'tense', 'future'));
    equal(changed(store, 's-a'), ['attribute:polarity', 'attribute:tense']);
    must(store, commands.setAttribute('s-a', 'polarity', 'positive'));
    must(store, commands.joinEntity('s-it', 's-s'));
    equal(all(store), ['s-it entity', 's-a attribute:polarity attribute:tense']);
  },
};
