// Apps that all tests of a file share: each test then works with messages and channels of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type App, logTail, startApp } from './app.ts';
import { hostTeam, joinTeam, openConversation } from './steps.ts';

/** Mara hosts and owns the team; Wei is a member of it. */
type Pair = {
  mara: App;
  wei: App;
  /** For more people. */
  address(): string;
  /** Starts an app anew that has ended, on the same folder; whoever holds it holds the new one. */
  again(app: App): Promise<void>;
};

export const names = { mara: 'Mara Lind', wei: 'Wei Chen 陈伟' } as const;

/** Two people in one team, both looking at #general; to be called inside a `describe`, read inside its tests. */
export function sharedPair(): Pair {
  // Filled when the apps are there; what a test has in its hands are these.
  const mara = {} as App;
  const wei = {} as App;
  let address = '';
  const { fresh, again } = openForAll([mara, wei]);

  beforeAll(async () => {
    const opened = await Promise.all([fresh(mara), fresh(wei)]);
    address = await hostTeam(mara.page, 'Riverside Lab', names.mara);
    await joinTeam(wei.page, address, names.wei);
    for (const { page } of opened) await openConversation(page, 'general');
  });
  return { mara, wei, address: () => address, again };
}

/** One person, who has no team unless `prepare` gives them one; called and read as `sharedPair`. */
export function sharedApp(
  prepare: (app: App) => Promise<unknown> = async () => undefined,
): { app: App } & Pick<Pair, 'again'> {
  const app = {} as App;
  const { fresh, again } = openForAll([app]);
  beforeAll(async () => {
    await prepare(await fresh(app));
  });
  return { app, again };
}

/** Mara hosts, alone, and looks at #general: for `sharedApp`. */
export async function hostAlone({ page }: App): Promise<void> {
  await hostTeam(page, 'Riverside Lab', names.mara);
  await openConversation(page, 'general');
}

/** Starts apps that end, and whose folders go, when all tests are over. */
function openForAll(all: readonly App[]) {
  const started: Pick<App, 'kill'>[] = [];
  const folders: string[] = [];

  async function open(app: App, folder: string): Promise<App> {
    Object.assign(app, await startApp(folder, {}, (one) => started.push(one)));
    // Whatever does not come is told sooner than the test's own time is over.
    app.page.setDefaultTimeout(20_000);
    return app;
  }
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    for (const folder of folders) console.log(logTail(folder));
    // What stood over the windows, if anything did.
    for (const { page } of all)
      console.log(await page.locator('[role="dialog"], .notices').allInnerTexts().catch(String));
  });
  afterAll(async () => {
    await Promise.all(started.map((app) => app.kill()));
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return {
    fresh(app: App): Promise<App> {
      const folder = mkdtempSync(join(tmpdir(), 'lanline-desktop-'));
      folders.push(folder);
      return open(app, folder);
    },
    again: async (app: App): Promise<void> => void (await open(app, app.folder)),
  };
}
