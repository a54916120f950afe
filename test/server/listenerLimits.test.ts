// Connections that never become requests: what they cost, and when they end.
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { endOf, lastRequest, plain, secure, testListener } from '../support/listener.ts';

describe('a connection that is none', () => {
  test.each([
    ['no TLS after all', Buffer.from([0x16, 1, 2, 3, 4, 5, 6, 7, 8, 9])],
    ['half a record', Buffer.from([0x16, 3, 1, 0xff, 0xff])],
    ['an SSL 2 greeting', Buffer.from([0x80, 0x2e, 1, 0, 2])],
    ['binary noise', Buffer.from([0, 0xff, 0xfe, 0x16, 3, 1])],
    ['a line of another protocol', Buffer.from('SSH-2.0-OpenSSH_9\r\n')],
  ])('ends, and the next one is served: %s', async (_what, bytes) => {
    const listener = await testListener({ deadlineMs: 1500 });
    const socket = plain(listener);
    const ended = endOf(socket);
    socket.write(bytes);
    expect((await ended).text).not.toContain('200 OK');
    await eventually(() => expect(listener.waiting).toBe(0));
    const next = plain(listener);
    const answered = endOf(next);
    next.write(lastRequest('/next'));
    expect((await answered).text).toContain('GET /next 0');
  });

  test('ends when it says nothing, or nothing more after its greeting', async () => {
    const listener = await testListener({ deadlineMs: 200 });
    const silent = plain(listener);
    const greeted = plain(listener);
    greeted.write(Buffer.from([0x16, 3, 1, 0x02, 0x00, 1]));
    // Their deadline may have passed before anybody could look at how many wait.
    await Promise.all([endOf(silent), endOf(greeted)]);
    await eventually(() => expect(listener.waiting).toBe(0));
  });

  test('ends when its other side ends before the first byte', async () => {
    const listener = await testListener();
    const socket = plain(listener);
    const ended = endOf(socket);
    socket.end();
    expect(await ended).toEqual({ text: '', error: null });
    await eventually(() => expect(listener.waiting).toBe(0));
  });

  test('may break off at any point', async () => {
    const listener = await testListener();
    for (const bytes of ['', '\x16', '\x16\x03\x01\x02\x00\x01', 'G', 'GET / HTTP/1.1\r\n']) {
      const socket = plain(listener);
      await new Promise((resolve) => socket.once('connect', resolve));
      if (bytes) socket.write(Buffer.from(bytes, 'latin1'));
      socket.resetAndDestroy();
    }
    const socket = secure(listener);
    const ended = endOf(socket);
    socket.write(lastRequest('/'));
    expect((await ended).text).toContain('GET / 0');
    await eventually(() => expect(listener.waiting).toBe(0));
  });
});

describe('those who wait', () => {
  test('are never more than there is room for; the oldest of the most goes', async () => {
    const listener = await testListener({ mostWaiting: 5 });
    const flood: Socket[] = [];
    const gone: number[] = [];
    for (let n = 0; n < 20; n++) {
      const socket = plain(listener);
      await new Promise((resolve) => socket.once('connect', resolve));
      socket.once('close', () => gone.push(n));
      socket.on('error', () => {});
      flood.push(socket);
    }
    await eventually(() => expect(gone).toHaveLength(15));
    expect(gone.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, n) => n));
    expect(listener.waiting).toBe(5);
    // Who speaks at once is served all the same.
    const socket = secure(listener);
    const ended = endOf(socket);
    socket.write(lastRequest('/'));
    expect((await ended).text).toContain('GET / 0');
  });

  test('end with the listener', async () => {
    const listener = await testListener();
    const silent = plain(listener);
    const greeted = plain(listener);
    greeted.write(Buffer.from([0x16, 3, 1, 0x02, 0x00, 1]));
    const idle = secure(listener);
    await new Promise((resolve) => idle.once('secureConnect', resolve));
    await eventually(() => expect(listener.waiting).toBe(3));
    const ended = Promise.all([endOf(silent), endOf(greeted), endOf(idle)]);
    const closed = new Promise((resolve) => listener.http.close(resolve));
    listener.close();
    listener.http.closeAllConnections();
    await Promise.all([ended, closed]);
  });
});
