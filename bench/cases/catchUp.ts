// One client that was away for long, pulling page after page.
import { type BenchCase, createMeasures } from '../case.ts';
import { names, onStage } from '../subjects.ts';

export const catchUp: BenchCase = {
  name: 'catchUp',
  title: 'One client catches up',
  async run({ runs, size, progress }) {
    const messages = size('behind', 100_000);
    const measures = createMeasures();
    progress(`writing ${messages} messages`);
    await onStage('lanline', { people: 2, messages }, async ({ server, load, target, before }) => {
      for (let run = 0; run < runs; run++) {
        progress(`run ${run + 1} of ${runs}`);
        const start = await server.call('usage');
        const { ms, events } = await load.call('pullAll', target, 1, before);
        const end = await server.call('usage');
        if (events !== messages) throw new Error(`pulled ${events} events of ${messages}`);
        const add = (name: string, unit: string, value: number) =>
          measures.add(`${messages} behind: ${name}`, unit, names.lanline, value);
        add('events', '/s', (events / ms) * 1000);
        add('server CPU per event', 'µs', (end.cpu - start.cpu) / events);
      }
    });
    return measures.all();
  },
};
