/**
 * What the page around the surface does of its own accord, and must not do here.
 */

/**
 * Close the dialog with which Streamlit says that its own connection is lost: it takes
 * the keys, while labelling goes on without a connection and the bar says how it stands.
 *
 * @returns {() => void} ends it
 */
export function closeConnectionDialogs() {
  const close = () => {
    for (const dialog of document.querySelectorAll('body > [data-testid="stDialog"]')) {
      const lost = dialog.querySelector('h2')?.textContent === 'Connection error';
      const button = lost && dialog.querySelector('button[aria-label="Close"]');
      if (button instanceof HTMLElement) button.click();
    }
  };
  const observer = new MutationObserver(close);
  observer.observe(document.body, { childList: true });
  close();
  return () => observer.disconnect();
}
