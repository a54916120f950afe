// Calls about the app itself and about belonging to a team.
import { type CallName } from '../../shared/api.ts';
import { type Boot, Settings } from '../../shared/rows.ts';
import type { Failure } from '../../shared/errors.ts';
import type { Push } from '../changes.ts';
import type { JsonFile } from '../jsonFile.ts';
import type { Membership } from '../membership.ts';
import type { Handlers } from './handlers.ts';

export type AppCall = Extract<
  CallName,
  `app.${string}` | `settings.${string}` | `team.${string}` | `link.${string}`
>;

export type AppParts = Pick<Boot, 'version' | 'platform' | 'systemLocale'> & {
  settingsFile: JsonFile<Settings>;
  membership: Membership;
  notices: Failure[];
  push: Push;
};

export function createAppCalls({
  settingsFile,
  membership,
  notices,
  push,
  ...about
}: AppParts): Handlers<AppCall> {
  let settings = settingsFile.read() ?? Settings.parse({});

  async function change(changed: Partial<Settings>): Promise<Settings> {
    settings = { ...settings, ...changed };
    await settingsFile.write(settings);
    push('settings', settings);
    return settings;
  }

  return {
    'app.boot': async () => ({
      version: about.version,
      platform: about.platform,
      systemLocale: about.systemLocale,
      settings,
      team: membership.state(),
      link: membership.link(),
      notices: notices.splice(0),
    }),
    'settings.set': (changed) => change(changed as Partial<Settings>),
    'team.look': ({ address }) => membership.look(address),
    async 'team.join'({ address, name }) {
      const team = await membership.join(address, name);
      await change({ name });
      return team;
    },
    async 'team.host'({ team: teamName, name, port }) {
      const team = await membership.host(teamName, name, port);
      await change({ name });
      return team;
    },
    'team.forget': ({ discard }) => membership.forget(discard),
    'link.retry': () => membership.retry(),
  };
}
