// The door of a running server: strangers over HTTP, those who let them in on their sockets.
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import type { CommandOutput } from '../../src/shared/commands.ts';
import type { DoorPolicy } from '../../src/shared/entities.ts';
import { type Outcome, unwrap } from '../../src/shared/errors.ts';
import type { TestClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import {
  joinTeam,
  newCode,
  newToken,
  post,
  testServer,
  type TestServer,
} from '../support/server.ts';

type Answer = Outcome<CommandOutput<'team.join'>>;

const newTicket = (name: string) => ({ id: uuidv7(), name, token: newToken(), device: 'desk' });
type Ticket = ReturnType<typeof newTicket> & { code?: string };

const knock = ({ url }: TestServer, ticket: Ticket, token?: string): Promise<Answer> =>
  post(url, { name: 'team.join', input: ticket }, token);

async function teamWith(door: DoorPolicy) {
  const server = await testServer({ door });
  const ann = await server.member('Ann');
  const someone = async (role: 'admin' | 'member', name: string): Promise<TestClient> => {
    const code = newCode();
    await ann.ask('invite.create', { id: uuidv7(), code, role, expiresIn: null, uses: 1 });
    return server.connect(await joinTeam(server.url, name, code));
  };
  return { server, ann, someone };
}

const counts = (client: TestClient): number[] =>
  client.signals.flatMap((signal) => (signal.type === 'requests' ? [signal.waiting] : []));
const answering = (client: TestClient, request: string, admit: boolean) =>
  client.command('request.answer', { id: uuidv7(), request, admit });
const codesOf = (outcomes: Outcome<unknown>[]): string[] =>
  outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code));

describe('asking to be let in', () => {
  test('shows where from, is told to those who decide, and ends with an answer', async () => {
    const { server, ann, someone } = await teamWith('ask');
    const admin = await someone('admin', 'Admin');
    const member = await someone('member', 'Member');
    const jon = newTicket('Jon');
    expect(await knock(server, jon)).toEqual({ ok: true, value: { pending: true } });
    const early = await post(server.url, { name: 'sync.resume', input: {} }, jon.token);
    expect(early).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
    await eventually(() => expect([counts(ann), counts(admin)]).toEqual([[1], [1]]));
    const { requests } = await admin.ask('request.list', {});
    expect(requests).toMatchObject([
      { id: jon.id, name: 'Jon', device: 'desk', address: '127.0.0.1' },
    ]);
    expect((await answering(member, jon.id, true)).ok).toBe(false);
    expect((await answering(admin, jon.id, true)).ok).toBe(true);
    expect(unwrap(await knock(server, jon))).toMatchObject({ me: { id: jon.id, name: 'Jon' } });
    await eventually(() =>
      expect([counts(ann), counts(admin)]).toEqual([
        [1, 0],
        [1, 0],
      ]),
    );
    // What was for them is here.
    await member.ask('link.ping', {});
    expect(counts(member)).toEqual([]);
    const joined = member.events().filter(({ type }) => type === 'person.joined');
    expect(joined.at(-1)).toMatchObject({ author: admin.id, body: { person: { id: jon.id } } });
    const client = await server.connect({ ...ann, ...jon });
    await client.ask('message.send', { id: uuidv7(), conversation: ann.general, text: 'I am in' });
  });

  test('by many at once from one place leaves ten of them waiting', async () => {
    const { server, ann } = await teamWith('ask');
    const crowd = Array.from({ length: 20 }, (_, n) => newTicket(`N${n}`));
    const codes = codesOf(await Promise.all(crowd.map((ticket) => knock(server, ticket))));
    expect(new Set(codes)).toEqual(new Set(['ok']));
    expect((await ann.ask('request.list', {})).requests).toHaveLength(10);
  });

  test('answered by two at once has one answer', async () => {
    const { server, ann, someone } = await teamWith('ask');
    const admin = await someone('admin', 'Admin');
    for (let round = 0; round < 10; round++) {
      const jon = newTicket(`Jon ${round}`);
      await knock(server, jon);
      const [yes, no] = codesOf(
        await Promise.all([answering(ann, jon.id, true), answering(admin, jon.id, false)]),
      );
      expect([
        ['ok', 'NOT_FOUND'],
        ['NOT_FOUND', 'ok'],
      ]).toContainEqual([yes, no]);
      const [after] = codesOf([await knock(server, jon)]);
      expect(after).toBe(yes === 'ok' ? 'ok' : 'DECLINED');
    }
  });
});

describe('coming in', () => {
  test('under one name at once is for one', async () => {
    const { server } = await teamWith('open');
    const names = ['Jon', 'jon', 'JON', 'Ｊｏｎ', 'J\u2060on'];
    const tickets = names.map((name) => newTicket(name));
    const codes = codesOf(await Promise.all(tickets.map((ticket) => knock(server, ticket))));
    // Of those names one cannot be had at all: it holds what nobody sees.
    expect(codes.toSorted()).toEqual([
      'INVALID',
      ...Array.from({ length: 3 }, () => 'NAME_TAKEN'),
      'ok',
    ]);
  });

  test('with one ticket many times at once makes one person', async () => {
    const { server, ann } = await teamWith('open');
    const jon = newTicket('Jon');
    const answers = await Promise.all(Array.from({ length: 8 }, () => knock(server, jon)));
    for (const answer of answers) expect(unwrap(answer)).toMatchObject({ me: { id: jon.id } });
    const { people } = await ann.ask('sync.snapshot', {});
    expect(people.filter(({ name }) => name === 'Jon')).toHaveLength(1);
  });

  test('is nothing for who is in, by socket or with a token', async () => {
    const { server, ann } = await teamWith('open');
    const code = newCode();
    await ann.ask('device.invite', { id: uuidv7(), code, user: ann.id });
    for (const ticket of [newTicket('Twin'), { ...newTicket('Twin'), code }]) {
      expect(codesOf([await ann.command('team.join', ticket)])).toEqual(['FORBIDDEN']);
      expect(codesOf([await knock(server, ticket, ann.token)])).toEqual(['FORBIDDEN']);
    }
    expect(await post(server.url, { name: 'invite.look', input: { code } })).toMatchObject({
      ok: true,
      value: { person: { id: ann.id, name: 'Ann' } },
    });
  });

  test('with what is no code is as with any other that opens nothing', async () => {
    const { server } = await teamWith('open');
    const long = 'c'.repeat(23);
    const other = `${'c'.repeat(21)}+`;
    for (const code of ['', 'short', '1234567', '123456789', long, other, '１２３４５６７８']) {
      const look = { name: 'invite.look', input: { code } };
      const ticket = { ...newTicket('Jon'), code };
      const outcomes = [await post(server.url, look), await knock(server, ticket)];
      expect([code, ...codesOf(outcomes)]).toEqual([code, 'INVITE_INVALID', 'INVITE_INVALID']);
    }
  });

  test('by the team’s own id would be the console, and is refused', async () => {
    const { server, ann } = await teamWith('open');
    const { team } = await ann.ask('sync.resume', {});
    expect(codesOf([await knock(server, { ...newTicket('Root'), id: team.id })])).toEqual([
      'ID_CONFLICT',
    ]);
  });
});

test('the team as it is called now is told to members and strangers alike', async () => {
  const { server, ann, someone } = await teamWith('ask');
  const member = await someone('member', 'Member');
  await ann.ask('team.set', { id: uuidv7(), name: 'Laboratory', door: 'invite' });
  const changed = { name: 'Laboratory', door: 'invite' };
  await eventually(() =>
    expect(member.events().at(-1)).toMatchObject({ type: 'team.changed', body: changed }),
  );
  expect((await member.ask('sync.resume', {})).team).toMatchObject(changed);
  const info = (await (await fetch(`${server.url}/api/v1/team`)).json()) as { team: object };
  expect(info.team).toMatchObject(changed);
  expect(codesOf([await knock(server, newTicket('Jon'))])).toEqual(['INVITE_NEEDED']);
  await server.stop();
  const again = await testServer({ folder: server.folder, team: 'Ignored', door: 'open' });
  expect(again.team).toMatchObject(changed);
});
