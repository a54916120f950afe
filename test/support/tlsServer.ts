// HTTP and Socket.IO behind TLS, which counts everything that a client tells it.
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Server } from 'socket.io';
import { onTestFinished } from 'vitest';

export type TlsServer = {
  port: number;
  url: string;
  /** What was seen: TCP connections, bytes after decryption, HTTP requests and upgrades. */
  seen: { connections: number; bytes: number; requests: number; upgrades: number };
  /** How many connections are open now. */
  open(): number;
  /** Ends all connections at once, so that another server can take the port. */
  close(): Promise<void>;
};

/** Answers {"hello":true} to every request. Closed with the test. */
export async function tlsServer(
  identity: { key: string; certificate: string },
  { port = 0, host = '127.0.0.1', chain = '' } = {},
): Promise<TlsServer> {
  const seen = { connections: 0, bytes: 0, requests: 0, upgrades: 0 };
  const http = createHttpServer((_, response) => {
    response.setHeader('content-type', 'application/json').end('{"hello":true}');
  });
  const io = new Server(http, { serveClient: false });
  http.prependListener('request', () => void (seen.requests += 1));
  http.prependListener('upgrade', () => void (seen.upgrades += 1));
  await listening(http, 0, '127.0.0.1');

  const sockets = new Set<Socket>();
  const cert = identity.certificate + chain;
  const tls = createTlsServer({ key: identity.key, cert }, (socket) => {
    const inner = connect((http.address() as AddressInfo).port, '127.0.0.1');
    socket.on('data', (data: Buffer) => void (seen.bytes += data.length));
    socket.pipe(inner).pipe(socket);
    for (const end of [socket, inner])
      end.on('error', () => {}).on('close', () => [socket, inner].forEach((one) => one.destroy()));
  });
  tls.on('connection', (socket: Socket) => {
    seen.connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  // A client that turns away is what these tests are about.
  tls.on('tlsClientError', () => {});
  await listening(tls, port, host);

  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => tls.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
    await io.close();
    http.closeAllConnections();
  };
  onTestFinished(close);
  const address = tls.address() as AddressInfo;
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    port: address.port,
    url: `https://${shown}:${address.port}`,
    seen,
    open: () => sockets.size,
    close,
  };
}

type Listens = {
  listen(port: number, host: string, done: () => void): unknown;
  once: NodeJS.EventEmitter['once'];
};

const listening = (server: Listens, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
