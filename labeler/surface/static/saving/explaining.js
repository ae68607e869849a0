/**
 * Why a save was not taken, found out by asking the server where its answer alone does not tell.
 */

/** @import {CurrentCopy, Failure, OpenTask} from '../model/types.js' */
/** @import {Api} from './api.js' */
/** @import {State, Trouble} from './status.js' */

/** @typedef {Pick<Api, 'look'|'session'>} Asked */
/**
 * What came of it: a trouble to be said, the copy that came first, that nothing has
 * been saved elsewhere and the task is only to be held again, or to try later.
 * @typedef {{trouble: Trouble}|{current: CurrentCopy}|{hold: true}|{later: Failure}} Explained
 */

/** Answers after which the same is tried again later. */
const PASSING = new Set([0, 408, 429]);

/** @param {State} state @param {string} message @param {Partial<Trouble>} [more] @returns {{trouble: Trouble}} */
function trouble(state, message, more = {}) {
  return { trouble: { state, message, problems: [], ...more } };
}

/**
 * @param {Failure} failed
 * @param {{api: Asked, opened: OpenTask, user: string, revision: number}} page
 * @returns {Promise<Explained>}
 */
export async function explain(failed, page) {
  const { status, code, message } = failed;
  if (PASSING.has(status) || status >= 500) return { later: failed };
  if (status === 401) return trouble('signed-out', message);
  if (status === 412 && failed.current) return { current: failed.current };
  if (status === 404) return explainMissing(page);
  if (code === 'taken' || code === 'trashed') return trouble(code, message);
  if (code === 'project-closed') return trouble('archived', message);
  const looked = await page.api.look(page.opened.task.id);
  if (!looked.ok) return afterFailedLook(looked, failed, page);
  const { task, labels, schema } = looked.value;
  const current = { revision: task.revision, savedAt: task.saved_at ?? '', labels, client: {} };
  if (status === 412) return { current };
  if (task.state !== 'draft') return finished(task.state);
  if (code === 'wrong-state') return { hold: true };
  if (!task.holds) return trouble('taken', 'This article lay untouched for longer than it was kept for you, and went to somebody else.', { at: task.saved_at });
  if (code === 'lease-lost') return task.revision === page.revision ? { hold: true } : trouble('lease-lost', message, { at: task.saved_at });
  // The same schema is the same object.
  if (schema !== page.opened.schema) return schemaChanged(page.opened, looked.value, failed);
  return trouble('refused', message, { problems: failed.problems });
}

/** @param {Failure} looked @param {Failure} failed @param {{api: Asked, user: string, opened: OpenTask}} page @returns {Promise<Explained>} */
async function afterFailedLook(looked, failed, page) {
  if (looked.status === 401) return trouble('signed-out', looked.message);
  if (looked.status === 404) return explainMissing(page);
  if (looked.code === 'trashed') return trouble('trashed', looked.message);
  if (failed.code === 'lease-lost') return trouble('lease-lost', failed.message);
  if (failed.status === 409 || failed.status === 412) return { later: looked };
  return trouble('refused', failed.message, { problems: failed.problems });
}

/**
 * The task is not there: for whoever is signed in now, or at all.
 * @param {{api: Asked, user: string}} page
 * @returns {Promise<Explained>}
 */
async function explainMissing({ api, user }) {
  const session = await api.session();
  if (!session.ok) return session.status === 401 ? trouble('signed-out', session.message) : { later: session };
  const { login } = session.value.user;
  return login === user ? trouble('gone', 'This article is no longer in the project.') : otherPerson(login, user);
}

/** @param {string} now @param {string} before */
export function otherPerson(now, before) {
  return trouble('other-person', `You are signed in as ${now} now; these labels are ${before}’s.`);
}

/** @param {string} state of the task */
export function finished(state) {
  return trouble('closed', state === 'skipped' ? 'This article was skipped.' : 'This article is submitted.');
}

/** @param {OpenTask} opened @param {OpenTask} looked @param {Failure} failed */
function schemaChanged(opened, looked, failed) {
  const words =
    opened.schema.id === looked.schema.id
      ? `The schema was changed from version ${opened.schema.version} to ${looked.schema.version} while you worked.`
      : `The project works with another schema now: ${looked.schema.id} ${looked.schema.version}.`;
  return trouble('schema-changed', words, { problems: failed.problems });
}
