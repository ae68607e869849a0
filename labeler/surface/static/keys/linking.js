/**
 * Palettes about the frame that has the focus: what it is linked to, what it
 * lies in, along which role it is split.
 */

import { spoken } from '../panels/attributes.js';
import { plainName } from '../panels/chips.js';
import { frameWords } from '../panels/nested.js';
import { directionWords, otherEnd, relationsOf } from '../panels/relations.js';
import * as actions from './actions.js';
import * as commands from '../model/commands.js';
import { shorten } from '../dom.js';
import { foundParent, leadsTo } from '../model/nesting.js';
import { ENTITY } from '../model/schema.js';

/** @import {Option} from './palette.js' */
/** @import {Workspace} from '../workspace.js' */
/** @import {Desk} from '../desk.js' */
/** @import {RelationType} from '../model/types.js' */

/** @typedef {{type: RelationType, outward: boolean, ends: string[]}} Way a relation from here to any of `ends`, or from them */

/** What cards ask of the rest of the page. @param {Workspace} workspace @returns {import('../panels/frame_card.js').CardHands} */
export function cardHands(workspace) {
  return {
    retype: (id) => workspace.handling.retypeFrame(id),
    note: (id) => workspace.handling.noteOn(id),
    split: () => split(workspace),
    relate: () => workspace.desk.frame && relateFrom(workspace, workspace.desk.frame),
    nest: () => nest(workspace),
    implicit: () => workspace.handling.implicit(),
  };
}

/** Split the focused frame by the role that has several fillers. @param {Workspace} workspace */
export function split({ desk, palette }) {
  if (!desk.focused) {
    desk.say('Focus a card first.');
    return;
  }
  const roles = actions.splitting(desk);
  const [only] = roles;
  if (!only) {
    desk.say('No role of this card has several fillers.');
    return;
  }
  if (roles.length === 1) {
    actions.split(desk, only);
    return;
  }
  const options = roles.map((role) => ({ name: role, label: spoken(role), run: () => actions.split(desk, role) }));
  palette.open({ title: 'Split by', about: about(desk), options, beside: beside(desk), learn: false });
}

/** @param {Desk} desk */
function about(desk) {
  return desk.frame ? shorten(plainName(desk, desk.frame), 30) : '';
}

/** @param {Desk} desk @returns {DOMRect | null} where the frame stands, so that its palette is near */
function beside(desk) {
  const place = desk.labels.mentions.get(desk.focused?.anchor ?? '')?.fragments[0];
  const rect = place && desk.view.rangeFor(place[0], place[1])?.getClientRects()[0];
  return rect && rect.bottom > 0 && rect.top < window.innerHeight ? rect : null;
}

// ---- inside what -----------------------------------------------------------------

/** Choose the attribution in whose content the focused one lies. @param {Workspace} workspace */
export function nest({ desk, palette }) {
  const frame = desk.focused;
  if (!frame || !desk.schema.frameType(frame.type)?.nesting) {
    desk.say('Focus an attribution first.');
    return;
  }
  const found = foundParent(desk.labels, desk.schema, frame.id);
  const parent = desk.labels.frames.get(found ?? '');
  const put = (/** @type {string | null} */ id) => desk.do(commands.setNested(frame.id, id));
  /** @type {Option[]} */
  const options = [
    { name: 'automatic', label: 'as the text has it', detail: parent ? shorten(frameWords(desk, parent), 30) : 'in no other', run: () => put(found) },
    { name: 'none', label: 'in no other', mark: frame.nested_in === null ? '✓' : '', run: () => put(null) },
  ];
  const others = [...desk.labels.frames.values()].filter(
    (f) => f.id !== frame.id && desk.schema.frameType(f.type)?.nesting && !leadsTo(desk.labels, f.id, frame.id),
  );
  for (const other of nearestFirst(desk, frame.id, others.map((f) => f.id))) {
    options.push({ ...itemOption(desk, other), mark: frame.nested_in === other ? '✓' : '', run: () => put(other) });
  }
  palette.open({ title: 'Inside', about: about(desk), options, beside: beside(desk), learn: false });
}

/** @param {Desk} desk @param {string} from @param {string[]} ids */
function nearestFirst(desk, from, ids) {
  const here = desk.startOf(from);
  const far = new Map(ids.map((id) => [id, Math.abs(desk.startOf(id) - here)]));
  return ids.sort((a, b) => (far.get(a) ?? 0) - (far.get(b) ?? 0) || (a < b ? -1 : 1));
}

/** @param {Desk} desk @param {string} id of a frame or an actor @returns {Omit<Option, 'run'>} */
function itemOption(desk, id) {
  const frame = desk.labels.frames.get(id);
  const entity = desk.labels.entities.get(id);
  if (entity) return { name: id, label: entity.name || 'unnamed', detail: desk.looks.label(entity.type), hue: desk.looks.hue(entity.type) };
  const roles = frame?.arguments.map((a) => plainName(desk, a.filler)) ?? [];
  return { name: id, label: frame ? shorten(frameWords(desk, frame), 40) : '', detail: shorten(roles.join(', '), 30), hue: desk.looks.hue(frame?.type ?? ''), words: roles.join(' ') };
}

// ---- relations -------------------------------------------------------------------

/** Link the focused frame, or the actor one stands at, to another. @param {Workspace} workspace */
export function relate(workspace) {
  const { desk } = workspace;
  const here = desk.picked ? [desk.picked] : desk.hits(desk.reach?.[0] ?? -1).map((m) => m.id);
  const id = desk.frame ?? here.map((one) => desk.labels.mentions.get(one)?.entity).find(Boolean);
  if (id) relateFrom(workspace, id);
  else desk.say('Focus a card first, or pick an actor.');
}

/**
 * Ask for a relation, then for what it leads to.
 *
 * @param {Workspace} workspace
 * @param {string} id of a frame or an actor
 */
export function relateFrom(workspace, id) {
  const { desk, palette } = workspace;
  const options = waysFrom(desk, id).map((way) => wayOption(workspace, id, way));
  if (!options.length) {
    desk.say(`Nothing here ${desk.labels.entities.has(id) ? 'this actor' : 'this card'} could be linked to.`);
    return;
  }
  palette.open({ title: 'Link', about: shorten(itemOption(desk, id).label, 30), options, beside: beside(desk) });
}

/** @param {Desk} desk @param {string} id @returns {Way[]} what the schema allows from here, with something at the other end */
function waysFrom(desk, id) {
  /** @type {Way[]} */
  const ways = [];
  for (const type of desk.schema.relations.values()) {
    for (const outward of type.symmetric ? [true] : [true, false]) {
      const [mine, theirs] = outward ? [type.sources, type.targets] : [type.targets, type.sources];
      if (!isEnd(desk, id, mine)) continue;
      const ends = itemsOf(desk, theirs).filter((end) => end !== id && !linked(desk, type, id, end, outward));
      if (ends.length) ways.push({ type, outward, ends });
    }
  }
  return ways;
}

/** @param {Desk} desk @param {string} id @param {string[]} wanted types */
function isEnd(desk, id, wanted) {
  const frame = desk.labels.frames.get(id);
  return frame ? wanted.includes(frame.type) : wanted.includes(ENTITY) && desk.labels.entities.has(id);
}

/** @param {Desk} desk @param {string[]} wanted types */
function itemsOf(desk, wanted) {
  if (wanted.includes(ENTITY)) return [...desk.labels.entities.keys()];
  return [...desk.labels.frames.values()].filter((f) => wanted.includes(f.type)).map((f) => f.id);
}

/** @param {Desk} desk @param {RelationType} type @param {string} id @param {string} end @param {boolean} outward */
function linked(desk, type, id, end, outward) {
  return relationsOf(desk.labels, id).some((r) => r.type === type.name && otherEnd(r, id) === end && (type.symmetric || (r.source === id) === outward));
}

/** @param {Workspace} workspace @param {string} id @param {Way} way @returns {Option} */
function wayOption(workspace, id, { type, outward, ends }) {
  const { desk, palette } = workspace;
  const words = directionWords(desk, { ...BLANK, type: type.name, source: outward ? id : '', target: outward ? '' : id }, id);
  const link = (/** @type {string} */ end) => {
    const [source, target] = outward ? [id, end] : [end, id];
    desk.do(commands.addRelation({ type: type.name, source, target }));
  };
  return {
    name: `${type.name} ${outward ? 'to' : 'from'}`,
    label: words,
    detail: type.symmetric ? 'both ways' : outward ? 'from this to another' : 'from another to this',
    words: `${type.name} ${type.guideline.definition}`,
    guideline: type.guideline,
    run: () => {
      const options = nearestFirst(desk, id, ends).map((end) => ({ ...itemOption(desk, end), run: () => link(end) }));
      palette.open({ title: words, about: shorten(itemOption(desk, id).label, 30), options, beside: beside(desk), learn: false });
    },
  };
}

const BLANK = { id: '', type: '', source: '', target: '', attributes: {}, origin: { by: '', edited: false, score: null }, note: '', flags: [] };
