// Connections that have not shown a token: how many there may be.
import { EventEmitter } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type AntechamberLimits, createAntechamber } from '../../server/transports/antechamber.ts';
import { PROTOCOL_VERSION } from '../../src/shared/protocol.ts';
import { openSocket } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { testServer } from '../support/server.ts';

/** Connections as an engine has them, without a network. */
function antechamber(limits: AntechamberLimits) {
  const engine = new EventEmitter();
  const room = createAntechamber(engine, limits);
  return {
    ...room,
    may: (remoteAddress: string) => room.mayEnter({ socket: { remoteAddress } as never }),
    arrive(remoteAddress: string) {
      const events = new EventEmitter();
      const connection = Object.assign(events, {
        remoteAddress,
        closed: false,
        close() {
          connection.closed = true;
          events.emit('close');
        },
      });
      engine.emit('connection', connection);
      return connection;
    },
  };
}

describe('there is room', () => {
  test('for so many from one address, however it is written, and for others beside them', () => {
    const room = antechamber({ most: 10, perAddress: 2, tries: 5 });
    room.arrive('10.0.0.1');
    const second = room.arrive('::ffff:10.0.0.1');
    expect(room.may('10.0.0.1')).toBe(false);
    expect(room.may('10.0.0.2')).toBe(true);
    second.close();
    expect(room.may('10.0.0.1')).toBe(true);
  });

  test('for so many in all', () => {
    const room = antechamber({ most: 3, perAddress: 2, tries: 5 });
    const [first] = [1, 2, 3].map((n) => room.arrive(`10.0.0.${n}`));
    expect(room.may('10.0.0.9')).toBe(false);
    if (first) room.leave(first);
    expect(room.may('10.0.0.9')).toBe(true);
    // Who left once counts once.
    first?.close();
    room.arrive('10.0.0.9');
    expect(room.may('10.0.0.8')).toBe(false);
  });

  test('on this computer itself for more than from elsewhere', () => {
    const room = antechamber({ most: 3, perAddress: 1, tries: 5 });
    for (const address of ['127.0.0.1', '::1', '127.0.0.1']) {
      expect(room.may(address)).toBe(true);
      room.arrive(address);
    }
    expect(room.may('127.0.0.1')).toBe(false);
  });

  test('for a few tries each, as long as one has not come in', () => {
    const room = antechamber({ most: 3, perAddress: 3, tries: 2 });
    const [patient, guessing] = [room.arrive('10.0.0.1'), room.arrive('10.0.0.1')];
    room.knock(patient);
    room.leave(patient);
    for (let n = 0; n < 3; n++) {
      expect(guessing.closed).toBe(false);
      room.knock(guessing);
      room.knock(patient);
    }
    expect([guessing.closed, patient.closed]).toEqual([true, false]);
  });
});

test('a crowd that says nothing is bounded, and makes room by going', async () => {
  const server = await testServer();
  const mara = await server.join('Mara');
  const url = `${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const crowd = Array.from({ length: 520 }, () => new WebSocket(url));
  onTestFinished(() => {
    for (const socket of crowd) socket.close();
  });
  const outcomes = await Promise.all(
    crowd.map(
      (socket) =>
        new Promise<string>((resolve) => {
          socket.addEventListener('message', () => resolve('in'));
          socket.addEventListener('error', () => resolve('refused'));
        }),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'in')).toHaveLength(500);
  const socket = openSocket(server.url, { protocol: PROTOCOL_VERSION, token: mara.token });
  onTestFinished(() => void socket.close());
  const refused = await new Promise<Error>((resolve) => socket.once('connect_error', resolve));
  expect(refused.message).toContain('error');
  for (const one of crowd.slice(0, 100)) one.close();
  await eventually(async () => void (await server.connect(mara)));
});

test('a connection that tries one token after the other is closed', async () => {
  const server = await testServer();
  const url = `${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(url);
  const heard: string[] = [];
  socket.addEventListener('message', ({ data }) => heard.push(String(data)));
  const closed = new Promise((resolve) => socket.addEventListener('close', resolve));
  await eventually(() => expect(heard).toHaveLength(1));
  for (let n = 0; n < 20; n++)
    socket.send(`40${JSON.stringify({ protocol: PROTOCOL_VERSION, token: `guess ${n}` })}`);
  await closed;
  expect(heard.filter((packet) => packet.startsWith('44')).length).toBeLessThanOrEqual(5);
});
