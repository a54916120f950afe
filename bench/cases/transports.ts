// The ways in, compared: the same messages to the same listeners, by each way in turn.
import { loadavg } from 'node:os';
import { type BenchCase, type Context, createMeasures } from '../case.ts';
import { onStage, type Stage } from '../subjects.ts';
import { writePage } from '../ways/page.ts';
import {
  type Cell,
  type FigureName,
  figures,
  headingOf,
  memory,
  nameOf,
  nobody,
  type RateName,
  rateNames,
  rates,
  takingIn,
  type WayName,
  wayNames,
  ways,
} from '../ways/plan.ts';
import { textOf } from '../ways/tables.ts';

/** Longest period of those who poll, and a little: after it everything comes as it will go on coming. */
const leads: Partial<Record<WayName, number>> = { poll1: 1500, poll5: 5500 };
const usualLead = 500;
const warmUpMs = 2000;
/** Memory is what each listener adds once there are so many: the first ones warm the server up. */
const firstListeners = 100;

export const transports: BenchCase = {
  name: 'transports',
  title: 'The ways in: how late, and at what price',
  usualRuns: 1,
  table: textOf,
  write: writePage,
  async run(context) {
    const { runs, size, progress } = context;
    const many = size('listeners', 100);
    const inMemory = size('memoryListeners', 500, 1);
    const windows = windowsOf(context);
    const measures = createMeasures();
    const chosen = wayNames.slice(-size('ways', wayNames.length, wayNames.length));
    for (let run = 0; run < runs; run++) {
      const say = (text: string): void => progress(`run ${run + 1} of ${runs}: ${text}`);
      // The ways right after each other, so that each has the machine as the others have it.
      for (const [rate, ms] of measurable(windows)) {
        say(`nobody listens, ${rates[rate].label}`);
        const { cpu, heard } = await stageOf(many, windows, undefined, (stage) =>
          measure(stage, rate, usualLead, ms),
        );
        measures.add(takingIn(rate), 'µs', nobody, cpu / heard.said);
        for (const listeners of new Set([1, many])) {
          const cell = { listeners, rate };
          for (const way of chosen) {
            say(`${headingOf(cell)}, ${ways[way]}`);
            const lead = Math.min(leads[way] ?? usualLead, ms);
            const taken = await stageOf(many, windows, { way, listeners }, (stage) =>
              measure(stage, rate, lead, ms),
            );
            for (const [figure, value] of valuesOf(cell, ms, taken))
              measures.add(nameOf(cell, figure), figures[figure].unit, ways[way], value);
          }
        }
      }
      if (inMemory <= firstListeners) continue;
      for (const way of chosen) {
        say(`memory, ${ways[way]}`);
        measures.add(memory.name, memory.unit, ways[way], await memoryOf(way, inMemory));
      }
    }
    return measures.all();
  },
};

type Windows = Record<RateName, number>;

/** How long each rate is measured. Milliseconds. */
const windowsOf = ({ size }: Context): Windows => ({
  slow: size('slowSeconds', 60, 1) * 1000,
  steady: size('steadySeconds', 15, 2) * 1000,
  fast: size('fastSeconds', 10, 1) * 1000,
});

/** One message says nothing: a rate is left out where its window holds no more. */
const measurable = (windows: Windows): [RateName, number][] =>
  rateNames
    .map((rate): [RateName, number] => [rate, windows[rate]])
    .filter(([rate, ms]) => ms >= 2 * rates[rate].everyMs);

/** A server of its own, with those who listen, warm as one that has been there for a while. */
const stageOf = <T>(
  people: number,
  windows: Windows,
  audience: { way: WayName; listeners: number } | undefined,
  work: (stage: Stage) => Promise<T>,
): Promise<T> =>
  onStage('lanline', { people: people + 1 }, async (stage) => {
    const { load, target } = stage;
    if (audience) await load.call('listen', target, audience.way, audience.listeners);
    await load.call('begin', target, rates.fast.everyMs, Math.min(warmUpMs, windows.fast));
    await load.call('end');
    return await work(stage);
  });

async function measure({ server, load, target }: Stage, rate: RateName, lead: number, ms: number) {
  await load.call('begin', target, rates[rate].everyMs, lead);
  const before = await server.call('usage');
  await pause(ms);
  const after = await server.call('usage');
  return { cpu: after.cpu - before.cpu, heard: await load.call('end') };
}

function valuesOf(
  { listeners }: Cell,
  ms: number,
  { cpu, heard }: Awaited<ReturnType<typeof measure>>,
): [FigureName, number][] {
  const { p50, p95, p99, stored, said, delivered, traffic, busy } = heard;
  return [
    ['p50', p50],
    ['p95', p95],
    ['p99', p99],
    ['stored', stored],
    ['requests', (traffic.requests / listeners / ms) * 60_000],
    ['bytes', traffic.bytes / delivered],
    ['cpu', cpu / delivered],
    ['said', said],
    ['serverBusy', cpu / ms / 10],
    ['loadBusy', busy * 100],
    ['loadAverage', loadavg()[0] ?? Number.NaN],
  ];
}

/** Resident memory, in KiB, for each listener beyond the first. */
async function memoryOf(way: WayName, listeners: number): Promise<number> {
  const options = { people: listeners + 1, collect: true };
  return await onStage('lanline', options, async ({ server, load, target }) => {
    const settled = async (count: number): Promise<number> => {
      await load.call('listen', target, way, count);
      // What connecting needed is given back, and the news of it is told.
      await pause(3000);
      await server.call('usage');
      return (await server.call('usage')).memory;
    };
    const first = await settled(firstListeners);
    return ((await settled(listeners)) - first) / (listeners - firstListeners) / 1024;
  });
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
