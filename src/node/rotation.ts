// A change of key, stated by the old key, so that clients may follow without asking anybody.
import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { type Pin, Rotation } from '../shared/trust.ts';
import { pinOfKey } from './pin.ts';

/** The longest chain that is made or followed. */
export const rotationLimit = 32;

const Chain = z.array(Rotation).max(rotationLimit);

/** The statement by the old private key (EC P-256) that `to` takes its place. `at` in milliseconds. */
export function stateRotation(key: KeyObject, to: Pin, at: number): Rotation {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const signature = sign('sha256', text(pinOfKey(spki), to, at), key);
  return { from: spki.toString('base64'), to, at, signature: signature.toString('base64') };
}

/**
 * Whether `rotations` (as a stranger sent them, oldest first) lead from one pin to the other and no further, each step
 * signed by the key it gives up. Steps before `from` are not looked at. Never throws.
 */
export function followRotations(from: Pin, to: Pin, rotations: unknown): boolean {
  const chain = Chain.safeParse(rotations);
  if (!chain.success) return false;
  const steps = chain.data.map((step) => ({ ...step, spki: Buffer.from(step.from, 'base64') }));
  const start = steps.findIndex(({ spki }) => pinOfKey(spki) === from);
  if (start === -1) return false;
  let reached = from;
  for (const step of steps.slice(start)) {
    if (pinOfKey(step.spki) !== reached || !isSigned(step, reached)) return false;
    reached = step.to;
  }
  return reached === to;
}

function isSigned(step: Rotation & { spki: Buffer }, by: Pin): boolean {
  try {
    const key = createPublicKey({ key: step.spki, format: 'der', type: 'spki' });
    // The only kind of key we make; others might be slow to check, or signed in ways nobody thought of.
    if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return false;
    const signature = Buffer.from(step.signature, 'base64');
    return verify('sha256', text(by, step.to, step.at), key, signature);
  } catch {
    return false;
  }
}

// The first line keeps a signature made for anything else from counting here. Pins have a fixed length and alphabet.
const text = (from: Pin, to: Pin, at: number): Buffer =>
  Buffer.from(`lanline key rotation 1\nfrom ${from}\nto ${to}\nat ${at}\n`);
