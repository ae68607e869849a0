/**
 * Follows the theme of the page around: light, dark, and changes between them.
 */

import { luminance } from './text/looks.js';

const canvas = document.createElement('canvas');
canvas.width = canvas.height = 1;

/** @param {string} color any CSS colour @returns {[number, number, number] | null} `null` where it is see-through */
function channelsOf(color) {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context || !color) return null;
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0, a = 0] = context.getImageData(0, 0, 1, 1).data;
  return a < 128 ? null : [r, g, b];
}

/** @param {Element} element @returns {boolean} whether what lies behind it is dark */
export function isDark(element) {
  for (let node = element.parentElement; node; node = node.parentElement) {
    const rgb = channelsOf(getComputedStyle(node).backgroundColor);
    if (rgb) return luminance(rgb) < 0.2;
  }
  return matchMedia('(prefers-color-scheme: dark)').matches;
}

/**
 * Keep an element in the theme of the page.
 *
 * @param {HTMLElement} root
 * @param {(dark: boolean) => void} changed
 * @returns {() => void} stops it
 */
export function followTheme(root, changed) {
  /** @type {boolean | null} */
  let now = null;
  const look = () => {
    const dark = isDark(root);
    if (dark === now) return;
    now = dark;
    root.classList.toggle('lb-dark', dark);
    changed(dark);
  };
  look();
  const media = matchMedia('(prefers-color-scheme: dark)');
  media.addEventListener('change', look);
  // Streamlit writes its theme into styles of the head and classes of its root.
  let asked = 0;
  const later = () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(look);
  };
  const observer = new MutationObserver(later);
  observer.observe(document.head, { childList: true });
  for (const node of [document.documentElement, document.body, document.querySelector('.stApp')]) {
    if (node) observer.observe(node, { attributes: true, attributeFilter: ['class', 'style', 'data-theme'] });
  }
  return () => {
    media.removeEventListener('change', look);
    observer.disconnect();
    cancelAnimationFrame(asked);
  };
}
