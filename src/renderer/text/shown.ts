// What strangers say of themselves (a computer's name, an address) before it stands in a sentence of
// ours: on one line, and without marks that would turn the words around it.
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u00ad\u200b\u2060-\u2064\ufeff]+/gu;
// A tower of marks on one letter would hang over its neighbours.
const towers = /(\p{M}{4})\p{M}+/gu;

/** Safe to be shown as text; '' when nothing is left. */
export const shown = (text: string): string =>
  text.toWellFormed().replace(unprintable, ' ').replace(towers, '$1').trim();
