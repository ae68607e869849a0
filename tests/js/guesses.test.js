import { equal, ok } from './check.js';
import { at, makeStore, must, SCHEMA, TEXT } from './example.js';
import * as commands from '../../labeler/surface/static/model/commands.js';
import { quotation, quotedStretches } from '../../labeler/surface/static/model/quotation.js';
import { lemmas, looksPlural, referringForm } from '../../labeler/surface/static/model/wording.js';

const STATE = 'Actor.State';
const OFFICIAL = 'Actor.Official';

/** @typedef {ReturnType<typeof makeStore>} Store */

/** @param {Store} store @param {string} id */
const values = (store, id) => (store.labels.frames.get(id) ?? store.labels.mentions.get(id))?.attributes ?? {};

/**
 * @param {Store} store
 * @param {string} cue
 * @param {{source?: [string, string], content?: string}} [more] source: type and words
 */
function said(store, cue, { source, content } = {}) {
  const { text } = store.document;
  const slots = [];
  if (source) slots.push({ role: 'source', filler: { type: source[0], fragments: [at(source[1], 0, text)] } });
  if (content) slots.push({ role: 'content', filler: { fragments: [at(content, 0, text)] } });
  return must(store, commands.addFrame({ type: 'Attribution', anchor: { fragments: [at(cue, 0, text)] }, arguments: slots }));
}

export const tests = {
  'a phrase refers by a pronoun, a noun or a name'() {
    const wanted = {
      pronominal: ['it', 'We', 'Its', 'which', 'that', 'Those', 'whose'],
      nominal: ['a U.S. official', 'The two countries', 'other groups opposed to Assad', 'jihadists', 'those responsible', 'the rebels of North Klow', '300 men', 'French warplanes'],
      named: ['Russia', 'U.S.', 'US', 'the Bank of England', 'Russian President Vladimir Putin', 'President Bashar al-Assad', 'the United States', "Russia's", 'Doctors Without Borders'],
    };
    for (const [form, phrases] of Object.entries(wanted)) {
      equal(phrases.map((p) => [p, referringForm(p)]), phrases.map((p) => [p, form]));
    }
    equal([referringForm(''), referringForm('…')], [undefined, undefined]);
  },
  'a noun of several is told from a noun of one'() {
    equal(['officials', 'French defense officials', 'the police', 'people in the square', 'they'].filter((w) => !looksPlural(w)), []);
    equal(['an official', 'a boss', 'the census', 'he', 'an official of the ministries'].filter(looksPlural), []);
  },
  'a form of a word leads to the word'() {
    const forms = { say: ['Says', 'said', 'saying'], deny: ['denies', 'denied', 'denying'], admit: ['admitted', 'admitting'], urge: ['urged', 'urging'], tell: ['told'], think: ['thought'], pass: ['passes'], lie: ['lying'] };
    for (const [word, found] of Object.entries(forms)) for (const form of found) ok(lemmas(form).has(word), `${form}: ${[...lemmas(form)]}`);
    ok(!lemmas('sing').has('s') && !lemmas('bed').has('b'));
  },
  'what stands in quotation marks is found, apostrophes are none'() {
    const quoted = (/** @type {string} */ text) => quotedStretches(text).map((r) => text.slice(...r));
    equal(quoted('He said “yes” and "no".'), ['yes', 'no']);
    equal(quoted('„Ja“, sagte er, «oui» et »nein«'), ['Ja', 'oui', 'nein']);
    equal(quoted("It's the rebels' fault, don't you think? The ’90s."), []);
    equal(quoted("They called it 'the people's war' in '68."), ["the people's war"]);
    equal(quoted('a ‘small’ step that isn’t'), ['small']);
    equal(quoted('“One.\n“Two.”\nThree'), ['One.', 'Two.']);
    equal([quotation('x', []), quotation('say "a b" now', [[4, 9]]), quotation('say "a b" now', [[0, 9]]), quotation('say "a" now', [[8, 11]])], ['indirect', 'direct', 'mixed', 'indirect']);
  },
  'a new mention has the form its words show, and another extent another one'() {
    const store = makeStore();
    const id = must(store, commands.addMention({ type: STATE, fragments: [at('it')] }));
    equal(values(store, id).kind, 'pronominal');
    must(store, commands.setFragments(id, [at('Borduria')]));
    equal(values(store, id).kind, 'named');
    must(store, commands.setFragments(id, [at('The minister')]));
    equal(values(store, id).kind, 'nominal');
  },
  'a value somebody chose stays'() {
    const store = makeStore();
    const id = must(store, commands.addMention({ type: STATE, fragments: [at('it')] }));
    must(store, commands.setAttribute(id, 'kind', 'nominal'));
    must(store, commands.setFragments(id, [at('Borduria')]));
    equal(values(store, id).kind, 'nominal');
    const frame = said(store, 'told');
    must(store, commands.batch('say', [
      commands.fillRole(frame, 'content', { fragments: [at('Syldavia will attack')] }),
      commands.setAttribute(frame, 'quote', 'indirect'),
    ]));
    equal(values(store, frame).quote, 'indirect');
  },
  'other languages get the default'() {
    const store = makeStore({ document: { id: 'd', title: '', text: TEXT, sha256: '0'.repeat(64), language: 'de' } });
    const id = must(store, commands.addMention({ type: STATE, fragments: [at('it')] }));
    equal(values(store, id).kind, 'named');
    equal(values(store, said(store, 'told', { content: 'Syldavia will attack' })), { polarity: 'positive', quote: 'direct', verb: 'reporting' });
  },
  'a content tells whether it is quoted, whenever it comes, grows or goes'() {
    const store = makeStore();
    const frame = said(store, 'told');
    equal(values(store, frame).quote, 'indirect');
    const content = must(store, commands.fillRole(frame, 'content', { fragments: [at('Syldavia will attack')] }));
    equal(values(store, frame).quote, 'direct');
    must(store, commands.setFragments(content, [at('us: "Borduria says Syldavia')]));
    equal(values(store, frame).quote, 'mixed');
    must(store, commands.unfillRole(frame, 'content', content));
    equal(values(store, frame).quote, 'indirect');
    store.undo();
    equal(values(store, frame).quote, 'mixed');
  },
  'the source tells of what kind it is, by its type and its chain'() {
    const text = 'The minister, Ann Ek, said no. Officials said yes. She told us. The envoy spoke. Klow said so. Rebels did not. Then rebels did.';
    const store = makeStore({ text });
    const kind = (/** @type {string} */ id) => values(store, id).source_kind;
    const state = said(store, 'said so', { source: [STATE, 'Klow'] });
    const minister = said(store, 'said no', { source: [OFFICIAL, 'The minister'] });
    const officials = said(store, 'said yes', { source: [OFFICIAL, 'Officials'] });
    const envoy = said(store, 'spoke', { source: [OFFICIAL, 'The envoy'] });
    equal([state, minister, envoy].map(kind), ['state', 'unnamed', 'unnamed']);
    equal(kind(officials), 'named_person', 'a capital looks like a name');
    equal(values(store, must(store, commands.addMention({ type: OFFICIAL, fragments: [at('Rebels', 0, text)] }))).kind, 'nominal', 'unless the word is written small elsewhere');
    const source = (/** @type {string} */ id) => store.labels.frames.get(id)?.arguments[0].filler ?? '';
    must(store, commands.setAttribute(source(officials), 'kind', 'nominal'));
    equal(kind(officials), 'collective');
    const entity = store.labels.mentions.get(source(minister))?.entity ?? '';
    const name = must(store, commands.addMention({ type: OFFICIAL, fragments: [at('Ann Ek', 0, text)], entity }));
    equal(kind(minister), 'named_person', 'the chain has a name');
    const her = said(store, 'told', { source: [OFFICIAL, 'She'] });
    equal(kind(her), 'unnamed');
    must(store, commands.joinEntity(source(her), entity));
    equal(kind(her), 'named_person');
    must(store, commands.remove(name));
    equal([kind(minister), kind(her)], ['unnamed', 'unnamed']);
    must(store, commands.unfillRole(state, 'source', source(state)));
    equal(kind(state), undefined);
    must(store, commands.setAttribute(envoy, 'source_kind', 'implicit'));
    must(store, commands.setMentionType(source(envoy), STATE));
    equal(kind(envoy), 'implicit');
  },
  'a cue tells what it does by the words of the schema, the longest first'() {
    const text = 'He has denied it. She ruled out talks. They were asking and telling. We called for calm. It hummed.';
    const store = makeStore({ text });
    const verb = (/** @type {string} */ cue) => values(store, said(store, cue)).verb;
    equal(['has denied', 'ruled out', 'asking and telling', 'called for', 'hummed'].map(verb), ['denial', 'denial', 'request', 'request', 'reporting']);
    const frame = said(store, 'hummed');
    must(store, commands.setAnchor(frame, { fragments: [at('ruled out', 0, text)] }));
    equal(values(store, frame).verb, 'denial');
    must(store, commands.setAnchor(frame, null));
    equal(values(store, frame).verb, 'none');
  },
  'what a model says of its suggestions is not guessed over, what it leaves open is guessed'() {
    const store = makeStore();
    const human = said(store, 'told', { content: 'Syldavia will attack' });
    const labels = store.labels;
    const origin = { by: 'model:m@1', edited: false, score: null };
    const attributes = { quote: 'mixed' };
    const frames = new Map([...labels.frames].map(([id, f]) => [id, { ...f, origin, attributes }]));
    const fresh = makeStore({ suggestions: { ...labels, frames } });
    must(fresh, commands.accept(human));
    equal(values(fresh, human), { quote: 'mixed', verb: 'reporting' });
    equal(fresh.labels.decisions.map((d) => d.changed).filter((names) => names.length), []);
    must(fresh, commands.setAttribute(human, 'source_kind', 'state'));
    equal(fresh.labels.decisions.find((d) => d.suggestion === human)?.changed, ['attribute:source_kind']);
  },
  'labels put in place are as somebody left them'() {
    const store = makeStore();
    const id = said(store, 'told', { content: 'Syldavia will attack', source: [STATE, 'Borduria'] });
    const before = store.labels;
    must(store, commands.setAttribute(id, 'quote', 'indirect'));
    const mentions = new Map(store.labels.mentions);
    for (const [key, m] of mentions) if (m.type === 'Content' || m.type === STATE) mentions.delete(key);
    const broken = { ...store.labels, mentions };
    must(store, commands.replaceAll(before));
    must(store, commands.replaceAll(broken));
    equal(values(store, id), { polarity: 'positive', quote: 'indirect', source_kind: 'state', verb: 'reporting' });
  },
  'a copy has the values of the first, though somebody chose the default'() {
    const store = makeStore();
    const id = said(store, 'told', { content: 'Syldavia will attack' });
    must(store, commands.setAttribute(id, 'quote', 'indirect'));
    equal(values(store, must(store, commands.duplicateFrame(id))).quote, 'indirect');
  },
  'a schema without guesses has none'() {
    const store = makeStore({ schema: { ...SCHEMA, attributes: SCHEMA.attributes.map((a) => ({ ...a, guess: /** @type {''} */ ('') })) } });
    const id = must(store, commands.addMention({ type: STATE, fragments: [at('it')] }));
    equal(values(store, id).kind, 'named');
  },
};
