// From one commit to every connection that may see it: once, in order, to nobody else.
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import type { WireEvent } from '../../src/shared/events.ts';
import type { TestClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { testServer } from '../support/server.ts';

const say = (from: TestClient, conversation: string, text: string) =>
  from.ask('message.send', { id: uuidv7(), conversation, text });
const enter = (who: TestClient, conversation: string) =>
  who.ask('channel.join', { id: uuidv7(), conversation });
const leave = (who: TestClient, conversation: string) =>
  who.ask('channel.leave', { id: uuidv7(), conversation });

const words = ({ type, body }: WireEvent): unknown => body['text'] ?? type;
const heardIn = (client: TestClient, conversation: string): unknown[] =>
  client
    .events()
    .filter((event) => event.conversation === conversation)
    .map(words);

/** What the server sent this client before now is here: the answer comes behind it. */
const settled = (client: TestClient) => client.ask('link.ping', {});

describe('a message', () => {
  test('reaches every device of everybody in the room once, its author included', async () => {
    const server = await testServer();
    const mara = await server.member('Mara');
    const { conversation } = await mara.ask('channel.create', { id: uuidv7(), name: 'room' });
    const jon = await server.join('Jon');
    const devices = [await server.connect(jon), await server.connect(jon)];
    const [phone] = devices;
    if (!phone) throw new Error('no phone');
    const eve = await server.member('Eve');
    await enter(phone, conversation);
    const landed = await say(mara, conversation, 'hello');
    for (const client of [mara, ...devices, eve]) await settled(client);
    const message = {
      conversation,
      seq: landed.seq,
      pos: landed.pos,
      at: landed.at,
      id: expect.any(String),
      author: mara.id,
      type: 'message.created',
      body: { text: 'hello', mentions: [] },
    };
    for (const client of [mara, ...devices]) {
      const frames = client.frames.filter(({ events }) => words(events[0] ?? message) === 'hello');
      expect(frames).toEqual([{ conversation, floor: landed.pos - 1, events: [message] }]);
    }
    expect(heardIn(eve, conversation)).toEqual([]);
  });

  test('in a direct conversation reaches its two people only', async () => {
    const server = await testServer();
    const [mara, jon] = [await server.member('Mara'), await server.member('Jon')];
    const eve = await server.member('Eve');
    const { conversation } = await mara.ask('direct.open', { id: uuidv7(), user: jon.id });
    await say(jon, conversation, 'psst');
    for (const client of [mara, jon, eve]) await settled(client);
    for (const client of [mara, jon])
      expect(heardIn(client, conversation)).toEqual(['conversation.created', 'psst']);
    expect(heardIn(eve, conversation)).toEqual([]);
  });

  test('calls people by their names, found by the server', async () => {
    const server = await testServer();
    const [mara, jon] = [await server.member('Mara'), await server.member('Jon')];
    await say(mara, mara.general, '@jon and @channel, @nobody');
    await eventually(() =>
      expect(jon.events().at(-1)?.body['mentions']).toEqual([jon.id, 'channel']),
    );
  });
});

describe('membership takes effect at its place in the order', () => {
  test('over many commits', async () => {
    const server = await testServer();
    const [mara, jon] = [await server.member('Mara'), await server.member('Jon')];
    const { conversation } = await mara.ask('channel.create', { id: uuidv7(), name: 'room' });
    await say(mara, conversation, 'before');
    await enter(jon, conversation);
    await say(mara, conversation, 'with Jon');
    await leave(jon, conversation);
    await say(mara, conversation, 'behind his back');
    await settled(jon);
    expect(heardIn(jon, conversation)).toEqual(['member.joined', 'with Jon', 'member.left']);
    expect(heardIn(mara, conversation)).toHaveLength(6);
  });

  test('when others bring somebody in and put them out', async () => {
    const server = await testServer();
    const [mara, jon] = [await server.member('Mara'), await server.member('Jon')];
    const [eve, out] = [await server.member('Eve'), await server.member('Outside')];
    const { conversation } = await mara.ask('channel.create', {
      id: uuidv7(),
      name: 'plans',
      private: true,
      members: [jon.id],
    });
    await say(mara, conversation, 'hello');
    await mara.ask('member.add', { id: uuidv7(), conversation, users: [eve.id] });
    await mara.ask('member.remove', { id: uuidv7(), conversation, user: jon.id });
    await say(eve, conversation, 'where is Jon?');
    for (const client of [jon, eve, out]) await settled(client);
    const [added, removed] = ['member.joined', 'member.left'];
    expect(heardIn(jon, conversation)).toEqual(['conversation.created', 'hello', added, removed]);
    expect(heardIn(eve, conversation)).toEqual([added, removed, 'where is Jon?']);
    expect(heardIn(out, conversation)).toEqual([]);
  });

  test('once for all who are brought in together', async () => {
    const server = await testServer();
    const mara = await server.member('Mara');
    const [jon, eve, wei] = [
      await server.member('Jon'),
      await server.member('Eve'),
      await server.member('Wei'),
    ];
    const { conversation } = await mara.ask('channel.create', { id: uuidv7(), name: 'room' });
    const users = [jon, eve, wei].map(({ id }) => id);
    await mara.ask('member.add', { id: uuidv7(), conversation, users });
    await say(eve, conversation, 'hello');
    for (const client of [mara, jon, eve, wei]) await settled(client);
    const frames = mara.frames.filter((frame) => frame.conversation === conversation);
    expect(frames.map(({ events }) => events.map(words))).toEqual([
      ['conversation.created'],
      ['member.joined', 'member.joined', 'member.joined'],
      ['hello'],
    ]);
    for (const client of [jon, eve, wei])
      expect(heardIn(client, conversation).slice(-2)).toEqual(['member.joined', 'hello']);
  });

  test('within one commit', async () => {
    const server = await testServer();
    const mara = await server.member('Mara');
    const jonMember = await server.join('Jon');
    const jon = await server.connect(jonMember);
    const { conversation } = await mara.ask('channel.create', { id: uuidv7(), name: 'room' });
    await enter(jon, conversation);
    const asJon = jon.frames.length;
    // By polling, what is sent while one request is under way shares the next one: one commit.
    const other = await server.connect(jonMember, { transports: ['polling'] });
    const underWay = other.ask('link.ping', {});
    const text = (what: string) =>
      other.ask('message.send', { id: uuidv7(), conversation, text: what });
    const outcomes = await Promise.allSettled([
      text('first'),
      leave(other, conversation),
      text('not there'),
      enter(other, conversation),
      text('second'),
    ]);
    await underWay;
    const codes = outcomes.map((one) => (one.status === 'fulfilled' ? 'ok' : one.reason.code));
    expect(codes).toEqual(['ok', 'ok', 'NOT_MEMBER', 'ok', 'ok']);
    await settled(mara);
    await settled(jon);
    const frames = mara.frames.filter((frame) => frame.conversation === conversation).slice(-2);
    // The same floor: they were one commit, cut where the membership changed.
    expect(new Set(frames.map(({ floor }) => floor)).size).toBe(1);
    expect(frames.map(({ events }) => events.map(words))).toEqual([
      ['first', 'member.left'],
      ['member.joined', 'second'],
    ]);
    expect(jon.frames.slice(asJon).map(({ events }) => events.map(words))).toEqual([
      ['first', 'member.left'],
      ['member.joined', 'second'],
    ]);
  });

  test('so who leaves hears exactly what came before, though it was one commit', async () => {
    const server = await testServer();
    const [mara, jon] = [await server.member('Mara'), await server.member('Jon')];
    const { conversation } = await mara.ask('channel.create', { id: uuidv7(), name: 'room' });
    await enter(jon, conversation);
    const { head: before } = await mara.ask('sync.resume', {});
    const done = await Promise.all([
      ...['a', 'b', 'c'].map((text) => say(mara, conversation, text)),
      leave(jon, conversation),
      ...['d', 'e', 'f'].map((text) => say(mara, conversation, text)),
    ]);
    const left = done[3]?.pos ?? 0;
    await settled(jon);
    const heard = jon.events().filter(({ pos }) => pos > before);
    const { events: pulled } = await jon.ask('sync.pull', { after: before });
    expect(heard.map(({ pos }) => pos)).toEqual(
      Array.from({ length: left - before }, (_, n) => before + 1 + n),
    );
    expect(pulled).toEqual(heard);
  });
});

describe('who connects', () => {
  test('hears from then on all that their pull did not have', async () => {
    const server = await testServer();
    const mara = await server.member('Mara');
    const jon = await server.join('Jon');
    let stop = false;
    const talking = (async () => {
      for (let n = 0; !stop; n++) await say(mara, mara.general, `${n}`);
    })();
    for (let round = 0; round < 5; round++) {
      const device = await server.connect(jon);
      const { head } = await device.ask('sync.resume', {});
      await eventually(() => expect(device.events().length).toBeGreaterThan(3));
      const first = device.events()[0]?.pos ?? Infinity;
      // Rooms first, then the head: between what is pulled and what is pushed there is no gap.
      expect(first).toBeLessThanOrEqual(head + 1);
      const positions = device.events().map(({ pos }) => pos);
      expect(positions).toEqual(positions.map((_, n) => first + n));
      device.close();
    }
    stop = true;
    await talking;
  });

  test('after leaving a room hears nothing of it by any new connection', async () => {
    const server = await testServer();
    const [mara, jon] = [await server.member('Mara'), await server.join('Jon')];
    const first = await server.connect(jon);
    await leave(first, jon.general);
    const second = await server.connect(jon);
    await say(mara, mara.general, 'secret');
    await settled(first);
    await settled(second);
    expect([...first.events(), ...second.events()].map(words)).not.toContain('secret');
  });
});
