// `lanline-server` as a process of its own, for tests that end it the hard way.
import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { freePort } from './freePort.ts';

const program = fileURLToPath(new URL('../../server/index.ts', import.meta.url));

/** What `start --json` says. */
export type Started = {
  data: string;
  port: number;
  team: { id: string; name: string; door: string };
  addresses: string[];
  pin: string | null;
  words: string | null;
  secure: boolean;
  announcing: boolean;
  ownerLink: string | null;
};

export type ServerProcess = {
  child: ChildProcess;
  url: string;
  port: number;
  started: Started;
  /** Ends it with a signal; resolves with how it ended. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
};

// Only this computer reaches it, nobody sees it, and whoever has a name comes in.
const quiet = ['--host', '127.0.0.1', '--no-announce', '--door', 'open', '--log-level', 'silent'];

/** Starts it and waits until it says where it listens. Killed by its handle when the test is over. */
export async function spawnServer(...options: string[]): Promise<ServerProcess> {
  const port = String(await freePort());
  const child = spawnProgram(['start', '--json', '--port', port, ...quiet, ...options]);
  const started = await new Promise<Started>((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk) => {
      said += chunk;
      if (said.endsWith('\n')) resolve(JSON.parse(said) as Started);
    });
    child.once('close', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return {
    child,
    port: started.port,
    started,
    url: `http://127.0.0.1:${started.port}`,
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill(signal);
        await ended;
      }
      return { code: child.exitCode, signal: child.signalCode };
    },
  };
}

/** Runs it to its end. */
export const runProgram = (...args: string[]) => runProgramWith({}, ...args);

/** The same with more in its environment. */
export const runProgramWith = (environment: Record<string, string>, ...args: string[]) =>
  endOf(spawnProgram(args, { env: { ...process.env, ...environment } }));

/** The same as another user of this computer, which only root can do. */
export const runProgramAs = (uid: number, ...args: string[]) =>
  endOf(spawnProgram(args, { uid, gid: uid }));

async function endOf(child: ChildProcess) {
  const [out, err] = [textOf(child.stdout), textOf(child.stderr)];
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out: await out, err: await err };
}

async function textOf(stream: Readable | null): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) text += String(chunk);
  return text;
}

function spawnProgram(args: string[], options: SpawnOptions = {}): ChildProcess {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}
