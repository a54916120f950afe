// What every system's notifications do alike.
import type { Alert, AlertDeed } from '../../core/client.ts';
import type { Worded } from './words.ts';

/** What is to be shown under a key. */
export type Note = Worded & Pick<Alert, 'sound' | 'quiet'> & { urgent: boolean };

/** Shows notes, one under each key, until they are taken away. */
export type Board = {
  put(key: string, note: Note): void;
  take(key: string): void;
  /** Resolves when what was asked last is with the system, or when that takes too long. */
  settled(): Promise<void>;
};

/** Hears what a person did. */
export type Did = (key: string, deed: AlertDeed) => void;
