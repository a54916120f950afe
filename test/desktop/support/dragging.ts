// Drags as the system has them: the browser's own drag, with files that lie on the disk.
import type { Locator, Page } from 'playwright-core';

export type Drag = {
  /** Moves over the middle of it. */
  over(place: Locator): Promise<void>;
  /** Lets go where it is. */
  drop(): Promise<void>;
  /** By Esc, as the window hears it: the debugger cannot let a drag leave. */
  giveUp(): Promise<void>;
};

type Carried = { files?: string[]; text?: string };

/** Begins outside the window. `files`: paths. */
export async function dragInto(page: Page, { files = [], text }: Carried): Promise<Drag> {
  const session = await page.context().newCDPSession(page);
  const items = text === undefined ? [] : [{ mimeType: 'text/plain', data: text }];
  const data = { items, files, dragOperationsMask: 1 };
  let at = { x: 2, y: 2 };
  const tell = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', { type, ...at, data });
  await tell('dragEnter');
  await tell('dragOver');
  return {
    async over(place) {
      const box = await place.boundingBox();
      if (!box) throw new Error('nothing to drag over');
      at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      // The second is the first that knows what lies there by now.
      await tell('dragOver');
      await tell('dragOver');
    },
    async drop() {
      await tell('drop');
      await session.detach();
    },
    async giveUp() {
      await page.keyboard.press('Escape');
      await session.detach();
    },
  };
}
