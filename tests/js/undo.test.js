import { equal, ok } from './check.js';
import { at, makeStore, must } from './example.js';
import * as commands from '../../labeler/surface/static/model/commands.js';
import { markOf } from '../../labeler/surface/static/model/history.js';
import { readLabels, sameLabels, writeLabels } from '../../labeler/surface/static/model/labels.js';

/** @typedef {ReturnType<typeof makeStore>} Store */

/** As a reload does it: nothing but JSON outlives the page. @template T @param {T} value @returns {T} */
const kept = (value) => JSON.parse(JSON.stringify(value));

/** @param {Store} store @returns {Store} another page on the same labels, without a past */
function reloaded(store) {
  const header = { document_id: 'd', text_sha256: '', schema: { id: 's', version: '1' }, author: 'a' };
  return makeStore({ labels: readLabels(kept(writeLabels(store.labels, store.document.text, header))) });
}

/** A store after a few steps, one of them undone. */
function worked() {
  const store = makeStore();
  const klow = must(store, commands.addMention({ type: 'Place', fragments: [at('Klow')] }));
  const frame = must(store, commands.addFrame({ type: 'Event.ATTACK', anchor: { fragments: [at('attacked')] } }));
  must(store, commands.fillRole(frame, 'target', { id: klow }));
  must(store, commands.setDocumentLabel('relevance', 'in'));
  must(store, commands.setNote(klow, 'odd'));
  must(store, commands.remove(frame));
  store.undo();
  return store;
}

export const tests = {
  'what was done before a reload is undone and redone after it'() {
    const store = worked();
    const saved = kept(store.history());
    equal([saved.past.length, saved.future.length], [5, 1]);
    const next = reloaded(store);
    ok(next.restoreHistory(saved));
    equal([next.undoLabel, next.redoLabel], [store.undoLabel, store.redoLabel]);
    next.redo();
    store.redo();
    ok(sameLabels(next.labels, store.labels));
    while (store.canUndo) {
      equal(next.undo(), store.undo());
      ok(sameLabels(next.labels, store.labels));
    }
    equal([next.canUndo, next.labels.mentions.size, next.labels.documentLabels], [false, 0, {}]);
    while (store.canRedo) {
      next.redo();
      store.redo();
      ok(sameLabels(next.labels, store.labels));
    }
    ok(!next.canRedo);
  },
  'a restored history is kept again as it was, and goes on'() {
    const store = worked();
    const next = reloaded(store);
    next.restoreHistory(kept(store.history()));
    equal(kept(next.history()), kept(store.history()));
    must(next, commands.setFlag([...next.labels.mentions.keys()][0], 'unsure', true));
    equal([next.history().past.length, next.history().future.length], [6, 0]);
    const again = reloaded(next);
    ok(again.restoreHistory(kept(next.history())));
  },
  'a change undone after a reload repaints what it touched'() {
    const store = worked();
    const next = reloaded(store);
    next.restoreHistory(kept(store.history()));
    /** @type {import('../../labeler/surface/static/model/types.js').Change[]} */
    const changes = [];
    next.subscribe((change) => changes.push(change));
    next.undo();
    equal([changes[0].cause, changes[0].ranges], ['undo', [at('Klow')]]);
  },
  'a history that does not lead from these labels is not taken up'() {
    const store = worked();
    const saved = kept(store.history());
    const other = reloaded(store);
    must(other, commands.addMention({ type: 'Place', fragments: [at('Syldavia')] }));
    const [past, labels] = [other.history().past.length, other.labels];
    equal(other.restoreHistory(saved), false);
    equal([other.history().past.length, other.labels === labels], [past, true]);
    const forged = kept(saved);
    const rows = forged.past.at(-1)?.rows.mentions ?? [];
    rows[0][2].note = 'other';
    equal(reloaded(store).restoreHistory(forged), false);
  },
  'anything else that was kept is no history'() {
    const store = worked();
    const saved = /** @type {any} */ (kept(store.history()));
    const odd = [null, undefined, 3, {}, { past: [], future: {} }, { ...saved, labels: '' }, { ...saved, past: [null] },
      { ...saved, past: [{ label: 'x' }] }, { ...saved, past: [{ label: 'x', rows: { odd: [] } }] },
      { ...saved, past: [{ label: 'x', rows: { mentions: [['a', null]] } }] }];
    for (const history of odd) equal(reloaded(store).restoreHistory(history), false);
  },
  'typing a note is one kept step, whenever it is kept'() {
    const store = makeStore();
    const id = must(store, commands.addMention({ type: 'Place', fragments: [at('Klow')] }));
    for (const note of ['o', 'od', 'odd']) {
      store.do(commands.setNote(id, note), { merge: 'note' });
      store.history();
    }
    const next = reloaded(store);
    ok(next.restoreHistory(kept(store.history())));
    next.undo();
    equal(next.labels.mentions.get(id)?.note, '');
  },
  'at most three hundred steps and two megabytes are kept, the last ones'() {
    const store = makeStore();
    const id = must(store, commands.addMention({ type: 'Place', fragments: [at('Klow')] }));
    for (let i = 0; i < 400; i += 1) store.do(commands.setNote(id, `note ${i}`));
    equal(store.history().past.length, 300);
    for (let i = 0; i < 300; i += 1) store.do(commands.setNote(id, `${'é'.repeat(9000)} ${i}`));
    const { past } = store.history();
    const bytes = new TextEncoder().encode(JSON.stringify(store.history())).length;
    ok(past.length < 100 && bytes <= 2_000_000 && bytes > 1_800_000, `${past.length} steps, ${bytes} bytes`);
    const next = reloaded(store);
    ok(next.restoreHistory(kept(store.history())));
    for (let i = 0; i < past.length; i += 1) next.undo();
    equal([next.canUndo, next.labels.mentions.get(id)?.note.endsWith(` ${299 - past.length}`)], [false, true]);
  },
  'the mark of labels is the same in any order, and another for other labels'() {
    const store = worked();
    const turned = { ...store.labels, mentions: new Map([...store.labels.mentions].reverse()) };
    equal(markOf(turned), markOf(store.labels));
    must(store, commands.setNote([...store.labels.mentions.keys()][0], 'other'));
    ok(markOf(turned) !== markOf(store.labels));
  },
};
