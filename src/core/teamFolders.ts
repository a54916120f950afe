// Where teams live: one folder each under `teams/`. A folder is known by the account in it, not by
// its name: a team that was founded here has its folder before it has an id.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fail, type Failure } from '../shared/errors.ts';
import { Account } from './account.ts';
import { type JsonFile, jsonFile } from './jsonFile.ts';

type Notice = (failure: Failure) => void;

export type KeptTeam = { folder: string; file: JsonFile<Account>; account: Account };

const accountIn = (folder: string, notice: Notice): JsonFile<Account> =>
  jsonFile(join(folder, 'account.json'), Account, notice);

/** Every team with an account, in the order of joining. What cannot be read is told and left alone. */
export function keptTeams(root: string, notice: Notice): KeptTeam[] {
  const kept: KeptTeam[] = [];
  for (const folder of teamFolders(root)) {
    const file = accountIn(folder, notice);
    try {
      const account = file.read();
      if (account) kept.push({ folder, file, account });
    } catch (error) {
      notice({ code: 'DATA_UNWRITABLE', message: `${folder}: ${fail(error).error.message}` });
    }
  }
  return kept.toSorted(
    ({ account: one }, { account: other }) =>
      one.joinedAt - other.joinedAt || one.team.localeCompare(other.team),
  );
}

/** Puts an account into a folder, made if missing. Throws DATA_UNWRITABLE, STORAGE_FULL. */
export async function keepTeam(
  folder: string,
  account: Account,
  notice: Notice,
): Promise<KeptTeam> {
  const file = accountIn(folder, notice);
  await file.write(account);
  return { folder, file, account };
}

export const folderOf = (root: string, name: string): string => join(root, 'teams', name);

/** A folder that nobody has yet, called `name` if that is free: what lies there, readable or not, is another's. */
export function freeFolder(root: string, name: string): string {
  const wished = folderOf(root, name);
  return existsSync(wished) ? folderOf(root, randomUUID()) : wished;
}

/** Paths of all folders under `teams/`, whatever is in them. */
export function teamFolders(root: string): string[] {
  const teams = join(root, 'teams');
  if (!existsSync(teams)) return [];
  return readdirSync(teams, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(teams, name));
}

/** Versions that knew one team kept it in `team/`: moved whole, so that a kill in between moves it at the next start. */
export function moveOldFolder(root: string, notice: Notice): void {
  const old = join(root, 'team');
  if (!existsSync(join(old, 'account.json')) && !existsSync(join(old, 'account.json.bak'))) return;
  try {
    const account = accountIn(old, notice).read();
    if (!account) return;
    mkdirSync(join(root, 'teams'), { recursive: true, mode: 0o700 });
    renameSync(old, folderOf(root, account.team));
  } catch (error) {
    notice({ code: 'DATA_UNWRITABLE', message: `${old}: ${fail(error).error.message}` });
  }
}
