/**
 * Attributes as chips to read and as controls to change.
 */

import { button, el } from '../dom.js';
import * as commands from '../model/commands.js';

/** @import {AttributeDef, Attributes, AttributeValue} from '../model/types.js' */
/** @import {Desk} from '../desk.js' */

/** So many values are shown as buttons; more go into a list. */
const FEW = 7;

/** Stands for the article itself where an id is wanted. */
export const DOCUMENT = 'document';

/** @param {string} name @returns {string} */
export function spoken(name) {
  return name.replaceAll('_', ' ');
}

/**
 * A problem as people read it: names of roles and attributes without their
 * underlines; what is quoted from the text stays as it is.
 *
 * @param {string} message
 */
export function spokenMessage(message) {
  return message.replace(/“[^”]*”|\b[a-z]+(?:_[a-z]+)+\b/gu, (found) =>
    found.startsWith('“') ? found : spoken(found),
  );
}

/** @param {AttributeDef} definition @param {string} value */
function valueLabel(definition, value) {
  return definition.labels[value]?.label || spoken(value);
}

/** @param {AttributeDef} definition @param {AttributeValue} value @returns {string} */
export function valueText(definition, value) {
  if (Array.isArray(value)) return value.map((v) => valueLabel(definition, v)).join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  // What people typed is shown as they typed it.
  return definition.values.length ? valueLabel(definition, String(value)) : String(value);
}

/**
 * The values that differ from what a new item has, as chips.
 *
 * @param {Desk} desk
 * @param {readonly string[]} names
 * @param {Attributes} attributes
 * @param {string} [frameType]
 * @returns {HTMLElement[]}
 */
export function attributeChips(desk, names, attributes, frameType = '') {
  const usual = desk.schema.defaults(names, frameType);
  return names.flatMap((name) => {
    const definition = desk.schema.attribute(name, frameType);
    const value = attributes[name];
    const plain = value === undefined || value === '' || (Array.isArray(value) && !value.length);
    if (!definition || plain || String(value) === String(usual[name])) return [];
    const words = value === true ? spoken(name) : `${spoken(name)}: ${valueText(definition, value)}`;
    return [el('span', { class: 'lb-chip' }, el('span', { text: words }))];
  });
}

/**
 * Controls for every attribute of an item.
 *
 * @param {Desk} desk
 * @param {string} id
 * @param {readonly string[]} names
 * @param {Attributes} attributes
 * @param {string} [frameType]
 * @returns {HTMLElement}
 */
export function attributeEditor(desk, id, names, attributes, frameType = '') {
  const box = el('div', { class: 'lb-attribute-editor' });
  for (const name of names) {
    const definition = desk.schema.attribute(name, frameType);
    if (!definition || (definition.kind === 'multi_enum' && !definition.values.length)) continue;
    const value = attributes[name];
    const missing = definition.required && (value === undefined || value === '');
    box.append(
      el(
        'div',
        { class: `lb-row${missing ? ' lb-row-wrong' : ''}` },
        el('span', { class: 'lb-row-name', text: spoken(name), attrs: { title: definition.hint || false } }),
        control(desk, id, definition, value),
      ),
    );
  }
  return box;
}

/**
 * @param {Desk} desk
 * @param {string} id
 * @param {AttributeDef} definition
 * @param {AttributeValue | undefined} value
 * @returns {HTMLElement}
 */
function control(desk, id, definition, value) {
  const set = (/** @type {AttributeValue | undefined} */ next) => {
    const { name } = definition;
    desk.do(id === DOCUMENT ? commands.setDocumentLabel(name, next) : commands.setAttribute(id, name, next));
  };
  if (definition.derived) {
    return el('span', { class: 'lb-slot-hint', text: value === undefined ? '–' : `${valueText(definition, value)} (follows)` });
  }
  switch (definition.kind) {
    case 'enum':
      return definition.values.length <= FEW ? pills(definition, value, set) : list(definition, value, set);
    case 'multi_enum':
      return many(definition, Array.isArray(value) ? value : [], set);
    case 'bool':
      return toggle(definition, value === true, set);
    default:
      return field(definition, value, set);
  }
}

/**
 * @param {string} label
 * @param {boolean} on
 * @param {() => void} run
 * @param {string} [title]
 */
function pill(label, on, run, title = '') {
  const node = button(label, run, { attrs: { 'aria-pressed': String(on), title: title || false } });
  node.className = 'lb-value';
  return node;
}

/** @param {AttributeDef} d @param {AttributeValue | undefined} value @param {(v: AttributeValue | undefined) => void} set */
function pills(d, value, set) {
  return el(
    'div',
    { class: 'lb-values', attrs: { role: 'group', 'aria-label': spoken(d.name) } },
    ...d.values.map((v) =>
      pill(valueLabel(d, v), v === value, () => set(v === value && !d.required ? undefined : v), d.labels[v]?.definition),
    ),
  );
}

/** @param {AttributeDef} d @param {AttributeValue | undefined} value @param {(v: AttributeValue | undefined) => void} set */
function list(d, value, set) {
  const node = el('select', { class: 'lb-select', attrs: { 'aria-label': spoken(d.name) } });
  node.append(el('option', { text: '–', attrs: { value: '' } }));
  for (const v of d.values) {
    node.append(el('option', { text: valueLabel(d, v), attrs: { value: v, selected: v === value } }));
  }
  node.addEventListener('change', () => set(node.value || undefined));
  return node;
}

/** @param {AttributeDef} d @param {string[]} chosen @param {(v: AttributeValue | undefined) => void} set */
function many(d, chosen, set) {
  const flip = (/** @type {string} */ v) =>
    set(d.values.filter((x) => (x === v ? !chosen.includes(v) : chosen.includes(x))));
  const box = el('div', { class: 'lb-values', attrs: { role: 'group', 'aria-label': spoken(d.name) } });
  const shown = d.values.length <= FEW ? d.values : chosen;
  for (const v of shown) box.append(pill(valueLabel(d, v), chosen.includes(v), () => flip(v), d.labels[v]?.definition));
  if (shown.length === d.values.length) return box;
  const more = el('select', { class: 'lb-select', attrs: { 'aria-label': `add to ${spoken(d.name)}` } });
  more.append(el('option', { text: 'add…', attrs: { value: '' } }));
  for (const v of d.values) if (!chosen.includes(v)) more.append(el('option', { text: valueLabel(d, v), attrs: { value: v } }));
  more.addEventListener('change', () => more.value && flip(more.value));
  more.style.width = 'auto';
  box.append(more);
  return box;
}

/** @param {AttributeDef} d @param {boolean} on @param {(v: AttributeValue | undefined) => void} set */
function toggle(d, on, set) {
  return el('div', { class: 'lb-values' }, pill(on ? 'yes' : 'no', on, () => set(!on)));
}

/** @param {AttributeDef} d @param {AttributeValue | undefined} value @param {(v: AttributeValue | undefined) => void} set */
function field(d, value, set) {
  const kinds = /** @type {Record<string, string>} */ ({ int: 'number', float: 'number', date: 'date' });
  const node = el('input', {
    class: 'lb-input',
    attrs: {
      type: kinds[d.kind] ?? 'text',
      value: value === undefined ? '' : String(value),
      step: d.kind === 'float' ? 'any' : false,
      min: d.minimum ?? false,
      max: d.maximum ?? false,
      placeholder: d.hint || false,
      'aria-label': spoken(d.name),
    },
  });
  node.addEventListener('change', () => {
    const typed = node.value.trim();
    if (typed === '') set(undefined);
    else set(d.kind === 'int' ? Math.round(Number(typed)) : d.kind === 'float' ? Number(typed) : typed);
  });
  return node;
}
