// Damaged files, and a server that came back from an older backup.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';
import { newcomer, openPerson } from '../support/person.ts';
import { testServer } from '../support/server.ts';

test('K10: an older backup is restored, and clients offer what it lacks', async () => {
  const [folder, backup] = [testFolder(), testFolder()];
  const first = await testServer({ folder });
  const port = first.port;
  const mara = await newcomer(first.addresses[0]!, 'Mara');
  const jonas = await newcomer(first.addresses[0]!, 'Jonas');
  const general = await mara.find('general');
  await mara.say(general, 'in the backup');
  await jonas.sees(general, ['in the backup']);
  await first.close();
  cpSync(folder, backup, { recursive: true });

  const second = await testServer({ folder, port });
  await mara.call('link.retry');
  await mara.live();
  await jonas.call('link.retry');
  await jonas.live();
  await mara.say(general, 'after the backup');
  await jonas.sees(general, ['in the backup', 'after the backup']);
  await jonas.say(general, 'an answer');
  await mara.sees(general, ['in the backup', 'after the backup', 'an answer']);
  await second.close();
  await mara.offline();
  await jonas.offline();

  await testServer({ folder: backup, port });
  for (const person of [mara, jonas]) await person.call('link.retry');
  // Who is back first offers first; in the end both see the same, and nothing is lost or doubled.
  await eventually(async () => {
    const texts = await mara.texts(general);
    expect(texts[0]).toBe('in the backup');
    expect(texts.toSorted()).toEqual(['after the backup', 'an answer', 'in the backup']);
    expect(await jonas.texts(general)).toEqual(texts);
    for (const person of [mara, jonas])
      expect((await person.messages(general)).every(({ seq }) => seq !== null)).toBe(true);
  });
});

/** Ways a file gets damaged. */
const damages: [name: string, damage: (path: string) => void][] = [
  ['a flipped header', (path) => overwrite(path, 0, 'not a database')],
  ['a foreign file', (path) => writeFileSync(path, 'some notes I took\n'.repeat(500))],
  ['flipped pages', (path) => overwrite(path, 4096, '\xff'.repeat(20_000))],
];

function overwrite(path: string, at: number, bytes: string): void {
  const content = readFileSync(path);
  content.write(bytes, at, 'latin1');
  writeFileSync(path, content);
}

test.each(damages)(
  'a history with %s is set aside and rebuilt; outbox and drafts survive',
  async (_name, damage) => {
    const server = await testServer();
    const mara = await newcomer(server.addresses[0]!, 'Mara');
    const jonas = await newcomer(server.addresses[0]!, 'Jonas');
    const general = await mara.find('general');
    for (let index = 0; index < 30; index++) await jonas.say(general, `message ${index}`);
    await eventually(async () => expect(await mara.texts(general)).toHaveLength(30));
    const team = await mara.teamFolder();
    await mara.close();
    const cut = await openPerson({
      folder: mara.folder,
      connect: () => Promise.reject(new Error('cable out')),
    });
    await cut.say(general, 'unsent');
    await cut.call('draft.set', { conversation: general, text: 'a draft' });
    await cut.close();

    damage(join(team, 'history.db'));
    for (const suffix of ['-wal', '-shm'])
      rmSync(join(team, `history.db${suffix}`), { force: true });

    const back = await openPerson({ folder: mara.folder });
    await back.live();
    await eventually(async () => {
      const texts = await back.texts(general);
      expect(texts).toHaveLength(31);
      expect(texts.at(-1)).toBe('unsent');
    });
    await jonas.sees(general, [
      ...Array.from({ length: 30 }, (_, index) => `message ${index}`),
      'unsent',
    ]);
    expect((await back.call('timeline.open', { conversation: general })).draft).toEqual({
      text: 'a draft',
      reply: null,
    });
    expect(readdirSync(team).some((file) => file.startsWith('history.db.damaged-'))).toBe(true);
  },
);

test('a damaged outbox is set aside and told, and the app goes on', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const general = await mara.find('general');
  const path = join(await mara.teamFolder(), 'outbox.db');
  await mara.close();
  writeFileSync(path, 'garbage'.repeat(1000));
  for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
  const back = await openPerson({ folder: mara.folder });
  expect((await back.call('app.boot')).notices).toContainEqual(
    expect.objectContaining({ code: 'HISTORY_DAMAGED' }),
  );
  await back.live();
  await back.say(general, 'still here');
  await back.sees(general, ['still here']);
});

test('damaged settings and a damaged account are set aside; the copy before them is used', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  await mara.call('settings.set', { theme: 'dark' });
  await mara.call('settings.set', { locale: 'zh-CN' });
  await mara.close();
  writeFileSync(join(mara.folder, 'settings.json'), '{"theme": ');
  const back = await openPerson({ folder: mara.folder });
  const boot = await back.call('app.boot');
  expect(boot.settings).toMatchObject({ theme: 'dark' });
  expect(boot.notices).toMatchObject([{ code: 'SETTINGS_DAMAGED' }]);
  await back.live();
});

test('a damaged page of the outbox is mended at start, without touching the history', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const general = await mara.find('general');
  await mara.say(general, 'kept');
  await eventually(async () =>
    expect(await mara.messages(general)).toMatchObject([{ text: 'kept', seq: expect.any(Number) }]),
  );
  const team = await mara.teamFolder();
  await mara.close();
  overwrite(join(team, 'outbox.db'), 4096, '\xff'.repeat(16_000));
  for (const suffix of ['-wal', '-shm']) rmSync(join(team, `outbox.db${suffix}`), { force: true });
  const back = await openPerson({ folder: mara.folder });
  await back.live();
  await back.say(general, 'still here');
  await back.sees(general, ['kept', 'still here']);
  const files = readdirSync(team);
  expect(files.filter((file) => /^outbox\.db\.damaged-.*Z$/.test(file))).toHaveLength(1);
  expect(files.some((file) => file.startsWith('history.db.damaged-'))).toBe(false);
});

test('a damaged account is replaced by its copy, from the first day on', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const path = join(await mara.teamFolder(), 'account.json');
  await mara.close();
  writeFileSync(path, 'x');
  const back = await openPerson({ folder: mara.folder });
  await back.live();
  expect(await back.state()).toMatchObject({ name: 'Test team' });
});
