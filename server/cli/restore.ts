// `restore`: a team comes back from a backup, as one that its clients recognise as restored.
import { resolve } from 'node:path';
import { expectWords, type Verb } from './verb.ts';

export const restore: Verb = {
  summary: 'fill an empty data folder from a backup',
  usage: `Usage: lanline-server restore FILE

Fills the data folder, which must hold no team, from a backup. The apps notice,
and offer again what the backup lacks.
`,
  async run({ config, words }) {
    const [file = ''] = expectWords(words, 'FILE');
    const { data } = config;
    const { bringBack } = await import('./bringBack.ts');
    const { team, people, pin, words: four } = await bringBack(resolve(file), config);
    return {
      json: { data, team, people, pin, words: four },
      text: `${team.name} is back in ${data}. Open it with: lanline-server start\n`,
    };
  },
};
