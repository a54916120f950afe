import { expect, test } from 'vitest';
import { proseOf } from '../../src/shared/prose.ts';

const words = (text: string): string[] => proseOf(text).split(/\s+/).filter(Boolean);

test('code, links, names, channels, emoji and files are no language', () => {
  const text =
    'Hi @Mara, see `npm runn` at https://a.example/pathh or mail x@b.example :smilee: in #generall, ' +
    'main.tss foo_barr **bold** _soft_ and/orr';
  expect(words(text)).toEqual(['Hi', 'see', 'at', 'or', 'mail', 'in', '**bold**', '_soft_']);
});

test('a block of code is none, also while it is being written', () => {
  expect(words('before ```js\nlett x\n``` after')).toEqual(['before', 'after']);
  expect(words('before ```js\nlett x')).toEqual(['before']);
});

test('sentences stay as they are', () => {
  const text = 'Well... it’s 5:30, (nearly) "done"; e-mail me. Ça va? 你好，世界';
  expect(proseOf(text)).toBe(text);
});
