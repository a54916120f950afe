// A lock file written where a registry lacks some system's build installs here and nowhere else.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/setup/paths.mjs';

interface Entry {
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

const text = readFileSync(join(root, 'package-lock.json'), 'utf8');
const { packages } = JSON.parse(text) as { packages: Record<string, Entry> };

test('it names no registry', () => {
  const named = Object.entries(packages).filter(([, entry]) => entry.resolved);
  expect(named.map(([path]) => path)).toEqual([]);
});

test('it holds the builds of every system, not only of the one that wrote it', () => {
  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !packages[`node_modules/${name}`])
      .filter((name) => !packages[`${path}/node_modules/${name}`])
      .map((name) => `${path} -> ${name}`),
  );
  expect(missing).toEqual([]);
});
