// The program as it is called: arguments in; out comes what it prints and how it ends.
import { fail, Refusal } from '../../src/shared/errors.ts';
import type { Environment } from '../config.ts';
import { version } from '../version.ts';
import { readInvocation } from './invocation.ts';

/** What goes to standard output and to standard error; the exit code is 2 for what was typed wrong. */
export type Ending = { code: 0 | 1 | 2; out: string; err: string };

/** A server that was started goes on afterwards. Rejects only with what is no refusal: a fault of ours. */
export async function runProgram(argv: string[], environment: Environment): Promise<Ending> {
  try {
    const invocation = readInvocation(argv, environment, version);
    if (invocation.action === 'print') return { code: 0, out: invocation.text, err: '' };
    const { json, text } = await invocation.verb.run(invocation.call);
    return { code: 0, out: invocation.json ? oneLine(json) : text, err: '' };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {
      code: error.code === 'INVALID' ? 2 : 1,
      out: argv.includes('--json') ? oneLine(fail(error)) : '',
      err: `lanline-server: ${error.message}\n`,
    };
  }
}

function oneLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
