// Who may do what: every command by every role, and by those who are nobody here.
import { uuidv7 } from 'uuidv7';
import { expect, test } from 'vitest';
import type { Actor, ReadName, WriteCommand } from '../../../server/store/store.ts';
import { type CommandName, commands } from '../../../src/shared/commands.ts';
import type { Role } from '../../../src/shared/entities.ts';
import { parse } from '../../../src/shared/parse.ts';
import { png } from '../../support/pictures.ts';
import { validInputs } from '../validInputs.ts';
import { answer, create, type Driven, invite, join, openDriven } from './driver.ts';
import { setPerson, setTeam, type StoreKind } from './driver.ts';

type Ask = { name: CommandName; input: object };
/** Makes a question that nobody has asked yet; `me` is who asks. */
type Question = (me: string) => Ask | Promise<Ask>;

const ask = (name: CommandName, input: object): Ask => ({ name, input });
const of = ({ name, args }: WriteCommand): Ask => ask(name as CommandName, args);

/** Asks as a server would have it asked: checked, then written or read. */
async function codeOf(driven: Driven, actor: Actor, { name, input }: Ask): Promise<string> {
  const { kind, input: schema } = commands[name];
  const args = parse(schema, input);
  if (kind === 'write') return driven.codeOf({ name, actor, args } as WriteCommand);
  try {
    await driven.store.read(name as ReadName, actor, args as never);
    return 'ok';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

/** Everybody, and what there is to quarrel about. */
async function lab(driven: Driven) {
  const owner = await driven.person('Owner');
  const secret = create(owner, 'secret');
  await driven.land(secret);
  const shared = create(owner, 'shared');
  await driven.land(shared);
  const admin = await driven.personAs('admin', 'Admin');
  const member = await driven.personAs('member', 'Member');
  const guest = await driven.personAs('guest', 'Guest', [shared.args.id]);
  for (const actor of [admin, member])
    await driven.land({
      name: 'channel.join',
      actor,
      args: { id: uuidv7(), conversation: shared.args.id },
    });
  const other = await driven.personAs('owner', 'Other');
  const { conversation: direct } = await driven.land({
    name: 'direct.open',
    actor: other,
    args: { id: uuidv7(), user: await driven.personAs('member', 'Peer') },
  });
  let count = 0;
  const somebody = (role: Role) => driven.personAs(role, `Somebody ${count++}`);
  const waiting = async (): Promise<string> => {
    const asking = { ...join(`Waiting ${count++}`), origin: `${count}` };
    await driven.one(asking);
    return asking.args.id;
  };
  const [room, hidden] = [shared.args.id, secret.args.id];
  return { owner, admin, member, guest, other, direct, room, hidden, somebody, waiting };
}

type Lab = Awaited<ReturnType<typeof lab>>;

/** What is asked, and how it goes for: owner, admin, member, guest, console. Two letters for each code. */
function questions(
  { other, direct, room, hidden, somebody, waiting }: Lab,
  driven: Driven,
): [what: string, question: Question, expected: string][] {
  const id = (): string => uuidv7();
  const within = (conversation: string): Ask =>
    ask('message.send', { id: id(), conversation, text: 'hello' });
  const open = (conversation: string): Ask => ask('conversation.open', { conversation });
  const page = (conversation: string): Ask => ask('history.page', { conversation });
  const made = async (): Promise<string> => {
    const command = invite(other);
    await driven.one(command);
    return command.args.id;
  };
  const fresh = (): string => `n-${uuidv7().slice(-12)}`;
  return [
    ['come in again', () => of(join(fresh())), 'no no no no ok'],
    ['rename the team', (me) => of(setTeam(me, 'ask', 'Lab')), 'ok ok no no ok'],
    ['open the door', (me) => of(setTeam(me, 'open')), 'ok no no no ok'],
    ['invite an owner', (me) => of(invite(me, { role: 'owner' })), 'ok no no no ok'],
    ['invite an admin', (me) => of(invite(me, { role: 'admin' })), 'ok no no no ok'],
    ['invite a member', (me) => of(invite(me)), 'ok ok no no ok'],
    ['invite a guest', (me) => of(invite(me, { role: 'guest' })), 'ok ok no no ok'],
    [
      "revoke another's invite",
      async () => ask('invite.revoke', { invite: await made() }),
      'ok ok no no ok',
    ],
    ['see invites', () => ask('invite.list', {}), 'ok ok no no ok'],
    ['see who waits', () => ask('request.list', {}), 'ok ok no no ok'],
    ['let in a member', async (me) => of(answer(me, await waiting(), true)), 'ok ok no no ok'],
    [
      'let in an admin',
      async (me) => of(answer(me, await waiting(), true, 'admin')),
      'ok no no no ok',
    ],
    ['send away', async (me) => of(answer(me, await waiting(), false)), 'ok ok no no ok'],
    [
      'link an own device',
      (me) => ask('device.invite', { id: id(), code: `A${fresh()}`.padEnd(22, 'x'), user: me }),
      'ok ok ok ok 0f',
    ],
    ...(['owner', 'admin', 'member', 'guest'] as const).flatMap(
      (role): [string, Question, string][] => {
        const expected = ['owner', 'admin'].includes(role) ? 'ok no no no ok' : 'ok ok no no ok';
        const change =
          (what: Parameters<typeof setPerson>[2]): Question =>
          async (me) =>
            of(setPerson(me, await somebody(role), what));
        return [
          [`rename (${role})`, (me) => change({ name: fresh() })(me), expected],
          [`make a guest of (${role})`, change({ role: 'guest' }), expected],
          [`make an admin of (${role})`, change({ role: 'admin' }), 'ok no no no ok'],
          [`make an owner of (${role})`, change({ role: 'owner' }), 'ok no no no ok'],
          [`shut out (${role})`, change({ active: false }), expected],
          [
            `link a device for (${role})`,
            async () =>
              ask('device.invite', {
                id: id(),
                code: `B${fresh()}`.padEnd(22, 'x'),
                user: await somebody(role),
              }),
            expected,
          ],
          [
            `see the devices of (${role})`,
            async () => ask('device.list', { user: await somebody(role) }),
            expected,
          ],
          [
            `shut out the device of (${role})`,
            async () => ask('device.revoke', { device: await somebody(role) }),
            expected,
          ],
        ];
      },
    ),
    ['see own devices', () => ask('device.list', {}), 'ok ok ok ok ok'],
    ['set a profile', () => ask('profile.set', { id: id(), name: fresh() }), 'ok ok ok ok no'],
    ['show a picture', () => ask('avatar.set', { id: id(), image: png(8) }), 'ok ok ok ok no'],
    ['make a channel', (me) => of(create(me, fresh())), 'ok ok ok no no'],
    [
      'join a channel',
      () => ask('channel.join', { id: id(), conversation: hidden }),
      'ok ok ok no no',
    ],
    ['look for channels', () => ask('channel.browse', {}), 'ok ok ok no ok'],
    ['write to somebody', () => ask('direct.open', { id: id(), user: other }), 'ok ok ok ok no'],
    ['speak in the room', () => within(room), 'ok ok ok ok no'],
    [
      'mark the room read',
      () => ask('conversation.read', { conversation: room, seq: 1 }),
      'ok ok ok ok no',
    ],
    ['open the room', () => open(room), 'ok ok ok ok ok'],
    ['read the room', () => page(room), 'ok ok ok ok ok'],
    ["speak in others' talk", () => within(direct), '0f 0f 0f 0f no'],
    ["open others' talk", () => open(direct), '0f 0f 0f 0f 0f'],
    ["read others' talk", () => page(direct), '0f 0f 0f 0f 0f'],
    ['speak to the log', () => within(driven.store.team.id), '0f 0f 0f 0f no'],
    ['pull', () => ask('sync.pull', { after: 0 }), 'ok ok ok ok ok'],
    ['resume', () => ask('sync.resume', {}), 'ok ok ok ok ok'],
    ['take a snapshot', () => ask('sync.snapshot', {}), 'ok ok ok ok ok'],
  ];
}

const short: Record<string, string> = { ok: 'ok', FORBIDDEN: 'no', NOT_FOUND: '0f' };

export function roleContract(kind: StoreKind): void {
  test('every role may do what the table says, and nothing else', { timeout: 60_000 }, async () => {
    const driven = await openDriven(kind, 'ask');
    const all = await lab(driven);
    const actors = [all.owner, all.admin, all.member, all.guest, driven.store.team.id];
    const found: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const [what, question, codes] of questions(all, driven)) {
      const row: string[] = [];
      for (const actor of actors) {
        const code = await codeOf(driven, actor, await question(actor));
        row.push(short[code] ?? code);
        await driven.one(setTeam(driven.store.team.id, 'ask'));
      }
      found[what] = row.join(' ');
      expected[what] = codes;
    }
    expect(found).toEqual(expected);
  });

  test('where everybody may walk in, members invite members and guests', async () => {
    const driven = await openDriven(kind, 'open');
    const { member, guest } = await lab(driven);
    const codes = async (role: Role) =>
      Promise.all([member, guest].map((who) => driven.codeOf(invite(who, { role }))));
    expect(await codes('member')).toEqual(['ok', 'FORBIDDEN']);
    expect(await codes('guest')).toEqual(['ok', 'FORBIDDEN']);
    expect(await codes('admin')).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    expect(await codes('owner')).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  test('a guest knows of no channel they are not in, nor of what was said there', async () => {
    const driven = await openDriven(kind, 'open');
    const { guest, room, hidden, owner } = await lab(driven);
    const mine = (await driven.store.memberships()).filter(({ user }) => user === guest);
    const { id: team } = driven.store.team;
    expect(mine.map(({ conversation }) => conversation).toSorted()).toEqual(
      [team, guest, room].toSorted(),
    );
    const general = await driven.general(owner);
    for (const conversation of [hidden, general]) {
      const ways: Ask[] = [
        ask('history.page', { conversation }),
        ask('conversation.open', { conversation }),
        ask('message.send', { id: uuidv7(), conversation, text: 'let me in' }),
        ask('conversation.read', { conversation, seq: 1 }),
        ask('channel.leave', { id: uuidv7(), conversation }),
        ask('conversation.seen', { conversation }),
        ask('preference.set', { id: uuidv7(), conversation, favourite: true }),
        ask('saved.set', { id: uuidv7(), conversation, target: 1, on: true }),
        ask('thread.read', { id: uuidv7(), conversation, thread: 1, seq: 1 }),
        ask('message.schedule', {
          id: uuidv7(),
          conversation,
          text: 'later',
          at: Date.now() + 60_000,
        }),
      ];
      for (const way of ways)
        expect([way.name, await codeOf(driven, guest, way)]).toEqual([way.name, 'NOT_FOUND']);
    }
    const pulled = await driven.pullAll(guest);
    expect(new Set(pulled.map(({ conversation }) => conversation))).toEqual(
      new Set([team, guest, room]),
    );
    // Who becomes a member finds their own way.
    await driven.one(setPerson(owner, guest, { role: 'member' }));
    expect(await codeOf(driven, guest, ask('history.page', { conversation: hidden }))).toBe('ok');
  });

  test.each([
    ['nobody', 'UNAUTHENTICATED'],
    ['somebody from elsewhere', 'UNAUTHENTICATED'],
    ['who was shut out', 'DEACTIVATED'],
  ])('nothing is done for %s', async (who, code) => {
    const driven = await openDriven(kind, 'open');
    const { owner } = await lab(driven);
    const general = await driven.general(owner);
    const gone = await driven.personAs('owner', 'Gone');
    const inputs = validInputs({ id: owner, name: 'Owner', token: '', general });
    await driven.one(setPerson(owner, gone, { active: false }));
    const actor = who === 'nobody' ? null : code === 'DEACTIVATED' ? gone : uuidv7();
    const { head } = await driven.store.read('sync.resume', owner, {});
    const open: CommandName[] = who === 'nobody' ? ['team.join', 'invite.look'] : [];
    for (const [name, input] of Object.entries(inputs) as [CommandName, object][]) {
      if (commands[name].kind === 'link' || open.includes(name)) continue;
      expect([name, await codeOf(driven, actor, ask(name, input))]).toEqual([name, code]);
    }
    expect((await driven.store.read('sync.resume', owner, {})).head).toBe(head);
  });

  test('who was an admin is none from then on', async () => {
    const driven = await openDriven(kind, 'ask');
    const { owner, admin, member, waiting } = await lab(driven);
    const request = await waiting();
    const { outcomes } = await driven.store.commit([
      setPerson(admin, member, { name: 'Renamed' }),
      setPerson(owner, admin, { role: 'member' }),
      setPerson(admin, member, { name: 'Again' }),
      invite(admin),
      answer(admin, request, true),
      setTeam(admin, 'ask', 'Mine'),
    ]);
    const codes = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code));
    expect(codes).toEqual(['ok', 'ok', ...Array(4).fill('FORBIDDEN')]);
    await expect(driven.store.read('request.list', admin, {})).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
}
