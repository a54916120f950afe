// Behind the app lock: everything goes on, and a page gets nothing of it until it is unlocked.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { calls, isTeamCall, type CallName } from '../../src/shared/api.ts';
import type { Outcome } from '../../src/shared/errors.ts';
import { formatConversationLink } from '../../src/shared/messageLink.ts';
import type { Boot } from '../../src/shared/rows.ts';
import { alertBoard } from '../support/alertBoard.ts';
import { eventually } from '../support/eventually.ts';
import { cabled, newcomer, openPerson, ownedTeam, type Person } from '../support/person.ts';

const lockCost = 2 ** 10;
const code = '2468';

/** What a page asks, as it comes over the bridge. */
const asks = (person: Person, name: CallName, input?: unknown, team: string | null = null) =>
  person.door.call(name, input, team) as Promise<Outcome<unknown>>;
const bootOf = async (person: Person): Promise<Boot> => {
  const answer = (await asks(person, 'app.boot')) as Outcome<Boot>;
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
};

async function meeting() {
  const { server, owner, address } = await ownedTeam({ door: 'open' });
  const alerts = alertBoard();
  const wei = await newcomer(address, 'Wei', { alerts, lockCost });
  const general = await wei.find('general');
  await wei.call('lock.set', { code });
  return { server, owner, address, alerts, wei, general, team: (await wei.state()).id };
}

it('refuses a page everything, tells it nothing, and receives all the same', async () => {
  const { owner, wei, general, team, alerts } = await meeting();
  const told: string[] = [];
  wei.door.listen((name) => told.push(name));
  wei.lock();
  expect(told).toEqual(['lock']);
  await owner.tells(general, 'the secret @Wei');
  await wei.sees(general, ['the secret @Wei']);
  expect(new Set(told)).toEqual(new Set(['lock']));
  await eventually(() => expect(alerts.now.size).toBe(1));
  expect(JSON.stringify([...alerts.now.values()])).not.toMatch(/secret|Mara|general/);

  const boot = await bootOf(wei);
  expect(boot).toMatchObject({ teams: [], asking: [], notices: [], suggestedName: '' });
  expect(boot.settings).toMatchObject({ name: '', team: null, keywords: [] });
  const open = new Set(['app.boot', 'lock.unlock', 'lock.leave', 'window.close']);
  for (const name of Object.keys(calls) as CallName[]) {
    if (open.has(name)) continue;
    const answer = await asks(wei, name, {}, isTeamCall(name) ? team : null);
    expect(answer, name).toMatchObject({ ok: false, error: { code: 'LOCKED' } });
  }
  expect(await asks(wei, 'lock.unlock', { code: '1111' })).toMatchObject({
    error: { code: 'FORBIDDEN', field: 'code' },
  });
  expect(await asks(wei, 'lock.unlock', { code })).toMatchObject({ ok: true });
  expect((await bootOf(wei)).teams).toHaveLength(1);
  expect(await asks(wei, 'conversations.list', undefined, team)).toMatchObject({ ok: true });
});

it('takes what the page that goes hands in, and gives it back to the next', async () => {
  const { wei, general, team } = await meeting();
  await bootOf(wei);
  wei.lock();
  const draft = { conversation: general, text: 'half a sent', reply: null };
  expect(await asks(wei, 'draft.set', draft, team)).toMatchObject({ ok: true });
  expect(await asks(wei, 'window.keep', { place: '{"here":1}' })).toMatchObject({ ok: true });
  expect((await bootOf(wei)).place).toBeNull();
  // The page that asks by then is the locked one.
  for (const [name, input] of [
    ['draft.set', { ...draft, text: 'other words' }],
    ['window.keep', { place: 'other' }],
  ] as const)
    expect(await asks(wei, name, input, team)).toMatchObject({ error: { code: 'LOCKED' } });
  await asks(wei, 'lock.unlock', { code });
  expect((await bootOf(wei)).place).toBe('{"here":1}');
  expect((await bootOf(wei)).place).toBeNull();
  expect((await wei.call('timeline.open', { conversation: general })).draft.text).toBe(draft.text);
});

it('lets links and notices wait until it is unlocked', async () => {
  const { wei, general, team } = await meeting();
  await bootOf(wei);
  wei.lock();
  const told: string[] = [];
  wei.door.listen((name) => told.push(name));
  wei.openLink(formatConversationLink({ team, conversation: general }));
  wei.openLink('lanline://nonsense');
  expect((await bootOf(wei)).opened).toBeNull();
  expect(told).toEqual([]);
  await asks(wei, 'lock.unlock', { code });
  const boot = await bootOf(wei);
  expect(boot.opened).toEqual({ kind: 'conversation', team, conversation: general });
  expect(boot.notices).toMatchObject([{ code: 'LINK_INVALID' }]);
  // Handed over, and so not told; what else happens in an open app may be.
  for (const handed of ['opened', 'notice']) expect(told).not.toContain(handed);
});

it('answers nothing from a notification of before', async () => {
  const { owner, wei, general, team, alerts } = await meeting();
  await owner.tells(general, '@Wei hello');
  await eventually(() => expect(alerts.now.size).toBe(1));
  const [key = ''] = alerts.now.keys();
  wei.lock();
  await wei.answerAlert(key, { do: 'reply', text: 'from somebody else' });
  await wei.sees(general, ['@Wei hello']);
  await asks(wei, 'lock.unlock', { code });
  expect((await bootOf(wei)).opened).toMatchObject({ team, conversation: general });
});

it('has a way out without the code: the teams are forgotten, and what waits is warned of', async () => {
  const { address } = await ownedTeam({ door: 'open' });
  const wei = await cabled(address, 'Wei');
  const general = await wei.find('general');
  await wei.call('lock.set', { code });
  const folder = await wei.teamFolder();
  await wei.unplug();
  await wei.say(general, 'not gone yet');
  wei.lock();
  expect(await asks(wei, 'lock.leave', { discard: false })).toMatchObject({
    error: { code: 'FORBIDDEN', field: 'unsent' },
  });
  expect((await bootOf(wei)).lock.locked).toBe(true);
  expect(existsSync(folder)).toBe(true);
  expect(await asks(wei, 'lock.leave', { discard: true })).toMatchObject({ ok: true });
  expect(await bootOf(wei)).toMatchObject({ teams: [], lock: { on: false, locked: false } });
  expect(existsSync(folder)).toBe(false);
  expect(existsSync(join(wei.folder, 'lock.json'))).toBe(false);
});

it('is locked at the next start', async () => {
  const { wei } = await meeting();
  await wei.close();
  const again = await openPerson({ folder: wei.folder, lockCost });
  expect(await bootOf(again)).toMatchObject({ teams: [], lock: { on: true, locked: true } });
  await again.live();
});
