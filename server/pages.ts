// The administrator's own web pages: where they are, and whether Socket.IO's client can be given to them.
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Refusal } from '../src/shared/errors.ts';

export type Pages = {
  /** Null for none. */
  folder: string | null;
  /** `/socket.io/socket.io.js` is there. */
  withClient: boolean;
};

/** Looked for when the server starts. Throws INVALID where a folder was named that is none. */
export function openPages(teamFolder: string, named: string | undefined): Pages {
  const folder = named ?? join(teamFolder, 'pages');
  const found = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (found) return { folder, withClient: hasClient() };
  if (named === undefined) return { folder: null, withClient: false };
  throw new Refusal('INVALID', `pages: there is no folder ${named}`, { field: 'pages' });
}

/** A bundle has no such files: then pages do without. */
function hasClient(): boolean {
  try {
    const main = createRequire(import.meta.url).resolve('socket.io');
    return existsSync(join(dirname(main), '..', 'client-dist', 'socket.io.js'));
  } catch {
    return false;
  }
}
