// The same little conversation over each way to the server, over TLS with its key.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { opens } from '../../src/core/transport/ways.ts';
import type { EventsFrame, WireEvent } from '../../src/shared/events.ts';
import { Way } from '../../src/shared/ways.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';
import { impostor } from '../support/impostor.ts';
import { faultyWay } from '../support/faultyWay.ts';
import { newcomer, ownedTeam, type Person } from '../support/person.ts';
import { cableTo } from '../support/proxies.ts';
import { testServer } from '../support/server.ts';

/** Who is seen typing by this person, told as it happens. */
function typists(person: Person): string[] {
  const heard: string[] = [];
  person.on('typing', ({ users }) => heard.push(users.join()));
  return heard;
}

const presenceOf = async (person: Person, name: string) =>
  (await person.call('people.list')).find((row) => row.name === name)?.presence;

test.each(Way.options)('people talk, type and come and go by %s', async (way) => {
  const server = await testServer();
  const cable = await cableTo(server.port);
  const mara = await newcomer(cable.address, 'Mara', { connect: opens[way] });
  const jonas = await newcomer(server.addresses[0]!, 'Jonas');
  const general = await mara.find('general');
  expect(await mara.state()).toMatchObject({ security: { kind: 'pin' }, link: { way } });

  await mara.say(general, 'one');
  await mara.sees(general, ['one']);
  await jonas.sees(general, ['one']);
  await jonas.say(general, 'two');
  await mara.sees(general, ['one', 'two']);

  const seen = { mara: typists(mara), jonas: typists(jonas) };
  const [maraId, jonasId] = [await mara.me(), await jonas.me()];
  await mara.call('typing.set', { conversation: general, on: true });
  await eventually(() => expect(seen.jonas).toContain(maraId));
  await jonas.call('typing.set', { conversation: general, on: true });
  await eventually(() => expect(seen.mara).toContain(jonasId));

  await eventually(async () => expect(await presenceOf(jonas, 'Mara')).toBe('online'));
  mara.idle(true);
  jonas.idle(true);
  await eventually(async () => expect(await presenceOf(jonas, 'Mara')).toBe('away'));
  await eventually(async () => expect(await presenceOf(mara, 'Jonas')).toBe('away'));

  cable.hangUp();
  await mara.say(general, 'three');
  await jonas.say(general, 'four');
  for (const person of [mara, jonas])
    await eventually(async () =>
      expect((await person.texts(general)).toSorted()).toEqual(['four', 'one', 'three', 'two']),
    );
  await mara.live();
  await eventually(async () => expect(await presenceOf(jonas, 'Mara')).toBe('away'));
});

test.each(Way.options)('another key is a full stop by %s, and hears no token', async (way) => {
  const folder = testFolder();
  const server = await testServer({ folder });
  const mara = await newcomer(server.addresses[0]!, 'Mara', { connect: opens[way] });
  const file = join(await mara.teamFolder(), 'account.json');
  const { token } = JSON.parse(readFileSync(file, 'utf8')) as { token: { sealed: string } };
  await server.close();
  const thief = await impostor(server.team, { port: server.port });
  expect(await mara.refused()).toBe('KEY_CHANGED');
  expect(thief.told()).not.toMatch(/POST|events|socket\.io|upgrade/i);
  expect(thief.told()).not.toContain(token.sealed);
});

test.each(Way.options)(
  'who is shut out is told so at once by %s, and tries no more',
  async (way) => {
    const { owner, address } = await ownedTeam({ door: 'open' });
    const shutOut = await newcomer(address, 'Jonas', { connect: opens[way] });
    const general = await owner.find('general');
    await owner.call('person.set', { user: await shutOut.me(), active: false });
    await owner.say(general, 'among us');
    expect(await shutOut.refused()).toBe('DEACTIVATED');
    expect(await shutOut.texts(general)).not.toContain('among us');
  },
);

test.each<Way>(['stream', 'longPoll', 'poll', 'plain'])(
  'what jumps ahead or comes again by %s ends as the same history',
  async (way) => {
    const server = await testServer();
    // Some never come; the others come twice, and once from somewhere else entirely.
    const lost = ['word 2', 'word 3', 'word 7'];
    const frames = (frame: EventsFrame): EventsFrame[] => {
      const events = frame.events.filter(({ body }) => !lost.includes(String(body['text'])));
      const wild = events.map((event) => ({ ...event, seq: event.seq + 1000 }));
      const those = (some: WireEvent[]): EventsFrame => ({ ...frame, events: some });
      return events.length === 0 ? [] : [those(events), those(wild), those(events)];
    };
    const mara = await newcomer(server.addresses[0]!, 'Mara', {
      connect: faultyWay({ frames }, opens[way]),
    });
    const jonas = await newcomer(server.addresses[0]!, 'Jonas');
    const general = await jonas.find('general');
    const texts = Array.from({ length: 10 }, (_, n) => `word ${n}`);
    for (const text of texts) await jonas.tells(general, text);
    await mara.sees(general, texts);
    expect(await mara.link()).toMatchObject({ state: 'live', way });
  },
);
