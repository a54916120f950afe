// A team in which something is done: by one, seen by another, missed by a third who comes back when
// all is over, and met by a computer that is new then. All four must end with the same.
import type { Connect } from '../../src/core/transport/transport.ts';
import { allTheSame } from './fold.ts';
import { type Cabled, cabled, newcomer, openPerson, type Person, secondDevice } from './person.ts';
import { newCode, testServer, type TestServer } from './server.ts';

/** Whether the one who acts has a connection while doing it. */
export const ways = ['connected', 'offline'] as const;
export type How = (typeof ways)[number];

export type Stage = {
  server: TestServer;
  /** The owner of the team. */
  mara: Cabled;
  wei: Cabled;
  /** A member whose app is closed from `leaves` to the end. */
  amira: Person;
  general: string;
  /** From here on Amira misses everything. */
  leaves(): Promise<void>;
  /** Does it with or without a connection; resolves when the server has it all. */
  acts(how: How, actor: Cabled, work: () => Promise<void>): Promise<void>;
  /** Everybody has the same, also these: Amira comes back, and Wei starts another computer. */
  ends(others?: Person[]): Promise<{ amira: Person; laptop: Person }>;
};

/** `way`: makes how Mara and Wei reach the server, if not soundly. */
export async function setStage({ way }: { way?: () => Connect } = {}): Promise<Stage> {
  const code = newCode();
  const server = await testServer({ ownerCode: code });
  const address = server.addresses[0] ?? '';
  const mara = await cabled(address, 'Mara', { code, way: way?.() });
  const wei = await cabled(address, 'Wei', { way: way?.() });
  const amira = await newcomer(address, 'Amira');
  const general = await mara.find('general');
  for (const person of [wei, amira]) await person.find('general');
  let left = false;

  async function leaves(): Promise<void> {
    if (!left) await amira.close();
    left = true;
  }

  return {
    server,
    mara,
    wei,
    amira,
    general,
    leaves,
    async acts(how, actor, work) {
      if (how === 'offline') await actor.unplug();
      await work();
      if (how === 'offline') await actor.plug();
      await actor.settled();
    },
    async ends(others = []) {
      await leaves();
      const back = await openPerson({ folder: amira.folder });
      const laptop = await secondDevice(wei);
      await allTheSame([mara, wei, back, laptop, ...others]);
      return { amira: back, laptop };
    },
  };
}
