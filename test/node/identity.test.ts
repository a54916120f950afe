import { createPrivateKey, sign, verify, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { createIdentity, pinOfIdentity, rotateIdentity } from '../../src/node/identity.ts';
import { pinOf } from '../../src/node/pin.ts';
import { followRotations, rotationLimit } from '../../src/node/rotation.ts';
import { Pin } from '../../src/shared/trust.ts';

const year = 365 * 24 * 60 * 60 * 1000;

test('an identity is a P-256 key with a certificate of its own, good for some thirty years', async () => {
  const { key, certificate, rotations } = await createIdentity();
  const parsed = new X509Certificate(certificate);
  expect(createPrivateKey(key).asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  expect(parsed.checkPrivateKey(createPrivateKey(key))).toBe(true);
  expect(parsed.verify(parsed.publicKey)).toBe(true);
  expect(parsed.subject).toBe('CN=Lanline');
  expect(parsed.validFromDate.getTime()).toBeLessThan(Date.now());
  expect(parsed.validToDate.getTime()).toBeGreaterThan(Date.now() + 29 * year);
  expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  expect(rotations).toEqual([]);
});

test('the key signs what its certificate checks', async () => {
  const { key, certificate } = await createIdentity();
  const text = Buffer.from('hello');
  const signature = sign('sha256', text, key);
  expect(verify('sha256', text, new X509Certificate(certificate).publicKey, signature)).toBe(true);
});

test('a server shows the pin of its identity', async () => {
  const identity = await createIdentity();
  const server = createServer({ key: identity.key, cert: identity.certificate });
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const shown = socket.getPeerX509Certificate();
  socket.destroy();
  expect(shown && pinOf(shown)).toBe(pinOfIdentity(identity));
  expect(Pin.safeParse(pinOfIdentity(identity)).success).toBe(true);
});

test('no two identities are alike', async () => {
  const [one, other] = [await createIdentity(), await createIdentity()];
  expect(pinOfIdentity(one)).not.toBe(pinOfIdentity(other));
  const serials = [one, other].map(
    ({ certificate }) => new X509Certificate(certificate).serialNumber,
  );
  expect(new Set(serials).size).toBe(2);
});

test('after a change of key clients of any earlier key can follow', async () => {
  const first = await createIdentity();
  const second = await rotateIdentity(first);
  const third = await rotateIdentity(second);
  expect(third.rotations).toHaveLength(2);
  for (const old of [first, second])
    expect(followRotations(pinOfIdentity(old), pinOfIdentity(third), third.rotations)).toBe(true);
});

test('a long life keeps the newest statements only', async () => {
  const old = await createIdentity();
  const worn = { ...old, rotations: (await rotateIdentity(old)).rotations };
  const statement = worn.rotations[0];
  const full = { ...old, rotations: Array.from({ length: rotationLimit }, () => statement!) };
  const next = await rotateIdentity(full);
  expect(next.rotations).toHaveLength(rotationLimit);
  expect(next.rotations.at(-1)?.to).toBe(pinOfIdentity(next));
});
