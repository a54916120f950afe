// What people say of themselves for a while: a status, not to be disturbed, and whether others see how
// far they have read. All of it is part of the person, so everybody hears of it.
import { type Person, limits, type Status } from '../../src/shared/entities.ts';
import type { Tx } from '../store/tx.ts';
import type { Effect, Handler } from './handler.ts';
import { moment } from './moment.ts';
import { changed, personOf } from './people.ts';

export const setStatus: Handler<'status.set'> = {
  async run(tx, actor, { status }) {
    const ends = status?.until ?? null;
    if (ends !== null) moment(ends, 'status', tx.now + limits.aheadMs);
    const said = status?.text || status?.emoji ? status : null;
    return change(tx, actor, { status: said && only(said) });
  },
};

export const setDnd: Handler<'dnd.set'> = {
  async run(tx, actor, { until }) {
    if (until !== null) moment(until, 'until');
    return change(tx, actor, { dndUntil: until });
  },
};

export const setReceipts: Handler<'receipts.set'> = {
  run: (tx, actor, { on }) => change(tx, actor, { receipts: on }),
};

async function change(tx: Tx, actor: string, made: Partial<Person>): Promise<Effect> {
  const before = await personOf(tx, actor);
  const after = { ...before, ...made };
  // What is as it was needs no event; where the team began is as good a place to point at as any.
  if (JSON.stringify(after) === JSON.stringify(before))
    return { landed: await tx.birth(tx.teamId) };
  return { events: [changed(tx, after)] };
}

/** In one order of fields, so that the same status compares as the same. */
const only = ({ emoji, text, until }: Status): Status => ({ emoji, text, until });
