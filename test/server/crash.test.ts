// K5 and K6: the server is killed at any moment, comes back, and nothing that was acknowledged is
// lost, doubled or moved. Prints the seed of a run that fails.
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { expect, onTestFailed, test } from 'vitest';
import type { CommandOutput } from '../../src/shared/commands.ts';
import type { Landed, WireEvent } from '../../src/shared/events.ts';
import { unwrap } from '../../src/shared/errors.ts';
import { connectClient, type Member, type TestClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';
import { type ServerProcess, spawnServer } from '../support/process.ts';
import { createRandom } from '../support/random.ts';
import { joinTeam, post } from '../support/server.ts';

const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));
const kills = 4;

/** Somebody who sends in order, and sends again what was not answered, with the same id. */
function createSender(member: Member, urlNow: () => string) {
  const acked = new Map<string, Landed>();
  const sent: { id: string; text: string }[] = [];
  let stopped = false;

  async function connected(): Promise<TestClient> {
    for (;;) {
      try {
        return await connectClient(urlNow(), member);
      } catch {
        await pause(10);
      }
    }
  }

  async function run(): Promise<void> {
    let client = await connected();
    for (let n = 0; !stopped; n += 3) {
      // Three at a time, so that a kill also meets commits of several commands.
      const batch = [n, n + 1, n + 2].map((number) => ({ id: uuidv7(), text: `${number}` }));
      sent.push(...batch);
      let open = batch;
      while (open.length > 0) {
        await Promise.allSettled(open.map((message) => say(client, message)));
        open = open.filter(({ id }) => !acked.has(id));
        if (open.length === 0) break;
        client.close();
        client = await connected();
      }
    }
    client.close();
  }

  async function say(client: TestClient, message: { id: string; text: string }): Promise<void> {
    const gone = new Promise<never>((_resolve, reject) => {
      client.socket.once('disconnect', () => reject(new Error('gone')));
      if (!client.socket.connected) reject(new Error('gone'));
    });
    const conversation = member.general;
    acked.set(
      message.id,
      await Promise.race([client.ask('message.send', { ...message, conversation }), gone]),
    );
  }

  return { member, sent, acked, run, stop: () => void (stopped = true) };
}

async function wholeLog(server: ServerProcess, { token, general }: Member): Promise<WireEvent[]> {
  const events: WireEvent[] = [];
  for (;;) {
    const input = { conversation: general, after: events.length };
    const frame = { name: 'history.page', input };
    const page = unwrap(await post<CommandOutput<'history.page'>>(server.url, frame, token));
    if (page.events.length === 0) return events;
    events.push(...page.events);
  }
}

test(
  `a killed server loses, doubles and moves nothing (SEED=${seed})`,
  {
    timeout: 60_000,
  },
  async () => {
    onTestFailed(() => console.log(`again with SEED=${seed}`));
    const random = createRandom(seed);
    const folder = testFolder();
    let server = await spawnServer('--data', folder);
    const people = [];
    for (const name of ['Ann', 'Bob', 'Cid']) people.push(await joinTeam(server.url, name));
    const senders = people.map((member) => createSender(member, () => server.url));
    const running = Promise.all(senders.map((sender) => sender.run()));
    const countAcked = () => senders.reduce((sum, { acked }) => sum + acked.size, 0);

    for (let kill = 0; kill < kills; kill++) {
      const wanted = countAcked() + 20 + random.below(100);
      await eventually(() => expect(countAcked()).toBeGreaterThan(wanted));
      // A random moment of a commit's millisecond, not always the one after an answer.
      for (let spin = random.below(2000); spin > 0; spin--) await Promise.resolve();
      await server.end('SIGKILL');
      server = await spawnServer('--data', folder);
    }
    const wanted = countAcked() + 20;
    await eventually(() => expect(countAcked()).toBeGreaterThan(wanted));
    for (const sender of senders) sender.stop();
    await running;

    const [ann] = people;
    if (!ann) throw new Error('nobody');
    const log = await wholeLog(server, ann);
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
    expect(new Set(log.map(({ pos }) => pos)).size).toBe(log.length);
    for (const { member, sent, acked } of senders) {
      const mine = log.filter(
        ({ author, type }) => author === member.id && type !== 'member.joined',
      );
      // I1, I2: each once. I7: everything sent was acknowledged in the end.
      expect(new Set(mine.map(({ id }) => id))).toEqual(new Set(acked.keys()));
      expect(mine).toHaveLength(acked.size);
      expect(acked.size).toBe(sent.length);
      for (const { id, seq, pos, at } of mine)
        expect(acked.get(id ?? '')).toMatchObject({ seq, pos, at });
      // Whoever asks again, after all those kills, gets the same place.
      const client = await connectClient(server.url, member);
      const conversation = member.general;
      for (const message of [sent[0], sent.at(-1)]) {
        if (!message) throw new Error('nothing was sent');
        const again = await client.ask('message.send', { ...message, conversation });
        expect(again).toEqual({ ...acked.get(message.id), duplicate: true });
      }
      client.close();
    }
    expect((await server.end('SIGTERM')).code).toBe(0);
  },
);
