// `hook`: addresses to which other programs send what is to be said in a channel.
import { uuidv7 } from 'uuidv7';
import { newLinkCode } from '../../src/node/codes.ts';
import type { Hook } from '../../src/shared/bots.ts';
import { nameKey } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { channelsCalled } from './channels.ts';
import { type Console, withConsole } from './console.ts';
import { curlLine } from './curl.ts';
import { type Answer, expectWords, table, type Verb } from './verb.ts';

export const hook: Verb = {
  summary: 'let other programs say something in a channel; list and remove hooks',
  usage: `Usage: lanline-server hook create NAME --channel NAME
       lanline-server hook list
       lanline-server hook remove NAME

  --channel NAME      where it speaks

The address is shown once: whoever has it may speak there. NAME may also be the
hook's id, as the list shows it.
`,
  flags: { channel: { type: 'string' } },
  async run({ config, words, flags }) {
    const [verb = '', ...rest] = words;
    const { channel } = flags;
    if (verb === 'list') {
      expectWords(rest);
      return withConsole(config, list);
    }
    if (verb !== 'create' && verb !== 'remove')
      throw new Refusal('INVALID', `unknown: hook ${verb} (try --help)`);
    const [name = ''] = expectWords(rest, 'NAME');
    if (verb === 'remove') return withConsole(config, (console) => remove(console, name));
    if (typeof channel !== 'string')
      throw new Refusal('INVALID', '--channel is missing (try --help)', { field: 'channel' });
    return withConsole(config, (console) => create(console, name, channel));
  },
};

async function create(console: Console, name: string, channel: string): Promise<Answer> {
  const [conversation = ''] = await channelsCalled(console, [channel]);
  const key = newLinkCode();
  const made = await console.ask('hook.create', { id: uuidv7(), name, conversation, key });
  const curl = curlLine(await console.status(), `/hooks/${key}`, ['-d "backup finished"']);
  const lines = [`Says it in ${channel} as ${made.hook.name}. Not shown again:`, `    ${curl}`];
  return { json: { hook: made.hook, key, curl }, text: `${lines.join('\n')}\n` };
}

async function list(console: Console): Promise<Answer> {
  const { hooks } = await console.ask('hook.list', {});
  const { channels } = await console.ask('channel.browse', {});
  const where = new Map(channels.map(({ id, name }) => [id, `#${name}`]));
  const row = (each: Hook): string[] => [
    each.id,
    each.kind === 'incoming' ? 'comes in' : each.state.name,
    // Of private channels the console knows no names.
    where.get(each.conversation) ?? each.conversation,
    each.name,
  ];
  return {
    json: { hooks },
    text: hooks.length === 0 ? 'There are no hooks.\n' : table(hooks.map(row)),
  };
}

async function remove(console: Console, name: string): Promise<Answer> {
  const { hooks } = await console.ask('hook.list', {});
  const found = hooks.find((each) => each.id === name || nameKey(each.name) === nameKey(name));
  if (!found) throw new Refusal('NOT_FOUND', `no hook is called ${name} (try: hook list)`);
  await console.ask('hook.remove', { id: uuidv7(), hook: found.id });
  return { json: { removed: found.id }, text: 'Removed.\n' };
}
