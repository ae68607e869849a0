/**
 * What a key binding is, the names of key presses, and when keys work.
 */

import * as suggesting from './suggesting.js';

/** @import {Desk} from '../desk.js' */

/**
 * What a key can reach besides the labels.
 *
 * @typedef {object} Hands
 * @property {Desk} desk
 * @property {import('../workspace.js').Workspace} workspace
 * @property {import('./going.js').Going} going
 * @property {() => void} retype  change the type of what is picked or focused
 * @property {() => void} everything   the palette of all that can be done here
 * @property {(types: import('./typekeys.js').TypeKey) => void} choose
 * @property {() => void} edit         type, attributes and more of what is picked or focused
 * @property {() => void} note
 * @property {() => void} help
 * @property {() => void} submit
 * @property {() => void} skip
 * @property {(step: 1 | -1) => void} region
 * @property {(step: 1 | -1) => void} frame
 * @property {() => boolean} release   let Tab leave the surface
 * @property {() => void} card
 * @property {() => void} implicit
 */
/**
 * @typedef {object} Binding
 * @property {string[]} keys     as `nameOf` writes them
 * @property {string} cap        as people read them
 * @property {string} words
 * @property {string | ((desk: Desk) => string)} [brief]  fewer words for the bottom line
 * @property {string} group
 * @property {string} [hue]      CSS colour of the type it marks
 * @property {{label: string, hue: string}[]} [kinds]  what it offers, where that is more than one
 * @property {(hands: Hands, name: string) => void | boolean} run  `false` leaves the key to the browser
 * @property {(desk: Desk) => boolean} [when]  works now; always if left out
 * @property {(desk: Desk) => boolean} [now]   worth a place in the bottom line
 */

/**
 * The name of a key press, such as `Ctrl+Shift+z`, `Shift+ArrowLeft`, `S`, `?`.
 *
 * @param {KeyboardEvent} event
 */
export function nameOf(event) {
  let key = event.key;
  // On keyboards of other scripts the letters stand where the Latin ones are.
  if (key.length === 1 && key > '\u007f' && /^Key[A-Z]$/u.test(event.code)) {
    key = event.code.slice(3).toLowerCase();
    if (event.shiftKey) key = key.toUpperCase();
  }
  // With Alt, some keyboards write other signs where these two stand.
  if (event.altKey && event.code === 'Period') key = '.';
  if (event.altKey && event.code === 'Comma') key = ',';
  const control = event.ctrlKey || event.metaKey;
  const named = key.length > 1;
  const shift = event.shiftKey && (named || control);
  const plain = control && !named ? key.toLowerCase() : key;
  return `${control ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${plain}`;
}

/** @param {Desk} desk */
export const inText = (desk) => !desk.frame;
/** @param {Desk} desk */
export const onSuggestion = (desk) => suggesting.suggestionHere(desk) !== null;
/** @param {Desk} desk */
export const onOwn = (desk) => desk.picked !== null && !desk.isSuggested(desk.picked);
/** @param {Desk} desk */
export const armed = (desk) => desk.armed !== undefined;

/**
 * What a key press does now.
 *
 * @param {Binding[]} bindings
 * @param {string} name
 * @param {Desk} desk
 * @returns {Binding | undefined}
 */
export function bindingFor(bindings, name, desk) {
  return bindings.find((b) => b.keys.includes(name) && (b.when?.(desk) ?? true));
}
