// Which of two versions is newer, and what is one at all.
import { expect, test } from 'vitest';
import { compareVersions, versionPattern } from '../../src/shared/versions.ts';

test('versions are ordered as semver has it', () => {
  const ordered = [
    '0.0.9',
    '0.1.0-1',
    '0.1.0-alpha',
    '0.1.0-alpha.2',
    '0.1.0-alpha.10',
    '0.1.0-alpha.beta',
    '0.1.0-beta',
    '0.1.0',
    '0.2.0',
    '0.10.0',
    '1.0.0-rc.1',
    '1.0.0',
    '10.0.0',
  ];
  for (const [n, one] of ordered.entries())
    for (const [m, other] of ordered.entries())
      expect([one, other, Math.sign(compareVersions(one, other))]).toEqual([
        one,
        other,
        Math.sign(n - m),
      ]);
});

test('nothing else is a version', () => {
  for (const text of ['1.2.3', '0.0.0', '1.0.0-rc.1']) expect(text).toMatch(versionPattern);
  for (const text of [
    '',
    '1',
    '1.2',
    '01.2.3',
    '1.2.3 ',
    'v1.2.3',
    '../1.2.3',
    '1.2.3-',
    '1.2.3-a..b',
    '1.2.3\n',
  ])
    expect(text).not.toMatch(versionPattern);
});
