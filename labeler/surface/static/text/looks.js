/**
 * How each type looks: its hue, its label, and how it is drawn in the text.
 *
 * A hue the schema gives is used where it can be read; lightness is moved
 * until it has a contrast of 4.5 : 1 on the paper of the theme (WCAG AA).
 */

/** @typedef {'mark' | 'trigger' | 'cue' | 'content'} Drawing */

// Okabe and Ito's palette for all kinds of colour vision, without black and yellow,
// plus two that stay apart from it; one hue for one family of types.
const HUES = ['#0072b2', '#3f7d20', '#8a5a00', '#b3261e', '#2a9d8f', '#5b6770', '#a6518a', '#8c6d46'];
// Kinds of one family that only inherit its colour are told apart by these, the first keeps it.
const KINDS = ['', '#00877a', '#8a5a00', '#b3261e', '#a6518a', '#4a5fb0', '#5b6770'];
// WCAG asks for 4.5 and, in high contrast, for 7; a little more, as colours are rounded.
const CONTRAST = 4.6;
const HIGH_CONTRAST = 7.1;
const EVENT = '#c2440a';
const ATTRIBUTION = '#7a3ea8';

/**
 * @param {string} hex `#rgb` or `#rrggbb`
 * @returns {[number, number, number]}
 */
function channels(hex) {
  const full = hex.length === 4 ? `#${[...hex.slice(1)].map((c) => c + c).join('')}` : hex;
  const value = Number.parseInt(full.slice(1, 7), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** @param {[number, number, number]} rgb */
export function luminance(rgb) {
  const [r, g, b] = rgb.map((c) => {
    const s = c / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

/**
 * The WCAG contrast ratio of two colours, 1 to 21.
 *
 * @param {[number, number, number]} a
 * @param {[number, number, number]} b
 */
export function contrast(a, b) {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

/**
 * The colour moved towards black or white until it can be read on its own tint.
 *
 * @param {string} hex
 * @param {boolean} dark
 * @param {boolean} [high] in high contrast
 * @returns {string}
 */
export function readable(hex, dark, high = false) {
  const wanted = high ? HIGH_CONTRAST : CONTRAST;
  const paper = /** @type {[number, number, number]} */ (dark ? [31, 30, 27] : [255, 255, 255]);
  const target = dark ? 255 : 0;
  const start = channels(hex);
  for (let share = 0; share <= 1; share += 0.04) {
    const mixed = /** @type {[number, number, number]} */ (
      start.map((c) => Math.round(c + (target - c) * share))
    );
    // Labels also stand on the lightest tint of the hue, which takes some contrast away.
    const tint = /** @type {[number, number, number]} */ (
      paper.map((c, i) => Math.round(c + ((mixed[i] ?? 0) - c) * 0.12))
    );
    if (contrast(mixed, tint) >= wanted) return `rgb(${mixed.join(' ')})`;
  }
  return dark ? '#fff' : '#000';
}

/** Types with their hue and drawing, looked up by name. */
export class Looks {
  /** @param {any} schema the indexed schema of the store */
  constructor(schema) {
    this.schema = schema;
    /** @type {Map<string, Drawing>} */
    this.drawings = new Map();
    /** @type {Map<string, string>} */
    this.hexes = new Map();
    /** @type {Map<string, string>} */
    this.variables = new Map();
    for (const frame of schema.frameTypes) {
      const event = frame.kind === 'event';
      this.hexes.set(frame.name, frame.color || (event ? EVENT : ATTRIBUTION));
      this.drawings.set(frame.anchor.type, event ? 'trigger' : 'cue');
      this.hexes.set(frame.anchor.type, event ? EVENT : ATTRIBUTION);
      if (!frame.nesting) continue;
      const via = frame.roles.find((/** @type {any} */ r) => r.name === frame.nesting.via);
      for (const filler of via?.fillers ?? []) {
        this.drawings.set(filler, 'content');
        this.hexes.set(filler, ATTRIBUTION);
      }
    }
    const families = new Map();
    for (const type of schema.spanTypes) {
      if (this.hexes.has(type.name)) continue;
      const family = type.parent || type.name;
      if (!families.has(family)) families.set(family, HUES[families.size % HUES.length]);
      this.hexes.set(type.name, type.color || families.get(family));
    }
    this.#spread(schema.spanTypes);
    let count = 0;
    for (const name of this.hexes.keys()) this.variables.set(name, `--lb-hue-${(count += 1)}`);
  }

  /** @param {readonly import('../model/types.js').SpanType[]} types */
  #spread(types) {
    const counts = new Map();
    for (const { name, parent } of types) {
      const inherited = this.hexes.get(parent);
      if (!parent || this.drawing(name) !== 'mark' || this.hexes.get(name) !== inherited) continue;
      const index = counts.get(parent) ?? 0;
      counts.set(parent, index + 1);
      this.hexes.set(name, KINDS[index % KINDS.length] || inherited || '');
    }
  }

  /**
   * @param {string} type
   * @returns {Drawing}
   */
  drawing(type) {
    return this.drawings.get(type) ?? 'mark';
  }

  /**
   * The CSS value of a type's hue, following the theme.
   *
   * @param {string} type
   */
  hue(type) {
    const variable = this.variables.get(type);
    return variable ? `var(${variable})` : 'var(--lb-muted)';
  }

  /**
   * The short form shown under the text and on chips.
   *
   * @param {string} type
   * @returns {string}
   */
  label(type) {
    const found = this.schema.spanType(type) ?? this.schema.frameType(type);
    return found?.label || (type.split('.').pop() ?? type);
  }

  /**
   * Set every hue for a theme on the root of the surface.
   *
   * @param {HTMLElement} root
   * @param {boolean} dark
   * @param {boolean} [high] in high contrast
   */
  paint(root, dark, high = false) {
    for (const [name, hex] of this.hexes) {
      root.style.setProperty(this.variables.get(name) ?? '', readable(hex, dark, high));
    }
  }
}
