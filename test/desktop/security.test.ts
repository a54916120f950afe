// The window's walls (security.md): what the page, or a page that is not ours, cannot do. All of one app that has
// just started: no attempt gets anywhere, so the next finds everything as it was.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { root } from '../../scripts/setup/paths.mjs';
import { describeDesktop } from '../support/electron.ts';
import { sharedApp } from './support/shared.ts';

describeDesktop('the window', () => {
  const { app } = sharedApp();

  // Before anything else asks.
  it('asked for nothing outside while it started', () => {
    expect(log(app.folder)).not.toContain('a request from the window was stopped');
  });

  it('has no Node, and of the core only the bridge', async () => {
    const { page } = app;
    const found = await page.evaluate(() => ({
      globals: ['require', 'process', 'module', 'global', 'Buffer', '__dirname'].filter(
        (n) => n in window,
      ),
      bridge: Object.keys(window.lanline).toSorted(),
    }));
    expect(found).toEqual({ globals: [], bridge: ['call', 'listen'] });
  });

  it('keeps the safe settings of Electron', async () => {
    const { electron } = app;
    const preferences = await electron.evaluate(({ BrowserWindow, session }) => {
      // Electron knows this call but does not document it.
      const page = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, boolean>;
      };
      const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } =
        page.getLastWebPreferences();
      const spellcheck = session.defaultSession.isSpellCheckerEnabled();
      return { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity, spellcheck };
    });
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: false,
    });
  });

  it('stays where it is and opens nothing but safe links, in the browser', async () => {
    const { page, electron, folder } = app;
    const here = page.url();
    await electron.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      Object.assign(shell, { openExternal: async (url: string) => void opened.push(url) });
    });
    const windows = await page.evaluate(
      (links) => links.map((link) => window.open(link)),
      [
        'https://example.org/a',
        'mailto:mara@lab.example',
        'file:///etc/passwd',
        'javascript:alert(1)',
        'ssh://lab.example',
        'lanline://join',
        'app://lanline/index.html',
      ],
    );
    expect(windows.every((opened) => opened === null)).toBe(true);
    const opened = () =>
      electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
    await expect.poll(opened).toEqual(['https://example.org/a', 'mailto:mara@lab.example']);

    for (const link of ['https://example.org/', 'app://lanline/index.html?again', 'app://other/']) {
      await page.evaluate((to) => void (location.href = to), link);
      await expect.poll(() => log(folder)).toContain(`"url":"${link}"`);
    }
    expect(page.url()).toBe(here);
    expect(electron.windows()).toHaveLength(1);
  });

  it('is served with a strict policy, from its own folder only', async () => {
    const { electron } = app;
    const root = await ask(electron, 'app://lanline/index.html');
    expect(root).toMatchObject({
      status: 200,
      type: 'text/html; charset=utf-8',
      nosniff: 'nosniff',
    });
    expect(root.policy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: media:; " +
        "media-src blob: media:; font-src 'self'; connect-src 'none'; object-src 'none'; " +
        "frame-src 'none'; base-uri 'none'; form-action 'none'",
    );
    for (const path of [
      '..%2f..%2fpackage.json',
      '%2e%2e/%2e%2e/package.json',
      'assets',
      '%00',
      '%',
    ]) {
      expect(await ask(electron, `app://lanline/${path}`)).toMatchObject({ status: 404 });
    }
  });

  it('reaches no network, neither from the page nor from Chromium', async () => {
    const { page, electron, folder } = app;
    let reached = 0;
    const near = createServer((_request, response) => {
      reached += 1;
      response.end('reached');
    });
    near.on('connection', () => (reached += 1));
    onTestFinished(() => void near.close());
    await once(near.listen(0, '127.0.0.1'), 'listening');
    const host = `127.0.0.1:${(near.address() as AddressInfo).port}`;
    const links = ['https://example.org/x', `http://${host}/healthz`, `ws://${host}/`];
    const fetched = await page.evaluate(
      (all) =>
        Promise.all(
          all.map((link) =>
            fetch(link).then(
              () => 'reached',
              () => 'refused',
            ),
          ),
        ),
      links,
    );
    expect(fetched).toEqual(['refused', 'refused', 'refused']);
    // An image is not under connect-src; the policy and the session each stop it.
    expect(await page.evaluate(loadImage, `http://${host}/x.png`)).toBe('refused');
    for (const link of links.slice(0, 2)) {
      expect(await ask(electron, link)).toEqual({ status: 0 });
      expect(log(folder)).toContain(`"url":"${link}"`);
    }
    expect(reached).toBe(0);
  });

  it('gets no permission but notifications and writing to the clipboard', async () => {
    const { page } = app;
    const names = ['geolocation', 'camera', 'microphone', 'midi', 'clipboard-read'];
    const states = await page.evaluate(
      (all) =>
        Promise.all(
          all.map(
            async (name) =>
              (await navigator.permissions.query({ name: name as PermissionName })).state,
          ),
        ),
      names,
    );
    expect(states).toEqual(names.map(() => 'denied'));
  });

  it('answers no page but its own', async () => {
    const { page, electron, folder } = app;
    expect(await page.evaluate(bridgeInFrame)).toBe(false);
    const answer = await askFromForeignPage(electron);
    expect(answer).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
    expect(log(folder)).toContain('a call from a foreign page was refused');
  });

  it('answers wrong calls with a typed failure', async () => {
    const { page } = app;
    const codes = await page.evaluate(async () => {
      const calls: [unknown, unknown, unknown?][] = [
        [3, undefined],
        ['app.boot', undefined, 3],
        ['app.boot', undefined, { id: 'x' }],
        ['no.such.call', undefined],
        ['__proto__', {}],
        ['message.send', { conversation: 5, text: ['x'] }],
        ['message.send', undefined],
        ['settings.set', { theme: 'pink' }],
      ];
      const answers = calls.map(([name, input, team]) =>
        window.lanline.call(name as string, input, team as string),
      );
      return (await Promise.all(answers)).map(
        (answer) => (answer as { ok: boolean; error?: { code: string } }).error?.code,
      );
    });
    expect(codes).toEqual([
      'INVALID',
      'INVALID',
      'INVALID',
      'UNKNOWN_COMMAND',
      'UNKNOWN_COMMAND',
      'INVALID',
      'INVALID',
      'INVALID',
    ]);
  });
});

const log = (folder: string): string => readFileSync(join(folder, 'logs', 'app.log'), 'utf8');

type Answer = {
  status: number;
  type?: string | null;
  policy?: string | null;
  nosniff?: string | null;
};

/**
 * Asks through the window's session, below the page's own policy. Status 0: nothing came. Electron now and then never
 * says so of what was stopped, so that is not waited for without end.
 */
const ask = (electron: ElectronApplication, link: string): Promise<Answer> =>
  electron.evaluate(({ session }, url) => {
    const answer = session.defaultSession.fetch(url).then(
      ({ status, headers }) => ({
        status,
        type: headers.get('content-type'),
        policy: headers.get('content-security-policy'),
        nosniff: headers.get('x-content-type-options'),
      }),
      () => ({ status: 0 }),
    );
    const silence = new Promise<Answer>((resolve) => {
      setTimeout(() => resolve({ status: 0 }), 20_000);
    });
    return Promise.race([answer, silence]);
  }, link);

const loadImage = (url: string): Promise<string> =>
  new Promise((resolve) => {
    const image = new Image();
    image.addEventListener('load', () => resolve('reached'));
    image.addEventListener('error', () => resolve('refused'));
    image.src = url;
  });

/** A frame in our page that the policy allows: an empty one. */
function bridgeInFrame(): boolean {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const found = frame.contentWindow !== null && 'lanline' in frame.contentWindow;
  frame.remove();
  return found;
}

/** The strongest attacker: a page of another origin that somehow got our preload. */
const askFromForeignPage = (electron: ElectronApplication): Promise<unknown> =>
  electron.evaluate(
    async ({ BrowserWindow }, preload) => {
      const foreign = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true },
      });
      await foreign.loadURL('about:blank');
      const script = `window.lanline.call('app.boot', undefined, null)`;
      const answer: unknown = await foreign.webContents.executeJavaScript(script);
      foreign.destroy();
      return answer;
    },
    join(root, 'out', 'preload', 'index.cjs'),
  );
