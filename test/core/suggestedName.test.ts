import { expect, test } from 'vitest';
import { suggestedName } from '../../src/core/suggestedName.ts';

test.each([
  ['mara', 'Mara'],
  ['mara.lind', 'Mara Lind'],
  ['..', ''],
  ['MLind', 'MLind'],
  ['Mara Lind', 'Mara Lind'],
  ['王芳', '王芳'],
  ['émile', 'Émile'],
  ['root', ''],
  ['Administrator', ''],
  ['user', ''],
  ['pi', ''],
  ['', ''],
  ['1000', ''],
  ['here', ''],
  ['@mara', ''],
  ['x'.repeat(60), ''],
])('who logs in as %j is probably called %j', (login, name) => {
  expect(suggestedName(login)).toBe(name);
});

test('whoever runs this, the answer is a name or nothing', () => {
  expect(suggestedName()).toMatch(/^(|\S.*)$/);
});
