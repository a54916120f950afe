// Notifications as this system has them. What the core asks for is put into words here; what a person
// does with one goes back to it. Nothing in here makes anybody wait.
import { join } from 'node:path';
import { app } from 'electron';
import type { AlertPort } from '../../core/client.ts';
import type { SessionBus } from '../dbus/connection.ts';
import type { Log } from '../log.ts';
import type { Did } from './board.ts';
import { createElectronBoard } from './electronBoard.ts';
import { createLinuxBoard } from './linuxBoard.ts';
import { type NotifyWords, wordsOf } from './words.ts';

export type Notifications = AlertPort & { settled(): Promise<void> };

export function createNotifications(options: {
  bus: Promise<SessionBus>;
  words: () => NotifyWords;
  did: Did;
  log: Log;
}): Notifications {
  const { bus, words, did, log } = options;
  const icon = join(app.getAppPath(), 'resources', 'icon.png');
  const board =
    process.platform === 'linux'
      ? createLinuxBoard({ bus, words, did, icon, log })
      : createElectronBoard({ words, did, log });
  return {
    show(alert) {
      const { about, sound, quiet } = alert;
      const urgent = about.kind === 'messages' && about.urgent;
      board.put(alert.key, { ...wordsOf(alert, words()), sound, quiet, urgent });
    },
    close: board.take,
    settled: board.settled,
  };
}
