// Spelling as the window asks for it: the core, its real thread, and the dictionaries that come with the app.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Client, createClient } from '../../../src/core/client.ts';
import type { CallInput, CallName, CallOutput, Pushes } from '../../../src/shared/api.ts';
import { type Failure, type Outcome, unwrap } from '../../../src/shared/errors.ts';
import { mostWords } from '../../../src/shared/prose.ts';
import type { SpellingFound } from '../../../src/shared/spelling.ts';
import { eventually } from '../../support/eventually.ts';
import { testFolder } from '../../support/folder.ts';

const source = (path: string): URL => new URL(`../../../src/core/${path}`, import.meta.url);

type Asking = {
  client: Client;
  folder: string;
  ask<N extends CallName>(name: N, input?: CallInput<N>): Promise<CallOutput<N>>;
  wrong(text: string): Promise<string[]>;
  suggest(word: string): Promise<string[]>;
  notices: Failure[];
  /** How often the window was told to look again. */
  told(): number;
};

async function open(
  languages: string[],
  folder = testFolder(),
  systemFolders: string[] = [],
): Promise<Asking> {
  const client = await createClient({
    folder,
    version: '0',
    platform: 'test',
    systemLocale: 'en',
    databaseWorker: source('db/worker.ts'),
    searchWorker: source('search/worker.ts'),
    spelling: { worker: source('spelling/worker.ts'), languages, systemFolders },
    discovery: false,
    log: () => {},
  });
  onTestFinished(() => client.close());
  const notices: Failure[] = [];
  let told = 0;
  const later: SpellingFound[] = [];
  client.listen((name, payload) => {
    const found = payload as Pushes['spelling'];
    if (name === 'spelling' && found === null) told++;
    if (name === 'spelling' && found !== null) later.push(found);
    if (name === 'notice') notices.push(payload as Failure);
  });
  const ask = async <N extends CallName>(name: N, input?: CallInput<N>): Promise<CallOutput<N>> =>
    unwrap((await client.call(name, input)) as Outcome<CallOutput<N>>);
  notices.push(...(await ask('app.boot')).notices);
  return {
    client,
    folder,
    ask,
    async wrong(text) {
      const words = text.split(' ');
      later.splice(0);
      const soon = await ask('spelling.check', { words });
      return (
        soon ??
        eventually(() => {
          const found = later.find((one) => one.words.join(' ') === text);
          if (!found) throw new Error('not told yet');
          return found.wrong;
        })
      );
    },
    suggest: (word) => ask('spelling.suggest', { word }),
    notices,
    told: () => told,
  };
}

const dictionaries = (folder: string, files: Record<string, string | Buffer>): string => {
  const path = join(folder, 'dictionaries');
  mkdirSync(path, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
};

test('the system’s language is checked, and what is wrong has suggestions', async () => {
  const { wrong, suggest, ask } = await open(['en-US']);
  expect(await wrong("We don't recieve the adress here don’t")).toEqual(['recieve', 'adress']);
  expect(await suggest('recieve')).toContain('receive');
  expect((await suggest('recieve')).length).toBeLessThanOrEqual(5);
  expect((await ask('spelling.state')).chosen).toEqual(['en-US']);
});

test('a word is right if any chosen language knows it, and only those of its script are asked', async () => {
  const { wrong, suggest, ask } = await open(['en-US']);
  expect(await wrong('bonjour colour привет')).toEqual(['bonjour', 'colour']);
  await ask('settings.set', { spellingLanguages: ['en-US', 'en-GB', 'fr', 'ru'] });
  expect(await wrong('bonjour colour привет превет wrold')).toEqual(['превет', 'wrold']);
  expect(await suggest('превет')).toContain('привет');
  expect(await suggest('bonjuor')).toContain('bonjour');
  await ask('settings.set', { spellingLanguages: ['ru'] });
  expect(await wrong('wrold превет 你好')).toEqual(['превет']);
  await ask('settings.set', { spelling: false });
  expect(await wrong('превет')).toEqual([]);
});

test(
  'every bundled dictionary works in the language it is named for',
  { timeout: 60_000 },
  async () => {
    const words: Record<string, string> = {
      bg: 'приятел',
      da: 'rødgrød',
      'en-GB': 'organised',
      'en-US': 'organized',
      es: 'mañana',
      fr: 'aujourd’hui',
      hr: 'prijatelj',
      hu: 'megszentségteleníthetetlen',
      nl: 'gezellig',
      pl: 'źródło',
      'pt-BR': 'ônibus',
      'pt-PT': 'autocarro',
      ro: 'prieten',
      ru: 'здравствуйте',
      sk: 'priateľ',
      sv: 'smörgåsbord',
    };
    const { wrong, ask } = await open(['en-US']);
    const { languages } = await ask('spelling.state');
    expect(languages.map(({ tag }) => tag)).toEqual(Object.keys(words));
    for (const { tag, from } of languages) {
      expect(from).toBe('app');
      await ask('settings.set', { spellingLanguages: [tag] });
      const word = words[tag] ?? '';
      const spoilt = word.replace(/^../u, (start) => start + start);
      expect([tag, await wrong(`${word} ${spoilt}`)]).toEqual([tag, [spoilt]]);
    }
  },
);

test('no dictionary is asked for abbreviations, names of programs and digits', async () => {
  const { wrong } = await open(['en-US']);
  expect(await wrong('QWXZ useStaate x2yq 4711 s 你好')).toEqual([]);
});

test('one’s own words are right from then on, also after a start, until they are taken out', async () => {
  const { wrong, ask, client, folder, told } = await open(['en-US']);
  expect(await wrong('lanlinery Lanlinery')).toEqual(['lanlinery', 'Lanlinery']);
  await ask('spelling.learn', { word: 'lanlinery' });
  expect(told()).toBe(1);
  expect(await wrong('lanlinery Lanlinery lanlinery’s')).toEqual([]);
  await client.close();

  const again = await open(['en-US'], folder);
  expect((await again.ask('spelling.state')).words).toEqual(['lanlinery']);
  expect(await again.wrong('lanlinery')).toEqual([]);
  await again.ask('spelling.forget', { word: 'lanlinery' });
  expect(await again.wrong('lanlinery')).toEqual(['lanlinery']);
});

test('they are gone with the person who forgot the code of the lock', async () => {
  const { ask, folder } = await open(['en-US']);
  await ask('spelling.learn', { word: 'lanlinery' });
  await ask('lock.set', { code: '47110815' });
  await ask('lock.now');
  await ask('lock.leave', { discard: true });
  expect((await ask('spelling.state')).words).toEqual([]);
  expect(readdirSync(folder).filter((name) => name.startsWith('words'))).toEqual([]);
});

test('a list of own words that is no file stops nothing', async () => {
  const folder = testFolder();
  mkdirSync(join(folder, 'words.json'));
  const { wrong } = await open(['en-US'], folder);
  expect(await wrong('wrold lanlinery')).toEqual(['wrold', 'lanlinery']);
});

test('a damaged list of own words is set aside and told, the one before it is used', async () => {
  const { ask, client, folder } = await open(['en-US']);
  await ask('spelling.learn', { word: 'lanlinery' });
  await ask('spelling.learn', { word: 'schnubbel' });
  await client.close();
  writeFileSync(join(folder, 'words.json'), '{"words": ["lanl');
  const again = await open(['en-US'], folder);
  expect((await again.ask('spelling.state')).words).toEqual(['lanlinery']);
  expect(again.notices).toMatchObject([{ code: 'SETTINGS_DAMAGED', field: 'words' }]);
});

test('a dictionary in the person’s folder is offered, whatever letters it is written in, and goes first', async () => {
  const folder = testFolder();
  const own = dictionaries(folder, {
    'de_DE.aff': 'SET ISO8859-1\nTRY esianrt\nSFX N Y 1\nSFX N 0 n e\n',
    'de_DE.dic': Buffer.from('3\nGrüße/N\nstraße\nschön\n', 'latin1'),
    'fr.aff': 'SET UTF-8\n',
    'fr.dic': '1\nquiche\n',
    'hyph_de_DE.dic': 'no words at all',
    'notes.txt': 'nothing of ours',
  });
  const { wrong, suggest, ask } = await open(['de-AT'], folder);
  expect(await ask('spelling.state')).toMatchObject({ chosen: ['de-DE'], folder: own });
  expect(await wrong('schön Straße schoen Grüßen привет')).toEqual(['schoen']);
  expect(await suggest('schon')).toEqual(['schön']);
  await ask('settings.set', { spellingLanguages: ['fr'] });
  expect(await wrong('quiche bonjour')).toEqual(['bonjour']);
});

test('files that are no dictionary leave one language out, are told once, and the app lives on', async () => {
  const folder = testFolder();
  const noise = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256));
  dictionaries(folder, {
    'de.aff': noise,
    'de.dic': noise,
    'it.aff': 'SET UTF-8\n',
    'it.dic': `90000\n${'parola\n'.repeat(20)}`,
    'cs.aff': 'SET klingon\n',
    'cs.dic': '1\nslovo\n',
    'en_US.aff': 'SET UTF-8\n',
    'en_US.dic': '',
  });
  const { wrong, ask, notices } = await open(['en-US'], folder);
  await ask('settings.set', { spellingLanguages: ['de', 'it', 'cs', 'en-US', 'sv'] });
  // Beside the damaged one of their own, the app's is there.
  expect(await wrong('hello smörgås wrold')).toEqual(['wrold']);
  expect(await wrong('wrold')).toEqual(['wrold']);
  expect(notices.map(({ code, message }) => `${code} ${message.split(',')[0]}`)).toEqual([
    'DICTIONARY_DAMAGED cs',
    'DICTIONARY_DAMAGED de',
    'DICTIONARY_DAMAGED en-US',
    'DICTIONARY_DAMAGED it',
  ]);
  const { languages, chosen } = await ask('spelling.state');
  expect(languages.filter(({ faulty }) => faulty).map(({ tag }) => tag)).toEqual([
    'cs',
    'de',
    'it',
  ]);
  expect(chosen).toEqual(['en-US', 'sv']);
});

test('without a dictionary of the system’s language, English is no substitute for another in Latin letters', async () => {
  const german = await open(['de-DE', 'en-US']);
  expect((await german.ask('spelling.state')).chosen).toEqual([]);
  expect(await german.wrong('Grüße wrold')).toEqual([]);
  const chinese = await open(['zh-CN']);
  expect((await chinese.ask('spelling.state')).chosen).toEqual(['en-US']);
  const none = await open([]);
  expect((await none.ask('spelling.state')).chosen).toEqual(['en-US']);
});

test('questions have bounds, and a long one is answered whole', async () => {
  const { client, wrong } = await open(['en-US']);
  const many = Array.from({ length: mostWords }, (_, index) =>
    'wr'.concat(index.toString(26).replace(/\d/g, (digit) => 'qxzjkvwypf'[Number(digit)] ?? '')),
  );
  const found = await wrong(many.join(' '));
  expect(found.length).toBeGreaterThan(mostWords / 2);
  for (const words of [[...many, 'one'], ['x'.repeat(65)], [''], 'word', [1]])
    expect(await client.call('spelling.check', { words })).toMatchObject({
      error: { code: 'INVALID' },
    });
  for (const word of ['two words', 'line\nbreak', '', 'x'.repeat(65)])
    expect(await client.call('spelling.learn', { word })).toMatchObject({
      error: { code: 'INVALID' },
    });
});

test('a settings file with other languages than there are is read all the same', async () => {
  const folder = testFolder();
  writeFileSync(
    join(folder, 'settings.json'),
    JSON.stringify({ spelling: 'yes', spellingLanguages: ['en-US', '../../etc'] }),
  );
  const { wrong, ask } = await open(['en-US'], folder);
  expect(await wrong('wrold')).toEqual(['wrold']);
  await ask('settings.set', { spellingLanguages: ['tlh'] });
  expect(await wrong('wrold')).toEqual([]);
  expect(readFileSync(join(folder, 'settings.json'), 'utf8')).toContain('tlh');
});
