// `lanline-server` as a process of its own, for tests that end it the hard way.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const program = fileURLToPath(new URL('../../server/index.ts', import.meta.url));

export type ServerProcess = {
  child: ChildProcess;
  url: string;
  port: number;
  /** Ends it with a signal; resolves with how it ended. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
};

/** Starts it and waits until it says where it listens. Killed by its handle when the test is over. */
export async function spawnServer(...options: string[]): Promise<ServerProcess> {
  const child = spawnProgram('start', '--port', '0', '--log-level', 'silent', ...options);
  const port = await new Promise<number>((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk) => {
      said += chunk;
      const address = /^ +\S+:(\d+)$/m.exec(said);
      if (address) resolve(Number(address[1]));
    });
    child.once('close', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return {
    child,
    port,
    url: `http://127.0.0.1:${port}`,
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
export async function runProgram(...args: string[]) {
  const child = spawnProgram(...args);
  const [out, err] = [textOf(child.stdout), textOf(child.stderr)];
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out: await out, err: await err };
}

async function textOf(stream: Readable | null): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) text += String(chunk);
  return text;
}

function spawnProgram(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}
