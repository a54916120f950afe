// What clients say of themselves in passing, by whichever way: typing, being away.
import { ClientSignal } from '../../src/shared/events.ts';
import type { Holder } from '../auth.ts';
import type { Membership } from '../membership.ts';
import type { PresenceBoard } from '../presence.ts';
import { hasScope } from '../scopes.ts';
import type { Stream } from '../stream.ts';

export type SignalParts = {
  membership: Membership;
  presence: Pick<PresenceBoard, 'set' | 'setDevice'>;
  stream: Pick<Stream, 'signal'>;
};

export type HearSignals = ReturnType<typeof createHearSignals>;

/** What is no signal, comes too often or may not be said is dropped without a word. */
export function createHearSignals({ membership, presence, stream }: SignalParts) {
  /** For one connection; without one, for all that the device has. */
  return (holder: Holder, mayType: () => boolean, connection?: string) => {
    const { user } = holder;
    return (raw: unknown): void => {
      const signal = ClientSignal.safeParse(raw).data;
      if (!signal) return;
      if (signal.type === 'presence') {
        if (connection === undefined) presence.setDevice(holder, signal.state);
        else presence.set(user, connection, signal.state);
        return;
      }
      const may = hasScope(holder.scopes, 'send') && membership.has(signal.conversation, user);
      if (mayType() && may)
        stream.signal({ conversation: signal.conversation, except: [user] }, { ...signal, user });
    };
  };
}
