// `start`: opens the team to the network until it is told to stop.
import { newLinkCode } from '../../src/node/codes.ts';
import type { Config } from '../config.ts';
import type { RunningServer, ServerOptions } from '../server.ts';
import { version } from '../version.ts';
import { certificateFiles, storeWorker } from './places.ts';
import { describeOwnerLink, describePlace, linkFor } from './greeting.ts';
import { forgetOwnerCode, keepOwnerCode, readOwnerCode } from './ownerCode.ts';
import { keepToOneself } from './privateFolder.ts';
import { type Answer, expectWords, type Verb } from './verb.ts';

export const start: Verb = {
  summary: 'open the team to the network, until Ctrl+C or SIGTERM',
  usage: `Usage: lanline-server start [settings]

Opens the team, and makes it first where there is none. Says where it is and how
it is known; with --json in one line. While it has no owner, shows the link that
makes one.
`,
  async run({ config, words }) {
    expectWords(words);
    keepToOneself(config.data);
    const code = readOwnerCode(config.data) ?? newLinkCode();
    // Loaded here, so that the other verbs need not wait for all of it.
    const { createServer } = await import('../server.ts');
    const server = await createServer(await optionsFor(config, code));
    if (server.owned) forgetOwnerCode(config.data);
    else keepOwnerCode(config.data, code);
    // A second signal while closing ends at once, as people expect of Ctrl+C.
    const stop = (): void => void server.close();
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    return greeting(server, config, server.owned ? null : linkFor(server, code));
  },
};

async function optionsFor(config: Config, ownerCode: string): Promise<ServerOptions> {
  const { createLog } = await import('../log.ts');
  return {
    folder: config.data,
    port: config.port,
    host: config.host,
    team: config.name,
    door: config.door,
    insecure: config.insecure,
    announce: config.announce,
    spokenCodes: config['spoken-codes'],
    hostNames: config['host-name'],
    certificate: certificateFiles(config),
    pages: config.pages,
    ownerCode,
    storeWorker,
    log: createLog(config['log-level']),
    onFatal: () => process.exit(1),
  };
}

function greeting(server: RunningServer, { data }: Config, ownerLink: string | null): Answer {
  const { port, addresses, team, pin, words, secure, announcing } = server;
  return {
    json: { version, data, team, port, addresses, pin, words, secure, announcing, ownerLink },
    text: [
      `${team.name} is open. Everything is kept in ${data}`,
      describePlace(server),
      ...(ownerLink === null ? [] : [describeOwnerLink(ownerLink)]),
    ].join('\n'),
  };
}
