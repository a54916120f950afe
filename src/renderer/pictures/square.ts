// Makes a person's picture out of any image: the middle square, at most 256 pixels wide, within what
// the server keeps. All of it happens in this window; only the small square leaves it.
import { limits } from '../rules.ts';
import { decodePicture, type PictureProblem } from './decode.ts';

const qualities = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3];
const sides = [limits.avatarSide, 192, 128, 64];

/** What a canvas turns itself into; a browser may answer another type than it was asked for. */
export type Encode = (type: string, quality: number) => Promise<Blob>;

/** Answers the square's bytes (WebP, else JPEG or PNG), or what is wrong with the image. */
export async function squarePicture(
  image: Blob,
): Promise<Uint8Array<ArrayBuffer> | PictureProblem> {
  const bitmap = await decodePicture(image);
  if (typeof bitmap === 'string') return bitmap;
  try {
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
