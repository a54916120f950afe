// `lanline-server`: the server on its own, for a computer that is always on.
import { readFileSync } from 'node:fs';
import { Refusal } from '../src/shared/errors.ts';
import { type Config, readInvocation, usage } from './config.ts';
import { createLog } from './log.ts';
import { createServer, type RunningServer } from './server.ts';

await main().catch((error: unknown) => {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`lanline-server: ${error.message}\n`);
  process.exitCode = error.code === 'INVALID' ? 2 : 1;
});

async function main(): Promise<void> {
  const invocation = readInvocation(process.argv.slice(2));
  if (invocation.action === 'help') process.stdout.write(usage);
  else if (invocation.action === 'version') process.stdout.write(`${version()}\n`);
  else await start(invocation.config);
}

async function start(config: Config): Promise<void> {
  const server = await createServer({
    folder: config.data,
    port: config.port,
    team: config.name,
    insecure: config.insecure,
    storeWorker: new URL('./store/worker.ts', import.meta.url),
    log: createLog(config['log-level']),
    onFatal: () => process.exit(1),
  });
  // A second signal while closing ends at once, as people expect of Ctrl+C.
  const stop = (): void => void server.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.stdout.write(greeting(server, config));
}

function greeting({ team, addresses }: RunningServer, { data, insecure }: Config): string {
  const reach = insecure
    ? 'Anyone on this network can join'
    : 'Only this computer can join (--insecure opens it)';
  const lines = addresses.map((address) => `    ${address}`);
  return [
    `${team.name} is open. Messages are kept in ${data}`,
    `${reach}: in the app, type`,
    ...lines,
    '',
  ].join('\n');
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
