// Every verb of the command line, and what is said of them together.
import { settingsUsage } from '../config.ts';
import { backup } from './backup.ts';
import { bot } from './bot.ts';
import { hook } from './hook.ts';
import { init } from './init.ts';
import { invite } from './invite.ts';
import { key } from './key.ts';
import { restore } from './restore.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { team } from './team.ts';
import { updates } from './updates.ts';
import { user } from './user.ts';
import { table, type Verb } from './verb.ts';

export const verbs: Record<string, Verb> = {
  init,
  start,
  status,
  invite,
  user,
  bot,
  hook,
  team,
  updates,
  backup,
  restore,
  key,
};

const common = `Also:

  --json              answer in JSON, for programs
  --help              this text
`;

/** Of one verb, or of all. */
export function usageOf(name?: string): string {
  const verb = name === undefined ? undefined : verbs[name];
  if (verb) return [verb.usage, settingsUsage, common].join('\n');
  const list = table(Object.entries(verbs).map(([each, { summary }]) => [`  ${each}`, summary]));
  return `Lanline server: a messenger for the people on one network.

Usage: lanline-server VERB [options]

${list}
lanline-server VERB --help says more. --version says the version.
The verbs work while the server runs and while it does not, on the same computer
and as the same user.
`;
}
