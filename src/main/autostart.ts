// Starting with the session: on Linux a file of ours in the autostart folder, elsewhere what the
// system keeps itself. What is there is read each time: a person may change it elsewhere.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { app } from 'electron';
import writeFileAtomic from 'write-file-atomic';
import { Refusal } from '../shared/errors.ts';
import type { Autostart } from '../shared/rows.ts';
import { desktopEntry, readDesktopEntry } from './desktopEntry.ts';
import { hiddenSwitch } from './hiddenStart.ts';

export async function readAutostart(): Promise<Autostart> {
  if (process.platform === 'linux') return await fromFile(file());
  const { openAtLogin, launchItems } = app.getLoginItemSettings({ args: [hiddenSwitch] });
  if (process.platform === 'win32') {
    // With other arguments it is another entry to Windows.
    const own = launchItems.filter(({ enabled }) => enabled);
    if (own.some(({ args }) => args.includes(hiddenSwitch))) return 'tray';
    return openAtLogin || own.length > 0 ? 'on' : 'off';
  }
  return openAtLogin ? 'on' : 'off';
}

/** Throws DATA_UNWRITABLE, STORAGE_FULL. */
export async function setAutostart(mode: Autostart): Promise<void> {
  if (process.platform !== 'linux') {
    const args = mode === 'tray' ? [hiddenSwitch] : [];
    app.setLoginItemSettings({ openAtLogin: mode !== 'off', args, name: 'Lanline' });
    return;
  }
  try {
    if (mode === 'off') return await rm(file(), { force: true });
    await mkdir(dirname(file()), { recursive: true });
    const command = [...program(), ...(mode === 'tray' ? [hiddenSwitch] : [])];
    await writeFileAtomic(file(), desktopEntry('Lanline', command, icon()), { mode: 0o644 });
  } catch (error) {
    const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
    throw new Refusal(full ? 'STORAGE_FULL' : 'DATA_UNWRITABLE', `${file()}: ${String(error)}`, {
      field: 'autostart',
    });
  }
}

async function fromFile(path: string): Promise<Autostart> {
  let entry: ReturnType<typeof readDesktopEntry>;
  try {
    entry = readDesktopEntry(await readFile(path, 'utf8'));
  } catch {
    return 'off';
  }
  // A program that has moved is not started, whatever the file says.
  const [first] = entry.command;
  if (!entry.enabled || first === undefined || (isAbsolute(first) && !existsSync(first)))
    return 'off';
  return entry.command.includes(hiddenSwitch) ? 'tray' : 'on';
}

/** The specification has relative paths ignored. */
function file(): string {
  const given = process.env.XDG_CONFIG_HOME ?? '';
  const config = isAbsolute(given) ? given : join(homedir(), '.config');
  return join(config, 'autostart', 'lanline.desktop');
}

/** What starts this program: an AppImage is not where its contents run. */
function program(): string[] {
  const image = process.env.APPIMAGE;
  if (app.isPackaged) return [image !== undefined && isAbsolute(image) ? image : process.execPath];
  return [process.execPath, app.getAppPath()];
}

const icon = (): string =>
  app.isPackaged ? 'lanline' : join(app.getAppPath(), 'resources', 'icon.png');
