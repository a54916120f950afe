// A message's text without its signs, on one line: for quotes, labels and notifications.
import { type Block, inlineText } from './nodes.ts';
import { readText } from './markdown.ts';
import { remembered } from './remembered.ts';

/** UTF-16 units; nobody reads more on one line. */
const longest = 400;

/** One line of what it says. */
export const plainText = remembered((text: string): string => {
  const line = blocksText(readText(text)).replace(/\s+/gu, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest).toWellFormed()}…` : line;
});

const blocksText = (blocks: readonly Block[]): string => blocks.map(blockText).join('\n');

function blockText(block: Block): string {
  if (block.kind === 'code') return block.text;
  if (block.kind === 'paragraph') return inlineText(block.inside);
  if (block.kind === 'quote') return blocksText(block.inside);
  return block.items
    .map(({ value, inside }) => `${value === null ? '•' : `${value}.`} ${blocksText(inside)}`)
    .join('\n');
}
