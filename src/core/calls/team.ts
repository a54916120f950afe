// Calls about a team as a whole, and about being in it.
import { uuidv7 } from 'uuidv7';
import type { TeamCall } from '../../shared/api.ts';
import type { SettingsStore } from '../settings.ts';
import type { Teams } from '../teams.ts';
import type { TeamHandlers } from './handlers.ts';

export const teamCalls = (
  teams: Teams,
  settings: SettingsStore,
): TeamHandlers<Extract<TeamCall, `team.${string}` | `link.${string}`>> => ({
  async 'team.forget'(membership, { discard }) {
    await teams.forget(membership, discard);
    if (settings.now.team === membership.id) await settings.change({ team: null });
  },
  'team.trust': (membership, { link }) => membership.trust(link),
  'link.retry': (membership) => membership.retry(),
  'link.ways': async (membership) => membership.ways(),
  'link.try': (membership, { way }) => membership.tryWay(way),
  'link.force': (membership, { way }) => membership.force(way),
  'link.watch': async ({ team }, { on }) => team.watch(on),
  async 'team.set'({ team }, changed) {
    await team.ask('team.set', { id: uuidv7(), ...changed });
  },
});
