// A real browser for pages that are made for browsers. Where there is none, its tests are skipped and say so.
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { describe } from 'vitest';

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);

/** `describe`, where a browser is installed (scripts/setup/testTools.mjs sees to it). */
export const describeInBrowser = (name: string, body: () => void) =>
  describe.skipIf(program === undefined)(program ? name : `${name} (no chromium here)`, body);

/** To be closed by whoever opened it. Loads nothing by itself, and knows of no network but this computer's. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: program ?? '',
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Each is a visitor of their own. What the page complains of is gathered. */
export async function visit(
  browser: Browser,
  url: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ page: Page; context: BrowserContext; complaints: string[] }> {
  const context = await browser.newContext({ locale: 'en-US', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  return { page, context, complaints };
}
