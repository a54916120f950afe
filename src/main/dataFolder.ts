// Where this profile keeps its files. LANLINE_DATA names another folder, so that tests and second
// profiles run beside each other: the single-instance lock belongs to the folder.
import { accessSync, constants, mkdtempSync, renameSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { Refusal } from '../shared/errors.ts';
import { whereFilesAre } from './whereFilesAre.ts';

/** Must run before Electron is ready and before the instance lock is taken. */
export function prepareDataFolder(): string {
  // Electron makes its own folder when asked for it, which may be what fails.
  let folder = app.getPath('home');
  try {
    folder = whereFilesAre();
    accessSync(folder, constants.R_OK | constants.W_OK);
    makeRoom(browserFolder(folder));
  } catch (error) {
    // Chromium needs some folder of its own even to show what went wrong.
    useFolder(mkdtempSync(join(tmpdir(), 'lanline-')));
    throw new Refusal(
      'DATA_UNWRITABLE',
      `${folder}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  useFolder(folder);
  return folder;
}

/** Chromium's caches stay apart from what must not be lost. */
const browserFolder = (folder: string): string => join(folder, 'browser');

function useFolder(folder: string): void {
  app.setPath('userData', folder);
  app.setPath('sessionData', browserFolder(folder));
}

/** A file there is damage: Chromium mends what is wrong inside of its folder, but opens no window without one. */
function makeRoom(browser: string): void {
  if (statSync(browser, { throwIfNoEntry: false })?.isDirectory() === false)
    renameSync(browser, `${browser}.damaged`);
}
