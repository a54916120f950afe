// Calls about the app itself, and about finding and joining teams.
import type { Boot, CheckRow, Settings, TeamState } from '../../shared/rows.ts';
import { type Failure, Refusal } from '../../shared/errors.ts';
import type { Contacts } from '../contacts.ts';
import type { DeskPort } from '../desk.ts';
import type { Founding } from '../founding.ts';
import type { Joining } from '../joining.ts';
import type { Lock } from '../lock/lock.ts';
import type { Alerts } from '../notify/alerts.ts';
import type { SettingsStore } from '../settings.ts';
import type { Spelling } from '../spelling/spelling.ts';
import type { Teams } from '../teams.ts';
import type { Updates } from '../updates/updates.ts';
import { keyOf, type Windows } from '../windows.ts';
import type { AppHandlers } from './handlers.ts';
import { createLockCalls } from './lock.ts';
import { createSpellingCalls } from './spelling.ts';
import { createUpdateCalls } from './updates.ts';

export type AppParts = Pick<Boot, 'version' | 'platform' | 'systemLocale' | 'suggestedName'> & {
  settings: SettingsStore;
  teams: Teams;
  joining: Joining;
  founding: Founding;
  contacts: Contacts;
  keyring(): Boot['keyring'];
  /** Gathered since the last time; each is told once. */
  takeNotices(): Failure[];
  takeOpened(): Boot['opened'];
  watchNearby(on: boolean): void;
  checkNetwork(): Promise<CheckRow[]>;
  saveReport?: ((text: string) => Promise<string | null>) | undefined;
  desk?: DeskPort | undefined;
  alerts: Alerts | undefined;
  lock: Lock;
  updates: Updates;
  saving(): boolean;
  spelling: Spelling | undefined;
  windows: Windows;
  /** Throws LINK_INVALID. */
  openLink(text: string): void;
};

export function createAppCalls(parts: AppParts): AppHandlers {
  const { settings, teams, joining, founding } = parts;
  /** One at a time: two quick clicks must not make two people, or two teams. */
  let busy = false;

  async function alone<T>(work: () => Promise<T>): Promise<T> {
    if (busy) throw new Refusal('RATE_LIMITED', 'still at it');
    busy = true;
    try {
      return await work();
    } finally {
      busy = false;
    }
  }

  function desk(): DeskPort {
    if (!parts.desk) throw new Refusal('FORBIDDEN', 'this program has no desktop');
    return parts.desk;
  }

  return {
    'app.boot': async (_nothing, asker) => ({
      version: parts.version,
      platform: parts.platform,
      systemLocale: parts.systemLocale,
      suggestedName: parts.suggestedName,
      settings: settings.now,
      teams: teams.list(),
      asking: joining.asking(),
      keyring: parts.keyring(),
      // The main window tells them.
      notices: asker ? [] : parts.takeNotices(),
      opened: asker ? null : parts.takeOpened(),
      lock: parts.lock.state(),
      place: parts.lock.takePlace(keyOf(asker)),
      saving: parts.saving(),
      windows: parts.windows.list(),
    }),
    'settings.set': (changed) => settings.change(changed as Partial<Settings>),

    'autostart.get': async () => (await parts.desk?.autostart()) ?? null,
    async 'autostart.set'({ mode }) {
      await desk().setAutostart(mode);
    },
    'window.close': async ({ quit }) => desk().closeWindow(quit),
    'window.open': async (place) => parts.windows.open(place),
    'link.open': async ({ text }) => parts.openLink(text),

    'attention.set': async (shown, asker) => parts.alerts?.see(shown, keyOf(asker)),
    async 'notification.test'() {
      if (!parts.alerts) throw new Refusal('FORBIDDEN', 'this program shows no notifications');
      parts.alerts.test();
    },

    'nearby.watch': async ({ on }) => parts.watchNearby(on),
    'team.look': joining.look,
    'team.join': (wanted) =>
      alone(async () => {
        const answer = await joining.join(wanted);
        if (wanted.name !== undefined) await settings.change({ name: wanted.name });
        return answer;
      }),
    'asking.cancel': async ({ asking }) => joining.cancel(asking),
    'team.host': ({ team, name, port }) =>
      alone(async (): Promise<TeamState> => {
        const founded = await founding.found(team, name, port);
        await settings.change({ name });
        return founded;
      }),

    ...createLockCalls(parts),
    ...createSpellingCalls(parts.spelling),
    ...createUpdateCalls(parts.updates),
    'network.check': parts.checkNetwork,
    'network.contacts': async () => parts.contacts.list(),
    async 'report.save'({ text }) {
      if (!parts.saveReport) throw new Refusal('FORBIDDEN', 'this program cannot ask where to');
      return { path: await parts.saveReport(text) };
    },
  };
}
