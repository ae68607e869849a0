/**
 * Dialogs: questions with a few answers, the editor of a mention.
 */

import { attributeEditor } from './panels/attributes.js';
import { flagPills } from './panels/flags.js';
import * as commands from './model/commands.js';
import { button, el, shorten } from './dom.js';

/** @import {Desk} from './desk.js' */

/**
 * Show a dialog. `Esc` and a press beside it close it; the keyboard stays inside.
 *
 * @param {HTMLElement} root
 * @param {string} title
 * @param {(Node | string)[]} content
 * @param {{wide?: boolean, closed?: () => void}} [options]
 * @returns {() => void} closes it
 */
export function showDialog(root, title, content, { wide = false, closed } = {}) {
  root.querySelector('.lb-veil')?.dispatchEvent(new Event('lb-close'));
  const box = el(
    'div',
    { class: `lb-dialog${wide ? ' lb-dialog-wide' : ''}`, attrs: { role: 'dialog', 'aria-modal': 'true', 'aria-label': title, tabindex: '-1' } },
    el('h2', { text: title }),
    ...content,
  );
  const veil = el('div', { class: 'lb-veil' }, box);
  const close = () => {
    if (!veil.isConnected) return;
    veil.remove();
    root.focus({ preventScroll: true });
    closed?.();
  };
  veil.addEventListener('lb-close', close);
  veil.addEventListener('mousedown', (event) => {
    if (event.target === veil) close();
  });
  veil.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      close();
    } else if (event.key === 'Tab') keepInside(box, event);
  });
  root.append(veil);
  const first = box.querySelector('[autofocus], input, select, textarea, .lb-go, button');
  (first instanceof HTMLElement ? first : box).focus({ preventScroll: true });
  return close;
}

/** @param {HTMLElement} box @param {KeyboardEvent} event */
function keepInside(box, event) {
  const stops = [...box.querySelectorAll('button:not(:disabled), input, select, textarea, a[href], [tabindex="0"]')].filter(
    (n) => n instanceof HTMLElement && n.tabIndex >= 0 && n.offsetParent,
  );
  const first = stops[0];
  const last = stops.at(-1);
  const from = event.shiftKey ? first : last;
  if (document.activeElement !== from && document.activeElement !== box) return;
  event.preventDefault();
  const to = event.shiftKey ? last : first;
  if (to instanceof HTMLElement) to.focus();
}

/**
 * Ask a question.
 *
 * @param {HTMLElement} root
 * @param {string} title
 * @param {string[]} words  paragraphs
 * @param {{label: string, go?: boolean, run: () => void}[]} answers
 */
export function ask(root, title, words, answers) {
  /** @type {() => void} */
  let close = () => {};
  const buttons = answers.map((a) =>
    button(a.label, () => {
      close();
      a.run();
    }, { class: a.go ? 'lb-go' : '' }),
  );
  close = showDialog(root, title, [
    ...words.map((w) => el('p', { text: w })),
    el('div', { class: 'lb-dialog-buttons' }, ...buttons),
  ]);
}

/**
 * Ask for some words.
 *
 * @param {HTMLElement} root
 * @param {{title: string, label: string, value?: string, answer: string, required?: boolean, long?: boolean}} what
 * @param {(text: string) => void} done
 */
export function askText(root, { title, label, value = '', answer, required = false, long = true }, done) {
  const field = long
    ? el('textarea', { class: 'lb-input', attrs: { rows: 4, 'aria-label': label, autofocus: true } })
    : el('input', { class: 'lb-input', attrs: { 'aria-label': label, autofocus: true } });
  field.value = value;
  /** @type {() => void} */
  let close = () => {};
  const take = () => {
    if (required && !field.value.trim()) {
      field.focus();
      return;
    }
    close();
    done(field.value.trim());
  };
  field.addEventListener('keydown', (/** @type {Event} */ event) => {
    const key = /** @type {KeyboardEvent} */ (event);
    if (key.key !== 'Enter' || (long && !key.ctrlKey && !key.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    take();
  });
  close = showDialog(root, title, [
    el('p', { text: label }),
    field,
    el('div', { class: 'lb-dialog-buttons' }, button('Cancel', () => close()), button(answer, take, { class: 'lb-go' })),
  ]);
  field.focus();
}

/**
 * Edit a mention: type, attributes, actor, note.
 *
 * @param {HTMLElement} root
 * @param {Desk} desk
 * @param {string} id
 * @param {{retype: () => void}} hands
 */
export function editMention(root, desk, id, { retype }) {
  const mention = desk.labels.mentions.get(id);
  if (!mention) return;
  const type = desk.schema.spanType(mention.type);
  const content = el('div', {});
  /** @type {() => void} */
  let close = () => {};
  const fill = () => {
    const now = desk.labels.mentions.get(id);
    if (!now) {
      close();
      return;
    }
    const entity = desk.labels.entities.get(now.entity ?? '');
    const focused = document.activeElement?.getAttribute('aria-label');
    content.replaceChildren(
      line('type', button(desk.looks.label(now.type), () => {
        close();
        retype();
      })),
      ...(entity ? [line('actor', chainPicker(desk, id, entity.id))] : []),
      attributeEditor(desk, id, type?.attributes ?? [], now.attributes),
      line('flags', flagPills(desk, now)),
      line('note', noteField(desk, id, now.note)),
    );
    // The controls were built anew; give the keyboard back to the one it was on.
    const again = focused && content.querySelector(`[aria-label="${CSS.escape(focused)}"]`);
    if (again instanceof HTMLElement) again.focus();
  };
  const stop = desk.store.subscribe(fill);
  fill();
  const words = el('p', { class: 'lb-slot-hint', text: type?.guideline.definition ?? '' });
  const remove = button('Remove', () => {
    close();
    desk.pick(id);
    desk.do(commands.remove([id]));
  }, { class: 'lb-danger' });
  const done = button('Done', () => close(), { class: 'lb-go' });
  close = showDialog(root, `“${shorten(desk.quoteOf(mention), 80)}”`, [words, content, el('div', { class: 'lb-dialog-buttons' }, remove, done)], { closed: stop });
}

/** @param {Desk} desk @param {string} id @param {string} entityId */
function chainPicker(desk, id, entityId) {
  const node = el('select', { class: 'lb-select', attrs: { 'aria-label': 'actor' } });
  const rows = [...desk.labels.entities.values()].sort((a, b) => a.name.localeCompare(b.name));
  for (const e of rows) node.append(el('option', { text: e.name || 'unnamed', attrs: { value: e.id, selected: e.id === entityId } }));
  node.append(el('option', { text: 'a new actor', attrs: { value: '' } }));
  node.addEventListener('change', () => desk.do(commands.joinEntity(id, node.value || null)));
  return node;
}

/** @param {Desk} desk @param {string} id @param {string} note */
function noteField(desk, id, note) {
  const node = el('textarea', { class: 'lb-input', attrs: { rows: 2, 'aria-label': 'note' } });
  node.value = note;
  node.addEventListener('change', () => desk.do(commands.setNote(id, node.value.trim())));
  return node;
}

/** @param {string} name @param {HTMLElement} value */
function line(name, value) {
  return el('div', { class: 'lb-field' }, el('span', { class: 'lb-row-name', text: name }), value);
}
