// What a file's bytes come to, however large it is.
import { createHash, type BinaryToTextEncoding } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** Reads the whole file. Throws what the system says when it cannot be read. */
export async function hashFile(
  path: string,
  algorithm: 'sha256' | 'sha512',
  encoding: BinaryToTextEncoding,
): Promise<string> {
  const hash = createHash(algorithm);
  // In large pieces: each costs a turn of a busy process.
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest(encoding);
}
