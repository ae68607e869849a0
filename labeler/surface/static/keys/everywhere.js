/**
 * What is done everywhere at once: mark all that read the same, or take all of
 * that away, or give it another type. Each is one undo step.
 */

import * as actions from './actions.js';
import { usable } from './typekeys.js';
import * as commands from '../model/commands.js';
import { run } from '../model/draft.js';
import { chains } from '../model/labels.js';
import { PlaceList, places, tick } from '../panels/everywhere.js';
import { rowsToChange, rowsToMark } from '../panels/everywhere_rows.js';
import { formOf } from '../panels/entity_card.js';
import { counted, el, shorten } from '../dom.js';

/** @import {Desk} from '../desk.js' */
/** @import {Command, Labels, Mention} from '../model/types.js' */
/** @import {Row} from '../panels/everywhere_rows.js' */
/** @import {Workspace} from '../workspace.js' */

const BACK = 'Ctrl+Z takes it back.';

/**
 * List all places that read like the picked mention, or like what is selected
 * once its type is chosen, and mark those that stay checked.
 *
 * @param {Workspace} workspace
 */
export function markEverywhere(workspace) {
  const { desk } = workspace;
  const picked = desk.picked && !desk.selection ? desk.mention(desk.picked) : undefined;
  if (picked && desk.looks.drawing(picked.type) !== 'mark') {
    desk.say('Events and attributions are made one by one; names, places, times and the like can be marked everywhere.');
  } else if (picked) {
    listToMark(workspace, desk.isSuggested(picked.id) ? commands.accept([picked.id]) : null, () => picked.id);
  } else chooseType(workspace);
}

/** @param {Workspace} workspace */
function chooseType(workspace) {
  const { desk } = workspace;
  const reach = desk.reach;
  const range = reach && actions.trimmed(desk, reach, '');
  if (!range || !/[\p{L}\p{N}]/u.test(desk.text.slice(range[0], range[1]))) {
    desk.say('Pick a mention or select words first.');
    return;
  }
  const options = typesToMark(desk).map((type) => ({
    name: type.name,
    label: desk.looks.label(type.name),
    hue: desk.looks.hue(type.name),
    words: `${type.name} ${type.guideline.definition}`,
    guideline: type.guideline,
    run: () => listToMark(workspace, commands.addMention({ type: type.name, fragments: [range] }), (made) => made),
  }));
  const rects = desk.view.rangeFor(range[0], range[1])?.getClientRects();
  workspace.palette.open({ title: 'Mark all as', about: `“${shorten(desk.text.slice(range[0], range[1]), 30)}”`, options, beside: rects?.[rects.length - 1] ?? null });
}

/** @param {Desk} desk @returns {import('../model/types.js').SpanType[]} those that are no part of a frame */
function typesToMark(desk) {
  return desk.schema.spanTypes.filter((t) => !t.abstract && !t.retired && desk.looks.drawing(t.name) === 'mark' && usable(desk.schema, t.name).includes(t));
}

/**
 * @param {Workspace} workspace
 * @param {Command | null} first  makes the mention that the others are like, as part of the same step
 * @param {(made: string) => string} idOf  the mention, given the id in the result of `first`
 */
function listToMark(workspace, first, idOf) {
  const { desk, root } = workspace;
  const tried = first ? run(first, desk.labels, desk.store.context()) : null;
  if (tried && !tried.result.ok) {
    desk.say(`${tried.result.reason}.`);
    return;
  }
  const labels = tried?.labels ?? desk.labels;
  const mention = labels.mentions.get(idOf(tried?.result.ok ? tried.result.id : ''));
  if (!mention) return;
  const words = shorten(desk.quoteOf(mention), 30);
  const article = { labels, text: desk.text, tokens: desk.cursor.tokens };
  const find = (/** @type {boolean} */ aliases) => rowsToMark(article, mention, { aliases });
  const names = otherNames(desk, labels, mention);
  // Where the words themselves stand nowhere else, the actor's other names may.
  let aliases = names.length > 0 && !find(false).rows.length;
  if (!find(aliases).rows.length) {
    if (first) desk.do(first);
    desk.say(`“${words}” stands nowhere else unmarked.`);
    return;
  }
  const all = names.length ? [tick(`Other names of this actor too: ${shorten(names.join(', '), 60)}`, aliases, (on) => {
    aliases = on;
    list.find();
  })] : [];
  const list = new PlaceList(root, desk, {
    title: `Mark all “${words}” as ${desk.looks.label(mention.type)}`,
    head: all,
    find: () => {
      const { rows, already } = find(aliases);
      return { rows, note: already ? `${places(already)} more ${already === 1 ? 'is' : 'are'} marked so already.` : '' };
    },
    about: (row) => (row.there ? `now ${describe(desk, row.there, mention)}` : ''),
    answer: (count) => `Mark ${places(count)}`,
    run: (rows) => markRows(desk, mention, first, rows),
  });
}

/** @param {Desk} desk @param {Mention} there @param {Mention} mention */
function describe(desk, there, mention) {
  const label = desk.looks.label(there.type);
  const entity = there.type === mention.type && there.entity !== mention.entity ? desk.labels.entities.get(there.entity ?? '') : undefined;
  return entity ? `${label}, another actor: ${shorten(entity.name, 24)}` : label;
}

/** @param {Desk} desk @param {Labels} labels @param {Mention} mention @returns {string[]} other names in its chain */
function otherNames(desk, labels, mention) {
  const chain = chains(labels).get(mention.entity ?? '') ?? [];
  const words = chain.filter((m) => !formOf(desk, m)).map((m) => desk.quoteOf(m));
  return [...new Set(words)].filter((w) => w !== desk.quoteOf(mention));
}

/** @param {Desk} desk @param {Mention} mention @param {Command | null} first @param {Row[]} rows */
function markRows(desk, mention, first, rows) {
  const free = rows.filter((row) => !row.there).map((row) => row.range);
  const others = rows.flatMap((row) => (row.there ? [row.there] : []));
  const retyped = others.filter((m) => m.type !== mention.type).map((m) => m.id);
  /** @type {Command[]} */
  const steps = first ? [first] : [];
  // The chain of a mention made in this very step is found by its words.
  const entity = first ? undefined : mention.entity;
  if (free.length) steps.push(commands.markAll({ type: mention.type, ranges: free, ...(entity === undefined ? {} : { entity }) }));
  if (retyped.length) steps.push(commands.retypeAll(retyped, mention.type));
  if (entity && others.length) steps.push(commands.joinEntity(others.map((m) => m.id), entity));
  const words = shorten(desk.quoteOf(mention), 30);
  const label = desk.looks.label(mention.type);
  const result = desk.do(commands.batch(`mark ${places(rows.length)} like “${words}” as ${label}`, steps));
  if (result.ok) desk.say(`Marked ${places(rows.length)} as ${label}. ${BACK}`);
}

/**
 * List all that is marked and reads like the picked mention, to remove it or to
 * give it another type.
 *
 * @param {Workspace} workspace
 */
export function changeEverywhere(workspace) {
  const { desk, root } = workspace;
  const mention = desk.picked ? desk.labels.mentions.get(desk.picked) : undefined;
  if (!mention) {
    desk.say('Pick a mention of your own first.');
    return;
  }
  const types = typesAfter(desk, mention);
  const names = otherNames(desk, desk.labels, mention);
  const article = { labels: desk.labels, text: desk.text, tokens: desk.cursor.tokens };
  let aliases = false;
  let type = '';
  const choice = el('select', { class: 'lb-select', attrs: { 'aria-label': 'What to do' } }, el('option', { text: 'Remove them', attrs: { value: '' } }));
  for (const name of types) choice.append(el('option', { text: `Make them ${desk.looks.label(name)}`, attrs: { value: name } }));
  choice.addEventListener('change', () => {
    type = choice.value;
    list.find();
  });
  const more = names.length ? [tick(`Other names of this actor too: ${shorten(names.join(', '), 60)}`, false, (on) => {
    aliases = on;
    list.find();
  })] : [];
  const list = new PlaceList(root, desk, {
    title: `All marked “${shorten(desk.quoteOf(mention), 30)}”`,
    head: [choice, ...more],
    find: () => ({ rows: rowsToChange(article, mention, { aliases }), note: '' }),
    about: (row) => (row.there ? aboutMark(desk, row.there) : ''),
    answer: (count) => (type ? `Make ${count} ${desk.looks.label(type)}` : `Remove ${count}`),
    run: (rows) => changeRows(desk, mention, rows.flatMap((row) => row.there ?? []), type),
  });
}

/** @param {Desk} desk @param {Mention} mark @returns {string} its type, or those of the frames it anchors */
function aboutMark(desk, mark) {
  const frames = desk.anchored(mark.id);
  return frames.length ? frames.map((f) => desk.looks.label(f.type)).join(', ') : desk.looks.label(mark.type);
}

/** @param {Desk} desk @param {Mention} mention @returns {string[]} what it could become */
function typesAfter(desk, mention) {
  const drawing = desk.looks.drawing(mention.type);
  if (drawing === 'trigger') return desk.schema.concrete('event').map((f) => f.name);
  return drawing === 'mark' ? typesToMark(desk).map((t) => t.name).filter((name) => name !== mention.type) : [];
}

/** @param {Desk} desk @param {Mention} mention @param {Mention[]} marks @param {string} type empty to remove them */
function changeRows(desk, mention, marks, type) {
  const words = shorten(desk.quoteOf(mention), 30);
  const before = desk.labels.frames.size;
  const ids = [...new Set(marks.map((m) => m.id))];
  if (!type) {
    if (!desk.do(commands.removeAll(ids)).ok) return;
    const lost = before - desk.labels.frames.size;
    desk.say(`Removed ${counted(ids.length, 'mention')} like “${words}”${lost ? `, and with them ${counted(lost, 'frame')}` : ''}. ${BACK}`);
    return;
  }
  const frames = desk.schema.frameType(type) ? ids.flatMap((id) => desk.anchored(id).map((f) => f.id)) : ids;
  const result = desk.do(commands.retypeAll(frames, type));
  if (result.ok) desk.say(`Made ${counted(frames.length, 'mention')} like “${words}” ${desk.looks.label(type)}. ${BACK}`);
}
