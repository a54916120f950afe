// A change of key, stated by the old key, so that clients may follow without asking anybody.
import type { KeyObject } from 'node:crypto';
import type { Pin, Rotation } from '../shared/trust.ts';

/** The longest chain that is made or followed. */
export const rotationLimit = 32;

/** The statement by the old private key that `to` takes its place. `at` in milliseconds. */
export function stateRotation(key: KeyObject, to: Pin, at: number): Rotation {
  throw new Error(`not yet ${key.type}${to}${at}`);
}

/** Whether `rotations` (as a stranger sent them) lead from one pin to the other, each step signed. Never throws. */
export function followRotations(from: Pin, to: Pin, rotations: unknown): boolean {
  throw new Error(`not yet ${from}${to}${typeof rotations}`);
}
