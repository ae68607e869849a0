/**
 * The hands behind the keys: palettes, editors and moves that need the page.
 */

import { actorButtons } from './actor_buttons.js';
import * as actions from './actions.js';
import { itemName, talkAbout, toggleFlag } from './context.js';
import * as suggesting from './suggesting.js';
import { spoken } from '../panels/attributes.js';
import * as commands from '../model/commands.js';
import { find, uses } from '../model/labels.js';
import { attributePalette } from './attribute_palette.js';
import { bindingFor } from './binding.js';
import { Going } from './going.js';
import { showKeys } from './keymap_view.js';
import { frameTypesFor, mentionTypesFor } from './retyping.js';
import { askText, editMention } from '../dialogs.js';
import { button, shorten } from '../dom.js';
import { choicesOf } from './typekeys.js';

/** @import {Option} from './palette.js' */
/** @import {Workspace} from '../workspace.js' */
/** @import {TypeKey} from './typekeys.js' */

export class Handling {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    this.going = new Going(workspace);
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

  /** Where a list about what is selected may open. @returns {DOMRect | null} */
  beside() {
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
      beside: this.beside(),
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
    const [only] = options;
    if (role && only && options.length === 1) {
      only.run();
      return;
    }
    if (!role) options.push(...this.#actionOptions());
    const title = role ? spoken(role.name) : 'Mark';
    this.workspace.palette.open({ title, about: this.#about(), options, beside: this.beside() });
  }

  /** @returns {Option[]} every key that does not stand for a type */
  #actionOptions() {
    const { desk } = this;
    return this.workspace.bindings
      .filter((b) => !b.hue && b.cap !== '/' && b.keys[0] !== '1')
      .map((b) => ({
        name: `do ${b.words}`,
        label: b.words,
        detail: b.group,
        key: b.cap,
        run: () => {
          if (b.when?.(desk) ?? true) b.run(this, b.keys[0] ?? '');
        },
      }));
  }

  // ---- changing ------------------------------------------------------------------

  /** Fill the waiting slot with what is picked or selected; else edit what is picked, else the focused card. */
  edit() {
    const { desk } = this;
    const { picked, armed } = desk;
    if (armed && !desk.selection && picked && actions.fits(desk, picked)) {
      actions.fill(desk, { id: picked });
    } else if (armed && actions.fillWithSelected(desk)) return;
    else if (armed && desk.selection) this.everything();
    else if (desk.stop) suggesting.accept(desk);
    else if (picked) this.#editPicked(picked);
    else if (desk.focused) attributePalette(this.workspace, desk.focused.id);
    else if (!this.#editHere()) this.everything();
  }

  /** Pick the mention the caret is in, to edit it. @returns {boolean} whether there is one */
  #editHere() {
    const { desk } = this;
    const here = desk.selection ? undefined : desk.reach?.[0];
    const mention = here === undefined ? undefined : desk.hits(here).find((m) => !desk.isSuggested(m.id));
    if (!mention) return false;
    desk.pick(mention.id);
    this.#editPicked(mention.id);
    return true;
  }

  /** @param {string} id */
  #editPicked(id) {
    const { desk } = this;
    const [frame] = desk.anchored(id);
    if (frame && desk.frame !== frame.id) desk.focus(frame.id);
    else attributePalette(this.workspace, frame?.id ?? id);
  }

  /** Every field of a mention in one dialog. @param {string} id */
  editAll(id) {
    editMention(this.root, this.desk, id, { retype: () => this.retypeMention(id) });
  }

  /**
   * Change the type of an item; without one named, of what is picked, or else focused.
   *
   * @param {string} [id]
   */
  retype(id) {
    const { desk } = this;
    const wanted = id ?? desk.picked ?? desk.frame;
    if (!wanted) {
      desk.say('Pick a mention or a card first.');
      return;
    }
    const [anchored] = desk.anchored(wanted);
    if (desk.isSuggested(wanted)) {
      const result = desk.do(commands.accept([anchored?.id ?? wanted]));
      if (!result.ok) return;
    }
    const frame = desk.labels.frames.get(wanted) ?? desk.anchored(wanted)[0];
    if (frame) this.retypeFrame(frame.id);
    else this.retypeMention(wanted);
  }

  /** @param {string} id */
  retypeMention(id) {
    const { desk } = this;
    const mention = desk.labels.mentions.get(id);
    if (mention) this.#chooseType(mentionTypesFor(desk, mention), 'fits', (type) => desk.do(commands.setMentionType(id, type)), `“${shorten(desk.quoteOf(mention), 30)}”`);
  }

  /** @param {string} id */
  retypeFrame(id) {
    const { desk } = this;
    const frame = desk.labels.frames.get(id);
    if (frame) this.#chooseType(frameTypesFor(desk, frame), 'keeps', (type) => actions.retypeFrame(desk, id, type), actions.nameOf(desk, id));
  }

  /**
   * @param {import('./retyping.js').Retype[]} types
   * @param {string} verb
   * @param {(type: string) => void} change
   * @param {string} about
   */
  #chooseType(types, verb, change, about) {
    const options = types.map(({ type, kept, of }) =>
      this.#typeOption(type, () => change(type), of ? `${verb} ${kept} of ${of}` : ''),
    );
    // What fits best stands on top; where nothing is held, what was used keeps its digits.
    const learn = types.every(({ of }) => of === 0);
    this.workspace.palette.open({ title: 'Change to', about, options, beside: this.beside(), learn });
  }

  /** Do what a key does. @param {string} name */
  press(name) {
    bindingFor(this.workspace.bindings, name, this.desk)?.run(this, name);
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
    const note = find(desk.labels, id)?.item.note ?? '';
    askText(this.root, { title: 'Note', label: `On ${shorten(itemName(desk, id), 60)}`, value: note, answer: 'Keep' }, (text) => {
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

  /** @param {1 | -1} step */
  frame(step) {
    const frames = this.workspace.framesInOrder();
    if (!frames.length) return;
    const { desk } = this;
    const now = frames.findIndex((f) => f.id === desk.frame);
    const next = now < 0 ? (step > 0 ? 0 : frames.length - 1) : (now + step + frames.length) % frames.length;
    desk.focus(frames[next]?.id ?? null, { reveal: true });
  }

  /** Focus the frame of the picked mention, or of one under the caret: one it anchors, else the first it is in. */
  card() {
    const { desk } = this;
    const here = desk.picked ? [desk.picked] : desk.hits(desk.reach?.[0] ?? -1).map((m) => m.id);
    const { fillers } = uses(desk.labels);
    const frame = here.flatMap((id) => desk.anchored(id))[0] ?? here.flatMap((id) => fillers.get(id) ?? [])[0]?.frame;
    if (!frame || desk.isSuggested(frame.id)) {
      desk.say('This mention is in no card yet.');
      return;
    }
    // From here on notes, flags and types are the card's.
    desk.pick(null);
    desk.focus(frame.id);
  }

  /** @param {1 | -1} step */
  region(step) {
    const { workspace, root } = this;
    const boxes = [workspace.side, root.querySelector('.lb-saving'), root.querySelector('.lb-top')];
    const stops = [root, ...boxes.map((box) => firstStop(box))];
    const now = boxes.findIndex((box) => box?.contains(document.activeElement)) + 1;
    for (let n = 1; n < stops.length; n += 1) {
      const next = stops[(now + step * n + stops.length * n) % stops.length];
      if (!next) continue;
      next.focus();
      return;
    }
  }

  /** @returns {boolean} the key belongs to the page now */
  release() {
    this.root.dataset.released = 'true';
    this.desk.say('Tab now leaves the article. Any other key comes back to it.');
    return true;
  }

  help() {
    showKeys(this.root, this.workspace.bindings, this.desk);
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
      add('Skip', () => suggesting.nextSuggestion(desk, 1));
      add('Accept and edit', () => suggesting.acceptToEdit(this));
      add('Accept all like it…', () => suggesting.decideAll(this, 'accept'));
      add('Reject all like it…', () => suggesting.decideAll(this, 'reject'));
    } else if (desk.suggestions.mentions.size) add('Next suggestion', () => suggesting.nextSuggestion(desk, 1));
    if (desk.armed && desk.picked && actions.fits(desk, desk.picked)) add(`Fill ${spoken(desk.slot ?? '')}`, () => this.edit());
    if (desk.selection || desk.picked) add('Mark as…', () => this.everything());
    if (desk.selection) {
      add('Larger', () => this.going.grow());
      add('Smaller', () => this.going.shrink());
    }
    if (desk.selection && actions.growing(desk)) add('Add fragment', () => actions.addFragment(desk));
    for (const [words, run] of actorButtons(this.workspace)) add(words, run);
    if (desk.frame && this.workspace.side.dataset.open === 'false') {
      add('Show its card', () => {
        this.workspace.side.dataset.open = 'true';
        desk.emit({ focus: true });
      });
    }
    if (desk.picked && !suggestion) {
      add('Edit', () => this.edit());
      add('Change type', () => this.retype());
      add('Not sure', () => toggleFlag(this, 'unsure'));
      add('Discuss', () => toggleFlag(this, 'discuss'));
      add('Thread', () => talkAbout(this));
      add('In all articles', () => this.workspace.concordance.open());
      add('Remove', () => actions.removePicked(desk));
    }
    return buttons;
  }
}

/** @param {Element | null} box @returns {HTMLElement | undefined} what the keyboard comes to first in it, of tabs the open one */
function firstStop(box) {
  const found = [...(box?.querySelectorAll('[role="tab"][aria-selected="true"], button:not(:disabled, [role="tab"])') ?? [])];
  return found.filter((n) => n instanceof HTMLElement).find((n) => n.checkVisibility());
}
