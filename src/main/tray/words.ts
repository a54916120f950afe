// What the tray says: its tooltip, and how a name stands in its menu.
import type { Texts } from '../texts.ts';
import type { Desk, TeamShown } from './desk.ts';

const mostTeams = 8;
const longestName = 60;

/** "3 unread - Riverside Lab", a line for each team. */
export function tooltip({ teams }: Desk, texts: Texts): string {
  if (teams.length === 0) return 'Lanline';
  const lines = teams
    .slice(0, mostTeams)
    .map((team) => `${stateOf(team, texts)} - ${plain(team.name)}`);
  return [...lines, ...(teams.length > mostTeams ? ['…'] : [])].join('\n');
}

function stateOf({ unread, connected }: TeamShown, texts: Texts): string {
  const says = unread > 0 ? texts.unread(unread) : connected ? texts.nothingUnread : '';
  const line = [says, connected ? '' : texts.notConnected].filter(Boolean).join(', ');
  return line.charAt(0).toUpperCase() + line.slice(1);
}

/** In a menu & marks the next letter as a key. */
export const inMenu = (name: string): string => plain(name).replaceAll('&', '&&');

/** One line without what would turn or hide letters: names are what others call themselves. */
const plain = (name: string): string => {
  const line = name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.length > longestName ? `${line.slice(0, longestName - 1)}…` : line;
};
