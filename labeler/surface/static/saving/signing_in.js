/**
 * The way to the page on which one signs in, and back to the article.
 */

import { el } from '../dom.js';

/** @returns {HTMLAnchorElement} leads there in this tab; what is kept in this browser is put back afterwards */
export function signInLink() {
  const next = encodeURIComponent(location.pathname + location.search);
  return el('a', { class: 'lb-button lb-go lb-link', text: 'Sign in', attrs: { href: `/sign-in?next=${next}`, target: '_self' } });
}
