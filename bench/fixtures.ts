// A team to measure: people with their tokens, and as much history as asked for. Written through
// the store itself, so that it is what a server would have written.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { FIRST_CHANNEL } from '../server/domain/people.ts';
import { openSqliteStore } from '../server/store/sqlite/store.ts';
import type { WriteCommand } from '../server/store/store.ts';

export type Team = {
  folder: string;
  tokens: string[];
  /** The channel everybody is in. */
  room: string;
  /** The head before the messages: the cursor of who has missed them all. */
  before: number;
  remove(): void;
};

const batchSize = 256;

export async function createTeam(people: number, messages: number): Promise<Team> {
  const folder = mkdtempSync(join(tmpdir(), 'lanline-bench-'));
  const store = await openSqliteStore({
    folder,
    team: 'Bench',
    door: 'open',
    worker: new URL('../server/store/worker.ts', import.meta.url),
    onCrash: (error) => {
      throw error;
    },
  });
  const everybody = Array.from({ length: people }, (_, n) => {
    const id = uuidv7();
    return { id, name: `Person ${n}`, token: `${id}${id}`, device: 'bench' };
  });
  async function commitAll(commands: WriteCommand[]): Promise<number> {
    let head = store.head;
    for (let first = 0; first < commands.length; first += batchSize) {
      const done = await store.commit(commands.slice(first, first + batchSize));
      const refused = done.outcomes.find((outcome) => !outcome.ok);
      if (refused) throw new Error(refused.error.message);
      head = done.head;
    }
    return head;
  }
  const before = await commitAll(
    everybody.map((args) => ({ name: 'team.join', actor: null, args })),
  );
  const [first] = everybody;
  if (!first) throw new Error('a team needs people');
  const { channels } = await store.read('channel.browse', first.id, {});
  const room = channels.find(({ name }) => name === FIRST_CHANNEL)?.id ?? '';
  await commitAll(
    Array.from({ length: messages }, (_, n) => ({
      name: 'message.send',
      actor: everybody[n % people]?.id ?? null,
      args: { id: uuidv7(), conversation: room, text: `message ${n} `.padEnd(80, 'x') },
    })),
  );
  await store.close();
  return {
    folder,
    room,
    before,
    tokens: everybody.map(({ token }) => token),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
