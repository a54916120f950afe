import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { openUdp, type UdpOptions, type UdpSocket } from '../../../src/node/discovery/udp.ts';
import { eventually } from '../../support/eventually.ts';
import { stranger } from './samples.ts';

function opened(options: Partial<UdpOptions>): {
  socket: UdpSocket;
  failures: unknown[];
  heard: string[];
} {
  const failures: unknown[] = [];
  const heard: string[] = [];
  const socket = openUdp({
    port: 0,
    longest: 100,
    received: (message) => heard.push(message.toString()),
    failed: (error) => failures.push(error),
    againMs: 50,
    ...options,
  });
  onTestFinished(socket.close);
  return { socket, failures, heard };
}

async function takenPort(): Promise<{ port: number; free(): Promise<void> }> {
  const taker = createSocket('udp4');
  taker.bind(0, '0.0.0.0');
  await once(taker, 'listening');
  const { port } = taker.address();
  return { port, free: () => new Promise((resolve) => void taker.close(resolve)) };
}

test('a port that is taken is tried again until it is free', async () => {
  const taken = await takenPort();
  let times = 0;
  const { failures, heard } = opened({ port: taken.port, opened: () => void (times += 1) });
  await eventually(() => expect(failures.length).toBeGreaterThan(2));
  expect(failures[0]).toMatchObject({ code: 'EADDRINUSE' });
  expect(times).toBe(0);
  await taken.free();
  await eventually(() => expect(times).toBe(1));
  const { send } = await stranger();
  await send(Buffer.from('hello'), taken.port, '127.0.0.1');
  await eventually(() => expect(heard).toEqual(['hello']));
});

test('an interface that is not ours is a failure like any other', async () => {
  const { failures } = opened({ group: { address: '224.0.0.251', on: '10.255.255.1' } });
  await eventually(() => expect(failures.length).toBeGreaterThan(1));
});

test('closing ends the trying', async () => {
  const taken = await takenPort();
  const { socket, failures } = opened({ port: taken.port });
  await eventually(() => expect(failures.length).toBeGreaterThan(0));
  await socket.close();
  const before = failures.length;
  // Another socket that was tried again meanwhile shows that the time for it has passed.
  const other = opened({ port: taken.port });
  await eventually(() => expect(other.failures.length).toBeGreaterThan(2));
  expect(failures).toHaveLength(before);
  await taken.free();
});

test('what is sent before an end arrives, what is too long is not heard', async () => {
  const listener = await stranger();
  let open: () => void = () => {};
  const ready = new Promise<void>((resolve) => (open = resolve));
  const { socket } = opened({ opened: () => open() });
  await ready;
  socket.send(Buffer.from('to nobody'), { address: '127.0.0.1', port: 0 });
  socket.send(Buffer.from('last words'), { address: '127.0.0.1', port: listener.port });
  await socket.close();
  await eventually(() => expect(listener.heard.map(String)).toEqual(['last words']));

  const { port, free } = await takenPort();
  await free();
  const { heard } = opened({ port, longest: 5 });
  await eventually(async () => {
    await listener.send(Buffer.alloc(6, 'x'), port, '127.0.0.1');
    await listener.send(Buffer.alloc(5, 'y'), port, '127.0.0.1');
    expect(heard.length).toBeGreaterThan(0);
  });
  expect(new Set(heard)).toEqual(new Set(['yyyyy']));
});
