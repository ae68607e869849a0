/**
 * What the page says when there is no article to label: words a person can act on.
 */

import { button, el } from './dom.js';
import { signInLink } from './saving/signing_in.js';

/** @typedef {{label: string, go?: boolean, run: () => void}} Choice */

/**
 * @param {string} title
 * @param {(string | Node)[]} lines
 * @param {Choice[]} [choices]
 * @returns {HTMLElement}
 */
export function statePage(title, lines, choices = []) {
  return el(
    'div',
    { class: 'lb-state', attrs: { role: 'status' } },
    el('h2', { text: title }),
    ...lines.map((line) => (typeof line === 'string' ? el('p', { text: line }) : line)),
    el(
      'div',
      { class: 'lb-dialog-buttons' },
      ...choices.map((c) => button(c.label, c.run, { class: c.go ? 'lb-go' : '' })),
    ),
  );
}

/** @param {string} before @param {string} command @param {string} after */
function withCommand(before, command, after) {
  return el('p', {}, before, el('code', { text: command }), after);
}

export const loading = () => statePage('Opening the article…', []);

export const noArticles = (/** @type {() => void} */ again) =>
  statePage(
    'No articles yet',
    [
      'Bring some in on the page Articles above: text files, tables, or a zip of them.',
      withCommand('Or from a terminal: ', 'labeler import PATH', ''),
    ],
    [{ label: 'Look again', go: true, run: again }],
  );

export const allDone = (/** @type {number} */ count, /** @type {() => void} */ again) =>
  statePage(
    'All done',
    [
      count === 1 ? 'The one article is submitted.' : `All ${count} articles are submitted or skipped.`,
      'Your labels are in the tables of the page Labels. Any article can be opened again from the page Articles.',
    ],
    [{ label: 'Look for new articles', run: again }],
  );

export const unknownDocument = (/** @type {() => void} */ next) =>
  statePage(
    'This article is not here',
    ['The address names an article this project does not have. It may have been removed, or the link is from another project.'],
    [{ label: 'Next article', go: true, run: next }],
  );

export const notOpen = (/** @type {string} */ words, /** @type {() => void} */ next) =>
  statePage('This article is not open to you', [words], [{ label: 'Next article', go: true, run: next }]);

export const inTrash = (/** @type {string} */ words, /** @type {() => void} */ next) =>
  statePage('This article is in the trash', [words], [{ label: 'Next article', go: true, run: next }]);

export const archived = (/** @type {() => void} */ again) =>
  statePage(
    'This project is archived',
    [
      'All that was labelled is kept, and can be read on the pages above; nothing is changed or handed out.',
      'What you had not sent is kept in this browser. Once an admin opens the project again, it goes on here.',
    ],
    [{ label: 'Try again', go: true, run: again }],
  );

export const nothingNow = (/** @type {() => void} */ again) =>
  statePage(
    'Nothing for you at the moment',
    [
      'The articles that are left are in other people’s hands, or are not handed out yet.',
      'If somebody gives one up, it comes to you. What you have labelled is on the page Articles.',
    ],
    [{ label: 'Look again', go: true, run: again }],
  );

export const signedOut = (/** @type {() => void} */ again) =>
  statePage(
    'You are signed out',
    ['Sign in and the article is here again. What you had not saved is kept in this browser.', el('p', {}, signInLink())],
    [{ label: 'I have signed in', run: again }],
  );

export const unreachable = (/** @type {() => void} */ again) =>
  statePage(
    'The server cannot be reached',
    ['It is tried again every few seconds; the article opens by itself.', 'Your labels are safe: what is not saved yet is kept in this browser and sent when the server is back.'],
    [{ label: 'Try again', go: true, run: again }],
  );

export const serverError = (/** @type {string} */ words, /** @type {() => void} */ again) =>
  statePage(
    'Something went wrong on the server',
    [words, 'Nothing you saved is lost.'],
    [{ label: 'Try again', go: true, run: again }],
  );

export const otherSchema = (/** @type {string} */ made, /** @type {string} */ now, /** @type {() => void} */ next) =>
  statePage(
    'These labels were made under another schema',
    [
      `The labels of this article say “${made}”, the project now works with “${now}”.`,
      'They are kept as they are. Start Labeler with the schema they were made under to go on with them.',
    ],
    [{ label: 'Next article', go: true, run: next }],
  );
