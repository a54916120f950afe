// Where a core's notifications go in a test: everything that was shown, and what is on screen now.
import type { Alert, AlertPort } from '../../src/core/notify/alert.ts';

export type AlertBoard = AlertPort & {
  /** By key. */
  now: Map<string, Alert>;
  /** All that was shown, in order. */
  all: Alert[];
  /** The texts on screen now, each with its count where there are several. */
  says(): string[];
};

export function alertBoard(): AlertBoard {
  const now = new Map<string, Alert>();
  const all: Alert[] = [];
  return {
    now,
    all,
    says: () => [...now.values()].map(({ about }) => sentence(about)),
    show(alert) {
      now.set(alert.key, alert);
      all.push(alert);
    },
    close: (key) => void now.delete(key),
  };
}

function sentence(about: Alert['about']): string {
  switch (about.kind) {
    case 'messages': {
      const who = [about.author, about.place].filter(Boolean).join(' in ');
      return `${who}: ${about.text ?? ''}${about.count > 1 ? ` (${about.count})` : ''}`;
    }
    case 'many':
      return `${about.messages} in ${about.conversations}`;
    case 'door':
      return `${about.name ?? 'somebody'} waits (${about.waiting})`;
    case 'test':
      return 'test';
  }
}
