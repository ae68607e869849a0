import { equal } from './check.js';
import { HandClock, refused } from './autosaving.js';
import { Ahead, PREFETCH_MS } from '../../labeler/surface/static/ahead.js';

const LEASE_S = 60;

/** An article with one after it, what is asked of the server, and what was let go of. */
function scene() {
  const clock = new HandClock();
  /** @type {string[]} */
  const log = [];
  /** @type {any} */
  const server = { renewal: { ok: true, status: 200, value: {} } };
  const task = { id: 't-2', fence: 3, lease_s: LEASE_S };
  const api = {
    next: async (/** @type {string|null} */ after) => {
      log.push(`next after ${after}`);
      return { ok: true, status: 200, value: { task, document: { id: 'd-2' } } };
    },
    renew: async (/** @type {string} */ id, /** @type {number} */ fence) => {
      log.push(`renew ${id} ${fence}`);
      return server.renewal;
    },
  };
  const ahead = new Ahead({
    api: /** @type {any} */ (api),
    prepare: ({ document }) => ({ dispose: () => log.push(`let go of ${document.id}`) }),
    clock,
    idle: (run) => run(),
  });
  const opened = /** @type {any} */ ({ document: { id: 'd-1' }, nextDocumentId: 'd-2' });
  return { clock, log, server, ahead, opened };
}

/** The same, with the next article fetched. */
async function fetched() {
  const found = scene();
  found.ahead.soon(found.opened);
  found.clock.wind(PREFETCH_MS);
  await settled();
  found.log.length = 0;
  return found;
}

/** What was asked is answered. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

export const tests = {
  async 'the next article is there when this one is finished, and is asked for once'() {
    const { ahead, clock, log, opened } = scene();
    ahead.soon(opened);
    equal([log, ahead.take()], [[], null]);
    ahead.soon(opened);
    clock.wind(PREFETCH_MS);
    await settled();
    equal(log, ['next after d-1']);
    equal(ahead.take()?.opened.document.id, 'd-2');
    equal(ahead.take(), null);
    equal(log, ['next after d-1']);
  },
  async 'who leaves this article before has nothing fetched, or lets go of it'() {
    const early = scene();
    early.ahead.soon(early.opened);
    early.ahead.drop();
    early.clock.wind(PREFETCH_MS);
    await settled();
    equal(early.log, []);
    const late = await fetched();
    late.ahead.drop();
    equal([late.log, late.ahead.take()], [['let go of d-2'], null]);
  },
  async 'an article whose time has run out is not gone on with'() {
    const { ahead, clock, log } = await fetched();
    clock.wind(LEASE_S * 1000);
    equal([ahead.take(), log], [null, ['let go of d-2']]);
  },
  async 'it is kept as long as one works on the one before'() {
    const { ahead, clock, log } = await fetched();
    for (let third = 0; third < 6; third += 1) {
      clock.wind((LEASE_S * 1000) / 3);
      await ahead.renew();
    }
    equal(ahead.take()?.opened.document.id, 'd-2');
    equal(new Set(log), new Set(['renew t-2 3']));
  },
  async 'one that is somebody else’s by now is let go of; a server that is down changes nothing'() {
    const { ahead, log, server } = await fetched();
    server.renewal = refused(0, 'offline');
    await ahead.renew();
    equal(log, ['renew t-2 3']);
    server.renewal = refused(409, 'lease-lost');
    await ahead.renew();
    equal([ahead.take(), log.at(-1)], [null, 'let go of d-2']);
  },
};
