// The verbs, on a server that runs (a process) and on one that does not.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import type { Hook } from '../../src/shared/bots.ts';
import type { Invite } from '../../src/shared/door.ts';
import type { Person } from '../../src/shared/entities.ts';
import type { Outcome } from '../../src/shared/errors.ts';
import { parseInviteLink } from '../../src/shared/inviteLink.ts';
import { tell, untold } from '../support/console.ts';
import { testFolder } from '../support/folder.ts';
import { runProgram, type ServerProcess, spawnServer } from '../support/process.ts';
import { joinTeam, post } from '../support/server.ts';

type Place = {
  data: string;
  /** Works with a server that runs, in the end of the stopped case one started for it. */
  served<T>(work: (server: ServerProcess) => Promise<T>): Promise<T>;
};

/** A folder with a team, its server running or not. */
async function place(running: boolean): Promise<Place> {
  const data = testFolder();
  if (running) {
    const server = await spawnServer('--data', data, '--name', 'Harbour');
    return { data, served: (work) => work(server) };
  }
  await tell(data, 'init', '--name', 'Harbour', '--door', 'open');
  return {
    data,
    async served(work) {
      const server = await spawnServer('--data', data);
      const result = await work(server);
      await server.end('SIGTERM');
      return result;
    },
  };
}

const codeIn = (answer: { link: string }): string => parseInviteLink(answer.link).code;
const asks = (server: ServerProcess, token: string): Promise<Outcome<unknown>> =>
  post(server.url, { name: 'sync.resume', input: {} }, token);

describe.each([
  ['runs', true],
  ['does not run', false],
])('on a server that %s', { timeout: 60_000 }, (_what, running) => {
  test('status tells what it is', async () => {
    const { data } = await place(running);
    const status = await tell(data, 'status');
    expect(status).toMatchObject({
      running,
      team: { name: 'Harbour', door: 'open' },
      people: 0,
      secure: true,
      announcing: false,
      version: packageJson.version,
      data,
    });
    const bytes = statSync(join(data, 'team.db')).size;
    expect(status['bytes']).toBeGreaterThanOrEqual(bytes);
    expect(await tell(data, 'key')).toEqual({ pin: status['pin'], words: status['words'] });
    const { out } = await runProgram('status', '--data', data);
    expect(out).toContain('Harbour');
    expect(out).toMatch(running ? /^running +for \d+ seconds$/m : /^running +no$/m);
  });

  test('invite opens the door, by link and by voice, until it is revoked', async () => {
    const { data, served } = await place(running);
    await tell(data, 'team', 'door', 'invite');
    const link = await tell<{ invite: Invite; link: string; code: null }>(
      data,
      'invite',
      '--role',
      'admin',
    );
    const spoken = await tell<{ invite: Invite; code: string }>(data, 'invite', '--spoken');
    const revoked = await tell<{ invite: Invite; link: string }>(
      data,
      'invite',
      '--uses',
      'any',
      '--expires',
      'never',
    );
    expect(link).toMatchObject({ code: null, invite: { role: 'admin', uses: 1, spoken: false } });
    expect(spoken.code).toMatch(/^\d{8}$/);
    expect(revoked.invite).toMatchObject({ role: 'member', uses: null, expiresAt: null });
    await tell(data, 'invite', 'revoke', revoked.invite.id);
    const { invites } = await tell<{ invites: Invite[] }>(data, 'invite', 'list');
    const ids = invites.filter(({ role }) => role !== 'owner').map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set([link.invite.id, spoken.invite.id]));

    await served(async ({ url }) => {
      const refused = { code: 'INVITE_INVALID' };
      await expect(joinTeam(url, 'Ole', codeIn(revoked))).rejects.toMatchObject(refused);
      const mara = await joinTeam(url, 'Mara', codeIn(link));
      await joinTeam(url, 'Jonas', spoken.code);
      await expect(joinTeam(url, 'Ines', spoken.code)).rejects.toMatchObject(refused);
      const { people } = await tell<{ people: Person[] }>(data, 'user', 'list');
      expect(people.map(({ name, role }) => [name, role])).toEqual([
        ['Mara', 'admin'],
        ['Jonas', 'member'],
      ]);
      expect(people[0]?.id).toBe(mara.id);
    });
    expect(await untold(data, 'invite', 'revoke', link.invite.id.replace(/.$/, 'x'))).toMatch(
      /^2 INVALID/,
    );
  });

  test('user changes people, and team the team', async () => {
    const { data, served } = await place(running);
    const [mara, jonas] = await served(async ({ url }) => [
      await joinTeam(url, 'Mara'),
      await joinTeam(url, 'Jonas'),
    ]);
    const set = async (...args: string[]) =>
      (await tell<{ person: Person }>(data, 'user', ...args)).person;
    expect(await set('role', 'mara', 'owner')).toMatchObject({ id: mara.id, role: 'owner' });
    expect(await set('rename', jonas.id, 'Jon')).toMatchObject({ name: 'Jon' });
    expect(await set('deactivate', 'Jon')).toMatchObject({ active: false });
    await served(async (server) => {
      expect(await asks(server, jonas.token)).toMatchObject({ error: { code: 'DEACTIVATED' } });
      expect(await asks(server, mara.token)).toMatchObject({ ok: true });
    });
    await set('reactivate', 'Jon');

    expect(await tell(data, 'team', 'name', 'Ufer')).toMatchObject({
      team: { name: 'Ufer', door: 'open' },
    });
    expect(await tell(data, 'team', 'door', 'ask')).toMatchObject({
      team: { name: 'Ufer', door: 'ask' },
    });
    const lost = await tell<{ link: string; person: Person }>(data, 'user', 'reset', 'Jon');
    expect(parseInviteLink(lost.link).team).toBe('Ufer');
    await served(async (server) => {
      expect(await asks(server, jonas.token)).toMatchObject({ ok: true });
      const again = await joinTeam(server.url, 'Whoever', codeIn(lost));
      expect(again).toMatchObject({ id: jonas.id, name: 'Jon' });
    });
  });
});

describe.each([
  ['runs', true],
  ['does not run', false],
])('programs, on a server that %s', { timeout: 60_000 }, (_what, running) => {
  test('bot makes one, with a token that is shown once', async () => {
    const { data, served } = await place(running);
    const made = await tell<{ bot: Person; token: string; curl: string }>(
      data,
      'bot',
      'create',
      'Robo',
      '--channel=#general',
      '--scopes=send',
    );
    expect(made.bot).toMatchObject({ name: 'Robo', role: 'guest', bot: true });
    expect(made.curl).toMatch(
      /^curl --insecure --pinnedpubkey "sha256\/\/.{44}" -H "Authorization: Bearer /,
    );
    const { bots } = await tell<{ bots: Person[] }>(data, 'bot', 'list');
    expect(bots).toEqual([made.bot]);
    expect((await runProgram('user', 'list', '--data', data)).out).toContain('guest, bot');
    await served(async (server) => {
      expect(await asks(server, made.token)).toMatchObject({ error: { field: 'scope' } });
      const [, conversation = ''] = /conversations\/([^/]+)\/messages/.exec(made.curl) ?? [];
      const input = { id: uuidv7(), conversation, text: 'hello' };
      expect(await post(server.url, { name: 'message.send', input }, made.token)).toMatchObject({
        ok: true,
      });
    });
    for (const [flag, value] of [
      ['--scopes', 'read,write'],
      ['--scopes', ''],
      ['--role', 'admin'],
      ['--expires', 'soon'],
    ])
      expect(await untold(data, 'bot', 'create', 'X', `${flag}=${value}`)).toMatch(
        new RegExp(`^2 INVALID ${flag}: must be `),
      );
    expect(await untold(data, 'bot', 'create', 'robo')).toMatch(/^1 NAME_TAKEN /);
    expect(await untold(data, 'bot', 'create', 'X', '--channel', 'none')).toMatch(/^1 NOT_FOUND /);
  });

  test('hook makes an address at which a channel is spoken in, until it is removed', async () => {
    const { data, served } = await place(running);
    const made = await tell<{ hook: Hook; key: string; curl: string }>(
      data,
      'hook',
      'create',
      'Backup',
      '--channel=general',
    );
    expect(made.hook).toMatchObject({ kind: 'incoming', name: 'Backup' });
    expect(made.curl).toContain(`/hooks/${made.key}"`);
    expect(await tell(data, 'hook', 'list')).toEqual({ hooks: [made.hook] });
    expect((await runProgram('hook', 'list', '--data', data)).out).toMatch(/#general +Backup/);
    const says = (server: ServerProcess) =>
      fetch(`${server.url}/hooks/${made.key}`, { method: 'POST', body: 'finished' });
    await served(async (server) => expect((await says(server)).status).toBe(200));
    expect(await tell(data, 'hook', 'remove', 'backup')).toEqual({ removed: made.hook.id });
    await served(async (server) => expect((await says(server)).status).toBe(404));
    expect(await untold(data, 'hook', 'remove', 'Backup')).toMatch(/^1 NOT_FOUND /);
    expect(await untold(data, 'hook', 'create', 'X')).toMatch(/^2 INVALID --channel is missing/);
  });
});

test('what may not be is refused, by name', { timeout: 60_000 }, async () => {
  const { data, served } = await place(true);
  await served(async ({ url, started }) => {
    await joinTeam(url, 'Mara', codeIn({ link: started.ownerLink ?? '' }));
    await joinTeam(url, 'Jon');
  });
  expect(await untold(data, 'user', 'role', 'Jonas', 'admin')).toMatch(
    /^1 NOT_FOUND nobody is called Jonas/,
  );
  // A team keeps an owner.
  expect(await untold(data, 'user', 'role', 'Mara', 'member')).toMatch(/^1 FORBIDDEN /);
  expect(await untold(data, 'user', 'deactivate', 'Mara')).toMatch(/^1 FORBIDDEN /);
  expect(await untold(data, 'user', 'rename', 'Jon', 'mara')).toMatch(/^1 NAME_TAKEN /);
});
