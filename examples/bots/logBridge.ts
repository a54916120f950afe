// Brings the lines of a log file that match into a channel, each once, also after a restart of either side.
//   LANLINE_SERVER=… LANLINE_PIN=… LANLINE_TOKEN=… node examples/bots/logBridge.ts /var/log/syslog alerts 'error|fail'
import { existsSync, watch } from 'node:fs';
import { open, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Bot, connect } from '../../src/headless/bot.ts';
import { settings } from './settings.ts';

/** So much of a file is read at once, bytes; and so many lines become one message. */
const chunk = 64 * 1024;
const linesPerMessage = 20;

export type Bridge = {
  file: string;
  channel: string;
  match: RegExp;
  /** Where it is kept how far the file was read. */
  place: string;
};

/** Begins at the end of the file, or where it stopped the last time. Answers how to stop. */
export async function bridge(
  bot: Bot,
  { file, channel, match, place }: Bridge,
): Promise<() => Promise<void>> {
  const target = (await bot.conversations()).find(({ name }) => name === channel);
  if (!target) throw new Error(`The bot is not in a channel called ${channel}.`);
  let at = await readPlace(place, file);
  await writeFile(place, JSON.stringify(at));
  let stopped = false;

  async function catchUp(): Promise<void> {
    while (!stopped && existsSync(file)) {
      const { size, ino } = await stat(file);
      // The file was rotated, or emptied: begin with the new one.
      if (ino !== at.ino || size < at.bytes) at = { ino, bytes: 0 };
      const text = await readFrom(file, at.bytes);
      // A line that fills it all is cut; one that is not complete yet is left for the next look.
      const last = text.lastIndexOf('\n');
      const end = last === -1 && text.length === chunk ? chunk - 1 : last;
      if (end === -1) return;
      const lines = text.subarray(0, end).toString('utf8').split('\n');
      const wanted = lines.filter((line) => match.test(line)).map((line) => line.slice(0, 500));
      for (let from = 0; from < wanted.length; from += linesPerMessage) {
        const some = wanted.slice(from, from + linesPerMessage).join('\n');
        await bot.send(target?.id ?? '', `\`\`\`\n${some.replaceAll('```', "'''")}\n\`\`\``);
      }
      at = { ino, bytes: at.bytes + end + 1 };
      // Kept behind what was said: whoever is cut off in between says it twice rather than never.
      await writeFile(place, JSON.stringify(at));
    }
  }

  let turn: Promise<void> = Promise.resolve();
  const look = (): void => {
    turn = turn.then(catchUp).catch((error: unknown) => console.error(String(error)));
  };
  // The folder, because a rotated file is another one by the same name.
  const watcher = watch(dirname(file), look);
  look();
  return async () => {
    stopped = true;
    watcher.close();
    await turn;
  };
}

async function readPlace(place: string, file: string): Promise<{ ino: number; bytes: number }> {
  if (existsSync(place))
    return JSON.parse(await readFile(place, 'utf8')) as { ino: number; bytes: number };
  if (!existsSync(file)) return { ino: 0, bytes: 0 };
  const { ino, size } = await stat(file);
  return { ino, bytes: size };
}

async function readFrom(file: string, start: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(chunk), 0, chunk, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [file, channel, pattern = ''] = process.argv.slice(2);
  if (!file || !channel) {
    console.error('Usage: node examples/bots/logBridge.ts FILE CHANNEL [PATTERN]');
    process.exit(2);
  }
  const bot = await connect(settings());
  const place = `${file.replaceAll(/\W+/g, '_')}.place.json`;
  const stop = await bridge(bot, { file, channel, match: new RegExp(pattern, 'iu'), place });
  console.log('Watching. Ctrl+C ends it.');
  process.once('SIGINT', () => void stop().then(bot.close));
}
