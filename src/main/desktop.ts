// The app at home on the desktop: tray and badge show what the teams are at, and the window goes to
// the tray and comes back.
import { app, type BrowserWindow } from 'electron';
import type { Client } from '../core/client.ts';
import { formatConversationLink } from '../shared/messageLink.ts';
import type { TeamState } from '../shared/rows.ts';
import { createAway } from './away.ts';
import { createBadge } from './badge.ts';
import type { SessionBus } from './dbus/connection.ts';
import { createHiding } from './hiding.ts';
import type { Log } from './log.ts';
import type { Texts } from './texts.ts';
import { createDesk, type Desk, nothingYet, withoutNames } from './tray/desk.ts';
import { watchTrayHost } from './trayHost.ts';

export function createDesktop(options: {
  window: BrowserWindow;
  bus: Promise<SessionBus>;
  client: Promise<Client>;
  texts: Texts;
  show: () => void;
  log: Log;
}) {
  const { window, bus, client, show, log } = options;
  let begun = false;
  /** Something wants to be seen before there is anything. */
  let wanted = false;
  let { texts } = options;
  let shown: Desk = nothingYet;
  let discreet = false;
  const badge = createBadge(window, bus);
  const away = createAway((on) => withClient((core) => core.idle(on)));
  const hiding = createHiding({
    window,
    texts,
    show,
    away: away.chosen,
    deeds: {
      quit: () => app.quit(),
      open(team, conversation) {
        withClient((core) => core.openLink(formatConversationLink({ team, conversation })));
      },
      away(on) {
        away.choose(on);
        hiding.redraw();
      },
      quiet(until) {
        withClient(async (core) => {
          for (const { id } of shown.teams) await core.call('dnd.set', { until }, id);
        });
      },
    },
  });
  const host = watchTrayHost(bus, hiding.trayIs, log);
  const desk = createDesk((news) => {
    shown = news;
    badge.show(news, texts);
    hiding.tell(discreet ? withoutNames(news) : news);
  });
  window.once('closed', () => {
    host.close();
    desk.close();
  });

  function withClient(act: (core: Client) => unknown): void {
    client
      .then(act)
      .catch((error: unknown) => log('error', 'the tray could not do it', { err: error }));
  }

  return {
    hide: hiding.hide,
    tray: host.there,
    raise(): void {
      if (begun) show();
      else wanted = true;
    },
    idle: away.idle,
    /** While the app is locked the tray counts, and names nothing. */
    lock(on: boolean): void {
      discreet = on;
      hiding.tell(on ? withoutNames(shown) : shown);
    },
    say(words: Texts): void {
      texts = words;
      hiding.say(words);
    },
    /** The teams as they are at the start. */
    follow: (teams: TeamState[]): void => withClient((core) => desk.follow(core, teams)),
    /** The window has something to show. `hidden`: in the tray, or, without one, in the task bar. */
    async begin(hidden: boolean): Promise<void> {
      if (hidden) await host.known;
      begun = true;
      hiding.begun(hidden && !wanted);
    },
  };
}
