import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { jsonFile } from '../../src/core/jsonFile.ts';
import type { Failure } from '../../src/shared/errors.ts';
import { testFolder } from '../support/folder.ts';

const Shape = z.object({ colour: z.string() });

function open(path: string) {
  const notices: Failure[] = [];
  return { notices, file: jsonFile(path, Shape, (failure) => notices.push(failure)) };
}

test('what was written is read, and only its owner may', async () => {
  const path = join(testFolder(), 'deep', 'file.json');
  const { file } = open(path);
  expect(file.read()).toBeUndefined();
  await file.write({ colour: 'teal' });
  expect(file.read()).toEqual({ colour: 'teal' });
  expect(statSync(path).mode & 0o077).toBe(0);
});

test('a damaged file is kept under another name, told, and the version before it is used', async () => {
  const folder = testFolder();
  const path = join(folder, 'file.json');
  const { file, notices } = open(path);
  await file.write({ colour: 'teal' });
  await file.write({ colour: 'amber' });
  writeFileSync(path, '{"colour": 7}');
  expect(file.read()).toEqual({ colour: 'teal' });
  expect(notices).toMatchObject([{ code: 'SETTINGS_DAMAGED' }]);
  const kept = readdirSync(folder).find((name) => name.includes('.damaged-'));
  expect(readFileSync(join(folder, kept ?? ''), 'utf8')).toBe('{"colour": 7}');
});

test('when both copies are damaged there is nothing, and no error', async () => {
  const path = join(testFolder(), 'file.json');
  const { file, notices } = open(path);
  await file.write({ colour: 'teal' });
  await file.write({ colour: 'amber' });
  writeFileSync(path, 'x');
  writeFileSync(`${path}.bak`, '');
  expect(file.read()).toBeUndefined();
  expect(notices).toHaveLength(2);
});

test('a folder where the file belongs is set aside as well', async () => {
  const path = join(testFolder(), 'file.json');
  const { file, notices } = open(path);
  await file.write({ colour: 'teal' });
  rmSync(path);
  mkdirSync(join(path, 'deeper'), { recursive: true });
  expect(file.read()).toEqual({ colour: 'teal' });
  expect(notices).toMatchObject([{ code: 'SETTINGS_DAMAGED' }]);
  await file.write({ colour: 'amber' });
  expect(file.read()).toEqual({ colour: 'amber' });
});
