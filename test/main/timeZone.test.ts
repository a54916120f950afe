// A computer that travels: a process of its own, which sees an /etc of its own, changed while it runs.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { canMountDisks } from '../support/disk.ts';
import { testFolder } from '../support/folder.ts';

const run = promisify(execFile);
if (!canMountDisks) console.log('Another time zone is not tried: only root on Linux can have one.');

const enter = `
  set -e
  mount -t tmpfs tmpfs "$0"
  cp -a /etc/. "$0"
  mount --bind "$0" /etc
  ln -sfn /usr/share/zoneinfo/Europe/Berlin /etc/localtime
  exec "$@"
`;

/** Prints its zone and its hour, before the computer's zone is changed and after that was noticed. */
const traveller = `
  import { stat } from 'node:fs/promises';
  import { renameSync, symlinkSync, unwatchFile, watchFile } from 'node:fs';
  import { followTimeZone } from ${JSON.stringify(new URL('../../src/main/timeZone.ts', import.meta.url).href)};
  const say = () => console.log(Intl.DateTimeFormat().resolvedOptions().timeZone, new Date(0).getHours());
  const following = followTimeZone(20);
  say();
  // Who looks on as well hears of it after whoever looked on before.
  const noticed = new Promise((resolve) => watchFile('/etc/localtime', { interval: 20 }, resolve));
  const alive = setInterval(() => undefined, 1000);
  // The first look of those who watch was asked for before these.
  for (let looks = 0; looks < 3; looks += 1) await stat('/etc/localtime');
  symlinkSync('/usr/share/zoneinfo/America/New_York', '/etc/localtime.new');
  renameSync('/etc/localtime.new', '/etc/localtime');
  await noticed;
  clearInterval(alive);
  unwatchFile('/etc/localtime');
  say();
  following.close();
`;

async function travel(env: Record<string, string>): Promise<string[]> {
  const node = [process.execPath, '--input-type=module', '--eval', traveller];
  const args = ['--mount', '--propagation', 'private', 'sh', '-c', enter, testFolder(), ...node];
  const { PATH = '' } = process.env;
  const { stdout } = await run('unshare', args, { env: { PATH, ...env } });
  return stdout.trim().split('\n');
}

describe.runIf(canMountDisks)('the time zone', () => {
  it('is followed while the app runs', async () => {
    expect(await travel({})).toEqual(['Europe/Berlin 1', 'America/New_York 19']);
  });

  it('stays where somebody chose one for the app', async () => {
    const [first, second] = await travel({ TZ: 'Asia/Shanghai' });
    expect([first, second]).toEqual(['Asia/Shanghai 8', 'Asia/Shanghai 8']);
  });
});
