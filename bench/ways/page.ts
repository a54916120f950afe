// docs/transports.md and the chart beside it, written from the figures. What somebody writes between the two marks stays.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../case.ts';
import { machineLine } from '../machine.ts';
import { inWords, median } from '../numbers.ts';
import { inUnits } from './axis.ts';
import { drawChart } from './chart.ts';
import { lessonsOf, list } from './lessons.ts';
import {
  listenersOf,
  type Measured,
  rates,
  readMeasures,
  wayNames,
  ways,
  type FigureName,
} from './plan.ts';
import { sayingRows } from './sayings.ts';
import { markdownOf, tablesOf } from './tables.ts';

export const handMarks = ['<!-- by hand -->', '<!-- end of what is by hand -->'] as const;

export function writePage(report: Report, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'transports.md');
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const measured = readMeasures(report.measures);
  writeFileSync(file, pageOf(report, handPartOf(before)));
  writeFileSync(join(folder, 'transports.svg'), chartOf(measured));
}

/** What stands between the marks; empty where there are none. */
export function handPartOf(page: string): string {
  const [start, end] = handMarks;
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  return from === -1 || to < from ? '' : page.slice(from + start.length, to).trim();
}

export function pageOf(report: Report, handPart: string): string {
  const measured = readMeasures(report.measures);
  const { machine, runs, date } = report;
  const { most } = measured;
  const sections = [
    '# The ways in, compared',
    `The same server, the same messages, the same people listening, by each of its ways. This page and its chart are written by the program that measures, apart from what stands between its marks “by hand”:`,
    '```sh\nnpm run bench -- transports --write docs\n```',
    `Taken on ${date.slice(0, 10)}, ${runs === 1 ? 'in one run' : `${runs} runs, medians with the lowest and the highest`}, on: ${machineLine(machine)}. ${loadOf(measured)}`,
    '![Latency, bytes on the wire and server CPU for each way](transports.svg)',
    '## What it teaches',
    `${handMarks[0]}\n\n${handPart === '' ? '' : `${handPart}\n\n`}${handMarks[1]}`,
    togetherOf(measured),
    lessonsOf(measured)
      .map((lesson) => `- ${lesson}`)
      .join('\n'),
    '## What is said, and what was measured',
    `With ${listenersOf(most)}. “×” is how many times the one that is said to have more has of the other; less than 1.25 (for latencies and CPU 1.5) either way is no clear difference. “As storing did”: storing the message already differed as much, because the server or the machine was busier with one of them.`,
    markdownOf(sayingRows(measured), 3),
    '## The figures',
    `“×” is against ${ways.ioWebSocket}. Bytes and CPU are for one delivered message, requests for one listener.`,
    ...tablesOf(measured).flatMap(({ heading, rows }) => [`### ${heading}`, markdownOf(rows)]),
    '## How it is measured',
    howOf(most),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function togetherOf({ cells, most }: Measured): string {
  const shorts = cells
    .filter(({ listeners }) => listeners === most)
    .map(({ rate }) => rates[rate].short);
  return shorts.length < 2
    ? ''
    : `With ${listenersOf(most)}; figures that stand together are for messages ${list(shorts)}, in that order:`;
}

function loadOf({ cells, of }: Measured): string {
  const loads = cells.flatMap((cell) => wayNames.flatMap((way) => of(cell, 'loadAverage', way)));
  if (loads.length === 0) return '';
  return `The machine’s load average meanwhile was ${inWords(Math.min(...loads))} to ${inWords(Math.max(...loads))}, the benchmark’s own part included: on a machine that others use, latencies belong to that hour, bytes and requests to the ways, and CPU is in between.`;
}

const howOf = (most: number): string =>
  [
    `- The server is the real one, in a process of its own, with its limits lifted and started anew with a fresh team for each line of the tables: ${most + 1} people in one channel. One speaks, by a plain WebSocket that hears nothing; ${most === 1 ? 'one listens' : `one, or ${most}, listen`}, each a person of their own. A message has 80 characters.`,
    '- Listeners are a few lines on raw sockets, all in the process of the speaker, so one monotonic clock times both ends: from the moment the command leaves to the moment the listener has read the event. Everything a message goes through is in that: stored and synced first, delivered then.',
    '- “Stored” is the median until the speaker knows the message safe, in the same window: it is the same work with every way, so where it differs the server or the machine was busier, and the latencies beside it are so much the longer.',
    '- A message leaves once in each interval, at moments that never fall in step with a poll. Who polls spreads evenly over the period, and keeps the connection where the server lets it.',
    '- Bytes are counted on the listeners’ sockets, both ways, with HTTP heads, frames and keepalives, without TCP, IP or TLS: plain HTTP over loopback. Connecting is not in them. Heads are as short as HTTP allows; a browser’s are several times as long, which only the ways with many requests feel.',
    '- Requests are HTTP requests while it is measured; a stream or a socket needed its one before.',
    `- CPU is the server’s processor time of all threads in the window, divided by what was delivered in it. What an idle server does, empty polls and keepalives included, is not subtracted: it is the price of being reachable.`,
    '- Memory is what each listener adds to the resident memory, from the 100th on, after the garbage was collected: listeners that are connected and hear nothing.',
    `- At ${rates.slow.label} a window has a handful of messages: with one listener p95 and p99 there are simply the slowest. With many the messages are as few, the deliveries many.`,
    '- Polling keeps a cursor and asks for what came after it, long polling waits up to 25 s, SSE and WebSocket are subscribed; Socket.IO is used as the app uses it, in its rooms.',
  ].join('\n');

function chartOf(measured: Measured): string {
  const { cells, of } = measured;
  const counts = [...new Set(cells.map(({ listeners }) => listeners))];
  const shown = [...new Set(cells.map(({ rate }) => rate))];
  const panel = (title: string, units: string[], from: FigureName, to?: FigureName) => ({
    title,
    label: inUnits(units),
    at(column: number, row: number, series: number) {
      const [listeners, way, rate] = [counts[column], wayNames[row], shown[series]];
      if (listeners === undefined || way === undefined || rate === undefined) return undefined;
      const value = (figure: FigureName): number => median(of({ listeners, rate }, figure, way));
      if (!(value(from) > 0)) return undefined;
      return { from: value(from), ...(to && { to: value(to) }) };
    },
  });
  return drawChart({
    title: 'The ways in: how late, and at what price',
    note: 'Logarithmic axes; further to the left is better. How often something is said:',
    rows: wayNames.map((way) => ways[way]),
    columns: counts.map(listenersOf),
    series: shown.map((rate) => rates[rate].label),
    panels: [
      panel('Latency: the dot is the median, the line reaches to p99', ['ms', 's'], 'p50', 'p99'),
      panel('Bytes on the wire per delivered message, both directions', ['B', 'kB', 'MB'], 'bytes'),
      panel('Server CPU per delivered message', ['µs', 'ms', 's'], 'cpu'),
    ],
  });
}
