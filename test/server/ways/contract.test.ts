// One suite over every way in: the same events, in the same order, with the same bodies, from the same cursor (rule 10,
// I17), and nothing for whom it is none of their business any more (rule 13).
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WireEvent } from '../../../src/shared/events.ts';
import type { TestClient } from '../../support/client.ts';
import { eventually } from '../../support/eventually.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { ways } from './listeners.ts';

const say = (from: TestClient, conversation: string, text: string) =>
  from.ask('message.send', { id: uuidv7(), conversation, text });

let server: TestServer;
let owner: TestClient;
beforeAll(async () => {
  server = await startServer();
  owner = await server.member('Owner');
});
afterAll(() => server.close());

let teams = 0;

/** Two people to whom things of several kinds happen in several conversations. Everybody else is quiet meanwhile. */
async function livelyTeam() {
  const n = ++teams;
  const mara = await server.member(`Mara ${n}`);
  const jon = await server.member(`Jon ${n}`);
  const { conversation: room } = await mara.ask('channel.create', {
    id: uuidv7(),
    name: `room${n}`,
  });
  await jon.ask('channel.join', { id: uuidv7(), conversation: room });
  const { conversation: direct } = await mara.ask('direct.open', { id: uuidv7(), user: jon.id });
  const { head } = await mara.ask('link.ping', {});
  const happen = async (): Promise<void> => {
    const { seq: target } = await say(mara, mara.general, 'Grüße, 你好, 👩‍🚀\u2028 "quoted"\n');
    await mara.ask('reaction.set', {
      id: uuidv7(),
      conversation: mara.general,
      target,
      emoji: '👍',
      on: true,
    });
    await Promise.all([
      ...[1, 2, 3].map((word) => say(mara, room, `room ${word}`)),
      ...[1, 2, 3].map((word) => say(jon, direct, `direct ${word}`)),
      ...[1, 2, 3].map((word) => say(jon, jon.general, `general ${word}`)),
    ]);
    await mara.ask('message.edit', {
      id: uuidv7(),
      conversation: mara.general,
      target,
      text: 'edited',
    });
    await mara.ask('conversation.set', { id: uuidv7(), conversation: room, topic: 'a topic' });
  };
  return { server, mara, jon, room, direct, happen, head };
}

/** All that this person may see, as the log has it. */
async function logOf(who: TestClient): Promise<WireEvent[]> {
  return (await who.ask('sync.pull', { after: 0 })).events;
}

const expectHeard = async (heard: { events: WireEvent[] }, wanted: WireEvent[]): Promise<void> => {
  await eventually(() => expect(heard.events.length).toBeGreaterThanOrEqual(wanted.length));
  expect(heard.events).toEqual(wanted);
};

describe.each(ways)('$name', (way) => {
  test('hears everything from the first event on, and goes on', async () => {
    const { server, mara, happen } = await livelyTeam();
    await happen();
    const heard = await way.listen(server.url, mara.token, { since: 0 });
    await happen();
    await eventually(async () => expect(heard.events).toEqual(await logOf(mara)));
  });

  test('hears what two people do at once in pos order, each event once', async () => {
    const { server, mara, jon, room, head } = await livelyTeam();
    const heard = await way.listen(server.url, jon.token, { since: head });
    await Promise.all(
      Array.from({ length: 120 }, (_, n) =>
        n % 2 === 0 ? say(mara, room, `m${n}`) : say(jon, jon.general, `j${n}`),
      ),
    );
    const wanted = (await logOf(jon)).filter(({ pos }) => pos > head);
    expect(wanted).toHaveLength(120);
    await expectHeard(heard, wanted);
  });

  test('comes back after a cut at every point', async () => {
    const { server, mara, happen } = await livelyTeam();
    await happen();
    const all = await logOf(mara);
    for (const cut of all.keys()) {
      const since = all[cut]?.pos ?? 0;
      const heard = await way.listen(server.url, mara.token, { since });
      await eventually(() => expect(heard.events).toEqual(all.slice(cut + 1)));
      heard.cut();
    }
  });

  test('with its own cursor misses nothing over many cuts while people talk', async () => {
    const { server, mara, jon, head } = await livelyTeam();
    const talk = (async () => {
      for (let n = 0; n < 60; n++) await say(mara, mara.general, `word ${n}`);
    })();
    const seen: WireEvent[] = [];
    let since = head;
    const texts = (): unknown[] =>
      seen.filter(({ type }) => type === 'message.created').map(({ body }) => body['text']);
    while (texts().length < 60) {
      const heard = await way.listen(server.url, jon.token, { since });
      await eventually(() => expect(heard.events.length).toBeGreaterThan(0));
      heard.cut();
      seen.push(...heard.events);
      since = heard.cursor ?? since;
    }
    await talk;
    expect(texts()).toEqual(Array.from({ length: 60 }, (_, n) => `word ${n}`));
  });

  test('hears only what its filter lets through', async () => {
    const { server, mara, room, happen } = await livelyTeam();
    await happen();
    const wanted = { since: 0, conversation: room, type: 'message.created,conversation.changed' };
    const heard = await way.listen(server.url, mara.token, wanted);
    await happen();
    const types = wanted.type.split(',');
    const expected = (await logOf(mara)).filter(
      (event) => event.conversation === room && types.includes(event.type),
    );
    expect(expected).toHaveLength(2 * 3 + 1);
    await expectHeard(heard, expected);
  });

  test('tells who was removed of that, and of nothing after it', async () => {
    const { server, mara, jon, room, head } = await livelyTeam();
    const heard = await way.listen(server.url, jon.token, { since: head });
    const before = say(mara, room, 'before');
    const removal = mara.ask('member.remove', { id: uuidv7(), conversation: room, user: jon.id });
    const after = say(mara, room, 'after');
    await Promise.all([before, removal, after]);
    await say(mara, mara.general, 'in general');
    const words = (): unknown[] => heard.events.map(({ type, body }) => body['text'] ?? type);
    await eventually(() => expect(words()).toEqual(['before', 'member.left', 'in general']));
    const again = await way.listen(server.url, jon.token, { since: head });
    await expectHeard(again, heard.events);
  });

  test('brings somebody into a conversation at its place in the order', async () => {
    const { server, mara, jon } = await livelyTeam();
    const { conversation } = await mara.ask('channel.create', {
      id: uuidv7(),
      name: `later${teams}`,
    });
    const { head } = await mara.ask('link.ping', {});
    const heard = await way.listen(server.url, jon.token, { since: head });
    await Promise.all([
      say(mara, conversation, 'too early'),
      jon.ask('channel.join', { id: uuidv7(), conversation }),
    ]);
    await say(mara, conversation, 'hello Jon');
    await expectHeard(
      heard,
      (await logOf(jon)).filter(({ pos }) => pos > head),
    );
    expect(heard.events.at(-1)?.body['text']).toBe('hello Jon');
  });

  test('ends for a device that is shut out, before anything that came after', async () => {
    const { server, jon, head } = await livelyTeam();
    const heard = await way.listen(server.url, jon.token, { since: head });
    await Promise.all([
      say(owner, owner.general, 'before'),
      owner.ask('person.set', { id: uuidv7(), user: jon.id, active: false }),
      say(owner, owner.general, 'after'),
    ]);
    await eventually(() => expect(heard.ended).toBeDefined());
    expect(heard.events.map(({ body }) => body['text'])).not.toContain('after');
    await expect(way.listen(server.url, jon.token, { since: head })).rejects.toMatchObject({
      error: { code: 'DEACTIVATED' },
    });
  });

  test('is told when its cursor is of another log, and where to begin instead', async () => {
    const { server, mara } = await livelyTeam();
    const { epoch, head } = await mara.ask('sync.resume', {});
    const gone = { error: { code: 'CURSOR_GONE', cursor: { epoch, oldest: 0, head } } };
    await expect(way.listen(server.url, mara.token, { since: head + 1 })).rejects.toMatchObject(
      gone,
    );
    const other = { since: 1, epoch: uuidv7() };
    await expect(way.listen(server.url, mara.token, other)).rejects.toMatchObject(gone);
    const heard = await way.listen(server.url, mara.token, { since: head, epoch });
    await say(mara, mara.general, 'on');
    await eventually(() => expect(heard.events.map(({ body }) => body['text'])).toEqual(['on']));
  });

  test('opens to nobody unknown', async () => {
    const { server } = await livelyTeam();
    await expect(way.listen(server.url, 'f'.repeat(64), { since: 0 })).rejects.toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    });
  });

  test('carries what only passes by to those who ask for it', async () => {
    const { server, mara, jon } = await livelyTeam();
    const heard = await way.listen(server.url, jon.token, { since: 0, signals: '1' });
    const typing = { type: 'typing' as const, conversation: mara.general, on: true };
    await eventually(() => {
      mara.socket.emit('signal', typing);
      expect(heard.signals).toContainEqual({ ...typing, user: mara.id });
    });
  });
});
