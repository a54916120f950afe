// What people write, for measuring a search in it: words as unevenly used as in any language, in two scripts.

const syllables =
  'ka ro mi ten sol dra ve lin os pra gu shi an el tor bi que zu fy hor st ing ed er tion w n j'.split(
    ' ',
  );
const characters = Array.from(
  '的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里所去行过家十用发天如然作方成者多日都三小军二无同么经法当起与好看学进种将还分此心前面又定见只主没公从今回很己最声高走',
);
/** Not among the characters above. */
const rareCharacters = '鑫淼';
const rareWord = 'xylophone';

/** The same numbers each time. */
function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 0x80000000;
}

export function createWriter() {
  const roll = dice(20261122);
  const vocabulary = Array.from({ length: 40_000 }, () =>
    Array.from(
      { length: 1 + Math.floor(roll() * 4) },
      () => syllables[Math.floor(roll() * syllables.length)] ?? '',
    ).join(''),
  );
  // As in any language: the n-th word is used about 1/n times as often as the first.
  const word = (): string => vocabulary[Math.floor(vocabulary.length ** roll()) - 1] ?? '';

  function text(number: number): string {
    let said = '';
    if (number % 5 === 0) {
      while (said.length < 25)
        said += characters[Math.floor(characters.length * roll() * roll())] ?? '';
      return number % 100_000 === 50 ? said + rareCharacters : said;
    }
    while (said.length < 75) said += `${word()} `;
    return number % 50_000 === 7 ? said + rareWord : said.trim();
  }

  return {
    text,
    /** Queries by what is hard about them. */
    queries: {
      'common word': vocabulary[3] ?? '',
      'rare word': rareWord,
      'part of a word': rareWord.slice(2, 7),
      'two words': `${vocabulary[5]} ${vocabulary[30]}`,
      phrase: `"${vocabulary[1]} ${vocabulary[2]}"`,
      'one Chinese character': characters[0] ?? '',
      'rare Chinese character': rareCharacters[0] ?? '',
      'two-character Chinese word': rareCharacters,
      'no result': 'solanstor',
    },
  };
}
