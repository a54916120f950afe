// Small settings files: written whole or not at all, with the version before kept beside them.
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { z } from 'zod';
import { fileStamp } from './fileStamp.ts';
import { type Failure, Refusal } from '../shared/errors.ts';

export type JsonFile<T> = {
  read(): T | undefined;
  write(value: T): Promise<void>;
  /** With the version before. */
  remove(): void;
};

/**
 * A file that holds one checked value. `read` answers undefined when there is none; a damaged file is set
 * aside, told through `notice`, and the version before it used instead. `write` throws DATA_UNWRITABLE or STORAGE_FULL.
 */
export function jsonFile<S extends z.ZodType>(
  path: string,
  schema: S,
  notice: (failure: Failure) => void,
): JsonFile<z.output<S>> {
  const backup = `${path}.bak`;

  function load(from: string): z.output<S> | undefined {
    if (!existsSync(from)) return undefined;
    try {
      return schema.parse(JSON.parse(readFileSync(from, 'utf8')));
    } catch (error) {
      // Whoever may not read it, or not now, has not found it damaged.
      if (isSystemError(error) && !spoilt.has(error.code)) throw error;
      const kept = `${from}.damaged-${fileStamp()}`;
      renameSync(from, kept);
      notice({ code: 'SETTINGS_DAMAGED', message: `${from}: ${String(error)}; kept as ${kept}` });
      return undefined;
    }
  }

  return {
    read: () => load(path) ?? load(backup),
    remove() {
      for (const each of [path, backup]) rmSync(each, { force: true });
    },
    async write(value) {
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        const text = `${JSON.stringify(value, null, 2)}\n`;
        // Also the first time: an account is written once and must never be lost.
        if (!existsSync(path)) await writeFileAtomic(backup, text, { mode: 0o600 });
        else copyFileSync(path, backup);
        await writeFileAtomic(path, text, { mode: 0o600 });
      } catch (error) {
        const full = isSystemError(error) && error.code === 'ENOSPC';
        throw new Refusal(full ? 'STORAGE_FULL' : 'DATA_UNWRITABLE', `${path}: ${String(error)}`);
      }
    },
  };
}

/** No file, or a disk that cannot read it any more. */
const spoilt: ReadonlySet<string> = new Set(['EISDIR', 'EIO']);

const isSystemError = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string';
