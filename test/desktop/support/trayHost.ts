// A panel with a tray, as a program of its own on the test's bus: it owns the watcher's name, hears
// who registers an icon, and looks at the icon, its tooltip and its menu as Plasma does.
import { type MessageBus, Message, sessionBus, Variant } from '@jellybrick/dbus-next';
import { onTestFinished } from 'vitest';
import { drawTrayIcon } from '../../../src/main/tray/icon.ts';
import type { Bus } from '../../support/bus.ts';
import { eventually } from '../../support/eventually.ts';

export type MenuEntry = { id: number; label: string; checked: boolean; entries: MenuEntry[] };

export type TrayHost = {
  /** How often an icon was registered. */
  registered(): number;
  /** Of the icon that is registered now. Throws without one. */
  tooltip(): Promise<string>;
  /** Which of the known pictures it shows, as "connected dot". */
  look(): Promise<string>;
  /** Its side, in pixels. */
  size(): Promise<number>;
  /** Without separators. */
  menu(): Promise<MenuEntry[]>;
  labels(): Promise<string[]>;
  /** `path`: labels from the top on. */
  choose(...path: string[]): Promise<void>;
  click(): Promise<void>;
  /** The panel goes, or comes again, while the watcher stays. */
  show(there: boolean): void;
  /** The panel ends with its watcher. */
  close(): void;
};

const watcher = 'org.kde.StatusNotifierWatcher';
const watcherPath = '/StatusNotifierWatcher';
const item = 'org.kde.StatusNotifierItem';
const menus = 'com.canonical.dbusmenu';

/** `answers: false`: a watcher that hangs. */
export async function startTrayHost({ address }: Bus, { answers = true } = {}): Promise<TrayHost> {
  const bus = sessionBus({ busAddress: address });
  const items: { name: string; path: string }[] = [];
  let there = true;
  let count = 0;
  let ended = false;
  const close = (): void => {
    if (!ended) bus.disconnect();
    ended = true;
  };
  onTestFinished(close);

  bus.addMethodHandler((message) => {
    // What still comes can be answered no more.
    if (ended) return true;
    if (message.path !== watcherPath) return false;
    if (!answers) return true;
    if (message.member === 'RegisterStatusNotifierItem') {
      const [given] = message.body as [string];
      const own = given.startsWith('/');
      count += 1;
      items.push({
        name: own ? message.sender : given,
        path: own ? given : '/StatusNotifierItem',
      });
      reply(bus, message, '', []);
      return true;
    }
    if (message.member !== 'Get' && message.member !== 'GetAll') return false;
    const value = new Variant('b', there);
    if (message.member === 'Get') reply(bus, message, 'v', [value]);
    else reply(bus, message, 'a{sv}', [{ IsStatusNotifierHostRegistered: value }]);
    return true;
  });
  await new Promise<void>((resolve) => bus.once('connect', resolve));
  await bus.requestName(watcher, 0);

  async function ask(path: string, about: string, member: string, types: string, body: unknown[]) {
    const { name } = newest();
    const call = { destination: name, path, interface: about, member, signature: types, body };
    return (await bus.call(new Message(call)))?.body ?? [];
  }
  function newest() {
    const last = items.at(-1);
    if (!last) throw new Error('there is no icon');
    return last;
  }
  async function property(name: string): Promise<unknown> {
    const from = 'org.freedesktop.DBus.Properties';
    const [value] = await ask(newest().path, from, 'Get', 'ss', [item, name]);
    return (value as Variant).value;
  }
  async function picture(): Promise<[size: number, bytes: Buffer]> {
    const [first] = (await property('IconPixmap')) as [number, number, Uint8Array][];
    if (!first || first[0] !== first[1]) throw new Error('the icon has no picture');
    return [first[0], Buffer.from(first[2])];
  }
  async function menu(): Promise<MenuEntry[]> {
    const path = String(await property('Menu'));
    const [, layout] = await ask(path, menus, 'GetLayout', 'iias', [0, -1, []]);
    return entryOf(layout as Layout).entries;
  }

  return {
    registered: () => count,
    async tooltip() {
      const [, , title] = (await property('ToolTip')) as [string, unknown, string, string];
      return title;
    },
    async look() {
      const [size, bytes] = await picture();
      return nearestLook(size, bytes);
    },
    size: async () => (await picture())[0],
    menu,
    labels: async () => (await menu()).map(({ label }) => label),
    choose: (...labels) =>
      // A menu that was made anew since it was read does not know its entries any more: people see the new one, too.
      eventually(async () => {
        let found: MenuEntry | undefined = {
          id: 0,
          label: '',
          checked: false,
          entries: await menu(),
        };
        for (const label of labels) found = found?.entries.find((one) => one.label === label);
        if (!found) throw new Error(`no ${labels.join(' / ')}`);
        const path = String(await property('Menu'));
        const now = Math.round(Date.now() / 1000);
        await ask(path, menus, 'Event', 'isvu', [found.id, 'clicked', new Variant('i', 0), now]);
      }),
    click: async () => void (await ask(newest().path, item, 'Activate', 'ii', [0, 0])),
    show(now) {
      there = now;
      const member = now ? 'StatusNotifierHostRegistered' : 'StatusNotifierHostUnregistered';
      bus.send(Message.newSignal(watcherPath, watcher, member, '', []));
    },
    close,
  };
}

type Layout = [id: number, properties: Record<string, Variant>, children: Variant[]];

function entryOf([id, properties, children]: Layout): MenuEntry {
  const label: unknown = properties['label']?.value;
  const entries = children.map(({ value }) => entryOf(value as Layout));
  return {
    id,
    label: typeof label === 'string' ? label : '',
    checked: properties['toggle-state']?.value === 1,
    entries: entries.filter(({ label }) => label !== ''),
  };
}

/** The known picture that differs least: colours come and go by rounding on the way. */
function nearestLook(size: number, argb: Buffer): string {
  const known = [true, false].flatMap((connected) =>
    (['none', 'dot', 'quiet', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const).flatMap((mark) =>
      [true, false].map((dark) => ({ connected, mark, dark })),
    ),
  );
  const [nearest] = known
    .map((look) => ({ look, far: difference(drawTrayIcon(look, size), argb) }))
    .sort((a, b) => a.far - b.far);
  if (!nearest || nearest.far > size * size * 10) throw new Error('an unknown picture');
  const { connected, mark } = nearest.look;
  return `${connected ? 'connected' : 'disconnected'} ${mark}`;
}

/** `bgra` is premultiplied, `argb` is not. */
function difference(bgra: Buffer, argb: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bgra.length; at += 4) {
    const alpha = argb[at] ?? 0;
    sum += Math.abs(alpha - (bgra[at + 3] ?? 0));
    for (let part = 0; part < 3; part += 1)
      sum += Math.abs(((argb[at + 1 + part] ?? 0) * alpha) / 255 - (bgra[at + 2 - part] ?? 0));
  }
  return sum;
}

const reply = (bus: MessageBus, message: Message, types: string, body: unknown[]): void =>
  bus.send(Message.newMethodReturn(message, types, body));
