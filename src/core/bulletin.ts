// What the window must hear once: what was mended or went wrong, and a link that somebody opened. For a
// window that is not there yet, or is locked, it waits.
import type { AppPushes } from '../shared/api.ts';
import type { Failure } from '../shared/errors.ts';
import type { OpenedLink } from '../shared/rows.ts';
import type { Log } from './log.ts';

export function createBulletin(
  push: <P extends keyof AppPushes>(name: P, payload: AppPushes[P]) => void,
  /** Shows the window in which it will be seen. */
  raise: (link: OpenedLink) => void,
  log: Log,
) {
  let read = false;
  const notices: Failure[] = [];
  let opened: OpenedLink | null = null;

  return {
    notice(failure: Failure): void {
      log('warn', 'notice', failure);
      if (read) push('notice', failure);
      else notices.push(failure);
    },
    open(link: OpenedLink): void {
      if (read) push('opened', link);
      else opened = link;
      raise(link);
    },
    /** From now on the window is told at once. */
    takeNotices(): Failure[] {
      read = true;
      return notices.splice(0);
    },
    takeOpened(): OpenedLink | null {
      const link = opened;
      opened = null;
      return link;
    },
    /** Nobody reads it until it is taken again. */
    close: (): void => void (read = false),
  };
}
