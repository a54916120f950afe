// The app's logs: app.log and the hosted server's server.log, in the data folder under logs/.
import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';

export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  details?: object,
) => void;

const rotateAt = 2 * 1024 * 1024;

/** Written synchronously, so that the line before a crash is there. A full disk never stops the app. */
export function openLog(folder: string): Log {
  const level = process.env.LANLINE_LOG_LEVEL ?? 'info';
  const timestamp = pino.stdTimeFunctions.isoTime;
  const logger = pino({ level, base: null, timestamp }, destination(folder));
  return (level, message, details) => logger[level](details ?? {}, message);
}

/** What nobody caught goes to the log, and the app lives on: history and outbox are safe in their own workers. */
export function logStrayErrors(log: Log): void {
  const note = (kind: string) => (error: unknown) => log('error', kind, { err: error });
  process.on('uncaughtException', note('uncaught exception'));
  process.on('unhandledRejection', note('unhandled rejection'));
}

/** Where the log `name` is written; what has grown large is moved to `name`.old first. */
export function logFile(folder: string, name: string): string {
  const logs = join(folder, 'logs');
  const file = join(logs, `${name}.log`);
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > rotateAt) renameSync(file, join(logs, `${name}.old.log`));
  return file;
}

function destination(folder: string): pino.DestinationStream {
  try {
    const stream = pino.destination({ dest: logFile(folder, 'app'), sync: true, mode: 0o600 });
    stream.on('error', () => {});
    return stream;
  } catch {
    return pino.destination({ dest: 2, sync: true });
  }
}
