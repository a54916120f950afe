// People who were away and want to know what they missed.
import type { CommandOutput } from '../../src/shared/commands.ts';
import type { Reply } from '../../src/shared/protocol.ts';
import { join, type Target } from './dialects.ts';

/** All of them connect at once and pull from `after` until they have everything; the time that took, in ms. */
export async function pullAll(
  target: Target,
  people: number,
  after: number,
): Promise<{ ms: number; events: number }> {
  const start = performance.now();
  const counts = await Promise.all(
    Array.from({ length: people }, (_, index) => pullOne(target, index, after)),
  );
  const ms = performance.now() - start;
  return { ms, events: counts.reduce((sum, count) => sum + count, 0) };
}

async function pullOne(target: Target, index: number, after: number): Promise<number> {
  let answered: (value: unknown) => void = () => {};
  const voice = await join(target, index, {
    onMessages: () => {},
    onPacket(payload) {
      if (payload[1] !== 0x33) return;
      const [reply] = JSON.parse(payload.toString('utf8', payload.indexOf('['))) as [Reply];
      if (!reply.ok) throw new Error(reply.error.message);
      answered(reply.value);
    },
  });
  let asked = 0;
  const ask = <T>(name: string, input: object): Promise<T> =>
    new Promise((resolve) => {
      answered = resolve as (value: unknown) => void;
      voice.send(`42${asked++}["command",${JSON.stringify({ name, input })}]`);
    });
  // As a client resumes: the head and the marks first, then what is missing.
  await ask('sync.resume', {});
  let events = 0;
  for (let cursor = after; ;) {
    const page = await ask<CommandOutput<'sync.pull'>>('sync.pull', { after: cursor });
    events += page.events.length;
    if (page.next >= page.head) break;
    cursor = page.next;
  }
  voice.close();
  return events;
}
