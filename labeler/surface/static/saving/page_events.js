/**
 * What happens to a page that is no key and no click: seen, left, back on the network.
 */

/**
 * @param {object} on
 * @param {() => void} on.back somebody looks at the page again, or the network is back
 * @param {() => void} on.away the page is hidden or goes away; it may never come back
 * @param {() => boolean} on.mayLeave asked before the page is left; `false` makes the browser ask too
 * @param {() => void} on.work somebody does something
 * @returns {() => void} ends it
 */
export function listenToPage({ back, away, mayLeave, work }) {
  const listening = new AbortController();
  const { signal } = listening;
  window.addEventListener('online', back, { signal });
  window.addEventListener('pagehide', away, { signal });
  document.addEventListener(
    'visibilitychange',
    () => (document.visibilityState === 'visible' ? back() : away()),
    { signal },
  );
  window.addEventListener('beforeunload', (event) => mayLeave() || event.preventDefault(), { signal });
  for (const type of ['keydown', 'pointerdown', 'wheel']) {
    window.addEventListener(type, work, { signal, passive: true });
  }
  return () => listening.abort();
}
