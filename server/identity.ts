// The key this server is known by. It is kept with the team, so that a backup brings it along, and
// never made anew by itself: to everybody who knows the old one, a new key is a stranger.
import { z } from 'zod';
import {
  createIdentity,
  type Identity,
  pinOfIdentity,
  rotateIdentity,
} from '../src/node/identity.ts';
import { Refusal } from '../src/shared/errors.ts';
import type { KeyInfo } from '../src/shared/protocol.ts';
import { type Pin, Rotation } from '../src/shared/trust.ts';
import type { Store } from './store/store.ts';

const Kept = z.object({ key: z.string(), certificate: z.string(), rotations: z.array(Rotation) });

type IdentityStore = Pick<Store, 'readIdentity' | 'writeIdentity'>;

export type ServerKey = {
  readonly pin: Pin;
  /** For TLS, in PEM. */
  readonly pem: { key: string; cert: string };
  /** What anybody may know of it. */
  info(): KeyInfo;
  /** A new key, and the old one's statement that makes clients follow. */
  rotate(): Promise<void>;
};

/** Reads the team's key; the first time it makes it. Throws STORAGE_DAMAGED when what is kept is no key. */
export async function openKey(store: IdentityStore): Promise<ServerKey> {
  const kept = await store.readIdentity();
  let identity = kept === null ? await createIdentity() : identityOf(kept);
  if (kept === null) await store.writeIdentity(JSON.stringify(identity));
  let pin = pinOf(identity);

  async function rotate(): Promise<void> {
    const next = await rotateIdentity(identity);
    await store.writeIdentity(JSON.stringify(next));
    identity = next;
    pin = pinOf(next);
  }
  // One after the other: two statements by one key would make two heirs.
  let turn: Promise<void> = Promise.resolve();
  return {
    get pin() {
      return pin;
    },
    get pem() {
      return { key: identity.key, cert: identity.certificate };
    },
    info: () => ({ pin, rotations: identity.rotations }),
    rotate: () => (turn = turn.catch(() => {}).then(rotate)),
  };
}

function identityOf(json: string): Identity {
  try {
    return Kept.parse(JSON.parse(json));
  } catch {
    throw damaged();
  }
}

function pinOf(identity: Identity): Pin {
  try {
    return pinOfIdentity(identity);
  } catch {
    throw damaged();
  }
}

const damaged = (): Refusal =>
  new Refusal('STORAGE_DAMAGED', "the team's key cannot be read; restore a backup");
