import { equal, ok } from './check.js';
import { at, makeStore, must, SCHEMA, TEXT } from './example.js';
import * as commands from '../../labeler/surface/static/model/commands.js';

const STATE = 'Actor.State';
const ATTACK = 'Event.ATTACK';

/** A store with an attack: actor “it”, target “Klow”. */
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
      ],
    }),
  );
  return { store, frame, read: () => store.labels.frames.get(frame) };
}

/** @param {import('../../labeler/surface/static/model/store.js').LabelStore} store @param {string} content @param {string|null} cue @param {number} [nth] */
function attribute(store, content, cue, nth = 0) {
  return must(
    store,
    commands.addFrame({
      type: 'Attribution',
      anchor: cue === null ? null : { fragments: [at(cue, nth)] },
      arguments: [{ role: 'content', filler: { fragments: [at(content)] } }],
    }),
  );
}

export const tests = {
  'an event with its trigger and fillers is one step'() {
    const { store, read } = attacked();
    const frame = read();
    equal(frame?.arguments.map((a) => [a.role, store.labels.mentions.get(a.filler)?.type]), [
      ['actor', STATE],
      ['target', 'Place'],
    ]);
    equal(store.labels.mentions.get(frame?.anchor ?? '')?.type, 'Trigger');
    equal(store.undoLabel, 'make “attacked” ATTACK');
    store.undo();
    equal([store.labels.mentions.size, store.labels.entities.size, store.canUndo], [0, 0, false]);
  },
  'a refused filler leaves nothing of the event'() {
    const store = makeStore();
    const result = store.do(
      commands.addFrame({
        type: ATTACK,
        anchor: { fragments: [at('attacked')] },
        arguments: [{ role: 'actor', filler: { type: 'Place', fragments: [at('Klow')] } }],
      }),
    );
    equal(result, { ok: false, reason: 'Place cannot be actor of ATTACK' });
    equal([store.labels.mentions.size, store.canUndo], [0, false]);
  },
  'a new event has its defaults, and what follows from them'() {
    const { read } = attacked();
    equal(read()?.attributes, { polarity: 'positive', modality: 'asserted', realis: 'actual' });
  },
  'derived attributes follow, and cannot be set'() {
    const { store, frame, read } = attacked();
    for (const [name, value, realis] of [
      ['polarity', 'negative', 'other'],
      ['genericity', 'generic', 'generic'],
      ['genericity', undefined, 'other'],
      ['polarity', 'positive', 'actual'],
      ['tense', 'future', 'other'],
    ]) {
      must(store, commands.setAttribute(frame, String(name), value));
      equal(read()?.attributes.realis, realis);
    }
    equal(store.do(commands.setAttribute(frame, 'realis', 'actual')).ok, false);
  },
  'several mentions fill one role, one mention several, and two events share a trigger'() {
    const { store, frame, read } = attacked();
    const klow = read()?.arguments[1].filler ?? '';
    must(store, commands.fillRole(frame, 'target', { type: STATE, fragments: [at('Syldavia')] }));
    const it = read()?.arguments[0].filler ?? '';
    must(store, commands.fillRole(frame, 'target', { id: it }));
    equal(read()?.arguments.filter((a) => a.role === 'target').length, 3);
    ok(store.problems().some((p) => p.code === 'role-full' && p.slot === 'target'));
    const second = must(store, commands.addFrame({ type: 'Event.DEMAND', anchor: { id: read()?.anchor ?? '' } }));
    equal(store.labels.frames.get(second)?.anchor, read()?.anchor);
    must(store, commands.unfillRole(frame, 'target', klow));
    ok(store.labels.mentions.has(klow), 'a mention outlives its role');
  },
  'filling a role twice with the same changes nothing'() {
    const { store, frame, read } = attacked();
    const before = store.labels;
    const result = store.do(commands.fillRole(frame, 'target', { id: read()?.arguments[1].filler ?? '' }));
    equal(result.ok && result.existed, true);
    ok(store.labels === before);
  },
  'an event fills a role of another, but no ring is made'() {
    const { store, frame } = attacked();
    const demand = must(store, commands.addFrame({ type: 'Event.DEMAND', anchor: { fragments: [at('told')] } }));
    must(store, commands.fillRole(demand, 'topic', { id: frame }));
    const ring = { ok: false, reason: 'a frame cannot contain itself' };
    equal(store.do(commands.fillRole(frame, 'topic', { id: demand })), ring);
    equal(store.do(commands.fillRole(frame, 'topic', { id: frame })), ring);
  },
  'what does not fit a frame is refused in words'() {
    const { store, frame, read } = attacked();
    const target = read()?.arguments[1].filler ?? '';
    /** @type {[import('../../labeler/surface/static/model/types.js').Command, string][]} */
    const refused = [
      [commands.fillRole(frame, 'victim', { id: target }), 'ATTACK has no role “victim”'],
      [commands.fillRole(frame, 'actor', { id: 'gone' }), 'what should fill this is no longer there'],
      [commands.fillRole('gone', 'actor', { id: target }), 'this frame is no longer there'],
      [commands.addFrame({ type: ATTACK, anchor: null }), 'ATTACK needs a trigger'],
      [commands.addFrame({ type: 'Event', anchor: null }), 'choose one of the kinds of Event'],
      [commands.addFrame({ type: 'Nothing', anchor: null }), 'the schema has no type “Nothing”'],
      [commands.setAnchor(frame, { id: target }), 'the trigger must be a Trigger, not Place'],
      [commands.setAnchor(frame, null), 'ATTACK needs a trigger'],
      [commands.setAttribute(frame, 'country', 'KLO'), 'ATTACK has no attribute “country”'],
      [commands.setNested(frame, frame), 'a frame cannot lie inside itself'],
    ];
    const before = store.labels;
    for (const [command, reason] of refused) equal(store.do(command), { ok: false, reason });
    ok(store.labels === before);
  },
  'an orphan quote needs no cue'() {
    const store = makeStore();
    const id = attribute(store, '"Borduria says Syldavia will attack Borduria again,"', null);
    equal(store.labels.frames.get(id)?.anchor, null);
    equal(store.problems().map((p) => p.code), ['source_or_kind']);
  },
  'a trigger set anew takes the old one away, unless something else uses it'() {
    const { store, frame, read } = attacked();
    const old = read()?.anchor ?? '';
    must(store, commands.setAnchor(frame, { fragments: [at('attacked Klow')] }));
    equal([store.labels.mentions.has(old), read()?.anchor !== old], [false, true]);
    const shared = read()?.anchor ?? '';
    must(store, commands.addFrame({ type: 'Event.DEMAND', anchor: { id: shared } }));
    must(store, commands.setAnchor(frame, { fragments: [at('told')] }));
    ok(store.labels.mentions.has(shared));
  },
  'an event made an attribution has a cue where its trigger was'() {
    const { store, frame, read } = attacked();
    const trigger = read()?.anchor ?? '';
    must(store, commands.setFrameType(frame, 'Attribution'));
    equal([read()?.anchor, store.labels.mentions.get(trigger)?.type], [trigger, 'Cue']);
    must(store, commands.setFrameType(frame, ATTACK));
    must(store, commands.addFrame({ type: 'Event.DEMAND', anchor: { id: trigger } }));
    must(store, commands.setFrameType(frame, 'Attribution'));
    ok(read()?.anchor !== trigger, 'the other event keeps its trigger');
    equal(store.labels.mentions.get(trigger)?.type, 'Trigger');
  },
  'an attribution inside the content of another is nested in it by itself'() {
    const store = makeStore();
    const outer = attribute(store, '"Borduria says Syldavia will attack Borduria again,"', 'told');
    const inner = attribute(store, 'Syldavia will attack Borduria again', 'says');
    const nested = () => store.labels.frames.get(inner)?.nested_in;
    equal(nested(), outer);
    const content = store.labels.frames.get(outer)?.arguments[0].filler ?? '';
    must(store, commands.setFragments(content, [at('Borduria said')]));
    equal(nested(), null);
    store.undo();
    equal(nested(), outer);
    must(store, commands.remove(outer));
    equal(nested(), null);
  },
  'the smallest content that holds content and cue is the parent'() {
    const store = makeStore();
    const inner = attribute(store, 'Syldavia will attack Borduria', 'says');
    const outer = attribute(store, '"Borduria says Syldavia will attack Borduria again,"', 'told');
    const middle = attribute(store, 'Borduria says Syldavia will attack Borduria again', 'minister');
    const parents = () => [inner, middle, outer].map((id) => store.labels.frames.get(id)?.nested_in);
    equal(parents(), [middle, null, null], 'the cue of the middle one stands outside');
    must(store, commands.remove(middle));
    equal(parents(), [outer, undefined, null]);
  },
  'a place in the nesting that a person chose stays'() {
    const store = makeStore();
    const outer = attribute(store, '"Borduria says Syldavia will attack Borduria again,"', 'told');
    const inner = attribute(store, 'Syldavia will attack Borduria', 'says');
    must(store, commands.setNested(inner, null));
    const content = store.labels.frames.get(inner)?.arguments[0].filler ?? '';
    must(store, commands.setFragments(content, [at('Syldavia will attack')]));
    equal(store.labels.frames.get(inner)?.nested_in, null);
    must(store, commands.setNested(inner, outer));
    equal(store.do(commands.setNested(outer, inner)), { ok: false, reason: 'a frame cannot lie inside itself' });
  },
  'an attribution is nested by the content it is given, and no more when it loses it'() {
    const store = makeStore();
    const outer = attribute(store, '"Borduria says Syldavia will attack Borduria again,"', 'told');
    const inner = must(store, commands.addFrame({ type: 'Attribution', anchor: { fragments: [at('says')] } }));
    const content = must(store, commands.addMention({ type: 'Content', fragments: [at('Syldavia will attack')] }));
    must(store, commands.fillRole(inner, 'content', { id: content }));
    equal(store.labels.frames.get(inner)?.nested_in, outer);
    must(store, commands.unfillRole(inner, 'content', content));
    equal(store.labels.frames.get(inner)?.nested_in, null);
  },
  'of two attributions with one content neither lies in the other'() {
    const store = makeStore();
    const one = attribute(store, 'Syldavia will attack', null);
    const two = attribute(store, 'Syldavia will attack', null);
    equal([one, two].map((id) => store.labels.frames.get(id)?.nested_in), [null, null]);
  },
  'who was placed by hand goes where the text says when the chosen parent is removed'() {
    const store = makeStore();
    const outer = attribute(store, '"Borduria says Syldavia will attack Borduria again,"', 'told');
    const inner = attribute(store, 'Syldavia will attack Borduria', 'says');
    const other = attribute(store, 'it attacked Klow', 'said');
    must(store, commands.setNested(inner, other));
    must(store, commands.remove(other));
    equal(store.labels.frames.get(inner)?.nested_in, outer);
  },
  'a place chosen by hand and one found in the text make no ring'() {
    const store = makeStore();
    const one = attribute(store, 'it attacked Klow', null);
    const two = attribute(store, 'Syldavia will attack Borduria again', null);
    must(store, commands.setNested(one, two));
    const content = (/** @type {string} */ id) => store.labels.frames.get(id)?.arguments[0].filler ?? '';
    must(store, commands.setFragments(content(one), [at(TEXT)]));
    equal([one, two].map((id) => store.labels.frames.get(id)?.nested_in), [two, null]);
  },
  'a content that another attribution uses too outlives this one'() {
    const store = makeStore();
    const one = attribute(store, 'it attacked Klow', 'said');
    attribute(store, 'it attacked Klow', 'told');
    const content = store.labels.frames.get(one)?.arguments[0].filler ?? '';
    must(store, commands.remove(one));
    ok(store.labels.mentions.has(content));
  },
  'without layers in the schema only the trigger goes with an event'() {
    const bare = (/** @type {{layer: string}} */ type) => ({ ...type, layer: '' });
    const schema = /** @type {any} */ ({ ...SCHEMA, span_types: SCHEMA.span_types.map(bare), frame_types: SCHEMA.frame_types.map(bare) });
    const store = makeStore({ schema });
    const target = { role: 'target', filler: { type: 'Place', fragments: [at('Klow')] } };
    must(store, commands.remove(must(store, commands.addFrame({ type: ATTACK, anchor: { fragments: [at('attacked')] }, arguments: [target] }))));
    equal([...store.labels.mentions.values()].map((m) => m.type), ['Place']);
  },
  'an event goes with its trigger, an attribution with its cue and content, actors stay'() {
    const { store, frame } = attacked();
    const said = must(
      store,
      commands.addFrame({
        type: 'Attribution',
        anchor: { fragments: [at('said')] },
        arguments: [
          { role: 'source', filler: { type: STATE, fragments: [at('Borduria')] } },
          { role: 'content', filler: { fragments: [at('it attacked Klow')] } },
        ],
      }),
    );
    must(store, commands.remove([frame, said]));
    equal([...store.labels.mentions.values()].map((m) => m.type).sort(), [STATE, STATE, 'Place']);
    equal(store.labels.frames.size, 0);
    equal(store.undoLabel, 'delete 2 items');
  },
  'with a mention go its slots, the events it triggers and its empty chain'() {
    const { store, frame, read } = attacked();
    const demand = must(store, commands.addFrame({ type: 'Event.DEMAND', anchor: { fragments: [at('told')] } }));
    must(store, commands.fillRole(demand, 'topic', { id: frame }));
    must(store, commands.addRelation({ type: 'before', source: frame, target: demand }));
    must(store, commands.remove(read()?.arguments[0].filler ?? ''));
    equal([read()?.arguments.map((a) => a.role), store.labels.entities.size], [['target'], 0]);
    must(store, commands.remove(read()?.anchor ?? ''));
    equal([store.labels.frames.size, store.labels.relations.size], [1, 0]);
    equal(store.labels.frames.get(demand)?.arguments, []);
  },
  'an attribution outlives its cue'() {
    const store = makeStore();
    const id = attribute(store, 'it attacked Klow', 'said');
    must(store, commands.remove(store.labels.frames.get(id)?.anchor ?? ''));
    equal(store.labels.frames.get(id)?.anchor, null);
  },
  'removing what is gone changes nothing'() {
    const store = makeStore();
    const result = store.do(commands.remove(['gone']));
    equal([result.ok, store.canUndo], [true, false]);
  },
  'the example text is what the offsets of these tests mean'() {
    equal(TEXT.slice(...at('Klow')), 'Klow');
  },
};
