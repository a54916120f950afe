// By itself, because it is asked for before anything else is read.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { app } from 'electron';

/** Makes the folder, for this person alone, if it is not there. Throws what the system says. */
export function whereFilesAre(): string {
  const folder = resolve(process.env.LANLINE_DATA || app.getPath('userData'));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}
