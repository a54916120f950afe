// `lanline-server VERB --json` as a process, on a folder of the test's own.
import { runProgram } from './process.ts';

/** What it answers. Throws what it said when it failed. */
export async function tell<T = Record<string, unknown>>(
  folder: string,
  ...args: string[]
): Promise<T> {
  const run = await runProgram(...args, '--json', '--data', folder);
  if (run.code !== 0) throw new Error(`${run.code} ${run.err}`);
  return JSON.parse(run.out) as T;
}

/** How it fails: `EXIT CODE message`. */
export async function untold(folder: string, ...args: string[]): Promise<string> {
  const { code, out, err } = await runProgram(...args, '--json', '--data', folder);
  const { error } = JSON.parse(out) as { error?: { code: string; message: string } };
  if (err !== `lanline-server: ${error?.message}\n`) throw new Error(`says ${err} and ${out}`);
  return `${code} ${error?.code} ${error?.message}`;
}
