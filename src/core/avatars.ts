// People's pictures, kept beside the history. A picture is named by its hash, so one that was
// fetched once never changes, and one that does not match its name is none.
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { Refusal } from '../shared/errors.ts';

export type Avatar = { type: string; image: Uint8Array };

/** The picture from `folder`, or fetched (base64) and kept there. Throws NOT_LANLINE for what is not that picture. */
export async function readAvatar(
  folder: string,
  hash: string,
  fetch: () => Promise<string>,
): Promise<Avatar> {
  const kept = join(folder, 'avatars');
  const path = join(kept, hash);
  const known = checked(hash, await readFile(path).catch(() => undefined));
  if (known) return known;
  const image = Buffer.from(await fetch(), 'base64');
  const fetched = checked(hash, image);
  if (!fetched) throw new Refusal('NOT_LANLINE', 'not the picture that was asked for');
  // A full disk is no reason to show initials.
  await mkdir(kept, { recursive: true, mode: 0o700 })
    .then(() => writeFileAtomic(path, image, { mode: 0o600 }))
    .catch(() => undefined);
  return fetched;
}

function checked(hash: string, image: Buffer | undefined): Avatar | undefined {
  if (!image || createHash('sha256').update(image).digest('hex') !== hash) return undefined;
  const type = typeOf(image);
  // A view into a pooled buffer would carry others' bytes across to the window.
  return type === undefined ? undefined : { type, image: new Uint8Array(image) };
}

function typeOf(image: Buffer): string | undefined {
  const text = image.toString('latin1', 0, 12);
  if (text.startsWith('\x89PNG')) return 'image/png';
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  return text.startsWith('RIFF') && text.endsWith('WEBP') ? 'image/webp' : undefined;
}
