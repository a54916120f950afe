// A page of the documentation, taken apart: its pieces of code, and what it says that they print.
import { readFileSync } from 'node:fs';

export type Example = {
  language: string;
  /** What else stands beside the language. */
  marks: string[];
  code: string;
  /** The piece of `json` or `text` right behind it. */
  prints: { language: string; text: string } | undefined;
  /** Where it begins. */
  line: number;
};

/** Every piece of code that does something, in order. */
export function examplesOf(path: string): Example[] {
  const text = readFileSync(path, 'utf8');
  const blocks = [...text.matchAll(/^```(\w+)([^\n]*)\n([^]*?)^```$/gm)].map((match) => ({
    language: match[1] ?? '',
    marks: (match[2] ?? '').trim().split(' '),
    code: match[3] ?? '',
    line: text.slice(0, match.index).split('\n').length,
    end: match.index + match[0].length,
    start: match.index,
  }));
  return blocks.flatMap((block, index) => {
    if (!['sh', 'js'].includes(block.language)) return [];
    const next = blocks[index + 1];
    const behind = next && /^\s*$/.test(text.slice(block.end, next.start));
    const said = behind && ['json', 'text'].includes(next.language) ? next : undefined;
    const prints = said && { language: said.language, text: said.code };
    return [{ ...block, prints }];
  });
}

/** What the page shows of an answer must be in it: `…` stands for anything, and numbers are as they come. */
export function difference(shown: unknown, real: unknown, where = ''): string | null {
  if (typeof shown === 'number') return typeof real === 'number' ? null : `${where}: no number`;
  if (typeof shown === 'string' && shown.endsWith('…'))
    return typeof real === 'string' && real.startsWith(shown.slice(0, -1))
      ? null
      : `${where}: ${String(real)}`;
  if (typeof shown !== 'object' || shown === null)
    return shown === real ? null : `${where}: ${JSON.stringify(real)}`;
  if (typeof real !== 'object' || real === null) return `${where}: ${JSON.stringify(real)}`;
  if (Array.isArray(shown) && shown.length === 0 && Array.isArray(real) && real.length > 0)
    return `${where}: not empty`;
  for (const [name, value] of Object.entries(shown)) {
    const found = difference(value, (real as Record<string, unknown>)[name], `${where}/${name}`);
    if (found !== null) return found;
  }
  return null;
}

/** Several JSON texts one behind the other, as several answers print them. */
export function jsonTexts(text: string): unknown[] {
  const found: unknown[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const end = endOfFirst(rest);
    found.push(JSON.parse(rest.slice(0, end)));
    rest = rest.slice(end).trim();
  }
  return found;
}

function endOfFirst(text: string): number {
  for (let end = text.indexOf('}') + 1; end > 0; end = text.indexOf('}', end) + 1)
    if (canParse(text.slice(0, end))) return end;
  throw new Error(`not JSON: ${text}`);
}

function canParse(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
