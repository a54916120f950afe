// A picture drawn anew, small enough for where it is shown: the window never hands a file itself to
// an <img>. One after another, so that twenty large ones are not decoded at once.
import { decodePicture, type PictureProblem } from './decode.ts';

let turn: Promise<unknown> = Promise.resolve();

/** `longest`: pixels of the longer side; smaller ones keep their size. Of what moves, the first frame. */
export function reducedPicture(image: Blob, longest: number): Promise<Blob | PictureProblem> {
  const mine = turn.then(() => reduce(image, longest));
  turn = mine;
  return mine;
}

/** The size it is drawn in: never larger, never nothing. */
export function fitting(
  { width, height }: { width: number; height: number },
  longest: number,
): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  const side = (pixels: number): number => Math.max(1, Math.round(pixels * scale));
  return { width: side(width), height: side(height) };
}

async function reduce(image: Blob, longest: number): Promise<Blob | PictureProblem> {
  const bitmap = await decodePicture(image);
  if (typeof bitmap === 'string') return bitmap;
  try {
    const { width, height } = fitting(bitmap, longest);
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (!context) return 'unreadable';
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, width, height);
    return await canvas.convertToBlob({ type: 'image/webp', quality: 0.92 });
  } catch {
    return 'unreadable';
  } finally {
    bitmap.close();
  }
}
