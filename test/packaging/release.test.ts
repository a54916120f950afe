// What makes the packages: the workflow of a release says what exists, and packages ask for what they use.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { linkedWith } from '../../scripts/packing/elf.mjs';
import { modulesOf } from '../../scripts/packing/modules.mjs';
import { root } from '../../scripts/setup/paths.mjs';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

test('the workflow runs scripts that exist, for targets that are configured, on a tag that is the version', () => {
  const workflow = read('.github/workflows/release.yml');
  const scripts = [...workflow.matchAll(/npm run ([\w-]+)/g)].map(([, name]) => name);
  expect(new Set(scripts)).toEqual(new Set(['dist', 'sign', 'release-key']));
  expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(scripts));
  const named = [...workflow.matchAll(/npm run dist -- --release(.*)/g)];
  const targets = named.flatMap(([, rest = '']) => rest.split(' ').filter((word) => word !== ''));
  expect(targets.toSorted()).toEqual(['AppImage', 'dmg', 'nsis', 'rpm']);
  const config = read('packaging/electronBuilder.mjs');
  for (const target of targets) expect(config).toContain(`'${target}'`);
  expect(workflow).toContain("tags: ['v*']");
});

test('the server’s packages are those that it names, and what those need', () => {
  const modules = modulesOf(['server', 'src/shared', 'src/node']);
  for (const name of ['koa', 'socket.io', 'engine.io', 'better-sqlite3', 'zod'])
    expect(modules).toContain(`node_modules/${name}`);
  const others = Object.keys(packageJson.devDependencies).map((name) => `node_modules/${name}`);
  expect(modules.filter((name) => others.includes(name))).toEqual([]);
});

test.runIf(process.platform === 'linux')('a program says which libraries it is linked with', () => {
  const { libraries, glibc } = linkedWith(process.execPath);
  expect(libraries).toContain('libc.so.6');
  expect(glibc).toMatch(/^2\.\d+$/);
  const nothing = { libraries: [], glibc: undefined };
  expect(linkedWith(join(root, 'package.json'))).toEqual(nothing);
});
