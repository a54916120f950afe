// A connection to this session's bus: asks other programs of the desktop, and hears what they say.
// One socket and no process; whoever does not answer in time has refused.
import { createConnection, type Socket } from 'node:net';
import { isAbsolute, join } from 'node:path';
import { createDecoder } from './decode.ts';
import { encode } from './encode.ts';
import type { Incoming, Outgoing } from './types.ts';

/** How long an answer is waited for: in steps, so that what keeps this process itself busy counts as one of them. */
const patience = { steps: 10, stepMs: 200 };

export type BusCall = Omit<Outgoing, 'kind'> & { destination: string };
export type BusSignal = Omit<Outgoing, 'kind' | 'destination'>;

export type SessionBus = {
  /** Resolves to the answer's values; rejects when there is none in time. */
  call(message: BusCall): Promise<unknown[]>;
  emit(signal: BusSignal): void;
  /** Hears the signals that fit a match rule, from now on. */
  listen(rule: string, receive: (signal: Incoming) => void): Promise<void>;
  /** Resolves when the connection has ended, for whatever reason. */
  closed: Promise<void>;
  close(): void;
};

type Waiting = { resolve: (values: unknown[]) => void; reject: (error: Error) => void };

/** `address`: see `busAddress`. Rejects when nobody answers there. */
export async function connectToBus(address: string | undefined): Promise<SessionBus> {
  const path = socketPath(address ?? '');
  if (path === null) throw new Error('no address of a session bus');
  const socket = createConnection({ path });
  const waiting = new Map<number, Waiting>();
  const listeners: ((signal: Incoming) => void)[] = [];
  const gone = Promise.withResolvers<void>();
  let serial = 0;

  const decode = createDecoder((message) => {
    if (message.kind === 4) return listeners.forEach((receive) => receive(message));
    const asked = waiting.get(message.answers ?? 0);
    if (message.kind === 2) asked?.resolve(message.body);
    if (message.kind === 3) asked?.reject(new Error(message.error ?? 'refused'));
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the bus is gone'));
    gone.resolve();
  });

  async function call(message: Outgoing): Promise<unknown[]> {
    const own = ++serial;
    const { promise, resolve, reject } = Promise.withResolvers<unknown[]>();
    const answered = outOfPatience(() => reject(new Error('no answer')));
    waiting.set(own, { resolve, reject });
    if (socket.destroyed) reject(new Error('the bus is gone'));
    else socket.write(encode(message, own));
    try {
      return await promise;
    } finally {
      answered();
      waiting.delete(own);
    }
  }

  try {
    await introduce(socket);
    socket.on('data', (chunk: Buffer) => {
      try {
        decode(chunk);
      } catch {
        // Nothing after it can be understood either.
        socket.destroy();
      }
    });
    await call(toBus('Hello'));
  } catch (error) {
    socket.destroy();
    throw error;
  }

  return {
    call: (message) => call({ kind: 'call', ...message }),
    emit(signal) {
      if (!socket.destroyed) socket.write(encode({ kind: 'signal', ...signal }, ++serial));
    },
    async listen(rule, receive) {
      listeners.push(receive);
      await call({ ...toBus('AddMatch'), signature: 's', body: [rule] });
    },
    closed: gone.promise,
    close: () => void socket.destroy(),
  };
}

/** Where this session's bus is: as it is told, or else where systemd and most others put it; undefined without either. */
export function busAddress(env: NodeJS.ProcessEnv): string | undefined {
  const { DBUS_SESSION_BUS_ADDRESS: told, XDG_RUNTIME_DIR: folder } = env;
  if (told !== undefined && told !== '') return told;
  return folder !== undefined && isAbsolute(folder)
    ? `unix:path=${encodeURIComponent(join(folder, 'bus')).replaceAll('%2F', '/')}`
    : undefined;
}

/** The first socket among the addresses; null where there is none: other kinds are not for desktops. */
export function socketPath(address: string): string | null {
  for (const one of address.split(';')) {
    if (!one.startsWith('unix:')) continue;
    const parts = new URLSearchParams(
      one.slice('unix:'.length).replaceAll(',', '&').replaceAll('+', '%2B'),
    );
    const path = parts.get('path');
    if (path !== null) return path;
    const abstract = parts.get('abstract');
    if (abstract !== null) return `\0${abstract}`;
  }
  return null;
}

const toBus = (member: string): Outgoing => ({
  kind: 'call',
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
  member,
});

/** Says who we are; the system vouches for it. */
async function introduce(socket: Socket): Promise<void> {
  const uid = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
  const answer = await new Promise<string>((resolve, reject) => {
    const answered = outOfPatience(() => reject(new Error('no answer')));
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString('latin1');
      if (!said.includes('\r\n') && said.length < 1000) return;
      answered();
      socket.off('data', hear);
      resolve(said);
    };
    socket.on('data', hear);
    socket.once('close', () => {
      answered();
      reject(new Error('nobody there'));
    });
    socket.write(`\0AUTH EXTERNAL ${uid}\r\n`);
  });
  if (!answer.startsWith('OK ')) throw new Error('not let in');
  socket.write('BEGIN\r\n');
}

/** Calls `give` when patience is over; answers how to stop that. */
function outOfPatience(give: () => void): () => void {
  let left = patience.steps;
  const stop = (): void => clearInterval(timer);
  const timer = setInterval(() => {
    left -= 1;
    if (left > 0) return;
    stop();
    give();
  }, patience.stepMs);
  return stop;
}
