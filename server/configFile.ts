// A file with settings: JSON or TOML, as its name says.
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { Refusal } from '../src/shared/errors.ts';

export type ConfigFile = { path: string; values: Record<string, unknown> };

/** Throws INVALID when it cannot be read, is not what its name says, or holds a key that is not in `known`. */
export function readConfigFile(path: string, known: readonly string[]): ConfigFile {
  const values = parseFile(path);
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    throw new Refusal('INVALID', `${path}: must be a table of settings`);
  const unknown = Object.keys(values).filter((key) => !known.includes(key));
  if (unknown.length > 0)
    throw new Refusal('INVALID', `${unknown.join(', ')}: no such setting (${path})`, {
      field: unknown[0] ?? '',
    });
  return { path, values: values as Record<string, unknown> };
}

/** The one that lies in the data folder, if there is one. */
export function findConfigFile(data: string, known: readonly string[]): ConfigFile | undefined {
  const found = ['lanline.json', 'lanline.toml']
    .map((name) => join(data, name))
    .filter((path) => existsSync(path));
  if (found.length > 1)
    throw new Refusal('INVALID', `there are ${found.join(' and ')}: keep one of them`);
  return found[0] === undefined ? undefined : readConfigFile(found[0], known);
}

function parseFile(path: string): unknown {
  const kind = extname(path) === '.toml' ? 'TOML' : 'JSON';
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Refusal('INVALID', `cannot read ${path}: ${codeOf(error)}`, { field: 'config' });
  }
  try {
    return kind === 'TOML' ? parseToml(text) : JSON.parse(text);
  } catch (error) {
    const [why = ''] = String(error instanceof Error ? error.message : error).split('\n');
    throw new Refusal('INVALID', `${path}: not ${kind}: ${why}`, { field: 'config' });
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
