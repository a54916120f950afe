import { describe, expect, test } from 'vitest';
import {
  About,
  byteLength,
  ChannelName,
  limits,
  MessageText,
  nameKey,
  PersonName,
} from '../../src/shared/entities.ts';

const accepts = (schema: typeof PersonName, value: unknown): boolean =>
  schema.safeParse(value).success;

describe('message text', () => {
  test('is measured in UTF-8 bytes', () => {
    expect(byteLength('aé漢😀')).toBe(1 + 2 + 3 + 4);
    const most = '漢'.repeat(Math.floor(limits.textBytes / 3));
    expect(MessageText.safeParse(most).success).toBe(true);
    const refused = MessageText.safeParse(`${most}漢`);
    expect(refused.error?.issues[0]).toMatchObject({ params: { code: 'TOO_LARGE' } });
  });

  test.each(['', ' ', '\n\t  ', '\u3000\u00a0', '\u200b', '\u00ad\u2060\ufeff', '\u2063 \u200d'])(
    'that shows nothing is refused: %j',
    (text) => expect(MessageText.safeParse(text).success).toBe(false),
  );

  test.each(['a\0b', 'half \ud83d', '\udc00 half', '\u001b[2J', 'a\bb', '\u007f', '\u009b1m'])(
    'that is not text is refused: %j',
    (text) => expect(MessageText.safeParse(text).success).toBe(false),
  );

  test.each(['0', '.', 'a\n\tb', '  kept  ', '👩‍👩‍👧', 'שלום', '𠮷', '\u202eabc'])(
    'is kept as it was written: %j',
    (text) => expect(MessageText.parse(text)).toBe(text),
  );

  test('ends its lines in one way, which counts before its length does', () => {
    expect(MessageText.parse('a\r\nb\rc\n\r\nd')).toBe('a\nb\nc\n\nd');
    const most = 'x\r\n'.repeat(limits.textBytes / 2);
    expect(MessageText.safeParse(most).success).toBe(true);
  });

  test.each([undefined, null, 1, ['text'], { text: 'x' }])('is a string, not %j', (value) =>
    expect(MessageText.safeParse(value).success).toBe(false),
  );
});

describe('names', () => {
  test('are trimmed and composed, so that what looks the same is the same', () => {
    expect(PersonName.parse('  Zoe\u0308 ')).toBe('Zo\u00eb');
    expect(nameKey('ＺＯË')).toBe(nameKey('zoë'));
    expect(nameKey('ﬁona')).toBe(nameKey('Fiona'));
    expect(nameKey('Jon')).not.toBe(nameKey('Jan'));
  });

  test.each(['', '   ', '\u200b', '\u00ad'])('that show nothing are refused: %j', (name) => {
    expect(accepts(PersonName, name)).toBe(false);
    expect(accepts(ChannelName, name)).toBe(false);
  });

  test.each([
    ['a line break', 'a\nb'],
    ['NUL', 'a\0b'],
    ['a bidirectional override', 'a\u202eb'],
    ['a bidirectional isolate', 'a\u2066b'],
    ['a line separator', 'a\u2028b'],
    ['a C1 control', 'a\u0085b'],
    ['a lone surrogate', 'a\ud800b'],
  ])('with %s are refused', (_what, name) => {
    for (const schema of [PersonName, ChannelName, About])
      expect(accepts(schema, name)).toBe(false);
  });

  test('have a longest length, counted after composing', () => {
    expect(accepts(PersonName, 'é'.normalize('NFD').repeat(limits.name))).toBe(true);
    expect(accepts(PersonName, 'a'.repeat(limits.name + 1))).toBe(false);
    expect(accepts(ChannelName, 'a'.repeat(limits.channelName + 1))).toBe(false);
    expect(accepts(About, 'a'.repeat(limits.about + 1))).toBe(false);
    expect(accepts(About, '')).toBe(true);
  });

  test.each(['channel', 'HERE', 'ｃｈａｎｎｅｌ', ' here '])(
    'that call everybody belong to nobody: %j',
    (name) => expect(accepts(PersonName, name)).toBe(false),
  );

  test('of people may hold spaces, but no @', () => {
    expect(accepts(PersonName, 'Mara Lindqvist')).toBe(true);
    expect(accepts(PersonName, 'mara@lab')).toBe(false);
  });

  test.each(['two words', '#general', 'a@b', 'a\u3000b'])('of channels hold no %j', (name) =>
    expect(accepts(ChannelName, name)).toBe(false),
  );
  test.each(['general', '设计', 'q3-plan', 'München'])('of channels may be %j', (name) =>
    expect(ChannelName.parse(name)).toBe(name),
  );
});
