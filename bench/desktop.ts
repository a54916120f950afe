// The app on a person's folder, as the benchmarks of the window start it.
import { startXvfb } from '../scripts/setup/display.mjs';
import { electronFlags } from '../scripts/setup/electronFlags.mjs';
import { createLog } from '../server/log.ts';
import { createServer } from '../server/server.ts';
import { connect } from '../src/headless/index.ts';
import { launch } from '../test/desktop/support/launch.ts';

const many = { tries: 1e9, seconds: 60 };

/** Why there can be no windows here; undefined where there can. */
export const whyNoDesktop = (): string | undefined => process.env['LANLINE_NO_DESKTOP'];

/** A display of the benchmark's own; undefined where the system brings one. */
export const openDisplay = async () =>
  process.platform === 'linux' ? await startXvfb() : undefined;

export function launchApp(program: string, data: string, display: string | undefined) {
  const env: Record<string, string> = { LANLINE_DATA: data };
  for (const [name, value] of Object.entries(process.env)) if (value) env[name] ??= value;
  if (display) env['DISPLAY'] = display;
  return launch([...electronFlags(), program], env);
}

/** A person's folder with a team and some messages in it; the server is gone when the app starts. */
export async function joinedFolder(folder: string, serverFolder: string): Promise<string> {
  await (await joinedTeam(folder, serverFolder)).close();
  return folder;
}

/** The same with its server. `others`: where somebody else lives, who talks there. */
export async function joinedTeam(folder: string, serverFolder: string, others?: string) {
  const server = await createServer({
    folder: serverFolder,
    port: 0,
    host: '127.0.0.1',
    team: 'Bench',
    door: 'open',
    announce: false,
    // It is the server that is measured, and not its limits.
    limits: { send: many, marks: many, change: many, sockets: 1e6 },
    insecure: false,
    storeWorker: new URL('../server/store/worker.ts', import.meta.url),
    log: createLog('silent'),
  });
  const join = async (where: string, name: string) => {
    const person = await connect({ folder: where });
    const { place, pin } = await person.call('team.look', { place: server.addresses[0] ?? '' });
    await person.call('team.join', { place, pin, name });
    return person;
  };
  const person = await join(folder, 'Mara');
  try {
    const conversation = await firstConversation(person);
    for (let index = 0; index < 200; index++)
      await person.call('message.send', { conversation, text: `Message ${index}` });
    await until(async () => (await person.call('app.boot')).teams[0]?.link.waiting === 0);
  } finally {
    await person.close();
  }
  const other = others === undefined ? undefined : await join(others, 'Noor');
  return {
    /** Says it in the first channel, as the other. */
    async say(text: string): Promise<void> {
      if (!other) throw new Error('nobody else is there');
      await other.call('message.send', { conversation: await firstConversation(other), text });
    },
    async close(): Promise<void> {
      await other?.close();
      await server.close();
    },
  };
}

async function firstConversation(person: Awaited<ReturnType<typeof connect>>): Promise<string> {
  let id: string | undefined;
  await until(async () => (id = (await person.call('conversations.list'))[0]?.id) !== undefined);
  return id ?? '';
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
