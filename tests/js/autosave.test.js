import { equal, ok } from './check.js';
import { at, must } from './example.js';
import { begin, later, LOST, page, refused, Script, stale, task, until } from './autosaving.js';
import { MOST_MS, QUIET_MS } from '../../labeler/surface/static/saving/outgoing.js';
import * as commands from '../../labeler/surface/static/model/commands.js';
import { sameLabels } from '../../labeler/surface/static/model/labels.js';

/** @import {Labels} from '../../labeler/surface/static/model/types.js' */

/** @param {{store: import('../../labeler/surface/static/model/store.js').LabelStore}} page @param {string} words @param {number} [nth] */
function mark({ store }, words, nth = 0) {
  return must(store, commands.addMention({ type: 'Place', fragments: [at(words, nth)] }));
}

/** @param {string[]} words @returns {Labels} */
function labelsWith(...words) {
  const there = page();
  for (const w of words) mark(there, w);
  there.saving.stop();
  return there.store.labels;
}

/** @param {ReturnType<typeof page>} page */
async function quiet({ clock, saving }) {
  clock.wind(QUIET_MS);
  await until(() => saving.status.state !== 'saving');
}

/** @param {{store: import('../../labeler/surface/static/model/store.js').LabelStore}} page */
const words = ({ store }) => [...store.labels.mentions.values()].map((m) => store.document.text.slice(...m.fragments[0])).sort();

export const tests = {
  async 'a change is saved after a short quiet, and the status says so all along'() {
    const here = page();
    /** @type {string[]} */
    const states = [];
    here.saving.subscribe(({ state, pending }) => states.push(`${state} ${pending}`));
    await begin(here);
    mark(here, 'Klow');
    here.clock.wind(QUIET_MS - 1);
    equal(here.script.calls.length, 0);
    here.clock.wind(1);
    await until(() => here.saving.status.state === 'saved');
    equal([...new Set(states)], ['saved 0', 'unsaved 1', 'saving 1']);
    equal([here.saving.status.at, here.saving.status.pending, here.script.calls[0].revision, here.script.calls[0].fence], ['at 1', 0, 0, 7]);
    ok(sameLabels(here.script.calls[0].labels, here.store.labels));
    here.saving.stop();
  },
  async 'who types on is saved every two seconds all the same'() {
    const here = page();
    const id = mark(here, 'Klow');
    for (let ms = 0; ms < MOST_MS; ms += 100) {
      here.store.do(commands.setNote(id, `${ms}`));
      here.clock.wind(100);
    }
    equal(here.script.calls.length, 1);
    await until(() => here.saving.status.state !== 'saving');
    here.saving.stop();
  },
  async 'one request is in flight, and what came meanwhile follows it'() {
    const answer = later();
    const here = page({ script: new Script().then_(() => /** @type {any} */ (answer.promise)) });
    mark(here, 'Klow');
    here.clock.wind(QUIET_MS);
    mark(here, 'Syldavia');
    here.clock.wind(MOST_MS);
    equal([here.script.calls.length, here.saving.status.state, here.saving.status.pending], [1, 'saving', 2]);
    answer.answer(here.script.saved());
    await until(() => here.saving.status.pending === 1);
    await quiet(here);
    equal([here.script.calls.length, here.script.calls[1].revision, here.saving.status.state], [2, 1, 'saved']);
    ok(here.script.calls[0].saveId !== here.script.calls[1].saveId);
    here.saving.stop();
  },
  async 'a lost answer is asked for again with the same save id and the same labels'() {
    const here = page({ script: new Script().then_(LOST, refused(0, 'timeout')) });
    mark(here, 'Klow');
    await quiet(here);
    equal([here.saving.status.state, here.saving.status.message], ['offline', 'The server cannot be reached. 1 change is kept in this browser.']);
    mark(here, 'Syldavia');
    equal(here.saving.status.pending, 2);
    here.clock.wind(500);
    await until(() => here.clock.next !== null);
    here.clock.wind(1000);
    await until(() => here.saving.status.pending === 1);
    const [first, second, third] = here.script.calls;
    equal([second.saveId, third.saveId, third.labels === first.labels], [first.saveId, first.saveId, true]);
    await quiet(here);
    equal([here.script.calls.length, here.saving.status.state], [4, 'saved']);
    ok(here.script.calls[3].saveId !== first.saveId && here.script.calls[3].labels === here.store.labels);
    here.saving.stop();
  },
  async 'retries slow down to fifteen seconds, and the network coming back starts one at once'() {
    const script = new Script().then_(...Array.from({ length: 9 }, () => LOST));
    const here = page({ script });
    mark(here, 'Klow');
    await quiet(here);
    /** @type {(number|null)[]} */
    const waits = [];
    for (let i = 1; i < 9; i += 1) {
      waits.push(here.clock.next);
      here.clock.wind(here.clock.next ?? 0);
      await until(() => here.clock.next !== null);
    }
    equal(waits, [500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
    window.dispatchEvent(new Event('online'));
    await until(() => here.saving.status.state === 'saved');
    equal(here.clock.next, null);
    here.saving.stop();
  },
  async 'a busy server is asked again when it said'() {
    const here = page({ script: new Script().then_(refused(429, 'too-many', { retryAfterS: 4 })) });
    mark(here, 'Klow');
    await quiet(here);
    equal([here.saving.status.state, here.clock.next], ['failing', 4000]);
    here.saving.stop();
  },
  async 'labels that made the server fail do not hold up the next ones'() {
    const here = page({ script: new Script().then_(() => {
      mark(here, 'Syldavia');
      return refused(500, 'internal');
    }) });
    mark(here, 'Klow');
    await quiet(here);
    here.saving.retry();
    await until(() => here.saving.status.state === 'saved');
    ok(here.script.calls[1].labels === here.store.labels && here.script.calls[1].saveId !== here.script.calls[0].saveId);
    here.saving.stop();
  },
  async 'undoing all that is unsaved leaves nothing to save'() {
    const here = page();
    mark(here, 'Klow');
    here.store.undo();
    equal([here.saving.status.state, here.saving.status.pending, here.clock.next], ['saved', 0, null]);
    here.saving.stop();
  },
  async 'suggestions that arrive leave what is unsaved unsaved'() {
    const here = page();
    mark(here, 'Klow');
    here.store.load({ suggestions: labelsWith('told') });
    mark(here, 'Syldavia');
    here.store.undo();
    equal(here.saving.status.pending, 3);
    await quiet(here);
    ok(here.script.calls[0].labels === here.store.labels);
    here.store.load({ labels: labelsWith('told') });
    equal([here.saving.status.state, here.saving.status.pending], ['saved', 0], 'loaded labels are the server’s');
    here.saving.stop();
  },
  async 'someone else saving first leaves two versions to choose from'() {
    const theirs = labelsWith('Syldavia');
    const here = page({ script: new Script().then_(stale(theirs, 5)) });
    mark(here, 'Klow');
    await quiet(here);
    const { state, conflict } = here.saving.status;
    equal([state, conflict?.from, conflict?.revision, conflict?.savedAt], ['conflict', 'save', 5, 'at 5']);
    mark(here, 'told');
    here.clock.wind(MOST_MS);
    equal(here.script.calls.length, 1, 'nothing is sent before the choice');
    here.script.revision = 5;
    here.saving.choose('mine');
    await until(() => here.saving.status.state === 'saved');
    equal([here.script.calls[1].revision, words(here)], [5, ['Klow', 'told']]);
    here.saving.stop();
  },
  async 'mine undone to where it began is saved over theirs all the same'() {
    const script = new Script().then_(stale(labelsWith('Syldavia'), 5), refused(422, 'not-storable'), task());
    const here = page({ script });
    mark(here, 'Klow');
    await quiet(here);
    here.saving.choose('mine');
    await until(() => here.saving.status.state === 'refused');
    here.script.revision = 5;
    here.store.undo();
    await quiet(here);
    equal([here.saving.status.state, script.calls.at(-1).labels === here.store.labels, words(here)], ['saved', true, []]);
    here.saving.stop();
  },
  async 'their version can be taken, and mine had back by undo'() {
    const theirs = labelsWith('Syldavia');
    const here = page({ script: new Script().then_(stale(theirs, 5)) });
    mark(here, 'Klow');
    await quiet(here);
    here.saving.choose('theirs');
    equal([here.saving.status.state, here.saving.status.pending, words(here)], ['saved', 0, ['Syldavia']]);
    here.script.revision = 5;
    here.store.undo();
    equal(words(here), ['Klow']);
    await quiet(here);
    equal([here.saving.status.state, here.script.calls[1].revision], ['saved', 5]);
    here.saving.stop();
  },
  async 'my own save whose answer was lost is no conflict'() {
    const script = new Script();
    /** @type {any} */
    let stored = null;
    script.then_((call) => {
      stored = structuredClone(call.labels);
      return LOST;
    });
    script.then_(() => stale(stored, 1));
    const here = page({ script });
    mark(here, 'Klow');
    await quiet(here);
    here.saving.retry();
    await until(() => here.saving.status.state === 'saved');
    equal([here.saving.revision, here.saving.status.pending], [1, 0]);
    here.saving.stop();
  },
  async 'an earlier save of this page that came late is followed, not met'() {
    const here = page({ script: new Script().then_(() => stale(labelsWith('told'), 3, here.saving.session)) });
    mark(here, 'Klow');
    await quiet(here);
    here.script.revision = 3;
    await quiet(here);
    equal([here.saving.status.state, here.script.calls[1].revision, words(here)], ['saved', 3, ['Klow']]);
    here.saving.stop();
  },
  async 'a conflict without the other version asks for it'() {
    const script = new Script().then_(refused(412, 'stale-revision'), task({ task: { revision: 4, saved_at: 'then' }, labels: labelsWith('Syldavia') }));
    const here = page({ script });
    mark(here, 'Klow');
    await quiet(here);
    equal([script.calls[1].kind, here.saving.status.conflict?.revision], ['look', 4]);
    here.saving.stop();
  },
  async 'a task opened elsewhere, where nothing was saved, is held again without a word'() {
    const script = new Script().then_(refused(409, 'lease-lost'), task(), task());
    const here = page({ script });
    mark(here, 'Klow');
    await quiet(here);
    await until(() => here.saving.status.state === 'unsaved');
    await quiet(here);
    equal([script.calls.map((c) => c.kind), script.calls[3].fence, here.saving.status.state], [['save', 'look', 'open', 'save'], 9, 'saved']);
    here.saving.stop();
  },
  async 'a task saved elsewhere is said; taken back, both versions are there to choose from'() {
    const there = task({ task: { revision: 2, saved_at: 'then' }, labels: labelsWith('Syldavia') });
    const script = new Script().then_(refused(409, 'lease-lost'), there);
    const here = page({ script });
    mark(here, 'Klow');
    await quiet(here);
    equal([here.saving.status.state, here.saving.status.trouble?.at], ['lease-lost', 'then']);
    mark(here, 'told');
    here.saving.retry();
    here.clock.wind(MOST_MS);
    equal(script.calls.length, 2);
    script.then_(there);
    await here.saving.takeBack();
    equal([here.saving.status.state, here.saving.status.conflict?.revision], ['conflict', 2]);
    here.saving.stop();
    const idle = page({ script: new Script().then_(there) });
    await idle.saving.takeBack();
    equal([idle.saving.status.state, idle.saving.revision, words(idle)], ['saved', 2, ['Syldavia']]);
    idle.saving.stop();
  },
  async 'a task that went to somebody else is said, and nothing is sent until a lead gave it back'() {
    const there = task({ task: { revision: 2, fence: 9, holds: false, saved_at: 'then' } });
    const script = new Script().then_(refused(409, 'lease-lost'), there);
    const here = page({ script });
    mark(here, 'Klow');
    await quiet(here);
    equal([here.saving.status.state, here.saving.status.trouble?.at, here.saving.status.pending], ['taken', 'then', 1]);
    script.then_(refused(409, 'taken'));
    await here.saving.takeBack();
    equal([here.saving.status.state, here.saving.status.pending], ['taken', 1]);
    here.clock.wind(MOST_MS);
    equal(script.calls.length, 3);
    here.saving.stop();
  },
  async 'somebody signed out keeps working, and is saved after signing in'() {
    const here = page({ script: new Script().then_(refused(401, 'signed-out')) });
    mark(here, 'Klow');
    await quiet(here);
    equal(here.saving.status.state, 'signed-out');
    mark(here, 'told');
    equal([here.saving.status.pending, here.script.calls.length], [2, 1]);
    here.saving.retry();
    await until(() => here.saving.status.pending === 1);
    await quiet(here);
    equal(here.saving.status.state, 'saved');
    here.saving.stop();
  },
  async 'refused labels are said with their problems, and the next change is tried'() {
    const problem = { level: 'structure', code: 'dangling', message: '', item: 'm', slot: '', kind: 'mention', start: 0 };
    for (const answer of [refused(422, 'not-storable', { problems: [problem] }), refused(413, 'too-large')]) {
      const here = page({ script: new Script().then_(answer, task()) });
      mark(here, 'Klow');
      await quiet(here);
      equal([here.saving.status.state, here.saving.status.problems.length], ['refused', answer.ok ? -1 : answer.problems.length]);
      equal(here.clock.next, null, 'the same is not sent again');
      mark(here, 'told');
      await quiet(here);
      equal(here.saving.status.state, 'saved');
      here.saving.stop();
    }
  },
  async 'work on a task that was handed in elsewhere is kept, and put back when it is opened again'() {
    const submitted = task({ task: { state: 'submitted' } });
    const here = page({ script: new Script().then_(refused(409, 'wrong-state'), submitted) });
    mark(here, 'Klow');
    await quiet(here);
    equal([here.saving.status.state, here.saving.status.message, here.saving.status.pending], ['closed', 'This article is submitted.', 1]);
    mark(here, 'told');
    here.clock.wind(MOST_MS);
    equal(here.script.calls.length, 2, 'nothing is sent before it is open again');
    here.script.then_(task());
    await here.saving.reopen();
    await until(() => here.saving.status.pending === 1);
    await quiet(here);
    equal([here.saving.status.state, here.script.calls.at(-1).fence, words(here)], ['saved', 9, ['Klow', 'told']]);
    here.saving.stop();
  },
  async 'a task opened where it was handed in is closed until it is opened again'() {
    const here = page({ state: 'skipped' });
    equal([here.saving.status.state, here.saving.status.message], ['closed', 'This article was skipped.']);
    here.script.then_(task());
    await here.saving.reopen();
    equal(here.saving.status.state, 'saved');
    here.saving.stop();
  },
  async 'a save refused because the schema was changed says so'() {
    const other = task({ schema: { id: 'example', version: '2.0' } });
    const here = page({ script: new Script().then_(refused(422, 'not-storable'), other) });
    mark(here, 'Klow');
    await quiet(here);
    equal([here.saving.status.state, here.saving.status.message], ['schema-changed', 'The schema was changed from version 1.0 to 2.0 while you worked.']);
    here.saving.stop();
  },
  async 'a task that is not there is gone, unless somebody else is signed in'() {
    for (const [login, state] of [['ann', 'gone'], ['bo', 'other-person']]) {
      const session = { ok: /** @type {const} */ (true), status: 200, value: { user: { login } } };
      const here = page({ user: 'ann', script: new Script().then_(refused(404, 'not-found'), session) });
      mark(here, 'Klow');
      await quiet(here);
      equal([here.saving.status.state, here.saving.status.pending], [state, 1]);
      here.saving.stop();
    }
  },
  async 'a task taken back by somebody else is not theirs to save'() {
    const here = page({ user: 'ann', script: new Script().then_(task({ task: { id: 'other', author: 'annotator:bo' } })) });
    mark(here, 'Klow');
    equal([await here.saving.takeBack(), here.saving.status.state, here.script.calls.length], [false, 'other-person', 1]);
    here.saving.stop();
  },
  async 'a submit saves first, and hands in what was saved'() {
    const here = page();
    mark(here, 'Klow');
    here.script.then_(here.script.saved(), { ok: true, status: 200, value: { state: 'submitted', revision: 1, submittedAt: 'now' } });
    const answer = await here.saving.submit();
    equal([answer.ok, here.script.calls.map((c) => c.kind), here.script.calls[1].revision], [true, ['save', 'submit'], 1]);
    mark(here, 'told');
    here.clock.wind(MOST_MS);
    equal([here.script.calls.length, here.saving.status.state], [2, 'closed'], 'a change after it waits for a reopen');
    here.saving.stop();
  },
  async 'a submit whose save fails hands in nothing'() {
    const here = page({ script: new Script().then_(LOST) });
    mark(here, 'Klow');
    const answer = await here.saving.submit();
    equal([!answer.ok && answer.code, here.script.calls.length, here.saving.status.state], ['not-saved', 1, 'offline']);
    here.saving.stop();
  },
  async 'an incomplete submit keeps the draft open'() {
    const here = page({ script: new Script().then_(refused(422, 'incomplete')) });
    const answer = await here.saving.submit();
    equal([!answer.ok && answer.code, here.saving.status.state], ['incomplete', 'saved']);
    mark(here, 'Klow');
    await quiet(here);
    equal(here.saving.status.state, 'saved');
    here.saving.stop();
  },
  async 'a page that goes away sends what is unsaved'() {
    const here = page();
    mark(here, 'Klow');
    window.dispatchEvent(new Event('pagehide'));
    equal([here.script.calls.length, here.script.calls[0].leaving], [1, true]);
    await until(() => here.saving.status.state === 'saved');
    here.saving.stop();
  },
  async 'a stopped page saves and hears nothing more'() {
    const here = page();
    mark(here, 'Klow');
    here.saving.stop();
    here.clock.wind(MOST_MS);
    mark(here, 'told');
    window.dispatchEvent(new Event('online'));
    equal([here.script.calls.length, here.clock.next], [0, null]);
  },
  async 'only work counts as time, pauses do not'() {
    const here = page();
    here.clock.wind(5_000);
    here.saving.touch();
    here.clock.wind(3_600_000);
    mark(here, 'Klow');
    here.clock.wind(QUIET_MS);
    equal(here.script.calls[0].activeS, 5.3);
    await until(() => here.saving.status.state === 'saved');
    here.saving.stop();
  },
  async 'a tab follows the one that holds the article, and goes on as soon as something is changed in it'() {
    const here = page();
    const there = page({ user: here.user, fence: 8 });
    await until(() => here.saving.status.state === 'elsewhere' && there.saving.status.others === 1);
    equal(there.saving.status.state, 'saved');
    mark(there, 'Klow');
    here.script.then_(task({ task: { revision: 1, fence: 8 }, labels: there.store.labels }));
    await quiet(there);
    await until(() => words(here).length === 1);
    equal([here.saving.status.state, here.saving.revision, here.saving.status.pending], ['elsewhere', 1, 0]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    equal(here.script.calls.map((c) => c.kind), ['look'], 'what is followed is not taken');
    here.script.revision = 1;
    here.script.then_(task({ task: { revision: 1, fence: 9 }, labels: there.store.labels }));
    mark(here, 'told');
    await until(() => here.saving.status.state === 'saved' && here.saving.revision === 2);
    equal(here.script.calls.at(-1).fence, 9);
    await until(() => there.saving.status.state === 'elsewhere');
    here.saving.stop();
    there.saving.stop();
  },
  async 'another page on the same article is known'() {
    const here = page();
    const there = page({ user: here.user });
    await until(() => here.saving.status.others === 1 && there.saving.status.others === 1);
    there.saving.stop();
    await until(() => here.saving.status.others === 0);
    here.saving.stop();
  },
};
