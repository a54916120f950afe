// The way between one app and the server, to be cut and mended by hand: the app lives on, and so does
// the server for everybody else.
import type { Socket } from 'node:net';
import type { App } from './app.ts';
import { call, teamOf, whenLine } from './steps.ts';

type Cut = typeof globalThis & { connectAsBefore?: Socket['connect'] };

/** Every connection of the app ends, and none begins. */
export async function unplug({ electron, page }: App): Promise<void> {
  await electron.evaluate(() => {
    const { Socket: Sockets } = process.getBuiltinModule('net');
    const kept = globalThis as Cut;
    kept.connectAsBefore ??= Sockets.prototype.connect;
    Sockets.prototype.connect = function refuse(this: Socket) {
      const error = Object.assign(new Error('the cable is out'), { code: 'ENETUNREACH' });
      return this.destroy(error);
    };
    const { _getActiveHandles: handles } = process as unknown as {
      _getActiveHandles(): unknown[];
    };
    for (const handle of handles())
      if (handle instanceof Sockets && handle.remotePort !== undefined) handle.destroy();
  });
  await whenLine(page, 'offline');
}

export async function plug({ electron, page }: App): Promise<void> {
  await electron.evaluate(() => {
    const { Socket: Sockets } = process.getBuiltinModule('net');
    const { connectAsBefore } = globalThis as Cut;
    if (connectAsBefore) Sockets.prototype.connect = connectAsBefore;
  });
  const { id } = await teamOf(page);
  await call(page, 'link.retry', undefined, id);
  await whenLine(page, 'live');
}
