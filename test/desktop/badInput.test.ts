// What people type wrong, as the window answers it: in words, nothing lost, nothing stuck.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { DEFAULT_PORT } from '../../src/shared/protocol.ts';
import { describeDesktop } from '../support/electron.ts';
import { testServer } from '../support/server.ts';
import { sharedApp } from './support/shared.ts';
import { hostedAt, lookFor, teamOf, whenLine } from './support/steps.ts';

describeDesktop('joining', () => {
  const { app } = sharedApp();

  it('says what is wrong with an address', async () => {
    const { page } = app;
    await lookFor(page, 'not an address');
    const invalid = await errorText(page);
    await lookFor(page, '127.0.0.1:1');
    const unreachable = await nextErrorText(page, invalid);
    await lookFor(page, `127.0.0.1:${portOf(await webServer())}`);
    const foreign = await nextErrorText(page, unreachable);
    for (const text of [invalid, unreachable, foreign]) expect(text).toMatch(/\w+ \w+/);
    // Words for people, not codes for developers.
    for (const text of [invalid, unreachable, foreign])
      expect(text).not.toMatch(/[A-Z]+_[A-Z]+|ECONN/);
  });

  it('asks for another name when one is taken', async () => {
    const { addresses, member } = await testServer({ team: 'Riverside Lab' });
    await member('Mara Lind');
    const { page } = app;
    await lookFor(page, addresses[0] ?? '');
    await page.getByTestId('join-person-name').fill('mara lind');
    await page.getByTestId('join-submit').click();
    await expect.poll(() => errorText(page)).toMatch(/name/i);
    await page.getByTestId('join-person-name').fill('Mara L.');
    await page.getByTestId('join-submit').click();
    await whenLine(page, 'live');
  });
});

describeDesktop('hosting', () => {
  const { app, again } = sharedApp();

  it('takes another port when the usual one is in use', async () => {
    const held = await webServer(DEFAULT_PORT).then(
      () => true,
      () => false,
    );
    const { page } = app;
    await page.getByTestId('welcome-host').click();
    await page.getByTestId('host-team-name').fill('Riverside Lab');
    await page.getByTestId('host-person-name').fill('Mara Lind');
    await page.getByTestId('host-submit').click();
    await whenLine(page, 'live');
    const hosted = await hostedAt(page);
    // Whoever else had it may have left meanwhile, as a test beside this one does.
    const taken = held ? String(DEFAULT_PORT) : 'none';
    expect(hosted).not.toContain(taken);
    expect((await teamOf(page)).address).not.toContain(taken);
  });

  it('goes to another port when the one its people know is taken', async () => {
    const before = await hostedAt(app.page);
    await app.quit();
    await webServer(Number(before.split(':')[1]));
    await again(app);
    await whenLine(app.page, 'live');
    expect(await hostedAt(app.page)).not.toBe(before);
  });
});

async function errorText(page: Page): Promise<string> {
  const element = page.getByTestId('error-text').first();
  await element.waitFor();
  return (await element.innerText()).trim();
}

/** The text after another attempt: another one than before. */
async function nextErrorText(page: Page, before: string): Promise<string> {
  await expect.poll(() => errorText(page), { timeout: 20_000 }).not.toBe(before);
  return errorText(page);
}

async function webServer(port = 0): Promise<Server> {
  const server = createServer((_request, response) => response.end('<h1>A printer</h1>'));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
  onTestFinished(() => close(server));
  return server;
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
