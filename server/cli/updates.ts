// `updates`: what lies in the folder of updates, and which version the team is offered.
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { Refusal } from '../../src/shared/errors.ts';
import { type ListedUpdate, Version } from '../../src/shared/updates.ts';
import { openUpdates, type Updates } from '../updates/folder.ts';
import { withConsole } from './console.ts';
import { type Answer, type Call, expectWords, table, type Verb } from './verb.ts';

export const updates: Verb = {
  summary: 'list versions of the app, and offer one of them to the team',
  usage: `Usage: lanline-server updates
       lanline-server updates offer VERSION
       lanline-server updates none

The folder "updates" of the data has a folder for each version, as "npm run
dist" makes it in dist/updates with a release key. The list compares every file
with what its feed says, and signatures with the keys in updates/releaseKeys.txt
(each app decides by the key that was built into it, whatever is said here).
`,
  async run({ config, words }) {
    const folder = openUpdates(join(config.data, 'updates'));
    const [verb, ...rest] = words;
    if (verb === undefined) return show(config, folder);
    if (verb === 'none') {
      expectWords(rest);
      return offer(config, null);
    }
    if (verb !== 'offer') throw new Refusal('INVALID', `unknown: updates ${verb} (try --help)`);
    const [version = ''] = expectWords(rest, 'VERSION');
    if (!Version.safeParse(version).success)
      throw new Refusal('INVALID', `${version} is no version`, { field: 'version' });
    if (!(await folder.has(version)))
      throw new Refusal('NOT_FOUND', `there is no version ${version} in ${folder.folder}`);
    return offer(config, version);
  },
};

async function offer(config: Call['config'], version: string | null): Promise<Answer> {
  return withConsole(config, async (console) => {
    await console.ask('update.offer', { id: uuidv7(), version });
    const text = version === null ? 'No version is offered.\n' : `Version ${version} is offered.\n`;
    return { json: { offered: version }, text };
  });
}

async function show(config: Call['config'], folder: Updates): Promise<Answer> {
  const { offered } = await withConsole(config, (console) => console.ask('update.list', {}));
  const versions = [];
  for (const listed of await folder.list())
    versions.push({ ...listed, damaged: await folder.damaged(listed.version) });
  const rows = versions.map((each) => [
    each.version === offered ? '*' : ' ',
    each.version,
    [...new Set(each.builds.map(({ system, arch }) => `${system}-${arch}`))].join(' '),
    stateOf(each),
  ]);
  const none = `No version lies in ${folder.folder}\n`;
  const gone = versions.some(({ version }) => version === offered);
  const lost = offered === null || gone ? '' : `Version ${offered} is offered, and is not there.\n`;
  return { json: { offered, versions }, text: (rows.length > 0 ? table(rows) : none) + lost };
}

function stateOf({ builds, signed, damaged }: ListedUpdate & { damaged: string[] }): string {
  if (builds.length === 0) return 'no feed can be read';
  if (damaged.length > 0) return `damaged or missing: ${damaged.join(', ')}`;
  if (signed === null) return 'whole; no key to compare the signature with';
  return signed ? 'whole, signed' : 'SIGNATURE WRONG: no app takes it';
}
