// Bots among the people: made by admins, never more than members, with tokens that may do only so much.
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { hashToken } from '../../../server/domain/people.ts';
import type { WriteCommand, WriteName } from '../../../server/store/store.ts';
import type { CommandArgs } from '../../../src/shared/commands.ts';
import { create, type Driven, inviteDevice, newCode, openDriven } from './driver.ts';
import { send, setPerson, type StoreKind } from './driver.ts';
import { act } from './personal.ts';

type BotArgs = CommandArgs<'bot.create'>;
type Of<N extends WriteName> = Extract<WriteCommand, { name: N }>;

export const bot = (actor: string, others: Partial<BotArgs> = {}) =>
  act('bot.create', actor, {
    id: uuidv7(),
    name: `Bot ${uuidv7().slice(-12)}`,
    about: '',
    role: 'guest',
    channels: [],
    token: newCode().repeat(2),
    tokenName: 'cron',
    scopes: ['read', 'send'],
    expiresIn: null,
    ...others,
  }) as Of<'bot.create'>;

const token = (actor: string, of: string, others: Partial<CommandArgs<'bot.token'>> = {}) =>
  act('bot.token', actor, {
    id: uuidv7(),
    bot: of,
    token: newCode().repeat(2),
    name: 'other',
    scopes: ['read'],
    expiresIn: null,
    ...others,
  }) as Of<'bot.token'>;

async function lab(kind: StoreKind) {
  const driven = await openDriven(kind);
  const owner = await driven.person('Owner');
  const room = create(owner, 'room');
  const hidden = create(owner, 'hidden', undefined, { private: true });
  await driven.land(room);
  await driven.land(hidden);
  return { driven, owner, room: room.args.id, hidden: hidden.args.id };
}

const rooms = async ({ store }: Driven, who: string): Promise<string[]> =>
  (await store.memberships())
    .filter(({ user }) => user === who)
    .map(({ conversation }) => conversation)
    .filter((conversation) => conversation !== who && conversation !== store.team.id);

export function botContract(kind: StoreKind): void {
  describe('a bot', () => {
    test('is a person who says so, only where it was let in, whatever its role', async () => {
      const { driven, owner, room } = await lab(kind);
      for (const role of ['guest', 'member'] as const) {
        const made = bot(owner, { name: `Robo ${role}`, about: 'waters', role, channels: [room] });
        const { id } = made.args;
        expect(await driven.one(made)).toMatchObject({
          bot: { id, name: `Robo ${role}`, about: 'waters', role, bot: true, receipts: false },
        });
        expect(await rooms(driven, id)).toEqual([room]);
        const { people } = await driven.store.read('sync.snapshot', owner, { page: undefined });
        expect(people.find((one) => one.id === id)).toMatchObject({ bot: true, role });
        expect(people.find((one) => one.id === owner)).not.toHaveProperty('bot');
        expect(await driven.codeOf(send(id, room, 'watered'))).toBe('ok');
      }
      expect(await driven.store.countPeople()).toBe(1);
      expect((await driven.pullAll(owner)).filter(({ type }) => type === 'person.joined')).toEqual([
        expect.anything(),
        expect.objectContaining({
          author: owner,
          body: { person: expect.objectContaining({ bot: true }) },
        }),
        expect.objectContaining({
          author: owner,
          body: { person: expect.objectContaining({ bot: true }) },
        }),
      ]);
    });

    test('is made once, however often it is asked for', async () => {
      const { driven, owner } = await lab(kind);
      const made = bot(owner);
      const first = (await driven.one(made)) as object;
      await driven.reopen();
      expect(await driven.one(made)).toEqual({ ...first, duplicate: true });
      const others = { ...made.args, token: newCode().repeat(2) };
      expect(await driven.codeOf(act('bot.create', owner, others))).toBe('ID_CONFLICT');
      const { token: known } = made.args;
      expect(await driven.codeOf(bot(owner, { token: known }))).toBe('ID_CONFLICT');
      for (const id of [owner, driven.store.team.id])
        expect(await driven.codeOf(bot(owner, { id }))).toBe('ID_CONFLICT');
      expect(await driven.codeOf(bot(owner, { name: 'ＯＷＮＥＲ' }))).toBe('NAME_TAKEN');
    });

    test('comes into no channel that its maker does not know, or that is archived', async () => {
      const { driven, owner, room, hidden } = await lab(kind);
      const admin = await driven.personAs('admin', 'Admin');
      expect(await driven.codeOf(bot(admin, { channels: [hidden] }))).toBe('NOT_FOUND');
      expect(await driven.codeOf(bot(owner, { channels: [hidden] }))).toBe('ok');
      expect(await driven.codeOf(bot(owner, { channels: [uuidv7()] }))).toBe('NOT_FOUND');
      await driven.one(
        act('conversation.set', owner, { id: uuidv7(), conversation: room, archived: true }),
      );
      expect(await driven.codeOf(bot(owner, { channels: [room] }))).toBe('FORBIDDEN');
    });

    test('is made by owners and admins, and by no bot', async () => {
      const { driven, owner } = await lab(kind);
      const made = bot(owner, { role: 'member' });
      await driven.one(made);
      const expected = [
        [await driven.personAs('admin', 'Admin'), 'ok'],
        [driven.store.team.id, 'ok'],
        [await driven.personAs('member', 'Member'), 'FORBIDDEN'],
        [await driven.personAs('guest', 'Guest'), 'FORBIDDEN'],
        [made.args.id, 'FORBIDDEN'],
      ] as const;
      for (const [actor, code] of expected) {
        expect([actor, await driven.codeOf(bot(actor))]).toEqual([actor, code]);
        expect([actor, await driven.codeOf(token(actor, made.args.id))]).toEqual([actor, code]);
      }
    });

    test('is never an owner or admin, and gets no computer that may do everything', async () => {
      const { driven, owner } = await lab(kind);
      const made = bot(owner, { role: 'guest' });
      const { id } = made.args;
      await driven.one(made);
      for (const role of ['owner', 'admin'] as const)
        expect(await driven.codeOf(setPerson(owner, id, { role }))).toBe('FORBIDDEN');
      expect(await driven.codeOf(setPerson(owner, id, { role: 'member', name: 'Robo' }))).toBe(
        'ok',
      );
      for (const actor of [owner, id])
        expect(await driven.codeOf(inviteDevice(actor, id, newCode()))).toBe('FORBIDDEN');
      expect(await driven.codeOf(setPerson(owner, id, { active: false }))).toBe('ok');
      expect(await driven.codeOf(token(owner, id))).toBe('FORBIDDEN');
    });
  });

  describe('a token', () => {
    const hour = 3_600_000;
    const holder = (driven: Driven, shown: string) => driven.store.authenticate(hashToken(shown));

    test('may do what it was made for, until it ends or is revoked', async () => {
      const { driven, owner } = await lab(kind);
      const made = bot(owner, { scopes: ['read'] });
      const { id } = made.args;
      await driven.one(made);
      const more = token(owner, id, { scopes: ['send', 'manage'], expiresIn: hour });
      expect(await driven.one(more)).toEqual({});
      expect(await driven.one(more)).toEqual({ duplicate: true });
      expect(await holder(driven, made.args.token)).toMatchObject({
        scopes: ['read'],
        expiresAt: null,
      });
      const { expiresAt } = (await holder(driven, more.args.token)) ?? {};
      expect(Math.abs((expiresAt ?? 0) - Date.now() - hour)).toBeLessThan(60_000);
      const { devices } = await driven.store.read('device.list', owner, { user: id });
      expect(devices).toMatchObject([
        { id, name: 'cron', scopes: ['read'] },
        { id: more.args.id, name: 'other', scopes: ['send', 'manage'], expiresAt },
      ]);
      expect(devices[0]).not.toHaveProperty('expiresAt');
      const own = await driven.store.read('device.list', owner, {});
      expect(own.devices[0]).not.toHaveProperty('scopes');

      const by = (device: string) => ({ ...bot(id), device });
      expect(await driven.codeOf(by(more.args.id))).toBe('FORBIDDEN');
      kind.stepClock(2 * hour);
      expect(await driven.codeOf(by(more.args.id))).toBe('REVOKED');
      kind.stepClock(0);
      await driven.one(act('device.revoke', owner, { device: id }));
      expect(await holder(driven, made.args.token)).toMatchObject({ revoked: true });
      expect(await driven.codeOf(by(id))).toBe('REVOKED');
    });

    test('is no person’s and no hook’s', async () => {
      const { driven, owner, room } = await lab(kind);
      const hook = act('hook.create', owner, {
        id: uuidv7(),
        name: 'Backup',
        conversation: room,
        key: newCode(),
      }) as Of<'hook.create'>;
      await driven.one(hook);
      expect(await driven.codeOf(token(owner, owner))).toBe('FORBIDDEN');
      expect(await driven.codeOf(token(owner, hook.args.id))).toBe('FORBIDDEN');
      expect(await driven.codeOf(token(owner, uuidv7()))).toBe('NOT_FOUND');
    });
  });
}
