// Drives one app from inside its network namespace, which Playwright cannot reach into from outside:
// it speaks with the app over loopback, and each namespace has its own. Told what to do by remote.ts;
// ends, and the app with it, when that goes away.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { ElectronApplication, Page } from 'playwright-core';
import { createBirpc } from 'birpc';
import { launch } from './launch.ts';
import * as steps from './steps.ts';

/** What a hand and an eye do. */
const hands = {
  click: (on: Page, selector: string): Promise<void> => on.click(selector),
  fill: (on: Page, selector: string, text: string): Promise<void> => on.fill(selector, text),
  press: (on: Page, selector: string, key: string): Promise<void> => on.press(selector, key),
  async see(on: Page, selector: string): Promise<string> {
    const found = on.locator(selector).first();
    await found.waitFor();
    return (await found.innerText()).trim();
  },
};
export type Steps = typeof steps & typeof hands;

export type Driver = {
  /** Starts the app and waits for its page. */
  open(args: string[], env: Record<string, string>): Promise<void>;
  /** As Ctrl+Q does. */
  quit(): Promise<void>;
  /** One of `Steps`, by its name, on this app's page. */
  step(name: string, args: unknown[]): Promise<unknown>;
};

let app: ElectronApplication | undefined;
let child: ChildProcess | undefined;
let page: Page | undefined;

const driver: Driver = {
  async open(args, env) {
    app = await launch(args, env);
    // Once the app has ended, Playwright does not tell it any more.
    child = app.process();
    page = await app.firstWindow();
    await steps.whenOpen(page);
  },
  async quit() {
    if (!app || !child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    // The answer to "quit" may be lost with the app that gave it.
    await Promise.allSettled([app.evaluate(({ app: it }) => it.quit()), ended]);
  },
  step(name, args) {
    const step = ({ ...steps, ...hands } as Record<string, unknown>)[name] as
      | ((page: Page | undefined, ...args: unknown[]) => Promise<unknown>)
      | undefined;
    if (!step) throw new Error(`no step ${name}`);
    return step(page, ...args);
  },
};

createBirpc<object, Driver>(driver, {
  post: (message) => process.send?.(message),
  on: (receive) => process.on('message', receive),
});
process.once('disconnect', () => {
  child?.kill('SIGKILL');
  process.exit(0);
});
