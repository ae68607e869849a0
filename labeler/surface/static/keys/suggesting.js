/**
 * What one can do with the model's suggestions: walk through them in reading
 * order, accept, accept with changes, reject, one by one or all that agree.
 */

import { counted, shorten } from '../dom.js';
import * as commands from '../model/commands.js';
import { agreeing, following, liesIn, stopOfMention } from '../model/stops.js';

/** @import {Desk} from '../desk.js' */
/** @import {Hands} from './binding.js' */
/** @import {Option} from './palette.js' */
/** @import {Stop} from '../model/stops.js' */
/** @import {Command, FrameType} from '../model/types.js' */

/** So many are named before they are decided on together. */
const MOST_QUOTES = 12;
const NONE_HERE = 'No suggestion here; v goes to the next one.';

/** @param {Desk} desk @returns {string | null} the suggestion one stands at or that is under the caret */
export function suggestionHere(desk) {
  return stopsHere(desk)[0]?.id ?? null;
}

/**
 * What a decision made now is about: the suggestion one stands at, else all
 * that lie in the selection, else the one under the caret.
 *
 * @param {Desk} desk
 * @returns {Stop[]}
 */
function stopsHere(desk) {
  const { stop, selection } = desk;
  if (stop) return [stop];
  if (desk.picked) return [];
  const inside = selection ? desk.stops.list.filter((s) => liesIn(s.head, selection)) : [];
  if (inside.length) return inside;
  const here = desk.reach?.[0];
  const hit = here === undefined ? undefined : desk.hits(here).find((m) => desk.isSuggested(m.id));
  if (!hit) return [];
  const { list, index, owners } = desk.stops;
  return [list[index.get(owners.get(hit.id) ?? hit.id) ?? -1] ?? stopOfMention(hit)];
}

/**
 * Decide, and go on to what comes next.
 *
 * @param {Desk} desk
 * @param {readonly Stop[]} decided
 * @param {Command} command
 * @returns {boolean} whether it was done
 */
function decide(desk, decided, command) {
  const before = desk.stops;
  if (!desk.do(command).ok) return false;
  const last = decided.at(-1);
  const next = last && following(before, desk.stops, last);
  if (next) stand(desk, next);
  else if (decided.length) nothingLeft(desk, decided);
  return true;
}

/** @param {Desk} desk @param {Stop} stop */
function stand(desk, stop) {
  // The arcs drawn are those of the suggestion, unless a slot waits for a filler.
  if (desk.frame && !desk.armed) desk.focus(null);
  desk.consider(stop);
}

/** @param {Desk} desk @param {readonly Stop[]} decided */
function nothingLeft(desk, decided) {
  const frame = decided.find((s) => desk.labels.frames.has(s.id));
  if (frame && !desk.armed) desk.focus(frame.id);
  desk.say(leftWords(desk));
}

/** @param {Desk} desk @returns {string} why there is nothing to go to */
function leftWords(desk) {
  if (!desk.showSuggestions) return 'Suggestions are hidden; Alt+v shows them.';
  const below = desk.store.openSuggestions() !== desk.suggestions;
  return below ? 'No suggestions are left above the score you chose.' : 'No suggestions are left.';
}

/**
 * Accept what is here and go on to the next; with ids accept these and stay.
 *
 * @param {Desk} desk
 * @param {readonly string[]} [ids]
 */
export function accept(desk, ids) {
  if (ids) {
    desk.do(commands.accept(ids));
    return;
  }
  const stops = stopsHere(desk);
  if (stops.length) decide(desk, stops, taking(desk, stops));
  else desk.say(NONE_HERE);
}

/** @param {Desk} desk @param {readonly Stop[]} stops @returns {Command} accepts them, with the extent a person selected */
function taking(desk, stops) {
  const take = commands.accept(stops.map((s) => s.id));
  const [stop] = stops;
  const { selection } = desk;
  const same = stop && String(stop.head.fragments) === String(selection);
  if (!stop || stops.length > 1 || !selection || same) return take;
  const words = `accept “${shorten(desk.quoteOf(stop.head), 24)}” with another extent`;
  return commands.batch(words, [take, commands.setFragments(stop.head.id, [selection])]);
}

/**
 * Reject what is here and go on to the next; with ids reject these and stay.
 *
 * @param {Desk} desk
 * @param {readonly string[]} [ids]
 */
export function reject(desk, ids) {
  if (ids) {
    desk.do(commands.reject(ids));
    return;
  }
  const stops = stopsHere(desk);
  if (stops.length) decide(desk, stops, commands.reject(stops.map((s) => s.id)));
  else desk.say(NONE_HERE);
}

/** Accept what is here and open it: the card of a frame, the editor of a mention. @param {Hands} hands */
export function acceptToEdit(hands) {
  const { desk, workspace } = hands;
  const [stop] = stopsHere(desk);
  if (!stop) {
    desk.say(NONE_HERE);
    return;
  }
  if (!desk.do(taking(desk, [stop])).ok) return;
  if (stop.isFrame) {
    workspace.side.dataset.open = 'true';
    desk.focus(stop.id, { reveal: true });
    return;
  }
  desk.pick(desk.labels.mentions.has(stop.id) ? stop.id : null);
  if (desk.picked) hands.edit();
}

/**
 * Accept the suggested frame one stands at, as this type.
 *
 * @param {Desk} desk
 * @param {FrameType} type
 * @returns {boolean} whether one stands at such a frame
 */
export function acceptFrameAs(desk, type) {
  const { stop } = desk;
  if (!stop?.isFrame || desk.selection || desk.schema.frameType(stop.type)?.kind !== type.kind) return false;
  const take = commands.accept([stop.id]);
  const retype = commands.setFrameType(stop.id, type.name);
  const words = `accept as ${desk.looks.label(type.name)}`;
  if (desk.do(stop.type === type.name ? take : commands.batch(words, [take, retype])).ok) desk.focus(stop.id);
  return true;
}

/**
 * Ask which of the suggestions that agree with this one are decided on, and decide.
 *
 * @param {Hands} hands
 * @param {'accept' | 'reject'} verdict
 */
export function decideAll({ desk, workspace }, verdict) {
  const [stop] = stopsHere(desk);
  const { list } = desk.stops;
  if (!list.length) {
    desk.say(leftWords(desk));
    return;
  }
  const head = stop?.head.fragments[0];
  const rects = head && desk.view.rangeFor(head[0], head[1])?.getClientRects();
  workspace.palette.open({
    title: verdict === 'accept' ? 'Accept all' : 'Reject all',
    about: stop ? `like “${shorten(desk.quoteOf(stop.head), 24)}”` : '',
    options: groupsOf(desk, stop).map((group) => agreementOption(desk, group, verdict, stop)),
    beside: rects?.[rects.length - 1] ?? null,
  });
}

/** @typedef {{name: string, label: string, stops: readonly Stop[]}} Group */

/** @param {Desk} desk @param {Stop | undefined} stop @returns {Group[]} */
function groupsOf(desk, stop) {
  const { stops, text } = desk;
  const everything = { name: 'all', label: 'everything', stops: stops.list };
  if (!stop) return [everything];
  const label = desk.looks.label(stop.type);
  /** @type {Group[]} */
  const groups = [
    { name: 'type', label: `every ${label}`, stops: agreeing(stops, stop, 'type', text) },
    { name: 'words', label: `every ${label} that reads “${shorten(desk.quoteOf(stop.head), 20)}”`, stops: agreeing(stops, stop, 'words', text) },
  ];
  if (stop.score !== null) {
    const least = Math.round(stop.score * 100);
    groups.push({ name: 'score', label: `everything from ${least} % up`, stops: agreeing(stops, stop, 'score', text) });
  }
  return [...groups, everything];
}

/** @param {Desk} desk @param {readonly Stop[]} stops @returns {string} what is decided on, as far as there is room */
function quotesOf(desk, stops) {
  const quotes = stops.slice(0, MOST_QUOTES).map((s) => shorten(desk.quoteOf(s.head), 24));
  return `${quotes.join(' · ')}${stops.length > quotes.length ? ' …' : ''}`;
}

/** @param {Desk} desk @param {Group} group @param {'accept' | 'reject'} verdict @param {Stop | undefined} here @returns {Option} */
function agreementOption(desk, { name, label, stops }, verdict, here) {
  return {
    name,
    label,
    detail: String(stops.length),
    guideline: { definition: quotesOf(desk, stops), example: '', not: '', extent: '' },
    run: () => {
      const ids = stops.map((s) => s.id);
      const command = verdict === 'accept' ? commands.accept(ids) : commands.reject(ids);
      if (!decide(desk, here ? [here] : [], command)) return;
      desk.say(`${verdict === 'accept' ? 'Accepted' : 'Rejected'} ${counted(ids.length, 'suggestion')}. Ctrl+Z takes it back.`);
    },
  };
}

/**
 * Go to the next suggestion in reading order, or the one before.
 *
 * @param {Desk} desk
 * @param {1 | -1} step
 */
export function nextSuggestion(desk, step) {
  const { list, index } = desk.stops;
  const now = index.get(desk.stop?.id ?? '');
  const next = list[((now ?? between(desk, step)) + step + list.length) % list.length];
  if (next) stand(desk, next);
  else desk.say(leftWords(desk));
}

/** @param {Desk} desk @param {1 | -1} step @returns {number} a place in the list such that a step leads to the nearest one */
function between(desk, step) {
  const here = desk.reach?.[0] ?? 0;
  const after = desk.stops.list.findIndex((s) => s.start >= here);
  const first = after < 0 ? desk.stops.list.length : after;
  return step > 0 ? first - 1 : first;
}

/**
 * Move an end of the suggestion one stands at; what is accepted then has this extent.
 *
 * @param {Desk} desk
 * @param {'start' | 'end'} edge
 * @param {1 | -1} step  in tokens, towards the end of the text or its start
 */
export function reshape(desk, edge, step) {
  const { stop, cursor } = desk;
  const range = desk.selection ?? stop?.head.fragments[0];
  if (!stop || !range) return;
  let first = cursor.tokenAt(range[0]);
  let last = cursor.tokenAt(range[1] - 1);
  if (edge === 'start') first = Math.max(0, Math.min(first + step, last));
  else last = Math.min(cursor.tokens.length - 1, Math.max(last + step, first));
  desk.move({ token: last, anchor: first, free: null });
}
