// The server's one port by itself, and bare sockets that speak to it.
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import { listen, type Listener, type ListenerOptions } from '../../server/transports/listener.ts';
import { createWaitingRoom } from '../../server/transports/waitingRoom.ts';
import { createIdentity } from '../../src/node/identity.ts';

export type TestListener = Listener & { http: HttpServer };

/** Answers `METHOD URL LENGTH` of what it was asked; plain HTTP is welcome unless told. Closed with the test. */
export async function testListener({
  mostWaiting = 1000,
  ...given
}: Partial<ListenerOptions> & { mostWaiting?: number } = {}): Promise<TestListener> {
  const http = createHttpServer((request, response) => {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => void (bytes += chunk.length));
    request.on('end', () => response.end(`${request.method} ${request.url} ${bytes}`));
  });
  const { key, certificate: cert } = await createIdentity();
  const listener = await listen({
    http,
    port: 0,
    host: '127.0.0.1',
    tls: { key, cert },
    allowPlain: () => true,
    waiting: createWaitingRoom<Socket>({
      most: mostWaiting,
      perPlace: mostWaiting,
      end: (socket) => socket.destroy(),
    }),
    ...given,
  });
  onTestFinished(async () => {
    const closed = new Promise((resolve) => http.close(resolve));
    listener.close();
    http.closeAllConnections();
    await closed;
  });
  return Object.assign(listener, { http });
}

/** All that comes until the connection ends, however it ends. */
export function endOf(socket: Socket): Promise<{ text: string; error: string | null }> {
  return new Promise((resolve) => {
    let text = '';
    let failed: string | null = null;
    socket.on('data', (chunk: Buffer) => void (text += String(chunk)));
    socket.on('error', (error: NodeJS.ErrnoException) => void (failed = error.code ?? 'unknown'));
    socket.on('close', () => resolve({ text, error: failed }));
  });
}

export function plain({ port }: { port: number }): Socket {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** Takes any certificate. */
export function secure({ port }: { port: number }, options: ConnectionOptions = {}): TLSSocket {
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
  onTestFinished(() => void socket.destroy());
  return socket;
}

export const request = (path: string, ...more: string[]): string =>
  [`GET ${path} HTTP/1.1`, 'Host: localhost', ...more, '', ''].join('\r\n');

/** The last request on its connection. */
export const lastRequest = (path: string): string => request(path, 'Connection: close');

/** A way to the listener on which every byte of ours travels alone. */
export async function slowWay(to: { port: number }): Promise<{ port: number }> {
  const proxy = createTcpServer((near) => {
    const far = plain(to);
    far.setNoDelay(true);
    let before = Promise.resolve();
    near.on('data', (bytes: Buffer) => {
      before = before.then(async () => {
        for (const byte of bytes)
          await new Promise((resolve) =>
            far.write(Buffer.from([byte]), () => setImmediate(resolve)),
          );
      });
    });
    far.on('data', (bytes: Buffer) => void near.write(bytes));
    for (const end of [near, far])
      end.on('error', () => {}).on('close', () => [near, far].forEach((one) => one.destroy()));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close());
  return { port: (proxy.address() as AddressInfo).port };
}
