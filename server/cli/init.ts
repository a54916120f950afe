// `init`: makes the team and its key before the server runs for the first time.
import { newLinkCode } from '../../src/node/codes.ts';
import type { Config } from '../config.ts';
import type { Status } from '../status.ts';
import { openConsole } from './console.ts';
import { describeOwnerLink, describePlace, linkFor } from './greeting.ts';
import { forgetOwnerCode, keepOwnerCode, readOwnerCode } from './ownerCode.ts';
import { holdsTeam } from './places.ts';
import { keepToOneself } from './privateFolder.ts';
import { type Answer, expectWords, type Verb } from './verb.ts';

export const init: Verb = {
  summary: 'make a team and its key, and show the link that makes you its owner',
  usage: `Usage: lanline-server init [settings]

Makes the data folder (only you can enter it), the team and its key. Shows the
address, the four words and the owner's link. Where there is a team already,
says what is there and changes nothing.
`,
  async run({ config, words }) {
    expectWords(words);
    const created = !holdsTeam(config.data);
    return created ? await make(config) : await look(config);
  },
};

async function make(config: Config): Promise<Answer> {
  keepToOneself(config.data);
  const { openFolder } = await import('./folder.ts');
  const folder = await openFolder(config);
  try {
    const code = newLinkCode();
    await folder.offerOwnership(code);
    keepOwnerCode(config.data, code);
    return answer(true, config, await folder.status(), code);
  } finally {
    await folder.close();
  }
}

async function look(config: Config): Promise<Answer> {
  const console = await openConsole(config);
  try {
    const status = await console.status();
    const { people } = await console.ask('sync.snapshot', {});
    const owned = people.some(({ role, active }) => role === 'owner' && active);
    if (owned) forgetOwnerCode(config.data);
    return answer(false, config, status, owned ? null : readOwnerCode(config.data));
  } finally {
    await console.close();
  }
}

function answer(created: boolean, config: Config, status: Status, code: string | null): Answer {
  const ownerLink = code === null ? null : linkFor(status, code);
  const said = created ? 'is ready' : 'is there already, and nothing was changed';
  const { team, addresses, pin, words } = status;
  return {
    json: { created, data: config.data, team, addresses, pin, words, ownerLink },
    text: [
      `${team.name} ${said}. Everything is kept in ${config.data}`,
      ...(status.startedAt === null ? ['Open it with: lanline-server start'] : []),
      '',
      describePlace(status),
      ...(ownerLink === null ? [] : [describeOwnerLink(ownerLink)]),
    ].join('\n'),
  };
}
