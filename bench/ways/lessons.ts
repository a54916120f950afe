// What the comparison teaches, in sentences: what lies in the nature of a way, and the figures of this run behind it.
import { inWords, median } from '../numbers.ts';
import {
  type Cell,
  type FigureName,
  figures,
  listenersOf,
  type Measured,
  memory,
  nobody,
  type RateName,
  rateNames,
  rates,
  standard,
  type WayName,
  wayNames,
  ways,
} from './plan.ts';

/** One for each point; those whose figures were not measured are left out. */
export function lessonsOf(measured: Measured): string[] {
  const { most } = measured;
  const has = (rate: RateName): boolean =>
    measured.cells.some((cell) => cell.listeners === most && cell.rate === rate);
  const at = rateNames.filter(has);
  const value = (rate: RateName, figure: FigureName, way: WayName): number =>
    median(measured.of({ listeners: most, rate }, figure, way));
  const say = (rate: RateName, figure: FigureName, way: WayName): string =>
    `${inWords(value(rate, figure, way))} ${figures[figure].unit}`.trim();
  const numbers = (figure: FigureName, way: WayName): string =>
    list(at.map((rate) => inWords(value(rate, figure, way))));
  const each = (figure: FigureName, way: WayName): string =>
    `${numbers(figure, way)} ${figures[figure].unit}`;
  /** With what of it is not the way's. */
  const late = (way: WayName): string =>
    `${each('p50', way)} (storing alone ${each('stored', way)})`;
  const ratios = (figure: FigureName, way: WayName, other: WayName): string => {
    const all = at.map((rate) => value(rate, figure, way) / value(rate, figure, other));
    return `${list(all.map(twoDigits))} times`;
  };
  const added = (): string =>
    list(
      wayNames.map((way) => {
        const parts = at.map((rate) => value(rate, 'p50', way) - value(rate, 'stored', way));
        return `${ways[way]} ${parts.map((ms) => inWords(ms).replace('-', '−')).join(' / ')}`;
      }),
    );
  const [rarest] = at;
  if (rarest === undefined) return [];
  const busiest = { listeners: most, rate: at.at(-1) ?? rarest };
  const asked = value(rarest, 'requests', 'poll1');
  const said = 60_000 / rates[rarest].everyMs;

  return [
    `**Polling is simple, and late.** A message waits for the next question, half the interval on average. The median was ${each('p50', 'poll1')} where everybody asked every second, ${each('p50', 'poll5')} where they asked every five, and ${late(standard)} by ${ways[standard]}.`,
    `**What a way adds** is what lies beyond storing. The median until the event was there, less the median until its sender knew it stored: ${added()} ms. Below zero the event was there before the sender’s answer.`,
    ...(asked > said
      ? [
          `**Most questions bring nothing where little is said.** At ${rates[rarest].short} who polled every second asked ${inWords(asked)} times a minute for ${inWords(said)} messages, so at least ${Math.floor((1 - said / asked) * 100)} % of the answers were empty. Each message then had ${say(rarest, 'bytes', 'poll1')} on the wire behind it; by plain WebSocket, ${say(rarest, 'bytes', 'webSocket')}.`,
        ]
      : []),
    `**Where much is said, a poll gathers.** One answer carries everything since the last, with one head for all of it. At ${rates[busiest.rate].short} a delivery cost the server the least by ${least(measured, busiest, 'cpu')}, and the fewest bytes by ${least(measured, busiest, 'bytes')}.`,
    `**Long polling answers at once, and is asked again after every answer.** Its median was ${late('longPoll')}, and each listener asked ${numbers('requests', 'longPoll')} times a minute. Compared with plain WebSocket a delivery took ${ratios('cpu', 'longPoll', 'webSocket')} the server’s work and ${ratios('bytes', 'longPoll', 'webSocket')} the bytes. The server holds a question of every listener all the time.`,
    `**SSE goes one way.** It is an answer that does not end; what the listener says goes by requests of its own. Its median was ${late('eventStream')}. Compared with plain WebSocket a delivery had ${ratios('bytes', 'eventStream', 'webSocket')} the bytes and took ${ratios('cpu', 'eventStream', 'webSocket')} the server’s work.`,
    `**A WebSocket goes both ways** over one connection, without a head for each message: the median was ${late('webSocket')}, a delivery had ${each('bytes', 'webSocket')}, keepalives included.`,
    `**Socket.IO is a WebSocket with names, acknowledgements and another way out.** By WebSocket a delivery had ${ratios('bytes', 'ioWebSocket', 'webSocket')} the bytes of a plain one, and ${ratios('cpu', 'ioWebSocket', 'webSocket')} the server’s work. By polling, its way where WebSockets are blocked, it had ${ratios('bytes', 'ioPolling', 'ioWebSocket')} the bytes of its WebSocket, and ${ratios('cpu', 'ioPolling', 'ioWebSocket')} the work.`,
    ...memoryLesson(measured),
    ...baseLesson(measured, at),
    ...doubts(measured),
  ];
}

function memoryLesson(measured: Measured): string[] {
  const known = wayNames.filter((way) => measured.memory(way).length > 0);
  if (known.length < 2) return [];
  const amounts = known.map((way) => `${ways[way]} ${inWords(median(measured.memory(way)))}`);
  return [
    `**Everybody holds a connection**, those who poll too, because they keep theirs for the next question. What each listener added to the server’s memory: ${list(amounts)} ${memory.unit}.`,
  ];
}

function baseLesson(measured: Measured, at: RateName[]): string[] {
  const known = at.filter((rate) => measured.takingIn(rate).length > 0);
  if (known.length === 0) return [];
  const costs = known.map(
    (rate) => `${inWords(median(measured.takingIn(rate)))} µs at ${rates[rate].short}`,
  );
  return [
    `**The message itself** has its price before anybody hears it: checked, written and synced, ${list(costs)} of the server’s processor (“${nobody.toLowerCase()}”, what an idle server does included). With one listener that is most of what the tables say; with many it is shared.`,
  ];
}

/** Where a process was so busy that a latency is that of a queue. */
function doubts({ cells, of }: Measured): string[] {
  const limit = 80;
  const busy = (figure: FigureName): string[] =>
    cells.flatMap((cell) =>
      wayNames
        .filter((way) => median(of(cell, figure, way)) > limit)
        .map((way) => `${ways[way]} (${listenersOf(cell.listeners)}, ${rates[cell.rate].short})`),
    );
  const [server, load] = [busy('serverBusy'), busy('loadBusy')];
  return [
    ...(server.length > 0
      ? [
          `**At its limit** the server was, with more than ${limit} % of a core, at ${list(server)}: messages queue there, and latency is mostly waiting.`,
        ]
      : []),
    ...(load.length > 0
      ? [
          `**Less sure** is what the load process measured while it needed more than ${limit} % of a core itself: ${list(load)}.`,
        ]
      : []),
  ];
}

/** Who needs the least, and how much that is of what the standard needs. */
function least(measured: Measured, cell: Cell, figure: FigureName): string {
  const value = (way: WayName): number => median(measured.of(cell, figure, way));
  const [first] = wayNames
    .filter((way) => Number.isFinite(value(way)))
    .toSorted((a, b) => value(a) - value(b));
  if (first === undefined) return '–';
  const amount = `${inWords(value(first))} ${figures[figure].unit}`;
  if (first === standard) return `${ways[first]} (${amount})`;
  return `${ways[first]} (${amount}, ${twoDigits(value(first) / value(standard))} times that of ${ways[standard]})`;
}

const twoDigits = (ratio: number): string =>
  ratio < 10 ? ratio.toPrecision(2) : inWords(Number(ratio.toPrecision(2)));

/** One, two and three. */
export function list(parts: string[]): string {
  const [last = '', ...before] = parts.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(', ')} and ${last}`;
}
