// The way between one person and the server, to be cut and mended by hand. The server runs on for
// everybody else.
import { connectSocketIo } from '../../src/core/transport/socketIo.ts';
import type { Connect, Transport, TransportListener } from '../../src/core/transport/transport.ts';
import { Refusal } from '../../src/shared/errors.ts';

export type Cable = {
  connect: Connect;
  unplug(): void;
  plug(): void;
};

/** `connect`: what is at the other end of it. */
export function createCable(connect: Connect = connectSocketIo): Cable {
  const open = new Map<Transport, TransportListener>();
  let plugged = true;
  const reason = { code: 'UNREACHABLE', message: 'the cable is out' } as const;

  return {
    async connect(to, listener) {
      if (!plugged) throw new Refusal(reason.code, reason.message);
      const transport = await connect(to, listener);
      open.set(transport, listener);
      // Pulled out while connecting.
      if (!plugged) listener.down(reason);
      return transport;
    },
    unplug() {
      plugged = false;
      for (const [transport, listener] of open) {
        transport.close();
        listener.down(reason);
      }
      open.clear();
    },
    plug: () => void (plugged = true),
  };
}
