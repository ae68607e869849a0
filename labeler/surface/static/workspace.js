/**
 * The page on which one article is labelled: text, panels, bars, and the
 * wiring between them.
 */

import { CardList, orderedFrames } from './panels/cards.js';
import { Desk } from './desk.js';
import { button, el, keycap, shorten } from './dom.js';
import { EntityList } from './panels/entities.js';
import { Handling } from './keys/handling.js';
import { bindingFor, nameOf } from './keys/binding.js';
import { keymap } from './keys/keymap.js';
import { overlayOf } from './text/overlay.js';
import { Palette } from './keys/palette.js';
import { Pointer } from './text/pointer.js';
import { blocks, ProblemList } from './panels/problems_panel.js';
import { countOpen, SuggestionList } from './panels/suggest_panel.js';

/** @import {LabelStore} from './model/store.js' */
/** @import {Problem} from './model/types.js' */
/** @import {Tab, Touch} from './desk.js' */

/** The list of problems may wait until the hands rest; a mark may not. */
const REST_MS = 160;

/**
 * @typedef {object} Surroundings
 * @property {HTMLElement} root
 * @property {() => void} submit
 * @property {() => void} skip
 * @property {import('./reading.js').Reading} reading
 * @property {() => {state: string, message: string}} suggestionState
 */

export class Workspace {
  /**
   * @param {LabelStore} store
   * @param {Surroundings} around
   */
  constructor(store, around) {
    this.around = around;
    this.root = around.root;
    this.desk = new Desk(store);
    this.palette = new Palette(this.root);
    this.pointer = new Pointer(this.desk, this.root);
    this.bindings = keymap(this.desk.schema, this.desk.looks);
    this.handling = new Handling(this);
    const hands = { retype: (/** @type {string} */ id) => this.handling.retypeFrame(id), note: (/** @type {string} */ id) => this.handling.noteOn(id) };
    this.events = new CardList(this.desk, 'event', hands);
    this.attributions = new CardList(this.desk, 'attribution', hands);
    this.entities = new EntityList(this.desk);
    this.suggestions = new SuggestionList(this.desk, around.suggestionState);
    this.problems = new ProblemList(this.desk);
    // Until an article is drawn there is nothing to compare with.
    /** @type {number | undefined} a frame after which the panel is drawn */
    this.panelSoon = undefined;
    this.tabKey = '';
    this.lineKey = '';
    this.scroll = el('div', { class: 'lb-scroll', attrs: { tabindex: '-1' } }, this.desk.view.element);
    this.tabs = el('div', { class: 'lb-tabs', attrs: { role: 'tablist', 'aria-label': 'Panels' } });
    this.panel = el('div', { class: 'lb-panel', attrs: { role: 'tabpanel', id: 'lb-panel', tabindex: '-1' } });
    // On a small screen the text comes first; a tab opens the panel over its lower half.
    const open = !matchMedia('(max-width: 860px)').matches;
    this.side = el('aside', { class: 'lb-side', data: { open: String(open) }, attrs: { 'aria-label': 'Labels' } }, this.tabs, this.panel);
    this.main = el('div', { class: 'lb-main' }, this.scroll, this.side);
    this.line = el('footer', { class: 'lb-line', attrs: { 'aria-label': 'Keys that work now' } });
    this.actionBar = el('div', { class: 'lb-actions', attrs: { role: 'toolbar', 'aria-label': 'Actions' } });
    this.bottom = el('div', {}, this.actionBar, this.line);
    this.live = el('div', { class: 'lb-hush', attrs: { 'aria-live': 'polite', role: 'status' } });
    const meta = this.#meta();
    if (meta) this.#placeMeta(meta);
    this.desk.say = (words) => this.say(words);
    this.desk.reveal = (offset) => this.#reveal(offset);
    this.desk.view.onlayout = () => this.#paintOverlay();
    this.desk.listen((touch) => this.#touched(touch));
    this.#findProblems();
  }

  /** @returns {HTMLElement | null} source and date, where the text does not tell them itself */
  #meta() {
    const { source, dateline, published_at: date } = this.desk.document;
    const published = dateline ? '' : date;
    const words = [source, published && new Date(published).toLocaleDateString(undefined, { dateStyle: 'long' })];
    const line = words.filter((w) => w && w !== 'Invalid Date').join(' · ');
    return line ? el('div', { class: 'lb-meta', text: line }) : null;
  }

  /** @param {HTMLElement} meta */
  #placeMeta(meta) {
    const { blocks: all, element } = this.desk.view;
    const first = all.find((b) => b.paragraph.role !== 'headline');
    const headline = all.some((b) => b.paragraph.role === 'headline');
    element.insertBefore(meta, headline && first ? first.element : (all[0]?.element ?? null));
  }

  /** Draw everything for the first time; the parts are in the document by then. */
  start() {
    this.desk.view.settleFirst();
    this.#paintOverlay();
    this.#paintTabs();
    this.#paintLine();
  }

  /** Let go of everything that listens. */
  dispose() {
    clearTimeout(this.resting);
    clearTimeout(this.silence);
    clearTimeout(this.announcing);
    this.panelSoon = undefined;
    this.palette.close();
    this.desk.dispose();
  }

  /** @param {Touch} touch */
  #touched(touch) {
    // A mark is on the screen with the next frame; the panel may follow with the one after.
    if (touch.labels) this.#paintPanelSoon();
    else if (touch.focus || touch.tab) this.#paintPanel();
    // First everything that needs no measure, then all measures, then what they decide.
    this.#paintLine();
    if (touch.labels || touch.cursor || touch.focus) this.#paintOverlay();
    if (touch.labels) this.#findProblems();
    if (touch.cursor) this.#announce();
  }

  #paintPanelSoon() {
    this.panelSoon ??= requestAnimationFrame(() => {
      setTimeout(() => this.panelSoon && this.#paintPanel());
    });
  }

  #paintPanel() {
    this.panelSoon = undefined;
    this.#paintTabs();
    this.#list().reveal?.();
  }

  #paintOverlay() {
    const settle = this.desk.view.measure();
    const nodes = overlayOf(this.desk, { touch: this.pointer.touch });
    settle();
    this.desk.view.overlay.replaceChildren(...nodes);
  }

  #findProblems() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.showProblems(this.desk.store.problems()), REST_MS);
  }

  /** @param {readonly Problem[]} problems */
  showProblems(problems) {
    this.problems.problems = problems;
    /** @type {Map<string, Problem[]>} */
    const byItem = new Map();
    for (const p of problems) {
      const list = byItem.get(p.item);
      if (list) list.push(p);
      else byItem.set(p.item, [p]);
    }
    this.events.problems = byItem;
    this.attributions.problems = byItem;
    this.#paintTabs();
  }

  /** @returns {any} the list of the open tab */
  #list() {
    const lists = {
      events: this.events,
      attributions: this.attributions,
      actors: this.entities,
      suggestions: this.suggestions,
      problems: this.problems,
    };
    return lists[this.desk.tab];
  }

  #paintTabs() {
    const { desk } = this;
    const frames = [...desk.labels.frames.values()];
    const count = (/** @type {string} */ kind) => frames.filter((f) => desk.schema.frameType(f.type)?.kind === kind).length;
    const needed = this.problems.problems.filter(blocks).length;
    /** @type {[Tab, string, number][]} */
    const rows = [
      ['events', 'Events', count('event')],
      ['attributions', 'Who says so', count('attribution')],
      ['actors', 'Actors', desk.labels.entities.size],
      ['suggestions', 'Suggestions', countOpen(desk)],
      ['problems', 'Problems', needed || this.problems.problems.length],
    ];
    const key = `${desk.tab} ${needed > 0} ${rows.map((r) => r[2]).join(' ')}`;
    if (key !== this.tabKey) {
      this.tabKey = key;
      this.tabs.replaceChildren(...rows.map(([tab, name, n]) => this.#tab(tab, name, n, tab === 'problems' && needed > 0)));
      this.panel.setAttribute('aria-label', rows.find(([tab]) => tab === desk.tab)?.[1] ?? '');
    }
    const list = this.#list();
    list.update();
    if (this.panel.firstChild !== list.element) {
      this.panel.replaceChildren(list.element);
      this.panel.scrollTop = 0;
    }
  }

  /** @param {Tab} tab @param {string} name @param {number} count @param {boolean} alarm */
  #tab(tab, name, count, alarm) {
    const on = this.desk.tab === tab;
    const node = button(name, () => {
      this.side.dataset.open = String(!on || this.side.dataset.open === 'false');
      this.desk.show(tab);
    }, { attrs: { role: 'tab', 'aria-selected': String(on), 'aria-controls': 'lb-panel' }, data: { alarm: String(alarm) } });
    node.className = 'lb-tab';
    node.append(el('small', { text: String(count) }));
    return node;
  }

  /** The bottom line: what has the focus, and what the keys do now. */
  #paintLine() {
    const { desk } = this;
    const now = this.bindings.filter((b) => b.now?.(desk) && (b.when?.(desk) ?? true));
    // What is rarer comes first: the keys of types are the same everywhere.
    now.sort((a, b) => Number(a.group === 'Mark') - Number(b.group === 'Mark'));
    const key = `${this.#where()} ${now.map((b) => b.cap).join(' ')}`;
    if (key === this.lineKey) return;
    this.lineKey = key;
    const where = el('span', { class: 'lb-line-now' }, ...this.#whereNodes());
    const keys = el('span', { class: 'lb-line-keys' });
    for (const b of now) keys.append(el('span', {}, keycap(b.cap), briefly(b, desk)));
    this.line.replaceChildren(where, keys, el('span', { class: 'lb-line-all' }, keycap('?'), ' all keys'));
    this.actionBar.replaceChildren(...this.handling.touchActions());
  }

  #where() {
    const { desk } = this;
    return `${desk.frame} ${desk.slot} ${desk.picked} ${desk.selection} ${desk.at.token}`;
  }

  /** @returns {(Node | string)[]} */
  #whereNodes() {
    const { desk } = this;
    const frame = desk.focused;
    const selected = desk.selection;
    if (selected) return ['Selected ', el('b', { text: shorten(desk.text.slice(selected[0], selected[1]), 40) })];
    if (desk.picked) {
      const mention = desk.mention(desk.picked);
      const kind = desk.isSuggested(desk.picked) ? 'suggested ' : '';
      if (mention) return [`${kind}${desk.looks.label(mention.type)} `, el('b', { text: shorten(desk.quoteOf(mention), 36) })];
    }
    if (frame) {
      const anchor = desk.labels.mentions.get(frame.anchor ?? '');
      const slot = desk.slot ? ` · ${desk.slot}` : '';
      return [`${desk.looks.label(frame.type)} `, el('b', { text: anchor ? shorten(desk.quoteOf(anchor), 28) : '' }), slot];
    }
    const token = desk.cursor.under(desk.at);
    return token ? ['On ', el('b', { text: shorten(desk.text.slice(token[0], token[1]), 30) })] : [''];
  }

  /** Say to a screen reader where one is, once the screen shows it. */
  #announce() {
    clearTimeout(this.announcing);
    this.announcing = setTimeout(() => this.#announceNow(), 60);
  }

  #announceNow() {
    const { desk } = this;
    if (document.activeElement !== this.root) return;
    const words = this.#whereNodes().map((n) => (typeof n === 'string' ? n : n.textContent)).join('');
    const mention = desk.picked ? desk.mention(desk.picked) : undefined;
    const frames = mention ? desk.anchored(mention.id).map((f) => desk.looks.label(f.type)) : [];
    this.live.textContent = [words, ...frames].join(', ');
  }

  /**
   * Say something for a few seconds.
   *
   * @param {string} words
   */
  say(words) {
    this.toast?.remove();
    this.toast = el('div', { class: 'lb-toast', text: words, attrs: { role: 'status' } });
    this.root.append(this.toast);
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.toast?.remove(), 2500 + words.length * 40);
  }

  /** @param {number} offset */
  #reveal(offset) {
    const { scroll, desk } = this;
    const index = Math.max(0, desk.view.blockIndex(offset));
    const block = desk.view.blocks[index];
    const area = scroll.getBoundingClientRect();
    const rect = () => desk.view.rangeFor(offset, offset + 1)?.getBoundingClientRect();
    let place = rect();
    const hidden = !place || (!place.width && !place.height);
    if (hidden && block) {
      // A paragraph far off the screen is not laid out until it is near.
      block.element.scrollIntoView({ block: 'center' });
      place = rect();
    }
    if (!place) return;
    const margin = Math.min(90, area.height / 4);
    if (place.top < area.top + margin || place.bottom > area.bottom - margin) {
      scroll.scrollTop += place.top - area.top - area.height * 0.4;
    }
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the surface took the key
   */
  key(event) {
    const name = nameOf(event);
    const binding = bindingFor(this.bindings, name, this.desk);
    if (!binding) return false;
    const kept = binding.run(this.handling, name) !== false;
    if (kept) event.preventDefault();
    return kept;
  }

  /** @returns {import('./model/types.js').Frame[]} all frames in the order of the open panel */
  framesInOrder() {
    const kind = this.desk.tab === 'attributions' ? 'attribution' : 'event';
    return orderedFrames(this.desk.labels, this.desk.schema, kind).map((r) => r.frame);
  }
}

/** @param {import('./keys/binding.js').Binding} binding @param {Desk} desk */
function briefly({ words, brief = words }, desk) {
  return typeof brief === 'string' ? brief : brief(desk);
}
