// `backup`: everything the team is, as one file.
import { createWriteStream, existsSync, rmSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../../src/shared/errors.ts';
import { type Console, withConsole } from './console.ts';
import { settle } from './settle.ts';
import { expectWords, type Verb } from './verb.ts';

export const backup: Verb = {
  summary: 'write everything into one file, also while the server runs',
  usage: `Usage: lanline-server backup FILE

Writes messages, people and the server's key into one file that only you can
read. Keep it as you would keep a key: who has it can pretend to be the server.
`,
  async run({ config, words }) {
    const path = resolve(expectWords(words, 'FILE')[0] ?? '');
    if (existsSync(path)) throw new Refusal('DATA_UNWRITABLE', `${path} is there already`);
    const bytes = await withConsole(config, (console) => write(console, path));
    const size = `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
    return {
      json: { file: path, bytes },
      text: `Written to ${path} (${size}). It holds the server's key: keep it safe.\n`,
    };
  },
};

async function write(console: Console, path: string): Promise<number> {
  const partial = `${path}.partial`;
  const { bytes, content } = await console.backup();
  try {
    rmSync(partial, { force: true });
    await pipeline(content, createWriteStream(partial, { mode: 0o600, flags: 'wx' }));
    if ((await stat(partial)).size !== bytes)
      throw new Refusal('CLOSING', 'the server ended before the backup was whole');
    await settle(partial, path);
    return bytes;
  } catch (error) {
    rmSync(partial, { force: true });
    throw refusalOf(error, path);
  }
}

function refusalOf(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof Refusal) return error;
  if (code === 'ENOSPC') return new Refusal('STORAGE_FULL', `no room left for ${path}`);
  if (code.startsWith('E')) return new Refusal('DATA_UNWRITABLE', `cannot write ${path}: ${code}`);
  return error;
}
