// From nothing to a team with an owner, on a computer without a screen.
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import jsQR from 'jsqr';
import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../src/node/words.ts';
import { parseInviteLink } from '../../src/shared/inviteLink.ts';
import { tell, untold } from '../support/console.ts';
import { testFolder } from '../support/folder.ts';
import { runProgram, runProgramAs, spawnServer, type Started } from '../support/process.ts';
import { joinTeam } from '../support/server.ts';

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const codeIn = (link: string | null): string => parseInviteLink(link ?? '').code;
const isRoot = process.getuid?.() === 0;

describe('init', { timeout: 60_000 }, () => {
  test('makes a team that only this user can read, and says all that is needed', async () => {
    const data = join(testFolder(), 'deep', 'data');
    const made = await tell<Started & { created: boolean }>(data, 'init', '--name', 'Harbour');
    expect(made).toMatchObject({ created: true, data, team: { name: 'Harbour', door: 'ask' } });
    expect(made.words).toBe(await wordsOf(made.pin ?? ''));
    expect(parseInviteLink(made.ownerLink ?? '')).toEqual({
      code: expect.stringMatching(/^[\w-]{22}$/),
      addresses: made.addresses.slice(0, 8),
      pin: made.pin,
      team: 'Harbour',
    });
    expect(modeOf(data)).toBe('700');
    for (const file of ['team.db', 'owner-code']) expect(modeOf(join(data, file))).toBe('600');

    const again = await tell<Started>(data, 'init', '--name', 'Other', '--door', 'open');
    expect(again).toEqual({ ...made, created: false });
  });

  test('closes an empty folder to others, and leaves one with things in it as it is', async () => {
    const folder = testFolder();
    const [empty, used] = [join(folder, 'empty'), join(folder, 'used')];
    for (const path of [empty, join(used, 'things')]) mkdirSync(path, { recursive: true });
    for (const path of [empty, used]) chmodSync(path, 0o755);
    await tell(empty, 'init');
    await tell(used, 'init');
    expect([modeOf(empty), modeOf(used)]).toEqual(['700', '755']);
  });

  test('shows the link as a QR code that can be read', async () => {
    const data = testFolder();
    const { out } = await runProgram('init', '--data', data, '--name', 'Ufer 河岸');
    const link = /lanline:\S+/.exec(out)?.[0] ?? '';
    expect(readQr(out)).toBe(link);
    expect(parseInviteLink(link).team).toBe('Ufer 河岸');
    // And not again and again once it is of no use.
    const server = await spawnServer('--data', data);
    await joinTeam(server.url, 'Mara', codeIn(link));
    const again = await runProgram('init', '--data', data);
    expect(again.code).toBe(0);
    expect(again.out).toContain('is there already');
    expect(again.out).not.toContain('lanline:');
  });
});

describe('start', { timeout: 60_000 }, () => {
  test('shows the same owner link until there is an owner', async () => {
    const data = testFolder();
    const { ownerLink } = await tell<Started>(data, 'init', '--door', 'open');
    const code = codeIn(ownerLink);
    const first = await spawnServer('--data', data);
    expect(codeIn(first.started.ownerLink)).toBe(code);
    expect(first.started.words).toBe(await wordsOf(first.started.pin ?? ''));
    // Somebody who came through the open door owns nothing.
    const jonas = await joinTeam(first.url, 'Jonas');
    await first.end('SIGTERM');

    const second = await spawnServer('--data', data);
    expect(codeIn(second.started.ownerLink)).toBe(code);
    const mara = await joinTeam(second.url, 'Mara', code);
    const { people } = await tell<{ people: { id: string; role: string }[] }>(data, 'user', 'list');
    expect(people.map(({ id, role }) => [id, role])).toEqual([
      [mara.id, 'owner'],
      [jonas.id, 'member'],
    ]);
    await expect(joinTeam(second.url, 'Ines', code)).rejects.toMatchObject({
      code: 'INVITE_INVALID',
    });
    await second.end('SIGTERM');

    const third = await spawnServer('--data', data);
    expect(third.started.ownerLink).toBeNull();
    expect(existsSync(join(data, 'owner-code'))).toBe(false);
    await expect(joinTeam(third.url, 'Ines', code)).rejects.toMatchObject({
      code: 'INVITE_INVALID',
    });
  });

  test('makes what is missing, and leaves nothing behind but the team', async () => {
    const data = join(testFolder(), 'data');
    const server = await spawnServer('--data', data, '--name', 'Harbour', '--door', 'invite');
    expect(server.started).toMatchObject({
      data,
      team: { name: 'Harbour', door: 'invite' },
      secure: true,
      announcing: false,
      addresses: [`127.0.0.1:${server.port}`],
    });
    expect(modeOf(data)).toBe('700');
    expect(modeOf(join(data, 'control.sock'))).toBe('600');
    await joinTeam(server.url, 'Mara', codeIn(server.started.ownerLink));
    await server.end('SIGTERM');
    expect(readdirSync(data).toSorted()).toEqual(['lock.db', 'owner-code', 'team.db']);
  });

  test('tells a person where it is, and where it is not encrypted', async () => {
    const data = testFolder();
    await tell(data, 'init');
    const server = await spawnServer('--data', data, '--insecure');
    expect(server.started.secure).toBe(false);
    // The app comes encrypted all the same.
    expect(parseInviteLink(server.started.ownerLink ?? '').pin).toBe(server.started.pin);
    const { out } = await runProgram('init', '--data', data, '--insecure');
    expect(out).toContain('unencrypted');
  });

  // Root may do what others may not.
  const canBeNobody = isRoot && process.platform === 'linux';
  test.runIf(canBeNobody)('says what port this user may not use', async () => {
    const data = testFolder();
    chmodSync(data, 0o777);
    const places = ['--data', data, '--host', '127.0.0.1', '--port', '81'];
    const run = await runProgramAs(65534, 'start', ...places, '--log-level', 'silent');
    expect(run.code).toBe(2);
    expect(run.err).toBe(
      'lanline-server: cannot listen on 127.0.0.1:81: this user may not use ports below 1024 (EACCES)\n',
    );
  });

  test.runIf(canBeNobody)('works in a folder that root prepared for another user', async () => {
    const data = testFolder();
    chownSync(data, 65534, 65534);
    await tell(data, 'init');
    const owners = readdirSync(data).map((name) => statSync(join(data, name)).uid);
    expect(new Set(owners)).toEqual(new Set([65534]));
    const file = join(data, 'backup.db');
    const backup = await runProgramAs(65534, 'backup', file, '--data', data);
    expect(backup).toMatchObject({ code: 0, err: '' });
    const back = testFolder();
    chownSync(back, 65534, 65534);
    await tell(back, 'restore', file);
    const status = await runProgramAs(65534, 'team', 'name', 'Ours', '--data', back);
    expect(status).toMatchObject({ code: 0, err: '' });
  });

  test('says what address this computer does not have', async () => {
    const places = ['--host', '203.0.113.9', '--port', '0', '--log-level', 'silent'];
    expect(await untold(testFolder(), 'start', ...places)).toBe(
      '2 INVALID cannot listen on 203.0.113.9:0: this computer has no such address (EADDRNOTAVAIL)',
    );
  });
});

// The package's types describe another way of importing it.
const read = jsQR as unknown as typeof jsQR.default;

/** What a camera would read on the screen. */
function readQr(screen: string): string | undefined {
  const lines = screen.split('\n').filter((line) => /^[█▀▄ ]{20,}$/.test(line));
  const [upper, lower] = ['█▀', '█▄'];
  const rows = lines.flatMap((line) =>
    [upper, lower].map((lit) => line.split('').map((block) => (lit.includes(block) ? 255 : 0))),
  );
  const scale = 4;
  const large = rows.flatMap((row) =>
    Array.from({ length: scale }, () => row.flatMap((dot) => Array<number>(scale).fill(dot))),
  );
  const pixels = Uint8ClampedArray.from(large.flat().flatMap((dot) => [dot, dot, dot, 255]));
  return read(pixels, large[0]?.length ?? 0, large.length)?.data;
}
