// Rule 7 under random load: whatever people do in whatever batches, a client that believes the
// floors of its frames never believes too much. Prints the seed of a run that fails.
import { randomInt } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { describe, expect, onTestFailed, test } from 'vitest';
import { isPermanent, Refusal } from '../../src/shared/errors.ts';
import type { EventsFrame, WireEvent } from '../../src/shared/events.ts';
import type { TestClient } from '../support/client.ts';
import { createRandom, type Random } from '../support/random.ts';
import { testServer } from '../support/server.ts';

const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));

/** One person's random doings, sent in bursts without waiting. */
async function live(random: Random, me: TestClient, rooms: string[], people: TestClient[]) {
  for (let round = 0; round < 25; round++) {
    const burst = Array.from({ length: random.below(8) + 1 }, () => act(random, me, rooms, people));
    await Promise.all(burst);
  }
}

async function act(random: Random, me: TestClient, rooms: string[], people: TestClient[]) {
  const conversation = random.pick(rooms);
  const id = uuidv7();
  const dice = random.below(20);
  const done =
    dice < 12
      ? me.ask('message.send', { id, conversation, text: `${dice}` })
      : dice < 15
        ? me.ask('channel.join', { id, conversation })
        : dice < 18
          ? me.ask('channel.leave', { id, conversation })
          : dice < 19
            ? me.ask('direct.open', { id, user: random.pick(people).id })
            : me.ask('profile.set', { id, name: `${me.name} ${random.below(1000)}` });
  // Not being a member is part of life here; everything else is not.
  const landed = await done.catch((error: unknown) => {
    if (!(error instanceof Refusal) || !isPermanent(error.code)) throw error;
    return undefined;
  });
  if (landed && dice === 18) rooms.push(landed.conversation);
}

async function pullAll(me: TestClient, after: number): Promise<WireEvent[]> {
  const events: WireEvent[] = [];
  for (let cursor = after; ;) {
    const page = await me.ask('sync.pull', { after: cursor, limit: 100 });
    events.push(...page.events);
    if (page.next >= page.head) return events;
    cursor = page.next;
  }
}

/** What one client was pushed since `start`, held against what the log says it may see. */
function check(frames: EventsFrame[], visible: WireEvent[]): void {
  const received = new Set<number>();
  let cursor = 0;
  for (const { conversation, floor, events } of frames) {
    expect(new Set(events.map((event) => event.conversation))).toEqual(new Set([conversation]));
    // A floor says: you have all up to here. It never falls, and it is never a lie.
    expect(floor).toBeGreaterThanOrEqual(cursor);
    cursor = floor;
    const missing = visible.filter(({ pos }) => pos <= floor && !received.has(pos));
    expect(missing, `missing at floor ${floor}`).toEqual([]);
    for (const { pos } of events) {
      expect(received.has(pos), `${pos} came twice`).toBe(false);
      received.add(pos);
    }
  }
  expect([...received].toSorted((a, b) => a - b)).toEqual(visible.map(({ pos }) => pos));
  for (const [conversation, ofOne] of Map.groupBy(
    frames.flatMap(({ events }) => events),
    (event) => event.conversation,
  )) {
    // A hole is where one was away: before it one left, after it one joined.
    for (const [index, event] of ofOne.entries()) {
      const before = ofOne[index - 1];
      if (!before || event.seq === before.seq + 1) continue;
      const edges = [before.type, event.type];
      expect([conversation, edges]).toEqual([conversation, ['member.left', 'member.joined']]);
      expect(event.seq).toBeGreaterThan(before.seq);
    }
  }
}

describe('floors', () => {
  test(`hold for everybody, whatever happens (SEED=${seed})`, { timeout: 30_000 }, async () => {
    onTestFailed(() => console.log(`again with SEED=${seed}`));
    const random = createRandom(seed);
    const server = await testServer();
    const people: TestClient[] = [];
    for (const name of ['Ann', 'Bob', 'Cid', 'Dee']) people.push(await server.member(name));
    const [ann] = people;
    if (!ann) throw new Error('nobody came');
    const rooms = [ann.general];
    for (const name of ['a', 'b', 'c']) {
      const { conversation } = await ann.ask('channel.create', { id: uuidv7(), name });
      rooms.push(conversation);
    }
    for (const person of people) await person.ask('link.ping', {});
    const { head: start } = await ann.ask('sync.resume', {});
    const framesBefore = people.map(({ frames }) => frames.length);

    await Promise.all(people.map((person) => live(random.fork(), person, rooms, people)));

    for (const [index, person] of people.entries()) {
      await person.ask('link.ping', {});
      check(person.frames.slice(framesBefore[index]), await pullAll(person, start));
    }
    expect((await ann.ask('sync.resume', {})).head).toBeGreaterThan(start + 80);
  });
});
