// Tokens sealed by a key that the keyring keeps; what happens while it is locked, and without one.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { SystemKeyring } from '../../src/main/keyring.ts';
import { openSecrets } from '../../src/main/secrets.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';

const silent = (): void => {};

/** As a system's: `state` can be changed while it is used. */
function keyring(given: 'open' | 'locked' | 'none' = 'open') {
  const it = {
    state: given,
    async seal(text: string) {
      return it.state === 'open' ? `~${text}~` : null;
    },
    async open(sealed: string) {
      if (it.state !== 'open' || !sealed.startsWith('~')) throw new Error('not opened');
      return sealed.slice(1, -1);
    },
  };
  return it satisfies SystemKeyring;
}

it('seals, and opens after a restart', async () => {
  const file = join(testFolder(), 'key');
  const before = await openSecrets(keyring(), file, silent);
  expect(before.kind).toBe('system');
  const sealed = before.seal('the token of Mara 陈');
  expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain('token');
  expect(before.seal('the token of Mara 陈')).not.toBe(sealed);
  expect(statSync(file).mode & 0o777).toBe(0o600);

  const after = await openSecrets(keyring(), file, silent);
  expect(after.open(sealed)).toBe('the token of Mara 陈');
  const changed = Buffer.from(sealed, 'base64');
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  expect(() => after.open(changed.toString('base64'))).toThrow('authenticate');
  expect(() => after.open('')).toThrow('Invalid');
});

it('says so when there is no keyring, and writes no key', async () => {
  const file = join(testFolder(), 'key');
  const secrets = await openSecrets(keyring('none'), file, silent);
  expect(secrets.kind).toBe('file');
  expect(() => secrets.seal('x')).toThrow('no open keyring');
  expect(() => readFileSync(file)).toThrow('ENOENT');
});

it('opens later what a locked keyring did not open now', async () => {
  const file = join(testFolder(), 'key');
  const sealed = (await openSecrets(keyring(), file, silent)).seal('token');
  const locked = keyring('locked');
  const secrets = await openSecrets(locked, file, silent);
  expect(secrets.kind).toBe('file');
  expect(() => secrets.open(sealed)).toThrow('no open keyring');
  locked.state = 'open';
  await eventually(() => expect(secrets.open(sealed)).toBe('token'));
  expect(secrets.kind).toBe('system');
});

it('keeps the key of a keyring that was lost', async () => {
  const file = join(testFolder(), 'key');
  writeFileSync(file, 'sealed by another keyring');
  const secrets = await openSecrets(keyring(), file, silent);
  expect(secrets.kind).toBe('file');
  expect(() => secrets.open('anything')).toThrow('no open keyring');
  expect(readFileSync(file, 'utf8')).toBe('sealed by another keyring');
});
