// From the parser's flat row of tokens to what stands inside a paragraph.
import type { Token } from 'markdown-it';
import { targetOf } from './links.ts';
import type { Inline } from './nodes.ts';
import { withAddress } from './honest.ts';

/** Signs in signs in signs: what lies deeper is shown with its signs. */
const deepest = 16;
const kinds: Record<string, 'strong' | 'em' | 'strike'> = {
  strong_open: 'strong',
  em_open: 'em',
  s_open: 'strike',
};

export function inlineOf(tokens: readonly Token[] | null | undefined): Inline[] {
  const reader = createReader();
  for (const token of tokens ?? []) reader.take(token);
  return reader.root;
}

function createReader() {
  const root: Inline[] = [];
  /** What is open, the innermost last; `end`: what has to be done when it closes. */
  const open: { inside: Inline[]; end: () => void }[] = [{ inside: root, end: () => undefined }];
  const here = (): Inline[] => open.at(-1)?.inside ?? root;

  function take(token: Token): void {
    if (token.nesting > 0) begin(token);
    else if (token.nesting < 0) open.pop()?.end();
    else if (token.type === 'code_inline') here().push({ kind: 'code', text: token.content });
    else addText(here(), token.content);
  }

  function begin(token: Token): void {
    const outer = here();
    const inside: Inline[] = [];
    const kind = kinds[token.type];
    const target = kind ? undefined : targetOf(String(token.attrGet('href') ?? ''));
    if (open.length > deepest) asTyped(outer, token.markup, token.markup);
    else if (kind) open.push({ inside, end: () => outer.push({ kind, inside }) });
    // An address that leads nowhere, as in "[here]()".
    else if (!target) asTyped(outer, '[', ']()');
    else
      open.push({
        inside,
        end: () => outer.push({ kind: 'link', target, inside: withAddress(inside, target) }),
      });
  }

  function asTyped(outer: Inline[], before: string, after: string): void {
    addText(outer, before);
    open.push({ inside: outer, end: () => addText(outer, after) });
  }

  return { root, take };
}

/** Neighbouring texts are one text: a name may go on over what separated them. */
function addText(to: Inline[], text: string): void {
  if (text === '') return;
  const last = to.at(-1);
  if (last?.kind === 'text') last.text += text;
  else to.push({ kind: 'text', text });
}
