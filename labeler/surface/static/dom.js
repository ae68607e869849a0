/**
 * DOM elements in one call. Text always enters as text nodes, so an article
 * that contains markup shows exactly these characters.
 */

/**
 * @typedef {object} Props
 * @property {string} [class]
 * @property {string} [text]
 * @property {Record<string, string>} [data]   data-* attributes
 * @property {Record<string, string>} [vars]   CSS custom properties
 * @property {Record<string, string | number | boolean | null | undefined>} [attrs]
 *   attributes; `true` sets an empty one, `false`, `null` and `undefined` none
 * @property {Record<string, (event: any) => void>} [on]
 */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Props} [props]
 * @param {(Node | string | null | undefined | false)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  if (props.class) node.className = props.class;
  if (props.text !== undefined) node.textContent = props.text;
  for (const [name, value] of Object.entries(props.data ?? {})) node.dataset[name] = value;
  for (const [name, value] of Object.entries(props.vars ?? {})) node.style.setProperty(name, value);
  for (const [name, value] of Object.entries(props.attrs ?? {})) {
    if (value === true) node.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, String(value));
    }
  }
  for (const [name, listen] of Object.entries(props.on ?? {})) node.addEventListener(name, listen);
  for (const child of children) if (child) node.append(child);
  return node;
}

/**
 * A button that leaves the keyboard where it is: a press with the mouse does
 * not take the focus away from the text.
 *
 * @param {string | Node} content
 * @param {() => void} run
 * @param {Props} [props]
 * @returns {HTMLButtonElement}
 */
export function button(content, run, props = {}) {
  const node = el(
    'button',
    { ...props, attrs: { type: 'button', ...props.attrs }, class: `lb-button ${props.class ?? ''}` },
    content,
  );
  node.addEventListener('mousedown', (event) => event.preventDefault());
  node.addEventListener('click', (event) => {
    event.stopPropagation();
    run();
  });
  return node;
}

/**
 * A key as it is drawn on a keyboard.
 *
 * @param {string} name
 * @returns {HTMLElement}
 */
export function keycap(name) {
  return el('kbd', { class: 'lb-key', text: name });
}

/**
 * At most `limit` characters of a text on one line, the middle left out.
 *
 * @param {string} text
 * @param {number} limit
 */
export function shorten(text, limit) {
  const line = text.replace(/\s+/gu, ' ').trim();
  const characters = Array.from(line);
  if (characters.length <= limit) return line;
  const head = Math.ceil((limit - 1) * 0.65);
  const tail = limit - 1 - head;
  return `${characters.slice(0, head).join('').trimEnd()}…${characters.slice(-tail).join('').trimStart()}`;
}

/** Set an attribute where it differs: setting it at all makes the browser style the element anew. @param {Element} node @param {string} name @param {string} value */
export function setAttribute(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function counted(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}
