// Starting with the session: the file in the autostart folder is the truth, and a person may change it too.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDesktopEntry } from '../../src/main/desktopEntry.ts';
import { electronPath, hasDesktop } from '../support/electron.ts';
import { openApp, temporaryFolder } from './support/app.ts';
import { call, hostTeam } from './support/steps.ts';

describe.skipIf(!hasDesktop || process.platform !== 'linux')('autostart', () => {
  it('is written, read back and taken away, wherever the settings of programs are, or stays off in words', async () => {
    const config = join(temporaryFolder(), 'my config');
    const file = join(config, 'autostart', 'lanline.desktop');
    const { page } = await openApp(temporaryFolder(), { env: { XDG_CONFIG_HOME: config } });
    const mode = () => call(page, 'autostart.get');
    expect(await mode()).toBe('off');
    await call(page, 'autostart.set', { mode: 'on' });
    expect(await mode()).toBe('on');
    const { command } = readDesktopEntry(readFileSync(file, 'utf8'));
    expect(command[0]).toBe(electronPath());
    expect(command).not.toContain('--hidden');
    await call(page, 'autostart.set', { mode: 'tray' });
    expect(readDesktopEntry(readFileSync(file, 'utf8')).command.at(-1)).toBe('--hidden');
    expect(await mode()).toBe('tray');

    const text = readFileSync(file, 'utf8');
    for (const [from, to] of [
      ['enabled=true', 'enabled=false'],
      ['Exec=', 'Exec=/moved/away/'],
      ['[Desktop Entry]', '\0'],
    ] as const) {
      writeFileSync(file, text.replace(from, to));
      expect(await mode()).toBe('off');
    }
    await call(page, 'autostart.set', { mode: 'on' });
    expect(await mode()).toBe('on');
    await call(page, 'autostart.set', { mode: 'off' });
    expect(existsSync(file)).toBe(false);

    // No folder can be made where a file is, not even by root.
    rmSync(dirname(file), { recursive: true });
    writeFileSync(dirname(file), '');
    await hostTeam(page, 'Riverside Lab', 'Mara Lind');
    await page.getByTestId('settings-open').click();
    await page.getByTestId('settings-autostart').selectOption('tray');
    const told = page.getByTestId('notice-text');
    await expect.poll(() => told.first().innerText()).toContain('autostart folder');
    expect(await call(page, 'autostart.get')).toBe('off');
  });
});
