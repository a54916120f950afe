// A launcher on the test's bus that draws badges: it hears what programs say of themselves.
import { Message, sessionBus, type Variant } from '@jellybrick/dbus-next';
import { onTestFinished } from 'vitest';
import type { Bus } from '../../support/bus.ts';

const entry = 'com.canonical.Unity.LauncherEntry';

/** Answers what the badge shows; null as long as nothing was said, or when it is to be hidden. */
export async function startLauncher({ address }: Bus): Promise<() => number | null> {
  const bus = sessionBus({ busAddress: address });
  onTestFinished(() => bus.disconnect());
  let shown: number | null = null;
  bus.on('message', ({ interface: about, member, body }) => {
    if (about !== entry || member !== 'Update') return;
    const [program, facts] = body as [string, Record<string, Variant>];
    if (program !== 'application://lanline.desktop') return;
    shown = facts['count-visible']?.value === true ? Number(facts['count']?.value) : null;
  });
  await new Promise<void>((resolve) => bus.once('connect', resolve));
  const to = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' };
  const rule = `type='signal',interface='${entry}'`;
  const call = { interface: 'org.freedesktop.DBus', member: 'AddMatch', signature: 's' };
  await bus.call(new Message({ ...to, ...call, body: [rule] }));
  return () => shown;
}
