// Makes a person's picture out of any image: the middle square, at most 256 pixels wide, within what
// the server keeps. All of it happens in this window; only the small square leaves it.
import { limits } from '../rules.ts';
import { measure } from './measure.ts';

/** Why an image cannot become a picture; worded in `profile.*`. */
export type PictureProblem = 'notPicture' | 'tooLarge' | 'unreadable';

/** Enough for a large camera; decoded that is 200 MB for a moment. */
const mostPixels = 50_000_000;
const mostBytes = 64 * 1024 * 1024;
/** Cameras put previews and colours before the size, but not more than this. */
const headBytes = 1024 * 1024;

const qualities = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3];
const sides = [limits.avatarSide, 192, 128, 64];

/** What a canvas turns itself into; a browser may answer another type than it was asked for. */
export type Encode = (type: string, quality: number) => Promise<Blob>;

/** Answers the square's bytes (WebP, else JPEG or PNG), or what is wrong with the image. */
export async function squarePicture(
  image: Blob,
): Promise<Uint8Array<ArrayBuffer> | PictureProblem> {
  if (image.size > mostBytes) return 'tooLarge';
  const head = new Uint8Array(await image.slice(0, headBytes).arrayBuffer());
  const measured = measure(head);
  if (!measured) return 'notPicture';
  if (measured.width * measured.height > mostPixels) return 'tooLarge';

  // The type comes from the bytes: what a file calls itself must not choose the decoder.
  const bitmap = await decode(new Blob([image], { type: measured.type }));
  if (!bitmap) return 'unreadable';
  try {
    if (bitmap.width * bitmap.height > mostPixels) return 'tooLarge';
    for (const side of sides) {
      const bytes = await smallEnough(encoderOf(bitmap, side));
      if (bytes) return bytes;
    }
    return 'tooLarge';
  } finally {
    bitmap.close();
  }
}

/** The middle square of an image: its corner and its side. */
export function middle(width: number, height: number): { x: number; y: number; side: number } {
  const side = Math.min(width, height);
  return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side };
}

/** The best quality that the server keeps, or null when none is small enough. */
export async function smallEnough(
  encode: Encode,
  most: number = limits.avatarBytes,
): Promise<Uint8Array<ArrayBuffer> | null> {
  for (const type of ['image/webp', 'image/jpeg', 'image/png'])
    for (const quality of type === 'image/png' ? [1] : qualities) {
      const blob = await encode(type, quality);
      // Without an encoder for the type a canvas quietly answers a PNG.
      if (blob.type !== type) break;
      if (blob.size <= most) return new Uint8Array(await blob.arrayBuffer());
    }
  return null;
}

async function decode(image: Blob): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(image);
  } catch {
    return null;
  }
}

function encoderOf(bitmap: ImageBitmap, most: number): Encode {
  const { x, y, side } = middle(bitmap.width, bitmap.height);
  const drawn = Math.min(side, most);
  const canvas = new OffscreenCanvas(drawn, drawn);
  const context = canvas.getContext('2d');
  if (context) {
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, x, y, side, side, 0, 0, drawn, drawn);
  }
  return (type, quality) => canvas.convertToBlob({ type, quality });
}
