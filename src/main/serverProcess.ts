// Entry of the hosted server's process. Told what to serve by hosting.ts; ends when told, and with
// the app in any case: a store that is killed loses nothing that was acknowledged.
import { pino } from 'pino';
import { createLog } from '../../server/log.ts';
import { createServer, type RunningServer } from '../../server/server.ts';
import { fail } from '../shared/errors.ts';
import type { FromServer, ToServer } from './serverMessages.ts';

let starting: Promise<RunningServer> | null = null;

process.parentPort.on('message', ({ data }: { data: ToServer }) => {
  if (data.type === 'stop') void stop();
  else void start(data);
});

async function start({ logFile, ...order }: ToServer & { type: 'start' }): Promise<void> {
  const file = pino.destination({ dest: logFile, mkdir: true, sync: true, mode: 0o600 });
  const log = createLog('info', file);
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught exception');
    process.exit(1);
  });
  try {
    starting = createServer({
      ...order,
      insecure: false,
      storeWorker: new URL('./storeWorker.cjs', import.meta.url),
      log,
      onFatal: () => process.exit(1),
    });
    const { port, addresses, pin } = await starting;
    tell({ type: 'ready', port, addresses, pin });
  } catch (error) {
    log.error({ err: error }, 'the server could not start');
    tell({ type: 'failed', failure: fail(error).error });
    // Leaves the message time to arrive.
    setTimeout(() => process.exit(1), 100);
  }
}

async function stop(): Promise<void> {
  const server = await starting?.catch(() => null);
  await server?.close().catch(() => {});
  process.exit(0);
}

function tell(message: FromServer): void {
  process.parentPort.postMessage(message);
}
