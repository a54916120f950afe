// Calls about the app itself, and about finding and joining teams.
import { type Boot, type CheckRow, Settings, type TeamState } from '../../shared/rows.ts';
import { type Failure, Refusal } from '../../shared/errors.ts';
import type { AppPushes } from '../../shared/api.ts';
import type { Contacts } from '../contacts.ts';
import type { Founding } from '../founding.ts';
import type { Joining } from '../joining.ts';
import type { JsonFile } from '../jsonFile.ts';
import type { Teams } from '../teams.ts';
import type { AppHandlers } from './handlers.ts';

export type AppParts = Pick<Boot, 'version' | 'platform' | 'systemLocale' | 'suggestedName'> & {
  settingsFile: JsonFile<Settings>;
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
  push<P extends keyof AppPushes>(name: P, payload: AppPushes[P]): void;
};

export function createAppCalls(parts: AppParts): AppHandlers {
  const { settingsFile, teams, joining, founding, push } = parts;
  let settings = settingsFile.read() ?? Settings.parse({});
  /** One at a time: two quick clicks must not make two people, or two teams. */
  let busy = false;

  async function change(changed: Partial<Settings>): Promise<Settings> {
    settings = { ...settings, ...changed };
    await settingsFile.write(settings);
    push('settings', settings);
    return settings;
  }

  async function alone<T>(work: () => Promise<T>): Promise<T> {
    if (busy) throw new Refusal('RATE_LIMITED', 'still at it');
    busy = true;
    try {
      return await work();
    } finally {
      busy = false;
    }
  }

  return {
    'app.boot': async () => ({
      version: parts.version,
      platform: parts.platform,
      systemLocale: parts.systemLocale,
      suggestedName: parts.suggestedName,
      settings,
      teams: teams.list(),
      asking: joining.asking(),
      keyring: parts.keyring(),
      notices: parts.takeNotices(),
      opened: parts.takeOpened(),
    }),
    'settings.set': (changed) => change(changed as Partial<Settings>),

    'nearby.watch': async ({ on }) => parts.watchNearby(on),
    'team.look': ({ place }) => joining.look(place),
    'team.join': (wanted) =>
      alone(async () => {
        const answer = await joining.join(wanted);
        if (wanted.name !== undefined) await change({ name: wanted.name });
        return answer;
      }),
    'asking.cancel': async ({ asking }) => joining.cancel(asking),
    'team.host': ({ team, name, port }) =>
      alone(async (): Promise<TeamState> => {
        const founded = await founding.found(team, name, port);
        await change({ name });
        return founded;
      }),

    'network.check': parts.checkNetwork,
    'network.contacts': async () => parts.contacts.list(),
    async 'report.save'({ text }) {
      if (!parts.saveReport) throw new Refusal('FORBIDDEN', 'this program cannot ask where to');
      return { path: await parts.saveReport(text) };
    },
  };
}
