// An app on another computer: in a network namespace, driven by a driver.ts of its own.
import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { createBirpc } from 'birpc';
import { onTestFinished } from 'vitest';
import type { CallInput, CallName, CallOutput } from '../../../src/shared/api.ts';
import { electronArgs } from '../../support/electron.ts';
import type { Computer } from '../../support/namespaces.ts';
import { appEnv, logTail, temporaryFolder } from './app.ts';
import type { Driver, Steps } from './driver.ts';
import { asShipped } from './launch.ts';

type Rest<F> = F extends (page: Page, ...args: infer A) => unknown ? A : never;
type Answer<F> = F extends (...args: never[]) => infer R ? Awaited<R> : never;

export type RemoteApp = {
  folder: string;
  /** Does in that app's window what steps.ts, or driver.ts, calls so. */
  step<N extends keyof Steps>(name: N, ...args: Rest<Steps[N]>): Promise<Answer<Steps[N]>>;
  /** Asks its core. */
  call<N extends CallName>(
    name: N,
    input?: CallInput<N>,
    team?: string | null,
  ): Promise<CallOutput<N>>;
  /** As Ctrl+Q does; the folder stays. */
  quit(): Promise<void>;
};

/** Opens the app on that computer, with discovery as people have it; killed when the test is over. */
export async function openRemote(
  computer: Computer,
  { folder = temporaryFolder(), env = {} }: { folder?: string; env?: Record<string, string> } = {},
): Promise<RemoteApp> {
  const child = computer.fork(new URL('driver.ts', import.meta.url), [], {
    serialization: 'advanced',
  });
  const ended = once(child, 'exit');
  const driver = createBirpc<Driver, object>(
    {},
    {
      post: (message) => child.connected && child.send(message),
      on: (receive) => void child.on('message', receive),
      // The test's own time is the limit.
      timeout: -1,
    },
  );
  void ended.then(() => driver.$close(new Error('the driver has ended')));
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') console.log(logTail(folder));
    if (child.connected) child.disconnect();
    await ended;
  });
  await driver.open(
    [...asShipped, ...electronArgs()],
    appEnv(folder, { LANLINE_DISCOVERY: '', ...env }),
  );
  return {
    folder,
    step: async (name, ...args) => (await driver.step(name, args)) as never,
    call: async (...args) => (await driver.step('call', args)) as never,
    quit: () => driver.quit(),
  };
}
