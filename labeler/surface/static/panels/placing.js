/**
 * Putting rows into a list so that those already there stay where they are.
 */

/**
 * Make these the only children of an element, in this order.
 *
 * @param {HTMLElement} parent
 * @param {readonly HTMLElement[]} wanted
 */
export function placeInOrder(parent, wanted) {
  const kept = new Set(wanted);
  for (const child of [...parent.children]) if (!kept.has(/** @type {HTMLElement} */ (child))) child.remove();
  /** @type {Element | null} */
  let at = parent.firstElementChild;
  for (const element of wanted) {
    if (at === element) at = at.nextElementSibling;
    else parent.insertBefore(element, at);
  }
}
