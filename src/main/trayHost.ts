// Whether the desktop shows a tray now. Asked once and then only listened to: a tray that comes
// later, or goes, says so on the session's bus.
import type { Log } from './log.ts';
import type { SessionBus } from './dbus/connection.ts';

export type TrayHost = {
  /** What is known now. */
  there: () => boolean;
  /** It is known whether there is one. */
  known: Promise<void>;
  close(): void;
};

const watcher = 'org.kde.StatusNotifierWatcher';
const path = '/StatusNotifierWatcher';
const rules = [
  `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${watcher}'`,
  `type='signal',interface='${watcher}',path='${path}'`,
];

/** `changed` hears each change, and the first answer when there is a tray. */
export function watchTrayHost(
  bus: Promise<SessionBus>,
  changed: (there: boolean) => void,
  log: Log,
): TrayHost {
  let there = false;
  let asked = 0;
  let closed = false;
  const tell = (now: boolean): void => {
    if (now === there || closed) return;
    there = now;
    log('info', now ? 'a tray is there' : 'there is no tray any more');
    changed(there);
  };

  /** Answers may come in another order than the questions: only the last one counts. */
  async function ask(from: SessionBus): Promise<void> {
    const own = ++asked;
    const now = await hasHost(from);
    if (own === asked) tell(now);
  }

  async function watch(): Promise<void> {
    const from = await bus;
    for (const rule of rules)
      await from.listen(rule, ({ interface: about, member, body }) => {
        const ownerChanged = member === 'NameOwnerChanged' && body[0] === watcher;
        if (ownerChanged || (about === watcher && member?.startsWith('StatusNotifierHost')))
          void ask(from);
      });
    void from.closed.then(() => {
      asked += 1;
      tell(false);
    });
    await ask(from);
  }

  // Where there are trays by nature nobody is asked; the dock of macOS is no tray.
  const natural = process.platform !== 'linux';
  if (natural) queueMicrotask(() => tell(process.platform === 'win32'));
  const known = natural
    ? Promise.resolve()
    : watch().catch((error: unknown) => log('info', 'no tray can be asked for', { err: error }));
  return {
    there: () => there,
    known,
    close: () => void (closed = true),
  };
}

/** A watcher that does not answer shows nothing. */
async function hasHost(bus: SessionBus): Promise<boolean> {
  try {
    const [value] = await bus.call({
      destination: watcher,
      path,
      interface: 'org.freedesktop.DBus.Properties',
      member: 'Get',
      signature: 'ss',
      body: [watcher, 'IsStatusNotifierHostRegistered'],
    });
    return value === true;
  } catch {
    return false;
  }
}
