import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { problemsIn } from '../../scripts/checks/sourceRules.mjs';
import { readTotals } from '../../scripts/checks/totals.mjs';
import { whyNpmFailed } from '../../scripts/setup/npm.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lanline-checks-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file of 300 lines is fine, of 301 is not', () => {
  expect(problemsIn('server/a.ts', 'x\n'.repeat(300))).toEqual([]);
  expect(problemsIn('server/a.ts', 'x\n'.repeat(301))).toHaveLength(1);
});

test('raw HTML is refused in the window, wherever it hides', () => {
  expect(problemsIn('src/renderer/A.vue', '<p v-html="text" />')).toHaveLength(1);
  expect(problemsIn('src/renderer/a.ts', 'node.innerHTML = text;')).toHaveLength(1);
  expect(problemsIn('test/renderer/a.test.ts', 'node.innerHTML')).toEqual([]);
});

test('a test file that could not be loaded counts as failed', () => {
  const file = join(folder, 'report.json');
  const report = { numPassedTests: 2, numFailedTests: 1, numPendingTests: 3, numTodoTests: 1 };
  const testResults = [
    { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
    { status: 'failed', assertionResults: [] },
  ];
  writeFileSync(file, JSON.stringify({ ...report, testResults }));
  expect(readTotals(file)).toEqual({ passed: 2, failed: 2, skipped: 4 });
});

test('without a report nothing counts as passed', () => {
  expect(readTotals(join(folder, 'none.json'))).toEqual({ passed: 0, failed: 0, skipped: 0 });
});

test("npm's failure becomes one line", () => {
  const offline = 'npm error code ECONNREFUSED\nnpm error errno ECONNREFUSED\nnpm error much more';
  expect(whyNpmFailed(offline)).toContain('cannot reach its package registry (ECONNREFUSED)');
  const other = 'npm error code EUSAGE\nnpm error\nnpm error The lock file is not in sync.\n';
  expect(whyNpmFailed(other)).toBe('npm says: The lock file is not in sync.');
});
