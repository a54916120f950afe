// What other programs lay on the clipboard: a picture, a picture beside words, files.
import { pathToFileURL } from 'node:url';
import type { ElectronApplication, Page } from 'playwright-core';

/** A PNG of one colour, as Electron makes it. */
export async function picture(
  electron: ElectronApplication,
  width: number,
  height: number,
): Promise<Buffer> {
  const text = await electron.evaluate(
    ({ nativeImage }, size) =>
      nativeImage
        .createFromBitmap(Buffer.alloc(size.width * size.height * 4, 160), size)
        .toPNG()
        .toString('base64'),
    { width, height },
  );
  return Buffer.from(text, 'base64');
}

/** `words`: what lies beside it, by its type. */
export const copyPicture = (
  page: Page,
  png: Buffer,
  words: Readonly<Record<string, string>> = {},
): Promise<void> =>
  page.evaluate(
    ([image, texts]) => {
      const bytes = Uint8Array.from(atob(image), (sign) => sign.charCodeAt(0));
      const parts = { ...texts, 'image/png': new Blob([bytes], { type: 'image/png' }) };
      return navigator.clipboard.write([new ClipboardItem(parts)]);
    },
    [png.toString('base64'), words] as const,
  );

/** As a file manager does. `places`: paths. */
export function copyFiles(electron: ElectronApplication, places: string[]): Promise<void> {
  const list = places.map((place) => `${pathToFileURL(place).href}\r\n`).join('');
  return electron.evaluate(async ({ clipboard, ClipboardItem: Item }, files) => {
    // Electron 42, which runs where its makers cannot be reached, has the clipboard of before.
    const before = clipboard as object as { writeBuffer?: (type: string, data: Buffer) => void };
    if (before.writeBuffer) return before.writeBuffer('text/uri-list', Buffer.from(files));
    const type = 'electron application/osclipboard;format="text/uri-list"';
    return clipboard.write([new Item({ [type]: files })]);
  }, list);
}
