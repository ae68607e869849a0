import { equal } from './check.js';
import { makeStore, must } from './example.js';
import { antecedents } from '../../labeler/surface/static/panels/antecedents.js';
import { agreement, natureOf, pronounOf } from '../../labeler/surface/static/panels/agreement.js';
import * as commands from '../../labeler/surface/static/model/commands.js';

/** @import {Range} from '../../labeler/surface/static/model/types.js' */

/**
 * A text whose actors stand in square brackets, with their chain: `[Borduria|b]`
 * a state, `[Mira Tolen|M]` an official. `{it}` is the place that is asked about.
 *
 * @param {string} marked
 */
function read(marked) {
  let text = '';
  /** @type {{range: Range, chain: string}[]} */
  const marks = [];
  /** @type {Range} */
  let asked = [0, 0];
  const open = /** @type {number[]} */ ([]);
  for (let i = 0; i < marked.length; i += 1) {
    const c = marked[i] ?? '';
    if (c === '[' || c === '{') open.push(text.length);
    else if (c === '}') asked = [open.pop() ?? 0, text.length];
    else if (c === '|') {
      marks.push({ range: [open.pop() ?? 0, text.length], chain: marked[i + 1] ?? '' });
      i += 2;
    } else text += c;
  }
  const store = makeStore({ text });
  /** @type {Map<string, string>} */
  const chains = new Map();
  for (const { range, chain } of marks) {
    const type = chain === chain.toLowerCase() ? 'Actor.State' : 'Actor.Official';
    const id = must(store, commands.addMention({ type, fragments: [range], entity: chains.get(chain) ?? null }));
    const entity = chains.get(chain) ?? must(store, commands.joinEntity(id, null));
    chains.set(chain, entity);
  }
  const sentences = /** @type {Range[]} */ ([...text.matchAll(/[^.]+\.?\s*/gu)].map((m) => [m.index, m.index + m[0].length]));
  const names = new Map([...chains].map(([letter, id]) => [id, letter]));
  return { store, text, sentences, asked, names };
}

/** @param {string} marked @returns {string} the chains in the order they are offered */
function order(marked) {
  const { store, text, sentences, asked, names } = read(marked);
  return antecedents(store.labels, { text, sentences }, { range: asked }).map((c) => names.get(c.entity.id)).join('');
}

export const tests = {
  'the nearest before it in its sentence comes first'() {
    equal(order('[Borduria|b] met [Syldavia|s] and {its} envoys.'), 'sb');
  },
  'then the sentence before, from its beginning'() {
    equal(order('[Borduria|b] met [Syldavia|s]. But {it} left.'), 'bs');
  },
  'then the chains with more mentions before rarer ones'() {
    equal(order('[Borduria|b] met [Ruritania|r]. [Borduria|b] sang. Nobody knew. Then {it} left.'), 'br');
    equal(order('[Borduria|b] met [Syldavia|s]. [Syldavia|s] sang. Nobody knew. Then {it} left.'), 'sb');
  },
  'a person is he or she, a state is it'() {
    equal(order('[Borduria|b] heard [Mira Tolen|M] while {its} envoy slept.'), 'bM');
    equal(order('[Mira Tolen|M] told [Borduria|b] that {she} knew.'), 'Mb');
  },
  'a title and an earlier pronoun tell he from she'() {
    equal(order('[Mr Dane|D] met [Queen Ada|A] and {he} smiled.'), 'DA');
    equal(order('[Dane|D] said [he|D] met [Ada|A] and {he} smiled.'), 'AD');
    equal(order('[Ada|A] said [she|A] met [Dane|D]. Then {she} left.'), 'AD');
    equal(order('[Dane|D] met [Ada|A], and [she|A] said {he} smiled.'), 'DA');
  },
  'several people are they, one is not'() {
    equal(order('[the envoys|E] met [the minister|M] after {they} landed.'), 'EM');
    equal(order('[the minister|M] met [the envoys|E] after {he} landed.'), 'ME');
  },
  'a country is they as well as it'() {
    equal(order('[Borduria|b] said {they} would wait.'), 'b');
    const { store, names, text } = read('[Borduria|b] met [the envoys|E].{}');
    const natures = [...store.labels.entities.values()].map((e) => {
      const members = [...store.labels.mentions.values()].filter((m) => m.entity === e.id);
      return [names.get(e.id), agreement(pronounOf('they'), natureOf(e, members, text))];
    });
    equal(natures, [['b', 1], ['E', 1]]);
  },
  'who and which follow what they stand for'() {
    equal(order('[Mira Tolen|M] saw [Dane|D], {who} left.'), 'DM');
    equal(order('[Borduria|b], {which} saw [Dane|D], left.'), 'bD');
  },
  'what is around it is not what it stands for'() {
    equal(order('[Ruritania|r] met [[Borduria|b] and {its} allies|a].'), 'br');
  },
  'who follows is offered after all who went before'() {
    equal(order('Before {it} fell, [Borduria|b] met [Syldavia|s].'), 'bs');
    equal(order('[Ruritania|r] slept. Before {it} fell, [Borduria|b] sang.'), 'rb');
  },
  'its own chain is no answer'() {
    const { store, text, sentences, asked, names } = read('[Borduria|b] met [Syldavia|s] and {its} envoys.');
    const [own = null] = [...names].find(([, letter]) => letter === 's') ?? [];
    equal(antecedents(store.labels, { text, sentences }, { range: asked, entity: own }).map((c) => names.get(c.entity.id)), ['b']);
  },
  'I is who speaks beside the quotation'() {
    equal(order('[Dane|D] left. "[Borduria|b] knows {I} stay," [Mira Tolen|M] told [Ada|A].'), 'MADb');
  },
  'we of an official is rather the body named in front of them'() {
    equal(order('"{We} do not," [a [Bordurian|b] official|O] said of [Syldavia|s].'), 'bOs');
    equal(order('[a [Bordurian|b] official|O] slept. "{We} do not," [the official|O] said of [Syldavia|s].'), 'bOs');
  },
  'we is the source of the attribution around it'() {
    const { store, text, sentences, asked, names } = read('[Dane|D] met [Ada|A]. "{I} stay," [Mira Tolen|M] said [Dane|D] said.');
    const source = [...store.labels.mentions.values()].findLast((m) => names.get(m.entity ?? '') === 'D')?.id ?? '';
    const start = text.indexOf('I stay');
    must(store, commands.addFrame({
      type: 'Attribution',
      anchor: null,
      arguments: [{ role: 'source', filler: { id: source } }, { role: 'content', filler: { fragments: [[start, start + 6]] } }],
    }));
    equal(antecedents(store.labels, { text, sentences }, { range: asked }).map((c) => names.get(c.entity.id))[0], 'D');
  },
  'a word that is no pronoun is asked about all the same'() {
    equal(order('[Borduria|b] met [Syldavia|s] when {the country} slept.'), 'sb');
    equal(pronounOf('country'), null);
  },
  'nobody is offered where nobody is marked'() {
    equal(order('Then {it} left.'), '');
  },
};
