import { equal, ok } from './check.js';
import { at, makeStore, must } from './example.js';
import * as commands from '../../labeler/surface/static/model/commands.js';
import { misfits } from '../../labeler/surface/static/model/misfits.js';

const STATE = 'Actor.State';
const ATTACK = 'Event.ATTACK';
const DEMAND = 'Event.DEMAND';

/** A store with an attack: two actors, one target. */
function attacked() {
  const store = makeStore();
  const frame = must(
    store,
    commands.addFrame({
      type: ATTACK,
      anchor: { fragments: [at('attacked')] },
      arguments: [
        { role: 'actor', filler: { type: STATE, fragments: [at('it')] } },
        { role: 'target', filler: { type: 'Place', fragments: [at('Klow')] } },
        { role: 'actor', filler: { type: STATE, fragments: [at('Syldavia')] } },
      ],
    }),
  );
  const read = (id = frame) => /** @type {import('../../labeler/surface/static/model/types.js').Frame} */ (store.labels.frames.get(id));
  return { store, frame, read };
}

/** @param {import('../../labeler/surface/static/model/types.js').Frame|undefined} frame */
const slots = (frame) => frame?.arguments.map((a) => `${a.role} ${a.filler}`);

export const tests = {
  'another type keeps all, and what has no place there fits again when it is changed back'() {
    const { store, frame, read } = attacked();
    must(store, commands.setAttribute(frame, 'mode', ['air', 'ground']));
    must(store, commands.setAttribute(frame, 'tense', 'future'));
    const before = read();
    must(store, commands.setFrameType(frame, DEMAND));
    equal(slots(read()), slots(before));
    equal([read().attributes.mode, read().attributes.tense], [['air', 'ground'], 'future']);
    equal(misfits(read(), store.schema), { roles: ['target'], attributes: [] });
    must(store, commands.setFrameType(frame, 'Attribution'));
    equal(misfits(read(), store.schema), { roles: ['actor', 'target'], attributes: ['mode', 'tense'] });
    must(store, commands.setFrameType(frame, ATTACK));
    equal(read(), before);
  },
  'a misfit is taken away or moved, never set'() {
    const { store, frame, read } = attacked();
    const [it, klow] = read().arguments.map((a) => a.filler);
    must(store, commands.setAttribute(frame, 'tense', 'future'));
    must(store, commands.setFrameType(frame, 'Attribution'));
    equal(store.do(commands.setAttribute(frame, 'tense', 'past')).ok, false);
    must(store, commands.setAttribute(frame, 'tense', undefined));
    must(store, commands.unfillRole(frame, 'target', klow));
    must(store, commands.moveArgument(frame, 'actor', it, 'source'));
    equal(misfits(read(), store.schema), { roles: ['actor'], attributes: [] });
    equal(slots(read())?.[0], `source ${it}`);
  },
  'what nobody chose does not stay as a misfit'() {
    const { store, frame, read } = attacked();
    must(store, commands.setFrameType(frame, 'Attribution'));
    equal(read().attributes, { polarity: 'positive', quote: 'indirect', verb: 'reporting' });
  },
  'an attribute that was cleared stays empty under another type'() {
    const { store, frame, read } = attacked();
    must(store, commands.setAttribute(frame, 'modality', undefined));
    must(store, commands.setFrameType(frame, DEMAND));
    equal('modality' in read().attributes, false);
  },
  'an argument moves to a role that takes it, once'() {
    const { store, frame, read } = attacked();
    const [it, klow] = read().arguments.map((a) => a.filler);
    must(store, commands.moveArgument(frame, 'actor', it, 'target'));
    equal(slots(read())?.slice(0, 2), [`target ${it}`, `target ${klow}`]);
    must(store, commands.fillRole(frame, 'actor', { id: it }));
    must(store, commands.moveArgument(frame, 'actor', it, 'target'));
    equal(slots(read())?.filter((s) => s.endsWith(it)), [`target ${it}`]);
    /** @type {[string, string, string, string][]} */
    const refused = [
      ['target', klow, 'actor', 'Place cannot be actor of ATTACK'],
      ['target', klow, 'victim', 'ATTACK has no role “victim”'],
      ['actor', klow, 'target', 'this argument is no longer there'],
      ['target', 'gone', 'actor', 'this argument is no longer there'],
    ];
    for (const [from, filler, to, reason] of refused) {
      equal(store.do(commands.moveArgument(frame, from, filler, to)), { ok: false, reason });
    }
  },
  'a copy has the same trigger, arguments and attributes, and is a work of its own'() {
    const { store, frame, read } = attacked();
    must(store, commands.setAttribute(frame, 'tense', 'future'));
    must(store, commands.setNote(frame, 'odd'));
    const made = must(store, commands.duplicateFrame(frame));
    ok(made !== frame);
    const { type, anchor, attributes } = read();
    equal([read(made).type, read(made).anchor, read(made).attributes, slots(read(made))], [type, anchor, attributes, slots(read())]);
    equal([read(made).note, read(made).origin.by], ['', 'human']);
    must(store, commands.setAttribute(made, 'tense', 'past'));
    equal(read().attributes.tense, 'future');
    equal(store.do(commands.duplicateFrame('gone')).ok, false);
  },
  'a copy of an attribution takes nobody out of the first'() {
    let left = 900;
    const store = makeStore({ newId: (prefix) => `${prefix}-${(left -= 1)}` });
    const say = (/** @type {string} */ content, /** @type {string} */ cue) =>
      must(store, commands.addFrame({ type: 'Attribution', anchor: { fragments: [at(cue)] }, arguments: [{ role: 'content', filler: { fragments: [at(content)] } }] }));
    const outer = say('"Borduria says Syldavia will attack Borduria again,"', 'told');
    const inner = say('Syldavia will attack Borduria', 'says');
    for (let i = 0; i < 3; i += 1) must(store, commands.duplicateFrame(outer));
    equal(store.labels.frames.get(inner)?.nested_in, outer);
    const copy = must(store, commands.duplicateFrame(inner));
    ok(store.labels.frames.get(copy)?.nested_in !== null);
  },
  'who was nested in an attribution that becomes an event is nested in it no more'() {
    const store = makeStore();
    const say = (/** @type {string} */ content, /** @type {string} */ cue) =>
      must(store, commands.addFrame({ type: 'Attribution', anchor: { fragments: [at(cue)] }, arguments: [{ role: 'content', filler: { fragments: [at(content)] } }] }));
    const outer = say('"Borduria says Syldavia will attack Borduria again,"', 'told');
    const inner = say('Syldavia will attack Borduria', 'says');
    must(store, commands.setFrameType(outer, DEMAND));
    equal(store.labels.frames.get(inner)?.nested_in, null);
    must(store, commands.setFrameType(outer, 'Attribution'));
    equal(store.labels.frames.get(inner)?.nested_in, outer);
    const other = say('it attacked Klow', 'said');
    must(store, commands.setNested(inner, other));
    must(store, commands.setFrameType(other, DEMAND));
    equal(store.labels.frames.get(inner)?.nested_in, outer, 'though a person had put it there');
  },
  'a coordinated event is split by a role: one for each filler, alike in all else'() {
    const { store, frame, read } = attacked();
    const [it, klow, syldavia] = read().arguments.map((a) => a.filler);
    const result = store.do(commands.splitFrame(frame, 'actor'));
    const ids = result.ok ? result.ids : [];
    equal(ids.length, 2);
    equal([ids[0], slots(read()), slots(read(ids[1]))], [frame, [`actor ${it}`, `target ${klow}`], [`target ${klow}`, `actor ${syldavia}`]]);
    equal(read(ids[1]).anchor, read().anchor);
    store.undo();
    equal([store.labels.frames.size, read().arguments.length], [1, 3]);
    equal(store.do(commands.splitFrame(frame, 'target')), { ok: false, reason: 'ATTACK “attacked” has fewer than two fillers of target' });
  },
};
