// What is one person's alone: how they want a conversation, what they saved, how far they read a
// thread. It goes into their own conversation, whose id is theirs, and so to their other devices.
import { Refusal } from '../../src/shared/errors.ts';
import type { PersonalRecord, Tx } from '../store/tx.ts';
import type { Preference } from '../../src/shared/personalEvents.ts';
import type { Effect, Handler, Projection } from './handler.ts';
import { moment } from './moment.ts';
import { liveMessage } from './targets.ts';

export const setPreference: Handler<'preference.set'> = {
  async run(tx, actor, { id: _id, conversation, ...wanted }) {
    if (typeof wanted.mutedUntil === 'number') moment(wanted.mutedUntil, 'mutedUntil');
    const stands = await tx.personal(actor, preferenceOf(conversation));
    const before: Preference = { ...unset, ...(stands?.value as Preference | undefined) };
    const fields = Object.keys(wanted) as (keyof Preference)[];
    if (fields.every((field) => wanted[field] === before[field])) return already(tx, actor, stands);
    const body = { conversation, ...wanted };
    return { events: [{ conversation: actor, type: 'preference.changed', body }] };
  },
};

export const setSaved: Handler<'saved.set'> = {
  async run(tx, actor, { conversation, target, on }) {
    const stands = await tx.personal(actor, savedOf(conversation, target));
    if ((stands?.value ?? false) === on) return already(tx, actor, stands);
    if (on) await liveMessage(tx, conversation, target);
    const body = { conversation, target, on };
    return { events: [{ conversation: actor, type: 'saved.changed', body }] };
  },
};

/** Like a marker: only forward, never beyond the log. */
export const readThread: Handler<'thread.read'> = {
  async run(tx, actor, { conversation, thread, seq }) {
    const stands = await tx.personal(actor, threadOf(conversation, thread));
    const reached = Math.min(seq, await tx.head(conversation));
    if (reached <= ((stands?.value as number | undefined) ?? 0)) return already(tx, actor, stands);
    // Where its first message was deleted a thread can still be read.
    const root = await tx.message(conversation, thread);
    if (!root || root.body.thread !== undefined)
      throw new Refusal('NOT_FOUND', 'no such thread', { field: 'thread' });
    const body = { conversation, thread, seq: reached };
    return { events: [{ conversation: actor, type: 'thread.read', body }] };
  },
};

export const preferenceChanged: Projection<'preference.changed'> = async (tx, event) => {
  const { conversation, ...changed } = event.body;
  const about = preferenceOf(conversation);
  const before = (await tx.personal(event.conversation, about))?.value as Preference | undefined;
  await tx.setPersonal(event.conversation, about, { ...before, ...changed }, event.seq);
};

export const savedChanged: Projection<'saved.changed'> = async (tx, event) => {
  const { conversation, target, on } = event.body;
  await tx.setPersonal(event.conversation, savedOf(conversation, target), on, event.seq);
};

export const threadRead: Projection<'thread.read'> = async (tx, event) => {
  const { conversation, thread, seq } = event.body;
  await tx.setPersonal(event.conversation, threadOf(conversation, thread), seq, event.seq);
};

const preferenceOf = (conversation: string): string => `preference ${conversation}`;
const savedOf = (conversation: string, target: number): string => `saved ${conversation} ${target}`;
const threadOf = (conversation: string, thread: number): string =>
  `thread ${conversation} ${thread}`;

/** What everybody begins with. */
const unset: Preference = { favourite: false, mutedUntil: null, notify: null, unreadFrom: null };

/** Nothing to do: it stands where it was last said, or has been so from the beginning. */
async function already(tx: Tx, user: string, stands: PersonalRecord | undefined): Promise<Effect> {
  return { landed: stands ? await tx.landed(user, stands.seq) : await tx.birth(user) };
}
