// `lanline-server`: the server on its own, for a computer that is always on.
import { fail, Refusal } from '../src/shared/errors.ts';
import { readInvocation } from './cli/invocation.ts';
import { version } from './version.ts';

const argv = process.argv.slice(2);

try {
  process.stdout.write(await run());
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`lanline-server: ${error.message}\n`);
  if (argv.includes('--json')) process.stdout.write(oneLine(fail(error)));
  process.exitCode = error.code === 'INVALID' ? 2 : 1;
}

/** What to print. A server that was started goes on afterwards. */
async function run(): Promise<string> {
  const invocation = readInvocation(argv, process.env, version);
  if (invocation.action === 'print') return invocation.text;
  const answer = await invocation.verb.run(invocation.call);
  return invocation.json ? oneLine(answer.json) : answer.text;
}

function oneLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
