// What is compared: the ways to listen, how many listen, how often something is said, and what is measured of it.
import type { Measure } from '../case.ts';

export const ways = {
  poll1: 'Polling every 1 s',
  poll5: 'Polling every 5 s',
  longPoll: 'Long polling',
  eventStream: 'SSE',
  webSocket: 'WebSocket',
  ioPolling: 'Socket.IO by polling',
  ioWebSocket: 'Socket.IO by WebSocket',
} as const;
export type WayName = keyof typeof ways;
export const wayNames = Object.keys(ways) as WayName[];

/** What the others are held against: the way the app takes where it can. */
export const standard = 'ioWebSocket' satisfies WayName;
/** Beside the ways: the same messages with nobody there to hear them. */
export const nobody = 'Nobody listens';

export const rates = {
  slow: { label: '1 message per 10 s', short: '1 per 10 s', everyMs: 10_000 },
  steady: { label: '1 message per s', short: '1 per s', everyMs: 1000 },
  fast: { label: '50 messages per s', short: '50 per s', everyMs: 20 },
} as const;
export type RateName = keyof typeof rates;
export const rateNames = Object.keys(rates) as RateName[];

export const figures = {
  p50: { name: 'latency, p50', unit: 'ms' },
  p95: { name: 'latency, p95', unit: 'ms' },
  p99: { name: 'latency, p99', unit: 'ms' },
  requests: { name: 'requests per minute per listener', unit: '/min' },
  bytes: { name: 'bytes per delivered message', unit: 'B' },
  cpu: { name: 'server CPU per delivered message', unit: 'µs' },
  stored: { name: 'stored, p50', unit: 'ms' },
  // What tells whether to believe the others.
  said: { name: 'messages said', unit: '' },
  serverBusy: { name: 'server, of one core', unit: '%' },
  loadBusy: { name: 'load process, of one core', unit: '%' },
  loadAverage: { name: 'load average of the machine', unit: '' },
} as const;
export type FigureName = keyof typeof figures;

export type Cell = { listeners: number; rate: RateName };

export const memory = { name: 'server memory per listener', unit: 'KiB' };
export const takingIn = (rate: RateName): string =>
  `${rates[rate].label}: server CPU per message taken in`;
export const nameOf = ({ listeners, rate }: Cell, figure: FigureName): string =>
  `${headingOf({ listeners, rate })}: ${figures[figure].name}`;
export const headingOf = ({ listeners, rate }: Cell): string =>
  `${listenersOf(listeners)}, ${rates[rate].label}`;
export const listenersOf = (count: number): string =>
  `${count} ${count === 1 ? 'listener' : 'listeners'}`;

/** What a run has measured, found again by what it is. Empty where it has not. */
export function readMeasures(measures: Measure[]) {
  const named = new Map(measures.map((measure) => [measure.name, measure.values]));
  const counts = new Set(
    measures.flatMap(({ name }) => /^(\d+) listeners?, /.exec(name)?.[1] ?? []).map(Number),
  );
  return {
    /** The larger audience. */
    most: Math.max(1, ...counts),
    cells: [...counts].flatMap((listeners) =>
      rateNames
        .map((rate): Cell => ({ listeners, rate }))
        .filter((cell) => named.has(nameOf(cell, 'p50'))),
    ),
    of: (cell: Cell, figure: FigureName, way: WayName): number[] =>
      named.get(nameOf(cell, figure))?.[ways[way]] ?? [],
    memory: (way: WayName): number[] => named.get(memory.name)?.[ways[way]] ?? [],
    takingIn: (rate: RateName): number[] => named.get(takingIn(rate))?.[nobody] ?? [],
  };
}
export type Measured = ReturnType<typeof readMeasures>;
