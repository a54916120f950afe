// Notifications of Windows and macOS, through Electron. Both have their own "do not disturb".
import { app, Notification } from 'electron';
import type { Log } from '../log.ts';
import type { Board, Did, Note } from './board.ts';
import type { NotifyWords } from './words.ts';

/** As in packaging/electronBuilder.mjs: Windows shows toasts only of programs that it knows by their id. */
const program = 'app.lanline.Lanline';

export function createElectronBoard(options: {
  words: () => NotifyWords;
  did: Did;
  log: Log;
}): Board {
  const { words, did, log } = options;
  const shown = new Map<string, Notification>();
  if (process.platform === 'win32') app.setAppUserModelId(program);

  function take(key: string): void {
    const notification = shown.get(key);
    // Before it closes, which it tells: nobody has put it away.
    shown.delete(key);
    notification?.close();
  }

  function put(key: string, note: Note): void {
    if (!Notification.isSupported()) return;
    take(key);
    const { title, body, sound, quiet, reply, read } = note;
    const notification = new Notification({
      title,
      body,
      silent: !sound || quiet,
      hasReply: reply,
      replyPlaceholder: words().replyHere,
      actions: read ? [{ type: 'button', text: words().markRead }] : [],
    });
    const only =
      <A extends unknown[]>(act: (...args: A) => void) =>
      (...args: A): void => {
        if (shown.get(key) === notification) act(...args);
      };
    notification.on(
      'click',
      only(() => did(key, { do: 'open' })),
    );
    notification.on(
      'action',
      only(() => did(key, { do: 'read' })),
    );
    notification.on(
      'reply',
      only(({ reply: text }) => did(key, { do: 'reply', text })),
    );
    notification.on(
      'close',
      only(({ reason }) => {
        shown.delete(key);
        // Without a reason it may only have left the screen.
        if (reason === 'userCanceled') did(key, { do: 'dismiss' });
      }),
    );
    notification.on(
      'failed',
      only((_event, error) => log('warn', 'a notification was not shown', { error })),
    );
    shown.set(key, notification);
    notification.show();
  }

  return { put, take, settled: async () => {} };
}
