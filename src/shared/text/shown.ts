// What strangers say of themselves (a computer's name, an address) before it stands in a sentence of
// ours: on one line, and without marks that would turn the words around it.
import { unprintable } from '../entities.ts';

// The same that no name of ours may hold, in runs.
const runs = new RegExp(`${unprintable.source}+`, 'gu');
// A tower of marks on one letter would hang over its neighbours.
const towers = /(\p{M}{4})\p{M}+/gu;

/** Safe to be shown as text; '' when nothing is left. */
export const shown = (text: string): string =>
  text.toWellFormed().replace(runs, ' ').replace(towers, '$1').trim();
