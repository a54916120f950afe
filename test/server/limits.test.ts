// What those who are in may do, and how often.
import { uuidv7 } from 'uuidv7';
import { expect, test } from 'vitest';
import type { Limits } from '../../server/limits.ts';
import { eventually } from '../support/eventually.ts';
import { newCode, post, testServer } from '../support/server.ts';

const few = { tries: 2, seconds: 60 };
const refused = { ok: false, error: { code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) } };

async function people(limits: Partial<Limits>) {
  const server = await testServer({ limits });
  const [mara, jonas] = [await server.member('Mara'), await server.member('Jonas')];
  return { server, mara, jonas };
}

test('messages of one person are limited, over all devices and ways in, and nobody else’s', async () => {
  const { server, mara, jonas } = await people({ send: few });
  const phone = await server.connect(mara);
  const message = () => ({ id: uuidv7(), conversation: mara.general, text: 'hello' });
  await mara.ask('message.send', message());
  await phone.ask('message.send', message());
  const late = message();
  expect(await phone.command('message.send', late)).toMatchObject(refused);
  expect(await post(server.url, { name: 'message.send', input: late }, mara.token)).toMatchObject(
    refused,
  );
  await jonas.ask('message.send', message());
  // Each kind for itself, and what is read is not limited.
  await mara.ask('profile.set', { id: uuidv7(), name: 'Mara K' });
  for (let n = 0; n < 10; n++) await mara.ask('sync.resume', {});
});

test('what waits is taken after a while, with the id it had', async () => {
  const { mara } = await people({ send: { tries: 1, seconds: 1 } });
  const message = { conversation: mara.general, text: 'hello' };
  const late = { ...message, id: uuidv7() };
  // Both at once, so that they come within the second.
  const [first, second] = await Promise.all([
    mara.command('message.send', { ...message, id: uuidv7() }),
    mara.command('message.send', late),
  ]);
  expect(first).toMatchObject({ ok: true });
  const { error } = second as { error?: { retryAfterMs?: number } };
  expect(error?.retryAfterMs).toBeGreaterThan(0);
  expect(error?.retryAfterMs).toBeLessThanOrEqual(1000);
  await eventually(async () =>
    expect(await mara.command('message.send', late)).toMatchObject({ ok: true }),
  );
});

test('changes are limited together, reading marks apart from them', async () => {
  const { mara } = await people({ change: few, marks: { tries: 4, seconds: 60 } });
  await mara.ask('profile.set', { id: uuidv7(), name: 'Mara K' });
  await mara.ask('channel.create', { id: uuidv7(), name: 'room' });
  const code = newCode();
  const invite = { id: uuidv7(), code, role: 'member', expiresIn: null, uses: 1 } as const;
  expect(await mara.command('invite.create', invite)).toMatchObject(refused);
  expect(await mara.command('device.revoke', { device: mara.id })).toMatchObject(refused);
  const read = { conversation: mara.general, seq: 1 };
  for (let n = 0; n < 4; n++) await mara.ask('conversation.read', read);
  expect(await mara.command('conversation.read', read)).toMatchObject(refused);
});

test('bringing many people in counts as many changes, whatever of it is refused', async () => {
  const { mara, jonas } = await people({ change: { tries: 4, seconds: 60 } });
  const some = (count: number) => Array.from({ length: count }, () => uuidv7());
  const { conversation } = await mara.ask('channel.create', { id: uuidv7(), name: 'room' });
  const add = (users: string[]) =>
    mara.command('member.add', { id: uuidv7(), conversation, users });
  expect(await add(some(21))).toMatchObject({ error: { code: 'NOT_FOUND' } });
  expect(await add([jonas.id])).toMatchObject({ ok: true });
  expect(await add([jonas.id])).toMatchObject(refused);
  const founding = (members: string[]) => ({ id: uuidv7(), name: 'crowd', members });
  expect(await jonas.command('channel.create', founding(some(61)))).toMatchObject({ ok: false });
  expect(await jonas.command('channel.create', founding([]))).toMatchObject(refused);
});

test('what is done with messages counts with them, what one marks for oneself with the marks', async () => {
  const limits = { send: few, marks: few, change: few };
  const { mara } = await people(limits);
  const id = uuidv7;
  const { general: conversation } = mara;
  const { seq: target } = await mara.ask('message.send', { id: id(), conversation, text: 'hello' });
  await mara.ask('reaction.set', { id: id(), conversation, target, emoji: '👍', on: true });
  await mara.ask('saved.set', { id: id(), conversation, target, on: true });
  await mara.ask('preference.set', { id: id(), conversation, favourite: true });
  await mara.ask('dnd.set', { id: id(), until: null });
  await mara.ask('receipts.set', { id: id(), on: false });
  const at = Date.now() + 60_000;
  const late = [
    mara.command('message.edit', { id: id(), conversation, target, text: 'hello!' }),
    mara.command('message.delete', { id: id(), conversation, target }),
    mara.command('pin.set', { id: id(), conversation, target, on: true }),
    mara.command('message.acknowledge', { id: id(), conversation, target }),
    mara.command('message.schedule', { id: id(), conversation, text: 'later', at }),
    mara.command('schedule.cancel', { id: id(), schedule: id() }),
    mara.command('schedule.send', { id: id(), schedule: id() }),
    mara.command('thread.read', { id: id(), conversation, thread: target, seq: target }),
    mara.command('status.set', { id: id(), status: null }),
  ];
  for (const outcome of await Promise.all(late)) expect(outcome).toMatchObject(refused);
});

test('more signs of typing than there can be are dropped, and whether somebody is away is not', async () => {
  const { mara, jonas } = await people({ typing: few });
  for (const on of [true, false, true, false])
    mara.socket.emit('signal', { type: 'typing', conversation: mara.general, on });
  mara.socket.emit('signal', { type: 'presence', state: 'away' });
  await eventually(() =>
    expect(jonas.signals).toContainEqual({
      type: 'presence',
      changes: expect.arrayContaining([[mara.id, 'away']]),
    }),
  );
  const typing = jonas.signals.flatMap((one) => (one.type === 'typing' ? [one.on] : []));
  expect(typing).toEqual([true, false]);
});

test('spoken codes can be turned off: they open nothing, and none are made', async () => {
  const server = await testServer();
  const ann = await server.member('Ann');
  const terms = { role: 'member', expiresIn: 60_000, uses: 1 } as const;
  const [spoken, link] = ['31415926', newCode()];
  for (const code of [spoken, link])
    await ann.ask('invite.create', { id: uuidv7(), code, ...terms });
  const look = (url: string, code: string) => post(url, { name: 'invite.look', input: { code } });
  expect(await look(server.url, spoken)).toMatchObject({ ok: true });
  await server.stop();
  const { folder } = server;
  const off = await testServer({ folder, spokenCodes: false });
  expect(await look(off.url, spoken)).toMatchObject({ error: { code: 'INVITE_INVALID' } });
  expect(await look(off.url, link)).toMatchObject({ ok: true });
  const again = await off.connect(ann);
  const made = { id: uuidv7(), code: '27182818', ...terms };
  expect(await again.command('invite.create', made)).toMatchObject({
    error: { code: 'FORBIDDEN', field: 'code' },
  });
  expect(
    await again.command('device.invite', { id: uuidv7(), code: '27182818', user: ann.id }),
  ).toMatchObject({ error: { code: 'FORBIDDEN', field: 'code' } });
});
