// Says back whatever somebody says to it: `@Echo hello`, or anything in a direct conversation.
//   LANLINE_SERVER=https://192.168.1.20:7788 LANLINE_PIN=… LANLINE_TOKEN=… node examples/bots/echo.ts
import { pathToFileURL } from 'node:url';
import { type Bot, connect } from '../../src/headless/bot.ts';
import { settings } from './settings.ts';

export async function echo(bot: Bot): Promise<void> {
  const kinds = new Map<string, string>();
  const isDirect = async (conversation: string): Promise<boolean> => {
    if (!kinds.has(conversation))
      for (const { id, kind } of await bot.conversations()) kinds.set(id, kind);
    return kinds.get(conversation) === 'direct';
  };
  bot.on('message.created', async ({ author, conversation, seq, body }) => {
    // Its own words come back, too: without this it would never stop.
    if (author === bot.me) return;
    if (!body.mentions.includes(bot.me) && !(await isDirect(conversation))) return;
    const text = body.text.replace(/^@\S+\s+/u, '');
    await bot.send(conversation, text, { reply: seq });
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const bot = await connect({ ...settings(), cursor: 'echo.cursor.json' });
  await echo(bot);
  console.log('Listening. Ctrl+C ends it.');
  process.once('SIGINT', () => void bot.close());
}
