// How long a message is under way between two people, and until its sender knows it is safe.
import { type BenchCase, createMeasures } from '../case.ts';
import { dialects, names, onStage } from '../subjects.ts';

const rate = 50;

export const latency: BenchCase = {
  name: 'latency',
  title: `Two people, ${rate} messages a second`,
  async run({ runs, size, progress }) {
    const messages = size('messages', 300);
    const measures = createMeasures();
    for (let run = 0; run < runs; run++) {
      for (const dialect of dialects) {
        progress(`${names[dialect]}, run ${run + 1} of ${runs}`);
        await onStage(dialect, { people: 2 }, async ({ server, load, target }) => {
          const before = await server.call('usage');
          const { p50, p99, ackP50, ackP99 } = await load.call('talk', target, rate, messages);
          const after = await server.call('usage');
          const add = (name: string, unit: string, value: number) =>
            measures.add(name, unit, names[dialect], value);
          add('one way, p50', 'ms', p50);
          add('one way, p99', 'ms', p99);
          if (ackP50 !== undefined) add('stored and acknowledged, p50', 'ms', ackP50);
          if (ackP99 !== undefined) add('stored and acknowledged, p99', 'ms', ackP99);
          add('server CPU per message', 'µs', (after.cpu - before.cpu) / (messages + rate));
        });
      }
    }
    return measures.all();
  },
};
