// What the app and a server process that it hosts say to each other.
import type { HostedServer, HostOrder } from '../core/client.ts';
import type { Failure } from '../shared/errors.ts';

export type ToServer =
  | ({ type: 'start'; announce: boolean; logFile: string } & HostOrder)
  | { type: 'stop' };

export type FromServer = ({ type: 'ready' } & HostedServer) | { type: 'failed'; failure: Failure };
