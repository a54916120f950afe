// `lanline-server VERB --json` on a folder of the test's own. Called where the test runs: what only a process
// shows (what it prints, signals, another user) is asked with test/support/process.ts.
import { runProgram } from '../../server/cli/program.ts';

const run = (folder: string, args: string[]) =>
  runProgram([...args, '--json', '--data', folder], process.env);

/** What it answers. Throws what it said when it failed. */
export async function tell<T = Record<string, unknown>>(
  folder: string,
  ...args: string[]
): Promise<T> {
  const { code, out, err } = await run(folder, args);
  if (code !== 0) throw new Error(`${code} ${err}`);
  return JSON.parse(out) as T;
}

/** How it fails: `EXIT CODE message`. */
export async function untold(folder: string, ...args: string[]): Promise<string> {
  const { code, out, err } = await run(folder, args);
  const { error } = JSON.parse(out) as { error?: { code: string; message: string } };
  if (err !== `lanline-server: ${error?.message}\n`) throw new Error(`says ${err} and ${out}`);
  return `${code} ${error?.code} ${error?.message}`;
}
