import { equal, ok } from './check.js';
import { at, makeStore, mention, MODEL, must } from './example.js';
import * as commands from '../../labeler/surface/static/model/commands.js';
import { EMPTY } from '../../labeler/surface/static/model/labels.js';

/** @import {Entity, Frame, Labels} from '../../labeler/surface/static/model/types.js' */

const STATE = 'Actor.State';

/** @param {string} id @param {Partial<Frame>} more @returns {Frame} */
function frame(id, more) {
  return { id, type: 'Attribution', anchor: null, arguments: [], attributes: {}, nested_in: null, origin: MODEL, note: '', flags: [], ...more };
}

/** A model that offers two Bordurias in a chain, a place, and who said what. @returns {Labels} */
function offered() {
  const mentions = [
    mention({ id: 's-b1', type: STATE, fragments: [at('Borduria')], entity: 's-e' }),
    mention({ id: 's-b2', type: STATE, fragments: [at('Borduria', 1)], entity: 's-e' }),
    mention({ id: 's-it', type: STATE, fragments: [at('it')], entity: 's-e' }),
    mention({ id: 's-klow', type: 'Place', fragments: [at('Klow')] }),
    mention({ id: 's-cue', type: 'Cue', fragments: [at('said')] }),
    mention({ id: 's-content', type: 'Content', fragments: [at('it attacked Klow')] }),
  ];
  /** @type {Entity} */
  const chain = { id: 's-e', type: STATE, name: 'Borduria', attributes: { country: 'BOR' }, registry: null, origin: MODEL, note: '', flags: [] };
  const said = frame('s-f', {
    anchor: 's-cue',
    arguments: [{ role: 'source', filler: 's-b1' }, { role: 'content', filler: 's-content' }],
  });
  return {
    ...EMPTY,
    mentions: new Map(mentions.map((m) => [m.id, m])),
    entities: new Map([['s-e', chain]]),
    frames: new Map([['s-f', said]]),
  };
}

function suggesting() {
  return makeStore({ suggestions: offered(), suggestionAuthor: 'model:news@2' });
}

/** @param {ReturnType<typeof makeStore>} store */
const open = (store) => {
  const { mentions, frames, entities } = store.openSuggestions();
  return [...mentions.keys(), ...frames.keys(), ...entities.keys()].sort().join(' ');
};

export const tests = {
  'all is open before anything is decided'() {
    equal(open(suggesting()), 's-b1 s-b2 s-content s-cue s-e s-f s-it s-klow');
  },
  'an accepted mention keeps its id, says whose it was, and brings its chain'() {
    const store = suggesting();
    must(store, commands.accept('s-b1'));
    equal(store.labels.mentions.get('s-b1')?.origin, { by: 'model:news@2', edited: false, score: 0.5 });
    equal(store.labels.entities.get('s-e')?.attributes, { country: 'BOR' });
    equal(store.labels.decisions.map((d) => `${d.verdict} ${d.suggestion} ${d.by}`).sort(), [
      'accepted s-b1 model:news@2',
      'accepted s-e model:news@2',
    ]);
    must(store, commands.accept('s-it'));
    equal(store.labels.mentions.get('s-it')?.entity, 's-e');
    store.undo();
    store.undo();
    equal(open(store), 's-b1 s-b2 s-content s-cue s-e s-f s-it s-klow');
  },
  'an accepted mention joins the chain that a person made of the same words'() {
    const store = suggesting();
    const own = must(store, commands.addMention({ type: STATE, fragments: [at('Borduria', 2)] }));
    const chain = store.labels.mentions.get(own)?.entity;
    must(store, commands.accept('s-b1'));
    must(store, commands.accept('s-it'));
    equal(['s-b1', 's-it'].map((id) => store.labels.mentions.get(id)?.entity), [chain, chain]);
    equal(store.labels.entities.size, 1);
  },
  'an accepted frame brings its anchor, its fillers and their chains, in one step'() {
    const store = suggesting();
    must(store, commands.accept('s-f'));
    equal([...store.labels.mentions.keys()].sort(), ['s-b1', 's-content', 's-cue']);
    equal(store.labels.frames.get('s-f')?.arguments.length, 2);
    equal(store.labels.frames.get('s-f')?.origin.edited, false);
    ok(store.labels.entities.has('s-e'));
    store.undo();
    equal([store.labels.mentions.size, store.canUndo], [0, false]);
  },
  'an accepted frame uses what a person has marked just so'() {
    const store = suggesting();
    const own = must(store, commands.addMention({ type: 'Cue', fragments: [at('said')] }));
    must(store, commands.accept('s-f'));
    equal(store.labels.frames.get('s-f')?.anchor, own);
    equal(store.labels.mentions.has('s-cue'), false);
  },
  'an accepted frame leaves out a filler that was rejected'() {
    const store = suggesting();
    must(store, commands.reject('s-b1'));
    must(store, commands.accept('s-f'));
    equal(store.labels.frames.get('s-f')?.arguments.map((a) => a.role), ['content']);
    equal(store.labels.frames.get('s-f')?.origin.edited, true);
  },
  'a rejected suggestion is decided and no more open'() {
    const store = suggesting();
    must(store, commands.reject(['s-klow', 's-it']));
    equal(open(store), 's-b1 s-b2 s-content s-cue s-e s-f');
    equal(store.labels.mentions.size, 0);
    store.undo();
    equal(open(store), 's-b1 s-b2 s-content s-cue s-e s-f s-it s-klow');
  },
  'with a rejected frame go its own cue and content, not its source'() {
    const store = suggesting();
    must(store, commands.reject('s-f'));
    equal(open(store), 's-b1 s-b2 s-e s-it s-klow');
  },
  'with a rejected cue goes its frame'() {
    const store = suggesting();
    must(store, commands.reject('s-cue'));
    equal(open(store), 's-b1 s-b2 s-e s-it s-klow');
  },
  'a frame whose cue was rejected elsewhere is not offered'() {
    /** @type {Labels['decisions']} */
    const decisions = [{ suggestion: 's-cue', by: 'model:news@2', verdict: 'rejected', changed: [] }];
    const store = makeStore({ suggestions: offered(), labels: { ...EMPTY, decisions } });
    equal(open(store), 's-b1 s-b2 s-content s-e s-it s-klow');
  },
  'with a rejected chain go its mentions'() {
    const store = suggesting();
    must(store, commands.reject('s-e'));
    equal(open(store), 's-content s-cue s-f s-klow');
  },
  'what a person marked just so is not offered'() {
    const store = suggesting();
    must(store, commands.addMention({ type: 'Place', fragments: [at('Klow')] }));
    must(store, commands.addFrame({ type: 'Attribution', anchor: { fragments: [at('said')] } }));
    equal(open(store), 's-b1 s-b2 s-content s-e s-it');
    must(store, commands.addMention({ type: 'Actor.Official', fragments: [at('it')] }));
    equal(open(store), 's-b1 s-b2 s-content s-e', 'the same stretch with another type overrules it');
  },
  'all of a type, of a kind or from a score up are accepted in one step'() {
    const store = suggesting();
    must(store, commands.acceptWhere({ type: 'Actor' }));
    equal([...store.labels.mentions.keys()].sort(), ['s-b1', 's-b2', 's-it']);
    equal(store.undoLabel, 'accept all Actor');
    must(store, commands.acceptWhere({ kind: 'frame' }));
    equal(open(store), 's-klow');
    must(store, commands.acceptWhere({ minScore: 0.9 }));
    equal(open(store), 's-klow');
    must(store, commands.acceptWhere());
    equal(open(store), '');
  },
  'all that agree in type and words are accepted or rejected in one step'() {
    const store = suggesting();
    must(store, commands.acceptWhere({ type: STATE, words: ' borduria' }));
    equal([[...store.labels.mentions.keys()].sort(), store.undoLabel], [['s-b1', 's-b2'], 'accept all State “borduria”']);
    must(store, commands.rejectWhere({ words: 'said' }));
    equal(open(store), 's-it s-klow', 'the frame goes with its cue');
    must(store, commands.rejectWhere({ type: 'Place', minScore: 0.5 }));
    equal([open(store), store.undoLabel], ['s-it', 'reject all Place from 0.5']);
    const nothing = store.do(commands.rejectWhere({ words: 'Borduria' }));
    equal(nothing.ok && nothing.existed, true);
    store.undo();
    equal(open(store), 's-it s-klow');
  },
  'chains agree by their name, where chains are asked for'() {
    const store = suggesting();
    must(store, commands.rejectWhere({ kind: 'entity', words: 'Borduria' }));
    equal(open(store), 's-content s-cue s-f s-klow');
  },
  'a note or a flag makes no difference to what is offered'() {
    const store = suggesting();
    const own = must(store, commands.addMention({ type: 'Place', fragments: [at('Klow')] }));
    const before = open(store);
    must(store, commands.setNote(own, 'odd'));
    must(store, commands.setFlag(own, 'unsure', true));
    equal([open(store), before.includes('s-klow')], [before, false]);
  },
  'an accepted chain brings its mentions'() {
    const store = suggesting();
    equal(must(store, commands.accept('s-e')), 's-e');
    equal([...store.labels.mentions.keys()].sort(), ['s-b1', 's-b2', 's-it']);
  },
  'an accepted suggestion that is deleted counts as rejected'() {
    const store = suggesting();
    must(store, commands.accept('s-klow'));
    must(store, commands.remove('s-klow'));
    equal(store.labels.decisions.map((d) => d.verdict), ['rejected']);
    equal(store.openSuggestions().mentions.has('s-klow'), false);
  },
  'a chain that went with its last mention comes again with the next'() {
    const store = suggesting();
    must(store, commands.accept('s-b1'));
    must(store, commands.remove('s-b1'));
    equal(store.labels.entities.size, 0);
    must(store, commands.accept('s-it'));
    ok(store.labels.entities.has('s-e'));
  },
  'accepting what is not offered is refused'() {
    equal(suggesting().do(commands.accept('s-none')), { ok: false, reason: 'this suggestion is no longer there' });
  },
  'frames that fill each other are accepted together'() {
    const trigger = (/** @type {string} */ id, /** @type {string} */ words) => mention({ id, type: 'Trigger', fragments: [at(words)] });
    const suggestions = {
      ...EMPTY,
      mentions: new Map([['s-t', trigger('s-t', 'told')], ['s-a', trigger('s-a', 'attacked')]]),
      frames: new Map([
        ['s-1', frame('s-1', { type: 'Event.DEMAND', anchor: 's-t', arguments: [{ role: 'topic', filler: 's-2' }] })],
        ['s-2', frame('s-2', { type: 'Event.ATTACK', anchor: 's-a' })],
      ]),
    };
    const store = makeStore({ suggestions });
    must(store, commands.accept('s-1'));
    equal([...store.labels.frames.keys()].sort(), ['s-1', 's-2']);
    equal(store.labels.frames.get('s-1')?.arguments, [{ role: 'topic', filler: 's-2' }]);
  },
  'a decision repaints where the suggestion stands'() {
    const store = suggesting();
    /** @type {import('../../labeler/surface/static/model/types.js').Change[]} */
    const changes = [];
    store.subscribe((change) => changes.push(change));
    must(store, commands.reject('s-klow'));
    equal([changes[0].ranges, [...changes[0].items]], [[at('Klow')], ['s-klow']]);
  },
  'suggestions that come later are shown where they stand'() {
    const store = makeStore();
    /** @type {import('../../labeler/surface/static/model/types.js').Change[]} */
    const changes = [];
    must(store, commands.addMention({ type: 'Place', fragments: [at('Syldavia')] }));
    store.subscribe((change) => changes.push(change));
    store.load({ suggestions: offered(), suggestionAuthor: 'model:news@2' });
    equal([changes[0].cause, changes[0].ranges.length > 3, store.canUndo], ['load', true, true]);
    ok(open(store).includes('s-klow'));
  },
};
