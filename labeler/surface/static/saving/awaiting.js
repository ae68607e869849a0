/**
 * Waits for what a model suggests, while somebody labels already.
 */

/** @import {OpenTask} from '../model/types.js' */
/** @import {LabelStore} from '../model/store.js' */
/** @import {Api} from './api.js' */

/** How long to wait before asking again for suggestions that are being computed. */
const ASK_AGAIN_MS = 3000;

/**
 * Ask now and then whether the model is done; its suggestions appear without disturbing anything.
 *
 * @param {Api} api
 * @param {OpenTask} opened  is told how far the suggestions are
 * @param {LabelStore} store  gets them
 * @returns {() => void} ends it
 */
export function awaitSuggestions(api, opened, store) {
  let ended = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const ask = async () => {
    const answer = await api.look(opened.task.id);
    if (ended) return;
    if (answer.ok && answer.value.suggestions) {
      const { suggestions, suggestionAuthor, suggestionState } = answer.value;
      opened.suggestionState = suggestionState;
      store.load({ suggestions, suggestionAuthor });
    } else if (answer.ok && answer.value.suggestionState.state !== 'pending') {
      opened.suggestionState = answer.value.suggestionState;
    } else later();
  };
  const later = () => {
    timer = setTimeout(() => void ask(), ASK_AGAIN_MS);
  };
  if (opened.suggestionState.state === 'pending') later();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
