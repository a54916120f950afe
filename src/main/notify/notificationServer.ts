// The desktop's notification server, as freedesktop.org has it, with what GNOME and Plasma add.
import type { BusCall, SessionBus } from '../dbus/connection.ts';
import type { Incoming } from '../dbus/types.ts';
import type { Note } from './board.ts';
import type { NotifyWords } from './words.ts';

const name = 'org.freedesktop.Notifications';
const path = '/org/freedesktop/Notifications';
const rules = [
  `type='signal',sender='${name}',path='${path}'`,
  `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${name}'`,
];

export type NotificationServer = {
  /** Answers its number. Rejects when the server does. */
  notify(note: Note & { replaces: number; icon: string; words: NotifyWords }): Promise<number>;
  close(id: number): Promise<void>;
  /** Plasma's "do not disturb"; false where it is not known. */
  inhibited(): Promise<boolean>;
};

export type ServerEvents = {
  /** `reply` comes with what was written. */
  invoked(id: number, action: string, text: string): void;
  closed(id: number, byPerson: boolean): void;
  /** The server has ended, or another one has taken its place: it shows nothing of ours. */
  gone(): void;
};

export async function createNotificationServer(
  bus: SessionBus,
  events: ServerEvents,
): Promise<NotificationServer> {
  let known: Promise<ReadonlySet<string>> | undefined;

  function hear({ interface: about, member, body }: Incoming): void {
    if (member === 'NameOwnerChanged' && body[0] === name) {
      known = undefined;
      events.gone();
    }
    const [id, what] = body;
    if (about !== name || typeof id !== 'number') return;
    if (member === 'ActionInvoked' && what !== 'inline-reply') events.invoked(id, String(what), '');
    if (member === 'NotificationReplied') events.invoked(id, 'reply', String(what));
    if (member === 'NotificationClosed') events.closed(id, what === 2);
  }
  // After the answer that came before it, which says whose number it is, has reached whoever waits for it.
  for (const rule of rules) await bus.listen(rule, (signal) => void setImmediate(hear, signal));

  const ask = (member: string, signature = '', body: unknown[] = []): Promise<unknown[]> =>
    bus.call({ ...to, interface: name, member, signature, body, starts: true });

  /** Asked once for each server. */
  function capabilities(): Promise<ReadonlySet<string>> {
    known ??= ask('GetCapabilities').then(
      ([list]) => new Set(Array.isArray(list) ? list.map(String) : []),
    );
    known.catch(() => (known = undefined));
    return known;
  }

  return {
    async notify({ replaces, icon, words, ...note }) {
      const can = await capabilities();
      const [id] = await ask('Notify', 'susssasa{sv}i', [
        'Lanline',
        replaces,
        icon,
        can.has('body') ? note.title : [note.title, note.body].join(': '),
        can.has('body-markup') ? escaped(note.body) : note.body,
        can.has('actions') ? actionsOf(note, words, can) : [],
        hintsOf(note, words),
        -1,
      ]);
      return Number(id);
    },
    async close(id) {
      await ask('CloseNotification', 'u', [id]);
    },
    async inhibited() {
      const question: BusCall = {
        ...to,
        interface: 'org.freedesktop.DBus.Properties',
        member: 'Get',
        signature: 'ss',
        body: [name, 'Inhibited'],
      };
      return bus.call(question).then(
        ([value]) => value === true,
        () => false,
      );
    },
  };
}

const to = { destination: name, path };

/** Where text may be markup, what people write is none. */
const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

function actionsOf(note: Note, words: NotifyWords, can: ReadonlySet<string>): string[] {
  return [
    'default',
    words.open,
    ...(note.reply && can.has('inline-reply') ? ['inline-reply', words.reply] : []),
    ...(note.read ? ['read', words.markRead] : []),
  ];
}

const hintsOf = (note: Note, words: NotifyWords): [string, [string, unknown]][] => [
  ['category', ['s', 'im.received']],
  ['desktop-entry', ['s', 'lanline']],
  ['urgency', ['y', note.urgent && !note.quiet ? 1 : 0]],
  note.sound && !note.quiet
    ? ['sound-name', ['s', 'message-new-instant']]
    : ['suppress-sound', ['b', true]],
  ...(note.reply
    ? [['x-kde-reply-placeholder-text', ['s', words.replyHere]] as [string, [string, unknown]]]
    : []),
];
