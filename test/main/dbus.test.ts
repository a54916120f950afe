// Messages of the session's bus: as a real bus has them, and as nobody should send them.
import { randomBytes } from 'node:crypto';
import { symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { busAddress, connectToBus, socketPath } from '../../src/main/dbus/connection.ts';
import { createDecoder } from '../../src/main/dbus/decode.ts';
import { encode } from '../../src/main/dbus/encode.ts';
import type { Incoming } from '../../src/main/dbus/types.ts';
import { startBus, whyNoBus } from '../support/bus.ts';
import { testFolder } from '../support/folder.ts';

const noBus = await whyNoBus();

describe('messages', () => {
  const signal = { kind: 'signal', path: '/a', interface: 'a.b', member: 'C' } as const;
  const body = [
    'text 文',
    [
      ['count', ['x', -3]],
      ['on', ['b', true]],
    ],
  ];
  const bytes = encode({ ...signal, signature: 'sa{sv}', body }, 7);

  it('are read as they were written, however they are cut', () => {
    const heard: Incoming[] = [];
    const decode = createDecoder((message) => void heard.push(message));
    for (const byte of Buffer.concat([bytes, bytes])) decode(Buffer.from([byte]));
    expect(heard).toHaveLength(2);
    expect(heard[1]).toMatchObject({ kind: 4, serial: 7, path: '/a', member: 'C' });
    expect(heard[1]?.body).toEqual([
      'text 文',
      [
        ['count', -3],
        ['on', true],
      ],
    ]);
  });

  it('that are none end in an error, and never hang', () => {
    let ends = 0;
    for (let seed = 0; seed < 2000; seed += 1) {
      const wrong = Buffer.from(bytes);
      const noise = randomBytes(6);
      for (let n = 0; n < 3; n += 1) wrong[(noise[n] ?? 0) % wrong.length] = noise[n + 3] ?? 0;
      try {
        createDecoder(() => {})(wrong);
      } catch {
        ends += 1;
      }
    }
    expect(ends).toBeGreaterThan(0);
    const huge = Buffer.from(bytes);
    huge.writeUInt32LE(0xffff_fff0, 4);
    expect(() => createDecoder(() => {})(huge)).toThrow('bytes');
  });
});

describe('an address', () => {
  it('is that of the first socket', () => {
    expect(socketPath('unix:path=/run/user/1000/bus,guid=1')).toBe('/run/user/1000/bus');
    expect(socketPath('tcp:host=x;unix:abstract=/tmp/a+b')).toBe('\0/tmp/a+b');
    expect(socketPath('unix:path=/tmp/with%20space')).toBe('/tmp/with space');
    for (const none of ['', 'disabled:', 'autolaunch:', 'unix:', 'nonsense'])
      expect(socketPath(none)).toBeNull();
  });
});

describe('the session', () => {
  it('says where its bus is, or it is looked for in the usual place', () => {
    const told = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/a', XDG_RUNTIME_DIR: '/run/user/7' };
    expect(busAddress(told)).toBe('unix:path=/a');
    expect(busAddress({ ...told, DBUS_SESSION_BUS_ADDRESS: 'disabled:' })).toBe('disabled:');
    for (const none of [{}, { DBUS_SESSION_BUS_ADDRESS: '' }]) {
      const found = busAddress({ XDG_RUNTIME_DIR: '/run/u s,e;r+7%', ...none });
      expect(socketPath(found ?? '')).toBe('/run/u s,e;r+7%/bus');
      expect(busAddress(none)).toBeUndefined();
      expect(busAddress({ XDG_RUNTIME_DIR: 'not/absolute', ...none })).toBeUndefined();
    }
  });
});

describe.skipIf(noBus)('the bus', () => {
  const to = {
    destination: 'org.freedesktop.DBus',
    path: '/',
    interface: 'org.freedesktop.DBus',
  };

  it('is found in the usual place', async () => {
    const { address } = await startBus();
    const folder = testFolder();
    symlinkSync(socketPath(address) ?? '', join(folder, 'bus'));
    const bus = await connectToBus(busAddress({ XDG_RUNTIME_DIR: folder }));
    onTestFinished(bus.close);
    await expect(bus.call({ ...to, member: 'ListNames' })).resolves.toHaveLength(1);
  });

  it('is not given up because this process was busy itself', async () => {
    const { address } = await startBus();
    // Longer than an answer is waited for, as a start on an old machine may take.
    const busy = (): void =>
      void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_500);
    const connecting = connectToBus(address);
    setImmediate(busy);
    const bus = await connecting;
    onTestFinished(bus.close);
    const asking = bus.call({ ...to, member: 'ListNames' });
    setImmediate(busy);
    await expect(asking).resolves.toHaveLength(1);
  });

  it('answers, refuses, and says when it is gone', async () => {
    const { address } = await startBus();
    const bus = await connectToBus(address);
    onTestFinished(bus.close);
    const [names] = await bus.call({ ...to, member: 'ListNames' });
    expect(names).toContain('org.freedesktop.DBus');
    await expect(bus.call({ ...to, member: 'Nothing' })).rejects.toThrow('UnknownMethod');
    bus.close();
    await bus.closed;
    await expect(bus.call({ ...to, member: 'ListNames' })).rejects.toThrow('gone');
  });
});

it('refuses where nobody is, and where somebody is no bus', async () => {
  await expect(connectToBus(undefined)).rejects.toThrow('no address');
  await expect(connectToBus(`unix:path=${join(testFolder(), 'none')}`)).rejects.toThrow('nobody');
  const path = join(testFolder(), 'socket');
  const server = createServer((socket) => socket.end('REJECTED EXTERNAL\r\n')).listen(path);
  onTestFinished(() => void server.close());
  await expect(connectToBus(`unix:path=${path}`)).rejects.toThrow('not let in');
});
