// From the arguments to a verb and what it is called with.
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { Refusal } from '../../src/shared/errors.ts';
import { type Environment, readConfig, settingsFlags } from '../config.ts';
import type { Call, Verb } from './verb.ts';
import { usageOf, verbs } from './verbs.ts';

export type Invocation =
  | { action: 'print'; text: string }
  | { action: 'run'; verb: Verb; call: Call; json: boolean };

/** Reads the arguments behind the program's name. Throws INVALID, naming what is wrong. */
export function readInvocation(
  argv: string[],
  environment: Environment,
  version: string,
): Invocation {
  const [name, ...rest] = argv;
  if (name === undefined || ['--help', '-h', 'help'].includes(name))
    return { action: 'print', text: usageOf(rest[0]) };
  if (name === '--version') return { action: 'print', text: `${version}\n` };
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb) throw new Refusal('INVALID', `unknown command: ${name} (try --help)`);
  const { values, positionals } = parse(rest, { ...settingsFlags, ...verb.flags });
  const { help, json, ...flags } = values;
  if (help) return { action: 'print', text: usageOf(name) };
  const config = readConfig(flags, environment);
  return { action: 'run', verb, call: { config, words: positionals, flags }, json: json === true };
}

function parse(args: string[], options: ParseArgsOptionsConfig) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      allowNegative: true,
      options: { ...options, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Node goes on with advice that does not fit here.
    throw new Refusal('INVALID', `${message.split('. ')[0]} (try --help)`);
  }
}
