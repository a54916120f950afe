// Reads a message's text into what can be drawn. Whatever has no form of its own here stays as typed.
import type { Token } from 'markdown-it';
import { inlineOf } from './inline.ts';
import type { Block, ListItem } from './nodes.ts';
import { deepest, makeParser } from './parser.ts';
import { remembered } from './remembered.ts';

const parser = makeParser();
/** Without any of these there is nothing to read: most messages. */
const hasSigns = /[*_~`[\\:]|^[^\S\n]*(?:[-+>]|\d+[.)])/m;

/** The same text is read once; a timeline draws it many times. */
export const readText = remembered(read);

function read(text: string): Block[] {
  const source = text.replace(/\r\n?/g, '\n');
  if (!hasSigns.test(source)) return asTyped(source);
  const tokens = parser.parse(source, {});
  // Beyond its depth the parser leaves things out, and nothing that was written may be missing.
  if (tokens.some(({ level }) => level >= deepest - 1)) return asTyped(source);
  return blocksOf({ tokens, at: 0, lines: source.split('\n') });
}

type Reading = { tokens: Token[]; at: number; lines: string[] };

const asTyped = (text: string): Block[] => [
  { kind: 'paragraph', inside: inlineOf(parser.parseInline(text, {})[0]?.children) },
];

/** Everything up to the end of what is open. */
function blocksOf(reading: Reading): Block[] {
  const blocks: Block[] = [];
  /** The line after the last paragraph, while nothing else has come since. */
  let ended: number | null = null;
  for (;;) {
    const token = reading.tokens[reading.at++];
    if (!token || token.nesting < 0) return blocks;
    const block = blockOf(token, reading);
    const previous = blocks.at(-1);
    const [start, end] = token.map ?? [0, 0];
    if (block.kind === 'paragraph' && previous?.kind === 'paragraph' && ended !== null) {
      // One text with its empty lines, as written.
      const gap = { kind: 'text', text: '\n'.repeat(start - ended + 1) } as const;
      previous.inside.push(gap, ...block.inside);
    } else blocks.push(block);
    ended = block.kind === 'paragraph' ? end : null;
  }
}

function blockOf(token: Token, reading: Reading): Block {
  switch (token.type) {
    case 'paragraph_open': {
      const inside = inlineOf(reading.tokens[reading.at]?.children);
      reading.at += 2;
      return { kind: 'paragraph', inside };
    }
    case 'fence':
      return codeOf(token, reading);
    case 'blockquote_open':
      return { kind: 'quote', inside: blocksOf(reading) };
    default:
      return listOf(token, reading);
  }
}

function listOf(token: Token, reading: Reading): Block {
  const items: ListItem[] = [];
  const ordered = token.type === 'ordered_list_open';
  for (;;) {
    const item = reading.tokens[reading.at++];
    if (!item || item.nesting < 0) break;
    items.push({ value: ordered ? Number(item.info) : null, inside: blocksOf(reading) });
  }
  // "-" alone is a dash, and "1." a number.
  if (items.some(({ inside }) => inside.length > 0)) return { kind: 'list', ordered, items };
  return linesOf(token, reading);
}

/** As it stands in the message. */
function linesOf({ map }: Token, { lines }: Reading): Block {
  const text = lines.slice(...(map ?? [0, 0])).join('\n');
  return { kind: 'paragraph', inside: [{ kind: 'text', text: text.trimEnd() }] };
}

function codeOf(token: Token, reading: Reading): Block {
  const { info, content, markup } = token;
  const label = info.trim();
  const language = /^[\w+#.-]{1,24}$/.test(label) ? label : null;
  // Words after the fence are the first line of the code, and one that closes behind the last line closes.
  const first = language === null && label !== '' ? `${info.trimEnd()}\n` : '';
  let text = (first + content).replace(/\n$/, '');
  if (text.endsWith(markup)) text = text.slice(0, -markup.length).replace(/\n$/, '');
  return text.trim() === '' ? linesOf(token, reading) : { kind: 'code', text, language };
}
