// Messages for later: who may leave one, what becomes of it, and that it is said once.
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import type { WriteCommand } from '../../../server/store/store.ts';
import { limits } from '../../../src/shared/entities.ts';
import {
  create,
  direct,
  type Driven,
  leave,
  openDriven,
  send,
  setPerson,
  type StoreKind,
  texts,
} from './driver.ts';
import { act, refused } from './personal.ts';

const HOUR = 3_600_000;

async function lab(kind: StoreKind) {
  const driven = await openDriven(kind);
  const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
  return { driven, ann, bob, general: await driven.general(ann) };
}

const plan = (
  actor: string,
  conversation: string,
  more: Partial<{ text: string; at: number; reply: number; thread: number; id: string }> = {},
): WriteCommand =>
  act('message.schedule', actor, { conversation, text: 'later', at: Date.now() + HOUR, ...more });

async function planned(driven: Driven, ...given: Parameters<typeof plan>): Promise<string> {
  const command = plan(...given);
  await driven.land(command);
  return (command.args as { id: string }).id;
}

const cancel = (actor: string, schedule: string) => act('schedule.cancel', actor, { schedule });
const sendNow = (actor: string, schedule: string, id = uuidv7()) =>
  act('schedule.send', actor, { schedule, id });
const give = (driven: Driven, user: string, schedule: string, actor = driven.store.team.id) =>
  act('schedule.fail', actor, { user, schedule, code: 'NOT_MEMBER' });

/** What became of their schedules, as their devices learn it. */
const story = async (driven: Driven, user: string) =>
  (await driven.log(user, user)).slice(1).map(({ type, body }) => [type, body]);

export function scheduleContract(kind: StoreKind): void {
  describe('a message for later', () => {
    test('waits with all its person said, the earliest first, also over a restart', async () => {
      const { driven, ann, bob, general } = await lab(kind);
      const { seq: thread } = await driven.land(send(bob, general, 'root'));
      const at = Date.now() + 2 * HOUR;
      const more = { text: 'second', at, reply: thread, thread };
      const second = await planned(driven, ann, general, more);
      const first = await planned(driven, bob, general, { at: at - 1 });
      await driven.reopen();
      const waiting = [
        { id: first, user: bob, at: at - 1 },
        { id: second, user: ann, at },
      ];
      expect(await driven.store.schedules(10)).toEqual(waiting);
      expect(await driven.store.schedules(1)).toEqual(waiting.slice(0, 1));
      const schedule = { id: second, conversation: general, ...more };
      expect(await story(driven, ann)).toEqual([['schedule.added', { schedule }]]);
      expect(texts(await driven.log(ann, general))).toEqual(['root']);
    });

    test('is for a time to come, and not for ever after', async () => {
      const { driven, ann, general } = await lab(kind);
      const field = { code: 'INVALID', field: 'at' };
      const now = Date.now();
      for (const at of [0, -1, now - 1, now + HOUR + 0.5, now + limits.aheadMs + HOUR, 1e300])
        expect([at, await refused(driven, plan(ann, general, { at }))]).toEqual([at, field]);
      expect(await refused(driven, plan(ann, general, { at: now + limits.aheadMs - HOUR }))).toBe(
        undefined,
      );
    });

    test('is refused at once where it could not be said now', async () => {
      const { driven, ann, bob } = await lab(kind);
      const { conversation: room } = await driven.land(create(ann, 'room'));
      const carl = await driven.person('Carl');
      const { conversation: theirs } = await driven.land(direct(ann, carl));
      const { id: team } = driven.store.team;
      expect((await refused(driven, plan(bob, room)))?.code).toBe('NOT_MEMBER');
      expect((await refused(driven, plan(bob, theirs)))?.code).toBe('NOT_FOUND');
      expect((await refused(driven, plan(bob, team)))?.code).toBe('NOT_FOUND');
      expect((await refused(driven, plan(team, room)))?.code).toBe('FORBIDDEN');
      for (const field of ['reply', 'thread'])
        expect(await refused(driven, plan(ann, room, { [field]: 99 }))).toEqual({
          code: 'NOT_FOUND',
          field,
        });
      expect(await driven.store.schedules(10)).toEqual([]);
    });

    test('is one of a hundred of each person', async () => {
      const { driven, ann, bob, general } = await lab(kind);
      const many = Array.from({ length: limits.schedules + 1 }, () => plan(ann, general));
      const { outcomes } = await driven.store.commit(many);
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(limits.schedules);
      expect(outcomes.at(-1)).toMatchObject({
        error: { code: 'FORBIDDEN', field: 'schedules' },
      });
      expect(await driven.codeOf(plan(bob, general))).toBe('ok');
      const [first] = await driven.store.schedules(1);
      await driven.land(cancel(ann, first?.id ?? ''));
      expect(await driven.codeOf(plan(ann, general))).toBe('ok');
    });

    test('is said once, in its person’s name, and the story ends', async () => {
      const { driven, ann, bob, general } = await lab(kind);
      const { seq: reply } = await driven.land(send(ann, general, 'root'));
      const schedule = await planned(driven, bob, general, { text: 'for @Ann', reply });
      const command = sendNow(bob, schedule);
      const { events } = await driven.store.commit([command]);
      const { id } = command.args as { id: string };
      expect(events).toMatchObject([
        {
          conversation: general,
          type: 'message.created',
          id,
          author: bob,
          body: { text: 'for @Ann', reply, mentions: [ann] },
        },
        {
          conversation: bob,
          type: 'schedule.ended',
          id: null,
          author: bob,
          body: { schedule, how: 'sent' },
        },
      ]);
      const [said, ended] = events.map(({ conversation, seq, pos, at }) => {
        return { conversation, seq, pos, at };
      });
      expect(await driven.one(command)).toEqual({ ...said, duplicate: true });
      // Wanted once more, by another device or too late.
      expect(await driven.land(sendNow(bob, schedule))).toEqual(ended);
      expect(await driven.codeOf(cancel(bob, schedule))).toBe('NOT_FOUND');
      expect(texts(await driven.log(ann, general))).toEqual(['root', 'for @Ann']);
      expect(await driven.store.schedules(10)).toEqual([]);
      // What it said stands where it was said, and nowhere else.
      expect(JSON.stringify(await driven.log(bob, bob))).not.toContain('for @Ann');
    });

    test('that was cancelled is never said', async () => {
      const { driven, ann, general } = await lab(kind);
      const schedule = await planned(driven, ann, general, { text: 'better not' });
      const ended = await driven.land(cancel(ann, schedule));
      expect(await driven.land(cancel(ann, schedule))).toEqual(ended);
      expect(await driven.codeOf(sendNow(ann, schedule))).toBe('NOT_FOUND');
      expect(await driven.store.schedules(10)).toEqual([]);
      const log = await driven.log(ann, ann);
      expect(log.at(-1)?.body).toEqual({ schedule, how: 'cancelled' });
      expect(JSON.stringify(log)).not.toContain('better not');
    });

    test('is nobody else’s to send, cancel or give up', async () => {
      const { driven, ann, bob, general } = await lab(kind);
      const schedule = await planned(driven, bob, general);
      for (const command of [sendNow(ann, schedule), cancel(ann, schedule)])
        expect(await driven.codeOf(command)).toBe('NOT_FOUND');
      for (const actor of [ann, bob])
        expect(await driven.codeOf(give(driven, bob, schedule, actor))).toBe('FORBIDDEN');
      expect(await driven.codeOf(plan(ann, general, { id: schedule }))).toBe('ID_CONFLICT');
      expect(await driven.store.schedules(10)).toHaveLength(1);
    });

    test('obeys what holds when its time comes', async () => {
      const { driven, ann, bob, general } = await lab(kind);
      const schedule = await planned(driven, bob, general);
      await driven.land(leave(bob, general));
      expect(await driven.codeOf(sendNow(bob, schedule))).toBe('NOT_MEMBER');
      await driven.land(act('channel.join', bob, { conversation: general }));
      await driven.land(setPerson(ann, bob, { active: false }));
      expect(await driven.codeOf(sendNow(bob, schedule))).toBe('DEACTIVATED');
      await driven.land(setPerson(ann, bob, { active: true }));
      expect(await driven.codeOf(sendNow(bob, schedule))).toBe('ok');
    });

    test('that was given up waits for its person, who is told why once', async () => {
      const { driven, bob, general } = await lab(kind);
      const schedule = await planned(driven, bob, general);
      for (let n = 0; n < 2; n++)
        expect(await driven.codeOf(give(driven, bob, schedule))).toBe('ok');
      expect(await driven.store.schedules(10)).toEqual([]);
      expect((await story(driven, bob)).slice(1)).toEqual([
        ['schedule.failed', { schedule, code: 'NOT_MEMBER' }],
      ]);
      await driven.reopen();
      expect(await driven.codeOf(sendNow(bob, schedule))).toBe('ok');
      // Neither of these has anything left to give up.
      for (const gone of [schedule, uuidv7()])
        expect(await driven.codeOf(give(driven, bob, gone))).toBe('ok');
      expect((await story(driven, bob)).map(([type]) => type)).toEqual([
        'schedule.added',
        'schedule.failed',
        'schedule.ended',
      ]);
    });
  });
}
