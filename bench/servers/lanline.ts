// The server as it ships, in a process of its own. First argument: its data folder.
import { createLog } from '../../server/log.ts';
import { createServer, type RunningServer } from '../../server/server.ts';
import { serveBench } from './server.ts';

const many = { tries: 1e9, seconds: 60 };
let server: RunningServer | undefined;

serveBench(
  async () => {
    server = await createServer({
      folder: process.argv[2] ?? '',
      port: 0,
      host: '127.0.0.1',
      team: 'Bench',
      announce: false,
      // It is the server that is measured, and not its limits.
      limits: {
        send: many,
        marks: many,
        change: many,
        polls: many,
        tokens: many,
        sockets: 1e6,
        streams: 1e6,
      },
      insecure: false,
      storeWorker: new URL('../../server/store/worker.ts', import.meta.url),
      log: createLog('error'),
    });
    return server.port;
  },
  () => server?.close(),
);
