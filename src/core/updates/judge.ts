// Whether a feed is something for this program: signed by who makes it, for this system, and newer.
import { isSignedBy } from '../../node/updateSignature.ts';
import { Refusal } from '../../shared/errors.ts';
import type { InstallKind, UpdateFeed, UpdateFile } from '../../shared/updates.ts';
import { compareVersions } from '../../shared/versions.ts';

export type Own = {
  version: string;
  system: string;
  arch: string;
  kind: InstallKind;
  keys: readonly string[];
};

export type Judged = { says: 'same' | 'older' } | { says: 'newer'; file: UpdateFile };

/**
 * Goes by nothing of the feed before its signature is right. An older version, also one that was newer once, stays an
 * answer and is never installed. Throws UPDATE_UNSIGNED, UPDATE_UNFIT.
 */
export function judge(feed: UpdateFeed, { version, system, arch, kind, keys }: Own): Judged {
  if (!isSignedBy(feed, keys))
    throw new Refusal('UPDATE_UNSIGNED', `the signature of version ${feed.version} is not right`);
  if (feed.system !== system)
    throw new Refusal('UPDATE_UNFIT', `the feed is for ${feed.system}, and this is ${system}`);
  const order = compareVersions(feed.version, version);
  if (order <= 0) return { says: order === 0 ? 'same' : 'older' };
  const file = feed.files.find((each) => each.arch === arch && each.kind === kind);
  if (!file)
    throw new Refusal('UPDATE_UNFIT', `version ${feed.version} has no ${kind} for ${arch}`);
  return { says: 'newer', file };
}
