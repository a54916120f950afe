// The door: who may walk in, who has to ask, and tickets that can be shown again.
import { describe, expect, test } from 'vitest';
import { hashToken } from '../../../server/domain/people.ts';
import type { WriteCommand } from '../../../server/store/store.ts';
import {
  answer,
  type Driven,
  invite,
  inviteDevice,
  join,
  newCode,
  openDriven,
  ownerCode,
  setPerson,
  setTeam,
  type StoreKind,
} from './driver.ts';

const hour = 3_600_000;
const day = 24 * hour;
const from = (origin: string, command: WriteCommand): WriteCommand => ({ ...command, origin });

export function doorContract(kind: StoreKind): void {
  const waiting = async (driven: Driven, actor: string) =>
    (await driven.store.read('request.list', actor, {})).requests;
  const signals = (commit: Awaited<ReturnType<Driven['store']['commit']>>) =>
    commit.signals.map(({ user, signal }) => [user, signal]);

  describe('who asks', () => {
    test('waits until somebody lets them in, however often they ask meanwhile', async () => {
      const driven = await openDriven(kind, 'ask');
      const ann = await driven.person('Ann');
      const bob = join('Bob', { device: 'phone' });
      const { outcomes, events } = await driven.store.commit([from('10.0.0.7', bob), bob, bob]);
      expect(outcomes).toEqual(outcomes.map(() => ({ ok: true, value: { pending: true } })));
      expect(events).toEqual([]);
      expect(await driven.store.authenticate(hashToken(bob.args.token))).toBeNull();
      const { id } = bob.args;
      expect(await waiting(driven, ann)).toEqual([
        { id, name: 'Bob', device: 'phone', address: '10.0.0.7', askedAt: expect.any(Number) },
      ]);
      await driven.reopen();
      expect(await driven.one(bob)).toEqual({ pending: true });
      const admitted = await driven.store.commit([answer(ann, id, true)]);
      expect(admitted.outcomes).toEqual([{ ok: true, value: {} }]);
      expect(admitted.events.map(({ type, author }) => [type, author])).toEqual([
        ['person.joined', ann],
        ['conversation.created', id],
        ['member.joined', ann],
      ]);
      expect(await driven.one(bob)).toMatchObject({
        me: { id, name: 'Bob', role: 'member' },
        team: driven.store.team,
      });
      expect(await waiting(driven, ann)).toEqual([]);
      const holder = { user: id, device: id, revoked: false, active: true };
      expect(await driven.store.authenticate(hashToken(bob.args.token))).toMatchObject(holder);
    });

    test('becomes what they were let in as', async () => {
      const driven = await openDriven(kind, 'ask');
      const ann = await driven.person('Ann');
      const guest = join('Guest');
      await driven.one(guest);
      const { events } = await driven.store.commit([answer(ann, guest.args.id, true, 'guest')]);
      expect(events.map(({ type }) => type)).toEqual(['person.joined', 'conversation.created']);
      expect(await driven.one(guest)).toMatchObject({ me: { role: 'guest' } });
    });

    test('and is refused hears so for a day, and may ask anew then', async () => {
      const driven = await openDriven(kind, 'ask');
      const ann = await driven.person('Ann');
      const bob = join('Bob');
      await driven.one(bob);
      kind.stepClock(25 * hour);
      expect(await driven.codeOf(answer(ann, bob.args.id, false))).toBe('ok');
      expect(await waiting(driven, ann)).toEqual([]);
      expect(await driven.codeOf(bob)).toBe('DECLINED');
      kind.stepClock(25 * hour + day - 1000);
      expect(await driven.codeOf(bob)).toBe('DECLINED');
      kind.stepClock(25 * hour + day + 1000);
      expect(await driven.codeOf(answer(ann, bob.args.id, true))).toBe('NOT_FOUND');
      expect(await driven.one(bob)).toEqual({ pending: true });
      expect(await waiting(driven, ann)).toHaveLength(1);
    });

    test('and is forgotten after a week', async () => {
      const driven = await openDriven(kind, 'ask');
      const ann = await driven.person('Ann');
      const bob = join('Bob');
      await driven.one(bob);
      kind.stepClock(7 * day);
      expect(await waiting(driven, ann)).toEqual([]);
      expect(await driven.codeOf(answer(ann, bob.args.id, true))).toBe('NOT_FOUND');
      expect(await driven.one(bob)).toEqual({ pending: true });
      expect(await waiting(driven, ann)).toHaveLength(1);
    });

    test('gets the first of two answers', async () => {
      const driven = await openDriven(kind, 'ask');
      const ann = await driven.person('Ann');
      const admin = await driven.personAs('admin', 'Admin');
      const [bob, cid] = [join('Bob'), join('Cid')];
      await driven.store.commit([bob, cid]);
      const yes = answer(ann, bob.args.id, true);
      const { outcomes } = await driven.store.commit([
        yes,
        answer(admin, bob.args.id, true),
        answer(admin, bob.args.id, false),
        yes,
        answer(admin, cid.args.id, false),
        answer(ann, cid.args.id, true),
        answer(ann, cid.args.id, false),
      ]);
      const codes = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code));
      expect(codes).toEqual(['ok', 'NOT_FOUND', 'NOT_FOUND', 'ok', 'ok', 'NOT_FOUND', 'ok']);
      expect(await driven.one(bob)).toMatchObject({ me: { name: 'Bob' } });
      expect(await driven.codeOf(cid)).toBe('DECLINED');
    });

    test('is told to every owner and admin whenever the number changes', async () => {
      const driven = await openDriven(kind, 'ask');
      const ann = await driven.person('Ann');
      const admin = await driven.personAs('admin', 'Admin');
      await driven.personAs('member', 'Member');
      const gone = await driven.personAs('admin', 'Gone');
      await driven.one(setPerson(ann, gone, { active: false }));
      const told = (count: number) =>
        [ann, admin].map((user) => [user, { type: 'requests', waiting: count }]);
      const [bob, cid] = [join('Bob'), join('Cid')];
      expect(signals(await driven.store.commit([bob]))).toEqual(told(1));
      expect(signals(await driven.store.commit([bob]))).toEqual([]);
      expect(signals(await driven.store.commit([cid]))).toEqual(told(2));
      const { id } = bob.args;
      expect(signals(await driven.store.commit([answer(ann, id, true)]))).toEqual(told(1));
      const code = newCode();
      await driven.one(invite(ann, { code }));
      // Whoever comes by an invite after all waits no more.
      const withCode = { ...cid, args: { ...cid.args, code } };
      expect(signals(await driven.store.commit([withCode]))).toEqual(told(0));
    });

    test('keeps their name from nobody, and cannot have that of a person', async () => {
      const driven = await openDriven(kind, 'ask');
      const ann = await driven.person('Ann');
      const bob = join('Straße');
      await driven.one(bob);
      for (const name of ['ann', 'ＡＮＮ'])
        await expect(driven.one(join(name))).rejects.toMatchObject({
          code: 'NAME_TAKEN',
          details: { field: 'name' },
        });
      const twin = join('STRAßE');
      expect(await driven.one(twin)).toEqual({ pending: true });
      expect(await waiting(driven, ann)).toMatchObject([{ name: 'Straße' }, { name: 'STRAßE' }]);
      // Of several with one name the first to be let in has it.
      expect(await driven.codeOf(answer(ann, twin.args.id, true))).toBe('ok');
      expect(await driven.codeOf(answer(ann, bob.args.id, true))).toBe('NAME_TAKEN');
      expect(await driven.codeOf(bob)).toBe('NAME_TAKEN');
      // Still waiting, they may think of another name.
      const again = { ...bob, args: { ...bob.args, name: 'Bob' } };
      expect(await driven.one(again)).toEqual({ pending: true });
      expect(await waiting(driven, ann)).toMatchObject([{ name: 'Bob' }]);
      expect(await driven.codeOf(answer(ann, bob.args.id, true))).toBe('ok');
    });

    test('walks in when the door was opened meanwhile, and waits on when it was shut', async () => {
      const driven = await openDriven(kind, 'ask');
      const ann = await driven.person('Ann');
      const [bob, cid] = [join('Bob'), join('Cid')];
      await driven.store.commit([bob, cid]);
      await driven.one(setTeam(ann, 'invite'));
      expect(await driven.one(bob)).toEqual({ pending: true });
      expect(await driven.codeOf(join('Dee'))).toBe('INVITE_NEEDED');
      expect(await driven.codeOf(answer(ann, cid.args.id, true))).toBe('ok');
      await driven.one(setTeam(ann, 'open'));
      expect(await driven.one(bob)).toMatchObject({ me: { name: 'Bob' } });
      expect(await waiting(driven, ann)).toEqual([]);
      expect(driven.store.team.door).toBe('open');
      await driven.reopen();
      expect(driven.store.team.door).toBe('open');
    });
  });

  describe('a ticket', () => {
    type Way = [string, 'open' | 'ask', (driven: Driven, ann: string) => Promise<object>];
    const ways: Way[] = [
      ['an open door', 'open', async () => ({})],
      [
        'an invite for one',
        'ask',
        async (driven, ann) => {
          const code = newCode();
          await driven.one(invite(ann, { code, uses: 1 }));
          return { code };
        },
      ],
      [
        'a code for a device',
        'ask',
        async (driven, ann) => {
          const code = newCode();
          await driven.one(inviteDevice(ann, ann, code));
          return { code };
        },
      ],
    ];
    test.each(ways)('by %s finds what came of it', async (_way, door, prepare) => {
      const driven = await openDriven(kind, door);
      const ann = await driven.person('Ann');
      const joining = join('Bob', await prepare(driven, ann));
      const first = (await driven.one(joining)) as { me: { id: string } };
      await driven.reopen();
      const { outcomes, events } = await driven.store.commit([joining, joining]);
      expect(events).toEqual([]);
      for (const outcome of outcomes)
        expect(outcome).toEqual({ ok: true, value: { ...first, duplicate: true } });
      const others = { ...joining.args, token: 'x'.repeat(64) };
      expect(await driven.codeOf({ ...joining, args: others })).toBe('ID_CONFLICT');
    });

    test('of who asked is held to its token too', async () => {
      const driven = await openDriven(kind, 'ask');
      const ann = await driven.person('Ann');
      const bob = join('Bob');
      await driven.one(bob);
      const stolen = { ...bob, args: { ...bob.args, token: 'x'.repeat(64) } };
      expect(await driven.codeOf(stolen)).toBe('ID_CONFLICT');
      const byCode = { ...stolen, args: { ...stolen.args, code: newCode() } };
      expect(await driven.codeOf(byCode)).toBe('ID_CONFLICT');
      await driven.one(answer(ann, bob.args.id, true));
      expect(await driven.codeOf(stolen)).toBe('ID_CONFLICT');
    });

    test('takes nobody else’s id or token, and least of all the team’s', async () => {
      const driven = await openDriven(kind, 'open');
      const ann = join('Ann', { code: ownerCode });
      await driven.one(ann);
      expect(await driven.codeOf(join('Eve', { id: ann.args.id, token: 'e'.repeat(40) }))).toBe(
        'ID_CONFLICT',
      );
      expect(await driven.codeOf(join('Eve', { token: ann.args.token }))).toBe('ID_CONFLICT');
      expect(await driven.codeOf(join('Eve', { id: driven.store.team.id }))).toBe('ID_CONFLICT');
      expect(await driven.store.countPeople()).toBe(1);
    });

    test('of a device or person that was shut out says so', async () => {
      const driven = await openDriven(kind, 'open');
      const ann = await driven.person('Ann');
      const [bob, cid] = [join('Bob'), join('Cid')];
      await driven.store.commit([bob, cid]);
      await driven.one({ name: 'device.revoke', actor: ann, args: { device: bob.args.id } });
      await driven.one(setPerson(ann, cid.args.id, { active: false }));
      expect(await driven.codeOf(bob)).toBe('REVOKED');
      expect(await driven.codeOf(cid)).toBe('DEACTIVATED');
    });
  });
}
