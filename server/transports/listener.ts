// One port for both: the first byte of a connection says whether it is TLS. So what crosses the network
// is encrypted, and `curl http://127.0.0.1:7788` still works on the computer itself.
import type { Server as HttpServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { Refusal } from '../../src/shared/errors.ts';
import { peerAddress } from '../peers.ts';
import type { WaitingRoom } from './waitingRoom.ts';

export type ListenerOptions = {
  http: HttpServer;
  /** 0 takes a free one. */
  port: number;
  /** Undefined: every address of this computer, IPv6 too where there is any. */
  host?: string | undefined;
  tls: Pick<TlsOptions, 'key' | 'cert' | 'SNICallback'>;
  /** Whether a peer may speak without TLS. */
  allowPlain(address: string): boolean;
  /** For the first byte, and again for the handshake: 10,000 unless told. Milliseconds. */
  deadlineMs?: number | undefined;
  /** Where connections stay until somebody admits them; here it is only seen to that they come and go. */
  waiting: WaitingRoom<Socket>;
};

export type Listener = {
  port: number;
  /** How many connections were not admitted yet. */
  readonly waiting: number;
  /** New connections get this key; open ones stay. */
  setKey(key: { key: string; cert: string }): void;
  /** Ends those who have not got as far as HTTP. The HTTP server and its connections are closed by their owner. */
  close(): void;
  /** Cuts every connection, whatever it has become: no server closes while somebody keeps one open. */
  cut(): void;
};

const tlsHandshake = 0x16;

/** Listens. Throws PORT_IN_USE, or INVALID with the field (`port`, `host`) that cannot be listened on. */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const { http, allowPlain, waiting, deadlineMs = 10_000 } = options;
  const [serve] = http.listeners('connection') as [(socket: Socket) => void];
  http.removeListener('connection', serve);

  // Known by both ends, because the socket that TLS gives back is another object.
  const shaking = new Map<string, Socket>();
  const tls = createTlsServer({
    ...options.tls,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    handshakeTimeout: deadlineMs,
  });
  tls.on('secureConnection', (secured) => {
    const ends = endsOf(secured);
    const raw = shaking.get(ends);
    shaking.delete(ends);
    if (raw) waiting.leave(raw);
    serveStranger(secured);
  });
  // A stranger's failed handshake is nobody's error; node has ended the connection.
  tls.on('tlsClientError', (_error, socket) => void socket.destroy());

  /** HTTP has its own deadlines. */
  function serveStranger(socket: Socket): void {
    waiting.enter(socket.remoteAddress, socket);
    socket.once('close', () => waiting.leave(socket));
    serve.call(http, socket);
  }

  function sort(socket: Socket, address: string, first: Buffer): void {
    if (first[0] === tlsHandshake) {
      const ends = endsOf(socket);
      shaking.set(ends, socket);
      socket.once('close', () => shaking.get(ends) === socket && shaking.delete(ends));
      // As node's own TLS server has it: who says no more hears no more.
      socket.allowHalfOpen = false;
      waiting.enter(address, socket, deadlineMs);
      tls.emit('connection', socket);
    } else if (allowPlain(address)) {
      serveStranger(socket);
    } else sendAway(socket);
  }

  const open = new Set<Socket>();
  http.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    const address = peerAddress(socket.remoteAddress);
    // Resets are normal; whoever takes the socket over listens for more.
    socket.on('error', () => {});
    socket.once('close', () => waiting.leave(socket));
    waiting.enter(address, socket, deadlineMs);
    readFirst(socket, (first) => sort(socket, address, first));
  });

  const port = await bind(http, options.port, options.host);
  return {
    port,
    get waiting() {
      return waiting.size;
    },
    setKey: (key) => tls.setSecureContext({ ...options.tls, ...key, minVersion: 'TLSv1.2' }),
    close: () => waiting.close(),
    cut() {
      for (const socket of open) socket.destroy();
    },
  };
}

/** Gives the first byte, which stays to be read; ends a connection that ends before it. */
function readFirst(socket: Socket, found: (first: Buffer) => void): void {
  const end = (): void => void socket.destroy();
  const read = (): void => {
    const first = socket.read(1) as Buffer | null;
    if (first === null) return;
    socket.removeListener('readable', read).removeListener('end', end);
    socket.unshift(first);
    found(first);
  };
  socket.on('readable', read).once('end', end);
}

const endsOf = ({ remoteAddress, remotePort, localAddress }: Socket): string =>
  `${remoteAddress} ${remotePort} ${localAddress}`;

/** The waiting room's deadline ends it if the other side does not. */
function sendAway(socket: Socket): void {
  const { localAddress, localPort } = socket;
  const host = peerAddress(localAddress);
  const text = `Use https://${host.includes(':') ? `[${host}]` : host}:${localPort}\n`;
  socket.end(
    [
      'HTTP/1.1 426 Upgrade Required',
      'Upgrade: TLS/1.2, HTTP/1.1',
      'Connection: Upgrade, close',
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(text)}`,
      '',
      text,
    ].join('\r\n'),
  );
  // What was sent must be read, or the system answers with a reset that overtakes our text.
  socket.resume();
}

function bind(http: HttpServer, port: number, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      const { code = error.message } = error;
      const place = host === undefined ? `port ${port}` : `${host}:${port}`;
      reject(refusalOf(code, port, place));
    });
    http.listen({ port, ...(host !== undefined && { host }) }, () =>
      resolve((http.address() as AddressInfo).port),
    );
  });
}

function refusalOf(code: string, port: number, place: string): Refusal {
  if (code === 'EADDRINUSE')
    return new Refusal('PORT_IN_USE', `cannot listen on ${place}: it is in use (${code})`);
  if (code === 'EACCES')
    return new Refusal(
      'INVALID',
      `cannot listen on ${place}: this user may not${port < 1024 ? ' use ports below 1024' : ''} (${code})`,
      { field: 'port' },
    );
  return new Refusal(
    'INVALID',
    `cannot listen on ${place}: this computer has no such address (${code})`,
    { field: 'host' },
  );
}
