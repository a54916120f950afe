import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { expect, test } from 'vitest';
import { createIdentity } from '../../src/node/identity.ts';
import { pinOf } from '../../src/node/pin.ts';
import { wordsOf } from '../../src/node/words.ts';
import { Pin } from '../../src/shared/trust.ts';

const randomPin = (): string => randomBytes(32).toString('base64url');

test('a pin is the hash of the public key, from a certificate or its bytes', async () => {
  const certificate = new X509Certificate((await createIdentity()).certificate);
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  const pin = pinOf(certificate);
  expect(pin).toBe(createHash('sha256').update(spki).digest('base64url'));
  expect(pinOf(certificate.raw)).toBe(pin);
  expect(Pin.parse(pin)).toBe(pin);
});

test('what is no certificate has no pin', () => {
  expect(() => pinOf(Buffer.from('not a certificate'))).toThrow(Error);
  expect(() => pinOf(Buffer.alloc(0))).toThrow(Error);
});

test('the words of a pin never change', async () => {
  // Written down: another salt or cost would make the words on paper wrong.
  expect(await wordsOf('A'.repeat(43))).toBe('pipe-brand-swamp-female');
  expect(await wordsOf('AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE')).toBe(
    'slender-metal-burger-divorce',
  );
});

test('four words of the list, another four for another pin', async () => {
  const [one, other] = await Promise.all([wordsOf(randomPin()), wordsOf(randomPin())]);
  for (const word of `${one}-${other}`.split('-')) expect(wordlist).toContain(word);
  expect(one.split('-')).toHaveLength(4);
  expect(one).not.toBe(other);
});

test('asked again, the answer is the one already known', async () => {
  const pin = randomPin();
  const asked = wordsOf(pin);
  expect(wordsOf(pin)).toBe(asked);
  await asked;
  expect(wordsOf(pin)).toBe(asked);
});
