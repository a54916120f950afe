// Updates: what a signed feed says of a version, what a server offers, and how far this app is with one. The feed is
// electron-updater's generic one, written as JSON (which is YAML, too), with a signature in it.
import { z } from 'zod';
import type { Failure } from './errors.ts';
import { versionPattern } from './versions.ts';

export const Version = z.string().max(64).regex(versionPattern, 'no version');

/** Bytes of a feed, and of a package: more is not read. */
export const updateLimits = { feed: 64 * 1024, package: 1024 ** 3, notes: 16_000, files: 32 };

/** How this app was installed, as far as it can be updated that way. */
export const installKinds = ['deb', 'AppImage', 'nsis', 'dmg'] as const;
export type InstallKind = (typeof installKinds)[number];

/** A plain name: neither a path nor hidden. */
const PackageName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._~+-]*$/, 'no file name');

const UpdateFile = z.object({
  url: PackageName,
  /** In base64. */
  sha512: z.base64().length(88),
  /** Bytes. */
  size: z.int().min(1).max(updateLimits.package),
  arch: z.string().max(16),
  /** An `InstallKind`, or one that only a later version knows. */
  kind: z.string().max(16),
});
export type UpdateFile = z.infer<typeof UpdateFile>;

export const UpdateFeed = z.object({
  version: Version,
  /** As Node calls it: linux, win32, darwin. */
  system: z.string().max(16),
  files: z.array(UpdateFile).min(1).max(updateLimits.files),
  /** The first of the files, for those that know nothing of several. */
  path: PackageName,
  sha512: z.string().max(88),
  releaseDate: z.iso.datetime(),
  /** Plain text. */
  releaseNotes: z.string().max(updateLimits.notes).default(''),
  /** Ed25519, in base64; '' for none. Of what it signs, see node/updateSignature.ts. */
  signature: z.string().max(100).default(''),
});
export type UpdateFeed = z.infer<typeof UpdateFeed>;

/** As electron-updater looks for them. */
export const feedNames = [
  'latest-linux.yml',
  'latest-linux-arm64.yml',
  'latest.yml',
  'latest-mac.yml',
] as const;

export function feedNameFor(system: string, arch: string): string {
  if (system === 'win32') return 'latest.yml';
  if (system === 'darwin') return 'latest-mac.yml';
  return arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${arch}.yml`;
}

/** One version in the server's folder, as the people who choose see it. */
export const ListedUpdate = z.object({
  version: Version,
  /** ISO; null where no feed can be read. */
  releaseDate: z.string().nullable(),
  releaseNotes: z.string(),
  /** `there`: the file lies beside its feed, as long as it should be. */
  builds: z.array(
    z.object({
      system: z.string(),
      arch: z.string(),
      kind: z.string(),
      name: z.string(),
      size: z.int(),
      there: z.boolean(),
    }),
  ),
  /** By the release keys in the folder; null where there are none. Each app decides by its own. */
  signed: z.boolean().nullable(),
});
export type ListedUpdate = z.infer<typeof ListedUpdate>;

/** What one team says when it is asked for a newer version. */
export type UpdateAnswer = {
  team: string;
  /** `refused`: something that may not be installed, for the reason in `failure`; `silent`: no answer. */
  says: 'nothing' | 'same' | 'older' | 'newer' | 'refused' | 'silent';
  version: string | null;
  failure: Failure | null;
};

export type UpdateOffer = {
  team: string;
  version: string;
  notes: string;
  /** ISO. */
  date: string;
  name: string;
  /** Bytes. */
  size: number;
};

export type UpdateStep =
  | { at: 'offered' }
  | { at: 'downloading'; /** Bytes. */ received: number }
  | { at: 'ready' }
  | { at: 'installing' }
  /** The person does the rest: what lies where, and what to type, if that is how it is done. */
  | { at: 'byHand'; file: string; command: string | null }
  | { at: 'restarting' };

/** Why this program looks for no updates: `git` brings them, no key was built in, or the system has another way. */
export type UpdatesOff = 'checkout' | 'keyless' | 'system';

export type UpdateState = {
  version: string;
  off: UpdatesOff | null;
  checking: boolean;
  /** Ms since 1970. */
  checkedAt: number | null;
  answers: UpdateAnswer[];
  offer: UpdateOffer | null;
  /** Means something while there is an offer. */
  step: UpdateStep;
  /** Why downloading or installing did not go on. */
  failure: Failure | null;
};
