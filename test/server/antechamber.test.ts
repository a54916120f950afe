// Connections that have not shown a token: how many there may be.
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type AntechamberLimits, createAntechamber } from '../../server/transports/antechamber.ts';
import { PROTOCOL_VERSION } from '../../src/shared/protocol.ts';
import { eventually } from '../support/eventually.ts';
import { testServer } from '../support/server.ts';

/** Connections as an engine has them, without a network. */
function antechamber(limits: AntechamberLimits) {
  const engine = new EventEmitter();
  const admitted: unknown[] = [];
  const room = createAntechamber(engine, (socket) => void admitted.push(socket), limits);
  return {
    ...room,
    admitted,
    arrive(remoteAddress: string) {
      const events = new EventEmitter();
      const connection = Object.assign(events, {
        remoteAddress,
        request: { socket: {} as Socket },
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

const closed = (connections: { closed: boolean }[]): boolean[] =>
  connections.map((connection) => connection.closed);

describe('there is room', () => {
  test.each([
    ['an address, however it is written', ['10.0.0.1', '::ffff:10.0.0.1', '10.0.0.1']],
    ['an IPv6 network', ['2001:db8::1', '2001:db8::2', '2001:db8::3']],
  ])('for so many from one place, the newest, and others beside them: %s', (_what, from) => {
    const room = antechamber({ most: 10, perPlace: 2, tries: 5 });
    const other = room.arrive('10.0.0.2');
    const all = from.map((address) => room.arrive(address));
    expect(closed(all)).toEqual([true, false, false]);
    expect(other.closed).toBe(false);
    all[1]?.close();
    room.arrive(from[0] ?? '');
    expect(closed(all)).toEqual([true, true, false]);
  });

  test('for so many in all: the place with the most makes it', () => {
    const room = antechamber({ most: 4, perPlace: 3, tries: 5 });
    const crowd = [1, 2, 3].map(() => room.arrive('10.0.0.1'));
    const others = [2, 3, 4].map((n) => room.arrive(`10.0.0.${n}`));
    expect(closed([...crowd, ...others])).toEqual([true, true, false, false, false, false]);
    // Who left once counts once, and is not ended any more.
    const [, , third] = crowd;
    if (third) room.leave(third);
    third?.close();
    room.arrive('10.0.0.5');
    expect(closed(others)).toEqual([false, false, false]);
    room.arrive('10.0.0.6');
    expect(closed(others)).toEqual([true, false, false]);
  });

  test('on this computer itself for more than from elsewhere', () => {
    const room = antechamber({ most: 3, perPlace: 1, tries: 5 });
    const all = ['127.0.0.1', '::1', '127.0.0.1'].map((address) => room.arrive(address));
    expect(closed(all)).toEqual([false, false, false]);
    room.arrive('127.0.0.1');
    expect(closed(all)).toEqual([true, false, false]);
  });

  test('until one is accepted, with every socket that carries it', () => {
    const room = antechamber({ most: 3, perPlace: 3, tries: 5 });
    const [guest, waiting] = [room.arrive('10.0.0.1'), room.arrive('10.0.0.1')];
    const [second, upgrade] = [{} as Socket, {} as Socket];
    room.comes(guest, second);
    expect(room.admitted).toEqual([]);
    room.leave(guest);
    expect(room.admitted).toEqual([guest.request.socket, second]);
    room.comes(guest, upgrade);
    room.comes(waiting, {} as Socket);
    expect(room.admitted).toHaveLength(3);
    expect(room.admitted[2]).toBe(upgrade);
  });

  test('for a few tries each, as long as one has not come in', () => {
    const room = antechamber({ most: 3, perPlace: 3, tries: 2 });
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

test('a crowd that says nothing keeps nobody out, by WebSocket or by polling', async () => {
  const server = await testServer();
  const mara = await server.join('Mara');
  const url = `${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const crowd = Array.from({ length: 520 }, () => new WebSocket(url));
  onTestFinished(() => {
    for (const socket of crowd) socket.close();
  });
  let gone = 0;
  await Promise.all(
    crowd.map((socket) => {
      socket.addEventListener('close', () => void gone++);
      return new Promise((resolve) => {
        socket.addEventListener('message', resolve);
        socket.addEventListener('error', resolve);
      });
    }),
  );
  await eventually(() => expect(gone).toBeGreaterThanOrEqual(20));
  // Mara comes in all the same, at once.
  await server.connect(mara);
  const begin = async (): Promise<string> => {
    const response = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`);
    return (JSON.parse((await response.text()).slice(1)) as { sid: string }).sid;
  };
  const first = await begin();
  const poll = (sid: string) =>
    fetch(`${server.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`, {
      method: 'POST',
      body: '3',
    });
  expect((await poll(first)).status).toBe(200);
  for (let n = 0; n < 52; n++) await Promise.all(Array.from({ length: 10 }, begin));
  // The oldest of them all is really gone.
  expect((await poll(first)).status).toBe(400);
  await server.connect(mara);
  await server.connect(mara, { transports: ['polling'] });
}, 30_000);

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
