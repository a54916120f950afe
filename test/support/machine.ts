// A copy of this computer to install things on. It sees everything that is here; what is written there goes into a
// folder of its own, over the rest (an overlay), and is gone with the test.
import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { runQuietly } from '../../scripts/setup/run.mjs';

export type User = { name: string; home: string; uid: number };

export type Machine = {
  /** As root, to its end; answers what it printed, throws when it fails. */
  run(command: string, ...args: string[]): Promise<string>;
  /** As an ordinary user, in their home; the process is the program itself. Its environment is `env` and little else. */
  spawn(user: User, command: string, args: string[], env?: NodeJS.ProcessEnv): ChildProcess;
  addUser(name: string): Promise<User>;
  /** A file there, as a path for us. */
  path(name: string): string;
  /** What was written there so far and is still there, folders aside. */
  written(): string[];
  close(): Promise<void>;
};

/** Why there can be none here; undefined when there can. */
export async function whyNoMachine(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'only Linux has overlays of itself';
  if (process.getuid?.() !== 0) return 'only root may make a copy of the machine';
  try {
    const machine = await copyMachine(tmpdir());
    await machine.close();
    return undefined;
  } catch (error) {
    return `no copy of the machine could be made: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** `shared`: a folder of ours that is seen there under /mnt. */
export async function copyMachine(shared: string): Promise<Machine> {
  const folder = mkdtempSync(join(tmpdir(), 'lanline-machine-'));
  for (const name of ['upper', 'work', 'root']) mkdirSync(join(folder, name), { mode: 0o755 });
  const holder = await hold(folder, shared);
  const enter = ['--target', String(holder.pid), '--mount', '--uts'];
  const run = async (command: string, ...args: string[]): Promise<string> => {
    const { ok, output } = await runQuietly('nsenter', [...enter, '--', command, ...args], {
      env: { ...process.env, TMPDIR: '/tmp', DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
    });
    if (!ok) throw new Error(`${command} ${args.join(' ')}: ${output}`);
    return output;
  };
  const upper = join(folder, 'upper');
  return {
    run,
    spawn({ name, home, uid }, command, args, env = {}) {
      const as = ['--setuid', String(uid), '--setgid', String(uid), '--', 'env', '--chdir', home];
      const { PATH } = process.env;
      const options: SpawnOptions = {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH, USER: name, HOME: home, LANG: 'en_US.UTF-8', ...env },
      };
      return spawn('nsenter', [...enter, ...as, command, ...args], options);
    },
    async addUser(name) {
      await run('useradd', '--create-home', '--user-group', name);
      const [, , uid, , , home = ''] = (await run('getent', 'passwd', name)).split(':');
      return { name, home, uid: Number(uid) };
    },
    path: (name) => `/proc/${holder.pid}/root${name}`,
    written: () =>
      readdirSync(upper, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => `/${relative(upper, join(entry.parentPath, entry.name))}`)
        .toSorted(),
    async close() {
      await holder.end();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

// The sockets of displays are found by their very files, not by what lies over them. Manuals are not indexed there: it
// would take longer than the package before it.
const script = `
  set -e
  mount -t overlay overlay -o "lowerdir=/,upperdir=$0/upper,workdir=$0/work" "$0/root"
  cd "$0/root"
  for each in proc sys dev; do mount --rbind "/$each" "$each"; done
  rm -f var/lib/man-db/auto-update
  mkdir -p tmp/.X11-unix mnt
  if [ -d /tmp/.X11-unix ]; then mount --bind /tmp/.X11-unix tmp/.X11-unix; fi
  mount --bind -o ro "$1" mnt
  hostname copy
  pivot_root . .
  umount -l .
  echo ready
  exec cat >/dev/null
`;

/** Ends when we do: it reads a pipe that only we hold open. */
async function hold(folder: string, shared: string) {
  const args = ['--mount', '--uts', '--propagation', 'private', 'sh', '-c', script, folder, shared];
  const holder = spawn('unshare', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  holder.stderr.on('data', (chunk) => (said += String(chunk)));
  const ended = once(holder, 'close');
  await Promise.race([
    once(holder.stdout, 'data'),
    ended.then(() => Promise.reject(new Error(said.trim()))),
  ]).catch((error: unknown) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  return {
    pid: holder.pid ?? 0,
    async end() {
      holder.stdin.end();
      await ended;
    },
  };
}
