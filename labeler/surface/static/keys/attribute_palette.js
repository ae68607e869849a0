/**
 * Every value of every attribute of an item in one list, to find by typing.
 * Values one writes oneself are offered as they are typed, wherever they are
 * allowed, after those the article uses already.
 */

import { askText } from '../dialogs.js';
import { shorten } from '../dom.js';
import * as commands from '../model/commands.js';
import { FLAG_WORDS } from '../model/flags.js';
import { find } from '../model/labels.js';
import { valueProblem } from '../model/values.js';
import { spoken, valueText } from '../panels/attributes.js';
import { plainName } from '../panels/chips.js';
import { directionWords, otherEnd, relationsOf } from '../panels/relations.js';

/** @import {Desk} from '../desk.js' */
/** @import {Attributes, AttributeDef, AttributeValue, Flag, Item, Kind} from '../model/types.js' */
/** @import {Workspace} from '../workspace.js' */
/** @import {Option} from './palette.js' */

/** So many numbers are listed; of more one types the one meant. */
const MOST_NUMBERS = 12;
const TABLES = /** @type {const} */ ({ mention: 'mentions', entity: 'entities', frame: 'frames', relation: 'relations' });

/**
 * @typedef {object} Subject what gets the values
 * @property {string} id
 * @property {Kind | 'document'} kind
 * @property {string} type
 * @property {readonly string[]} names
 * @property {Attributes} attributes
 */

/**
 * Open the list of values for an item.
 *
 * @param {Workspace} workspace
 * @param {string} id  of a mention, frame, entity or relation; 'document' for the labels of the article
 */
export function attributePalette(workspace, id) {
  const { desk } = workspace;
  const subject = subjectOf(desk, id);
  if (!subject) {
    desk.say(desk.isSuggested(id) ? 'Accept the suggestion first.' : 'This is no longer there.');
    return;
  }
  const { kind, type } = subject;
  workspace.palette.open({
    title: kind === 'document' ? 'Article' : kind === 'relation' ? spoken(type) : desk.looks.label(type),
    about: 'set a value',
    // Frames of all types share most attributes, and so their digits.
    kind: `values of ${kind}`,
    options: [...valueOptions(desk, subject), ...otherOptions(workspace, subject)],
    made: (typed) => typedOptions(desk, subject, typed),
    beside: workspace.handling.beside(),
    // Frames and actors get several values in a row, mentions seldom more than one.
    ...(kind === 'mention' ? {} : { again: () => attributePalette(workspace, id) }),
  });
}

/** @param {Desk} desk @param {string} id @returns {Subject | undefined} */
function subjectOf(desk, id) {
  const { labels, schema } = desk;
  if (id === 'document') {
    return { id, kind: 'document', type: '', names: schema.documentLabels, attributes: labels.documentLabels };
  }
  const found = find(labels, id);
  if (!found) return undefined;
  const { kind, item } = found;
  const names = {
    mention: () => schema.spanType(item.type)?.attributes,
    frame: () => schema.frameType(item.type)?.attributes,
    entity: () => schema.entityAttributes,
    relation: () => schema.relationType(item.type)?.attributes,
  }[kind]();
  return { id, kind, type: item.type, names: names ?? [], attributes: item.attributes };
}

/** @param {Desk} desk @param {Subject} subject @returns {AttributeDef[]} what people set themselves */
function definitions(desk, { kind, type, names }) {
  return names
    .map((name) => desk.schema.attribute(name, kind === 'frame' ? type : ''))
    .filter((definition) => definition !== undefined && !definition.derived)
    .map((definition) => /** @type {AttributeDef} */ (definition));
}

/** @param {Desk} desk @param {Subject} subject @param {string} name @param {AttributeValue | undefined} value */
function set(desk, { id, kind }, name, value) {
  desk.do(kind === 'document' ? commands.setDocumentLabel(name, value) : commands.setAttribute(id, name, value));
}

/** @param {Desk} desk @param {Subject} subject @returns {Option[]} */
function valueOptions(desk, subject) {
  const own = definitions(desk, subject).flatMap((definition) => {
    const now = subject.attributes[definition.name];
    return valuesOf(desk, subject, definition).map((value) => valueOption(desk, subject, definition, now, value));
  });
  const strange = Object.keys(subject.attributes).filter((name) => !subject.names.includes(name));
  return [
    ...own,
    ...strange.map((name) => ({
      name: `${name} -`,
      label: `take away ${spoken(name)}`,
      detail: 'does not fit',
      run: () => set(desk, subject, name, undefined),
    })),
  ];
}

/** @param {Desk} desk @param {Subject} subject @param {AttributeDef} definition @returns {(string | number | boolean)[]} the values that can be listed */
function valuesOf(desk, subject, definition) {
  const { kind, minimum, maximum } = definition;
  if (kind === 'bool') return [true, false];
  if (definition.values.length) return definition.values;
  const known = knownValues(desk, subject, definition.name);
  if (kind === 'date') return [...new Set([...known, desk.document.published_at?.slice(0, 10) ?? ''])].filter(Boolean);
  if (kind === 'int' && minimum !== null && maximum !== null && maximum - minimum < MOST_NUMBERS) {
    return Array.from({ length: maximum - minimum + 1 }, (_, i) => minimum + i);
  }
  return kind === 'multi_enum' ? [] : known;
}

/** @param {Desk} desk @param {Subject} subject @param {string} name @returns {(string | number)[]} what items of its kind say in this article, its own value first */
function knownValues(desk, { kind, attributes }, name) {
  /** @type {Set<string | number>} */
  const found = new Set();
  const add = (/** @type {AttributeValue | undefined} */ value) => {
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') found.add(value);
  };
  add(attributes[name]);
  if (kind === 'document') return [...found];
  const items = /** @type {Iterable<Item>} */ (desk.labels[TABLES[kind]].values());
  for (const item of items) add(item.attributes[name]);
  return [...found];
}

/**
 * @param {Desk} desk
 * @param {Subject} subject
 * @param {AttributeDef} definition
 * @param {AttributeValue | undefined} now
 * @param {string | number | boolean} value
 * @returns {Option}
 */
function valueOption(desk, subject, definition, now, value) {
  const on = Array.isArray(now) ? now.includes(String(value)) : now === value;
  const definedAs = definition.labels[String(value)]?.definition ?? '';
  return {
    name: `${definition.name} ${value}`,
    label: `${spoken(definition.name)}: ${valueText(definition, value)}`,
    words: `${value} ${definedAs}`,
    mark: on ? '✓' : '',
    // What one writes oneself is of this article; only values of the schema are worth a digit.
    passing: !definition.values.length && definition.kind !== 'bool',
    guideline: { definition: definedAs || definition.hint, example: '', not: '', extent: '' },
    run: () => set(desk, subject, definition.name, nextValue(definition, now, value, on)),
  };
}

/**
 * What is set when a value is chosen: of several it is added or taken away; a
 * value that is there already is taken away where the schema does not need one.
 *
 * @param {AttributeDef} definition
 * @param {AttributeValue | undefined} now
 * @param {string | number | boolean} chosen
 * @param {boolean} on
 * @returns {AttributeValue | undefined}
 */
function nextValue(definition, now, chosen, on) {
  if (definition.kind !== 'multi_enum') return on && !definition.required ? undefined : chosen;
  const before = Array.isArray(now) ? now : [];
  return definition.values.filter((v) => (v === chosen ? !on : before.includes(v)));
}

/**
 * Values made of what was typed: alone, or after the name of the attribute.
 *
 * @param {Desk} desk
 * @param {Subject} subject
 * @param {string} typed
 * @returns {Option[]}
 */
function typedOptions(desk, subject, typed) {
  return definitions(desk, subject).flatMap((definition) => {
    if (definition.values.length || definition.kind === 'bool' || definition.kind === 'multi_enum') return [];
    const named = afterName(typed, spoken(definition.name));
    const value = readValue(definition, named ?? typed);
    const now = subject.attributes[definition.name];
    if (value === undefined || valuesOf(desk, subject, definition).includes(value)) return [];
    return [valueOption(desk, subject, definition, now, value)];
  });
}

/** @param {string} typed @param {string} name @returns {string | null} what follows the name, or its beginning */
function afterName(typed, name) {
  const [, first = '', rest = ''] = /^(.*?)(?::\s*|\s+)(.+)$/su.exec(typed) ?? [];
  if (typed.toLowerCase().startsWith(`${name} `)) return typed.slice(name.length).trim();
  return first.length > 1 && name.startsWith(first.toLowerCase()) ? rest.trim() : null;
}

/** @param {AttributeDef} definition @param {string} typed @returns {string | number | undefined} as the attribute wants it, if it can be had */
function readValue(definition, typed) {
  const number = definition.kind === 'int' || definition.kind === 'float';
  const forms = number ? [Number(typed.replace(',', '.'))] : [typed, typed.toUpperCase()];
  return forms.find((form) => !Number.isNaN(form) && valueProblem(definition, form) === '');
}

/** @param {Workspace} workspace @param {Subject} subject @returns {Option[]} what else can be done with it */
function otherOptions(workspace, { id, kind, type }) {
  const { desk, handling } = workspace;
  /** @type {Option[]} */
  const options = [];
  if (kind === 'mention' || kind === 'frame') options.push({ name: 'type', label: 'change the type', key: 'r', run: () => handling.retype(id) });
  if (kind === 'mention' && desk.schema.spanType(type)?.entity) options.push({ name: 'chain', label: 'same actor as…', key: 'm', run: () => handling.press('m') });
  if (kind === 'mention') options.push({ name: 'all', label: 'show all fields', run: () => handling.editAll(id) });
  if (kind === 'entity') options.push({ name: 'name', label: 'change the name', run: () => rename(workspace, id) }, ...workspace.acting.optionsFor(id));
  if (kind === 'frame' || kind === 'mention') options.push({ name: 'note', label: 'write a note', key: 'b', run: () => handling.noteOn(id) });
  if (kind === 'relation') options.push(...relationOptions(workspace, id));
  if (kind === 'frame' || kind === 'entity') options.push(...linkOptions(workspace, id));
  return options;
}

/** @param {Workspace} workspace @param {string} id of a frame or an actor @returns {Option[]} its relations, each with values of its own */
function linkOptions(workspace, id) {
  const { desk } = workspace;
  return relationsOf(desk.labels, id).map((relation) => ({
    name: `relation ${relation.id}`,
    label: `${directionWords(desk, relation, id)} ${shorten(wordsOf(desk, otherEnd(relation, id)), 30)}…`,
    detail: 'note, flags, values of the relation',
    passing: true,
    run: () => attributePalette(workspace, relation.id),
  }));
}

/** @param {Workspace} workspace @param {string} id of a relation @returns {Option[]} */
function relationOptions({ desk, handling }, id) {
  const item = desk.labels.relations.get(id);
  const flags = /** @type {[Flag, string][]} */ (Object.entries(FLAG_WORDS));
  return [
    { name: 'note', label: 'write a note', run: () => handling.noteOn(id) },
    ...flags.map(([flag, words]) => {
      const on = item?.flags?.includes(flag) ?? false;
      return { name: `flag ${flag}`, label: words, mark: on ? '✓' : '', run: () => desk.do(commands.setFlag(id, flag, !on)) };
    }),
    { name: 'remove', label: 'remove the relation', run: () => desk.do(commands.remove([id])) },
  ];
}

/** @param {Desk} desk @param {string} id of a frame or an actor */
function wordsOf(desk, id) {
  return desk.labels.entities.get(id)?.name ?? plainName(desk, id);
}

/** @param {Workspace} workspace @param {string} id of an entity */
function rename({ root, desk }, id) {
  const value = desk.labels.entities.get(id)?.name ?? '';
  askText(root, { title: 'Name', label: 'What this actor is called', value, answer: 'Keep', required: true, long: false }, (name) => {
    desk.do(commands.setEntity(id, { name }));
  });
}
