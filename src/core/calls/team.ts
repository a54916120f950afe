// Calls about a team as a whole, and about being in it.
import { uuidv7 } from 'uuidv7';
import type { TeamCall } from '../../shared/api.ts';
import type { Teams } from '../teams.ts';
import type { TeamHandlers } from './handlers.ts';

export const teamCalls = (
  teams: Teams,
): TeamHandlers<Extract<TeamCall, `team.${string}` | `link.${string}`>> => ({
  'team.forget': (membership, { discard }) => teams.forget(membership, discard),
  'team.trust': (membership, { link }) => membership.trust(link),
  'link.retry': (membership) => membership.retry(),
  async 'team.set'({ team }, changed) {
    await team.ask('team.set', { id: uuidv7(), ...changed });
  },
});
