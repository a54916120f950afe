// Keeps what was made of a text, so that drawing it again costs nothing; what was used longest ago goes.
const mostCharacters = 1_000_000;

export function remembered<T>(make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>();
  let characters = 0;
  return (text) => {
    const known = made.get(text);
    if (known !== undefined) {
      made.delete(text);
      made.set(text, known);
      return known;
    }
    const fresh = make(text);
    made.set(text, fresh);
    characters += text.length + 100;
    for (const oldest of made.keys()) {
      if (characters <= mostCharacters) break;
      made.delete(oldest);
      characters -= oldest.length + 100;
    }
    return fresh;
  };
}
