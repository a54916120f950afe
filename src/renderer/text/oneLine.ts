// A message's text where there is room for one line only.

/** White space of any kind is one space; `max` in UTF-16 units, never half a character. */
export function oneLine(text: string, max = 200): string {
  const flat = text.replace(/\s+/gu, ' ').trim();
  return flat.length <= max
    ? flat
    : `${flat
        .slice(0, max)
        .toWellFormed()
        .replace(/\ufffd$/u, '')}…`;
}
