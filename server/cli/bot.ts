// `bot`: programs that speak and listen as a member of the team.
import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { Scope } from '../../src/shared/bots.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { channelsCalled } from './channels.ts';
import { type Console, withConsole } from './console.ts';
import { curlLine } from './curl.ts';
import { describeDuration, readDuration } from './duration.ts';
import { type Answer, type Call, expectWords, table, type Verb } from './verb.ts';

export const bot: Verb = {
  summary: 'make a bot and its token; list bots',
  usage: `Usage: lanline-server bot list
       lanline-server bot create NAME [options]

  --channel NAME      where it is let in; may be repeated
  --scopes LIST       what its token may do: read, send, manage
                      (default: read,send)
  --role ROLE         member or guest (default)
  --expires TIME      30m, 12h, 7d or never (default)

The token is shown once. \`user deactivate NAME\` shuts a bot out.
`,
  flags: {
    channel: { type: 'string', multiple: true },
    scopes: { type: 'string' },
    role: { type: 'string' },
    expires: { type: 'string' },
  },
  async run({ config, words, flags }) {
    const [verb = '', ...rest] = words;
    if (verb === 'list') {
      expectWords(rest);
      return withConsole(config, list);
    }
    if (verb !== 'create') throw new Refusal('INVALID', `unknown: bot ${verb} (try --help)`);
    const [name = ''] = expectWords(rest, 'NAME');
    const terms = readTerms(flags);
    return withConsole(config, (console) => create(console, name, terms));
  },
};

const Options = z.object({
  channel: z.array(z.string()).default([]),
  scopes: z
    .string()
    .default('read,send')
    .transform((list) => [...new Set(list.split(','))])
    .pipe(z.array(Scope, 'must be of read, send and manage, with commas')),
  role: z.enum(['member', 'guest'], 'must be member or guest').default('guest'),
  expires: z.string().default('never'),
});
type Terms = z.infer<typeof Options>;

function readTerms(flags: Call['flags']): Terms {
  const parsed = Options.safeParse(flags);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0]);
  const why = field === 'scopes' ? 'must be of read, send and manage, with commas' : issue?.message;
  throw new Refusal('INVALID', `--${field}: ${why}`, { field });
}

async function create(console: Console, name: string, terms: Terms): Promise<Answer> {
  const { scopes, role, channel, expires } = terms;
  const expiresIn = readDuration(expires, '--expires');
  const channels = await channelsCalled(console, channel);
  const token = randomBytes(32).toString('base64url');
  const asked = { id: uuidv7(), name, role, channels, token, tokenName: 'console' };
  const { bot: made } = await console.ask('bot.create', { ...asked, scopes, expiresIn });
  const shown = `-H "Authorization: Bearer ${token}"`;
  const status = await console.status();
  const [first] = channels;
  const speaks = scopes.includes('send') && first !== undefined;
  const curl = speaks
    ? curlLine(status, `/api/v1/conversations/${first}/messages`, [shown, '-d "Hello"'])
    : curlLine(status, '/api/v1/events?since=0', [shown]);
  const lasts = expiresIn === null ? 'for ever' : `for ${describeDuration(expiresIn)}`;
  const lines = [
    `The token of ${made.name}, ${lasts}. It is not shown again:`,
    `    ${token}`,
    ...(speaks || scopes.includes('read') ? ['To try it:', `    ${curl}`] : []),
  ];
  return { json: { bot: made, token, scopes, curl }, text: `${lines.join('\n')}\n` };
}

async function list(console: Console): Promise<Answer> {
  const { people } = await console.ask('sync.snapshot', {});
  const bots = people.filter((each) => each.bot);
  const rows = bots.map(({ id, name, role, active }) => [id, active ? role : 'inactive', name]);
  return { json: { bots }, text: rows.length === 0 ? 'There are no bots.\n' : table(rows) };
}
