// What a picture is and how large, read from its first bytes, before anything decodes it. Four kinds
// are known; everything else is no picture here, SVG above all, which is a program.
import { GIF } from 'image-size/types/gif';
import { JPG } from 'image-size/types/jpg';
import { PNG } from 'image-size/types/png';
import { WEBP } from 'image-size/types/webp';

const kinds = [
  { type: 'image/png', reader: PNG },
  { type: 'image/jpeg', reader: JPG },
  { type: 'image/webp', reader: WEBP },
  { type: 'image/gif', reader: GIF },
] as const;

export type Measured = { type: (typeof kinds)[number]['type']; width: number; height: number };

/** Kind and pixels by the bytes alone, whatever name or type they carry; null for no known picture. */
export function measure(bytes: Uint8Array): Measured | null {
  try {
    const kind = kinds.find(({ reader }) => reader.validate(bytes));
    const size = kind?.reader.calculate(bytes);
    if (!kind || !size || !(size.width > 0) || !(size.height > 0)) return null;
    return { type: kind.type, width: size.width, height: size.height };
  } catch {
    // The readers throw at headers that are cut off or contradict themselves.
    return null;
  }
}
