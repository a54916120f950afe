// lanline:// links that the system hands us: as an argument of a first or second start, or, on
// macOS, as an event. Anybody may have written them, a web page for example, together with other
// arguments: what is not such a link is not looked at, and the link is only shown to the person.
import { app } from 'electron';
import type { Log } from './log.ts';

const scheme = 'lanline';

/** No link of ours is longer; what was cut off makes it an invalid one. */
const longest = 4096;

export type Links = {
  /** `open` checks the link and shows it. */
  openWith(open: (link: string) => void): void;
};

/** The link among a program's arguments. Of several only the first: a person opens one at a time. */
export function linkAmong(args: readonly string[]): string | null {
  const link = args.find((arg) => arg.toLowerCase().startsWith(`${scheme}:`));
  return link?.slice(0, longest) ?? null;
}

/** Hears of links from now on; those that come before `opened` is given are kept for it. Before Electron is ready. */
export function listenForLinks(log: Log): Links {
  let waiting: string | null = linkAmong(process.argv.slice(1));
  let open = (link: string): void => void (waiting = link);

  app.on('open-url', (event, url) => {
    event.preventDefault();
    const link = linkAmong([url]);
    if (link !== null) open(link);
  });
  app.on('second-instance', (_event, args) => {
    const link = linkAmong(args);
    // Neither the arguments nor the link are logged: its code lets people in.
    log('info', 'started again', { link: link !== null });
    if (link !== null) open(link);
  });

  return {
    openWith(receive) {
      open = receive;
      if (waiting !== null) receive(waiting);
      waiting = null;
    },
  };
}

/** Makes links of ours start this program. A checkout does so only for those who asked for it. */
export function becomeLinkHandler(developing: boolean): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient(scheme, process.execPath, ['--']);
  else if (developing)
    app.setAsDefaultProtocolClient(scheme, process.execPath, [app.getAppPath(), '--']);
}
