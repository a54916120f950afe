// The folder `updates` of the server's data: a folder for each version, with feeds and the packages that they name.
import { readdir, readFile } from 'node:fs/promises';
import { hashFile } from '../../src/node/fileHash.ts';
import { isSignedBy, releaseKeysIn } from '../../src/node/updateSignature.ts';
import {
  feedNames,
  type ListedUpdate,
  updateLimits,
  UpdateFeed,
  Version,
} from '../../src/shared/updates.ts';
import { compareVersions } from '../../src/shared/versions.ts';
import { findFile, type FoundFile } from '../folderFiles.ts';

export type Updates = ReturnType<typeof openUpdates>;

/** More versions side by side are not looked at. */
const most = 50;

export function openUpdates(folder: string) {
  const isFile = (found: Awaited<ReturnType<typeof findFile>>): found is FoundFile =>
    found !== null && found !== 'directory';

  async function readFeed(version: string, name: string): Promise<UpdateFeed | null> {
    const found = await findFile(folder, [version, name]);
    if (!isFile(found) || found.size > updateLimits.feed) return null;
    try {
      const feed = UpdateFeed.parse(JSON.parse(await readFile(found.path, 'utf8')));
      return feed.version === version ? feed : null;
    } catch {
      return null;
    }
  }

  async function feedsOf(version: string): Promise<UpdateFeed[]> {
    const all = await Promise.all(feedNames.map((name) => readFeed(version, name)));
    return all.filter((feed) => feed !== null);
  }

  /** In the file beside the versions, which `npm run dist` puts there. */
  async function keys(): Promise<string[]> {
    const found = await findFile(folder, ['releaseKeys.txt']);
    if (!isFile(found) || found.size > updateLimits.feed) return [];
    return releaseKeysIn(await readFile(found.path, 'utf8').catch(() => ''));
  }

  async function describe(version: string, known: string[]): Promise<ListedUpdate> {
    const feeds = await feedsOf(version);
    const builds = feeds.flatMap(({ system, files }) =>
      files.map(async ({ url: name, arch, kind, size }) => {
        const found = await findFile(folder, [version, name]);
        return { system, arch, kind, name, size, there: isFile(found) && found.size === size };
      }),
    );
    return {
      version,
      releaseDate: feeds[0]?.releaseDate ?? null,
      releaseNotes: feeds[0]?.releaseNotes ?? '',
      builds: await Promise.all(builds),
      signed: known.length === 0 ? null : isAllSigned(feeds, known),
    };
  }

  return {
    folder,
    /** The newest first; empty where there is no such folder. */
    async list(): Promise<ListedUpdate[]> {
      const names = await readdir(folder).catch((): string[] => []);
      const versions = names.filter((name) => Version.safeParse(name).success);
      const newest = versions.toSorted((a, b) => compareVersions(b, a)).slice(0, most);
      const known = await keys();
      return Promise.all(newest.map((version) => describe(version, known)));
    },
    /** Whether there is anything of this version to offer. */
    has: async (version: string): Promise<boolean> => (await feedsOf(version)).length > 0,
    /** A feed of this version, or a package that one of its feeds names. Null for anything else. */
    async find(version: string, name: string): Promise<FoundFile | null> {
      const isFeed = (feedNames as readonly string[]).includes(name);
      const feeds = isFeed ? [] : await feedsOf(version);
      const named = feeds.some(({ files }) => files.some(({ url }) => url === name));
      if (!isFeed && !named) return null;
      const found = await findFile(folder, [version, name]);
      return isFile(found) ? found : null;
    },
    /** The packages of this version that are not what its feeds say. Reads them whole. */
    async damaged(version: string): Promise<string[]> {
      const files = (await feedsOf(version)).flatMap((feed) => feed.files);
      const damaged: string[] = [];
      for (const { url, sha512 } of files) {
        const found = await findFile(folder, [version, url]);
        if (!isFile(found) || (await hashOf(found.path)) !== sha512) damaged.push(url);
      }
      return damaged;
    },
  };
}

const isAllSigned = (feeds: UpdateFeed[], keys: string[]): boolean =>
  feeds.length > 0 && feeds.every((feed) => isSignedBy(feed, keys));

/** Null for what cannot be read. */
const hashOf = (path: string): Promise<string | null> =>
  hashFile(path, 'sha512', 'base64').catch(() => null);
