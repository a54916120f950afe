// Plain HTTP with connections that are kept: for servers that were typed as http:// and have no key.
import { Agent, type ClientRequestArgs } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

type Handed = (error: Error | null, socket: Duplex) => void;

/** `opened` hears of every connection that is made. */
export function createPlainAgent(opened: (socket: Socket) => void = () => undefined): Agent {
  return new PlainAgent(opened);
}

class PlainAgent extends Agent {
  readonly #opened: (socket: Socket) => void;

  constructor(opened: (socket: Socket) => void) {
    super({ keepAlive: true });
    this.#opened = opened;
  }

  override createConnection(asked: ClientRequestArgs, handed?: Handed) {
    const socket = super.createConnection(asked, handed) as Socket;
    this.#opened(socket);
    return socket;
  }
}
