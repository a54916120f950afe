// Many people in one room: how many deliveries a second a server can keep up, and what one costs.
import { type BenchCase, createMeasures } from '../case.ts';
import type { Burst } from '../load/crowd.ts';
import { dialects, names, onStage, type Stage } from '../subjects.ts';

/** Slower than this is not kept up. */
const patienceMs = 250;
const quietRate = 20;

export const fanOut: BenchCase = {
  name: 'fanOut',
  title: 'One room: highest rate with everything delivered, and a quiet day',
  async run({ runs, size, progress }) {
    const burstMs = size('burstMs', 3000);
    const quietMs = size('quietMs', 4000);
    const measures = createMeasures();
    for (const people of [100, 500]) {
      for (let run = 0; run < runs; run++) {
        for (const dialect of dialects) {
          progress(`${names[dialect]}, room of ${people}, run ${run + 1} of ${runs}`);
          await onStage(dialect, { people }, async (stage) => {
            await stage.load.call('gather', stage.target, people);
            const add = (what: string, unit: string, value: number) =>
              measures.add(`${people}: ${what}`, unit, names[dialect], value);
            const { burst, cpu } = await measured(
              stage,
              await busiest(stage, burstMs / 4),
              burstMs,
            );
            add('deliveries', '/s', burst.perSecond);
            add('server CPU per delivery', 'µs', cpu / burst.deliveries);
            add('one way, p99', 'ms', burst.p99);
            const quiet = await withCpu(stage, () => stage.load.call('steady', quietRate, quietMs));
            add(
              `server CPU per delivery at ${quietRate}/s`,
              'µs',
              quiet.cpu / quiet.burst.deliveries,
            );
          });
        }
      }
    }
    return measures.all();
  },
};

/** How many messages each sender keeps under way for the most deliveries that are still in time. */
async function busiest({ load }: Stage, ms: number): Promise<number> {
  let best = { window: 1, perSecond: 0 };
  let late = 0;
  for (const window of [1, 2, 4, 8, 16, 32, 64]) {
    const { perSecond, p99 } = await load.call('burst', window, ms);
    // Once may be the machine's own hiccup.
    if (p99 > patienceMs && ++late > 1) break;
    if (p99 <= patienceMs && perSecond > best.perSecond) best = { window, perSecond };
  }
  return best.window;
}

const measured = (stage: Stage, window: number, ms: number) =>
  withCpu(stage, () => stage.load.call('burst', window, ms));

async function withCpu(
  { server }: Stage,
  work: () => Promise<Burst>,
): Promise<{ burst: Burst; cpu: number }> {
  const before = await server.call('usage');
  const burst = await work();
  const after = await server.call('usage');
  return { burst, cpu: after.cpu - before.cpu };
}
