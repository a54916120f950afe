// `team`: its name, and how people get in.
import { uuidv7 } from 'uuidv7';
import { DoorPolicy, type Team, TeamName } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { withConsole } from './console.ts';
import { expectWords, type Verb } from './verb.ts';

const doors: Record<DoorPolicy, string> = {
  invite: 'only people with an invite get in',
  ask: 'people without an invite ask, and are let in',
  open: 'everybody on the network gets in with a name',
};

export const team: Verb = {
  summary: "show or change the team's name, and how people get in",
  usage: `Usage: lanline-server team
       lanline-server team name NAME
       lanline-server team door POLICY

  invite   ${doors.invite}
  ask      ${doors.ask}
  open     ${doors.open}
`,
  async run({ config, words }) {
    const change = readChange(words);
    return withConsole(config, async (console) => {
      const { name, door } = (await console.status()).team;
      if (change) await console.ask('team.set', { id: uuidv7(), name, door, ...change });
      const now = (await console.status()).team;
      return { json: { team: now }, text: `${now.name}: ${doors[now.door]}.\n` };
    });
  },
};

function readChange([what, ...rest]: string[]): Partial<Pick<Team, 'name' | 'door'>> | undefined {
  if (what === undefined) return undefined;
  const [value] = expectWords(rest, what === 'door' ? 'POLICY' : 'NAME');
  const parsed = { name: TeamName, door: DoorPolicy }[what as 'name' | 'door']?.safeParse(value);
  if (!parsed) throw new Refusal('INVALID', `unknown: team ${what} (try --help)`);
  if (parsed.success) return { [what]: parsed.data };
  const rule = what === 'door' ? 'must be invite, ask or open' : parsed.error.issues[0]?.message;
  throw new Refusal('INVALID', `${what}: ${rule}`, { field: what });
}
