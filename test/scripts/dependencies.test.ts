import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dependenciesMatch } from '../../scripts/setup/dependencies.mjs';

const wanted = {
  '': { version: '1.0.0' },
  'node_modules/a': { version: '1.2.3', integrity: 'sha512-a' },
  'node_modules/a-win32': { version: '1.2.3', integrity: 'sha512-w', optional: true },
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lanline-dependencies-'));
  mkdirSync(join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: wanted }));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function installed(packages: Record<string, unknown>): void {
  const file = join(folder, 'node_modules', '.package-lock.json');
  writeFileSync(file, JSON.stringify({ packages }));
}

test('a bare checkout does not match', () => {
  expect(dependenciesMatch(folder)).toBe(false);
});

test('an install without the packages of other systems matches', () => {
  installed({ 'node_modules/a': { version: '1.2.3', integrity: 'sha512-a' } });
  expect(dependenciesMatch(folder)).toBe(true);
});

test('a missing or another version does not match', () => {
  installed({});
  expect(dependenciesMatch(folder)).toBe(false);
  installed({ 'node_modules/a': { version: '1.2.2', integrity: 'sha512-b' } });
  expect(dependenciesMatch(folder)).toBe(false);
});

test('an install that was cut off in the middle of writing does not match', () => {
  writeFileSync(join(folder, 'node_modules', '.package-lock.json'), '{"packages": {');
  expect(dependenciesMatch(folder)).toBe(false);
});
