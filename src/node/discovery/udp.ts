// A UDP socket that survives whatever networks do: it opens again by itself and never throws.
import { createSocket, type Socket } from 'node:dgram';

export type Datagram = { address: string; port: number };

export type UdpOptions = {
  /** Shared with other programs that listen on it; 0 for one of our own. */
  port: number;
  /** Multicast, on the interface that has this address of ours. */
  group?: { address: string; on: string };
  /** Longer datagrams are dropped. Bytes. */
  longest: number;
  received(message: Buffer, from: Datagram): void;
  /** Each time the socket has opened. */
  opened?(): void;
  failed(error: unknown): void;
  /** How long to wait after a failure; 10,000 unless told. Milliseconds. */
  againMs?: number;
};

export type UdpSocket = {
  /** Dropped while there is no socket. */
  send(message: Buffer, to: Datagram): void;
  /** After what was sent has left. */
  close(): Promise<void>;
};

/** Opens at once and, after any failure, again some seconds later. */
export function openUdp(options: UdpOptions): UdpSocket {
  const sending = new Set<Promise<void>>();
  let ready = false;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let socket = open();

  function open(): Socket {
    const opening = createSocket({ type: 'udp4', reuseAddr: options.port !== 0 });
    opening.on('error', fail);
    opening.on('message', (message, from) => {
      if (!closed && message.length <= options.longest) options.received(message, from);
    });
    // On all addresses: a socket bound to one of them hears neither broadcast nor multicast on Linux.
    opening.bind({ port: options.port, address: '0.0.0.0' }, () => {
      try {
        prepare(opening, options.group);
      } catch (error) {
        return fail(error);
      }
      ready = true;
      options.opened?.();
    });
    return opening;
  }

  function fail(error: unknown): void {
    if (closed || timer) return;
    ready = false;
    options.failed(error);
    socket.close();
    timer = setTimeout(() => {
      timer = undefined;
      socket = open();
    }, options.againMs ?? 10_000);
  }

  return {
    send(message, to) {
      // A datagram may claim to come from port 0, where nobody can be answered.
      if (!ready || closed || to.port === 0) return;
      const sent = new Promise<void>((resolve) => {
        socket.send(message, to.port, to.address, (error) => {
          if (error && !closed) options.failed(error);
          resolve();
        });
      });
      sending.add(sent);
      void sent.then(() => sending.delete(sent));
    },
    async close() {
      if (closed) return;
      closed = true;
      await Promise.all(sending);
      if (timer) return clearTimeout(timer);
      await new Promise<void>((resolve) => socket.close(resolve));
    },
  };
}

function prepare(socket: Socket, group: UdpOptions['group']): void {
  if (!group) {
    socket.setBroadcast(true);
    return;
  }
  socket.addMembership(group.address, group.on);
  socket.setMulticastInterface(group.on);
  socket.setMulticastTTL(255);
  // Server and app on one computer must see each other.
  socket.setMulticastLoopback(true);
}
