// `invite`: links, QR codes and spoken codes for newcomers.
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { newLinkCode, newSpokenCode } from '../../src/node/codes.ts';
import { type Invite, SPOKEN_CODE_MS } from '../../src/shared/door.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { channelsCalled } from './channels.ts';
import { type Console, withConsole } from './console.ts';
import { describeDuration, readDuration } from './duration.ts';
import { describeLink, linkFor } from './greeting.ts';
import { type Answer, type Call, expectWords, table, type Verb } from './verb.ts';

export const invite: Verb = {
  summary: 'invite people by link, QR code or eight digits; list and revoke',
  usage: `Usage: lanline-server invite [options]
       lanline-server invite list
       lanline-server invite revoke ID

  --role ROLE         admin, member (default) or guest
  --expires TIME      30m, 12h, 7d (default) or never
  --uses N            how many people may come by it (default: 1), or any
  --channel NAME      where a guest is let in; may be repeated
  --spoken            eight digits to say aloud: for ten minutes, once, and only
                      on this network
`,
  flags: {
    role: { type: 'string' },
    expires: { type: 'string' },
    uses: { type: 'string' },
    channel: { type: 'string', multiple: true },
    spoken: { type: 'boolean' },
  },
  async run({ config, words, flags }) {
    const [verb, ...rest] = words;
    if (verb === undefined) {
      const wanted = readTerms(flags);
      return withConsole(config, (console) => create(console, wanted));
    }
    if (verb === 'list') {
      expectWords(rest);
      return withConsole(config, list);
    }
    if (verb !== 'revoke') throw new Refusal('INVALID', `unknown: invite ${verb} (try --help)`);
    const [id = ''] = expectWords(rest, 'ID');
    return withConsole(config, async (console) => {
      await console.ask('invite.revoke', { invite: id });
      return { json: { revoked: id }, text: 'Revoked.\n' };
    });
  },
};

type Terms = {
  role: 'admin' | 'member' | 'guest';
  spoken: boolean;
  /** Milliseconds. */
  expiresIn: number | null;
  uses: number | null;
  /** By name. */
  channels: string[];
};

const Options = z.object({
  role: z.enum(['admin', 'member', 'guest'], 'must be admin, member or guest').default('member'),
  expires: z.string().optional(),
  uses: z.string().optional(),
  channel: z.array(z.string()).default([]),
  spoken: z.boolean().default(false),
});

function readTerms(flags: Call['flags']): Terms {
  const parsed = Options.safeParse(flags);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = String(issue?.path[0]);
    throw new Refusal('INVALID', `--${field}: ${issue?.message}`, { field });
  }
  const { role, expires, uses, channel: channels, spoken } = parsed.data;
  if (spoken && (expires !== undefined || uses !== undefined))
    throw new Refusal('INVALID', '--spoken: takes neither --expires nor --uses');
  if (channels.length > 0 && role !== 'guest')
    throw new Refusal('INVALID', '--channel: only with --role guest', { field: 'channel' });
  return spoken
    ? { role, spoken, channels, expiresIn: SPOKEN_CODE_MS, uses: 1 }
    : {
        role,
        spoken,
        channels,
        expiresIn: readDuration(expires ?? '7d', '--expires'),
        uses: readUses(uses ?? '1'),
      };
}

async function create(console: Console, terms: Terms): Promise<Answer> {
  const { role, spoken, expiresIn, uses } = terms;
  const code = spoken ? newSpokenCode() : newLinkCode();
  const channels = await channelsCalled(console, terms.channels);
  const input = { id: uuidv7(), code, role, expiresIn, uses, channels };
  const { invite: made } = await console.ask('invite.create', input);
  const status = await console.status();
  const link = linkFor(status, code);
  const what = `For a ${role} of ${status.team.name}, ${howLong(expiresIn)}, ${howOften(uses)}`;
  const { words } = status;
  const text = spoken ? describeSpoken(what, code, words) : describeLink(`${what}:`, link);
  return { json: { invite: made, code: spoken ? code : null, link, words }, text };
}

function describeSpoken(what: string, code: string, words: string): string {
  const lines = [
    `${what}, on this network only:`,
    `    ${code.slice(0, 4)} ${code.slice(4)}`,
    'The words to compare:',
    `    ${words}`,
  ];
  return `${lines.join('\n')}\n`;
}

async function list(console: Console): Promise<Answer> {
  const { invites } = await console.ask('invite.list', {});
  const rows = invites.map((each) => [each.id, each.user ? 'device' : each.role, state(each)]);
  return { json: { invites }, text: rows.length === 0 ? 'No invite is open.\n' : table(rows) };
}

function readUses(text: string): number | null {
  if (text === 'any') return null;
  if (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 10_000) return Number(text);
  throw new Refusal('INVALID', '--uses: must be a number from 1 to 10000, or any', {
    field: 'uses',
  });
}

const howLong = (ms: number | null): string =>
  ms === null ? 'for ever' : `for ${describeDuration(ms)}`;

function howOften(uses: number | null): string {
  if (uses === null) return 'any number of times';
  return uses === 1 ? 'once' : `${uses} times`;
}

function state({ expiresAt, uses, used, spoken }: Invite): string {
  const left = expiresAt === null ? null : Math.max(0, expiresAt - Date.now());
  return `${spoken ? 'spoken, ' : ''}used ${used} of ${uses ?? 'any'}, ${howLong(left)}`;
}
