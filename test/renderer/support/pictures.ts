// Pictures as far as their headers go: nothing in these tests decodes them.
import { measure } from '../../../src/renderer/pictures/measure.ts';
import { vi } from 'vitest';

/** A PNG that says it is this large, in pixels. */
export const png = (width: number, height: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(40);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
};

/** What a browser would do to draw them, and what it was asked for. */
export function drawnPictures() {
  const decoded: string[] = [];
  const drawn: string[] = [];
  const made: string[] = [];
  const revoked: string[] = [];
  let open = 0;
  vi.stubGlobal('createImageBitmap', async (image: Blob) => {
    const size = measure(new Uint8Array(await image.arrayBuffer()));
    if (!size) throw new Error('broken');
    decoded.push(image.type);
    open++;
    return { width: size.width, height: size.height, close: () => open-- };
  });
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      constructor(width: number, height: number) {
        drawn.push(`${width}x${height}`);
      }
      getContext = () => ({ drawImage: () => undefined });
      convertToBlob = async () => new Blob(['small'], { type: 'image/webp' });
    },
  );
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
    made.push(`blob:${made.length}`);
    return made.at(-1) ?? '';
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void revoked.push(url));
  return {
    decoded,
    drawn,
    made,
    revoked,
    /** Pictures that are decoded and not let go. */
    open: () => open,
  };
}
