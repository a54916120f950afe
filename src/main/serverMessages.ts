// What the app and the server process it hosts say to each other.
import type { Failure } from '../shared/errors.ts';

export type ToServer =
  | { type: 'start'; folder: string; team: string; port: number; logFile: string }
  | { type: 'stop' };

export type FromServer =
  | { type: 'ready'; port: number; addresses: string[] }
  | { type: 'failed'; failure: Failure };
