// Calls about updates: of this app, and of what a team is offered.
import { uuidv7 } from 'uuidv7';
import type { teamUpdateCalls, updateCalls } from '../../shared/updateCalls.ts';
import type { Updates } from '../updates/updates.ts';
import type { AppHandlers, TeamHandlers } from './handlers.ts';

export const createUpdateCalls = (updates: Updates): AppHandlers<keyof typeof updateCalls> => ({
  'update.state': async () => updates.state(),
  async 'update.check'() {
    await updates.check();
    return updates.state();
  },
  'update.download': () => updates.download(),
  'update.cancel': async () => updates.cancel(),
  'update.install': () => updates.install(),
});

export const offeringCalls: TeamHandlers<keyof typeof teamUpdateCalls> = {
  'update.versions': ({ team }) => team.ask('update.list', {}),
  async 'update.offer'({ team }, { version }) {
    await team.ask('update.offer', { id: uuidv7(), version });
  },
};
