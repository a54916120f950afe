// The comparison's document: chart, tables and sentences from any figures, and what is written by hand stays.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createMeasures, type Report } from '../../bench/case.ts';
import { axisOf, inUnits } from '../../bench/ways/axis.ts';
import { drawChart } from '../../bench/ways/chart.ts';
import { handMarks, handPartOf, pageOf, writePage } from '../../bench/ways/page.ts';
import {
  type FigureName,
  figures,
  memory,
  nameOf,
  nobody,
  type RateName,
  readMeasures,
  takingIn,
  wayNames,
  ways,
} from '../../bench/ways/plan.ts';
import { sayingRows, verdictOf } from '../../bench/ways/sayings.ts';
import { markdownOf, tablesOf, textOf } from '../../bench/ways/tables.ts';
import { testFolder } from '../support/folder.ts';

const machine = {
  cpu: 'A processor',
  cores: 2,
  memoryGiB: 8,
  node: 'v24.0.0',
  system: 'linux x64',
};

/** The n-th way has n + 1 of everything, at each of these rates. */
function reportOf(rates: RateName[], factor = 1): Report {
  const measures = createMeasures();
  for (const rate of rates) {
    measures.add(takingIn(rate), 'µs', nobody, 900);
    for (const listeners of [1, 20])
      for (const [index, way] of wayNames.entries())
        for (const figure of Object.keys(figures) as FigureName[])
          measures.add(
            nameOf({ listeners, rate }, figure),
            figures[figure].unit,
            ways[way],
            (index + 1) * factor * (figure === 'p99' ? 40 : 10),
          );
  }
  for (const [index, way] of wayNames.entries())
    measures.add(memory.name, memory.unit, ways[way], 20 + index);
  return { measures: measures.all(), runs: 1, date: '2026-02-03T04:05:06.000Z', machine };
}

test('measures are found again by what they are', () => {
  const measured = readMeasures(reportOf(['slow', 'fast']).measures);
  expect(measured.cells).toEqual([
    { listeners: 1, rate: 'slow' },
    { listeners: 1, rate: 'fast' },
    { listeners: 20, rate: 'slow' },
    { listeners: 20, rate: 'fast' },
  ]);
  expect(measured.of({ listeners: 20, rate: 'fast' }, 'p99', 'poll5')).toEqual([80]);
  expect(measured.of({ listeners: 20, rate: 'steady' }, 'p99', 'poll5')).toEqual([]);
  expect(measured.memory('poll1')).toEqual([20]);
  expect(measured.takingIn('slow')).toEqual([900]);
});

test('there is a table for each cell and one for memory, held against Socket.IO by WebSocket', () => {
  const { measures } = reportOf(['fast']);
  const tables = tablesOf(readMeasures(measures));
  expect(tables.map(({ heading }) => heading)).toEqual([
    '1 listener, 50 messages per s',
    '20 listeners, 50 messages per s',
    'Memory of the server',
  ]);
  const [header, first] = tables[0]?.rows ?? [];
  expect(header?.slice(-3)).toEqual(['p50 ×', 'bytes ×', 'CPU ×']);
  expect(first).toEqual(['Polling every 1 s', ...'10 10 10 40 10 10 10 0.14 0.14 0.14'.split(' ')]);
  expect(textOf(measures)).toContain('\n1 listener, 50 messages per s\n');
  expect(
    markdownOf([
      ['', 'n'],
      ['a', '1'],
    ]),
  ).toBe('|     |   n |\n| --- | --: |\n| a   |   1 |');
});

test('whether a saying holds is read from the figures', () => {
  const rows = sayingRows(readMeasures(reportOf(['fast']).measures));
  const verdict = (words: string) => rows.find(([said]) => said === words)?.at(-1);
  expect(verdict('Polling wastes bandwidth')).toBe('**the other way round**');
  expect(verdict('Socket.IO adds bytes to plain WebSocket')).toBe('**so it is**');
  expect(verdict('A connection that stays open needs more memory than one that polls')).toBe(
    'no clear difference',
  );
  expect(verdictOf(1.4, 'p50')).toBe('no clear difference');
  expect(verdictOf(1.4, 'bytes')).toBe('**so it is**');
  // Three times as late, of which storing was twice; and four times as late, of which it was all.
  expect(verdictOf(3.2, 'p50', 2)).toBe('**so it is**');
  expect(verdictOf(4, 'p50', 4.1)).toBe('as storing did');
  expect(verdictOf(0.25, 'p50', 0.9)).toBe('**the other way round**');
});

test('the page has figures, where they come from, and doubts where there are any', () => {
  const page = pageOf(reportOf(['slow', 'steady', 'fast']), 'Chosen with care.');
  for (const part of [
    'npm run bench -- transports --write docs',
    'Taken on 2026-02-03, in one run, on: A processor, 2 cores',
    '![Latency, bytes on the wire and server CPU for each way](transports.svg)',
    '### 20 listeners, 1 message per 10 s',
    'Chosen with care.',
    'polled every second asked 10 times a minute for 6 messages',
  ])
    expect(page).toContain(part);
  expect(page).not.toMatch(/NaN|undefined|Infinity|–/);
  expect(page).not.toContain('At its limit');
  expect(pageOf(reportOf(['fast'], 3), '')).toContain('**At its limit**');
});

test('a page of few figures, or of none, is a page all the same', () => {
  for (const report of [reportOf(['fast']), { ...reportOf([]), measures: [] }])
    expect(pageOf(report, '')).not.toMatch(/NaN|undefined|Infinity/);
});

test('what was written by hand stays when the figures are new', () => {
  const folder = testFolder();
  const file = join(folder, 'transports.md');
  writePage(reportOf(['fast']), folder);
  const [start, end] = handMarks;
  writeFileSync(file, readFileSync(file, 'utf8').replace(start, `${start}\n\nBy me.\n`));
  writePage(reportOf(['fast'], 2), folder);
  const page = readFileSync(file, 'utf8');
  expect(handPartOf(page)).toBe('By me.');
  expect(page).toMatch(/\| Polling every 1 s +\| +20 \|/);
  expect(readFileSync(join(folder, 'transports.svg'), 'utf8')).toContain('</svg>');
  expect(handPartOf(`${end} no ${start}`)).toBe('');
});

test('an axis goes from one power of ten to another', () => {
  const { place, ticks } = axisOf([0.2, 30, 0, Number.NaN], 100, 400);
  expect(ticks.map(inUnits(['ms', 's']))).toEqual(['0.1 ms', '1 ms', '10 ms', '100 ms']);
  expect([0.1, 1, 100].map((value) => Math.round(place(value)))).toEqual([100, 200, 400]);
  expect(axisOf([], 0, 1).ticks).toEqual([1, 10]);
  const bytes = axisOf([500, 20_000_000_000], 0, 1).ticks.map(inUnits(['B', 'kB', 'MB']));
  expect([bytes[0], bytes[1], bytes.at(-1)]).toEqual(['100 B', '1 kB', '100000 MB']);
});

test('a chart draws what there is, apart by form and colour, and escapes words', () => {
  const svg = drawChart({
    title: 'Less < more & back',
    note: '',
    rows: ['a', 'b'],
    columns: ['one'],
    series: ['slow', 'fast'],
    panels: [
      {
        title: 'Time',
        label: inUnits(['ms', 's']),
        at: (_column, row, series) =>
          row === 1 && series === 1 ? undefined : { from: 10 ** series, to: 20 },
      },
    ],
  });
  expect(svg).toContain('Less &lt; more &amp; back');
  // One in the legend, and those of the rows.
  expect(svg.match(/<circle/g)).toHaveLength(3);
  expect(svg.match(/<rect [^>]*fill="#d55e00"/g)).toHaveLength(2);
  expect(svg).toContain('100 ms');
  expect(svg).not.toContain('NaN');
});
