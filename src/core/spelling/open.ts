// Spelling as part of the core: where its files lie, and whom it listens to.
import { join } from 'node:path';
import type { AppPushes } from '../../shared/api.ts';
import type { Failure } from '../../shared/errors.ts';
import type { PersonRow } from '../../shared/rows.ts';
import type { Receive } from '../client.ts';
import { jsonFile } from '../jsonFile.ts';
import type { ClientOptions } from '../options.ts';
import type { SettingsStore } from '../settings.ts';
import type { Teams } from '../teams.ts';
import { WordsFile } from './ownWords.ts';
import { createSpelling, type Spelling } from './spelling.ts';

export type OpenParts = {
  options: ClientOptions;
  settings: SettingsStore;
  teams: Teams;
  listeners: Set<Receive>;
  push<P extends keyof AppPushes>(name: P, payload: AppPushes[P]): void;
  notice(failure: Failure): void;
};

/** Undefined where this program checks none. Reads nothing yet. */
export function openSpelling(parts: OpenParts): Spelling | undefined {
  const { folder, log, spelling: choice } = parts.options;
  if (!choice) return undefined;
  const spelling = createSpelling({
    ...choice,
    folder: join(folder, 'dictionaries'),
    file: jsonFile(join(folder, 'words.json'), WordsFile, (failure) =>
      parts.notice({ ...failure, field: 'words' }),
    ),
    settings: () => parts.settings.now,
    people: () => peopleOf(parts.teams),
    tell: (found) => parts.push('spelling', found),
    notice: parts.notice,
    log,
  });
  parts.listeners.add(spelling.receive);
  return spelling;
}

/** Everybody in any of the teams. One that cannot be read has no names. */
async function peopleOf(teams: Teams): Promise<PersonRow[]> {
  const lists = await Promise.allSettled(
    teams.all().map(async ({ team }) => team.changes.listPeople()),
  );
  return lists.flatMap((list) => (list.status === 'fulfilled' ? list.value : []));
}
