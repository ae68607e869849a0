/**
 * The hands behind the keys: palettes, editors and moves that need the page.
 */

import * as actions from './actions.js';
import * as suggesting from './suggesting.js';
import { spoken } from '../panels/attributes.js';
import * as commands from '../model/commands.js';
import { misfits } from '../model/misfits.js';
import { askText, editMention, showKeys } from '../dialogs.js';
import { button, shorten } from '../dom.js';
import { choicesOf } from './typekeys.js';

/** @import {Option} from './palette.js' */
/** @import {Workspace} from '../workspace.js' */
/** @import {TypeKey} from './typekeys.js' */

export class Handling {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    /** @type {number | null} the column one keeps while going up and down */
    this.column = null;
    this.columnAt = -1;
  }

  get desk() {
    return this.workspace.desk;
  }

  get root() {
    return this.workspace.root;
  }

  // ---- choosing types --------------------------------------------------------

  /** @param {string} name @param {() => void} run @param {string} [detail] @returns {Option} */
  #typeOption(name, run, detail = '') {
    const { schema, looks } = this.desk;
    const type = schema.spanType(name) ?? schema.frameType(name);
    const label = looks.label(name);
    return {
      name,
      label,
      detail: detail || (type && 'group' in type ? spoken(type.group) : ''),
      hue: looks.hue(name),
      words: `${name} ${type?.guideline.definition ?? ''}`,
      ...(type ? { guideline: type.guideline } : {}),
      run,
    };
  }

  /** What the palette is about: the selected words. */
  #about() {
    const reach = this.desk.reach;
    return reach ? `“${shorten(this.desk.text.slice(reach[0], reach[1]), 30)}”` : '';
  }

  /** @returns {DOMRect | null} */
  #beside() {
    const reach = this.desk.reach;
    const rects = reach && this.desk.view.rangeFor(reach[0], reach[1])?.getClientRects();
    return rects?.[rects.length - 1] ?? null;
  }

  /** @param {TypeKey} type */
  choose(type) {
    const { desk } = this;
    const role = desk.armed;
    const fitting = role ? type.choices.filter((c) => desk.schema.mayFill(role, c.name)) : [];
    const choices = fitting.length ? fitting : type.choices;
    const [only] = choices;
    if (only && choices.length === 1) {
      only.run(desk);
      return;
    }
    this.workspace.palette.open({
      title: type.title,
      about: this.#about(),
      beside: this.#beside(),
      options: choices.map((c) => this.#typeOption(c.name, () => c.run(desk))),
    });
  }

  /** Every type that can be marked here, and for a waiting slot only those it takes. */
  everything() {
    const { desk } = this;
    const role = desk.armed;
    /** @type {Option[]} */
    const options = [];
    const seen = new Set();
    for (const type of desk.schema.spanTypes) {
      if (type.abstract || type.retired) continue;
      for (const choice of choicesOf(desk.schema, type)) {
        if (seen.has(choice.name) || (role && !desk.schema.mayFill(role, choice.name))) continue;
        seen.add(choice.name);
        const detail = desk.schema.frameType(choice.name) ? 'event' : spoken(type.layer);
        options.push(this.#typeOption(choice.name, () => choice.run(desk), detail));
      }
    }
    if (!role) options.push(...this.#actionOptions());
    const title = role ? spoken(role.name) : 'Mark';
    this.workspace.palette.open({ title, about: this.#about(), options, beside: this.#beside() });
  }

  /** @returns {Option[]} */
  #actionOptions() {
    return this.workspace.bindings
      .filter((b) => b.group !== 'Mark' && !b.group.startsWith('Move'))
      .map((b) => ({
        name: `do ${b.words}`,
        label: b.words,
        detail: b.cap,
        run: () => b.run(this, b.keys[0] ?? ''),
      }));
  }

  // ---- changing ------------------------------------------------------------------

  /** Fill the waiting slot with what is picked or selected; else edit what is picked, else the focused card. */
  edit() {
    const { desk } = this;
    const { picked, armed } = desk;
    if (armed && !desk.selection && picked && actions.fits(desk, picked)) {
      actions.fill(desk, { id: picked });
    } else if (armed) this.everything();
    else if (desk.stop) suggesting.accept(desk);
    else if (picked) this.#editPicked(picked);
    else if (desk.focused) this.#editFrame(desk.focused.id);
    else this.everything();
  }

  /** @param {string} id */
  #editPicked(id) {
    const { desk } = this;
    const [frame] = desk.anchored(id);
    if (frame && desk.frame !== frame.id) desk.focus(frame.id);
    else if (frame) this.#editFrame(frame.id);
    else editMention(this.root, desk, id, { retype: () => this.retypeMention(id) });
  }

  /** Values of every attribute, to find by typing. @param {string} id */
  #editFrame(id) {
    const { desk } = this;
    const frame = desk.labels.frames.get(id);
    const type = frame && desk.schema.frameType(frame.type);
    if (!frame || !type) return;
    /** @type {Option[]} */
    const options = [];
    for (const name of type.attributes) {
      const definition = desk.schema.attribute(name, frame.type);
      if (!definition || definition.derived) continue;
      const value = frame.attributes[name];
      const values = definition.kind === 'bool' ? ['yes', 'no'] : definition.values;
      for (const v of values) {
        const on = Array.isArray(value) ? value.includes(v) : definition.kind === 'bool' ? value === (v === 'yes') : value === v;
        options.push({
          name: `${name} ${v}`,
          label: `${spoken(name)}: ${definition.labels[v]?.label || spoken(v)}`,
          mark: on ? '✓' : '',
          run: () => desk.do(commands.setAttribute(id, name, nextValue(definition, value, v, on))),
        });
      }
    }
    options.push({ name: 'type', label: 'change the type', run: () => this.retypeFrame(id) });
    options.push({ name: 'note', label: 'write a note', run: () => this.noteOn(id) });
    this.workspace.palette.open({ title: desk.looks.label(frame.type), about: 'set an attribute', options, beside: this.#beside(), learn: false });
  }

  /** @param {string} id */
  retypeMention(id) {
    const { desk } = this;
    const options = desk.schema.spanTypes
      .filter((t) => !t.abstract && !t.retired && desk.looks.drawing(t.name) === 'mark')
      .map((t) => this.#typeOption(t.name, () => desk.do(commands.setMentionType(id, t.name))));
    this.workspace.palette.open({ title: 'Type', options, beside: this.#beside() });
  }

  /** @param {string} id */
  retypeFrame(id) {
    const { desk } = this;
    const frame = desk.labels.frames.get(id);
    const kind = frame && desk.schema.frameType(frame.type)?.kind;
    if (!kind) return;
    const options = desk.schema.concrete(kind).map((t) => this.#typeOption(t.name, () => this.#setFrameType(id, t.name)));
    this.workspace.palette.open({ title: 'Change to', options, beside: this.#beside() });
  }

  /** @param {string} id @param {string} type */
  #setFrameType(id, type) {
    const { desk } = this;
    desk.do(commands.setFrameType(id, type));
    const frame = desk.labels.frames.get(id);
    const odd = frame ? Object.values(misfits(frame, desk.schema)).flat() : [];
    if (odd.length) desk.say(`Kept, though ${desk.looks.label(type)} has no place for it: ${odd.map(spoken).join(', ')}.`);
  }

  /** Write a note on what is picked or focused. */
  note() {
    const id = this.desk.picked ?? this.desk.frame;
    if (id && !this.desk.isSuggested(id)) this.noteOn(id);
    else this.desk.say('Pick a mention or a card first.');
  }

  /** @param {string} id */
  noteOn(id) {
    const { desk } = this;
    const note = (desk.labels.mentions.get(id) ?? desk.labels.frames.get(id))?.note ?? '';
    askText(this.root, { title: 'Note', label: `On ${shorten(actions.nameOf(desk, id), 60)}`, value: note, answer: 'Keep' }, (text) => {
      desk.do(commands.setNote(id, text));
    });
  }

  /** The focused attribution has no source in the text. */
  implicit() {
    const { desk } = this;
    const frame = desk.focused;
    const definition = frame && desk.schema.frameType(frame.type)?.attributes.includes('source_kind');
    if (!frame || !definition) {
      desk.say('Focus an attribution first.');
      return;
    }
    desk.do(commands.setAttribute(frame.id, 'source_kind', 'implicit'));
  }

  // ---- moving ------------------------------------------------------------------

  /** @param {1 | -1} step @param {boolean} extend */
  byLine(step, extend) {
    const { desk } = this;
    const token = desk.cursor.tokens[desk.at.token];
    if (!token) return;
    desk.reveal(token[0]);
    const rect = desk.view.rangeFor(token[0], token[1])?.getClientRects()[0];
    if (!rect) return;
    if (this.columnAt !== desk.at.token || this.column === null) this.column = rect.left + Math.min(rect.width / 2, 12);
    const size = Number.parseFloat(getComputedStyle(desk.view.element).lineHeight) || 40;
    for (const jump of [1, 1.6, 2.3, 3.4, 5]) {
      const offset = desk.view.offsetAt(this.column, rect.top + rect.height / 2 + step * size * jump);
      if (offset === null) continue;
      const next = desk.cursor.tokenAt(offset);
      const place = desk.cursor.tokens[next];
      const found = place && desk.view.rangeFor(place[0], place[1])?.getClientRects()[0];
      if (next !== desk.at.token && found && Math.abs(found.top - rect.top) > rect.height / 2) {
        desk.move(desk.cursor.to(desk.at, next, extend));
        this.columnAt = desk.at.token;
        desk.reveal(place[0]);
        return;
      }
    }
    // At the edge of what can be seen or of the text.
    desk.move(desk.cursor.bySentence(desk.at, step, extend));
    desk.reveal(desk.cursor.tokens[desk.at.token]?.[0] ?? 0);
  }

  /** @param {1 | -1} step */
  frame(step) {
    const frames = this.workspace.framesInOrder();
    if (!frames.length) return;
    const { desk } = this;
    const now = frames.findIndex((f) => f.id === desk.frame);
    const next = now < 0 ? (step > 0 ? 0 : frames.length - 1) : (now + step + frames.length) % frames.length;
    desk.focus(frames[next]?.id ?? null, { reveal: true });
  }

  /** Focus the frame of the picked mention: the one it anchors, else the first it is in. */
  card() {
    const { desk } = this;
    const id = desk.picked;
    const frame = id && (desk.anchored(id)[0] ?? [...desk.labels.frames.values()].find((f) => f.arguments.some((a) => a.filler === id)));
    if (frame) desk.focus(frame.id);
    else desk.say('This mention is in no card yet.');
  }

  /** @param {1 | -1} step */
  region(step) {
    const { workspace, root } = this;
    const top = root.querySelector('.lb-top button');
    const stops = [root, workspace.tabs.querySelector('[aria-selected="true"]'), top].filter((n) => n instanceof HTMLElement);
    const now = stops.findIndex((n) => n === document.activeElement || (n !== root && n?.parentElement?.contains(document.activeElement)));
    const next = stops[(Math.max(0, now) + step + stops.length) % stops.length];
    if (next instanceof HTMLElement) next.focus();
  }

  /** @returns {boolean} the key belongs to the page now */
  release() {
    this.root.dataset.released = 'true';
    this.desk.say('Tab now leaves the article. Any other key comes back to it.');
    return true;
  }

  help() {
    showKeys(this.root, this.workspace.bindings);
  }

  submit() {
    this.workspace.around.submit();
  }

  skip() {
    this.workspace.around.skip();
  }

  // ---- fingers ---------------------------------------------------------------------

  /** Buttons for those who have no keys. @returns {HTMLElement[]} */
  touchActions() {
    const { desk } = this;
    /** @type {HTMLElement[]} */
    const buttons = [];
    const add = (/** @type {string} */ words, /** @type {() => void} */ run) => buttons.push(button(words, run));
    const suggestion = suggesting.suggestionHere(desk);
    if (suggestion) {
      add('Accept', () => suggesting.accept(desk));
      add('Reject', () => suggesting.reject(desk));
    } else if (desk.suggestions.mentions.size) add('Next suggestion', () => suggesting.nextSuggestion(desk, 1));
    if (desk.armed && desk.picked && actions.fits(desk, desk.picked)) add(`Fill ${spoken(desk.slot ?? '')}`, () => this.edit());
    if (desk.selection || desk.picked) add('Mark as…', () => this.everything());
    if (desk.selection && actions.growing(desk)) add('Add fragment', () => actions.addFragment(desk));
    if (desk.frame && this.workspace.side.dataset.open === 'false') {
      add('Show its card', () => {
        this.workspace.side.dataset.open = 'true';
        desk.emit({ focus: true });
      });
    }
    if (desk.picked && !suggestion) {
      add('Edit', () => this.edit());
      add('Remove', () => actions.removePicked(desk));
    }
    return buttons;
  }
}

/**
 * @param {import('../model/types.js').AttributeDef} definition
 * @param {import('../model/types.js').AttributeValue | undefined} value
 * @param {string} chosen
 * @param {boolean} on
 */
function nextValue(definition, value, chosen, on) {
  if (definition.kind === 'bool') return chosen === 'yes';
  if (definition.kind !== 'multi_enum') return on && !definition.required ? undefined : chosen;
  const now = Array.isArray(value) ? value : [];
  return definition.values.filter((v) => (v === chosen ? !on : now.includes(v)));
}
