/**
 * The server's HTTP API. What comes back is a value, never an exception:
 * either the answer or what went wrong, in words. Offsets are converted here,
 * so that everything else counts in UTF-16.
 */

/** @import {Thread} from '../model/talk.js' */
/** @import {Answer, Failure, Labels, OpenTask, SavedCopy, SchemaJson} from '../model/types.js' */

import { clientHere } from './here.js';
import { readLabels } from '../model/labels.js';
import { documentIn, Offsets, problemsIn, setIn } from '../model/offsets.js';
import { SchemaIndex } from '../model/schema.js';
import { written } from './written.js';

const TIMEOUT_MS = 20_000;
/** Browsers refuse larger bodies for requests that outlive the page. */
const KEEPALIVE_BYTES = 60_000;

/**
 * @typedef {object} Save
 * @property {number} revision the one these labels follow
 * @property {number} fence
 * @property {string} saveId the same when the same labels are sent again
 * @property {number} activeS seconds of work since the last save
 * @property {string} tab
 * @property {boolean} [leaving] the page is going away: let the request outlive it
 */

/**
 * What the registry knows of an actor; what is not known is empty.
 *
 * @typedef {object} NewActor
 * @property {string} name
 * @property {string} kind   an entity type of the schema
 * @property {string} country
 * @property {string[]} sectors
 * @property {string} code
 * @property {string[]} aliases
 * @property {string} wikidata
 * @property {string} notes
 */
/** @typedef {NewActor & {id: string, revision: number, updated_at: string}} Actor an entry of the project's registry */

/** @typedef {{thread: Thread, unknown: string[]}} Said a thread after something was said, and names in it that nobody has */

/** Calls under one base address, for one person. */
export class Api {
  #csrf = '';
  /** @type {Map<string, SchemaIndex>} */
  #schemas = new Map();

  /**
   * @param {object} [options]
   * @param {string} [options.base]
   * @param {typeof fetch} [options.fetch]
   * @param {number} [options.timeoutMs]
   */
  constructor({ base = '/api/v1', fetch: send = (...args) => fetch(...args), timeoutMs = TIMEOUT_MS } = {}) {
    this.base = base;
    /** Before the id of an article it makes one of the installation; empty for the first project. */
    this.project = base.replace(/^\/api\/v1/u, '');
    this.fetch = send;
    this.timeoutMs = timeoutMs;
  }

  /** Who is signed in. @returns {Promise<Answer<{user: {login: string, name: string, role: string}, csrf: string, mode: string}>>} */
  async session() {
    const answer = await this.#call('GET', '/session');
    if (answer.ok) this.#csrf = answer.value.csrf;
    return answer;
  }

  /** @param {{limit: number, state?: string}} which @returns {Promise<Answer<{rows: any[], total: number}>>} articles of the project */
  async documents({ limit, state = '' }) {
    return this.#call('GET', `/documents?limit=${limit}${state && `&state=${state}`}`);
  }

  /**
   * Actors of the registry, those that fit best first; an empty search gives them all.
   *
   * @param {{search?: string, kind?: string, limit?: number}} [which]
   * @returns {Promise<Answer<{rows: Actor[], total: number}>>}
   */
  async actors({ search = '', kind = '', limit = 20 } = {}) {
    const query = new URLSearchParams({ search, limit: String(limit), ...(kind ? { kind } : {}) });
    return this.#call('GET', `/actors?${query}`);
  }

  /** @param {string} id @returns {Promise<Answer<Actor>>} */
  async actor(id) {
    return this.#call('GET', `/actors/${encodeURIComponent(id)}`);
  }

  /** @param {NewActor} actor @returns {Promise<Answer<Actor>>} the entry it became */
  async createActor(actor) {
    return this.#change('POST', '/actors', actor);
  }

  /**
   * Where words stand in the articles of the project, and how they are labelled there.
   *
   * @param {{words: string, document?: string, limit?: number}} which `document`: the article to leave out
   * @returns {Promise<Answer<import('../panels/concordance.js').Concordance>>} offsets in code points
   */
  async concordance({ words, document = '', limit = 100 }) {
    const query = new URLSearchParams({ words, limit: String(limit), ...(document ? { document } : {}) });
    return this.#call('GET', `/concordance?${query}`);
  }

  /** @returns {Promise<Answer<{people: import('../model/talk.js').Member[]}>>} who can be mentioned */
  async people() {
    return this.#call('GET', '/people');
  }

  /** @param {string} documentId @returns {Promise<Answer<{threads: Thread[], unread: number}>>} those open to who asks, and how much waits in the inbox */
  async threads(documentId) {
    return this.#call('GET', `/documents/${encodeURIComponent(documentId)}/threads`);
  }

  /** @param {{id: string, document_id: string, task_id?: string, item?: string, quote?: string, message: {id: string, text: string}}} thread @returns {Promise<Answer<Said>>} */
  async openThread(thread) {
    return this.#change('POST', '/threads', thread);
  }

  /** @param {string} threadId @param {{id: string, text: string}} message @returns {Promise<Answer<Said>>} */
  async answerThread(threadId, message) {
    return this.#change('POST', `/threads/${encodeURIComponent(threadId)}/messages`, message);
  }

  /** @param {string} threadId @param {string} id of the line it leaves @returns {Promise<Answer<Thread>>} */
  async resolveThread(threadId, id) {
    return this.#change('POST', `/threads/${encodeURIComponent(threadId)}/resolve`, { id });
  }

  /** @param {string} threadId @param {string} id of the line it leaves @returns {Promise<Answer<Thread>>} */
  async reopenThread(threadId, id) {
    return this.#change('POST', `/threads/${encodeURIComponent(threadId)}/reopen`, { id });
  }

  /** @param {string} messageId @returns {Promise<Answer<Thread>>} */
  async takeBack(messageId) {
    return this.#change('POST', `/messages/${encodeURIComponent(messageId)}/take-back`, {});
  }

  /** @param {string[]} messages @returns {Promise<Answer<{unread: number}>>} */
  async markRead(messages) {
    return this.#change('POST', '/inbox/read', { messages });
  }

  /** @param {string|null} after document id @returns {Promise<Answer<OpenTask|null>>} `null` when all is done */
  async next(after = null) {
    return this.#opened(await this.#change('POST', '/tasks/next', { after }));
  }

  /** @param {string} documentId @returns {Promise<Answer<OpenTask>>} */
  async open(documentId) {
    return this.#demandOpened(await this.#change('POST', '/tasks/open', { document_id: documentId }));
  }

  /** @param {string} taskId @returns {Promise<Answer<OpenTask>>} the task as it is; renews nothing */
  async look(taskId) {
    return this.#demandOpened(await this.#call('GET', `/tasks/${encodeURIComponent(taskId)}`));
  }

  /** Keep a task for longer. @param {string} taskId @param {number} fence @returns {Promise<Answer<{lease_expires_at: string}>>} */
  async renew(taskId, fence) {
    return this.#change('POST', `/tasks/${encodeURIComponent(taskId)}/lease`, { fence });
  }

  /** @param {string} taskId @returns {Promise<Answer<OpenTask>>} */
  async reopen(taskId) {
    return this.#demandOpened(await this.#change('POST', `/tasks/${encodeURIComponent(taskId)}/reopen`, {}));
  }

  /**
   * @param {OpenTask} opened
   * @param {Labels} labels
   * @param {Save} save
   * @returns {Promise<Answer<SavedCopy>>}
   */
  async save(opened, labels, { revision, fence, saveId, activeS, tab, leaving = false }) {
    const { offsets, task } = opened;
    const rest = JSON.stringify({ fence, save_id: saveId, active_s: activeS, client: clientHere(tab) });
    const text = `{"labels":${written(opened, labels)},${rest.slice(1)}`;
    const path = `/tasks/${encodeURIComponent(task.id)}/annotations`;
    const answer = await this.#send('PUT', path, text, { revision, leaving });
    if (!answer.ok) return withOffsets(answer, offsets);
    const { revision: now, saved_at: savedAt, problems } = answer.value;
    return { ...answer, value: { revision: now, savedAt, problems: problemsIn(problems, offsets) } };
  }

  /**
   * @param {OpenTask} opened
   * @param {{revision: number, fence: number}} at
   * @returns {Promise<Answer<{state: string, revision: number, submittedAt: string}>>}
   */
  async submit({ task, offsets }, { revision, fence }) {
    const path = `/tasks/${encodeURIComponent(task.id)}/submit`;
    const answer = await this.#change('POST', path, { fence }, { revision });
    if (!answer.ok) return withOffsets(answer, offsets);
    const { state, revision: now, submitted_at: submittedAt } = answer.value;
    return { ...answer, value: { state, revision: now, submittedAt } };
  }

  /** @param {string} taskId @param {number} fence @param {string} reason @returns {Promise<Answer<{state: string}>>} */
  async skip(taskId, fence, reason) {
    return this.#change('POST', `/tasks/${encodeURIComponent(taskId)}/skip`, { fence, reason });
  }

  /** @param {string} taskId @returns {Promise<Answer<{revisions: import('./revisions.js').Revision[]}>>} every save, oldest first */
  async revisions(taskId) {
    return this.#call('GET', `/tasks/${encodeURIComponent(taskId)}/revisions`);
  }

  /** @param {OpenTask} opened @param {number} number @returns {Promise<Answer<{labels: Labels}>>} what was saved then */
  async revision({ task, offsets }, number) {
    const answer = await this.#call('GET', `/tasks/${encodeURIComponent(task.id)}/revisions/${number}`);
    return answer.ok ? { ...answer, value: { labels: readLabels(setIn(answer.value.labels, offsets)) } } : answer;
  }

  /** @param {Answer<any>} answer @returns {Answer<OpenTask>} */
  #demandOpened(answer) {
    const opened = this.#opened(answer);
    if (!opened.ok || opened.value) return /** @type {Answer<OpenTask>} */ (opened);
    return failure(opened.status, 'bad-answer', 'The server sent no article.');
  }

  /** @param {Answer<any>} answer @returns {Answer<OpenTask|null>} */
  #opened(answer) {
    if (!answer.ok || answer.status === 204) return answer;
    return { ...answer, value: readTask(answer.value, (json) => this.#schema(json)) };
  }

  /** @param {SchemaJson} json @returns {SchemaIndex} the same object for the same schema */
  #schema(json) {
    const found = this.#schemas.get(json.digest) ?? new SchemaIndex(json);
    this.#schemas.set(json.digest, found);
    return found;
  }

  /**
   * A call that changes something.
   * @param {string} method
   * @param {string} path
   * @param {object} body
   * @param {{revision?: number}} [options]
   * @returns {Promise<Answer<any>>}
   */
  #change(method, path, body, options = {}) {
    return this.#send(method, path, JSON.stringify(body), options);
  }

  /**
   * Send a body, with the token, asked for again where it has grown old.
   * @param {string} method
   * @param {string} path
   * @param {string} text
   * @param {{revision?: number, leaving?: boolean}} [options]
   * @returns {Promise<Answer<any>>}
   */
  async #send(method, path, text, options = {}) {
    if (!this.#csrf) {
      const session = await this.session();
      if (!session.ok) return session;
    }
    const answer = await this.#call(method, path, { ...options, text });
    if (answer.ok || answer.status !== 403) return answer;
    const session = await this.session();
    return session.ok ? this.#call(method, path, { ...options, text }) : session;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {{text?: string, revision?: number, leaving?: boolean}} [options]
   * @returns {Promise<Answer<any>>}
   */
  async #call(method, path, { text, revision, leaving = false } = {}) {
    /** @type {Record<string, string>} */
    const headers = { Accept: 'application/json' };
    if (text !== undefined) headers['Content-Type'] = 'application/json';
    if (method !== 'GET') headers['X-CSRF-Token'] = this.#csrf;
    if (revision !== undefined) headers['If-Match'] = `"${revision}"`;
    /** @type {RequestInit} */
    const init = {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      keepalive: leaving && new Blob([text ?? '']).size < KEEPALIVE_BYTES,
      signal: AbortSignal.timeout(this.timeoutMs),
    };
    if (text !== undefined) init.body = text;
    try {
      const response = await this.fetch(this.base + path, init);
      return await readAnswer(response);
    } catch (error) {
      const late = error instanceof DOMException && error.name === 'TimeoutError';
      return late
        ? failure(0, 'timeout', 'The server does not answer.')
        : failure(0, 'offline', 'The server cannot be reached.');
    }
  }
}

/** @param {Response} response @returns {Promise<Answer<any>>} */
async function readAnswer(response) {
  const { status } = response;
  const text = await response.text();
  /** @type {any} */
  let json = null;
  try {
    json = text ? JSON.parse(text) : null;
  } catch {
    // A proxy's page in place of the server's JSON; said below.
  }
  if (response.ok && (json || status === 204)) return { ok: true, status, value: json };
  const { code = `http-${status}`, message = wordsFor(status) } = json?.error ?? {};
  const retryAfterS = Number(response.headers.get('Retry-After')) || 0;
  return { ...failure(status, code, message), problems: json?.problems ?? [], current: json?.current ?? null, retryAfterS };
}

/** @param {number} status @returns {string} for an answer without words of its own */
function wordsFor(status) {
  if (status === 401) return 'You are signed out.';
  if (status === 413) return 'These labels are larger than the server takes.';
  return status >= 500 ? 'The server cannot answer now.' : `The server answered ${status}.`;
}

/** @param {number} status @param {string} code @param {string} message @returns {Failure} */
export function failure(status, code, message) {
  return { ok: false, status, code, message, problems: [], current: null, retryAfterS: 0 };
}

/** @param {Failure} failed as the server sent it @param {Offsets} offsets @returns {Failure} */
function withOffsets(failed, offsets) {
  const current = /** @type {any} */ (failed.current);
  return {
    ...failed,
    problems: problemsIn(failed.problems, offsets),
    current: current && {
      revision: current.revision,
      savedAt: current.saved_at,
      labels: readLabels(setIn(current.labels, offsets)),
      client: current.client ?? {},
    },
  };
}

/**
 * A task as the server sends it, offsets converted.
 * @param {any} json
 * @param {(json: SchemaJson) => SchemaIndex} index
 * @returns {OpenTask}
 */
function readTask(json, index) {
  const offsets = new Offsets(json.document.text);
  const { document_id, text_sha256, schema, author } = json.labels;
  return {
    task: json.task,
    progress: json.progress,
    nextDocumentId: json.next_document_id,
    document: documentIn(json.document, offsets),
    schema: index(json.schema),
    labels: readLabels(setIn(json.labels, offsets)),
    suggestions: json.suggestions && readLabels(setIn(json.suggestions, offsets)),
    suggestionAuthor: json.suggestions?.author ?? '',
    suggestionState: json.suggestion_state,
    problems: problemsIn(json.problems, offsets),
    header: { document_id, text_sha256, schema, author },
    offsets,
  };
}
