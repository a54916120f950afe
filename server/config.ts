// The command line of `lanline-server`, read and checked before anything starts.
import { parseArgs } from 'node:util';
import envPaths from 'env-paths';
import { z } from 'zod';
import { TeamName } from '../src/shared/entities.ts';
import { Refusal } from '../src/shared/errors.ts';
import { DEFAULT_PORT } from '../src/shared/protocol.ts';

export const usage = `Lanline server: a messenger for the people on one network.

Usage: lanline-server start [options]

  --data DIR        where the team's messages are kept
                    (default: ${envPaths('lanline-server', { suffix: '' }).data})
  --port N          port to listen on (default: ${DEFAULT_PORT}; 0 takes a free one)
  --name TEAM       the name of a new team (default: Lanline)
  --insecure        serve the whole network, without encryption;
                    otherwise only this computer can connect
  --log-level L     trace, debug, info, warn, error or silent (default: info)
  --help            this text
  --version         the version
`;

const Config = z.object({
  data: z
    .string()
    .min(1, 'must name a folder')
    .default(envPaths('lanline-server', { suffix: '' }).data),
  port: z.coerce
    .number('must be a number from 0 to 65535')
    .int()
    .min(0)
    .max(65535)
    .default(DEFAULT_PORT),
  name: TeamName.default('Lanline'),
  insecure: z.boolean().default(false),
  'log-level': z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});
export type Config = z.infer<typeof Config>;

export type Invocation =
  | { action: 'help' }
  | { action: 'version' }
  | { action: 'start'; config: Config };

/** Reads the arguments behind the program's name. Throws INVALID with the option at fault. */
export function readInvocation(argv: string[]): Invocation {
  const { values, positionals } = parse(argv);
  if (values.help || (positionals.length === 0 && !values.version)) return { action: 'help' };
  if (values.version) return { action: 'version' };
  const [verb, ...rest] = positionals;
  if (verb !== 'start' || rest.length > 0)
    throw new Refusal('INVALID', `unknown command: ${positionals.join(' ')} (try --help)`);
  const parsed = Config.safeParse(values);
  if (parsed.success) return { action: 'start', config: parsed.data };
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0] ?? '');
  throw new Refusal('INVALID', `--${field}: ${issue?.message ?? 'not valid'}`, { field });
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        name: { type: 'string' },
        insecure: { type: 'boolean' },
        'log-level': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new Refusal('INVALID', error instanceof Error ? error.message : String(error));
  }
}
