// `status`: whether it runs, and what it is.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { withConsole } from './console.ts';
import { describeDuration } from './duration.ts';
import { expectWords, table, type Verb } from './verb.ts';

export const status: Verb = {
  summary: 'whether it runs, who it is, and where',
  usage: `Usage: lanline-server status

Whether a server runs on the data folder, its team, people, addresses, words and
key. What a server would do that does not run is told from the settings.
`,
  async run({ config, words }) {
    expectWords(words);
    return withConsole(config, async (console) => {
      const { startedAt, ...found } = await console.status();
      const running = startedAt !== null;
      const bytes = sizeOf(config.data);
      const rows = [
        ['team', found.team.name],
        ['running', running ? `for ${describeDuration(Date.now() - startedAt)}` : 'no'],
        ['people', String(found.people)],
        ['door', found.team.door],
        ...found.addresses.map((address, index) => [index === 0 ? 'addresses' : '', address]),
        ['words', found.words],
        ['key', found.pin],
        ['announced', found.announcing ? 'on this network' : 'no'],
        ['version', found.version],
        ['data', `${config.data} (${(bytes / 1024 / 1024).toFixed(1)} MiB)`],
      ];
      return {
        json: { running, startedAt, ...found, data: config.data, bytes },
        text: table(rows),
      };
    });
  },
};

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true })
    .map((name) => statSync(join(folder, String(name)), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0);
}
