// What a connection costs that says nothing.
import { type BenchCase, createMeasures } from '../case.ts';
import { dialects, names, onStage } from '../subjects.ts';

export const idle: BenchCase = {
  name: 'idle',
  title: 'People who are there and say nothing',
  async run({ runs, size, progress }) {
    const people = size('connections', 2000);
    const measures = createMeasures();
    for (let run = 0; run < runs; run++) {
      for (const dialect of dialects) {
        progress(`${names[dialect]}, run ${run + 1} of ${runs}`);
        await onStage(dialect, { people, collect: true }, async ({ server, load, target }) => {
          const before = await server.call('usage');
          const start = performance.now();
          await load.call('gather', target, people);
          const seconds = (performance.now() - start) / 1000;
          // What connecting needed is given back, and the news of it is told.
          await new Promise((resolve) => setTimeout(resolve, 3000));
          await server.call('usage');
          const { memory } = await server.call('usage');
          const add = (name: string, unit: string, value: number) =>
            measures.add(`${people}: ${name}`, unit, names[dialect], value);
          add('memory per connection', 'KiB', (memory - before.memory) / people / 1024);
          add('memory of the server', 'MiB', memory / 2 ** 20);
          add('connections', '/s', people / seconds);
        });
      }
    }
    return measures.all();
  },
};
