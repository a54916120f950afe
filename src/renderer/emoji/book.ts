// All emoji there are, bundled: their names in English and in the language of the window, the short
// names that people type, and which group and skin tones they have. Loaded when first needed.
import type { CompactEmoji, ShortcodesDataset } from 'emojibase';

export type EmojiRow = {
  emoji: string;
  /** What it is called in the window's language. */
  label: string;
  /** Short names without their colons, the usual one first. */
  shorts: readonly string[];
  group: number;
  /** From light to dark; empty where it has none. */
  tones: readonly string[];
  /** Everything by which it may be looked for, in small letters. */
  words: string;
};

export type EmojiBook = {
  all: readonly EmojiRow[];
  byEmoji: ReadonlyMap<string, EmojiRow>;
  byShort: ReadonlyMap<string, EmojiRow>;
};

/** In the order in which they are shown; the numbers are those of the data. */
export const groups = [
  { group: 0, key: 'smileys', sign: '😀' },
  { group: 1, key: 'people', sign: '👋' },
  { group: 3, key: 'nature', sign: '🐻' },
  { group: 4, key: 'food', sign: '🍎' },
  { group: 5, key: 'travel', sign: '🚗' },
  { group: 6, key: 'activities', sign: '⚽' },
  { group: 7, key: 'objects', sign: '💡' },
  { group: 8, key: 'symbols', sign: '✅' },
  { group: 9, key: 'flags', sign: '🏳️' },
] as const;

const books = new Map<string, Promise<EmojiBook>>();

/** `language`: of the window, BCP 47. */
export function emojiBook(language: string): Promise<EmojiBook> {
  const known = books.get(language);
  if (known) return known;
  const book = load(language);
  books.set(language, book);
  // A chunk that could not be read may be there the next time.
  book.catch(() => books.delete(language));
  return book;
}

async function load(language: string): Promise<EmojiBook> {
  const [english, usual, more, own] = await Promise.all([
    import('emojibase-data/en/compact.json'),
    import('emojibase-data/en/shortcodes/github.json'),
    import('emojibase-data/en/shortcodes/emojibase.json'),
    language.startsWith('zh') ? import('emojibase-data/zh/compact.json') : null,
  ]);
  return bind(english.default, [usual.default, more.default], own?.default ?? []);
}

function bind(
  english: readonly CompactEmoji[],
  presets: readonly ShortcodesDataset[],
  own: readonly CompactEmoji[],
): EmojiBook {
  const shown = new Set<number | undefined>(groups.map(({ group }) => group));
  const local = new Map(own.map((one) => [one.hexcode, one]));
  const data = english
    .filter(({ group }) => shown.has(group))
    .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const names = shortsOf(data, presets);
  const all = data.map((one) => rowOf(one, local.get(one.hexcode), names.get(one.hexcode) ?? []));
  const byShort = new Map(all.flatMap((row) => row.shorts.map((short) => [short, row] as const)));
  return { all, byEmoji: new Map(all.map((row) => [row.emoji, row])), byShort };
}

/** The usual names first: a later preset may call something else so. */
function shortsOf(
  data: readonly CompactEmoji[],
  presets: readonly ShortcodesDataset[],
): Map<string, string[]> {
  const taken = new Set<string>();
  const names = new Map<string, string[]>();
  for (const preset of presets)
    for (const { hexcode } of data) {
      const fresh = listOf(preset[hexcode]).filter((name) => !taken.has(name));
      for (const name of fresh) taken.add(name);
      names.set(hexcode, [...(names.get(hexcode) ?? []), ...fresh]);
    }
  return names;
}

function rowOf(one: CompactEmoji, local: CompactEmoji | undefined, shorts: string[]): EmojiRow {
  const said = [
    ...shorts,
    one.label,
    ...(one.tags ?? []),
    local?.label ?? '',
    ...(local?.tags ?? []),
  ];
  return {
    emoji: exact(one.unicode),
    label: local?.label ?? one.label,
    shorts,
    group: one.group ?? 0,
    tones: tonesOf(one.skins ?? []),
    words: said.join(' ').toLowerCase(),
  };
}

/** The data adds a sign for colour also where Unicode has none; two spellings would be two reactions. */
function exact(emoji: string): string {
  return /^\p{RGI_Emoji}$/v.test(emoji) ? emoji : emoji.replaceAll('\ufe0f', '');
}

/** One for each of the five tones; those of two people with two tones are left out. */
function tonesOf(skins: readonly CompactEmoji[]): string[] {
  const tones = ['1F3FB', '1F3FC', '1F3FD', '1F3FE', '1F3FF'].map((tone) =>
    skins.find(({ hexcode }) => {
      const used = hexcode
        .split('-')
        .filter((part) => part.startsWith('1F3F') && part.length === 5);
      return used.length > 0 && used.every((one) => one === tone);
    }),
  );
  return tones.every((one) => one !== undefined) ? tones.map(({ unicode }) => exact(unicode)) : [];
}

const listOf = (names: string | string[] | undefined): string[] =>
  names === undefined ? [] : Array.isArray(names) ? names : [names];
