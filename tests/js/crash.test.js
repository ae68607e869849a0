import { equal, ok } from './check.js';
import { at, must } from './example.js';
import { begin, LOST, page, Script, until } from './autosaving.js';
import { QUIET_MS } from '../../labeler/surface/static/saving/outgoing.js';
import * as commands from '../../labeler/surface/static/model/commands.js';
import { Keeping } from '../../labeler/surface/static/saving/keeping.js';
import { EMPTY, sameLabels } from '../../labeler/surface/static/model/labels.js';

/** @import {Labels} from '../../labeler/surface/static/model/types.js' */

/** @param {{store: import('../../labeler/surface/static/model/store.js').LabelStore}} page @param {string} words */
function mark({ store }, words) {
  return must(store, commands.addMention({ type: 'Place', fragments: [at(words)] }));
}

/** @param {{store: import('../../labeler/surface/static/model/store.js').LabelStore}} page */
const words = ({ store }) => [...store.labels.mentions.values()].map((m) => store.document.text.slice(...m.fragments[0])).sort();

/** End a page without saving: it answers nobody any more. @param {ReturnType<typeof page>} page */
function kill({ saving }) {
  saving.stop();
}

/** @param {string} user @returns {Promise<number>} how many pages left work behind */
async function leftBehind(user) {
  const keeping = new Keeping({ user, task: 'task' }, 'looking');
  await keeping.open();
  const left = await keeping.left(() => EMPTY);
  keeping.close();
  return left.filter((l) => l.sentEntries.length + l.unsaved.length).length;
}

/** A page that saved “Klow” as revision 1. @param {Script} [script] */
async function saved(script = new Script()) {
  const here = page({ script });
  await begin(here);
  mark(here, 'Klow');
  await here.saving.flush();
  return here;
}

export const tests = {
  async 'what was marked right before a crash is put back, and can be undone step by step'() {
    const here = await saved();
    const server = here.store.labels;
    mark(here, 'Syldavia');
    mark(here, 'minister');
    here.store.undo();
    mark(here, 'told');
    kill(here);
    const again = page({ labels: server, revision: 1, user: here.user });
    equal([await begin(again), words(again)], [4, ['Klow', 'Syldavia', 'told']]);
    equal(again.saving.status.state, 'unsaved');
    again.clock.wind(QUIET_MS);
    await until(() => again.saving.status.state === 'saved');
    equal(again.script.calls[0].revision, 1);
    again.store.undo();
    equal(words(again), ['Klow', 'Syldavia']);
    again.store.undo();
    again.store.undo();
    equal([words(again), again.store.canUndo, sameLabels(again.saving.saved, again.store.labels)], [[], false, false]);
    again.store.redo();
    ok(sameLabels(again.store.labels, server));
    kill(again);
  },
  async 'work is put back before anything was ever saved'() {
    const here = page();
    mark(here, 'Klow');
    await begin(here);
    kill(here);
    const again = page({ user: here.user });
    equal([await begin(again), words(again)], [1, ['Klow']]);
    kill(again);
  },
  async 'work of a page that ends before the storage is open is kept all the same'() {
    const here = page();
    const started = here.saving.start();
    mark(here, 'Klow');
    kill(here);
    equal(await started, 0);
    const again = page({ user: here.user });
    equal([await begin(again), words(again)], [1, ['Klow']]);
    kill(again);
  },
  async 'an acknowledged save leaves nothing behind'() {
    const here = await saved();
    kill(here);
    equal(await leftBehind(here.user), 0);
  },
  async 'what came after the last acknowledged save is all that is kept'() {
    const here = await saved();
    mark(here, 'Syldavia');
    const keeping = new Keeping({ user: here.user, task: 'task' }, 'looking');
    await keeping.open();
    const [left] = await keeping.left(() => EMPTY);
    equal([left.head.base, left.unsaved.length, left.sent], [1, 1, null]);
    keeping.close();
    kill(here);
  },
  async 'a save that was stored although its answer was lost is not put back twice'() {
    /** @type {Labels|null} */
    let stored = null;
    const script = new Script();
    const here = await saved(script);
    script.then_((call) => {
      stored = structuredClone(call.labels);
      return LOST;
    });
    mark(here, 'Syldavia');
    await here.saving.flush();
    mark(here, 'told');
    kill(here);
    ok(stored);
    const again = page({ labels: stored, revision: 2, user: here.user });
    equal([await begin(again), words(again)], [1, ['Klow', 'Syldavia', 'told']]);
    equal(again.saving.status.conflict, null);
    kill(again);
  },
  async 'a lost answer with nothing after it leaves nothing to do'() {
    const script = new Script().then_(LOST);
    const here = page({ script });
    await begin(here);
    mark(here, 'Klow');
    await here.saving.flush();
    kill(here);
    const again = page({ labels: structuredClone(here.store.labels), revision: 1, user: here.user });
    equal([await begin(again), again.saving.status.state], [0, 'saved']);
    equal(await leftBehind(here.user), 0);
    kill(again);
  },
  async 'work that follows an older copy than the server has is offered, both kept until chosen'() {
    const script = new Script();
    script.then_(() => script.saved(), LOST);
    const here = await saved(script);
    mark(here, 'Syldavia');
    await here.saving.flush();
    kill(here);
    const other = page({ labels: here.store.labels });
    const theirs = other.store.labels;
    must(other.store, commands.remove([...theirs.mentions.keys()]));
    mark(other, 'minister');
    kill(other);
    const offer = async () => {
      const again = page({ labels: other.store.labels, revision: 5, user: here.user });
      await begin(again);
      return again;
    };
    const first = await offer();
    equal([first.saving.status.state, first.saving.status.conflict?.from, words(first)], ['conflict', 'draft', ['minister']]);
    kill(first);
    const second = await offer();
    equal(second.saving.status.state, 'conflict', 'not chosen, so offered again');
    second.saving.choose('mine');
    equal(words(second), ['Klow', 'Syldavia']);
    await until(() => second.saving.status.state === 'saved');
    equal(second.script.calls[0].revision, 5);
    kill(second);
    equal((await offer()).saving.status.state, 'saved');
  },
  async 'the server’s copy can be kept instead'() {
    const here = await saved();
    mark(here, 'Syldavia');
    kill(here);
    const other = page();
    mark(other, 'minister');
    kill(other);
    const again = page({ labels: other.store.labels, revision: 5, user: here.user });
    await begin(again);
    again.saving.choose('theirs');
    equal([again.saving.status.state, words(again)], ['saved', ['minister']]);
    equal(await leftBehind(here.user), 0);
    kill(again);
  },
  async 'the work of a page that is still open is left to it'() {
    const here = await saved();
    mark(here, 'Syldavia');
    const there = page({ labels: here.saving.saved, revision: 1, user: here.user });
    equal([await begin(there), words(there)], [0, ['Klow']]);
    equal(await leftBehind(here.user), 1);
    kill(there);
    kill(here);
  },
  async 'another person’s work is nobody else’s'() {
    const here = page();
    mark(here, 'Klow');
    await begin(here);
    kill(here);
    const other = page();
    equal([await begin(other), words(other)], [0, []]);
    kill(other);
  },
  async 'what is put back is kept again before it is forgotten'() {
    const here = page();
    mark(here, 'Klow');
    await begin(here);
    kill(here);
    const again = page({ user: here.user });
    await begin(again);
    kill(again);
    const third = page({ user: here.user });
    equal([await begin(third), words(third)], [1, ['Klow']]);
    kill(third);
  },
  async 'a browser that cannot keep work says so, and asks before the page is left'() {
    const open = indexedDB.open;
    const full = new DOMException('no room', 'QuotaExceededError');
    indexedDB.open = () => {
      throw full;
    };
    try {
      const here = page({ script: new Script().then_(LOST) });
      await begin(here);
      const leave = () => {
        const event = new Event('beforeunload', { cancelable: true });
        window.dispatchEvent(event);
        return event.defaultPrevented;
      };
      equal([here.saving.status.state, leave()], ['saved', false]);
      mark(here, 'Klow');
      equal([here.saving.status.state, here.saving.status.kept, leave()], ['storage-full', false, true]);
      await here.saving.flush();
      equal(here.saving.status.state, 'storage-full');
      await here.saving.flush();
      equal([here.saving.status.state, leave()], ['saved', false]);
      kill(here);
    } finally {
      indexedDB.open = open;
    }
  },
  async 'a storage that is full is said, and one that works again too'() {
    const here = page({ script: new Script().then_(LOST) });
    await begin(here);
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    mark(here, 'Klow');
    IDBObjectStore.prototype.put = put;
    equal([here.saving.status.state, here.saving.status.kept], ['storage-full', false]);
    mark(here, 'told');
    await until(() => here.saving.status.kept);
    kill(here);
    const again = page({ user: here.user });
    equal([await begin(again), words(again)], [2, ['Klow', 'told']], 'what found no room was kept later');
    kill(again);
  },
  async 'what found no room and was saved by the server is not kept later'() {
    const here = page();
    await begin(here);
    const { commit } = IDBTransaction.prototype;
    IDBTransaction.prototype.commit = function abort() {
      this.abort();
    };
    let failed = false;
    here.saving.subscribe(({ kept }) => {
      failed ||= !kept;
    });
    mark(here, 'Klow');
    IDBTransaction.prototype.commit = commit;
    await here.saving.flush();
    await until(() => failed);
    const server = here.store.labels;
    mark(here, 'told');
    kill(here);
    const again = page({ labels: server, revision: 1, user: here.user });
    equal([await begin(again), words(again)], [1, ['Klow', 'told']]);
    kill(again);
  },
  async 'who is at work before the storage was looked at is asked, not overruled'() {
    const here = page();
    mark(here, 'Klow');
    await begin(here);
    kill(here);
    const again = page({ user: here.user });
    mark(again, 'told');
    await begin(again);
    equal([again.saving.status.conflict?.from, words(again)], ['draft', ['told']]);
    again.saving.choose('mine');
    equal(words(again), ['Klow', 'told']);
    kill(again);
  },
  async 'what is saved can be undone after a reload, and done again'() {
    const here = await saved();
    mark(here, 'Syldavia');
    mark(here, 'told');
    here.store.undo();
    await here.saving.flush();
    kill(here);
    const again = page({ labels: here.store.labels, revision: 2, user: here.user });
    equal([await begin(again), again.store.undoLabel, again.store.redoLabel], [0, here.store.undoLabel, here.store.redoLabel]);
    again.store.redo();
    equal(words(again), ['Klow', 'Syldavia', 'told']);
    await again.saving.flush();
    kill(again);
    const third = page({ labels: again.store.labels, revision: 3, user: here.user });
    await begin(third);
    for (const left of [['Klow', 'Syldavia'], ['Klow'], []]) {
      third.store.undo();
      equal(words(third), left);
    }
    equal(third.store.canUndo, false);
    kill(third);
  },
  async 'decisions on suggestions can be undone after a reload'() {
    const other = page();
    mark(other, 'Klow');
    mark(other, 'told');
    const suggestions = other.store.labels;
    kill(other);
    const here = page();
    here.store.load({ suggestions });
    await begin(here);
    const [klow, told] = suggestions.mentions.keys();
    must(here.store, commands.reject([klow]));
    must(here.store, commands.accept([told]));
    await here.saving.flush();
    kill(here);
    const again = page({ labels: structuredClone(here.store.labels), revision: 1, user: here.user });
    await begin(again);
    again.store.undo();
    equal([words(again), again.store.labels.decisions.map((d) => d.suggestion)], [[], [klow]]);
    again.store.undo();
    equal(again.store.labels.decisions, []);
    kill(again);
  },
  async 'steps are forgotten where the labels were changed in another place'() {
    const here = await saved();
    kill(here);
    const other = page({ labels: here.store.labels });
    mark(other, 'minister');
    kill(other);
    const again = page({ labels: other.store.labels, revision: 2, user: here.user });
    await begin(again);
    equal([again.store.canUndo, again.saving.pastLost], [false, true]);
    kill(again);
    const third = page({ labels: here.store.labels, revision: 1, user: here.user });
    await begin(third);
    equal([third.store.canUndo, third.saving.pastLost], [false, false], 'they are gone for good');
    kill(third);
  },
  async 'what is done before the storage was read stands on what was done before'() {
    const here = await saved();
    kill(here);
    const again = page({ labels: here.store.labels, revision: 1, user: here.user });
    mark(again, 'told');
    await begin(again);
    again.store.undo();
    again.store.undo();
    equal(words(again), []);
    kill(again);
  },
  async 'a person sees the past of their own work only'() {
    const here = await saved();
    kill(here);
    const other = page({ labels: here.store.labels, revision: 1 });
    await begin(other);
    equal(other.store.canUndo, false);
    kill(other);
  },
  async 'the past of articles nobody came back to is forgotten, unsaved work is not'() {
    const old = await saved();
    kill(old);
    const unsaved = page();
    mark(unsaved, 'told');
    await begin(unsaved);
    kill(unsaved);
    const looking = new Keeping({ user: 'anybody', task: 'task' }, 'looking');
    await looking.open();
    await looking.tidy(Date.now());
    looking.close();
    const again = page({ labels: old.store.labels, revision: 1, user: old.user });
    await begin(again);
    equal([again.store.canUndo, await leftBehind(unsaved.user)], [false, 1]);
    kill(again);
  },
  async 'labels of both pages are the same to the last field'() {
    const here = page();
    const id = mark(here, 'Klow');
    must(here.store, commands.setNote(id, 'odd 🎉'));
    must(here.store, commands.setDocumentLabel('relevance', 'in'));
    await begin(here);
    kill(here);
    const again = page({ user: here.user });
    await begin(again);
    ok(sameLabels(again.store.labels, here.store.labels));
    kill(again);
  },
};
