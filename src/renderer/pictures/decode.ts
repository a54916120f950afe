// Decodes a picture that may be anything: kind and pixels are read from its first bytes before, so
// that what is no known picture, or would take all memory, never reaches a decoder.
import { measure } from './measure.ts';

/** Why something cannot be drawn. */
export type PictureProblem = 'notPicture' | 'tooLarge' | 'unreadable';

/** Enough for a large camera; decoded that is 200 MB for a moment. */
const mostPixels = 50_000_000;
const mostBytes = 64 * 1024 * 1024;
/** Cameras put previews and colours before the size, but not more than this. */
const headBytes = 1024 * 1024;

/** Whoever gets a bitmap closes it. */
export async function decodePicture(image: Blob): Promise<ImageBitmap | PictureProblem> {
  if (image.size > mostBytes) return 'tooLarge';
  const head = await image
    .slice(0, headBytes)
    .arrayBuffer()
    .catch(() => null);
  if (!head) return 'unreadable';
  const measured = measure(new Uint8Array(head));
  if (!measured) return 'notPicture';
  if (measured.width * measured.height > mostPixels) return 'tooLarge';

  // The type comes from the bytes: what a file calls itself must not choose the decoder.
  const bitmap = await decode(new Blob([image], { type: measured.type }));
  if (!bitmap) return 'unreadable';
  if (bitmap.width * bitmap.height <= mostPixels) return bitmap;
  bitmap.close();
  return 'tooLarge';
}

async function decode(image: Blob): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(image);
  } catch {
    return null;
  }
}
