// Hooks: who may make them where, who sees them, and what ends them.
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { hashKey } from '../../../server/domain/hooks.ts';
import type { WriteCommand } from '../../../server/store/store.ts';
import type { CommandArgs } from '../../../src/shared/commands.ts';
import { bot } from './bots.ts';
import { create, direct, type Driven, newCode, openDriven } from './driver.ts';
import { send, setPerson, type StoreKind } from './driver.ts';
import { act } from './personal.ts';

export const incoming = (
  actor: string,
  conversation: string,
  others: Partial<CommandArgs<'hook.create'>> = {},
) =>
  act('hook.create', actor, {
    id: uuidv7(),
    name: `In ${uuidv7().slice(-12)}`,
    conversation,
    key: newCode(),
    ...others,
  }) as Extract<WriteCommand, { name: 'hook.create' }>;

const outgoing = (
  actor: string,
  conversation: string,
  others: Partial<CommandArgs<'hook.outgoing'>> = {},
) =>
  act('hook.outgoing', actor, {
    id: uuidv7(),
    name: `Out ${uuidv7().slice(-12)}`,
    conversation,
    url: 'https://board.example/in?key=1',
    secret: 's'.repeat(43),
    types: ['message.created'],
    allowPrivate: false,
    ...others,
  }) as Extract<WriteCommand, { name: 'hook.outgoing' }>;

async function lab(kind: StoreKind) {
  const driven = await openDriven(kind);
  const owner = await driven.person('Owner');
  const admin = await driven.personAs('admin', 'Admin');
  const member = await driven.personAs('member', 'Member');
  const guest = await driven.personAs('guest', 'Guest');
  const room = create(member, 'room', undefined, { members: [owner, admin, guest] });
  await driven.land(room);
  return { driven, owner, admin, member, guest, room: room.args.id };
}

const list = async (driven: Driven, actor: string) =>
  (await driven.store.read('hook.list', actor, {})).hooks;

export function hookContract(kind: StoreKind): void {
  describe('hooks', () => {
    test('are made by admins; what comes in also by who made the channel', async () => {
      const { driven, owner, admin, member, guest, room } = await lab(kind);
      const other = await driven.personAs('member', 'Other');
      const robot = bot(owner, { role: 'member', channels: [room] });
      await driven.one(robot);
      const expected = [
        [owner, 'ok', 'ok'],
        [admin, 'ok', 'ok'],
        [driven.store.team.id, 'ok', 'ok'],
        [member, 'ok', 'FORBIDDEN'],
        [other, 'FORBIDDEN', 'FORBIDDEN'],
        [guest, 'FORBIDDEN', 'FORBIDDEN'],
        [robot.args.id, 'FORBIDDEN', 'FORBIDDEN'],
      ] as const;
      for (const [actor, comes, goes] of expected) {
        const codes = [
          await driven.codeOf(incoming(actor, room)),
          await driven.codeOf(outgoing(actor, room)),
        ];
        expect([actor, ...codes]).toEqual([actor, comes, goes]);
      }
    });

    test('are for channels alone that still go on and that one knows', async () => {
      const { driven, owner, admin, room } = await lab(kind);
      const hidden = create(owner, 'hidden', undefined, { private: true });
      await driven.land(hidden);
      const { conversation: talk } = await driven.land(direct(admin, owner));
      for (const make of [incoming, outgoing]) {
        const at = (conversation: string) => driven.codeOf(make(admin, conversation));
        expect(await at(talk)).toBe('FORBIDDEN');
        expect(await at(hidden.args.id)).toBe('NOT_FOUND');
        expect(await at(driven.store.team.id)).toBe('NOT_FOUND');
        expect(await at(admin)).toBe('NOT_FOUND');
        expect(await at(uuidv7())).toBe('NOT_FOUND');
      }
      await driven.one(
        act('conversation.set', owner, { id: uuidv7(), conversation: room, archived: true }),
      );
      expect(await driven.codeOf(incoming(admin, room))).toBe('FORBIDDEN');
      expect(await driven.codeOf(outgoing(admin, room))).toBe('FORBIDDEN');
    });

    test('are people of their channel, once, and say nothing of key or secret', async () => {
      const { driven, owner, admin, room } = await lab(kind);
      const comes = incoming(admin, room, { name: 'Backup' });
      const goes = outgoing(admin, room, {
        name: 'Board',
        types: ['message.created', 'message.edited'],
      });
      const { outcomes, hooks, head } = await driven.store.commit([comes, comes, goes, goes]);
      expect(hooks).toEqual([goes.args.id]);
      const common = {
        conversation: room,
        createdBy: admin,
        createdAt: expect.any(Number),
        lastUsedAt: null,
      };
      const made = [
        { kind: 'incoming', id: comes.args.id, name: 'Backup', ...common },
        {
          kind: 'outgoing',
          id: goes.args.id,
          name: 'Board',
          ...common,
          url: goes.args.url,
          types: ['message.created', 'message.edited'],
          allowPrivate: false,
          state: { name: 'working', cursor: head, failingSince: null, lastError: null, dead: 0 },
        },
      ];
      const [first, again, third, fourth] = outcomes.map((outcome) => outcome.ok && outcome.value);
      expect(first).toEqual({ hook: made[0] });
      expect(again).toEqual({ hook: made[0], duplicate: true });
      expect(third).toMatchObject({ hook: { id: goes.args.id } });
      expect(fourth).toMatchObject({ duplicate: true });
      // Its arrival is no news to itself.
      expect(await list(driven, owner)).toMatchObject([
        { id: comes.args.id },
        { id: goes.args.id, state: { name: 'working' } },
      ]);
      expect(JSON.stringify(await list(driven, owner))).not.toMatch(/ssss|secret|key_?hash/i);
      const { snapshot } = await driven.store.read('conversation.open', owner, {
        conversation: room,
      });
      expect(snapshot.members).toEqual(expect.arrayContaining([comes.args.id, goes.args.id]));
      const other = { ...comes.args, key: newCode() };
      expect(await driven.codeOf(act('hook.create', admin, other))).toBe('ID_CONFLICT');
      expect(await driven.codeOf(incoming(admin, room, { name: 'backup' }))).toBe('NAME_TAKEN');
    });

    test('are seen by admins; by others those into channels that they made', async () => {
      const { driven, owner, admin, member, guest, room } = await lab(kind);
      const [comes, goes] = [incoming(admin, room), outgoing(admin, room)];
      const elsewhere = incoming(admin, await driven.general(owner));
      await driven.store.commit([comes, goes, elsewhere]);
      const ids = async (who: string) => (await list(driven, who)).map(({ id }) => id);
      expect(await ids(admin)).toHaveLength(3);
      expect(await ids(member)).toEqual([comes.args.id]);
      await expect(ids(guest)).rejects.toMatchObject({ code: 'FORBIDDEN' });
      const other = await driven.personAs('member', 'Other');
      expect(await ids(other)).toEqual([]);
      const remove = (who: string, hook: string) =>
        driven.codeOf(act('hook.remove', who, { id: uuidv7(), hook }));
      expect(await remove(other, comes.args.id)).toBe('NOT_FOUND');
      expect(await remove(member, goes.args.id)).toBe('NOT_FOUND');
      expect(await remove(guest, comes.args.id)).toBe('FORBIDDEN');
      expect(await remove(member, comes.args.id)).toBe('ok');
      expect(await remove(admin, goes.args.id)).toBe('ok');
      expect(await remove(admin, uuidv7())).toBe('NOT_FOUND');
      expect(await ids(admin)).toEqual([elsewhere.args.id]);
    });

    test('send into the own network only if the owner allowed it', async () => {
      const { driven, owner, admin, room } = await lab(kind);
      const inward = [
        'http://localhost/x',
        'http://x.localhost:8080/',
        'https://127.0.0.1/',
        'http://0x7f.1/',
        'http://2130706433/',
        'http://[::1]:80/',
        'http://[::ffff:10.0.0.1]/',
        'http://[64:ff9b::a00:1]/',
        'http://[2002:a00:1::]/',
        'http://[::10.0.0.1]/',
        'http://10.1.2.3/',
        'http://172.20.0.1/',
        'http://192.168.1.1/',
        'http://169.254.169.254/latest/meta-data',
        'http://100.64.0.1/',
        'http://0.0.0.0/',
        'http://[fd00::1]/',
        'http://[fe80::1]/',
      ];
      for (const url of inward) {
        const refused = await driven.store.commit([outgoing(owner, room, { url })]);
        expect([url, refused.outcomes[0]]).toEqual([
          url,
          { ok: false, error: expect.objectContaining({ code: 'FORBIDDEN', field: 'url' }) },
        ]);
      }
      const allowed = { url: 'http://10.1.2.3/', allowPrivate: true };
      const { outcomes } = await driven.store.commit([outgoing(admin, room, allowed)]);
      expect(outcomes[0]).toMatchObject({ error: { code: 'FORBIDDEN', field: 'allowPrivate' } });
      expect(await driven.codeOf(outgoing(owner, room, allowed))).toBe('ok');
      expect(await driven.codeOf(outgoing(admin, room, { url: 'https://192.0.2.1/' }))).toBe('ok');
    });

    test('that are removed do nothing any more, and what they said stays', async () => {
      const { driven, owner, room } = await lab(kind);
      const [comes, goes] = [incoming(owner, room), outgoing(owner, room)];
      await driven.store.commit([comes, goes]);
      const known = () => driven.store.hookByKey(hashKey(comes.args.key));
      expect(await known()).toEqual({ id: comes.args.id, conversation: room });
      expect(await driven.store.hookByKey(hashKey(newCode()))).toBeNull();
      const said = await driven.land(send(comes.args.id, room, 'backup finished'));
      const remove = ({ args }: { args: { id: string } }) =>
        act('hook.remove', owner, { id: uuidv7(), hook: args.id });
      const ended = await driven.store.commit([remove(comes), remove(goes), remove(goes)]);
      expect(ended.outcomes.map((outcome) => outcome.ok && outcome.value)).toEqual([
        {},
        {},
        { duplicate: true },
      ]);
      expect(ended.hooks).toContain(goes.args.id);
      expect(ended.dropped.map(({ users }) => users)).toEqual([[comes.args.id], [goes.args.id]]);
      expect(await known()).toBeNull();
      expect(await driven.store.outgoingHooks()).toEqual([]);
      expect(await driven.codeOf(send(comes.args.id, room, 'more'))).toBe('DEACTIVATED');
      const page = { conversation: room, before: undefined, after: undefined, limit: 500 };
      const { events } = await driven.store.read('history.page', owner, page);
      expect(events.find(({ pos }) => pos === said.pos)?.body['text']).toBe('backup finished');
      // Its person may come back, the hook does not.
      await driven.one(setPerson(owner, comes.args.id, { active: true }));
      expect(await known()).toBeNull();
    });

    test('remember what they gave up until somebody decides', async () => {
      const { driven, owner, member, room } = await lab(kind);
      const goes = outgoing(owner, room);
      const { id: hook } = goes.args;
      await driven.one(goes);
      const dead = (pos: number) => ({
        pos,
        type: 'message.created',
        tries: 8,
        error: 'gone',
        at: 5,
      });
      const state = { hook, cursor: 40, failingSince: 3, lastError: 'gone', usedAt: 7 };
      await driven.store.hooksAdvanced([
        { ...state, dead: [dead(38), dead(39), dead(40)], settled: [] },
      ]);
      await driven.reopen();
      expect(await list(driven, owner)).toMatchObject([
        {
          lastUsedAt: 7,
          state: { name: 'failing', cursor: 40, failingSince: 3, lastError: 'gone', dead: 3 },
        },
      ]);
      const failed = async () => (await driven.store.read('hook.failed', owner, { hook })).failed;
      expect(await failed()).toEqual([40, 39, 38].map((pos) => ({ ...dead(pos), waiting: false })));
      const replay = (pos: number | null, who = owner) =>
        driven.codeOf(act('hook.replay', who, { id: uuidv7(), hook, pos }));
      expect(await replay(39)).toBe('ok');
      expect(await replay(1)).toBe('NOT_FOUND');
      expect(await replay(null, member)).toBe('FORBIDDEN');
      expect((await driven.store.outgoingHooks())[0]).toMatchObject({ id: hook, again: [39] });
      await driven.store.hooksAdvanced([
        { ...state, usedAt: null, dead: [dead(39)], settled: [38] },
      ]);
      expect(await failed()).toEqual([
        { ...dead(40), waiting: false },
        { ...dead(39), tries: 16, waiting: false },
      ]);
      expect(await replay(null)).toBe('ok');
      expect((await failed()).map(({ waiting }) => waiting)).toEqual([true, true]);
      const discard = (pos: number | null) =>
        driven.one(act('hook.discard', owner, { id: uuidv7(), hook, pos }));
      expect(await discard(40)).toEqual({});
      expect(await discard(40)).toEqual({ duplicate: true });
      expect(await discard(null)).toEqual({});
      expect(await failed()).toEqual([]);
      await driven.one(act('hook.remove', owner, { id: uuidv7(), hook }));
      await driven.store.hooksAdvanced([{ ...state, dead: [dead(41)], settled: [] }]);
      expect(await replay(null)).toBe('NOT_FOUND');
    });

    test('that are put out of their channel listen to nothing', async () => {
      const { driven, owner, room } = await lab(kind);
      const goes = outgoing(owner, room);
      await driven.one(goes);
      const { id: user } = goes.args;
      await driven.one(act('member.remove', owner, { id: uuidv7(), conversation: room, user }));
      expect(await list(driven, owner)).toMatchObject([{ state: { name: 'away' } }]);
    });
  });
}
