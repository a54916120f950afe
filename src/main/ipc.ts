// The windows' door to the core (steps 4 and 14 of the message path). The core checks each call's
// name and input itself; here is only asked who calls.
import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import type { Client } from '../core/client.ts';
import type { AppPushes } from '../shared/api.ts';
import type { Asker } from '../core/windows.ts';
import { fail, type Outcome, Refusal } from '../shared/errors.ts';
import type { Log } from './log.ts';

/**
 * Answers the calls of the pages that are let in, and tells them what the core has to say. Answers how to let one in:
 * that of the main window, or that of a conversation.
 */
export function connectPages(
  client: Promise<Client>,
  log: Log,
): (page: WebContents, asker: Asker) => void {
  const pages = new Map<WebContents, Asker>();

  async function answer(event: Asking, args: unknown[]): Promise<Outcome<unknown>> {
    const asker = pages.get(event.sender);
    if (asker === undefined || !isOurs(event)) {
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
    return (await client).call(name, input, team, asker);
  }

  ipcMain.handle('api', (event, ...args: unknown[]) => answer(event, args));
  // A page that waits does nothing else meanwhile: for spelling alone, which never takes long to answer.
  ipcMain.on('api:spelling', (event, words: unknown) => {
    void answer(event, ['spelling.check', { words }])
      .catch(fail)
      .then((outcome) => (event.returnValue = outcome));
  });

  // A core that could not start is told by whoever started it.
  client.then(
    (core) =>
      core.listen((name, payload, team) => {
        for (const page of pages.keys())
          if (!page.isDestroyed()) page.send('api:push', name, payload, team);
      }),
    () => {},
  );

  return (page, asker) => {
    pages.set(page, asker);
    page.once('destroyed', () => pages.delete(page));
  };
}

/** What main itself has to say to the page. */
export function tellPage<P extends keyof AppPushes>(
  page: WebContents,
  name: P,
  payload: AppPushes[P],
): void {
  if (!page.isDestroyed()) page.send('api:push', name, payload, null);
}

type Asking = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>;

/** The top frame of a window, showing our own page. */
function isOurs({ sender, senderFrame: frame }: Asking): boolean {
  return frame !== null && frame === sender.mainFrame && frame.url.startsWith('app://lanline/');
}
