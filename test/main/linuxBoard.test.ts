// Ten thousand notifications at once, on a real bus: what waits is one for each place, and who never
// answers is asked one thing at a time.
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectToBus, type SessionBus } from '../../src/main/dbus/connection.ts';
import { createLinuxBoard } from '../../src/main/notify/linuxBoard.ts';
import { notifyWords } from '../../src/main/notify/words.ts';
import { type DaemonOptions, startDaemon } from '../desktop/support/notificationDaemon.ts';
import { startBus, whyNoBus } from '../support/bus.ts';
import { eventually } from '../support/eventually.ts';

const noBus = await whyNoBus();
const many = 10_000;

const note = (body: string) => ({
  title: 'Wei',
  body,
  reply: true,
  read: true,
  sound: true,
  quiet: false,
  urgent: true,
});

function boardOn(bus: Promise<SessionBus>) {
  const logged: string[] = [];
  const board = createLinuxBoard({
    bus,
    words: () => notifyWords.en,
    did: () => undefined,
    icon: '',
    log: (_level, text) => void logged.push(text),
  });
  /** As a flood comes: the loop goes on meanwhile. */
  async function flood(): Promise<void> {
    for (let n = 1; n <= many; n += 1) {
      board.put(`room ${n % 3}`, note(`${n}`));
      if (n % 100 === 0) await turn();
    }
  }
  return { board, logged, flood };
}

async function onBus(options: DaemonOptions = {}) {
  const bus = await startBus();
  const daemon = await startDaemon(bus, options);
  const connection = await connectToBus(bus.address);
  onTestFinished(connection.close);
  return { daemon, ...boardOn(Promise.resolve(connection)) };
}

describe.skipIf(noBus)('ten thousand notifications', () => {
  it('are told of as fast as the server takes them, and end with the newest', async () => {
    const { daemon, flood, board } = await onBus();
    await flood();
    await eventually(() =>
      expect(
        daemon
          .now()
          .map(({ body }) => Number(body))
          .toSorted((a, b) => a - b),
      ).toEqual([many - 2, many - 1, many]),
    );
    expect(daemon.told.length).toBeLessThan(many / 10);
    for (const room of [0, 1, 2]) board.take(`room ${room}`);
    await daemon.shown(0);
  });

  it('wait for a server that never answers with one question for each place', async () => {
    const { daemon, flood, board, logged } = await onBus({ answers: 'nothing' });
    await flood();
    await eventually(() => expect(daemon.asked()).toBeGreaterThan(0));
    await flood();
    // Quitting does not wait for it either.
    await board.settled();
    expect(daemon.asked()).toBeLessThanOrEqual(6);
    expect(logged.length).toBeLessThanOrEqual(1);
  });
});

it('where there is no bus nothing waits, and it is said once', async () => {
  const { flood, board, logged } = boardOn(Promise.reject(new Error('no bus')));
  await flood();
  await board.settled();
  board.take('room 1');
  await board.settled();
  expect(logged).toHaveLength(2);
});
