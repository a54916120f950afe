// The list in words: every team that is shown gets them, whoever else shouts.
import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createNearbyRows } from '../../src/core/nearbyRows.ts';
import { wordsOf } from '../../src/node/words.ts';
import type { NearbyTeam as Seen } from '../../src/shared/discovery.ts';
import type { NearbyTeam } from '../../src/shared/rows.ts';
import { eventually } from '../support/eventually.ts';

const team = (name: string): Seen => {
  const pin = randomBytes(32).toString('base64url');
  const hosts = [
    { host: '10.1.0.9', port: 7788 },
    { host: '10.1.0.10', port: 7799 },
  ];
  return { identity: pin, team: randomUUID(), name, pin, people: 3, hosts };
};

test('every row has its words in the end, those first seen first, however the rest is called', async () => {
  const pushed: NearbyTeam[][] = [];
  const rows = createNearbyRows({ accounts: () => [], push: (list) => pushed.push(list) });
  const real = team('Workshop');
  rows.show([real]);
  const flood = Array.from({ length: 20 }, (_, n) => team(`A ${n}`));
  rows.show([...flood, real]);
  await eventually(() => expect(pushed.at(-1)?.filter(({ words }) => words)).toHaveLength(21));
  const first = pushed.find((list) => list.some(({ words }) => words !== null));
  expect(first?.find(({ words }) => words !== null)).toMatchObject({
    key: real.pin,
    address: '10.1.0.9:7788',
    hosts: ['10.1.0.9:7788', '10.1.0.10:7799'],
    words: await wordsOf(real.pin ?? ''),
  });
});

test('who is gone meanwhile is not told any more', async () => {
  const pushed: NearbyTeam[][] = [];
  const rows = createNearbyRows({ accounts: () => [], push: (list) => pushed.push(list) });
  const other = team('Other');
  rows.show([team('Gone')]);
  rows.show([other]);
  await eventually(() =>
    expect(pushed.at(-1)).toMatchObject([{ key: other.pin, words: expect.any(String) }]),
  );
});
