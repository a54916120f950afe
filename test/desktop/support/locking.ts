// How an app with a lock is locked by what somebody does.
import type { Page } from 'playwright-core';

/** The pages that are open look locked already, and are read anew then: what follows is about the new ones. */
export async function locksBy(pages: Page[], how: () => Promise<unknown>): Promise<void> {
  await Promise.all([...pages.map((page) => page.waitForEvent('load')), how()]);
  for (const page of pages) await page.getByTestId('locked').waitFor();
}
