// Where tokens are kept: by a real keyring, or, without one, in a file that the app says is all.
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Bus, startBus, whyNoBus } from '../support/bus.ts';
import { hasDesktop } from '../support/electron.ts';
import { type App, openApp, type OpenOptions, temporaryFolder } from './support/app.ts';
import { call, hostTeam, whenLine } from './support/steps.ts';

const noBus = await whyNoBus();
const noKeyring = noBus ?? (await whyNoBus('gnome-keyring-daemon'));
if (noKeyring) console.log(`Tests with a keyring are skipped: ${noKeyring}.`);

describe.skipIf(!hasDesktop || noBus)('without a keyring', () => {
  it('the app says so, and only this user can read what it keeps', async () => {
    const bus = await startBus();
    const app = await openApp(temporaryFolder(), on(bus));
    await hostTeam(app.page, 'Riverside Lab', 'Mara Lind');
    expect((await call(app.page, 'app.boot')).keyring).toBe('file');

    const account = accountOf(app);
    expect(JSON.parse(readFileSync(account, 'utf8'))).toMatchObject({ token: { kind: 'file' } });
    expect(statSync(account).mode & 0o777).toBe(0o600);
    expect(statSync(app.folder).mode & 0o777).toBe(0o700);
    expect(existsSync(join(app.folder, 'sealed.key'))).toBe(false);

    await app.page.getByTestId('settings-open').click();
    await app.page.getByTestId('settings-network').click();
    await expect.poll(() => app.page.getByTestId('keyring').innerText()).toContain('no keyring');
  });
});

describe.skipIf(!hasDesktop || noKeyring)('with a keyring', () => {
  it('the token is sealed, and nothing is lost while the keyring is away', async () => {
    const bus = await startBus();
    const keyrings = temporaryFolder();
    const end = await bus.startKeyring(keyrings);
    const app = await openApp(temporaryFolder(), on(bus));
    await hostTeam(app.page, 'Riverside Lab', 'Mara Lind');
    expect((await call(app.page, 'app.boot')).keyring).toBe('system');
    expect(statSync(join(app.folder, 'sealed.key')).mode & 0o777).toBe(0o600);
    await app.quit();
    // What the app still had to write about the team, as its open door, is written by now.
    const kept = readFileSync(accountOf(app), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({ token: { kind: 'system' } });

    await end();
    await expectLocked(app, bus, kept);
    const endLocked = await bus.startKeyring(keyrings, { locked: true });
    await expectLocked(app, bus, kept);
    await endLocked();

    await bus.startKeyring(keyrings);
    const again = await openApp(app.folder, on(bus));
    await whenLine(again.page, 'live');
  });
});

/** The app starts, says what is missing, and leaves everything as it is. */
async function expectLocked(before: App, bus: Bus, kept: string): Promise<void> {
  const app = await openApp(before.folder, on(bus));
  await whenLine(app.page, 'refused');
  const [team] = (await call(app.page, 'app.boot')).teams;
  expect(team?.link).toMatchObject({ error: { code: 'KEYRING_LOCKED' } });
  await app.quit();
  expect(readFileSync(accountOf(before), 'utf8')).toBe(kept);
}

const on = (bus: Bus): OpenOptions => ({
  env: { DBUS_SESSION_BUS_ADDRESS: bus.address },
  shipped: true,
});

function accountOf(app: App): string {
  const [found = ''] = globSync('teams/*/account.json', { cwd: app.folder });
  return join(app.folder, found);
}
