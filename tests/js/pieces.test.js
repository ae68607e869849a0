import { equal, ok } from './check.js';
import { replacePieces } from '../../labeler/surface/static/text/pieces.js';

/** @import {Piece} from '../../labeler/surface/static/text/pieces.js' */

/**
 * A paragraph drawn anew: capitals are marked, the others are plain text.
 *
 * @param {string} words one letter a piece
 * @returns {Piece[]}
 */
function drawn(words) {
  return [...words].map((letter, start) => {
    const node = document.createTextNode(letter.toLowerCase());
    const segment = /** @type {any} */ ({ start, end: start + 1, inside: [] });
    if (letter === letter.toLowerCase()) return { node, texts: [{ node, start }], segment };
    const mark = document.createElement('b');
    mark.append(node);
    return { node: mark, texts: [{ node, start }], segment };
  });
}

/** @param {string} words @returns {{element: HTMLElement, pieces: Piece[], bar: HTMLElement}} a paragraph with a bar at its end */
function paragraph(words) {
  const element = document.createElement('p');
  const bar = document.createElement('i');
  element.append(bar);
  return { element, pieces: replacePieces(element, [], drawn(words)), bar };
}

/** @param {HTMLElement} element */
const shown = (element) => [...element.childNodes].map((n) => (n.nodeName === 'B' ? n.textContent?.toUpperCase() : n.textContent)).join('');

export const tests = {
  'what looks the same stays, the rest is drawn anew'() {
    const { element, pieces } = paragraph('abCdef');
    const after = replacePieces(element, pieces, drawn('abCDef'));
    equal(shown(element), 'abCDef');
    equal(after.map((piece, i) => piece.node === pieces[i]?.node), [true, true, true, false, true, true]);
  },
  'whatever a paragraph becomes, it shows just that, before what follows its pieces'() {
    const all = ['', 'a', 'A', 'aa', 'aA', 'Aa', 'AA', 'aaa', 'aAa', 'AaA', 'AAA', 'aaAa'];
    for (const before of all) {
      for (const after of all) {
        const { element, pieces, bar } = paragraph(before);
        const now = replacePieces(element, pieces, drawn(after));
        equal(shown(element), after, `${before} → ${after}`);
        ok(element.lastChild === bar);
        ok(now.length === element.childNodes.length - 1 && now.every((p, i) => p.node === element.childNodes[i]));
        ok(now.every((p) => p.texts.every((t) => p.node.contains(t.node))));
      }
    }
  },
  'what stays has the segment of the new drawing'() {
    const { element, pieces } = paragraph('aB');
    const fresh = drawn('aB');
    ok(replacePieces(element, pieces, fresh).every((p, i) => p.segment === fresh[i]?.segment));
  },
};
