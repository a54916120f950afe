// Searching as the window does: through the whole core, while messages come and go.
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { newcomer, openPerson, ownedTeam, type Person } from '../support/person.ts';

const found = async (person: Person, query: string): Promise<string[]> =>
  (await person.call('search.find', { query })).hits.map(({ row }) => row.text);

async function finds(person: Person, query: string, texts: string[]): Promise<void> {
  await eventually(async () => expect(await found(person, query)).toEqual(texts));
}

test('what was said is found by everybody, changed and taken back as it happens, and without a server', async () => {
  const { server, owner, address } = await ownedTeam({ door: 'open' });
  const wei = await newcomer(address, 'Wei Chen');
  const general = await owner.find('general');
  await owner.say(general, '今天下午开会');
  await wei.say(await wei.find('general'), 'The ferry leaves at nine');
  await finds(owner, '下午', ['今天下午开会']);
  await finds(wei, '会 from:Mara', ['今天下午开会']);
  await finds(owner, 'ERR from:"Wei Chen" in:general', ['The ferry leaves at nine']);

  const [hit] = (await owner.call('search.find', { query: 'ferry' })).hits;
  expect(hit).toMatchObject({
    row: { kind: 'message', conversation: general, state: 'kept' },
    excerpt: [
      { text: 'The ', hit: false },
      { text: 'ferry', hit: true },
      { text: ' leaves at nine', hit: false },
    ],
  });
  const target = hit?.row.seq ?? 0;
  await wei.call('message.edit', {
    conversation: general,
    target,
    text: 'The boat leaves at nine',
  });
  await finds(owner, 'ferry', []);
  await finds(owner, 'boat is:edited', ['The boat leaves at nine']);
  await owner.call('saved.set', { conversation: general, target, on: true });
  await finds(owner, 'is:saved', ['The boat leaves at nine']);
  await finds(wei, 'is:saved', []);

  await server.close();
  await owner.offline();
  await finds(owner, 'boat', ['The boat leaves at nine']);
  // Taken back here, though nobody else has heard of it.
  await wei.call('message.delete', { conversation: general, target });
  await finds(wei, 'boat', []);

  const { folder } = owner;
  await owner.close();
  const again = await openPerson({ folder });
  await finds(again, 'boat OR', []);
  await finds(again, 'boat', ['The boat leaves at nine']);
});
