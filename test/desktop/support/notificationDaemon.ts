// A notification server, as a program of its own on the test's bus: it owns the name, keeps what it is
// told to show, and says what a person does.
import { Message, sessionBus, Variant } from '@jellybrick/dbus-next';
import { expect, onTestFinished } from 'vitest';
import type { Bus } from '../../support/bus.ts';
import { eventually } from '../../support/eventually.ts';

export type ShownNote = {
  id: number;
  replaces: number;
  title: string;
  body: string;
  /** By their keys. */
  actions: Record<string, string>;
  hints: Record<string, unknown>;
};

export type NotificationDaemon = {
  /** Every Notify, in order. */
  told: ShownNote[];
  /** How many questions came, of whatever kind. */
  asked(): number;
  /** On screen now. */
  now(): ShownNote[];
  /** Resolves with the one that is on screen alone, when its text (title and body) has this in it. */
  shows(text: string): Promise<ShownNote>;
  shown(count: number): Promise<void>;
  /** A person presses something, answers, or puts it away. */
  press(id: number, action: string): void;
  reply(id: number, text: string): void;
  dismiss(id: number): void;
  close(): void;
};

export type DaemonOptions = {
  capabilities?: string[];
  /** What becomes of a question. */
  answers?: 'all' | 'nothing' | 'errors';
  /** Plasma's "do not disturb". */
  inhibited?: boolean;
};

const name = 'org.freedesktop.Notifications';
const path = '/org/freedesktop/Notifications';
const usual = ['body', 'body-markup', 'actions', 'inline-reply', 'persistence'];

export async function startDaemon(
  { address }: Bus,
  { capabilities = usual, answers = 'all', inhibited }: DaemonOptions = {},
): Promise<NotificationDaemon> {
  const bus = sessionBus({ busAddress: address });
  const told: ShownNote[] = [];
  const screen = new Map<number, ShownNote>();
  let last = 0;
  let asked = 0;
  let ended = false;

  bus.addMethodHandler((message) => {
    // What still comes can be answered no more.
    if (ended) return true;
    if (message.path !== path) return false;
    asked += 1;
    if (answers === 'nothing') return true;
    if (answers === 'errors') {
      bus.send(Message.newError(message, 'org.freedesktop.DBus.Error.Failed', 'not today'));
      return true;
    }
    return answer(message);
  });

  function answer(message: Message): boolean {
    const say = (signature = '', body: unknown[] = []): true => {
      bus.send(Message.newMethodReturn(message, signature, body));
      return true;
    };
    switch (message.member) {
      case 'GetCapabilities':
        return say('as', [capabilities]);
      case 'Notify': {
        const note = noteOf(message.body, ++last);
        told.push(note);
        screen.set(note.id, note);
        return say('u', [note.id]);
      }
      case 'CloseNotification':
        end(Number(message.body[0]), 3);
        return say();
      case 'Get':
        if (inhibited === undefined) return false;
        return say('v', [new Variant('b', inhibited)]);
      default:
        return false;
    }
  }

  function signal(member: string, signature: string, body: unknown[]): void {
    bus.send(Message.newSignal(path, name, member, signature, body));
  }
  function end(id: number, reason: number): void {
    if (screen.delete(id)) signal('NotificationClosed', 'uu', [id, reason]);
  }

  const close = (): void => {
    if (!ended) bus.disconnect();
    ended = true;
  };
  onTestFinished(close);
  await new Promise<void>((resolve) => bus.once('connect', resolve));
  await bus.requestName(name, 0);

  const now = (): ShownNote[] => [...screen.values()];
  return {
    told,
    asked: () => asked,
    now,
    shows: (text) =>
      eventually(() => {
        const [only, ...others] = now();
        expect(others).toEqual([]);
        expect(`${only?.title}\n${only?.body}`).toContain(text);
        return only as ShownNote;
      }),
    shown: (count) => eventually(() => expect(now()).toHaveLength(count)),
    press: (id, action) => signal('ActionInvoked', 'us', [id, action]),
    reply: (id, text) => signal('NotificationReplied', 'us', [id, text]),
    dismiss: (id) => end(id, 2),
    close,
  };
}

function noteOf(body: unknown[], next: number): ShownNote {
  const [, replaces, , title, text, actions, hints] = body as [
    string,
    number,
    string,
    string,
    string,
    string[],
    Record<string, Variant>,
  ];
  return {
    id: replaces || next,
    replaces,
    // Without the marks that keep a name's direction to itself.
    title: title.replace(/[\u2068\u2069]/g, ''),
    body: text.replace(/[\u2068\u2069]/g, ''),
    actions: Object.fromEntries(
      Array.from({ length: actions.length / 2 }, (_unused, index) => [
        actions[index * 2] ?? '',
        actions[index * 2 + 1] ?? '',
      ]),
    ),
    hints: Object.fromEntries(Object.entries(hints).map(([key, { value }]) => [key, value])),
  };
}
