// That the benchmarks still run, not what they measure.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { inWords, median, percentile } from '../../bench/numbers.ts';
import { readOptions } from '../../bench/options.ts';
import { tableOf } from '../../bench/table.ts';
import { testFolder } from '../support/folder.ts';

const bench = (...args: string[]) =>
  spawnSync(
    process.execPath,
    [fileURLToPath(new URL('../../bench/index.ts', import.meta.url)), ...args],
    {
      encoding: 'utf8',
      timeout: 50_000,
    },
  );

test('a small run prints its tables and writes all values', { timeout: 60_000 }, () => {
  const json = join(testFolder(), 'bench.json');
  const small = ['messages=5', 'clients=20', 'missed=30', 'behind=700'];
  const sizes = small.flatMap((size) => ['--size', size]);
  const names = ['latency', 'catchUp', 'reconnect'];
  const run = bench(...names, '--runs', '1', ...sizes, '--json', json);
  expect(run.status, run.stderr).toBe(0);
  expect(run.stdout).toContain('20, each 30 behind: all caught up');
  const { machine, results } = JSON.parse(readFileSync(json, 'utf8'));
  expect(machine).toMatchObject({ node: process.version, cores: expect.any(Number) });
  expect(results.map(({ name }: { name: string }) => name)).toEqual(names);
  const [first] = results[0].measures;
  expect(first).toMatchObject({ name: 'one way, p50', unit: 'ms' });
  expect(Object.keys(first.values)).toEqual(['Lanline', 'ws loop', 'Socket.IO chat']);
  for (const [value] of Object.values<number[]>(first.values)) expect(value).toBeGreaterThan(0);
});

test('ways are compared, and the document is written', { timeout: 60_000 }, () => {
  const folder = testFolder();
  const json = join(folder, 'bench.json');
  const sizes = ['--size', 'ways=1', '--size', 'listeners=1', '--size', 'steadySeconds=1'];
  const run = bench('transports', '--quick', ...sizes, '--json', json, '--write', folder);
  expect(run.status, run.stderr).toBe(0);
  const page = readFileSync(join(folder, 'transports.md'), 'utf8');
  expect(page).toContain('### 1 listener, 50 messages per s');
  expect(page).toMatch(/\| Socket\.IO by WebSocket +\| +[\d.]+ \|/);
  // What was measured once is written again without measuring.
  const again = bench('transports', '--from', json);
  expect(again.status, again.stderr).toBe(0);
  expect(again.stdout).toBe(run.stdout);
});

test('an unknown case and a wrong number are refused in words', () => {
  expect(bench('speed')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('no case speed'),
  });
  expect(() => readOptions(['--runs', 'many'])).toThrow('--runs');
  expect(() => readOptions(['--size', 'clients'])).toThrow('--size clients');
  expect(() => readOptions(['--fast'])).toThrow('--fast');
  expect(readOptions(['--size', 'clients=7', 'idle'])).toMatchObject({
    names: ['idle'],
    sizes: new Map([['clients', 7]]),
  });
});

test('a table shows medians, spread and ratios', () => {
  const values = { Ours: [3, 1, 2], Theirs: [4, 4, 5] };
  const table = tableOf([
    { name: 'speed', unit: '/s', values },
    { name: 'only ours', unit: 'ms', values: { Ours: [12_345.6] } },
  ]);
  expect(table.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['', 'unit', 'Ours', 'Theirs', 'ratio to Theirs'],
    ['speed', '/s', '2 (1–3)', '4 (4–5)', '0.50'],
    ['only ours', 'ms', '12,300'],
  ]);
});

test('numbers are counted and worded', () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  const hundred = Array.from({ length: 100 }, (_, n) => n);
  expect([percentile(hundred, 0.5), percentile(hundred, 0.99)]).toEqual([50, 99]);
  expect([0.012345, 1.2345, 999.9, 123_456, Number.NaN].map(inWords)).toEqual([
    '0.0123',
    '1.23',
    '1000',
    '123,000',
    '–',
  ]);
});
