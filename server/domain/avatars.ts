// Pictures of people: small, of three kinds, and looked at before they are kept.
import { createHash } from 'node:crypto';
import { JPG } from 'image-size/types/jpg';
import { PNG } from 'image-size/types/png';
import { WEBP } from 'image-size/types/webp';
import { limits } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { AvatarRecord } from '../store/tx.ts';
import type { Handler, Reading } from './handler.ts';
import { changed, personOf } from './people.ts';

export const setAvatar: Handler<'avatar.set'> = {
  async run(tx, actor, { image }) {
    const avatar = image === null ? null : picture(decode(image));
    if (avatar) await tx.addAvatar(avatar);
    const person = await personOf(tx, actor);
    return { events: [changed(tx, { ...person, avatar: avatar?.hash ?? null })] };
  },
};

export const getAvatar: Reading<'avatar.get'> = async (view, _asker, { avatar: hash }) => {
  const found = await view.avatar(hash);
  if (!found) throw new Refusal('NOT_FOUND', 'no such picture');
  return { type: found.type, image: Buffer.from(found.bytes).toString('base64') };
};

/** What each begins with, in hex, and who reads its header. */
const kinds = [
  ['image/png', '89504e470d0a1a0a', PNG],
  ['image/jpeg', 'ffd8ff', JPG],
  ['image/webp', '52494646', WEBP],
] as const;

/** In memory of its own: whoever reads beyond the end must not find what else was in Node's pool. */
const decode = (image: string): Uint8Array => new Uint8Array(Buffer.from(image, 'base64'));

function picture(bytes: Uint8Array): AvatarRecord {
  if (bytes.length > limits.avatarBytes)
    throw new Refusal('TOO_LARGE', `more than ${limits.avatarBytes} bytes`, { field: 'image' });
  const { type, width, height } = measure(bytes);
  const fits = (side: number): boolean => side >= 1 && side <= limits.avatarSide;
  if (!fits(width) || width !== height)
    throw new Refusal('INVALID', `no square of at most ${limits.avatarSide} pixels`, {
      field: 'image',
    });
  return { hash: createHash('sha256').update(bytes).digest('hex'), type, bytes };
}

/** By its first bytes and its header alone: nothing is decoded here. */
function measure(bytes: Uint8Array) {
  try {
    const start = Buffer.from(bytes.subarray(0, 8)).toString('hex');
    for (const [type, magic, kind] of kinds)
      if (start.startsWith(magic) && kind.validate(bytes))
        return { ...kind.calculate(bytes), type };
  } catch {
    // A header that breaks off is no picture either.
  }
  throw new Refusal('INVALID', 'no PNG, JPEG or WebP', { field: 'image' });
}
