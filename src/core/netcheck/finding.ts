// What a check finds out; rows are made of it in networkCheck.ts.
import type { CheckRow } from '../../shared/rows.ts';

/** In the locale: `check.<check>.<text>` and `check.<check>.advice.<advice>`, filled with `facts`. */
export type Finding = {
  state: Exclude<CheckRow['state'], 'running'>;
  text: string;
  advice?: string;
  facts?: CheckRow['facts'];
  /** To copy into a terminal of this system. */
  command?: string;
};

const gravity = ['good', 'unknown', 'warning', 'bad'] as const;

/** The one that matters most; of equals the first. */
export const worst = (first: Finding, ...others: Finding[]): Finding =>
  others.reduce(
    (found, next) => (gravity.indexOf(next.state) > gravity.indexOf(found.state) ? next : found),
    first,
  );

/** A list as a fact: the first few, and an ellipsis for the rest. */
export const listed = (items: Iterable<string>, most = 6): string => {
  const all = [...items];
  return all.slice(0, most).join(', ') + (all.length > most ? ', …' : '');
};
