// Messages to be sent later: kept here, sent by server/scheduler.ts through the same door as any other.
import type { CommandArgs } from '../../src/shared/commands.ts';
import { limits } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { Schedule } from '../../src/shared/personalEvents.ts';
import type { Tx } from '../store/tx.ts';
import type { Effect, Handler, Projection } from './handler.ts';
import { sendMessage } from './messages.ts';
import { moment } from './moment.ts';

export const scheduleMessage: Handler<'message.schedule'> = {
  async run(tx, actor, { id, at, ...message }, origin) {
    moment(at, 'at', tx.now + limits.aheadMs);
    if (at <= tx.now) throw new Refusal('INVALID', 'this time has passed', { field: 'at' });
    // Two clients that made the same id: the second is refused, not merged.
    if (await tx.schedule(id)) throw new Refusal('ID_CONFLICT', 'this id names another schedule');
    if ((await tx.countSchedules(actor)) >= limits.schedules)
      throw new Refusal('FORBIDDEN', 'too many messages wait already', { field: 'schedules' });
    // What cannot be said now is refused now, and not in the person's absence.
    await sendMessage.run(tx, actor, { id, ...message }, origin);
    const body = { schedule: { id, at, ...message } };
    return { events: [{ conversation: actor, type: 'schedule.added', body }] };
  },
};

export const cancelSchedule: Handler<'schedule.cancel'> = {
  async run(tx, actor, { schedule }) {
    const ended = await endedAs(tx, actor, schedule, 'cancelled');
    return ended ?? { events: [{ conversation: actor, ...end(schedule, 'cancelled') }] };
  },
};

/** The message comes first, so that it is what the command became. */
export const sendSchedule: Handler<'schedule.send'> = {
  async run(tx, actor, { id, schedule }, origin) {
    const ended = await endedAs(tx, actor, schedule, 'sent');
    if (ended) return ended;
    const message = messageOf(await pending(tx, actor, schedule));
    const { events = [], ...effect } = await sendMessage.run(tx, actor, { id, ...message }, origin);
    return { ...effect, events: [...events, { conversation: actor, ...end(schedule, 'sent') }] };
  },
};

/** What the server says by itself when the time came and the message was refused. */
export const failSchedule: Handler<'schedule.fail'> = {
  async run(tx, _system, { user, schedule, code }) {
    const stands = await tx.schedule(schedule);
    // Cancelled or sent by hand in the meantime, or told already.
    if (stands?.user !== user || stands.failed !== null) return {};
    const body = { schedule, code };
    return { events: [{ conversation: user, type: 'schedule.failed', body }] };
  },
};

/** What this schedule sends. */
export const messageOf = ({
  id: _id,
  at: _at,
  ...message
}: Schedule): Omit<CommandArgs<'message.send'>, 'id'> => message;

export const scheduleAdded: Projection<'schedule.added'> = (tx, { conversation, body }) =>
  tx.addSchedule({ user: conversation, schedule: body.schedule, failed: null });

export const scheduleEnded: Projection<'schedule.ended'> = async (tx, event) => {
  const { schedule, how } = event.body;
  await tx.removeSchedule(event.conversation, schedule);
  await tx.setPersonal(event.conversation, endOf(schedule), how, event.seq);
};

export const scheduleFailed: Projection<'schedule.failed'> = (tx, { body: { schedule, code } }) =>
  tx.failSchedule(schedule, code);

/** Where it ended this way already. Throws NOT_FOUND if it ended otherwise, or never was this person's. */
async function endedAs(
  tx: Tx,
  user: string,
  schedule: string,
  how: 'sent' | 'cancelled',
): Promise<Effect | undefined> {
  const end = await tx.personal(user, endOf(schedule));
  if (end?.value === how) return { landed: await tx.landed(user, end.seq) };
  await pending(tx, user, schedule);
  return undefined;
}

async function pending(tx: Tx, user: string, id: string): Promise<Schedule> {
  const found = await tx.schedule(id);
  if (found?.user !== user) throw new Refusal('NOT_FOUND', 'no such schedule');
  return found.schedule;
}

const endOf = (schedule: string): string => `schedule ${schedule}`;

const end = (schedule: string, how: 'sent' | 'cancelled') =>
  ({ type: 'schedule.ended', body: { schedule, how } }) as const;
