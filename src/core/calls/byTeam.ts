// Every call about one team, by its name.
import type { TeamCall } from '../../shared/api.ts';
import type { SettingsStore } from '../settings.ts';
import type { Teams } from '../teams.ts';
import { botCalls } from './bots.ts';
import { conversationCalls } from './conversations.ts';
import type { TeamHandlers } from './handlers.ts';
import { historyCalls } from './history.ts';
import { inviteCalls } from './invites.ts';
import { messageCalls } from './messages.ts';
import { peopleCalls } from './people.ts';
import { queuedCalls } from './queued.ts';
import { searchCalls } from './search.ts';
import { teamCalls } from './team.ts';
import { offeringCalls } from './updates.ts';

export const callsByTeam = (teams: Teams, settings: SettingsStore): TeamHandlers<TeamCall> => ({
  ...teamCalls(teams, settings),
  ...inviteCalls,
  ...botCalls,
  ...offeringCalls,
  ...peopleCalls,
  ...conversationCalls,
  ...historyCalls,
  ...messageCalls,
  ...queuedCalls,
  ...searchCalls,
});
