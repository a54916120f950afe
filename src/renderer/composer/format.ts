// Formatting while writing: the signs of Markdown around what is selected, or taken away again.
import { targetOf } from '../../shared/text/links.ts';
import { put, select, selected } from './field.ts';

export type Format = 'bold' | 'italic' | 'strike' | 'code' | 'link' | 'quote' | 'list' | 'numbers';

const around = { bold: '**', italic: '_', strike: '~~' } as const;

export function format(area: HTMLTextAreaElement, wanted: Format): void {
  if (wanted === 'bold' || wanted === 'italic' || wanted === 'strike') wrap(area, around[wanted]);
  else if (wanted === 'code') code(area);
  else if (wanted === 'link') link(area);
  else lines(area, wanted);
}

function wrap(area: HTMLTextAreaElement, sign: string): void {
  const { start, end, text } = selected(area);
  const size = sign.length;
  if (text.length >= 2 * size && text.startsWith(sign) && text.endsWith(sign)) {
    put(area, start, end, text.slice(size, -size));
    select(area, start, end - 2 * size);
    return;
  }
  const before = area.value.slice(Math.max(0, start - size), start);
  if (before === sign && area.value.startsWith(sign, end)) {
    put(area, start - size, end + size, text);
    select(area, start - size, end - size);
    return;
  }
  // Signs beside spaces are no signs.
  const [, lead = '', inner = '', tail = ''] = /^(\s*)([\s\S]*?)(\s*)$/u.exec(text) ?? [];
  put(area, start, end, `${lead}${sign}${inner}${sign}${tail}`);
  const from = start + lead.length + size;
  select(area, from, from + inner.length);
}

function code(area: HTMLTextAreaElement): void {
  const { start, end, text } = selected(area);
  if (!text.includes('\n')) return wrap(area, '`');
  const before = start === 0 || area.value[start - 1] === '\n' ? '' : '\n';
  const after = end === area.value.length || area.value[end] === '\n' ? '' : '\n';
  put(area, start, end, `${before}\`\`\`\n${text.replace(/\n$/, '')}\n\`\`\`${after}`);
}

function link(area: HTMLTextAreaElement): void {
  const { start, end, text } = selected(area);
  const address = targetOf(text.trim()) !== undefined;
  put(area, start, end, address ? `[](${text.trim()})` : `[${text}]()`);
  // The cursor goes where something is missing.
  select(area, address ? start + 1 : start + text.length + (text === '' ? 1 : 3));
}

function lines(area: HTMLTextAreaElement, wanted: 'quote' | 'list' | 'numbers'): void {
  const { start, end } = selected(area);
  const from = area.value.lastIndexOf('\n', start - 1) + 1;
  const rest = area.value.indexOf('\n', Math.max(from, end));
  const to = rest === -1 ? area.value.length : rest;
  const rows = area.value.slice(from, to).split('\n');
  const has = { quote: /^> ?/, list: /^[-*+] /, numbers: /^\d+[.)] / }[wanted];
  const mark = (index: number) => ({ quote: '> ', list: '- ', numbers: `${index + 1}. ` })[wanted];
  const all = rows.every((row) => has.test(row));
  const text = rows
    .map((row, index) => (all ? row.replace(has, '') : mark(index) + row))
    .join('\n');
  put(area, from, to, text);
  if (start !== end) select(area, from, from + text.length);
}
