// `backup` and `restore`: everything the team is, as one file.
import { createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { copyFile, open, rename, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../../src/shared/errors.ts';
import type { Config } from '../config.ts';
import { holdsTeam, withConsole } from './console.ts';
import { openFolder } from './folder.ts';
import { keepToOneself } from './privateFolder.ts';
import { expectWords, type Verb } from './verb.ts';

export const backup: Verb = {
  summary: 'write everything into one file, also while the server runs',
  usage: `Usage: lanline-server backup FILE

Writes messages, people and the server's key into one file that only you can
read. Keep it as you would keep a key: who has it can pretend to be the server.
`,
  async run({ config, words }) {
    const path = resolve(expectWords(words, 'FILE')[0] ?? '');
    const bytes = await withConsole(config, async (console) => {
      if (existsSync(path)) throw new Refusal('DATA_UNWRITABLE', `${path} is there already`);
      const sent = await console.backup();
      const partial = `${path}.partial`;
      try {
        await pipeline(sent.content, createWriteStream(partial, { mode: 0o600, flags: 'wx' }));
        const { size } = await stat(partial);
        if (size !== sent.bytes)
          throw new Refusal('CLOSING', 'the server ended before the backup was whole');
        await settle(partial, path);
      } catch (error) {
        rmSync(partial, { force: true });
        throw writing(error, path);
      }
      return sent.bytes;
    });
    return {
      json: { file: path, bytes },
      text: `Written to ${path} (${(bytes / 1024 / 1024).toFixed(1)} MiB). It holds the server's key: keep it safe.\n`,
    };
  },
};

export const restore: Verb = {
  summary: 'fill an empty data folder from a backup',
  usage: `Usage: lanline-server restore FILE

Fills the data folder, which must hold no team, from a backup. The apps notice,
and offer again what the backup lacks.
`,
  async run({ config, words }) {
    const path = resolve(expectWords(words, 'FILE')[0] ?? '');
    return await restoreFrom(path, config);
  },
};

async function restoreFrom(path: string, config: Config) {
  const { data } = config;
  if (!existsSync(path)) throw new Refusal('NOT_FOUND', `there is no file ${path}`);
  if (holdsTeam(data)) throw new Refusal('DATA_IN_USE', `there is a team in ${data} already`);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  keepToOneself(data);
  // Tried in a folder of its own first: what is no backup must not become a team.
  const trial = join(data, 'restoring');
  rmSync(trial, { recursive: true, force: true });
  mkdirSync(trial, { mode: 0o700 });
  try {
    await copyFile(path, join(trial, 'team.db'));
    const folder = await openFolder({ ...config, data: trial });
    const status = await folder.status();
    await folder.close();
    await settle(join(trial, 'team.db'), join(data, 'team.db'));
    const { team, people, words } = status;
    return {
      json: { data, team, people, words, pin: status.pin },
      text: `${team.name} (${people} people) is back in ${data}. Open it with: lanline-server start\n`,
    };
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
}

/** Durable under its final name, or not there. */
async function settle(from: string, to: string): Promise<void> {
  const file = await open(from, 'r+');
  await file.sync();
  await file.close();
  await rename(from, to);
  if (process.platform === 'win32') return;
  const folder = await open(dirname(to));
  await folder.sync();
  await folder.close();
}

function writing(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof Refusal || code === '') return error;
  if (code === 'ENOSPC') return new Refusal('STORAGE_FULL', `no room left for ${path}`);
  return new Refusal('DATA_UNWRITABLE', `cannot write ${path}: ${code}`);
}
