// What several dictionaries suggest for one word, as one short list.
const most = 5;

/** Each list has its likeliest first. Of several, what is nearest to the word comes first. */
export function likeliest(word: string, lists: string[][]): string[] {
  const [only = []] = lists;
  if (lists.length < 2) return only.slice(0, most);
  const ranked = lists.flatMap((list) =>
    list.map((text, rank) => ({ text, rank, far: distance(word, text) })),
  );
  ranked.sort((a, b) => a.far - b.far || a.rank - b.rank);
  return [...new Set(ranked.map(({ text }) => text))].slice(0, most);
}

/** How many letters are other ones, too many, too few, or have changed places. */
function distance(from: string, to: string): number {
  const [a, b] = [Array.from(from), Array.from(to)];
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [row, letter] of a.entries()) {
    const now = [row + 1];
    for (const [column, other] of b.entries()) {
      const change = (last[column] ?? 0) + (letter === other ? 0 : 1);
      const swapped = row > 0 && column > 0 && letter === b[column - 1] && a[row - 1] === other;
      now.push(
        Math.min(
          change,
          (last[column + 1] ?? 0) + 1,
          (now[column] ?? 0) + 1,
          swapped ? (beforeLast[column - 1] ?? 0) + 1 : Infinity,
        ),
      );
    }
    [beforeLast, last] = [last, now];
  }
  return last.at(-1) ?? 0;
}
