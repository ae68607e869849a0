/**
 * The page on which one article is labelled: text, panels, bars, and the
 * wiring between them.
 */

import { ArticlePanel, countRemarks } from './panels/article_panel.js';
import { CardList, orderedFrames } from './panels/cards.js';
import { Desk } from './desk.js';
import { ConcordanceDialog } from './panels/concordance.js';
import { button, el } from './dom.js';
import { Edges } from './text/edges.js';
import { EntityList } from './panels/entities.js';
import { GuidelineFold } from './panels/guideline.js';
import { Acting } from './keys/acting.js';
import { Handling } from './keys/handling.js';
import { bindingFor, nameOf } from './keys/binding.js';
import { Finding } from './keys/finding.js';
import { Hopping } from './keys/hopping.js';
import { KeyLine, whereNodes } from './keys/keyline.js';
import { keymap } from './keys/keymap.js';
import { cardHands } from './keys/linking.js';
import { overlayOf } from './text/overlay.js';
import { moreWords } from './text/saying.js';
import { Palette } from './keys/palette.js';
import { Pointer } from './text/pointer.js';
import { Talking } from './panels/talking.js';
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
 * @property {() => void} save      save at once, and say so
 * @property {() => void} history   show what was saved before
 * @property {import('./reading.js').Reading} reading
 * @property {() => {state: string, message: string}} suggestionState
 * @property {string} user   login of who is at work
 * @property {import('./saving/api.js').Api} api
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
    this.hopping = new Hopping(this);
    this.finding = new Finding(this);
    this.keyLine = new KeyLine(this);
    const hands = cardHands(this);
    this.events = new CardList(this.desk, 'event', hands);
    this.attributions = new CardList(this.desk, 'attribution', hands);
    this.acting = new Acting(this);
    this.entities = new EntityList(this.desk, this.acting);
    this.suggestions = new SuggestionList(this.desk, around.suggestionState, around.user);
    this.problems = new ProblemList(this.desk);
    this.article = new ArticlePanel(this.desk);
    this.talking = new Talking(this);
    this.concordance = new ConcordanceDialog(this);
    // Until an article is drawn there is nothing to compare with.
    /** @type {number | undefined} a frame after which what stands around the text is drawn */
    this.aroundSoon = undefined;
    this.tabKey = '';
    /** @type {Tab} */
    this.tabInView = 'events';
    this.scroll = el('div', { class: 'lb-scroll', attrs: { tabindex: '0', role: 'region', 'aria-label': 'Text' } }, this.desk.view.element);
    this.tabs = el('div', { class: 'lb-tabs', attrs: { role: 'tablist', 'aria-label': 'Panels' }, on: { keydown: (event) => this.#tabKeys(event) } });
    this.panel = el('div', { class: 'lb-panel', attrs: { role: 'tabpanel', id: 'lb-panel', tabindex: '0' } });
    // On a small screen the text comes first; a tab opens the panel over its lower half.
    const open = !matchMedia('(max-width: 860px)').matches;
    this.side = el('aside', { class: 'lb-side', data: { open: String(open) }, attrs: { 'aria-label': 'Labels' } }, this.tabs, this.panel);
    this.guideline = new GuidelineFold(this.desk);
    this.side.append(this.guideline.element);
    this.edges = new Edges(this.desk, this.scroll);
    this.main = el('div', { class: 'lb-main' }, this.scroll, ...this.edges.elements, this.side);
    this.actionBar = el('div', { class: 'lb-actions', attrs: { role: 'toolbar', 'aria-label': 'Actions' } });
    // A region that is there before its words is read out; one that comes with them may not be.
    this.toasts = el('div', { attrs: { role: 'status' } });
    this.bottom = el('div', {}, this.actionBar, this.keyLine.element, this.toasts);
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
    this.aroundSoon = undefined;
    this.palette.close();
    this.hopping.leave();
    this.finding.leave();
    this.edges.dispose();
    this.desk.dispose();
  }

  /** @param {Touch} touch */
  #touched(touch) {
    // A mark is on the screen with the next frame; what stands around may follow with the one after.
    if (touch.labels) this.#paintAroundSoon();
    else this.#paintAround(touch);
    if (touch.labels || touch.cursor || touch.focus) this.#paintOverlay();
    if (touch.labels) this.finding.redraw();
    if (touch.labels) this.#findProblems();
    if (touch.cursor && !touch.labels && this.desk.tab === 'suggestions') this.suggestions.follow();
    if (touch.cursor) this.#announce();
  }

  #paintAroundSoon() {
    this.aroundSoon ??= requestAnimationFrame(() => {
      setTimeout(() => this.aroundSoon && this.#paintAround({ tab: true, cursor: true }));
    });
  }

  /** Panel, guideline and bottom line. @param {Touch} touch */
  #paintAround(touch) {
    const late = this.aroundSoon !== undefined;
    this.aroundSoon = undefined;
    if (late || touch.focus || touch.tab) this.#paintPanel();
    if (late || touch.cursor || touch.focus) this.guideline.update();
    this.#paintLine();
  }

  #paintPanel() {
    this.#paintTabs();
    this.#list().reveal?.();
  }

  #paintOverlay() {
    const settle = this.desk.view.measure();
    const nodes = overlayOf(this.desk, { touch: this.pointer.touch });
    const paintEdges = this.edges.measure();
    settle();
    paintEdges();
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
      article: this.article,
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
      ['article', 'Article', countRemarks(desk)],
    ];
    const key = `${desk.tab} ${needed > 0} ${rows.map((r) => r[2]).join(' ')}`;
    if (key !== this.tabKey) {
      this.tabKey = key;
      const held = this.tabs.contains(document.activeElement);
      this.tabs.replaceChildren(...rows.map(([tab, name, n]) => this.#tab(tab, name, n, tab === 'problems' && needed > 0)));
      const on = this.tabs.querySelector('[aria-selected="true"]');
      if (held && on instanceof HTMLElement) on.focus({ preventScroll: true });
      // Only for another tab: it makes the browser lay out.
      if (this.tabInView !== desk.tab && on instanceof HTMLElement) this.tabs.scrollLeft = on.offsetLeft - this.tabs.offsetLeft - 60;
      this.tabInView = desk.tab;
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
    }, { attrs: { role: 'tab', 'aria-selected': String(on), 'aria-controls': 'lb-panel', tabindex: on ? '0' : '-1' }, data: { alarm: String(alarm) } });
    node.className = 'lb-tab';
    node.append(' ', el('small', { text: String(count) }));
    return node;
  }

  /** Among the tabs the arrows go from one to the next. @param {KeyboardEvent} event */
  #tabKeys(event) {
    const tabs = [...this.tabs.children];
    const now = tabs.findIndex((n) => n === document.activeElement);
    const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: -1 }[event.key];
    const tab = to === undefined || event.ctrlKey || event.altKey || event.metaKey ? undefined : tabs.at(to % tabs.length);
    if (!(tab instanceof HTMLElement)) return;
    event.preventDefault();
    event.stopPropagation();
    tab.click();
  }

  /** The bottom line, and for fingers the buttons above it. */
  #paintLine() {
    if (this.keyLine.paint()) this.actionBar.replaceChildren(...this.handling.touchActions());
  }

  /** Say to a screen reader where one is, once the screen shows it. */
  #announce() {
    clearTimeout(this.announcing);
    this.announcing = setTimeout(() => this.#announceNow(), 60);
  }

  #announceNow() {
    const { desk } = this;
    if (document.activeElement !== this.root) return;
    const words = whereNodes(desk).map((n) => (typeof n === 'string' ? n : n.textContent)).join('');
    this.live.textContent = [words, ...moreWords(desk)].join(', ');
  }

  /**
   * Say something for a few seconds.
   *
   * @param {string} words
   */
  say(words) {
    this.toasts.replaceChildren(el('div', { class: 'lb-toast', text: words }));
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.toasts.replaceChildren(), 2500 + words.length * 40);
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
    if (this.hopping.active && this.hopping.key(event)) {
      event.preventDefault();
      return true;
    }
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
