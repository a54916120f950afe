// What it takes to turn a backup into a team again.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase, openReader } from '../../src/node/openDatabase.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { Config } from '../config.ts';
import { lockFolder } from '../folderLock.ts';
import type { Status } from '../status.ts';
import { renewEpoch } from '../store/sqlite/meta.ts';
import { serverDatabase } from '../store/sqlite/migrations.ts';
import { openFolder } from './folder.ts';
import { holdsTeam } from './places.ts';
import { giveToOwner, keepToOneself } from './privateFolder.ts';
import { settle } from './settle.ts';

/** Fills the data folder. Throws NOT_FOUND, DATA_IN_USE, STORAGE_DAMAGED or DATA_FROM_FUTURE; the folder is then as it was. */
export async function bringBack(file: string, config: Config): Promise<Status> {
  const { data } = config;
  if (!existsSync(file)) throw new Refusal('NOT_FOUND', `there is no file ${file}`);
  if (existsSync(data)) keepToOneself(data);
  const unlock = lockFolder(data);
  // In a folder of its own first: what turns out to be no backup must not become a team.
  const trial = join(data, 'restoring');
  try {
    if (holdsTeam(data)) throw new Refusal('DATA_IN_USE', `there is a team in ${data} already`);
    rmSync(trial, { recursive: true, force: true });
    mkdirSync(trial, { mode: 0o700 });
    const path = join(trial, 'team.db');
    await copyFile(file, path);
    makeOwn(path, file);
    const folder = await openFolder({ ...config, data: trial });
    const status = await folder.status();
    await folder.close();
    await settle(path, join(data, 'team.db'));
    giveToOwner(data);
    return status;
  } finally {
    rmSync(trial, { recursive: true, force: true });
    unlock();
  }
}

/** Checks all of it, and gives it an epoch of its own: it may be restored more than once (K10). */
function makeOwn(path: string, file: string): void {
  const reader = openReader(path);
  try {
    const owner = reader.pragma('application_id', { simple: true });
    const whole = reader.pragma('integrity_check', { simple: true });
    if (owner !== serverDatabase.applicationId || whole !== 'ok')
      throw new Refusal('STORAGE_DAMAGED', `${file} is no whole backup of a team`);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('STORAGE_DAMAGED', `${file} is no backup of a team`);
  } finally {
    reader.close();
  }
  const db = openDatabase(path, serverDatabase);
  renewEpoch(db);
  db.close();
}
