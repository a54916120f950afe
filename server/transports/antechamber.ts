// Connections that have not shown a token yet: a limited number, in all and from one address, so that
// whoever opens thousands of them keeps nobody else out for long (each has ten seconds).
import type { IncomingMessage } from 'node:http';
import { isLoopback, peerAddress } from '../peers.ts';

/** An Engine.IO connection, as far as it matters here. */
type Connection = {
  remoteAddress: string;
  once(event: 'close', listener: () => void): unknown;
  close(): unknown;
};

export type AntechamberLimits = {
  /** In all. */
  most: number;
  /** From one address. This computer itself has no such limit: behind a proxy everybody comes from there. */
  perAddress: number;
  /** Tokens that one connection may try. */
  tries: number;
};

const usual: AntechamberLimits = { most: 500, perAddress: 50, tries: 5 };

export function createAntechamber(
  engine: { on(event: 'connection', listener: (connection: Connection) => void): unknown },
  { most, perAddress, tries }: AntechamberLimits = usual,
) {
  const knocks = new Map<Connection, number>();
  const from = new Map<string, number>();
  const count = (address: string): number => from.get(address) ?? 0;

  function leave(connection: Connection): void {
    if (!knocks.delete(connection)) return;
    const address = peerAddress(connection.remoteAddress);
    const left = count(address) - 1;
    if (left > 0) from.set(address, left);
    else from.delete(address);
  }

  engine.on('connection', (connection) => {
    const address = peerAddress(connection.remoteAddress);
    knocks.set(connection, 0);
    from.set(address, count(address) + 1);
    connection.once('close', () => leave(connection));
  });

  return {
    /** Whether there is room for one more. */
    mayEnter({ socket }: Pick<IncomingMessage, 'socket'>): boolean {
      const address = peerAddress(socket.remoteAddress);
      return knocks.size < most && (isLoopback(address) || count(address) < perAddress);
    },
    /** It shows a token. */
    knock(connection: Connection): void {
      const tried = (knocks.get(connection) ?? 0) + 1;
      if (knocks.has(connection)) knocks.set(connection, tried);
      if (tried > tries) connection.close();
    },
    /** It was accepted. */
    leave,
  };
}
