import { equal } from './check.js';
import { at, makeStore, must } from './example.js';
import { rowsToChange, rowsToMark } from '../../labeler/surface/static/panels/everywhere_rows.js';
import * as commands from '../../labeler/surface/static/model/commands.js';

/** @import {Range} from '../../labeler/surface/static/model/types.js' */

const TEXT = 'Klow fell. Borduria took Klow, and Klow wept. It saw Klow and Borduria.';
const TOKENS = /** @type {Range[]} */ ([...TEXT.matchAll(/\w+|[^\w\s]/gu)].map((m) => [m.index, m.index + m[0].length]));

/** @param {import('../../labeler/surface/static/model/store.js').LabelStore} store */
function article(store) {
  return { labels: store.labels, text: TEXT, tokens: TOKENS };
}

/** @param {string} words @param {number} [nth] @returns {Range} */
const place = (words, nth = 0) => at(words, nth, TEXT);

/** The first Klow as a state, and the mention itself. */
function begun() {
  const store = makeStore({ text: TEXT });
  const id = must(store, commands.addMention({ type: 'Actor.State', fragments: [place('Klow')] }));
  const read = () => {
    const mention = store.labels.mentions.get(id);
    if (!mention) throw new Error('the mention is gone');
    return mention;
  };
  return { store, read };
}

export const tests = {
  'every other place that reads the same is listed and checked'() {
    const { store, read } = begun();
    const { rows, already } = rowsToMark(article(store), read(), { aliases: false });
    equal(rows.map((r) => [r.range, r.checked]), [1, 2, 3].map((n) => [place('Klow', n), true]));
    equal(already, 0);
  },
  'what is marked so already is counted, not listed'() {
    const { store, read } = begun();
    must(store, commands.addMention({ type: 'Actor.State', fragments: [place('Klow', 2)] }));
    const { rows, already } = rowsToMark(article(store), read(), { aliases: false });
    equal([rows.length, already], [2, 1]);
  },
  'what is marked with another type is listed with it and not checked'() {
    const { store, read } = begun();
    must(store, commands.addMention({ type: 'Place', fragments: [place('Klow', 1)] }));
    const { rows } = rowsToMark(article(store), read(), { aliases: false });
    equal(rows.map((r) => [r.there?.type ?? '', r.checked]), [['Place', false], ['', true], ['', true]]);
  },
  'what is another actor is listed and not checked'() {
    const { store, read } = begun();
    const other = must(store, commands.addMention({ type: 'Actor.State', fragments: [place('Klow', 1)] }));
    must(store, commands.joinEntity(other, null));
    const { rows } = rowsToMark(article(store), read(), { aliases: false });
    equal(rows.map((r) => r.checked), [false, true, true]);
  },
  'the other names of the actor come in when they are asked for'() {
    const { store, read } = begun();
    must(store, commands.addMention({ type: 'Actor.State', fragments: [place('Borduria')], entity: read().entity }));
    equal(rowsToMark(article(store), read(), { aliases: false }).rows.length, 3);
    const { rows } = rowsToMark(article(store), read(), { aliases: true });
    equal(rows.map((r) => r.words), ['Klow', 'Klow', 'Klow', 'Borduria']);
  },
  'a pronoun is listed and not checked'() {
    const text = 'It fell. Then it rose.';
    const store = makeStore({ text });
    const id = must(store, commands.addMention({ type: 'Actor.State', fragments: [[0, 2]] }));
    const tokens = /** @type {Range[]} */ ([...text.matchAll(/\w+|[^\w\s]/gu)].map((m) => [m.index, m.index + m[0].length]));
    const mention = store.labels.mentions.get(id);
    const rows = mention ? rowsToMark({ labels: store.labels, text, tokens }, mention, { aliases: false }).rows : [];
    equal(rows.map((r) => [r.words, r.checked]), [['it', false]]);
  },
  'to be changed are the marks that read the same, itself included'() {
    const { store, read } = begun();
    must(store, commands.addMention({ type: 'Actor.State', fragments: [place('Klow', 3)] }));
    must(store, commands.addMention({ type: 'Place', fragments: [place('Klow', 2)] }));
    const rows = rowsToChange(article(store), read(), { aliases: false });
    equal(rows.map((r) => [r.range, r.there?.type, r.checked]), [
      [place('Klow', 0), 'Actor.State', true],
      [place('Klow', 2), 'Place', false],
      [place('Klow', 3), 'Actor.State', true],
    ]);
  },
};
