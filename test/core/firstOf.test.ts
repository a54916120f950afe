import { expect, test } from 'vitest';
import { firstOf } from '../../src/core/firstOf.ts';
import { type ErrorCode, Refusal } from '../../src/shared/errors.ts';

const never = new Promise<string>(() => undefined);
const refuse = (code: ErrorCode) => Promise.reject(new Refusal(code, code));

test('the first that works wins, whatever the ones before it do', async () => {
  const answers: Record<string, () => Promise<string>> = {
    dead: () => refuse('UNREACHABLE'),
    silent: () => never,
    good: async () => 'good',
    late: async () => 'late',
  };
  const asked: string[] = [];
  const attempt = (name: string) => {
    asked.push(name);
    return answers[name]!();
  };
  expect(await firstOf(['dead', 'silent', 'good', 'late'], attempt)).toBe('good');
  expect(asked).toEqual(['dead', 'silent', 'good']);
});

test('a slow one wins when nothing after it works', async () => {
  const slow = Promise.withResolvers<string>();
  const won = firstOf(['slow', 'dead'], (name) => {
    if (name === 'slow') return slow.promise;
    setTimeout(() => slow.resolve('slow'));
    return refuse('UNREACHABLE');
  });
  expect(await won).toBe('slow');
});

test.each<[codes: ErrorCode[], told: ErrorCode]>([
  [['UNREACHABLE', 'KEY_CHANGED', 'NOT_LANLINE'], 'KEY_CHANGED'],
  [['UNREACHABLE', 'NOT_LANLINE', 'UPGRADE_REQUIRED'], 'UPGRADE_REQUIRED'],
  [['UNREACHABLE', 'NOT_LANLINE'], 'NOT_LANLINE'],
  [['UNREACHABLE'], 'UNREACHABLE'],
  [[], 'UNREACHABLE'],
])('of %j the most telling is told: %s', async (codes, told) => {
  await expect(firstOf(codes, refuse)).rejects.toMatchObject({ code: told });
});
