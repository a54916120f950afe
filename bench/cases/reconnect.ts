// After a power cut: everybody connects at once and wants what was missed.
import { type BenchCase, createMeasures } from '../case.ts';
import { names, onStage } from '../subjects.ts';

export const reconnect: BenchCase = {
  name: 'reconnect',
  title: 'All reconnect at once',
  async run({ runs, size, progress }) {
    const people = size('clients', 500);
    const missed = size('missed', 100);
    const measures = createMeasures();
    for (let run = 0; run < runs; run++) {
      progress(`run ${run + 1} of ${runs}`);
      const stage = { people, messages: missed };
      await onStage('lanline', stage, async ({ server, load, target, before }) => {
        const start = await server.call('usage');
        const { ms, events } = await load.call('pullAll', target, people, before);
        const end = await server.call('usage');
        if (events !== people * missed) throw new Error(`pulled ${events} events`);
        const add = (name: string, unit: string, value: number) =>
          measures.add(`${people}, each ${missed} behind: ${name}`, unit, names.lanline, value);
        add('all caught up', 's', ms / 1000);
        add('server CPU', 's', (end.cpu - start.cpu) / 1e6);
      });
    }
    return measures.all();
  },
};
