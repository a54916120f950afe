// The comparison as tables: one for each number of listeners and rate, and one for memory. In the terminal, and in
// Markdown.
import type { Measure } from '../case.ts';
import { inWords, median } from '../numbers.ts';
import { aligned, padded, spread } from '../table.ts';
import {
  type Cell,
  type FigureName,
  headingOf,
  type Measured,
  readMeasures,
  standard,
  type WayName,
  wayNames,
  ways,
} from './plan.ts';

export type Table = { heading: string; rows: string[][] };

const columns: [figure: FigureName, heading: string][] = [
  ['stored', 'stored, ms'],
  ['p50', 'p50, ms'],
  ['p95', 'p95, ms'],
  ['p99', 'p99, ms'],
  ['requests', 'requests/min'],
  ['bytes', 'bytes'],
  ['cpu', 'CPU, µs'],
];
const held: [figure: FigureName, heading: string][] = [
  ['p50', 'p50 ×'],
  ['bytes', 'bytes ×'],
  ['cpu', 'CPU ×'],
];

/** `×`: how many times that of Socket.IO by WebSocket. */
export function tablesOf(measured: Measured): Table[] {
  const { cells } = measured;
  const tables = cells.map((cell) => ({
    heading: headingOf(cell),
    rows: [
      ['', ...[...columns, ...held].map(([, heading]) => heading)],
      ...wayNames.map((way) => rowOf(measured, cell, way)),
    ],
  }));
  if (wayNames.every((way) => measured.memory(way).length === 0)) return tables;
  const rows = wayNames.map((way) => [
    ways[way],
    spread(measured.memory(way)),
    times(measured.memory(way), measured.memory(standard)),
  ]);
  return [
    ...tables,
    { heading: 'Memory of the server', rows: [['', 'KiB per listener', '×'], ...rows] },
  ];
}

/** For the terminal. */
export const textOf = (measures: Measure[]): string =>
  tablesOf(readMeasures(measures))
    .map(({ heading, rows }) => `\n${heading}\n${aligned(rows, 1)}`)
    .join('\n');

/** The first `texts` columns are words. Padded, as the formatter does it. */
export function markdownOf(rows: string[][], texts = 1): string {
  const [header = [], ...body] = rows;
  const widths = header.map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, column) => padded(cell, widths[column] ?? 0, column < texts)).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    column < texts ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(header), line(rule), ...body.map(line)].join('\n');
}

function rowOf(measured: Measured, cell: Cell, way: WayName): string[] {
  const values = (figure: FigureName, of = way): number[] => measured.of(cell, figure, of);
  return [
    ways[way],
    ...columns.map(([figure]) => spread(values(figure))),
    ...held.map(([figure]) => times(values(figure), values(figure, standard))),
  ];
}

function times(ours: number[], theirs: number[]): string {
  const ratio = median(ours) / median(theirs);
  if (!Number.isFinite(ratio)) return '–';
  return ratio >= 100 ? inWords(ratio) : ratio.toFixed(ratio < 0.1 ? 3 : ratio < 10 ? 2 : 1);
}
