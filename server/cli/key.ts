// `key`: what the server is known by, and changing it.
import { Refusal } from '../../src/shared/errors.ts';
import { withConsole } from './console.ts';
import { expectWords, type Verb } from './verb.ts';

export const key: Verb = {
  summary: "show the server's key and its words, or change it",
  usage: `Usage: lanline-server key
       lanline-server key rotate

rotate makes a new key, and a statement signed with the old one, so that the
apps follow without asking. A server that runs uses it from the next connection
on. Open invite links name the old key: make new ones.
`,
  async run({ config, words }) {
    const [verb, ...rest] = words;
    expectWords(rest);
    if (verb !== undefined && verb !== 'rotate')
      throw new Refusal('INVALID', `unknown: key ${verb} (try --help)`);
    return withConsole(config, async (console) => {
      const found = await (verb === 'rotate' ? console.rotateKey() : console.status());
      const { pin, words: four } = found;
      return { json: { pin, words: four }, text: `${pin}\n${four}\n` };
    });
  },
};
