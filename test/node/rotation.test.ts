import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { pinOfKey } from '../../src/node/pin.ts';
import { followRotations, rotationLimit, stateRotation } from '../../src/node/rotation.ts';
import type { Rotation } from '../../src/shared/trust.ts';

type Party = { key: KeyObject; pin: string };

function party(): Party {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { key: privateKey, pin: pinOfKey(publicKey.export({ type: 'spki', format: 'der' })) };
}

let first: Party;
let second: Party;
let third: Party;
let stranger: Party;
let chain: [Rotation, Rotation];

beforeAll(() => {
  [first, second, third, stranger] = [party(), party(), party(), party()];
  chain = [stateRotation(first.key, second.pin, 1), stateRotation(second.key, third.pin, 2)];
});

test('a chain leads from each of its keys to the last', () => {
  expect(followRotations(first.pin, third.pin, chain)).toBe(true);
  expect(followRotations(second.pin, third.pin, chain)).toBe(true);
  expect(followRotations(first.pin, second.pin, chain.slice(0, 1))).toBe(true);
});

test('it leads nowhere else', () => {
  expect(followRotations(first.pin, stranger.pin, chain)).toBe(false);
  expect(followRotations(stranger.pin, third.pin, chain)).toBe(false);
  expect(followRotations(third.pin, first.pin, chain)).toBe(false);
  // The key in the middle was given up: whoever still shows it is not followed.
  expect(followRotations(first.pin, second.pin, chain)).toBe(false);
});

test('a step that is missing, out of order or in the way breaks it', () => {
  expect(followRotations(first.pin, third.pin, chain.slice(0, 1))).toBe(false);
  expect(followRotations(first.pin, third.pin, chain.toReversed())).toBe(false);
  const other = stateRotation(stranger.key, third.pin, 2);
  expect(followRotations(first.pin, third.pin, [chain[0], other])).toBe(false);
  expect(followRotations(first.pin, third.pin, [chain[0], other, chain[1]])).toBe(false);
});

test('steps older than what we know do not matter', () => {
  const older = stateRotation(stranger.key, first.pin, 0);
  expect(followRotations(first.pin, third.pin, [older, ...chain])).toBe(true);
});

test('what is not signed by the key that is given up does not count', () => {
  const byStranger = stateRotation(stranger.key, second.pin, 1);
  const forged = { ...byStranger, from: chain[0].from };
  expect(followRotations(first.pin, second.pin, [forged])).toBe(false);
  for (const change of [{ to: stranger.pin }, { at: 9 }, { signature: chain[1].signature }]) {
    const changed = { ...chain[0], ...change };
    expect(followRotations(first.pin, changed.to, [changed])).toBe(false);
  }
});

test('a statement in the name of another key does not count', () => {
  const spki = createPublicKey(stranger.key).export({ type: 'spki', format: 'der' });
  const text = `lanline key rotation 1\nfrom ${second.pin}\nto ${third.pin}\nat 2\n`;
  const signature = (by: KeyObject): string =>
    sign('sha256', Buffer.from(text), by).toString('base64');
  const forged = { ...chain[1], from: spki.toString('base64'), signature: signature(stranger.key) };
  expect(followRotations(first.pin, third.pin, [chain[0], forged])).toBe(false);
  // The same text by the right key does: it is the signer that was wrong above.
  const honest = { ...chain[1], signature: signature(second.key) };
  expect(followRotations(first.pin, third.pin, [chain[0], honest])).toBe(true);
});

test('only keys of the one kind we make are followed', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const pin = pinOfKey(publicKey.export({ type: 'spki', format: 'der' }));
  expect(followRotations(pin, second.pin, [stateRotation(privateKey, second.pin, 1)])).toBe(false);
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const rsaPin = pinOfKey(rsa.publicKey.export({ type: 'spki', format: 'der' }));
  const statement = stateRotation(rsa.privateKey, second.pin, 1);
  expect(followRotations(rsaPin, second.pin, [statement])).toBe(false);
});

test('a chain has an end', () => {
  const parties = Array.from({ length: rotationLimit + 2 }, party);
  const steps = parties
    .slice(1)
    .map(({ pin }, index) => stateRotation(parties[index]!.key, pin, index));
  const [start, next, end] = [parties[0]!.pin, parties[1]!.pin, parties.at(-1)!.pin];
  expect(steps).toHaveLength(rotationLimit + 1);
  expect(followRotations(start, end, steps)).toBe(false);
  expect(followRotations(next, end, steps.slice(1))).toBe(true);
});

test('whatever a stranger sends is refused in peace', () => {
  const [step] = chain;
  const nonsense: unknown[] = [
    undefined,
    null,
    0,
    '',
    'x',
    {},
    [],
    [null],
    [[]],
    [{}],
    { length: 1, 0: step },
    [{ ...step, from: '' }],
    [{ ...step, from: 'AAAA' }],
    [{ ...step, from: 'A'.repeat(1e6) }],
    [{ ...step, to: 7 }],
    [{ ...step, at: -1 }],
    [{ ...step, at: NaN }],
    [{ ...step, at: '1' }],
    [{ ...step, signature: '' }],
    [{ ...step, signature: '!!' }],
    [{ ...step, signature: 'AAAA' }],
  ];
  for (const value of nonsense) expect(followRotations(first.pin, second.pin, value)).toBe(false);
});
