// The order of the pictures: Mara hosts in a window of her own, the others are cores without one,
// and Yara's window is the one photographed most. Runs inside the network that index.ts makes.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { connect, type Headless } from '../../src/headless/index.ts';
import { isTeamCall } from '../../src/shared/api.ts';
import { call, openConversation } from '../../test/desktop/support/steps.ts';
import { root } from '../setup/paths.mjs';
import { type Ask, type Person, until } from './people.ts';
import { gallery, openToRead } from './gallery.ts';
import { connection, programs } from './programs.ts';
import { answer, tellTheDay, tellTheNews } from './story.ts';
import {
  atWork,
  checking,
  detached,
  inviting,
  joining,
  keyChanged,
  offline,
  welcome,
} from './views.ts';
import { openWindow, type Window } from './windows.ts';

const [work = '', display = '', nextDoor = ''] = process.argv.slice(2);
const closers: (() => unknown)[] = [];
try {
  await takePictures();
} finally {
  for (const close of closers.reverse()) await close();
}

async function takePictures(): Promise<void> {
  await member('Ines Duarte', nextDoor);
  const host = await open('mara');
  const lab = { team: 'Riverside Lab', name: 'Mara Lind' };
  const { id } = await call(host.page, 'team.host', lab);
  const viewer = await open('yara');
  await welcome(viewer);
  await joining(viewer, host, 'Yara Stein');

  const terms = { role: 'member', expiresIn: null, uses: null } as const;
  const { link } = await call(host.page, 'invite.create', terms, id);
  const jonas = await member('Jonas Berg', link);
  const cast = {
    mara: behind('Mara Lind', host, id),
    yara: behind('Yara Stein', viewer, id),
    wei: await member('Wei Chen 陈伟', link),
    amira: await member('Amira Haddad', link),
    jonas,
  };
  await tellTheDay(cast);
  await openToRead(viewer.page, 'announcements');
  await tellTheNews(cast);
  await jonas.leave();
  await until(async () => {
    const people = await cast.yara.ask('people.list');
    return people.find(({ name, presence }) => name === jonas.name && presence === 'offline');
  });
  await openConversation(viewer.page, 'general');
  await viewer.page.getByTestId('unread-line').waitFor();
  await answer(cast);

  await atWork(viewer);
  await gallery(viewer);
  await detached(viewer, 'hardware');
  await inviting(host);
  await checking(viewer);
  await connection(viewer);
  await programs(host, cast.mara);
  await offline(viewer, host);
  await anotherServer();
  await keyChanged(viewer);
}

async function open(name: string): Promise<Window> {
  const window = await openWindow(join(work, name), display);
  closers.push(() => window.electron.close());
  return window;
}

function behind(name: string, { page }: Window, team: string): Person {
  const ask: Ask = (asked, input) => call(page, asked, input, isTeamCall(asked) ? team : null);
  return { name, ask };
}

type Member = Person & { leave: Headless['close'] };

/** Comes in by a link. */
async function member(name: string, link: string): Promise<Member> {
  const core = await connect({ folder: join(work, name) });
  const leave = () => core.close();
  closers.push(leave);
  const { place, pin } = await core.call('team.look', { place: link });
  await core.call('team.join', { place, pin, name });
  return { name, ask: core.call as Ask, leave };
}

/** With a key of its own, where Mara's was. */
async function anotherServer(): Promise<void> {
  const start = ['start', '--json', '--no-announce', '--data', join(work, 'other')];
  const server: ChildProcess = spawn(
    process.execPath,
    [join(root, 'server', 'index.ts'), ...start],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  closers.push(() => server.kill());
  if (server.stdout) await once(server.stdout, 'data');
}
