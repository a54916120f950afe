// The window's door to the core (steps 4 and 14 of the message path). The core checks each call's
// name and input itself; here is only asked who calls.
import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import type { Client } from '../core/client.ts';
import type { AppPushes } from '../shared/api.ts';
import { fail, type Outcome, Refusal } from '../shared/errors.ts';
import type { Log } from './log.ts';

/** Answers the page's calls, and tells it what the core has to say. */
export function connectWindow(page: WebContents, client: Promise<Client>, log: Log): void {
  ipcMain.handle('api', async (event, ...args: unknown[]): Promise<Outcome<unknown>> => {
    if (!isOurs(event, page)) {
      log('warn', 'a call from a foreign page was refused', {
        url: event.senderFrame?.url.slice(0, 200),
      });
      return fail(new Refusal('FORBIDDEN', 'not the window of Lanline'));
    }
    const [name, input, team = null] = args;
    if (typeof name !== 'string')
      return fail(new Refusal('INVALID', 'the name of a call is a string'));
    if (typeof team !== 'string' && team !== null)
      return fail(new Refusal('INVALID', 'the team of a call is a string or null'));
    return (await client).call(name, input, team);
  });

  // A core that could not start is told by whoever started it.
  client.then(
    (core) =>
      core.listen((name, payload, team) => {
        if (!page.isDestroyed()) page.send('api:push', name, payload, team);
      }),
    () => {},
  );
}

/** What main itself has to say to the page. */
export function tellPage<P extends keyof AppPushes>(
  page: WebContents,
  name: P,
  payload: AppPushes[P],
): void {
  if (!page.isDestroyed()) page.send('api:push', name, payload, null);
}

/** The top frame of our own window, showing our own page. */
function isOurs(event: IpcMainInvokeEvent, page: WebContents): boolean {
  const frame = event.senderFrame;
  return (
    frame !== null &&
    event.sender === page &&
    frame === page.mainFrame &&
    frame.url.startsWith('app://lanline/')
  );
}
