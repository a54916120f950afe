// What is commonly said of these ways, held against what was measured. A saying is a claim that one figure is larger
// than another; whether it is, is read from the figures and never written here.
import { inWords, median } from '../numbers.ts';
import {
  type Cell,
  type FigureName,
  figures,
  type Measured,
  memory,
  type RateName,
  rates,
  type WayName,
  ways,
} from './plan.ts';

/** `more` is said to have more of it than `less`. */
type Saying = { words: string; figure: FigureName | 'memory'; more: WayName; less: WayName };

const often: RateName[] = ['slow', 'steady', 'fast'];
const sayings: (Saying & { at: RateName[] })[] = [
  {
    words: 'Polling wastes bandwidth',
    figure: 'bytes',
    more: 'poll1',
    less: 'webSocket',
    at: often,
  },
  {
    words: 'Polling wastes the server’s time',
    figure: 'cpu',
    more: 'poll1',
    less: 'webSocket',
    at: often,
  },
  {
    words: 'Long polling spares requests',
    figure: 'requests',
    more: 'poll1',
    less: 'longPoll',
    at: often,
  },
  {
    words: 'Long polling spares bandwidth',
    figure: 'bytes',
    more: 'poll1',
    less: 'longPoll',
    at: often,
  },
  {
    words: 'Long polling is slower than a socket',
    figure: 'p50',
    more: 'longPoll',
    less: 'webSocket',
    at: often,
  },
  {
    words: 'WebSocket is faster than SSE',
    figure: 'p50',
    more: 'eventStream',
    less: 'webSocket',
    at: often,
  },
  {
    words: 'WebSocket needs fewer bytes than SSE',
    figure: 'bytes',
    more: 'eventStream',
    less: 'webSocket',
    at: ['fast'],
  },
  {
    words: 'Socket.IO costs more than plain WebSocket',
    figure: 'cpu',
    more: 'ioWebSocket',
    less: 'webSocket',
    at: ['fast'],
  },
  {
    words: 'Socket.IO adds bytes to plain WebSocket',
    figure: 'bytes',
    more: 'ioWebSocket',
    less: 'webSocket',
    at: ['fast'],
  },
  {
    words: 'Socket.IO by polling costs more than by WebSocket',
    figure: 'cpu',
    more: 'ioPolling',
    less: 'ioWebSocket',
    at: often,
  },
  {
    words: 'A connection that stays open needs more memory than one that polls',
    figure: 'memory',
    more: 'webSocket',
    less: 'poll5',
    at: ['slow'],
  },
];

/** One row for each saying and rate that was measured with the most listeners. */
export function sayingRows(measured: Measured): string[][] {
  const { most } = measured;
  const rows = sayings.flatMap((saying) =>
    saying.at
      .flatMap((rate) => {
        const row = rowOf(measured, { listeners: most, rate }, saying);
        return row ? [row] : [];
      })
      // Said once.
      .map(([words = '', ...row], index) => [index === 0 ? words : '', ...row]),
  );
  return [['said', 'at', 'here', '×', ''], ...rows];
}

function rowOf(measured: Measured, cell: Cell, saying: Saying): string[] | undefined {
  const { words, figure, more, less } = saying;
  const value = (way: WayName): number =>
    median(figure === 'memory' ? measured.memory(way) : measured.of(cell, figure, way));
  const [said, other] = [value(more), value(less)];
  if (!Number.isFinite(said) || !Number.isFinite(other)) return undefined;
  const unit = figure === 'memory' ? memory.unit : figures[figure].unit;
  const ratio = said / other;
  const stored = (way: WayName): number => median(measured.of(cell, 'stored', way));
  return [
    words,
    figure === 'memory' ? '' : rates[cell.rate].short,
    `${ways[more]} ${inWords(said)}, ${ways[less]} ${inWords(other)} ${unit}`,
    Number.isFinite(ratio) ? inWords(Number(ratio.toPrecision(2))) : '–',
    verdictOf(ratio, figure, stored(more) / stored(less)),
  ];
}

/**
 * `storing` is how many times as long the message took to be stored: where the server, or the machine, was busier, a
 * latency is longer that is not the way's. Times differ from one run to the next by more than other figures do.
 */
export function verdictOf(ratio: number, figure: FigureName | 'memory', storing = 1): string {
  const limit = figure === 'p50' || figure === 'cpu' ? 1.5 : 1.25;
  const direction = directionOf(ratio, limit);
  if (direction === 0) return 'no clear difference';
  if (figure === 'p50' && directionOf(ratio / storing, limit) !== direction)
    return 'as storing did';
  return direction > 0 ? '**so it is**' : '**the other way round**';
}

function directionOf(ratio: number, limit: number): -1 | 0 | 1 {
  if (ratio > limit) return 1;
  return ratio < 1 / limit ? -1 : 0;
}
