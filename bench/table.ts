// A case's figures as text: medians, their spread, and how ours stand to the others'.
import type { Measure } from './case.ts';
import { inWords, median } from './numbers.ts';

export function tableOf(measures: Measure[]): string {
  const subjects = [...new Set(measures.flatMap(({ values }) => Object.keys(values)))];
  const [ours, ...others] = subjects;
  const header = ['', 'unit', ...subjects, ...others.map((other) => `ratio to ${other}`)];
  const rows = measures.map(({ name, unit, values }) => [
    name,
    unit,
    ...subjects.map((subject) => spread(values[subject])),
    ...others.map((other) => ratio(values[ours ?? ''], values[other])),
  ]);
  return aligned([header, ...rows], 2);
}

/** The median, and behind it the lowest and the highest. */
export function spread(values: number[] | undefined): string {
  if (!values || values.length === 0) return '';
  const middle = inWords(median(values));
  if (values.length === 1) return middle;
  return `${middle} (${inWords(Math.min(...values))}–${inWords(Math.max(...values))})`;
}

function ratio(ours: number[] | undefined, theirs: number[] | undefined): string {
  if (!ours?.length || !theirs?.length) return '';
  return (median(ours) / median(theirs)).toFixed(2);
}

/** The first `texts` columns stand to the left, the others, numbers, to the right. */
export function aligned(rows: string[][], texts: number): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: string[]): string =>
    row.map((cell, column) => padded(cell, widths[column] ?? 0, column < texts)).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

export const padded = (cell: string, width: number, isText: boolean): string =>
  isText ? cell.padEnd(width) : cell.padStart(width);
