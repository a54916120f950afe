// What stands between an app and its server in offices: a cable that is cut, and HTTP proxies with manners of their own.
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';

export type Manners = {
  /** Knows nothing of WebSockets. */
  refusesUpgrades?: boolean;
  /** Refuses what begins like this. */
  refuses?: string;
  /** Passes an answer on when it is complete. */
  buffers?: boolean;
  /** Ends every connection at this age, whatever it carries. Milliseconds. */
  cutsAfterMs?: number;
  /** Takes everything and answers nothing. */
  stalls?: boolean;
};

export type Proxy = {
  address: string;
  /** May be changed at any time; what is under way keeps to what was. */
  manners: Manners;
  /** Every request's method and path, and `UPGRADE` with those that ask for one. */
  asked: string[];
  hangUp(): void;
};

/** An HTTP proxy in front of a port of loopback. Closed with the test. */
export async function httpProxy(port: number, manners: Manners = {}): Promise<Proxy> {
  const proxy: Proxy = { address: '', manners, asked: [], hangUp: () => undefined };
  const server = createHttpServer((incoming, outgoing) => {
    proxy.asked.push(`${incoming.method} ${incoming.url?.replace(/\?.*/s, '')}`);
    const { buffers, stalls, refuses } = proxy.manners;
    if (stalls) return void incoming.resume();
    if (refuses !== undefined && incoming.url?.startsWith(refuses))
      return void outgoing.writeHead(403, { 'content-type': 'text/html' }).end('<h1>No</h1>');
    const { method, url: path, headers } = incoming;
    const onward = request({ port, host: '127.0.0.1', method, path, headers, agent: false });
    onward.on('response', (answer) => {
      if (buffers) return void passWhole(answer, outgoing.writeHead.bind(outgoing), outgoing);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers).flushHeaders();
      answer.on('error', () => outgoing.destroy()).pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
    return undefined;
  });
  server.on('upgrade', (incoming: IncomingMessage, near: Duplex, head: Buffer) => {
    proxy.asked.push(`UPGRADE ${incoming.url?.replace(/\?.*/s, '')}`);
    near.on('error', () => undefined);
    if (proxy.manners.stalls) return;
    if (proxy.manners.refusesUpgrades) return void near.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const far = connect(port, '127.0.0.1', () => {
      far.write(`${headOf(incoming)}\r\n`);
      far.write(head);
      near.pipe(far).pipe(near);
    });
    near.on('close', () => far.destroy());
    far.on('error', () => near.destroy()).on('close', () => near.destroy());
  });
  server.on('connection', (socket: Socket) => {
    const { cutsAfterMs } = proxy.manners;
    if (cutsAfterMs === undefined) return;
    const timer = setTimeout(() => socket.destroy(), cutsAfterMs);
    socket.on('close', () => clearTimeout(timer));
  });
  await listening(server, proxy);
  return proxy;
}

export type Cable = Pick<Proxy, 'address' | 'hangUp'> & {
  /** From now on what is open stays so and carries nothing, as after a sleep. */
  freeze(): void;
  /** What is opened is taken, and never answered. */
  dead: boolean;
};

/** Passes bytes, and so TLS as it is, until they are cut. Closed with the test. */
export async function cableTo(port: number): Promise<Cable> {
  const pairs: Socket[][] = [];
  const cable: Cable = {
    address: '',
    hangUp: () => undefined,
    dead: false,
    freeze() {
      for (const socket of pairs.splice(0).flat()) socket.unpipe().pause();
    },
  };
  const server = createServer((near) => {
    if (cable.dead) return void near.on('error', () => undefined).pause();
    const far = connect(port, '127.0.0.1');
    pairs.push([near, far]);
    near.pipe(far).pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  });
  await listening(server, cable);
  return cable;
}

async function passWhole(
  answer: IncomingMessage,
  head: (status: number, headers: IncomingMessage['headers']) => unknown,
  outgoing: { end(bytes: Buffer): unknown; destroy(): unknown },
): Promise<void> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const { 'transfer-encoding': _encoding, ...headers } = answer.headers;
    head(answer.statusCode ?? 502, { ...headers, 'content-length': String(bytes.length) });
    outgoing.end(bytes);
  } catch {
    outgoing.destroy();
  }
}

function headOf({ method, url, rawHeaders }: IncomingMessage): string {
  let head = `${method} ${url} HTTP/1.1\r\n`;
  for (let at = 0; at < rawHeaders.length; at += 2)
    head += `${rawHeaders[at]}: ${rawHeaders[at + 1]}\r\n`;
  return head;
}

async function listening(
  server: Server,
  proxy: { address: string; hangUp(): void },
): Promise<void> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  proxy.hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy.address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    proxy.hangUp();
    await closed;
  });
}
