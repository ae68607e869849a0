/**
 * Where Streamlit hands over: puts the surface into the component's element.
 */

import { App } from './app.js';
import { el } from './dom.js';

/** @typedef {{document: string | null, thread?: string | null, api: string, assets: string}} Data */

/** @type {WeakMap<Element, {app: App, asked: string}>} */
const mounted = new WeakMap();

/** @param {string} assets */
function addStyles(assets) {
  const href = `${assets}/surface.css`;
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  const link = el('link', { attrs: { rel: 'stylesheet', href } });
  const loaded = new Promise((done) => {
    link.addEventListener('load', () => done(undefined));
    link.addEventListener('error', () => done(undefined));
  });
  document.head.append(link);
  return loaded;
}

/**
 * Show the surface in an element. Asked again for the same article, the
 * surface that is there stays as it is.
 *
 * @param {Element} parent
 * @param {Data} data
 * @returns {() => void} takes it away
 */
export function mount(parent, data) {
  const asked = JSON.stringify(data);
  const before = mounted.get(parent);
  // A run of the page that began earlier, as after a lost connection, names an article one has
  // left by now. Whoever asks for one from another page comes to a new element.
  if (before && (before.asked === asked || before.app.hasShown(data.document))) return () => leave(parent);
  if (before) leave(parent);
  const root = el('div', { class: 'lb-root', attrs: { tabindex: '0', role: 'application', 'aria-label': 'Annotation surface' } });
  document.documentElement.classList.add('lb-page');
  parent.replaceChildren(root);
  const app = new App(root, data);
  mounted.set(parent, { app, asked });
  void addStyles(data.assets).then(() => app.start());
  return () => leave(parent);
}

/** @param {Element} parent */
function leave(parent) {
  const found = mounted.get(parent);
  if (!found) return;
  mounted.delete(parent);
  found.app.dispose();
  found.app.root.remove();
  document.documentElement.classList.remove('lb-page');
}
