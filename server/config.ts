// What the server is told: by its command line, by the environment, by a file. The nearest counts, and
// whatever is wrong is named together with where it stands.
import { isIP } from 'node:net';
import { dirname, resolve } from 'node:path';
import envPaths from 'env-paths';
import { z } from 'zod';
import { DoorPolicy, TeamName } from '../src/shared/entities.ts';
import { Refusal } from '../src/shared/errors.ts';
import { DEFAULT_PORT } from '../src/shared/protocol.ts';
import { type ConfigFile, findConfigFile, readConfigFile } from './configFile.ts';

const defaultData = envPaths('lanline-server', { suffix: '' }).data;

export const settingsUsage = `Settings, each also as a variable (--log-level: LANLINE_LOG_LEVEL) and as a
key of a file (log-level); the command line counts before the environment, and
that before the file:

  --data DIR          where the team is kept
                      (default: ${defaultData})
  --port N            port to listen on (default: ${DEFAULT_PORT}; 0 takes a free one)
  --host ADDRESS      listen on this address of the computer only (default: all)
  --name TEAM         name of a new team (default: Lanline)
  --door POLICY       the way into a new team: ask (default), invite, open
  --insecure          also serve the network without encryption
  --no-announce       do not make the team seen on the network
  --host-name NAME    a name that this computer is called by; may be repeated
  --certificate FILE  certificate chain for those names, by an authority (PEM) …
  --key FILE          … and its private key (PEM)
  --pages DIR         own web pages, served under /pages/
                      (default: pages in the data folder, if there is one)
  --no-spoken-codes   no codes of eight digits, which are for people nearby
  --log-level LEVEL   trace, debug, info, warn, error or silent (default: info)
  --config FILE       a file with settings, JSON or TOML
                      (default: lanline.json or lanline.toml in the data folder)

Behind a reverse proxy or a container's published port everybody seems to be on
this computer: turn spoken codes off there, or they work from everywhere; and
what one of them overdoes (wrong codes, asking to be let in) counts for all.
`;

const portRule = 'must be a number from 0 to 65535';
const yes = z.enum(['true', '1', 'yes', 'on']).transform(() => true);
const no = z.enum(['false', '0', 'no', 'off']).transform(() => false);
const Switch = z.union([z.boolean(), yes, no], 'must be true or false');
const Text = (rule: string) => z.string(rule).min(1, rule);
const HostName = z
  .string()
  .regex(/^[\p{L}\p{N}_-]{1,63}(\.[\p{L}\p{N}_-]{1,63})*\.?$/u, 'must be a host name');
const oneOf = <const T extends string[]>(...values: T) =>
  z.enum(values, `must be one of ${values.join(', ')}`);

const settings = {
  data: Text('must name a folder').default(defaultData),
  port: z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)], portRule)
    .pipe(z.int(portRule).min(0, portRule).max(65535, portRule))
    .default(DEFAULT_PORT),
  host: z
    .string('must be an address')
    .refine((host) => isIP(host) !== 0 || host === 'localhost', 'must be an IP address')
    .optional(),
  name: TeamName.default('Lanline'),
  door: oneOf(...DoorPolicy.options).optional(),
  insecure: Switch.default(false),
  announce: Switch.default(true),
  'spoken-codes': Switch.default(true),
  'host-name': z
    .union(
      [
        z.string().transform((names) => names.split(',').map((name) => name.trim())),
        z.array(z.string()),
      ],
      'must be a host name or a list of them',
    )
    .pipe(z.array(HostName))
    .default([]),
  certificate: Text('must name a file').optional(),
  key: Text('must name a file').optional(),
  pages: Text('must name a folder').optional(),
  'log-level': oneOf('trace', 'debug', 'info', 'warn', 'error', 'silent').default('info'),
};
const Config = z.object(settings);
export type Config = z.infer<typeof Config>;
type Key = keyof Config;
const keys = Object.keys(settings) as Key[];

/** For `parseArgs`, with `allowNegative`. */
export const settingsFlags = {
  data: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  name: { type: 'string' },
  door: { type: 'string' },
  insecure: { type: 'boolean' },
  announce: { type: 'boolean' },
  'spoken-codes': { type: 'boolean' },
  'host-name': { type: 'string', multiple: true },
  certificate: { type: 'string' },
  key: { type: 'string' },
  pages: { type: 'string' },
  'log-level': { type: 'string' },
  config: { type: 'string' },
} as const;

type Given = { value: unknown; called: string; where: string; from: string };
type Source = (key: Key) => Given | undefined;
/** As `parseArgs` gives them. */
export type Flags = Record<string, string | boolean | (string | boolean)[] | undefined>;
export type Environment = Record<string, string | undefined>;

const filePaths: readonly Key[] = ['data', 'certificate', 'key', 'pages'];

/** The whole configuration, paths made absolute. Throws INVALID, naming what is wrong and where it stands. */
export function readConfig(flags: Flags, environment: Environment): Config {
  const near = [flagSource(flags), environmentSource(environment)];
  const named = flags['config'] ?? (environment['LANLINE_CONFIG'] || undefined);
  if (named === '') throw new Refusal('INVALID', '--config: must name a file', { field: 'config' });
  const file = named === undefined ? undefined : readConfigFile(resolve(String(named)), keys);
  const data = check([...near, ...(file ? [fileSource(file)] : [])], ['data']).data;
  const own = file ?? findConfigFile(data, keys);
  if (own !== file && own?.values['data'] !== undefined)
    throw new Refusal(
      'INVALID',
      `data: a file in the data folder cannot name another (${own.path})`,
    );
  const config = { ...check([...near, ...(own ? [fileSource(own)] : [])], keys), data };
  return together(config);
}

function check(sources: Source[], wanted: readonly Key[]): Config {
  const given = new Map<Key, Given>();
  for (const key of wanted) {
    for (const source of sources) {
      const found = source(key);
      if (found) given.set(key, given.get(key) ?? found);
    }
  }
  const values = Object.fromEntries([...given].map(([key, { value }]) => [key, value]));
  const parsed = Config.safeParse(values);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const key = issue?.path[0] as Key;
    const { called, where } = given.get(key) ?? { called: key, where: '' };
    throw new Refusal('INVALID', `${called}: ${issue?.message}${where && ` (${where})`}`, {
      field: key,
    });
  }
  const config = parsed.data;
  const absolute = Object.fromEntries(
    filePaths.map((key) => {
      const path = config[key] as string | undefined;
      return [key, path === undefined ? undefined : resolve(given.get(key)?.from ?? '', path)];
    }),
  );
  return { ...config, ...absolute };
}

/** What only makes sense together. */
function together(config: Config): Config {
  const { certificate, key, 'host-name': names } = config;
  const missing = (what: string, needs: string, field: Key): Refusal =>
    new Refusal('INVALID', `${what}: needs ${needs} as well`, { field });
  if (certificate !== undefined && key === undefined) throw missing('certificate', 'key', 'key');
  if (key !== undefined && certificate === undefined)
    throw missing('key', 'certificate', 'certificate');
  if (certificate !== undefined && names.length === 0)
    throw missing('certificate', 'host-name', 'host-name');
  return config;
}

const flagSource =
  (flags: Flags): Source =>
  (key) =>
    flags[key] === undefined
      ? undefined
      : { value: flags[key], called: `--${key}`, where: '', from: process.cwd() };

/** An empty variable is one that is not set: that is how compose files leave them out. */
const environmentSource =
  (environment: Environment): Source =>
  (key) => {
    const called = `LANLINE_${key.toUpperCase().replaceAll('-', '_')}`;
    const value = environment[called];
    return value ? { value, called, where: 'environment', from: process.cwd() } : undefined;
  };

const fileSource =
  ({ values, path }: ConfigFile): Source =>
  (key) =>
    values[key] === undefined
      ? undefined
      : { value: values[key], called: key, where: path, from: dirname(path) };
