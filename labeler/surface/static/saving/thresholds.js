/**
 * From which score up a person wants to see a model's suggestions, kept in the browser.
 */

const KEY = 'labeler.least';

/** @returns {Record<string, number>} */
function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') ?? {};
  } catch {
    // Private windows may refuse storage, and others may have written to it.
    return {};
  }
}

/**
 * @param {string} user
 * @param {string} model such as `model:news@2`; a new version of a model keeps the choice
 */
function nameOf(user, model) {
  return `${user} ${model.split('@')[0]}`;
}

/** @param {string} user @param {string} model @returns {number} 0 to 1; 0 shows all */
export function leastScore(user, model) {
  const found = read()[nameOf(user, model)];
  return typeof found === 'number' && found > 0 && found <= 1 ? found : 0;
}

/** @param {string} user @param {string} model @param {number} least */
export function keepLeastScore(user, model, least) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...read(), [nameOf(user, model)]: least }));
  } catch {
    // A full storage costs the choice at the next visit, nothing else.
  }
}
