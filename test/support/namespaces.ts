// A network of the test's own: computers made of Linux network namespaces, all plugged into one
// bridge that leads nowhere. Nothing is named or left on the machine: each namespace lives in a
// process that ends with the test, however that ends.
import {
  type ChildProcess,
  fork,
  type ForkOptions,
  spawn,
  type SpawnOptions,
} from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runQuietly } from '../../scripts/setup/run.mjs';

export type Computer = {
  /** Its IPv4 address; its interface is called eth0. */
  address: string;
  /** Runs a program in there, to its end; answers what it printed, throws when it fails. */
  run(command: string, ...args: string[]): Promise<string>;
  spawn(command: string, args: string[], options?: SpawnOptions): ChildProcess;
  /** A TypeScript module under Node, with Node's channel for messages. */
  fork(module: URL, args?: string[], options?: ForkOptions): ChildProcess;
  /** Gives eth0 an address (its own unless told) and the way out through the bridge. */
  connect(address?: string): Promise<void>;
  /** Takes every address away; the cable stays. */
  disconnect(): Promise<void>;
};

export type Lan = {
  /** As 10.77.1.0/24. */
  subnet: string;
  /** Holds the bridge, called `lan`: every packet of the network passes here. It forwards none. */
  middle: Computer;
  computers: Computer[];
  close(): Promise<void>;
};

/** A network, a file for names, and a name of its own. */
const kinds = ['--net', '--mount', '--uts'];

/** Why this machine cannot make namespaces; undefined when it can. */
export async function whyNoNamespaces(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'only Linux has network namespaces';
  if (process.getuid?.() !== 0) return 'only root may make network namespaces';
  const tried = await runQuietly('unshare', [...kinds, 'ip', 'link', 'set', 'lo', 'up']);
  return tried.ok ? undefined : `no network namespace could be made: ${tried.output}`;
}

/**
 * `connected`: how many of the `count` computers have an address from the start. All ask the
 * bridge's address for names and for the way out, where nobody answers but everything is seen.
 * `network`: the first three numbers of every address; no such network meets another. `name`: what
 * each computer is called, with its number.
 */
export async function createLan(
  count: number,
  { connected = count, network = '10.77.1', name = 'computer' } = {},
): Promise<Lan> {
  const folder = mkdtempSync(join(tmpdir(), 'lanline-lan-'));
  const ends: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(ends.map((end) => end()));
    rmSync(folder, { recursive: true, force: true });
  };
  const router = `${network}.1`;
  const names = join(folder, 'resolv.conf');
  writeFileSync(names, `nameserver ${router}\n`);

  const add = async (address: string): Promise<Computer & { pid: number }> => {
    const holder = await holdNamespace(names, `${name}-${ends.length}`);
    ends.push(holder.end);
    return { ...computerIn(holder.pid, { address, router }), pid: holder.pid };
  };
  try {
    const middle = await add(router);
    await middle.run('ip', 'link', 'add', 'lan', 'type', 'bridge');
    await middle.run('ip', 'address', 'add', `${router}/24`, 'dev', 'lan');
    await middle.run('ip', 'link', 'set', 'lan', 'up');
    const computers: Computer[] = [];
    for (let n = 0; n < count; n++) {
      const computer = await add(`${network}.${10 + n}`);
      const far = ['peer', 'name', 'eth0', 'netns', String(computer.pid)];
      await middle.run('ip', 'link', 'add', `port${n}`, 'type', 'veth', ...far);
      await middle.run('ip', 'link', 'set', `port${n}`, 'master', 'lan', 'up');
      await computer.run('ip', 'link', 'set', 'eth0', 'up');
      if (n < connected) await computer.connect();
      computers.push(computer);
    }
    return { subnet: `${network}.0/24`, middle, computers, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A process in namespaces of its own that ends when we do: it reads a pipe that only we hold open. */
async function holdNamespace(
  names: string,
  called: string,
): Promise<{ pid: number; end(): Promise<void> }> {
  const script =
    'mount --bind "$0" /etc/resolv.conf && hostname "$1" && ip link set lo up && echo ready && exec cat >/dev/null';
  const holder = spawn('unshare', [...kinds, 'sh', '-c', script, names, called], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(holder, 'exit');
  const ready = once(holder.stdout, 'data');
  await Promise.race([
    ready,
    ended.then(() => Promise.reject(new Error('the namespace could not be made'))),
  ]);
  return {
    pid: holder.pid ?? 0,
    async end() {
      holder.stdin.end();
      await ended;
    },
  };
}

function computerIn(
  pid: number,
  { address, router }: { address: string; router: string },
): Computer {
  // Without a shell or a fork of its own, so that the child's pid and channel are the program's.
  const enter = ['--target', String(pid), ...kinds, '--'];
  const run = async (command: string, ...args: string[]): Promise<string> => {
    const { ok, output } = await runQuietly('nsenter', [...enter, command, ...args]);
    if (!ok) throw new Error(`${command} ${args.join(' ')}: ${output}`);
    return output;
  };
  return {
    address,
    run,
    spawn: (command, args, options = {}) => spawn('nsenter', [...enter, command, ...args], options),
    fork: (module, args = [], options = {}) =>
      fork(fileURLToPath(module), args, {
        ...options,
        execPath: 'nsenter',
        execArgv: [...enter, process.execPath],
      }),
    async connect(given = address) {
      await run('ip', 'address', 'add', `${given}/24`, 'dev', 'eth0', 'broadcast', '+');
      await run('ip', 'route', 'add', 'default', 'via', router);
    },
    async disconnect() {
      await run('ip', 'address', 'flush', 'dev', 'eth0', 'scope', 'global');
    },
  };
}
