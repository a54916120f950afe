// A D-Bus session bus of the test's own, on which nothing is started by being asked for; and, where
// a test wants one, a keyring on it, unlocked.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runQuietly } from '../../scripts/setup/run.mjs';
import { eventually } from './eventually.ts';
import { testFolder } from './folder.ts';

export type Bus = {
  /** For DBUS_SESSION_BUS_ADDRESS. */
  address: string;
  /**
   * GNOME's keyring; a second one on the same `folder` has the same secrets, which nobody unlocks
   * if it is to be `locked`. Answers how to end it.
   */
  startKeyring(folder: string, options?: { locked: boolean }): Promise<() => Promise<void>>;
};

/** Why this machine cannot; undefined when it can. */
export async function whyNoBus(...programs: string[]): Promise<string | undefined> {
  for (const program of ['dbus-daemon', ...programs]) {
    if (!(await runQuietly('sh', ['-c', `command -v ${program}`])).ok)
      return `${program} is not installed`;
  }
  return undefined;
}

/** Ends with the test. */
export async function startBus(): Promise<Bus> {
  const file = join(testFolder(), 'bus.conf');
  writeFileSync(file, config);
  const daemon = spawn('dbus-daemon', ['--nofork', '--print-address', `--config-file=${file}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  endWithTest(daemon);
  const address = await addressOf(daemon);
  return {
    address,
    async startKeyring(folder, { locked } = { locked: false }) {
      const home = { HOME: folder, XDG_DATA_HOME: join(folder, 'data'), XDG_RUNTIME_DIR: folder };
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const args = ['--foreground', ...(locked ? [] : ['--unlock']), '--components=secrets'];
      const keyring = spawn('gnome-keyring-daemon', args, {
        env: { ...process.env, ...home, DBUS_SESSION_BUS_ADDRESS: address },
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      const end = endWithTest(keyring);
      keyring.stdin.end('password');
      const asked = [
        '--print-reply',
        '--dest=org.freedesktop.DBus',
        '/',
        owner,
        `string:${secrets}`,
      ];
      await eventually(async () => {
        const { output } = await runQuietly('dbus-send', [`--bus=${address}`, ...asked]);
        if (!output.includes('true')) throw new Error(`the keyring is not there: ${output}`);
      });
      return end;
    },
  };
}

const owner = 'org.freedesktop.DBus.NameHasOwner';
const secrets = 'org.freedesktop.secrets';

/** The address is all that a bus says. */
async function addressOf(daemon: ChildProcess): Promise<string> {
  const [said] = (await Promise.race([
    daemon.stdout ? once(daemon.stdout, 'data') : [],
    once(daemon, 'exit').then(() => Promise.reject(new Error('there is no bus'))),
  ])) as unknown[];
  return String(said).trim();
}

function endWithTest(child: ChildProcess): () => Promise<void> {
  const ended = once(child, 'exit');
  const end = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  onTestFinished(end);
  return end;
}

const config = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
