import { expect, it } from 'vitest';
import { shortened } from '../../src/main/arguments.ts';

const bytes = (args: string[]): number => args.reduce((n, arg) => n + Buffer.byteLength(arg), 0);

it('leaves usual arguments alone', () => {
  expect(shortened([])).toBeNull();
  expect(
    shortened(['--no-sandbox', '/opt/lanline', `lanline://join/${'x'.repeat(8000)}`]),
  ).toBeNull();
});

it.each([
  ['one long one', ['/opt', 'x'.repeat(1_000_000)]],
  ['a long one before others', ['/opt', 'x'.repeat(1_000_000), 'a', 'b']],
  ['several long ones', Array.from({ length: 50 }, () => 'x'.repeat(100_000))],
  ['thousands', Array.from({ length: 100_000 }, () => 'lanline:x')],
  ['long ones in Chinese', Array.from({ length: 20 }, () => '陈'.repeat(50_000))],
])('shortens %s, once', (_what, args) => {
  const fewer = shortened(args) ?? [];
  expect(fewer.length).toBeGreaterThan(0);
  expect(bytes(fewer)).toBeLessThanOrEqual(16_384);
  expect(args[0]?.startsWith(fewer[0] ?? '?')).toBe(true);
  expect(shortened(fewer)).toBeNull();
});
