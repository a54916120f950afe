// Whether somebody listens on a TCP port: connects, and hangs up at once.
import { connect } from 'node:net';

/** `silent`: no answer at all; `unreachable`: no way there. */
export type Knock = 'open' | 'refused' | 'silent' | 'unreachable';

/** `timeoutMs` as for one try; never throws. */
export function knock(host: string, port: number, timeoutMs = 2500): Promise<Knock> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const end = (found: Knock): void => {
      resolve(found);
      socket.destroy();
    };
    socket.once('connect', () => end('open'));
    socket.once('timeout', () => end('silent'));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET') end('refused');
      else end(error.code === 'ETIMEDOUT' ? 'silent' : 'unreachable');
    });
  });
}
