import { equal, ok } from './check.js';
import { at, makeStore, must, SCHEMA } from './example.js';
import { Api } from '../../labeler/surface/static/saving/api.js';
import * as commands from '../../labeler/surface/static/model/commands.js';
import { browserId } from '../../labeler/surface/static/saving/here.js';

const TEXT = '🎉 Borduria attacked Klow.';

/** @param {number} status @param {unknown} body @param {Record<string, string>} [headers] */
function json(status, body, headers = {}) {
  return new Response(body === null ? null : JSON.stringify(body), { status, headers });
}

const SESSION = { user: { login: 'local', name: 'You', role: 'annotator' }, csrf: 'token', mode: 'local' };

/** @param {any[]} mentions */
function set(mentions, author = 'annotator:local') {
  return {
    format: 'labeler.annotation-set/1', document_id: 'd', text_sha256: 'f'.repeat(64),
    schema: { id: 'example', version: '1.0' }, author, mentions, entities: [], frames: [], relations: [],
    document_labels: {}, decisions: [],
  };
}

const KLOW = { id: 's-1', type: 'Place', fragments: [[20, 24]], text: 'Klow', attributes: {}, entity: null, origin: { by: 'model:m@1', edited: false, score: null }, note: '' };

/** A task as the server sends it, offsets in code points. */
function task() {
  return {
    task: { id: 't 1', document_id: 'd', state: 'draft', revision: 3, fence: 2, lease_expires_at: '', lease_s: 1800, holds: true, saved_at: null, author: 'annotator:local' },
    progress: { new: 1, draft: 1, submitted: 0, skipped: 0 },
    next_document_id: 'e',
    document: { id: 'd', title: '', text: TEXT, sha256: 'f'.repeat(64), headline: null, dateline: [0, 1], tokens: [[0, 1], [2, 10]], sentences: [[0, 25]] },
    schema: SCHEMA,
    labels: set([]),
    suggestions: set([KLOW], 'model:m@1'),
    suggestion_state: { state: 'ready', message: '' },
    problems: [{ level: 'schema', code: 'x', message: '', item: '', slot: '', kind: 'mention', start: 20 }],
  };
}

/** @param {...(Response|Error|((request: any) => Response))} answers after that to GET /session */
function server(...answers) {
  /** @type {any[]} */
  const requests = [];
  const api = new Api({
    base: '/v1',
    fetch: async (path, init = {}) => {
      const request = { path, ...init, body: init.body ? JSON.parse(String(init.body)) : undefined };
      requests.push(request);
      if (path === '/v1/session') return json(200, SESSION);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return typeof answer === 'function' ? answer(request) : (answer ?? json(500, null));
    },
  });
  return { api, requests };
}

/** @param {ReturnType<typeof server>} server @returns {Promise<import('../../labeler/surface/static/model/types.js').OpenTask>} */
async function opened({ api }) {
  const answer = await api.open('d');
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}

const SAVE = { revision: 3, fence: 2, saveId: 'save-1', activeS: 1.5, tab: 't-1' };

export const tests = {
  async 'a task comes with all its offsets in UTF-16'() {
    const { document, suggestions, suggestionAuthor, problems, schema } = await opened(server(json(200, task())));
    equal([document.dateline, document.tokens, document.sentences], [[0, 2], [[0, 2], [3, 11]], [[0, 26]]]);
    const [klow] = suggestions?.mentions.values() ?? [];
    equal([klow.fragments, 'text' in klow, TEXT.slice(...klow.fragments[0])], [[[21, 25]], false, 'Klow']);
    equal([suggestionAuthor, problems[0].start, schema.spanType('Place')?.name], ['model:m@1', 21, 'Place']);
  },
  async 'a save sends quotes and code points, the revision it follows, and the token'() {
    const there = server(json(200, task()), json(200, { revision: 4, saved_at: 'now', problems: task().problems }));
    const open = await opened(there);
    const store = makeStore({ text: TEXT });
    must(store, commands.addMention({ type: 'Place', fragments: [at('Klow', 0, TEXT)] }));
    const answer = await there.api.save(open, store.labels, SAVE);
    equal(answer.ok && [answer.value.revision, answer.value.savedAt, answer.value.problems[0].start], [4, 'now', 21]);
    const { path, method, headers, body } = there.requests.at(-1);
    equal([method, path, headers['If-Match'], headers['X-CSRF-Token']], ['PUT', '/v1/tasks/t%201/annotations', '"3"', 'token']);
    const [mention] = body.labels.mentions;
    equal([mention.fragments, mention.text], [[[20, 24]], 'Klow']);
    const { labels, ...rest } = body;
    const { client, ...asked } = rest;
    equal(asked, { fence: 2, save_id: 'save-1', active_s: 1.5 });
    equal([client.tab, / on /u.test(client.device), client.browser === browserId()], ['t-1', true, true]);
    equal([labels.author, labels.document_id, labels.schema, labels.format], ['annotator:local', 'd', { id: 'example', version: '1.0' }, 'labeler.annotation-set/1']);
  },
  async 'no task left is an answer too'() {
    equal(await server(json(204, null)).api.next(), { ok: true, status: 204, value: null });
  },
  async 'a newer copy on the server comes with the refusal'() {
    const current = { revision: 9, saved_at: 'then', labels: set([KLOW]), client: { tab: 'x' } };
    const there = server(json(200, task()), json(412, { error: { code: 'stale-revision', message: 'Changed.' }, current }));
    const open = await opened(there);
    const answer = await there.api.save(open, makeStore({ text: TEXT }).labels, SAVE);
    ok(!answer.ok && answer.current);
    equal([answer.status, answer.code, answer.current.revision, answer.current.client.tab], [412, 'stale-revision', 9, 'x']);
    equal(answer.current.labels.mentions.get('s-1')?.fragments, [[21, 25]]);
  },
  async 'refusals come with their words and problems'() {
    const problems = task().problems;
    const there = server(json(200, task()), json(422, { error: { code: 'not-storable', message: 'No.' }, problems }));
    const answer = await there.api.save(await opened(there), makeStore({ text: TEXT }).labels, SAVE);
    equal(!answer.ok && [answer.code, answer.message, answer.problems[0].start], ['not-storable', 'No.', 21]);
  },
  async 'a page that is no JSON, a lost connection and a slow server are told apart'() {
    const slow = new DOMException('late', 'TimeoutError');
    const there = server(new Response('<h1>Bad gateway', { status: 502 }), new TypeError('Failed to fetch'), slow);
    const codes = [];
    for (let i = 0; i < 3; i += 1) {
      const answer = await there.api.open('d');
      codes.push(!answer.ok && `${answer.status} ${answer.code}`);
    }
    equal(codes, ['502 http-502', '0 offline', '0 timeout']);
  },
  async 'a server that says when to come again is heard'() {
    const answer = await server(json(429, { error: { code: 'too-many', message: '' } }, { 'Retry-After': '7' })).api.open('d');
    equal(!answer.ok && answer.retryAfterS, 7);
  },
  async 'a token that has grown old is asked for again, once'() {
    const forbidden = () => json(403, { error: { code: 'csrf', message: '' } });
    const there = server(forbidden, json(200, task()));
    equal((await there.api.open('d')).ok, true);
    equal(there.requests.map((r) => r.path), ['/v1/session', '/v1/tasks/open', '/v1/session', '/v1/tasks/open']);
    const closed = await server(forbidden, forbidden).api.open('d');
    equal(!closed.ok && closed.status, 403);
  },
  async 'submit, skip, look, reopen and history ask for what they say'() {
    const there = server(
      json(200, task()),
      json(200, { state: 'submitted', revision: 3, submitted_at: 'now' }),
      json(200, { state: 'skipped' }),
      json(200, task()),
      json(200, task()),
      json(200, { revisions: [] }),
    );
    const open = await opened(there);
    const submitted = await there.api.submit(open, { revision: 3, fence: 2 });
    equal(submitted.ok && submitted.value, { state: 'submitted', revision: 3, submittedAt: 'now' });
    await there.api.skip('t 1', 2, 'odd');
    const looked = await there.api.look('t 1');
    const reopened = await there.api.reopen('t 1');
    ok(looked.ok && reopened.ok && looked.value.schema === reopened.value.schema, 'one schema object for one schema');
    await there.api.revisions('t 1');
    equal(there.requests.slice(2).map((r) => [r.method, r.path, r.body]), [
      ['POST', '/v1/tasks/t%201/submit', { fence: 2 }],
      ['POST', '/v1/tasks/t%201/skip', { fence: 2, reason: 'odd' }],
      ['GET', '/v1/tasks/t%201', undefined],
      ['POST', '/v1/tasks/t%201/reopen', {}],
      ['GET', '/v1/tasks/t%201/revisions', undefined],
    ]);
  },
};
