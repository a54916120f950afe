// Structured logs: one JSON line per happening, never a message's text or a token.
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';

export type Log = Logger;

/** Logs to standard error, so that standard output stays for people. `level` as pino names them. */
export function createLog(
  level = 'info',
  destination: DestinationStream = pino.destination(2),
): Log {
  return pino(
    { level, base: null, timestamp: stdTimeFunctions.isoTime, redact: ['token', '*.token'] },
    destination,
  );
}
